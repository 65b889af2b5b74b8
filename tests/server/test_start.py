"""How the server starts and ends."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from corefile.cli.server import main


def message(**content: object) -> bytes:
    body = json.dumps({"jsonrpc": "2.0", **content}).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def test_through_standard_input_and_output(tmp_path: Path) -> None:
    said = (
        message(id=1, method="initialize", params={"capabilities": {}}),
        message(id=2, method="shutdown"),
        message(method="exit"),
    )
    command = (sys.executable, "-m", "corefile.cli.main", "server", "--stdio")
    done = subprocess.run(command, input=b"".join(said), capture_output=True, check=False)
    assert done.returncode == 0
    assert done.stderr == b""
    assert b'"name": "corefile"' in done.stdout or b'"name":"corefile"' in done.stdout


def test_without_the_packages(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "corefile.server.start", None)
    assert main([]) == 3
    assert "pip install 'corefile[server]'" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["0", "x", "70000", "-1"])
def test_what_is_not_a_port(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([f"--tcp={port}"]) == 2
    assert "not a port" in capsys.readouterr().err
