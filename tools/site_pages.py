"""For mkdocs: what the site has besides the files of docs/.

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
#: What a link leads to, up to a `#`.
TARGET = re.compile(r"(?<=\]\()[\w./-]+(?=[#)])")
#: What the theme has no styles for: a frame in a frame around code, and a heading above each field,
#: where the line of code below it says the same.
STYLES = """
.rst-content .highlight pre { border: 0; }
.rst-content .doc-attribute > h4.doc-heading { height: 0; margin: 0; overflow: hidden; }
"""


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages, and the colours of code."""
    for name, page in PAGES.items():
        text = relinked((ROOT / name).read_text("utf-8"))
        files.append(File.generated(config, page, content=text))
    colors: str = HtmlFormatter().get_style_defs(".highlight")
    files.append(File.generated(config, "code.css", content=colors + STYLES))
    return files


def relinked(text: str) -> str:
    """Return a page of the top with its links as they are on the site."""
    return TARGET.sub(lambda match: PAGES.get(match[0], match[0].removeprefix("docs/")), text)
