"""Tells files that are given as a Corefile by mistake, by a look at their text."""

from __future__ import annotations

import re

from corefile.documents.model import Problem
from corefile.documents.recognise import ALSO_CADDY, is_corefile_name
from corefile.documents.sniff import may_be_template
from corefile.text.records import dataclass
from corefile.text.regex import regex
from corefile.vocabulary import CLIENT, PROMPT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["description", "foreign", "strange", "whole"]


@dataclass(frozen=True, slots=True)
class _Foreign:
    """A kind of files that people give instead of a Corefile."""

    what: str
    advice: str
    #: Tells whether a text is one, by its lines without comments and by all of it.
    claims: Callable[[list[str], str], bool]


#: The first statement of BIND, after comments in any of its styles, and how its blocks end.
_BIND = regex(
    r"""\ufeff?(?>(?:\s++|\#[^\n]*+|//[^\n]*+|/\*(?>(?:[^*]|\*(?!/))*)\*/
    |include[ \t]++"[^"\n]*+";)*)
    (?:(?:options|logging|controls|statistics-channels|managed-keys|trust-anchors)
    |(?:acl|zone|view|key|server|masters|primaries|tls)[ \t]++["\w][^\s{};]*+(?:[ \t]++IN)?)
    \s*+\{""",
    re.VERBOSE | re.IGNORECASE,
)
_END_OF_BIND = regex(r"^[ \t]*+\};", re.MULTILINE)

#: What zone files, hosts files and lists of name servers do not have, and nearly all Corefiles do.
_BRACE = regex(r"[{}]")

_DESCRIBED = regex(r"Name:[ \t]+\S+[ \t]*\r?\nNamespace:[ \t]")
#: Within how many characters a description begins, with the command in front that was copied too.
_HEAD = 2000
_CLIENTS = frozenset(("kubectl", "oc", "k"))
_DIRECTIVE = regex(r"\$(?:ORIGIN|TTL|INCLUDE|GENERATE)\s", re.IGNORECASE)
_SOA = regex(r"\sSOA\s+\S+\s+\S+\s+(?:\(|\d)", re.IGNORECASE)
_HOST = regex(
    r"(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*)(?:%\S+)?\s+[^\s:]+"
)
_NAMESERVER = regex(r"nameserver\s+[0-9A-Fa-f.:]+")
_RESOLVER = regex(r"(?:nameserver|search|domain|options|sortlist|lookup|family)(?:\s|\Z)")


def _is_description(text: str) -> bool:
    """Tell whether `kubectl describe` printed it; the line that asked for it may be in front."""
    head = text[:_HEAD].lstrip()
    if "Namespace:" not in head:
        return False
    line, _, rest = head.partition("\n")
    words = line.split()
    asks = "describe" in words and not _CLIENTS.isdisjoint(each.lstrip("$#%>") for each in words)
    return _DESCRIBED.match(rest.lstrip() if asks else head) is not None


def _is_zone(lines: list[str], text: str) -> bool:
    return _DIRECTIVE.match(lines[0]) is not None or _SOA.search(text) is not None


def _is_hosts(lines: list[str], _: str) -> bool:
    return all(map(_HOST.match, lines))


def _is_resolver(lines: list[str], _: str) -> bool:
    return all(map(_RESOLVER.match, lines)) and any(map(_NAMESERVER.match, lines))


def _is_bind(text: str) -> bool:
    """Tell whether it is a configuration of BIND: no Corefile begins and ends blocks like this."""
    return "};" in text and _BIND.match(text) is not None and _END_OF_BIND.search(text) is not None


_BIND_CONFIG = _Foreign(
    "a configuration of BIND (named.conf)",
    "write a Corefile: a server block for each zone, with `file FILE` for one of its own and"
    " `forward . ADDRESS…` for others",
    lambda _, text: _is_bind(text),
)

_DESCRIPTION = _Foreign(
    "what `kubectl describe` prints",
    "give what `kubectl get configmap coredns -n kube-system -o yaml` prints",
    lambda _, text: _is_description(text),
)

_COMMENT = regex("[#;]")

