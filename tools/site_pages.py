"""For mkdocs: what the site has besides the files of docs/.

The README, CONTRIBUTING.md and CHANGELOG.md stand where people look for them, at the top of the
repository; here they become pages, the README the first one.  mkdocs.yml names this file.
"""

import re
from base64 import urlsafe_b64encode
from html import unescape
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Link, Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

ROOT = Path(__file__).resolve().parent.parent
#: Files at the top of the repository, and what they are called on the site.
PAGES = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "CONTRIBUTING.md",
    "CHANGELOG.md": "CHANGELOG.md",
}
#: Folders whose pages are in the navigation as their README.md lists them.
LISTED = ("rules", "plugins")
#: How much a page weighs in search: by the longest of these that its path begins with.
BOOSTS = {
    "": 4.0,
    "rules/": 2.0,
    "plugins/": 1.0,
    "releases.md": 0.5,
    "architecture.md": 0.2,
    "fidelity.md": 0.2,
    "judgement.md": 0.2,
    "CONTRIBUTING.md": 0.2,
    "CHANGELOG.md": 0.2,
    # After all others: its titles are the words of Corefiles.
    "reference/": 1e-6,
}
#: What the playground is called on the site, and where its files are once it is built.
PLAYGROUND = "playground/"
PLAYGROUND_FILES = ROOT / "playground" / "dist"

#: What a link leads to, up to a `#`.
TARGET = re.compile(r"(?<=\]\()[\w./-]+(?=[#)])")
#: A heading, or a page that a table lists.
ENTRY = re.compile(r"^## (?P<section>.+)$|^\|.*?\]\((?P<page>[\w.-]+\.md)\)", re.MULTILINE)
#: What generated pages begin with; a title is not found after it.
MADE = re.compile(r"\A<!-- Made by .*? -->\n\n")
#: What an example of a rule is about: `coredns=1.6.2` or `profile=aks`.
ABOUT = re.compile(r"^```(\w+) (coredns|profile)=(\S+)$", re.MULTILINE)
NAMES = {"coredns": "CoreDNS", "profile": "Profile:"}
#: An example as HTML, in which words have colours.
EXAMPLE = re.compile(
    r'(?P<before><div class="language-corefile highlight">)(?P<code>.*?)(?P<after></div>)',
    re.DOTALL,
)
#: What the theme leaves without a name.
SEARCH = 'data-md-component="search" role="dialog"'
#: A session in a shell as HTML, in which words have colours that mean something else.
SESSION = re.compile(
    r'(?<=<div class="language-console highlight"><pre><span></span><code>).*?(?=</code>)',
    re.DOTALL,
)
COMMAND = re.compile(r"^\$ (.*)$", re.MULTILINE)
TITLE = re.compile(r'<span class="filename">.*?</span>')
RELEASE = re.compile(r'<span class="filename">CoreDNS ([\d.]+)</span>')
#: What search does not look at, as the theme knows it; it leaves none of these in the pages.
UNSEARCHED = 'data-search-exclude="true"'
TAG = re.compile(r"<[^>]*>")
TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
ROW = re.compile(r"<tr>.*?</tr>", re.DOTALL)
HEAD = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
CELL = re.compile(r"<td\b")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Add the pages of the folders that are listed to the navigation."""
    for entry in config.nav or ():
        for pages in entry.values():
            for folder in LISTED:
                if pages == [f"{folder}/README.md"]:
                    sections = listed(folder, (ROOT / "docs" / pages[0]).read_text("utf-8"))
                    pages.extend({name: section} for name, section in sections.items())
    return config


def listed(folder: str, index: str) -> dict[str, list[str]]:
    """Return the pages of a folder below each heading of its index, in the order of the index."""
    sections: dict[str, list[str]] = {}
    for entry in ENTRY.finditer(index):
        if entry["section"]:
            name = entry["section"].replace("`", "")
        else:
            sections.setdefault(name, []).append(f"{folder}/{entry['page']}")
    return sections


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages of the top, and the playground where it is built."""
    for name, page in PAGES.items():
        text = relinked((ROOT / name).read_text("utf-8"))
        files.append(File.generated(config, page, content=text))
    for path in PLAYGROUND_FILES.rglob("*"):
        if path.is_file():
            name = PLAYGROUND + path.relative_to(PLAYGROUND_FILES).as_posix()
            files.append(File.generated(config, name, abs_src_path=str(path)))
    return files


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Add the playground, which is no page in Markdown, to the navigation."""
    if has_playground():
        nav.items.append(Link("Playground", PLAYGROUND))
    return nav


def has_playground() -> bool:
    """Tell whether the playground is built, which takes Node.js."""
    return (PLAYGROUND_FILES / "index.html").is_file()


def relinked(text: str) -> str:
    """Return a page of the top with its links as they are on the site."""
    return TARGET.sub(lambda match: PAGES.get(match[0], match[0].removeprefix("docs/")), text)


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Weigh a page for search, and say what its examples are about above them."""
    path = page.file.src_uri
    page.meta["search"] = {"boost": BOOSTS[max(filter(path.startswith, BOOSTS), key=len)]}
    return ABOUT.sub(titled, TARGET.sub(of_site, MADE.sub("", markdown)))


