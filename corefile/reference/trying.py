"""What to write instead of a line that a plugin refuses, where only CoreDNS's words are known.

A message names the plugin and often the word that is wrong, not the line. So lines with that word
are tried, and what the rules advise for those that CoreDNS refuses with the same words is the
advice. Where they advise several things, the message does not say which line it is, and none is
given.
"""

import re
from collections.abc import Iterable, Iterator

from corefile.coredns.catalogue.lookup import plugin_class
from corefile.coredns.imports.files import Memory
from corefile.coredns.releases.builds import stock
from corefile.coredns.releases.release import NEWEST, Release, every_plugin
from corefile.lint.engine import lint
from corefile.lint.registry import all_rules
from corefile.text.regex import regex

__all__ = ["advice"]

#: What quotes CoreDNS in the message of a finding.
_QUOTED = regex(r'refuses? the file: "(.*)"')
#: What a message says of the place, which differs from file to file.
_PLACE = regex(r"(?<!\S)\S+:\d+ - Error during parsing: ")
_PLUGIN = regex(r"\bplugin/(\w+): ")
#: Words that may come from the Corefile: in quotes, with a digit, or at the end.
_WORD = regex(r"'([^'\s]+)'|\"([^\"\s]+)\"|([^\s'\"]*\d[^\s'\":]*)|([^\s'\"]+)$")
#: How plugins refuse a word that begins a line of their block; the last says so of others, too.
_IN_BLOCK = regex(
    r"(?:unknown (?:property|option)|unexpected token|invalid option|line ending after):?"
    r" ['\"]?([^'\"\s]+)",
    re.IGNORECASE,
)
#: What would end or open a block.
_UNFIT = regex(r"[{}\s]")

#: What lines of plugins begin with that need more than a name.
_HEADS = ("", " .", " . 192.0.2.53", " example.org")
#: How many words of a message are tried, and of how many characters.
_MOST, _LONGEST = 3, 100
#: The releases that are asked, until one says the words.
_RELEASES = (NEWEST, "1.11.3", "1.6.7")
#: The beginning of the codes of rules about what CoreDNS refuses.
_FAMILY = "CF0"


def advice(line: str) -> str:
    """Return what to write instead of what CoreDNS refuses with a line; "" where that is unclear.

    It takes up to half a second.
    """
    named = _PLUGIN.search(line)
    if named is None:
        return ""
    said = _PLACE.sub("", line[named.start() :]).strip()
    if other := plugin_in_block(named[1], said):
        return f"`{other}` is a plugin, and the `}}` of the block of `{named[1]}` above is missing"
    tried = tuple(f". {{\n{text}\n}}\n" for text in lines(named[1], said))
    helps = next(filter(None, (advised(tried, said, each) for each in _RELEASES)), set())
    return helps.pop() if len(helps) == 1 else ""


def plugin_in_block(plugin: str, said: str) -> str:
    """Return the plugin whose line another one takes for a line of its block; "" for none."""
    kind, found = plugin_class(plugin), _IN_BLOCK.search(said)
    properties = [] if kind is None else [*kind.specs()]
    if found is None or not properties or found[1] not in every_plugin():
        return ""
    # What is said of the plugin's own line names it as well.
    is_own = found[1] == plugin and "line ending after" in found[0]
    return "" if is_own or found[1] in properties else found[1]


def advised(tried: Iterable[str], said: str, release: str | Release) -> set[str]:
    """Return what rules advise for Corefiles that a release refuses with some words."""
    rules = [rule for rule in all_rules() if rule.code.startswith(_FAMILY)]
    build = stock(release)
    found = (
        each for text in tried for each in lint(text, read=Memory({}), rules=rules, build=build)
    )
    said_of = ((finding, _QUOTED.search(finding.message)) for finding in found)
    return {f.help for f, quoted in said_of if quoted and _PLACE.sub("", quoted[1]) == said}


def is_fit(word: str) -> bool:
    """Tell whether a word of a message can be tried as a word of a line."""
    return len(word) < _LONGEST and not _UNFIT.search(word)


def lines(plugin: str, said: str) -> Iterator[str]:
    """Yield lines of a plugin with the words of a message."""
    kind = plugin_class(plugin)
    properties = [] if kind is None else [*kind.specs()]
    found = ("".join(match) for match in _WORD.findall(said.partition(": ")[2]))
    words = [word for word in dict.fromkeys(found) if is_fit(word)][:_MOST]
    for head in _HEADS:
        # A property is not a word too many.
        yield from (f"{plugin}{head} {word}" for word in words if word not in properties)
        yield from (f"{plugin}{head} {{\n{word}\n}}" for word in words)
        for name in properties:
            yield from (f"{plugin}{head} {{\n{name} {word}\n}}" for word in words)
