"""Tells a Kubernetes manifest from a plain Corefile by looking at the text, without parsing it."""

from __future__ import annotations

import re

__all__ = ["EXTENSIONS", "is_manifest", "may_hold_corefile"]

#: The ends of the names of manifests.
EXTENSIONS = (".yaml", ".yml", ".json")

# `kind: ConfigMap` at the start of a line (of a list item too) or of a member of a {…} mapping.
_KIND = re.compile(
    r"""(?:^|[{,])[ \t\ufeff-]*["']?kind["']?\s*:\s*["']?(?:ConfigMap|List)(?:List)?\b""",
    re.MULTILINE,
)

_KEY = re.compile(r"Corefile|\.server|\.override")


def is_manifest(name: str, text: str) -> bool:
    """Tell whether the file is YAML or JSON, by its name or, under any other name, by its text."""
    if name.lower().endswith(EXTENSIONS):
        return True
    return "apiVersion" in text and _KIND.search(text) is not None


def may_hold_corefile(text: str) -> bool:
    """Tell whether a manifest can have a ConfigMap with a Corefile in it, so is worth parsing."""
    return "ConfigMap" in text and _KEY.search(text) is not None