#: How many lines a text has at least, of which none can be one of a Corefile.
_LEAST_STRANGE = 6
#: How many times as many lines it has as lines that begin like one of a Corefile, and more.
_TIMES = 20
#: How many lines begin where a plugin is expected, at least; how many of them with other words; and
#: how many times as many those are as the lines that begin with a plugin.
_LEAST_BEGUN = 4
_LEAST_OTHERS = 2
_TIMES_BEGUN = 2
#: The name of a file for Caddy, and how lines of nginx end.
_OTHERS = regex(r"\A(?:[^\n]*/)?Caddyfile|;[ \t]*$", re.MULTILINE)
#: What is called like a Corefile, or has no name.
_CALLED = regex(r"(?:.*/)?(?:-?\Z|[Cc]orefile|[^/]*\.(?:[Cc]orefile|server|override)\Z)", re.DOTALL)
#: The server block of the root. Nothing but a Corefile has one that is not indented, whatever comes
#: after it.
_ROOT = regex(r"^\.(?::\d+)?[ \t]+\{", re.MULTILINE)
#: Words of sentences; a line is one that has so many of them.
_COMMON = frozenset(
    (
        "a about an and are as at be been but by can for from had has have he if in is it its not"
        " of or our she should so that the their then there they this to was we were which will"
        " with you your"
    ).split()
)
_LEAST_COMMON = 2
_WORD = regex(r"(?<![\w.:/=-])[A-Za-z][a-z]*+(?![\w/=-]|[.:]\w)")
#: How many lines a text without braces has at least, of which none begins like one of a Corefile.
_LEAST_LINES = 3
#: How many times as many lines a text has as sentences at most, and as lines outside its blocks.
_TIMES_ALL, _TIMES_OUTSIDE = 4, 2
#: How a manual page begins, with its comments in front.
_MANUAL = regex(r"(?:[.']\\\"[^\n]*\n)*\.TH\s")

#: What `git merge` writes where it cannot decide.
_CONFLICT = regex(
    r"^(<{7}(?: [^\n]*)?)$(?=(?:.*\n)*?={7}\r?\n(?:.*\n)*?>{7}(?:\s|\Z))", re.MULTILINE
)

#: A command in the first line of a script without a line that says what runs it.
_COMMAND = regex(
    rf"(?:[ \t]*(?:\#[^\n]*)?\n)*{CLIENT}[ \t]+"
    r"(?:create|get|apply|patch|replace|edit|-)[^\n]*(?<!\{)$",
    re.MULTILINE,
)
_SCRIPT = _Foreign("a shell script", "name the Corefile that it writes or reads", lambda *_: False)

#: What a terminal shows, of which nothing else could be read: its first line is a command.
_TERMINAL = regex(rf"\s*+{PROMPT}")
_COPIED = _Foreign(
    "a text copied from a terminal",
    "name the Corefile, or remove what is not of it",
    lambda *_: False,
)

_STRANGE = _Foreign(
    "a text whose lines do not begin with plugins", "name a Corefile", lambda *_: False
)

#: The kinds that have no braces.
_KINDS = (
    _Foreign("a zone file", "write a Corefile that names it: `file FILE ZONE`", _is_zone),
    _Foreign("a hosts file", "write a Corefile that names it: `hosts FILE`", _is_hosts),
    _Foreign(
        "a list of name servers (resolv.conf)",
        "write a Corefile that names it: `forward . FILE`",
        _is_resolver,
    ),
)


def foreign(text: str) -> Problem | None:
    """Return the problem of a file that is something else than a Corefile; None for any other."""
    problem = whole(text)
    if problem is not None:
        return problem
    if _BRACE.search(text):
        return _problem(text, _BIND_CONFIG) if _is_bind(text) else None
    lines = [line for each in text.splitlines() if (line := _COMMENT.split(each)[0].strip())]
    kind = next((kind for kind in _KINDS if lines and kind.claims(lines, text)), None)
    return None if kind is None else _problem(text, kind)


def description(text: str) -> Problem:
    """Return the problem of what `kubectl describe` prints."""
    return _problem(text, _DESCRIPTION)


def strange(text: str, name: str) -> Problem | None:
    """Return the problem of a file of which no line can be one of a Corefile; None for others.

    More is believed of a file that is called like a Corefile.
    """
    lines = [line for each in text.splitlines() if (line := each.strip()) and line[0] != "#"]
    # Most begin with a server block: nothing else has to be looked for then.
    if lines and lines[0][-1] != "{":
        if _COMMAND.match(text):
            return _problem(text, _SCRIPT)
        if _TERMINAL.match(text):
            return _problem(text, _COPIED)
        if _MANUAL.match(text) or _is_strange(lines):
            return _problem(text, _STRANGE)
    if _CALLED.match(name) or is_corefile_name(name) or _ROOT.search(text):
        return None
    is_strange = _is_prose(text) or not _has_plugins(text, name)
    return _problem(text, _STRANGE) if is_strange else None


