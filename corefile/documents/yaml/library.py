"""Loads PyYAML without compiling the expressions of its own readers, which libyaml does not use.

One of them alone takes half as long to compile as it takes to check a file. Here each is compiled
when it is asked for something. While PyYAML is imported, `re.compile` is another function: so this
is done only in the programs of this package, where no other code uses PyYAML, and where no other
thread may call it.
"""

import re
import sys

from corefile.text.regex import regex

__all__: list[str] = []


#: What every program of this package loads first, and no other does.
PROGRAM = "corefile.cli.guard"


def is_ours() -> bool:
    """Tell whether this process is a program of this package, with no other thread."""
    threading = sys.modules.get("threading")
    return PROGRAM in sys.modules and (threading is None or threading.active_count() == 1)


def load() -> None:
    """Import PyYAML. Raises ImportError."""
    compiled, re.compile = re.compile, regex
    try:
        import yaml  # noqa: F401, PLC0415
    finally:
        re.compile = compiled


if "yaml" not in sys.modules and is_ours():
    load()
