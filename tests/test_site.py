"""What the site is made with: the README's links, comments as docstrings, links of examples."""

import pkgutil
from base64 import urlsafe_b64decode
from pathlib import Path

import griffe
import pytest

from corefile.coredns import plugins
from tools import plugin_classes, site_pages
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
    modules -= {"external", "gone"}
    assert {name for name in modules if f"::: corefile.coredns.plugins.{name}." in page} == modules


def test_the_navigation_lists_what_an_index_lists() -> None:
    index = (
        "# Rules\n\nAll.\n\n## `hosts`\n\n| CF1 | [a](a.md) | x |\n| CF2 | [b-c](b-c.md) | y |\n"
    )
    index += "\n## Others\n\n| [d](d.md) | [not this](e.md) |\n"
    assert site_pages.listed("rules", index) == {
        "hosts": ["rules/a.md", "rules/b-c.md"],
        "Others": ["rules/d.md"],
    }


@pytest.mark.parametrize("folder", site_pages.LISTED)
def test_every_page_of_a_folder_is_in_the_navigation(folder: str) -> None:
    place = ROOT / "docs" / folder
    pages = {f"{folder}/{path.name}" for path in place.glob("*.md")} - {f"{folder}/README.md"}
    sections = site_pages.listed(folder, (place / "README.md").read_text("utf-8"))
    assert sorted(page for section in sections.values() for page in section) == sorted(pages)


@pytest.mark.parametrize(
    ("code", "text", "release"),
    [
        ('<pre><span></span><code><span class="nn">.</span> {\n}\n</code></pre>', ". {\n}\n", ""),
        ("<pre><code>a &lt;b&gt; &amp;amp; ü…\n</code></pre>", "a <b> &amp; ü…\n", ""),
        ('<span class="filename">CoreDNS 1.6.2</span><pre><code>x\n</code></pre>', "x\n", "1.6.2"),
    ],
)
def test_an_example_leads_to_the_playground(code: str, text: str, release: str) -> None:
    html = f'<p>a</p><div class="language-corefile highlight">{code}</div><p>b</p>'
    before, link, after = site_pages.linked(html, "../playground/").partition(
        '<a class="playground" data-search-exclude="true" href="../playground/#c='
    )
    assert link
    assert before == f'<p>a</p><div class="language-corefile highlight">{code}'
    address, _, rest = after.partition('"')
    fragment, _, wanted = address.partition("&amp;r=")
    assert rest == ">Open in the playground</a></div><p>b</p>"
    assert wanted == release
    assert "=" not in fragment
    assert urlsafe_b64decode(fragment + "=" * (-len(fragment) % 4)).decode() == text


@pytest.mark.parametrize(("language", "code"), [("yaml", "a: b\n"), ("corefile", "    cache 30\n")])
def test_other_code_leads_nowhere(language: str, code: str) -> None:
    html = f'<div class="language-{language} highlight"><pre><code>{code}</code></pre></div>'
    assert site_pages.linked(html, "../playground/") == html


def test_what_an_example_is_about_is_its_title() -> None:
    page = "```corefile coredns=1.6.2\n. {\n}\n```\n\n```yaml profile=aks\na: b\n```\n"
    assert site_pages.ABOUT.sub(site_pages.titled, page) == (
        '```corefile title="CoreDNS 1.6.2"\n. {\n}\n```\n\n'
        '```yaml title="Profile: aks"\na: b\n```\n'
    )


def test_the_cells_of_a_table_have_its_headings() -> None:
    table = "<table>\n<thead><tr><th>A</th><th><code>B</code></th><th>C</th></tr></thead>\n<tbody>"
    table += "<tr><td>1</td><td>2</td><td></td></tr><tr><td>3</td></tr></tbody></table>"
    assert site_pages.labelled(table).partition("<tbody>")[2] == (
        '<tr><td>1</td><td data-label="B">2</td><td data-label="C"></td></tr>'
        "<tr><td>3</td></tr></tbody></table>"
    )
    two = "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>"
    assert site_pages.labelled(two) == two, "two cells need no heading"


def test_only_what_is_typed_stands_out_in_a_session() -> None:
    block = '<div class="language-console highlight"><pre><span></span><code>{}</code></pre></div>'
    html = block.format(
        '<span class="gp">$ </span><span class="nb">echo</span> a\n<span>b</span>\n'
    )
    assert site_pages.SESSION.sub(site_pages.plain_session, html) == block.format(
        '<span class="gp">$ </span><span class="command">echo a</span>\nb\n'
    )
