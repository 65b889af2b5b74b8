"""The command `corefile migrate`: what it prints, what it writes, and its exit status."""

import json
from pathlib import Path

import pytest

from tests.cli.programs import Ran, corefile

OLD = ".:53 {\n    errors  # all\n    proxy . 10.0.0.1\n    cache 30\n}\n"
NEW = OLD.replace("proxy", "forward")
REVERSE = ".:53 {\n    reverse 10.0.0.0/8 {\n        hostname a\n    }\n}\n"
IMAGE = "kind: Pod\nspec:\n  containers:\n  - image: coredns/coredns:1.3.1\n---\n"
CONFIG_MAP = "kind: ConfigMap\nmetadata: {name: coredns}\ndata:\n  Corefile: |\n"
MANIFEST = CONFIG_MAP + "".join(f"    {line}" for line in OLD.splitlines(True))
TO = ("--from", "1.3.1", "--to", "1.12.0")


def migrate(*args: str | Path, stdin: str = "") -> Ran:
    """Run the command without the configuration files around."""
    return corefile("migrate", "--isolated", *args, stdin=stdin.encode())


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "Corefile"
    path.write_text(OLD)
    return path


def test_a_file_is_changed_and_told_of(old: Path) -> None:
    ran = migrate(*TO, old)
    assert (ran.status, ran.err) == (0, "")
    assert old.read_text() == NEW
    assert ran.out.startswith(
        f"{old}: from CoreDNS 1.3.1 to 1.12.0\nreplaced by what does the same:\n"
    )
    assert f"  {old}:3: proxy: there is no `proxy` any more" in ran.out
    assert "new options are possible: --possible lists them" in ran.out
    again = migrate(*TO, old)
    assert (again.status, old.read_text()) == (0, NEW)
    assert "no `proxy`" not in again.out


def test_a_patch_changes_nothing(old: Path) -> None:
    ran = migrate(*TO, "--diff", old)
    assert (ran.status, old.read_text()) == (1, OLD)
    assert "-    proxy . 10.0.0.1\n+    forward . 10.0.0.1\n" in ran.out
    assert ran.out.startswith("--- a")
    assert "replaced by what does the same:" in ran.err
    old.write_text(NEW)
    ran = migrate("--from", "1.12.0", "--to", "1.12.0", "--diff", old)
    said = f"corefile migrate: note: {old}: nothing to change\n"
    assert ran == Ran(0, "", said)
    json_too = migrate("--from", "1.12.0", "--to", "1.12.0", "--output-format", "json", old)
    assert (json_too.status, json_too.err) == (0, "")


def test_standard_input_goes_to_standard_output() -> None:
    ran = migrate(*TO, "-", stdin=OLD)
    assert (ran.status, ran.out) == (0, NEW)
    assert "-:3: proxy: " in ran.err


def test_a_zone_file_elsewhere_is_not_read(old: Path) -> None:
    """It may not be read: what it has stays open."""
    old.write_text("example.org {\n    file /etc/coredns/example.org.zone\n}\n")
    ran = migrate("--from", "1.1.0", "--to", "1.15.0", old)
    assert (ran.status, ran.err) == (0, f"corefile migrate: note: {old}: nothing to change\n")
    assert f"{old}: from CoreDNS 1.1.0 to 1.15.0\n" in ran.out


def test_json_has_all_that_is_told(old: Path) -> None:
    ran = migrate(*TO, "--diff", "--output-format", "json", old)
    assert (ran.status, ran.err) == (1, "")
    (file,) = json.loads(ran.out)["files"]
    assert [file[key] for key in ("from", "to", "changed", "refused")] == [
        "1.3.1",
        "1.12.0",
        True,
        False,
    ]
    (one,) = file["corefiles"]
    notice = one["notices"][0]
    assert [notice[key] for key in ("kind", "plugin", "release", "line", "column")] == [
        "replaced",
        "proxy",
        "1.5.0",
        3,
        5,
    ]
    assert one["answers"] == []
    assert "possible" in {each["kind"] for each in one["notices"]}


def test_possible_lists_new_options(old: Path) -> None:
    ran = migrate(*TO, "--possible", "--diff", old)
    assert "possible from now on:\n" in ran.err
    assert "`serve_stale` is new" in ran.err


def test_nothing_is_written_where_one_file_is_refused(old: Path, tmp_path: Path) -> None:
    other = tmp_path / "reverse.corefile"
    other.write_text(REVERSE)
    ran = migrate("--from", "1.1.2", "--to", "1.12.0", old, other)
    assert ran.status == 2
    assert f"{other}:2: reverse: CoreDNS 1.12.0 refuses this" in ran.out
    assert "nothing was written" in ran.err
    assert (old.read_text(), other.read_text()) == (OLD, REVERSE)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("proxy . 10.0.0.1", "-:2 - Error during parsing: Unknown directive 'proxy'"),
        (
            "kubernetes cluster.local {\n upstream\n}",
            "plugin/kubernetes: -:3 - Error during parsing: unknown property 'upstream'",
        ),
        (
            "file /db a.example {\n transfer to *\n}",
            "plugin/file: -:3 - Error during parsing: unknown property 'transfer'",
        ),
    ],
)
def test_the_release_that_runs_now_refuses_the_text(line: str, said: str) -> None:
    ran = migrate("--from", "1.8.0", "--to", "1.12.0", "-", stdin=f". {{\n{line}\n}}\n")
    assert (ran.status, ran.out) == (2, "")
    question = f'warning: -: CoreDNS 1.8.0 refuses this Corefile ("{said}"): is --from right?'
    assert question in ran.err
    assert "CoreDNS 1.12.0 refuses this: " in ran.err
    # To the same release there is nothing else to say.
    same = migrate("--from", "1.8.0", "--to", "1.8.0", "-", stdin=f". {{\n{line}\n}}\n")
    assert (same.status, same.out) == (2, "")
    assert question.replace("warning", "error") in same.err


