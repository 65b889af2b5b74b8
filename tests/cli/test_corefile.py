"""`corefile` and its commands."""

import json
from pathlib import Path

import pytest

from tests.cli.programs import corefile
from tests.cli.test_lint import CONFIG_MAP, GOOD, write


def test_expand(tmp_path: Path) -> None:
    write(tmp_path, "Corefile", "{$ZONE} {\n    import part\n    log {$ZONE}\n}\n")
    write(tmp_path, "part", "errors\n")
    ran = corefile("expand", "--env", "ZONE=example.org", "Corefile", cwd=tmp_path)
    assert ran.status == 0
    assert json.loads(ran.out) == {
        "blocks": [
            {
                "keys": ["example.org"],
                "tokens": {"errors": [[1, "errors"]], "log": [[3, "log"], [3, "example.org"]]},
            }
        ]
    }


def test_expand_without_imports(tmp_path: Path) -> None:
    write(tmp_path, "Corefile", ". {\n    import part\n}\n")
    ran = corefile("expand", "--no-imports", "Corefile", cwd=tmp_path)
    assert json.loads(ran.out)["unresolved"] == [{"line": 2, "import": "part"}]


def test_expand_inside_a_folder(tmp_path: Path) -> None:
    write(tmp_path, "part", "errors\n")
    write(tmp_path, "in/Corefile", ". {\n    import ../part\n}\n")
    ran = corefile("expand", "--root", "in", "in/Corefile", cwd=tmp_path)
    assert json.loads(ran.out)["unresolved"] == [{"line": 2, "import": "../part"}]


def test_expand_says_what_coredns_says(tmp_path: Path) -> None:
    ran = corefile("expand", write(tmp_path, "Corefile", ". {\n"), cwd=tmp_path)
    assert ran.status == 1
    assert json.loads(ran.out)["error"].endswith(
        "Corefile:1 - Syntax error: Unexpected token '{', expecting '}'"
    )


def test_expand_the_corefile_of_a_config_map() -> None:
    ran = corefile("expand", "-", stdin=CONFIG_MAP.replace("whoami }", "whoami\n    }").encode())
    assert (ran.status, json.loads(ran.out)["blocks"][0]["keys"]) == (0, ["."])


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("Corefile", b"\0", 3),
        ("a.yaml", b"a: 1", 3),
        ("a.yaml", b"kind: ConfigMap\nCorefile: [", 3),
    ],
)
def test_expand_what_cannot_be_read(tmp_path: Path, name: str, content: bytes, status: int) -> None:
    ran = corefile("expand", write(tmp_path, name, content))
    assert (ran.status, ran.out) == (status, "")
    assert ran.err.startswith("corefile expand: error: ")
    assert ran.err.count("\n") == 1


BLOCK = "```corefile\n. {\n    whoami\n}\n```\n"
CUSTOM = "kind: ConfigMap\nmetadata:\n  name: coredns-custom\ndata:\n  a.%s: |\n    %s\n"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("one.md", BLOCK, ""),
        ("two.md", BLOCK + BLOCK, "holds 2 Corefiles, not one"),
        ("part.md", "```corefile\nwhoami\n```\n", "no whole Corefile, only lines of server blocks"),
        (
            "lines.yaml",
            CUSTOM % ("override", "log"),
            "no whole Corefile, only lines of server blocks",
        ),
        ("server.yaml", CUSTOM % ("server", "a.example {\n      log\n    }"), ""),
        ("none.md", "Nothing.\n", "no Corefile"),
    ],
)
def test_which_corefile_is_expanded(tmp_path: Path, name: str, text: str, said: str) -> None:
    write(tmp_path, name, text)
    ran = corefile("expand", name, cwd=tmp_path)
    assert ran.status == (3 if said else 0)
    assert said in ran.err
    if said.startswith("no"):
        assert said in corefile("names", name, cwd=tmp_path).err


def test_lint(tmp_path: Path) -> None:
    ran = corefile("lint", write(tmp_path, "Corefile", GOOD))
    assert (ran.status, ran.out) == (0, "No problems found in 1 Corefile.\n")


def test_help_and_wrong_usage() -> None:
    assert "commands:" in corefile("--help").out
    assert corefile("expand", "--help").status == 0
    for args in ([], ["nonsense"], ["expand"], ["expand", "--env", "=x", "Corefile"]):
        ran = corefile(*args)
        assert (ran.status, ran.out) == (2, "")
        assert ran.err.startswith("usage: corefile")
