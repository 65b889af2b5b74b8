"""Tells YAML and JSON from a plain Corefile by looking at the text, without parsing it."""

from __future__ import annotations

import re

from corefile.vocabulary import FENCE, MANIFESTS, MARKDOWN, TEMPLATES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.vocabulary import Dialect

__all__ = [
    "is_manifest",
    "is_markdown",
    "is_terraform",
    "may_be_template",
    "may_hold_block",
    "may_hold_corefile",
    "may_hold_values",
    "template_name",
]

#: The end of the names of Terraform's own files, which are neither Corefiles nor templates of one.
TERRAFORM = ".tf"

_MARKS = ("{{", "{%", "{#", "<%", "${", "%{", "__")

_FENCE = re.compile(FENCE, re.IGNORECASE)

# `kind: ConfigMap` at the start of a line (of a list item too) or of a member of a {…} mapping.
_CONFIG_MAP = re.compile(
    r"""(?:^|[{,])[ \t\ufeff-]*["']?kind["']?\s*:\s*["']?(?:ConfigMap|List)(?:List)?\b""",
    re.MULTILINE,
)

# What follows is compiled where it is needed only, which for most Corefiles is never.

#: What every object of Kubernetes begins with: both are there, each with one word after it.
_OBJECT = tuple(
    rf"""(?mx)^(?:\ufeff|-[ ])?["']?{key}["']?[ \t]*:[ \t]+
    (?:\{{\{{ | [^\s{{]\S*+[ \t]*+(?:\#[^\n]*+)?+\r?$)"""
    for key in ("apiVersion", "kind")
)
_JSON = r"\ufeff?\s*+[\[{]\s*+[\]\[{}\"]"
_JSON_OBJECT = tuple(rf'[{{,]\s*+"{key}"\s*+:\s*+"' for key in ("apiVersion", "kind"))

#: Of values: the key before a bracket, or alone on its line above the first item; and plugins.
_VALUES = (
    r"""(?mx)(?:^|[{,])[ \t\ufeff]*["']?servers["']?[ \t]*:[ \t]*
    (?:\[ | (?:[&!]\S*+[ \t]*)*+ (?:\#[^\n]*+)?+ (?:\r?\n[ \t]*+(?:\#[^\n]*+)?+)++ -[ \t\r\n])""",
    r"""(?m)(?:^|[{,])[ \t-]*["']?plugins["']?[ \t]*:[ \t]*[&!#\[\r\n]""",
)

#: Values may be a string, in which quotes are escaped or doubled.
_SERVERS = re.compile(r"""servers[\\"']{0,3}[ \t]*:""")

_KEY = re.compile(r"Corefile|\.server|\.override")


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


def is_terraform(name: str, _: str = "") -> bool:
    """Tell whether the file is code for Terraform, by its name."""
    return name.lower().endswith(TERRAFORM)


def may_hold_block(text: str) -> bool:
    """Tell whether a Markdown text can have a block of code with a Corefile."""
    return _FENCE.search(text) is not None or may_hold_corefile(text)


def is_manifest(name: str, text: str) -> bool:
    """Tell whether the file is YAML or JSON, by its name or, under any other name, by its text.

    More than one sign is needed: a server block may have any word for its key.
    """
    if name.lower().endswith(MANIFESTS):
        return True
    if "apiVersion" in text:
        if _CONFIG_MAP.search(text):
            return True
        signs = _JSON_OBJECT if re.match(_JSON, text) else _OBJECT
        return all(re.search(sign, text) for sign in signs)
    return "servers" in text and all(re.search(sign, text) for sign in _VALUES)


def may_hold_corefile(text: str) -> bool:
    """Tell whether a manifest can hold a Corefile, so is worth parsing.

    It can in a ConfigMap, and in values for the Helm chart of CoreDNS.
    """
    return ("ConfigMap" in text and _KEY.search(text) is not None) or may_hold_values(text)


def may_hold_values(text: str) -> bool:
    """Tell whether YAML can hold values for the Helm chart of CoreDNS."""
    is_so = "plugins" in text and "name" in text and ("zones" in text or "port" in text)
    return is_so and _SERVERS.search(text) is not None
