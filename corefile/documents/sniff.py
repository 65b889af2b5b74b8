"""Tells YAML and JSON from a plain Corefile by looking at the text, without parsing it."""

from __future__ import annotations

import re

from corefile.text.regex import regex
from corefile.vocabulary import (
    CLIENT,
    CODE,
    CODE_NAMES,
    FENCE,
    HCL,
    MANIFESTS,
    MARKDOWN,
    MARKUP,
    NAMED,
    PLAIN_BLOCK,
    PLAIN_LINES,
    PLAIN_LIST,
    PROMPT,
    TEMPLATES,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.vocabulary import Dialect

__all__ = [
    "has_config_map",
    "is_code",
    "is_manifest",
    "is_manual",
    "is_markdown",
    "is_markup",
    "is_terminal",
    "may_be_template",
    "may_hold_block",
    "may_hold_corefile",
    "may_hold_named",
    "may_hold_values",
    "template_name",
]


_MARKS = ("{{", "{%", "{#", "<%", "(@", "${", "%{", "__", "%%", "@@")

_FENCE = regex(FENCE, re.IGNORECASE)

# `kind: ConfigMap` at the start of a line (of a list item too) or of a member of a {…} mapping.
_CONFIG_MAP = regex(
    r"""(?:^|[{,])[ \t\ufeff-]*["']?kind["']?\s*:\s*["']?(?:ConfigMap|List)(?:List)?\b""",
    re.MULTILINE,
)

# What follows is compiled where it is needed only, which for most Corefiles is never.

#: What every object of Kubernetes begins with: both are there, each with one word after it.
_OBJECT = tuple(
    rf"""(?mx)^(?:\ufeff|-[ ])?["']?{key}["']?[ \t]*:[ \t]+
    (?:\{{\{{ | [^\s{{]\S*+[ \t]*+(?:\#[^\n]*+)?\r?$)"""
    for key in ("apiVersion", "kind")
)
_JSON = r"\ufeff?\s*+[\[{]\s*+[\]\[{}\"]"
_JSON_OBJECT = tuple(rf'[{{,]\s*+"{key}"\s*+:\s*+"' for key in ("apiVersion", "kind"))

#: Of values: the key before a bracket, or alone on its line above the first item; and plugins.
_VALUES = (
    r"""(?mx)(?:^|[{,])[ \t\ufeff]*["']?servers["']?[ \t]*:[ \t]*
    (?:\[ | (?>(?:[&!]\S*+[ \t]*)*) (?:\#[^\n]*+)?
    (?>(?:\r?\n[ \t]*+(?:\#[^\n]*+)?)+) -[ \t\r\n])""",
    r"""(?m)(?:^|[{,])[ \t-]*["']?plugins["']?[ \t]*:[ \t]*[&!#\[\r\n]""",
)

#: Values may be a string, in which quotes are escaped or doubled.
_SERVERS = regex(r"""servers[\\"']{0,3}[ \t]*:""")

#: What runs a script; for CoreDNS such a line is a comment.
_RUN_BY = r"#![ \t]*/\S*/(?:env[ \t]+(?:-S[ \t]+)?)?(?:[a-z]{0,2}sh|python[\d.]*)\b"

#: How a page of a manual begins, with its comments in front.
_MANUAL = r"(?:[.']\\\"[^\n]*\n)*\.TH\s"

#: What cloud-init takes for its YAML by.
_CLOUD_CONFIG = ("#cloud-config\n", "#cloud-config\r")

#: What no Corefile has: YAML with a text for a Corefile, or with the path of a file for one.
_LOOSE = "orefile"
_PART_OF_MANIFEST = r"""(?mx)^[ \t-]*["']?(?:[Cc]orefile["']?:[ \t]+[|>][-+0-9]*[ \t]*\r?$
    | path["']?:[ \t]+["']?[\w./-]*Corefile["']?[ \t]*\r?$)"""

#: What no YAML or JSON begins with: keys, and a brace at the end of their line.
_SERVER_BLOCK = (
    r"\ufeff?(?>(?:[ \t]*(?:\#[^\n]*)?\n)*)[ \t]*(?![^\n]*:[ \t])[^\s\#{\[\"'-][^\n{}\#]*[ \t]\{"
    r"[ \t]*(?:\#[^\n]*)?\r?\n"
)

#: What only a terminal shows: a prompt, a command at the beginning of a line, what is described.
_TERMINAL = (
    rf"(?m)^(?:{PROMPT}|(?:sudo[ \t]+)?(?:cat|tee)[ \t][^\n]*<<"
    rf"|{CLIENT}[ \t]+(?:describe|get|edit|apply|create|replace|patch|-n)[ \t]"
    r"|(?:Corefile|[\w.-]+\.(?:server|override)):[ \t]*\r?\n----[ \t]*\r?$)"
)
#: A sentence before a manifest: two words or more without the marks of YAML and of templates.
_SENTENCE = (
    r"\ufeff?\s*+[A-Za-z][\w']*+,?[ \t]++[A-Za-z\d][^\n{}\[\]<>|#]*+\r?\n(?:[^\n]*\n)*?"
    r"[ \t]*+(?:apiVersion|kind|data):"
)
#: What objects of Kubernetes begin with, which may be many and large.
_OBJECTS = ("apiVersion:", "kind:", "items:", "---", "{")
#: What charts have the parts of their Corefile below, whatever these are called.
_ABOVE = regex(r"""^[ \t-]*["']?core-?dns["']?:[ \t]*\r?$""", re.IGNORECASE | re.MULTILINE)

_SIGNS_OF_TERMINAL = (
    *("<<", "describe", "\n----", "kubectl", "cat ", "get ", "edit "),
    *("Get-Content", "orefile\n", "orefile\r"),
)

_KEY = regex(r"[Cc]ore(?:[Ff]ile|dns)|\.server|\.override")


def template_name(name: str) -> tuple[str, frozenset[Dialect]]:
    """Take the endings of templates off a file's name, and give whose they are."""
    dialects: set[Dialect] = set()
    while True:
        stem, dot, ending = name.rpartition(".")
        dialect = TEMPLATES.get(ending.lower()) if dot and stem else None
        if dialect is None:
            return name, frozenset(dialects)
        dialects.add(dialect)
        name = stem


def may_be_template(text: str) -> bool:
    """Tell whether a text can have the marks of a template."""
    return any(mark in text for mark in _MARKS)


def is_markdown(name: str, _: str = "") -> bool:
    """Tell whether the file is Markdown, by its name."""
    return name.lower().endswith(MARKDOWN)


def is_markup(name: str, _: str = "") -> bool:
    """Tell whether the file is reStructuredText or AsciiDoc, by its name."""
    return name.lower().endswith(MARKUP)


def is_manual(name: str, text: str) -> bool:
    """Tell whether the file is a page of a manual, by its name and its text."""
    return name[-2:-1] == "." and name[-1:].isdigit() and re.match(_MANUAL, text) is not None


def is_code(name: str, text: str) -> bool:
    """Tell whether the file is a script or other code, by its name or by what is to run it."""
    name = name.lower()
    if name.endswith((*CODE, *HCL)) or name.rpartition("/")[2].partition(".")[0] in CODE_NAMES:
        return True
    return text.startswith("#!") and re.match(_RUN_BY, text) is not None


def is_terminal(name: str, text: str) -> bool:
    """Tell whether a text looks as if it was copied from a terminal, with its commands.

    So is one with a manifest between sentences, unless it is called like a manifest.
    """
    if text.startswith(_OBJECTS):
        return False
    has_sign = any(sign in text for sign in _SIGNS_OF_TERMINAL)
    if has_sign and re.search(_TERMINAL, text) is not None:
        return True
    if name.lower().endswith(MANIFESTS) or "apiVersion:" not in text:
        return False
    return re.match(_SENTENCE, text) is not None


def may_hold_block(text: str) -> bool:
    """Tell whether a Markdown text can have a block of code with a Corefile."""
    return (
        _FENCE.search(text) is not None
        or may_hold_corefile(text)
        or "--from-literal" in text
        or re.search(PLAIN_BLOCK, text, re.MULTILINE) is not None
        or re.search(PLAIN_LINES, text, re.MULTILINE) is not None
        or re.search(PLAIN_LIST, text, re.MULTILINE) is not None
    )


def is_manifest(name: str, text: str) -> bool:
    """Tell whether the file is YAML or JSON, by its name or, under any other name, by its text.

    More than one sign is needed: a server block may have any word for its key.  A file of that name
    that begins with a server block is a Corefile.
    """
    if name.lower().endswith(MANIFESTS):
        return re.match(_SERVER_BLOCK, text) is None
    if text.startswith(_CLOUD_CONFIG):
        return True
    if _LOOSE in text and re.search(_PART_OF_MANIFEST, text):
        return True
    if "apiVersion" in text:
        if _CONFIG_MAP.search(text):
            return True
        signs = _JSON_OBJECT if re.match(_JSON, text) else _OBJECT
        return all(re.search(sign, text) for sign in signs)
    return "servers" in text and all(re.search(sign, text) for sign in _VALUES)


def may_hold_corefile(text: str) -> bool:
    """Tell whether a manifest can hold a Corefile, so is worth parsing.

    It can in a ConfigMap, in values for the Helm chart of CoreDNS, under a key that is called like
    a Corefile, and where the content of such a file is.
    """
    return has_config_map(text) or may_hold_values(text) or may_hold_named(text)


def has_config_map(text: str) -> bool:
    """Tell whether a manifest can have a ConfigMap with a Corefile."""
    return "ConfigMap" in text and _KEY.search(text) is not None


def may_hold_named(text: str) -> bool:
    """Tell whether YAML can have a key, or the path of a file, that is called like a Corefile.

    Or a text below a key `coredns` that looks like one.
    """
    if "zoneFiles" in text and "contents" in text:
        return True
    if _ABOVE.search(text) and re.search(PLAIN_BLOCK, text, re.MULTILINE):
        return True
    return re.search(NAMED, text) is not None


def may_hold_values(text: str) -> bool:
    """Tell whether YAML can hold values for the Helm chart of CoreDNS, or of k8s_gateway."""
    if "extraZonePlugins" in text:
        return True
    is_so = any(word in text for word in ("zones", "port", "configBlock", "parameters"))
    return is_so and "plugins" in text and "name" in text and _SERVERS.search(text) is not None
