"""Colours: the lexer for Pygments, and the grammars for editors made from the same facts."""

import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pygments.token import Comment, Keyword, Name, Number, Punctuation, String, Text

from corefile.highlight.pygments import CorefileLexer
from tools import compile_textmate

ROOT = Path(__file__).parents[2]
EXTENSION = ROOT / "editors" / "vscode"

TEXT = """\
# note
(common) {
    errors
}
example.org:53 {
    import common
    cache 30 {
        success 100 # many
    }
    log . "a {$B} c"
    unheard-of x
}
"""

WANTED = [
    (Comment.Single, "# note"),
    (Name.Label, "(common)"),
    (Name.Function, "errors"),
    (Name.Namespace, "example.org:53"),
    (Keyword, "import"),
    (Name.Label, "common"),
    (Name.Function, "cache"),
    (Number, "30"),
    (Name.Attribute, "success"),
    (Number, "100"),
    (Comment.Single, "# many"),
    (Name.Function, "log"),
    (String.Double, '"a '),
    (Name.Variable, "{$B}"),
    (String.Double, ' c"'),
]


def words(text: str) -> list[tuple[object, str]]:
    found = CorefileLexer().get_tokens_unprocessed(text)
    return [(kind, word) for _, kind, word in found if kind not in (Text, Punctuation)]


def test_each_word_has_its_colour() -> None:
    assert words(TEXT) == WANTED


def test_lines_that_stand_alone_are_lines_of_a_server_block() -> None:
    assert words("forward . {$UP} {\n    policy random\n}\n") == [
        (Name.Function, "forward"),
        (Name.Variable, "{$UP}"),
        (Name.Attribute, "policy"),
    ]


PIECES = (
    "{",
    "}",
    " ",
    "\n",
    '"',
    "#",
    "errors",
    "import a",
    "(a)",
    "{$A}",
    "cache 5m",
    "é😀",
    "\r",
)


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=12).map("".join))
def test_nothing_of_a_text_is_lost(text: str) -> None:
    found = list(CorefileLexer().get_tokens_unprocessed(text))
    assert "".join(word for _, _, word in found) == text
    places = [place for place, _, _ in found]
    assert places == sorted(set(places))


def test_pygments_finds_the_lexer() -> None:
    """The entry point names the class; to find it takes an installed package."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    (found,) = project["entry-points"]["pygments.lexers"].values()
    assert found == f"{CorefileLexer.__module__}:{CorefileLexer.__name__}"
    assert "corefile" in CorefileLexer.aliases


def test_the_grammars_of_editors_are_up_to_date() -> None:
    assert compile_textmate.main(["--check"]) == 0


def test_a_grammar_has_every_plugin_and_property() -> None:
    grammar = json.loads((EXTENSION / "syntaxes" / "corefile.tmLanguage.json").read_text("utf-8"))
    plugins = grammar["repository"]["plugin"]["match"]
    assert {"forward", "k8s_external", "proxy"} <= {*re.findall(r"[\w]+", plugins)}
    assert "max_fails" in grammar["repository"]["property"]["match"]


@pytest.mark.slow
@pytest.mark.skipif(
    shutil.which("node") is None or not (EXTENSION / "node_modules").is_dir(),
    reason="there is no Node.js, or `npm ci` has not run",
)
def test_the_engine_of_editors_reads_the_grammars() -> None:
    done = subprocess.run(
        ("node", "--test", "test/"), cwd=EXTENSION, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout.decode()
