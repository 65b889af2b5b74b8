"""From words that CoreDNS printed to the pages that explain them.

What CoreDNS refuses is recognised by the examples of the rules: each of them is checked, and what
CoreDNS says of it, its own words aside, is what the rule explains. The plugin that a message begins
with has a page too. What CoreDNS logs while it runs is in a table (`log_messages`).
"""

import re
from collections.abc import Iterator
from functools import cache
from unicodedata import category

from corefile.coredns.catalogue.lookup import external_class
from corefile.go.net import parse_ip
from corefile.lint.engine import lint
from corefile.lint.registry import all_rules, known_rules
from corefile.lint.rule import Rule
from corefile.lint.selection import UnknownRule, about_failures, find_rule
from corefile.reference.explain import explain
from corefile.reference.log_messages import LOG_MESSAGES, LogMessage, pattern_of
from corefile.reference.plugins import page, plugin_names
from corefile.text.brief import Brief
from corefile.text.records import dataclass
from corefile.text.regex import regex
from corefile.text.spelling import did_you_mean

__all__ = ["Explanation", "explain_line", "page_of"]

#: What quotes CoreDNS in the message of a finding.
_QUOTED = regex(r'refuses? the file: "(.*)"', re.DOTALL)
_EXAMPLE = regex(r"^```corefile\n((?:(?!```).*\n)*)```$", re.MULTILINE)

#: What CoreDNS says first: the program, where something is, which plugin says so.
_PARSING = r"(?:Error during parsing|Syntax error): "
_PLACE = regex(rf"^.*?{_PARSING}|^\S+:\d+ - ")
_BEFORE = regex(r"^(?:\[[A-Z]+\] )?(?:plugin/\w+: )?")
_LOGGED = regex(r"\[(?:INFO|WARNING|ERROR|FATAL|PANIC)\]")
_OF_PLUGIN = regex(r"\bplugin/(\w+)\b")
#: What no name of a plugin has.
_NO_NAME = regex(r'[\s{}"]')
_UNKNOWN = regex(r"Unknown directive '([^']*)'")

#: What to write instead of words that cannot be names of plugins: a pattern for each, and advice.
_WORDS: tuple[tuple[re.Pattern[str], str], ...] = (
    (regex(r""), "begin the line with a plugin's name, or remove it"),
    (
        regex(r"\{"),
        "put the brace at the end of the line above, write a plugin's name before it, or remove it",
    ),
    (regex(r"([^\s{}\"]+)\{"), r"put a space before the brace: `\1 {`"),
    (regex(r"[^\s{}\"]+\}+"), "put `}` on a line of its own"),
    (regex(r"\(.*\)"), "snippets are defined outside server blocks: close the block above first"),
)

#: What to do where the text ends too early: what CoreDNS says then, and advice.
_ENDS = (
    (
        "Unexpected EOF",
        "add the `}` that is missing, the text ends inside a block of a plugin; or, where it ends"
        " with a comma, remove that",
    ),
    (
        "expecting '}'",
        "add the `}` that is missing, the text ends inside a server block or a snippet",
    ),
)

#: The words of a message; some are values: in quotes, with digits, dots or slashes in them.
_WORD = regex(r"'[^']*'|\"[^\"]*\"|\S+")
_VALUE = regex(r"['\"].*['\"][,:]?|\S*(?:\d|\w\.|/)\S*", re.DOTALL)
Words = tuple[str, ...]

#: What reports a line that a plugin refuses, where no rule has a page for that mistake.
_REFUSED = "plugin-refused"
#: The same for what CoreDNS says before it comes to the plugins.
_IMPORT, _SYNTAX = "import-error", "syntax-error"
#: The beginning of the codes of rules about what CoreDNS refuses.
_FAMILY = "CF0"
#: How many words in common show that two messages are about the same.
_ALIKE = 2

#: A longer line is not something that CoreDNS prints.
_LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class Explanation(Brief):
    """What is known of a message of CoreDNS."""

    #: What has happened, and what to do about it, in Markdown.
    meaning: str
    #: The plugins whose pages say more.
    plugins: tuple[str, ...] = ()
    #: The rules that find the cause in a Corefile.
    rules: tuple[str, ...] = ()


def page_of(name: str) -> str:
    """Return the page of a rule, by its name or code, or of a plugin.

    Raises LookupError where there is neither.
    """
    if name in plugin_names() or external_class(name) is not None:
        return page(name, plain=True)
    try:
        return explain(find_rule(name))
    except UnknownRule:
        near = did_you_mean(name, [*(rule.name for rule in known_rules()), *plugin_names()])
        advice = f": {near}" if near else ""
        said = about_failures(name) or f"there is no rule or plugin `{name}`{advice}"
        raise LookupError(said) from None


