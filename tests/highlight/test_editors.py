"""Editors read what they are given: the page about them, and the files that colour Corefiles."""

import json
import os
import plistlib
import re
import shutil
import subprocess
import sys
import tomllib
from html import unescape
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tools import compile_textmate

ROOT = Path(__file__).parents[2]
EDITORS = ROOT / "editors"
PAGE = (ROOT / "docs" / "editors.md").read_text("utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
READERS = {"json": json.loads, "toml": tomllib.loads}
VIM = shutil.which("vim")
KATE = shutil.which("kate-syntax-highlighter")

TEXT = """\
# note
example.org {
    import common
    cache 30 {
        success 100
    }
    log . "a {$B}"
}
"""
#: Each word of the text and what it is.
WANTED = {
    "# note": "Comment",
    "example.org": "Zone",
    "import": "Import",
    "cache": "Plugin",
    "30": "Number",
    "success": "Property",
    "log": "Plugin",
    "{$B}": "Variable",
}


@pytest.mark.parametrize(
    ("language", "text"), [block for block in BLOCK.findall(PAGE) if block[0] in READERS]
)
def test_settings_on_the_page_can_be_read(language: str, text: str) -> None:
    assert READERS[language](text)


def test_every_editor_has_a_part_of_the_page() -> None:
    editors = "Neovim", "Vim", "Visual Studio Code", "Helix", "Zed", "Emacs", "Kate", "JetBrains"
    assert {*editors, "Sublime Text"} <= set(re.findall(r"^## (.+)$", PAGE, re.MULTILINE))
    for path in re.findall(r"`?(editors/[\w./]+)", PAGE):
        assert (ROOT / path).exists(), path


def test_sublime_has_the_grammar_of_the_others() -> None:
    found = plistlib.loads((EDITORS / "sublime" / "Corefile.tmLanguage").read_bytes())
    assert found == {**compile_textmate.grammar(), "fileTypes": ["Corefile", "corefile"]}


def test_kate_has_all_names() -> None:
    tree = ET.parse(EDITORS / "kate" / "corefile.xml")
    lists = {
        each.get("name"): {item.text for item in each.iter("item")} for each in tree.iter("list")
    }
    plugins, properties = compile_textmate.plugins(), compile_textmate.properties()
    assert lists == {"plugins": plugins, "properties": properties}


@pytest.mark.slow
@pytest.mark.skipif(KATE is None, reason="there is no KSyntaxHighlighting")
def test_kate_colours_a_corefile(tmp_path: Path) -> None:
    folder = tmp_path / "org.kde.syntax-highlighting" / "syntax"
    folder.mkdir(parents=True)
    shutil.copy(EDITORS / "kate" / "corefile.xml", folder)
    (tmp_path / "Corefile").write_text(TEXT)
    done = subprocess.run(
        (str(KATE), "-f", "html", str(tmp_path / "Corefile")),
        env={**os.environ, "XDG_DATA_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    coloured = re.findall(r'<span style="color:(#\w+);">(.*?)</span>', unescape(done.stdout))
    colours = {word.strip(): colour for colour, word in coloured}
    assert set(WANTED) <= set(colours), done.stderr
    assert colours["cache"] == colours["log"] != colours["success"]


#: Writes what each word is for Vim, and then what `:make` finds.
ASK_VIM = """
let found = {}
for word in json_decode($WORDS)
  call cursor(1, 1)
  call search('\\V\\C' . word, 'c')
  let found[word] = synIDattr(synID(line('.'), col('.'), 1), 'name')
endfor
edit bad.corefile
silent make
call writefile([json_encode([found, getqflist()])], 'out')
qa!
"""


@pytest.mark.slow
@pytest.mark.skipif(VIM is None, reason="there is no Vim")
def test_vim_colours_a_corefile_and_lists_findings(tmp_path: Path) -> None:
    (tmp_path / "Corefile").write_text(TEXT)
    (tmp_path / "bad.corefile").write_text(". {\n    forwrad . 192.0.2.1\n}\n")
    (tmp_path / "ask.vim").write_text(ASK_VIM)
    linter = tmp_path / "corefile-lint"
    linter.write_text(f'#!/bin/sh\nexec {sys.executable} -m corefile.cli.lint "$@"\n')
    linter.chmod(0o755)
    command = (str(VIM), "-u", "NONE", "-es", "-N", "--cmd", f"set rtp^={EDITORS / 'vim'}")
    steps = ("-c", "filetype plugin on", "-c", "syntax on", "-c", "edit Corefile", "-S", "ask.vim")
    environ = {
        **os.environ,
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "WORDS": json.dumps(list(WANTED)),
    }
    subprocess.run(
        (*command, *steps), cwd=tmp_path, env=environ, check=False, capture_output=True, timeout=60
    )
    names, findings = json.loads((tmp_path / "out").read_text())
    assert names == {word: f"corefile{kind}" for word, kind in WANTED.items()}
    (finding,) = findings
    assert (finding["lnum"], finding["col"], finding["type"]) == (2, 5, "e")
    assert finding["text"].startswith("[unknown-directive] ")