def test_what_the_new_release_takes_is_done_though_the_old_one_refuses_it() -> None:
    """The plugin `ready` came with 1.5.0."""
    text = ". {\n    ready\n}\n"
    ran = migrate(*TO, "-", stdin=text)
    assert (ran.status, ran.out) == (0, text)
    assert "warning: -: CoreDNS 1.3.1 refuses this Corefile " in ran.err


def test_a_plugin_of_an_own_build_has_to_be_named() -> None:
    text = ". {\n    own\n}\n"
    ran = migrate(*TO, "-", stdin=text)
    assert ran.status == 2
    assert "Plugins that only your build has are for --external-plugins" in ran.err
    ran = migrate(*TO, "--external-plugins", "own", "-", stdin=text)
    assert (ran.status, ran.out) == (0, text)


def test_the_release_is_that_of_the_image(tmp_path: Path) -> None:
    both = tmp_path / "a.yaml"
    both.write_text(IMAGE + MANIFEST)
    ran = migrate("--to", "1.12.0", both)
    assert ran.status == 0
    assert ran.err.endswith(f"{both}: the image of CoreDNS in it is still that of 1.3.1\n")
    assert "forward ." in both.read_text()


def test_the_image_may_be_in_another_file(tmp_path: Path) -> None:
    one, other = tmp_path / "a.yaml", tmp_path / "b.yaml"
    one.write_text(MANIFEST)
    other.write_text(IMAGE + MANIFEST)
    assert migrate("--to", "1.12.0", one, other).status == 0
    assert "forward ." in one.read_text()


def test_the_release_is_never_guessed(old: Path) -> None:
    ran = migrate("--to", "1.12.0", old)
    assert (ran.status, ran.out, old.read_text()) == (2, "", OLD)
    assert "which CoreDNS runs it now is not known: say so with --from" in ran.err


def test_versions_of_kubernetes(old: Path) -> None:
    ran = migrate("--from-kubernetes", "1.13", "--to-kubernetes", "1.34", "--diff", old)
    assert f"{old}: from CoreDNS 1.2.6 to 1.12.1\n" in ran.err


def test_plugins_of_an_own_build(tmp_path: Path) -> None:
    path = tmp_path / "Corefile"
    path.write_text(OLD.replace("errors", "own"))
    assert migrate(*TO, "--external-plugins", "own", path).status == 0
    assert "forward" in path.read_text()


USAGE = [
    ((), "FILE is missing"),
    (("a",), "write --to VERSION, or --to-kubernetes VERSION"),
    (("--to", "1.12.0", "--to-kubernetes", "1.34", "a"), "write --to VERSION, or"),
    (("--from", "1.8.0", "--from-kubernetes", "1.21", *TO[2:], "a"), "write one of them"),
    ((*TO, "-", "a"), "standard input is one file, and the only one"),
    (("--from", "one", "--to", "1.12.0", "README.md"), "`one` is not a release of CoreDNS"),
    (("--from", "1.8.0", "--to-kubernetes", "9.9", "README.md"), "`9.9` is not a version of"),
]


@pytest.mark.parametrize(("args", "words"), USAGE)
def test_wrong_usage(args: tuple[str, ...], words: str) -> None:
    ran = migrate(*args)
    assert ran.status == 2
    assert words in ran.err


@pytest.mark.parametrize(
    ("text", "words"), [(None, "No such file"), ("kind: Pod\nspec: {}\n", "no Corefile")]
)
def test_what_cannot_be_read(tmp_path: Path, text: str | None, words: str) -> None:
    path = tmp_path / "a.yaml"
    if text is not None:
        path.write_text(text)
    ran = migrate(*TO, path)
    assert ran.status == 3
    assert words in ran.err


def test_a_release_to_come(old: Path) -> None:
    ran = migrate("--from", "1.3.1", "--to", "9.0.0", "--diff", old)
    assert ran.status == 1
    assert "CoreDNS 9.0.0 is newer than all that is known here" in ran.err


def test_a_file_that_changed_meanwhile_or_is_read_only_stays(old: Path) -> None:
    old.parent.chmod(0o500)
    try:
        ran = migrate(*TO, old)
    finally:
        old.parent.chmod(0o700)
    # Root may write anywhere.
    assert (ran.status, old.read_text()) in [(3, OLD), (0, NEW)]
