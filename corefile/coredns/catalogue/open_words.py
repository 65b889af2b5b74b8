"""What is certain of a plugin whose words depend on environment variables.

A word with a reference to a variable may be anything. So a refusal is certain only if it is about
a line without such a word, or about the name of a property, and if no value of the words elsewhere
makes it go away.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from corefile.coredns.catalogue.cursor import Refused
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.text.records import replace
from corefile.text.regex import regex

__all__ = ["certain", "depends_on_environment", "has_open", "has_reference", "is_filled_in"]

#: Words of the kinds that decide how CoreDNS reads other lines: names, zones, addresses, files,
#: numbers, durations, and the choices of single plugins.
TRIED = (
    "ANY",
    "IN",
    "TXT",
    "example.org",
    ".",
    "127.0.0.1",
    "1",
    "10s",
    "file",
    "true",
    "listen",
    "set",
    "aa",
    "timezone('UTC')",
    "weighted",
    "",
)

WORD = regex(r"\w+")

#: What a shell, Go, Jinja, ERB or `sed` puts something in for.
_PLACEHOLDER = regex(r"\$\{|\{\{|<%|__[A-Z]")

#: Reads the words of a plugin and returns what CoreDNS refuses.
Refusals = Callable[[Sequence[ExpandedToken]], Sequence[Refused]]


def depends_on_environment(token: ExpandedToken | None) -> bool:
    """Tell whether a token holds a reference that was left as it is."""
    return token is not None and has_reference(token.text)


def has_reference(text: str) -> bool:
    """Tell whether text holds a reference to the environment."""
    return "{$" in text or "{%" in text


def is_filled_in(text: str) -> bool:
    """Tell whether the environment or a template puts something into a text."""
    return has_reference(text) or _PLACEHOLDER.search(text) is not None


def has_open(tokens: Iterable[ExpandedToken]) -> bool:
    """Tell whether any of the tokens holds a reference that was left as it is."""
    return any(map(depends_on_environment, tokens))


def certain(
    refusals: Sequence[Refused],
    tokens: Sequence[ExpandedToken],
    names: Iterable[str],
    read: Refusals,
) -> Iterator[Refused]:
    """Yield the refusals that hold whatever the values of variables are.

    `names` are those of the plugin's properties, `read` reads its words with other ones in place.
    """
    line_of = {id(token): line for line in lines(tokens) for token in line}
    sure = [
        r
        for r in refusals
        if r.reason == "twice" or is_known(line_of, r.token) or is_unknown_name(line_of, r)
    ]
    # What a line refers to by its name, another one may define.
    words = (t.text for r in sure for t in line_of.get(id(r.token), ()))
    referred = dict.fromkeys(word for text in words for word in WORD.findall(text))
    for word in (*TRIED, *names, *referred):
        # A token goes away with its value, one on a line without a variable stays the same.
        if not any(refused.reason != "twice" for refused in sure):
            break
        other = [replace(t, text=word) if depends_on_environment(t) else t for t in tokens]
        still = {id(refused.token) for refused in read(other)}
        sure = [r for r in sure if r.reason == "twice" or id(r.token) in still]
    yield from sure


def is_known(line_of: Mapping[int, Sequence[ExpandedToken]], token: ExpandedToken | None) -> bool:
    """Tell whether a token is on a line without a reference."""
    return token is not None and not has_open(line_of.get(id(token), (token,)))


def is_unknown_name(line_of: Mapping[int, Sequence[ExpandedToken]], refused: Refused) -> bool:
    """Tell whether what is refused is the name of a property, whatever its arguments are."""
    token = refused.token
    if token is None or depends_on_environment(token):
        return False
    is_first = line_of.get(id(token), [token])[0] is token
    return is_first and f"unknown property '{token.text}'" in refused.message


def lines(tokens: Sequence[ExpandedToken]) -> Iterator[list[ExpandedToken]]:
    """Divide tokens into lines as CoreDNS sees them."""
    line: list[ExpandedToken] = []
    for token in tokens:
        if line and (line[-1].file != token.file or line[-1].last_line != token.line):
            yield line
            line = []
        line.append(token)
    if line:
        yield line
