"""For mkdocs: the pages of the site that are not files of docs/.

The README, CONTRIBUTING.md and CHANGELOG.md stand where people look for them, at the top of the
repository; here they become pages, the README the first one.  mkdocs.yml names this file.
"""

import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from pygments.formatters import HtmlFormatter

ROOT = Path(__file__).resolve().parent.parent
#: Files at the top of the repository, and what they are called on the site.
PAGES = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "CONTRIBUTING.md",
    "CHANGELOG.md": "CHANGELOG.md",
}
LINK = re.compile(r"(?<=\]\()([\w./-]+)(?=[#)])")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages, and the colours of code."""
    for name, page in PAGES.items():
        text = LINK.sub(lambda match: target(match[1]), (ROOT / name).read_text("utf-8"))
        files.append(File.generated(config, page, content=text))
    colors: str = HtmlFormatter(style="default").get_style_defs(".highlight")
    files.append(File.generated(config, "highlight.css", content=colors))
    return files


def target(path: str) -> str:
    """Give what a link of a page at the top leads to on the site."""
    return PAGES.get(path, path.removeprefix("docs/"))