def explain_line(line: str) -> Explanation | None:
    """Return what is known of a line that CoreDNS printed; None for a line that is not known."""
    line = line.strip()[:_LONGEST]
    logged = next((each for each in LOG_MESSAGES if pattern_of(each.printed).search(line)), None)
    refused = refusal(line)
    if refused and (logged is None or logged.source.startswith(("go:", "k8s.io"))):
        return refused
    return of_log(logged) if logged else None


def of_log(message: LogMessage) -> Explanation:
    """Return what is known of a message that CoreDNS logs."""
    return Explanation(message.meaning, message.plugins, message.rules)


def refusal(line: str) -> Explanation | None:
    """Return what is known of a line if CoreDNS refuses a Corefile with it."""
    named = _OF_PLUGIN.search(line)
    plugin = named[1] if named and named[1] in plugin_names() else ""
    rule = rule_for(line)
    if rule is None:
        parsing = re.search(_PARSING, line)
        if not parsing and (not plugin or _LOGGED.search(line)):
            return None
        rule = find_rule(_REFUSED if plugin else _IMPORT if "import" in line.lower() else _SYNTAX)
    what = f", because of a line of `{plugin}`" if plugin else ""
    if rule.name == _SYNTAX:
        what = ", which it cannot read"
    elif rule.name != _REFUSED:
        what = f": {uncapitalized(rule.summary.rstrip('.'))}"
    meaning = f"CoreDNS refuses the Corefile{what}. {advice_for(line)}".strip()
    return Explanation(meaning, (plugin,) if plugin else (), (rule.name,))


def uncapitalized(sentence: str) -> str:
    """Return a sentence as what follows a colon; a name keeps its letters."""
    first = sentence.split(maxsplit=1)[0]
    return sentence if first[1:] != first[1:].lower() else sentence[0].lower() + sentence[1:]


def rule_for(line: str) -> Rule | None:
    """Return the rule whose examples CoreDNS refuses with the same words; None for no rule.

    Where no words are the same, those that begin alike will do, unless a plugin says them.
    """
    words = constant_words(line)
    known = refused_by_rules()
    if words in known or _OF_PLUGIN.search(line):
        return known.get(words)
    alike = {said: common(words, said) for said in known}
    best = max(alike, key=lambda said: alike[said], default=())
    return known[best] if alike.get(best, 0) >= _ALIKE else None


def common(one: Words, other: Words) -> int:
    """Count the words that two messages begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def advice_for(line: str) -> str:
    """Return what to write instead of a directive that CoreDNS does not know, or to add."""
    unknown = _UNKNOWN.search(line)
    ends = next((text for said, text in _ENDS if said in line), "")
    help_text = ends if unknown is None else advice_on(unknown[1])
    end = "" if help_text.endswith("?") else "."
    return f"What to do: {help_text}{end}" if help_text else ""


def advice_on(word: str) -> str:
    """Return what to write instead of a word: what it says itself, or else what the rule does."""
    if any(category(character) == "Cf" for character in word):
        return "type the word again: it has a character that cannot be seen"
    if parse_ip(word) is not None:
        return (
            "write all upstreams of `forward` on its line; an address with names goes into the"
            " block of `hosts`"
        )
    matches = ((pattern.fullmatch(word), help_text) for pattern, help_text in _WORDS)
    said = next((match.expand(help_text) for match, help_text in matches if match), "")
    if said or _NO_NAME.search(word):
        return said
    found = lint(f". {{\n    {word}\n}}\n", rules=[find_rule("unknown-directive")])
    return next((each.help for each in found if each.help), "")


@cache
def refused_by_rules() -> dict[Words, Rule]:
    """Return what CoreDNS says of the examples of rules about what it refuses."""
    said: dict[Words, Rule] = {}
    for rule in all_rules():
        if rule.code.startswith(_FAMILY):
            for words in refused_with(rule):
                said.setdefault(words, rule)
    return said


def refused_with(rule: Rule) -> Iterator[Words]:
    """Yield what CoreDNS says, by a rule, of its examples."""
    for example in _EXAMPLE.findall(rule.documentation):
        for finding in lint(example, rules=[rule]):
            quoted = _QUOTED.search(finding.message)
            if quoted and finding.rule == rule:
                yield constant_words(quoted[1])


def constant_words(message: str) -> Words:
    """Return the words of a message that do not differ from Corefile to Corefile."""
    bare = _BEFORE.sub("", _PLACE.sub("", message))
    words = ("·" if _VALUE.fullmatch(word) else word for word in _WORD.findall(bare))
    return ("plugin", *words) if _OF_PLUGIN.search(message) else tuple(words)
