"""Where something is wrong in a configuration."""

import os
import threading
from pathlib import Path

import pytest

from corefile.lint import ConfigurationError, load_configuration
from corefile.lint.toml_lines import line_of

CASES = [
    ("ignores = 1", 1),
    ("# ignore\n\nignore = [\n  'CF2',\n  'nonsense',\n]\n", 3),
    ("select = ['CF2']\r\nprofile = 'x'\r\n", 2),
    ('exclude = ["""\nprofile = 1\n"""]\nprofile = 1', 4),
    ("[severity]\nCF301 = 'error'\nCF201 = 'bad'\n", 3),
    ("severity.CF301 = 'bad'\n", 1),
    ("severity = 'bad'\n", 1),
    ("[per-file-ignores]\na = ['CF2']\n'b/**' = ['CF999']\n", 3),
    ("ignore = ['CF2']\n[rules.CF301]\nx = 1", 3),
    ("\n[rules]\nCF301 = 1", 3),
    ("extend = 3", 1),
    ('"sel\\u0065ct" = 3', None),
    ("#" * 600_000 + "\nselect = 1", None),
]


def refused(path: Path) -> str:
    with pytest.raises(ConfigurationError) as raised:
        load_configuration(str(path))
    return str(raised.value)


@pytest.mark.parametrize(("text", "line"), CASES)
def test_the_line_of_what_is_wrong(tmp_path: Path, text: str, line: int | None) -> None:
    path = tmp_path / ".corefile.toml"
    path.write_text(text, newline="")
    at = "" if line is None else f":{line}"
    assert refused(path).startswith(f"{path}{at}: ")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[tool.other]\nselect = 1\n[tool.corefile]\nselect = 3\n", 4),
        ("[tool.corefile.severity]\nCF301 = 1\n", 2),
        ("[tool]\ncorefile = 1\n", 2),
    ],
)
def test_in_a_pyproject(tmp_path: Path, text: str, line: int) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text(text)
    assert refused(path).startswith(f"{path}:{line}: ")


def test_to_look_has_an_end() -> None:
    text = "select = [\n" + "  # severity\n" * 4_000 + "]\n[severity]\nx = 1\n"
    assert line_of(text, ("severity",)) is None
    assert line_of("severity = [\n" + "1,\n" * 9_000, ("severity",)) is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
def test_a_pipe_is_not_read_again(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writing = threading.Thread(target=path.write_text, args=("x = 1\n",), daemon=True)
    writing.start()
    assert refused(path) == f"{path}: there is no setting `x`"
    writing.join(10)
