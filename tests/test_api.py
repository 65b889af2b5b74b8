"""What is public is documented, and stands in the API reference.

The code is read as it is for the site: by griffe, with the extension that reads comments.
"""

import ast
import re
from collections.abc import Collection, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from textwrap import dedent
from types import ModuleType
from typing import ClassVar, get_origin, get_type_hints

import griffe
import pytest

from corefile.coredns.catalogue.schema import Plugin
from tests.test_layers import MODULES
from tools.field_comments import FieldComments

ROOT = Path(__file__).parents[1]
PAGES = sorted((ROOT / "docs" / "reference").glob("*.md"))
DIRECTIVE = re.compile(r"^::: (\S+)$", re.MULTILINE)
#: The modules whose `__all__` is a promise.
FACES = (
    "corefile",
    "corefile.coredns.model.config",
    "corefile.coredns.model.trace",
    "corefile.documents",
    "corefile.editing",
    "corefile.formatter",
    "corefile.lint",
    "corefile.migrating",
    "corefile.plugins",
    "corefile.report",
    "corefile.server",
    "corefile.testing",
    "corefile.webhook",
)
#: What the classes of plugins say for the reference of plugins; the base class documents it.
FOR_PAGES = {name for name, hint in get_type_hints(Plugin).items() if get_origin(hint) is ClassVar}
FOR_PAGES |= {"default_address"}
ROLE = re.compile(r":[a-z]+:`")


@cache
def package() -> griffe.Module:
    extensions = griffe.load_extensions(FieldComments, "dataclasses")
    found = griffe.load("corefile", search_paths=[ROOT], extensions=extensions)
    assert isinstance(found, griffe.Module)
    return found


def definition(path: str) -> griffe.Object:
    """Return what a name stands for, where it is defined."""
    found = package()[path.removeprefix("corefile.")]
    if isinstance(found, griffe.Alias):
        found = found.final_target
    assert isinstance(found, griffe.Object)
    return found


@cache
def shown() -> list[str]:
    """Return the names that stand in the reference."""
    return [name for page in PAGES for name in DIRECTIVE.findall(page.read_text("utf-8"))]


def documented() -> Iterator[griffe.Object]:
    """Yield all that the reference shows: the names, and the members of classes."""
    for name in shown():
        item = definition(name)
        yield item
        if isinstance(item, griffe.Class):
            is_plugin = not {"Plugin", "HttpServer", "Sender"}.isdisjoint(map(str, item.bases))
            for key, member in item.members.items():
                left_out = is_plugin and (key in FOR_PAGES or isinstance(member, griffe.Function))
                if isinstance(member, griffe.Object) and not key.startswith("_") and not left_out:
                    yield member


def functions() -> Iterator[griffe.Function]:
    return (item for item in documented() if isinstance(item, griffe.Function))


def listed(section: str) -> list[str]:
    """Return the modules that a section of the page on stability lists."""
    page = (ROOT / "docs" / "stability.md").read_text("utf-8")
    (text,) = re.findall(rf"^## {section}\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    return re.findall(r"^- `(corefile[\w.]*)`$", text, re.MULTILINE)


@cache
def public_modules() -> frozenset[str]:
    """Return the modules that the reference imports names from, and those that define them."""
    asked = {name.rpartition(".")[0] for name in shown()}
    homes = {definition(name).module.path for name in shown()}
    return frozenset({*FACES, *asked, *homes})


def is_in(module: str, packages: Collection[str]) -> bool:
    """Tell whether a module is one of some, or inside one of them."""
    return any(f"{module}.".startswith(f"{package}.") for package in packages)


def text_of(item: griffe.Object) -> str:
    return item.docstring.value if item.docstring else ""


def home(module: ModuleType, name: str) -> str:
    """Return where a public name is defined: of several things of one name, what is imported."""
    found = getattr(module, name)
    module_name = getattr(found, "__module__", "")
    if module_name.startswith("corefile.") and hasattr(found, "__qualname__"):
        return f"{module_name}.{found.__qualname__}"
    return definition(f"{module.__name__}.{name}").path


def raised(function: griffe.Function) -> set[str]:
    """Return the names of the exceptions that a function itself raises."""
    found = set()
    for node in ast.walk(ast.parse(dedent(function.source))):
        match node:
            case ast.Raise(exc=ast.Call(func=ast.Name(name))) | ast.Raise(exc=ast.Name(name)):
                found.add(name)
    return found - {"AssertionError"}


@pytest.mark.parametrize("face", FACES)
def test_every_public_name_is_in_the_reference(face: str) -> None:
    module = import_module(face)
    homes = {definition(name).path for name in shown()}
    missing = [name for name in module.__all__ if home(module, name) not in homes]
    assert (len(module.__all__) > 0, missing) == (True, [])


def test_no_name_is_in_the_reference_twice() -> None:
    assert sorted(set(shown())) == sorted(shown())


def test_every_name_and_member_has_a_text() -> None:
    missing = [
        item.path
        for item in documented()
        if not text_of(item) and not (item.parent and f"`{item.name}`" in text_of(item.parent))
    ]
    assert missing == []


def test_every_keyword_argument_is_explained() -> None:
    missing = [
        f"{function.path}({parameter.name})"
        for function in functions()
        for parameter in function.parameters
        if parameter.kind is griffe.ParameterKind.keyword_only
        and f"`{parameter.name}`" not in text_of(function)
    ]
    assert missing == []


def test_what_is_raised_is_named() -> None:
    missing = [
        f"{function.path}: {name}"
        for function in functions()
        for name in sorted(raised(function))
        if name not in text_of(function)
    ]
    assert missing == []


def test_every_module_is_public_or_said_not_to_be() -> None:
    told = [*listed("Experimental"), *listed("Internal")]
    public = public_modules() | {"corefile.coredns"}  # which holds packages, and no name
    assert [name for name in MODULES if not is_in(name, told) and name not in public] == []


def test_the_modules_that_are_listed_are_there() -> None:
    for listing in (listed("Experimental"), listed("Internal")):
        assert listing == sorted(set(listing))
        assert [name for name in listing if name not in MODULES] == []
    # A package is listed for the modules in it that are not public.
    private = [name for name in MODULES if name not in public_modules()]
    assert all(any(is_in(name, [package]) for name in private) for package in listed("Internal"))


def test_every_page_of_the_reference_is_named_among_what_is_public() -> None:
    page = (ROOT / "docs" / "stability.md").read_text("utf-8")
    assert {f"reference/{path.name}" for path in PAGES} <= set(re.findall(r"\]\(([^)]+)\)", page))


def test_docstrings_are_markdown() -> None:
    assert [item.path for item in documented() if ROLE.search(text_of(item))] == []


def imported(file: Path) -> Iterator[tuple[str, str]]:
    """Yield what a file imports from the package: modules, each with a name."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and is_in(node.module or "", ["corefile"]):
            yield from ((node.module or "", alias.name) for alias in node.names)


def test_the_template_of_an_extension_imports_public_names_only() -> None:
    public = set(shown())
    public |= {f"{face}.{name}" for face in FACES for name in import_module(face).__all__}
    files = (ROOT / "examples" / "extension").rglob("*.py")
    names = {f"{module}.{name}" for file in files for module, name in imported(file)}
    assert (len(names) > 20, names - public) == (True, set())


def test_what_describes_plugins_describes_those_of_coredns() -> None:
    """What nobody here uses may not be enough for others either."""
    files = (ROOT / "corefile" / "coredns" / "plugins").rglob("*.py")
    used = {name for file in files for _, name in imported(file)}
    assert set(import_module("corefile.plugins").__all__) - used == set()
