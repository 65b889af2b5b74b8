"""A real editor, where it is installed: Neovim shows findings, fixes, completes, lays out."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.server.client import PLACES, placed

NEOVIM = shutil.which("nvim")
ROOT = Path(__file__).parents[2]

#: Where Neovim keeps things.
FOLDERS = [f"XDG_{kind}_HOME" for kind in ("CACHE", "CONFIG", "DATA", "STATE")]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(NEOVIM is None, reason="there is no Neovim here"),
]

TEXT = ".:53 {\n  errors\n  log\n  forwrad . 192.0.2.1\n}\n"
FORMATTED = ".:53 {\n    errors\n    log\n    forward . 192.0.2.1\n    health\n}\n"


def neovim(folder: Path, name: str, script: str, settings: str = "NONE") -> dict[str, Any]:
    """Open a file in Neovim and return what a script says of it."""
    out = folder / "out.json"
    home = {each: str(folder) for each in ("HOME", *FOLDERS)}
    said = {"SERVER_PYTHON": sys.executable, "SERVER_OUT": str(out), "PYTHONPATH": str(ROOT)}
    # The last command only runs where the script has failed.
    run = ("-c", f"luafile {Path(__file__).with_name(script)}", "-c", "cquit")
    command = (str(NEOVIM), "--headless", "-n", "-u", settings, name, *run)
    environment = {**os.environ, **home, **said}
    subprocess.run(
        command,
        cwd=folder,
        env=environment,
        check=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
        capture_output=True,
    )
    told: dict[str, Any] = json.loads(out.read_text())
    return told


@pytest.mark.parametrize("place", PLACES)
def test_neovim(tmp_path: Path, place: str) -> None:
    name, text = placed(TEXT, place)
    (tmp_path / name).write_text(text)
    told = neovim(tmp_path, name, "neovim.lua")
    assert "CF004" in told["diagnostics"]
    fixed = text.replace("forwrad", "forward").removesuffix("\n")
    assert told["fixed"] == fixed
    assert "CF004" not in told["after"]
    indent = PLACES[place][2]
    line = f"{indent}  forward . 192.0.2.1\n"
    assert told["completed"] == fixed.replace(line, f"{line}{indent}  health\n")
    assert told["formatted"] == placed(FORMATTED, place)[1].removesuffix("\n")


def of_the_page(folder: Path) -> str:
    """Return what the page about editors says to the Neovim that is here."""
    page = (ROOT / "docs" / "editors.md").read_text("utf-8")
    page = page[page.index("\n## Neovim\n") : page.index("\n## Vim\n")]
    newest, middle, oldest, saving = re.findall(r"^```lua\n(.*?)^```$", page, re.DOTALL | re.M)
    # It may leave a log where it runs.
    asking = [str(NEOVIM), "--version"]
    said = subprocess.run(asking, cwd=folder, capture_output=True, text=True, check=True)
    number = re.search(r"v0\.(\d+)", said.stdout)
    release = int(number[1]) if number else 0
    filetype = newest[: newest.index("vim.lsp.config")]
    starting = newest if release >= 11 else filetype + middle if release >= 8 else oldest
    return f"{starting}{saving}"


def test_the_page_fixes_and_lays_out_what_is_written(tmp_path: Path) -> None:
    program = tmp_path / "bin" / "corefile"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m corefile "$@"\n')
    program.chmod(0o755)
    settings = tmp_path / "init.lua"
    path = f'vim.env.PATH = "{program.parent}:" .. vim.env.PATH\n'
    settings.write_text(path + of_the_page(tmp_path))
    file = tmp_path / "Corefile"
    file.write_text(TEXT)
    told = neovim(tmp_path, "Corefile", "neovim_saving.lua", str(settings))
    assert told == {"type": "corefile", "modified": False}
    assert file.read_text() == FORMATTED.replace("    health\n", "")
