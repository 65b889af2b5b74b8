"""`corefile hosts`: the table of the plugin `hosts`, edited from the shell."""

from pathlib import Path

import pytest
import yaml

from tests.cli.programs import corefile
from tests.cli.test_edit import manifest
from tests.cli.test_lint import write

TABLE = """\
. {
\thosts {
\t\t# the registry
\t\t10.0.0.1\tregistry registry.example.org
\t\t10.0.0.2\tdb
\t\tfallthrough
\t}
\tforward . 8.8.8.8
}
"""
NONE = ". {\n    log\n    forward . 8.8.8.8\n}\n"
NEW = NONE.replace(
    "    forward", "    hosts {\n        10.0.0.9 web\n        fallthrough\n    }\n    forward"
)

CASES = [
    ("add 10.0.0.3 web", "db\n", "db\n\t\t10.0.0.3\tweb\n"),
    ("add 10.0.0.2 web", "db\n", "db web\n"),
    ("add 10.0.0.2 DB", "", ""),
    ("add 10.0.0.3 db", "db\n", "db\n\t\t10.0.0.3\tdb\n"),
    ("set 10.0.0.3 db", "10.0.0.2", "10.0.0.3"),
    ("set 10.0.0.2 registry.example.org", " registry.example.org", ""),
    ("remove db", "\t\t10.0.0.2\tdb\n", ""),
    ("remove registry.example.org", "registry registry.example.org", "registry"),
    ("remove 10.0.0.1", "\t\t# the registry\n\t\t10.0.0.1\tregistry registry.example.org\n", ""),
    ("remove web", "", ""),
]


def edited(words: str, old: str, new: str) -> str:
    text = TABLE.replace(old, new, 1) if old else TABLE
    return (
        text.replace("\tdb\n", "\tdb registry.example.org\n")
        if words.startswith("set 10.0.0.2")
        else text
    )


@pytest.mark.parametrize("change", [("\n", "\n"), ("\n", "\r\n")])
@pytest.mark.parametrize(("words", "old", "new"), CASES)
def test_a_plain_corefile(
    tmp_path: Path, words: str, old: str, new: str, change: tuple[str, str]
) -> None:
    path = write(tmp_path, "Corefile", TABLE.replace(*change))
    ran = corefile("hosts", *words.split(), path)
    assert (ran.status, ran.out) == (0, "")
    assert path.read_bytes() == edited(words, old, new).replace(*change).encode()


@pytest.mark.parametrize("style", ["|", '"'])
def test_a_config_map_as_kubectl_prints_it(style: str) -> None:
    ran = corefile("hosts", "add", "10.0.0.9", "web", "-", stdin=manifest(NONE, style).encode())
    assert (ran.status, ran.out, ran.err) == (0, manifest(NEW, style), "")
    listed = corefile("hosts", "list", "-", stdin=ran.out.encode())
    assert (listed.status, listed.out, listed.err) == (0, "10.0.0.9 web\n", "")
    back = corefile("hosts", "remove", "web", "-", stdin=ran.out.encode())
    assert yaml.safe_load(back.out)["data"]["Corefile"] == NEW.replace("        10.0.0.9 web\n", "")


def test_the_list() -> None:
    ran = corefile("hosts", "list", "-", stdin=TABLE.encode())
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == "10.0.0.1 registry registry.example.org\n10.0.0.2 db\n"
    ran = corefile("hosts", "list", "-", stdin=NONE.encode())
    assert (ran.status, ran.out, ran.err) == (0, "", "")


def test_what_is_not_there_is_said() -> None:
    ran = corefile("hosts", "remove", "db", "web", "10.0.0.7", "-", stdin=TABLE.encode())
    assert (ran.status, ran.out) == (0, TABLE.replace("\t\t10.0.0.2\tdb\n", ""))
    assert ran.err == "corefile hosts: note: -: not in the table: `web`, `10.0.0.7`\n"


def test_the_diff(tmp_path: Path) -> None:
    write(tmp_path, "Corefile", TABLE)
    ran = corefile("hosts", "add", "10.0.0.2", "web", "--diff", "Corefile", cwd=tmp_path)
    assert (ran.status, ran.err) == (1, "")
    assert "\n-\t\t10.0.0.2\tdb\n+\t\t10.0.0.2\tdb web\n" in ran.out
    assert (tmp_path / "Corefile").read_text() == TABLE


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("add 10.0.0 web", "`10.0.0` is not an IP address"),
        ("add web 10.0.0.1", "`web` is not an IP address"),
        ("add 10.0.0.1 10.0.0.2", "`10.0.0.2` is not a host name"),
        ("set 10.0.0.1 we#b", "`we#b` is not a host name"),
        ("add 10.0.0.1", "add takes an ADDRESS, a NAME or more, and a FILE"),
        ("remove", "remove takes a NAME or an ADDRESS or more, and a FILE"),
        ("list web", "list takes a FILE and nothing else"),
        ("show", "'show' is not one of add, set, remove, list"),
    ],
)
def test_wrong_usage(words: str, reason: str) -> None:
    ran = corefile("hosts", *words.split(), "-", stdin=TABLE.encode())
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.endswith(f"{reason}\n")


@pytest.mark.parametrize("key", [".:{$PORT}", "{$ZONE}", "example.org:{$PORT}"])
def test_a_server_block_whose_keys_are_not_known(key: str) -> None:
    text = NONE.replace(".", key, 1)
    ran = corefile("hosts", "add", "10.0.0.9", "web", "-", stdin=text.encode())
    assert (ran.status, ran.out) == (0, NEW.replace(".", key, 1))
    two = f"{text}{{$OTHER}} {{\n    whoami\n}}\n".encode()
    ran = corefile("hosts", "add", "10.0.0.9", "web", "-", stdin=two)
    assert (ran.status, ran.out) == (2, "")
    assert f"whether these are asked for `web` is not known: `{key}`, `{{$OTHER}}`" in ran.err
    assert corefile("hosts", "add", "10.0.0.9", "web", "--server", key, "-", stdin=two).status == 0


def test_other_ports_that_answer_as_before() -> None:
    two = f"{NONE}.:5353 {{\n    whoami\n}}\n"
    ran = corefile("hosts", "add", "10.0.0.9", "web", "-", stdin=two.encode())
    assert ran.out.startswith(NEW)
    assert "queries that come to `.:5353` are answered as before" in ran.err
