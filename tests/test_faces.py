"""The command line uses what users of the package can use: public names, and tools for texts."""

import ast
from collections.abc import Iterator
from importlib import import_module

from tests.test_api import FACES, shown
from tests.test_layers import MODULES

#: What knows nothing of Corefiles: names that are shared before anything else is loaded, and tools
#: that print, compare and write texts, and what makes records.
SHARED = (
    "corefile.version",
    "corefile.vocabulary",
    "corefile.text.edits",
    "corefile.text.limits",
    "corefile.text.patch",
    "corefile.text.path",
    "corefile.text.printable",
    "corefile.text.records",
    "corefile.text.regex",
    "corefile.text.spelling",
    "corefile.text.typed",
    "corefile.text.writing",
)


def imported(module: str) -> Iterator[tuple[str, str]]:
    """Yield the modules of the package that a module imports names from, each with the name."""
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "corefile":
            yield from ((node.module or "", alias.name) for alias in node.names)


def is_shared(name: str) -> bool:
    """Tell whether a name is the command line's own, or one that knows nothing of Corefiles."""
    return any(f"{name}.".startswith(f"{module}.") for module in ("corefile.cli", *SHARED))


def test_the_command_line_imports_public_names_only() -> None:
    public = set(shown())
    public |= {f"{face}.{name}" for face in FACES for name in import_module(face).__all__}
    internal = [
        f"{module}: {source}.{name}"
        for module in MODULES
        if f"{module}.".startswith("corefile.cli.")
        for source, name in imported(module)
        if f"{source}.{name}" not in public and not is_shared(f"{source}.{name}")
    ]
    assert internal == []