def of_site(link: re.Match[str]) -> str:
    """Return the link to a page for one to a file at the top of the repository."""
    above = link[0].removeprefix("../")
    return link[0] if above == link[0] else PAGES.get(above, link[0])


def titled(fence: re.Match[str]) -> str:
    """Return the beginning of an example with a title for what it is about."""
    return f'```{fence[1]} title="{NAMES[fence[2]]} {fence[3]}"'


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Let examples lead to the playground, tables fit a phone, and commands stand out."""
    html = labelled(SESSION.sub(plain_session, html))
    return linked(html, get_relative_url(PLAYGROUND, page.url)) if has_playground() else html


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Name the theme's search for those who hear the page."""
    return output.replace(SEARCH, f'{SEARCH} aria-label="Search"')


def plain_session(session: re.Match[str]) -> str:
    """Return a session with what is typed marked, and no other word."""
    prompt = r'<span class="gp">$ </span><span class="command">\1</span>'
    return COMMAND.sub(prompt, TAG.sub("", session[0]))


def linked(html: str, playground: str) -> str:
    """Return a page on which each example, if it is a whole Corefile, leads to the playground."""

    def link(match: re.Match[str]) -> str:
        release = RELEASE.search(match["code"])
        text = unescape(TAG.sub("", TITLE.sub("", match["code"])))
        # Lines cut out of a Corefile are indented as they were there.
        if text[:1].isspace():
            return match[0]
        address = f"{playground}#{fragment(text, release[1] if release else '')}"
        anchor = f'<a class="playground" {UNSEARCHED} href="{address}">Open in the playground</a>'
        return f"{match['before']}{match['code']}{anchor}{match['after']}"

    return EXAMPLE.sub(link, html)


def fragment(text: str, release: str = "") -> str:
    """Return what comes after the `#` of a link that opens a text in the playground."""
    code = urlsafe_b64encode(text.encode()).decode().rstrip("=")
    return f"c={code}&amp;r={release}" if release else f"c={code}"


def labelled(html: str) -> str:
    """Return a page on which each cell of a table, but for the first of a row, has its heading."""
    return TABLE.sub(lambda match: labelled_table(match[0]), html)


def labelled_table(table: str) -> str:
    """Return a table whose cells have their headings, for where a row does not fit a line."""
    heads = [TAG.sub("", head) for head in HEAD.findall(table)]

    def labelled_row(row: re.Match[str]) -> str:
        labels = iter(["", *heads[1:]] if len(heads) > 2 else [])
        return CELL.sub(lambda cell: labelled_cell(cell[0], next(labels, "")), row[0])

    return ROW.sub(labelled_row, table.replace("<thead>", f"<thead {UNSEARCHED}>"))


def labelled_cell(cell: str, label: str) -> str:
    """Return the beginning of a cell."""
    return f'{cell} data-label="{label}"' if label else cell