def _has_plugins(text: str, name: str) -> bool:
    """Tell whether lines begin with plugins where these are expected.

    Plugins are expected in server blocks, and also on the lines between them. Configurations of
    other programs, such as Caddy and Nomad, have the braces of a Corefile and other words there.
    """
    from corefile.coredns.releases.release import every_plugin  # noqa: PLC0415 - for such texts
    from corefile.syntax.lexer import cut  # noqa: PLC0415

    begun: list[str] = []
    depth = 0
    ended = False
    for token in cut(text)[0][:-1]:
        if token.raw == "}":
            depth = max(depth - 1, 0)
        elif token.raw == "{":
            # What opens a server block is its key.
            del begun[len(begun) - (not depth) :]
            depth += 1
        elif token.begins_line and (depth == 1 or (not depth and ended)):
            begun.append(token.value)
        ended = not token.raw.endswith(",")
    plugins = every_plugin()
    # What a template does is not known.
    begun = [name for name in begun if not may_be_template(name)]
    others = sum(name not in plugins and name not in ALSO_CADDY for name in begun)
    known = sum(name in plugins and name not in ALSO_CADDY for name in begun)
    if others < _LEAST_OTHERS or _TIMES_BEGUN * known >= others:
        return True
    # Of few lines, none may even be misspelt.
    few = len(begun) < _LEAST_BEGUN
    return few and (
        not _OTHERS.search(f"{name}\n{text}") or any(map(_known_name(plugins - ALSO_CADDY), begun))
    )


def _known_name(plugins: frozenset[str]) -> Callable[[str], bool]:
    """Return what tells whether a word is one of some names, or nearly one."""
    from corefile.text.spelling import nearest  # noqa: PLC0415 - for such texts

    names = tuple(sorted(plugins | {"import"}))
    return lambda word: bool(nearest(word, names))


def _is_prose(text: str) -> bool:
    """Tell whether a text is written for people: its lines are sentences, or none is of a Corefile.

    It is for texts that are not called like a Corefile.
    """
    from corefile.coredns.releases.release import every_plugin  # noqa: PLC0415 - for such texts

    lines = [line for each in text.splitlines() if (line := each.strip()) and line[0] != "#"]
    outside: list[str] = []
    depth = 0
    for line in lines:
        if not depth and line[-1] not in "{}":
            outside.append(line)
        depth = max(depth + line.endswith("{") - (line == "}"), 0)
    sentences = sum(map(_is_sentence, outside))
    if len(lines) > 1 and sentences:
        most = _TIMES_OUTSIDE * sentences >= len(outside)
        if most and _TIMES_ALL * sentences >= len(lines):
            return True
    if _BRACE.search(text) or len(lines) < _LEAST_LINES or lines[0][-1] == ",":
        return False
    firsts = {
        line.strip("-*").split(maxsplit=1)[0].strip(":=;") for line in lines if line.strip("-*")
    }
    return not any(map(_known_name(every_plugin()), firsts))


def _is_sentence(line: str) -> bool:
    """Tell whether a line has several words that are only in sentences."""
    return len(_COMMON.intersection(map(str.lower, _WORD.findall(line)))) >= _LEAST_COMMON


def _is_strange(lines: list[str]) -> bool:
    """Tell whether hardly a line begins with a plugin: not the second one, which CoreDNS refuses.

    It takes the first line for keys. Prose may have a line that begins with a word like `any`.
    """
    from corefile.coredns.releases.release import every_plugin  # noqa: PLC0415 - for such texts

    if len(lines) < _LEAST_STRANGE or any(line[-1] in "{}" for line in lines[:2]):
        return False
    plugins = every_plugin() | {"import"}
    known = [line.split(maxsplit=1)[0] in plugins for line in lines]
    return lines[0][-1] != "," and not any(known[:2]) and _TIMES * sum(known) < len(known)


def whole(text: str) -> Problem | None:
    """Return the problem of a file of any kind of which nothing can be read; None for any other."""
    if _is_description(text):
        return description(text)
    found = _CONFLICT.search(text) if "<<<<<<<" in text else None
    if found is None:
        return None
    return Problem(
        found.start(),
        found.end(1),
        "This line is a mark of a merge with conflicts: both sides are in the file",
        about="foreign",
        help="keep one side, and remove the lines with `<<<<<<<`, `=======` and `>>>>>>>`",
    )


def _problem(text: str, kind: _Foreign) -> Problem:
    """Return the problem of a file of a kind."""
    start = len(text) - len(text.lstrip("\ufeff \t\r\n"))
    end = start + len(text[start:].split("\n", 1)[0].rstrip())
    message = f"This is {kind.what}, not a Corefile: CoreDNS refuses it"
    return Problem(start, end, message, about="foreign", help=kind.advice)
