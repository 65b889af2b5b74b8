"""What modules import: from their own room and those above it, no rule, and never each other."""

import ast
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

from corefile.lint import all_rules

ROOT = Path(__file__).parents[1]

#: A room may import those above it. Rooms on one line do not know each other.
ROOMS = (
    ("text",),
    ("syntax", "go"),
    ("coredns.imports",),
    ("coredns.releases",),
    ("coredns.catalogue",),
    ("coredns.plugins",),
    ("coredns.model",),
    ("documents",),
    ("editing",),
    ("kube",),
    ("formatter",),
    ("lint",),
    ("opened", "testing"),
    ("migrating",),
    ("reference",),
    ("report",),
    ("highlight",),
    ("server", "webhook"),
    ("cli",),
)

#: What is no room: the public faces, which load what is asked for, names that import nothing, and
#: the door to the command line.
OUTSIDE = frozenset(
    (
        "corefile",
        "corefile.__main__",
        "corefile.coredns",
        "corefile.plugins",
        "corefile.version",
        "corefile.vocabulary",
    )
)
#: Those of them that only users import, and the command line.
FACES = frozenset(("corefile", "corefile.coredns", "corefile.plugins"))

LEVELS = {f"corefile.{name}": level for level, names in enumerate(ROOMS) for name in names}


def name_of(path: Path) -> str:
    """Return the name of a module."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in sorted((ROOT / "corefile").rglob("*.py"))}


@cache
def imports(module: str) -> frozenset[str]:
    """Return the modules of the package that a module imports, wherever in it and for whatever."""
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    return frozenset(found for node in statements(tree) for found in imported(node))


def statements(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the statements inside a module or another one, and the parts that hold some."""
    for field in ("body", "orelse", "finalbody", "handlers", "cases"):
        for inner in getattr(node, field, ()):
            yield inner
            yield from statements(inner)


def imported(node: ast.AST) -> Iterator[str]:
    """Yield the modules of the package that a statement imports."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names if alias.name in MODULES)
    elif isinstance(node, ast.ImportFrom):
        assert not node.level, "imports are absolute"
        for alias in node.names:
            member = f"{node.module}.{alias.name}"
            found = member if member in MODULES else node.module
            if found in MODULES:
                yield found


def room_of(module: str) -> str:
    """Return the room that a module is in; "" where it is in none."""
    return next((room for room in LEVELS if f"{module}.".startswith(f"{room}.")), "")


def may_import(room: str, other: str) -> bool:
    """Tell whether a module of a room may import one of another."""
    return room == other or LEVELS[other] < LEVELS[room]


def test_modules_import_from_rooms_above_them() -> None:
    """Names that are no room's may be used everywhere; the faces are for users, as the CLI is."""
    inside = [name for name in MODULES if name not in OUTSIDE]
    assert [name for name in inside if not room_of(name)] == []
    upwards = [
        (module, name)
        for module in inside
        for name in imports(module)
        if name not in OUTSIDE and not may_import(room_of(module), room_of(name))
    ]
    assert upwards == []
    beneath = [name for name in inside if room_of(name) != "corefile.cli"]
    assert [name for name in beneath if imports(name) & FACES] == []


def test_no_module_imports_a_rule() -> None:
    modules = [name for name in MODULES if name.startswith("corefile.lint.rules.")]
    rules = {name for name in modules if hasattr(import_module(name), "RULE")}
    assert len(rules) == len(all_rules())
    assert [name for name in MODULES if imports(name) & rules] == []


def test_no_modules_import_each_other() -> None:
    """Leave out what imports nothing that is left: what stays is a circle, or leads to one."""
    left = {name: set(imports(name)) - {name} for name in MODULES}
    while free := {name for name, others in left.items() if not others & left.keys()}:
        left = {name: others for name, others in left.items() if name not in free}
    assert left == {}
