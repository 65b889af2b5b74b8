"""Tells that a text is a Corefile: by the name it goes by, and by a look at it."""

from __future__ import annotations

import re
from itertools import takewhile

from corefile.text.regex import regex
from corefile.vocabulary import PLAIN_LINES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.documents.model import Kind

__all__ = [
    "ALSO_CADDY",
    "begins_like_corefile",
    "has_only_plugins",
    "is_corefile_name",
    "is_key",
    "kind_of_key",
    "reads_as_corefile",
    "reads_as_lines",
    "reads_as_part",
]

#: `Corefile`, `externalCoreFile`, `coredns_config`, `node-local-corefile.conf`.
_NAME = regex(
    r"[\w.-]*?core[-_]?(?:file|dns[\w.-]{0,20}?conf)[\w.-]*",
    re.IGNORECASE,
)
_LONGEST = 100
_COPY = regex(r"(?:backup|bak|old|orig|path|name|hash|checksum|sha256)\Z", re.IGNORECASE)

#: What keys of a ConfigMap hold for CoreDNS, by their names, and by how these end.
_KEYS_OF_DATA: dict[str, Kind] = {"Corefile": "corefile", "Corefile-backup": "backup"}
_SUFFIXES: tuple[tuple[str, Kind], ...] = ((".server", "server"), (".override", "override"))

#: What a variable or a template has for a word.
_MARK = r"\{[$%]\w+%?\}|\$\{[^{}]*\}|\{\{[^{}]*\}\}"
#: A line that opens a server block or a snippet.
_OPENS = regex(rf"(?:{_MARK}|[^\s{{}}\[<\"'=;])(?:{_MARK}|[^={{;])*\{{\s*(?:#.*)?")

#: What documentation writes for more lines.
_DOTS = ("...", "…", "[...]")

#: What the server blocks of Caddy have, too.
ALSO_CADDY = frozenset(("bind", "errors", "import", "log", "root", "templates", "tls"))

#: What keys without a dot begin with: a snippet, an environment variable, what a template puts in.
_KEYS = ("(", "{", "${", "\ue0f1")


def is_corefile_name(name: str) -> bool:
    """Tell whether a key, or the last part of a path, is called like a Corefile."""
    name = name.rpartition("/")[2]
    if len(name) > _LONGEST:
        return False
    return _NAME.fullmatch(name) is not None and _COPY.search(name) is None


def kind_of_key(key: str) -> Kind | None:
    """Tell what a key of a ConfigMap's data holds for CoreDNS; None if nothing."""
    found = _KEYS_OF_DATA.get(key)
    if found is None:
        found = next((kind for suffix, kind in _SUFFIXES if key.endswith(suffix)), None)
    return found


def begins_like_corefile(text: str) -> bool:
    """Tell whether a text, called like a Corefile, can be one."""
    from corefile.coredns.releases.release import every_plugin  # noqa: PLC0415 - for such texts

    lines = [line.strip() for line in text.splitlines()]
    first = next((line for line in lines if line and not line.startswith("#")), "")
    if _OPENS.fullmatch(first):
        return True
    plugins = every_plugin()
    return any(line.split(maxsplit=1)[0] in plugins for line in lines if line)


def reads_as_lines(text: str) -> bool:
    """Tell whether a text, whatever it is called, begins with a plugin, as in a server block."""
    from corefile.coredns.releases.release import every_plugin  # noqa: PLC0415 - for such texts

    lines = (line.strip() for line in text.splitlines())
    first = next((line for line in lines if line and not line.startswith("#")), "")
    return bool(first) and first.split(maxsplit=1)[0] in every_plugin()


def reads_as_part(text: str) -> bool:
    """Tell whether a text, whatever it is called, is lines of a server block that is not there.

    All of them begin with plugins, their braces match, and one is as no other program has it.
    """
    return re.search(PLAIN_LINES, text, re.MULTILINE) is not None and has_only_plugins(text)


def has_only_plugins(text: str) -> bool:
    """Tell whether each line that is in no block begins with a plugin, and braces match."""
    from corefile.coredns.releases.release import every_plugin  # noqa: PLC0415 - for such texts
    from corefile.syntax.lexer import cut  # noqa: PLC0415

    every = every_plugin()
    depth = 0
    for token in cut(text)[0][:-1]:
        is_first = token.begins_line and not depth and token.raw not in _DOTS
        depth += (token.raw == "{") - (token.raw == "}")
        if depth < 0 or (is_first and token.value not in every):
            return False
    return not depth


def reads_as_corefile(text: str, *, may_be_open: bool = False) -> bool:
    """Tell whether a text, whatever it is called, is server blocks with known plugins.

    All of its braces match (the last ones may be lost where it `may_be_open`), its keys look like
    names of zones, and it has more plugins that are known than others: configurations of other
    servers have a similar look.
    """
    from corefile.coredns.releases.release import every_plugin  # noqa: PLC0415 - for such texts
    from corefile.syntax.lexer import cut  # noqa: PLC0415

    every = every_plugin()
    depth = 0
    plugins: list[str] = []
    is_root = False
    tokens = cut(text)[0][:-1]
    for place, token in enumerate(tokens):
        if token.raw == "}":
            depth -= 1
        elif depth == 1 and token.begins_line:
            plugins += [token.value] * (token.value != "import")
        elif depth == 1 and tokens[place - 1].raw == "{":
            on_line = takewhile(lambda each: not each.begins_line, tokens[place:])
            among = [each.value for each in on_line if each.value in every]
            plugins += among * (len(among) > 1)
        elif not depth and token.raw != "{" and not is_key(token.value):
            return False
        is_root = is_root or (not depth and token.value.startswith(".") and token.begins_line)
        if token.raw == "{":
            depth += 1
        if depth < 0:
            return False
    known = [name for name in plugins if name in every]
    is_dns = is_root or not ALSO_CADDY.issuperset(known)
    # Nothing but a Corefile has a block for `.`.
    least = len(plugins) if is_root and known else len(plugins) + 1
    return (may_be_open or not depth) and 2 * len(known) >= least and is_dns


def is_key(word: str) -> bool:
    """Tell whether a word outside all blocks is one of a Corefile."""
    return "." in word or ":" in word or word.startswith(_KEYS) or word == "import"
