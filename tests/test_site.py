"""What the site is made with: the README's links, comments as docstrings."""

import pkgutil
from pathlib import Path

import griffe
import pytest

from corefile.coredns import plugins
from tools import plugin_classes
from tools.field_comments import FieldComments
from tools.site_pages import relinked

ROOT = Path(__file__).parents[1]

MODULE = '''
#: What it is,
#: in two lines.
CONSTANT = 1
# Not for readers.
PLAIN = 2
#: Of something else.

APART = 3
#: Not this one.
DOCUMENTED = 4
"""This one."""

class Record:
    #: A field.
    first: int = 1
    second: str = setting(reader(1), "what it is", default="5s")
    third: int | None = settings(reader(2), "`NAME` and more", name=NAME)
    fourth: int = field(default=0)
'''
TEXTS = {
    "CONSTANT": "What it is,\nin two lines.",
    "PLAIN": None,
    "APART": None,
    "DOCUMENTED": "This one.",
    "Record.first": "A field.",
    "Record.second": "What it is; by default `5s`.",
    "Record.third": "`NAME` and more.",
    "Record.fourth": None,
}


@pytest.fixture(scope="module")
def module() -> griffe.Module:
    extensions = griffe.load_extensions(FieldComments())
    return griffe.visit("example", ROOT / "example.py", MODULE, extensions=extensions)


@pytest.mark.parametrize(("name", "text"), TEXTS.items())
def test_comments_are_docstrings(module: griffe.Module, name: str, text: str | None) -> None:
    docstring = module[name].docstring
    assert (docstring.value if docstring else None) == text


@pytest.mark.parametrize(
    ("link", "there"),
    [
        ("[x](docs/output.md)", "[x](output.md)"),
        ("[x](docs/rules/README.md#y)", "[x](rules/README.md#y)"),
        ("[x](README.md)", "[x](index.md)"),
        ("[x](CONTRIBUTING.md#add-a-rule)", "[x](CONTRIBUTING.md#add-a-rule)"),
        ("[x](https://example.org/docs/)", "[x](https://example.org/docs/)"),
        ("`docs/output.md` (docs/output.md)", "`docs/output.md` (docs/output.md)"),
    ],
)
def test_links_lead_to_the_pages_of_the_site(link: str, there: str) -> None:
    assert relinked(link) == there


def test_every_plugin_has_its_class_and_the_values_in_it() -> None:
    page = plugin_classes.page()
    assert "::: corefile.coredns.plugins.hosts.Hosts\n" in page
    assert "::: corefile.coredns.plugins.hosts.HostEntry\n" in page
    assert "::: corefile.coredns.catalogue.upstreams.Upstream\n" in page
    modules = {module.name for module in pkgutil.iter_modules(plugins.__path__)}
    assert {name for name in modules if f"::: corefile.coredns.plugins.{name}." in page} == modules
