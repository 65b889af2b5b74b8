"""What docs/security.md says: each line of its lists has a test here."""

import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from corefile.lint import all_rules, lint
from corefile.report import FORMATS
from corefile.text import writing
from corefile.text.writing import Changed, replace_file
from tests.cli.cached import WARNING, World
from tests.cli.programs import ROOT, environment, fmt
from tests.cli.programs import lint as run_lint

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
CLAIMS = [" ".join(line.split()) for line in re.findall(r"^- (.*(?:\n  .*)*)", PAGE, re.MULTILINE)]

#: A line that must not be printed.
SECRET = "hunter2"

TESTED: dict[str, str] = {}


def claim(begin: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Say which line a test is about, by how it begins."""

    def register(test: Callable[..., None]) -> Callable[..., None]:
        (found,) = [each for each in CLAIMS if each.startswith(begin)]
        TESTED[found] = test.__name__
        return test

    return register


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def found(folder: Path, *args: str) -> list[str]:
    """Return the files in which the linter finds something."""
    ran = run_lint("--output-format", "json", *args, cwd=folder)
    return sorted({each["path"] for each in json.loads(ran.out)["findings"]})


@claim("`corefile-lint` and `corefile-fmt` read the files that you name")
def test_what_is_searched(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere" / "Corefile", WARNING)
    folder = tmp_path / "here"
    for name in ("a/Corefile", ".hidden/Corefile", "a/notes.txt", ".hidden/x/Corefile"):
        write(folder / name, WARNING)
    (folder / "link").symlink_to("../elsewhere", target_is_directory=True)
    assert found(folder, "--isolated") == ["a/Corefile"]
    assert fmt("--check", cwd=folder).out == ""
    assert found(folder, "--isolated", ".hidden/Corefile") == [".hidden/Corefile"]


@claim("They read the nearest configuration file")
def test_configuration(tmp_path: Path) -> None:
    write(tmp_path / "above.toml", 'ignore = ["CF201"]\n')
    write(tmp_path / "here" / ".corefile.toml", 'extend = "../above.toml"\nselect = ["CF201"]\n')
    write(tmp_path / "here" / "below" / "Corefile", WARNING)
    assert found(tmp_path / "here") == []
    assert found(tmp_path / "here", "--isolated", "--select", "CF201") == ["below/Corefile"]
    write(tmp_path / "here" / ".corefile.toml", "not TOML")
    assert found(tmp_path / "here", "--isolated", "--select", "CF201") == ["below/Corefile"]


@claim("They follow the imports of a plain Corefile only")
def test_imports(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside", f"{SECRET} {{\n    nosuch\n}}\n")
    folder = tmp_path / "here"
    (folder / "sub").mkdir(parents=True)
    (folder / "link").symlink_to(outside)
    for name in (str(outside), "../outside", "link", "sub/../../outside", "../*"):
        write(folder / "Corefile", f"import {name}\n. {{\n    whoami\n}}\n")
        ran = run_lint("--isolated", "Corefile", cwd=folder)
        assert SECRET not in ran.out
        assert "(1 import of other files not followed)" in ran.out


@claim("They read no file for the imports of a Corefile in a ConfigMap")
def test_imports_of_a_config_map(tmp_path: Path) -> None:
    write(tmp_path / "inside", f"{SECRET} {{\n    nosuch\n}}\n")
    text = (
        "kind: ConfigMap\ndata:\n  Corefile: |\n    import inside\n    . {\n      whoami\n    }\n"
    )
    write(tmp_path / "x.yaml", text)
    ran = run_lint("--isolated", "x.yaml", cwd=tmp_path)
    assert SECRET not in ran.out
    assert "1 import" in ran.out


@claim("`corefile-lint` does not look up the variables")
@pytest.mark.parametrize("name", FORMATS)
def test_variables(tmp_path: Path, name: str) -> None:
    lines = "    nosuch {$HIDDEN}\n    forward . {%HIDDEN%}\n    cache {$HIDDEN\n"
    write(tmp_path / "Corefile", f"{{$HIDDEN}}:53 {{\n{lines}}}\n")
    ran = run_lint("--output-format", name, cwd=tmp_path, env={"HIDDEN": SECRET})
    assert "nosuch" in ran.out
    assert SECRET not in ran.out + ran.err


#: Runs the linter, and prints what it opens for writing, connects to, starts and removes.
WATCHED = """\
import os, sys
events = []
def note(event, args):
    if event == "open":
        flags = args[2] if isinstance(args[2], int) else 0
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            events.append(f"open {args[0]}")
    elif event.startswith(("socket.", "subprocess.", "os.exec", "os.spawn", "os.posix_spawn",
                           "os.system", "os.fork", "os.remove", "os.rename", "os.mkdir",
                           "urllib.", "ftplib.", "shutil.", "os.truncate", "os.chmod")):
        events.append(event)
sys.dont_write_bytecode = True
sys.addaudithook(note)
from corefile.cli.lint import main
status = main(sys.argv[1:])
print("\\n".join(["events:", *events]))
"""


def watched(folder: Path, *args: str) -> list[str]:
    """Return what a run of the linter does to the world."""
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, *args],
        cwd=folder,
        env=environment(None),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return done.stdout.partition("events:\n")[2].splitlines()


@pytest.fixture(scope="module")
def events(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return what a run does that has files of all kinds."""
    folder = tmp_path_factory.mktemp("watched")
    write(folder / "Corefile", "import more\n" + WARNING)
    write(folder / "more", "b.example {\n    log {$HOME}\n}\n")
    write(
        folder / "x.yaml", "kind: ConfigMap\ndata:\n  Corefile: |\n    . {\n      nosuch\n    }\n"
    )
    write(folder / "x.md", "```corefile\n. {\n    nosuch\n}\n```\n")
    write(folder / ".corefile.toml", 'coredns = "1.11.0"\n')
    return watched(folder, "--no-cache")


@claim("`corefile-lint` without `--fix` and `--write-baseline` writes nothing")
def test_nothing_is_written(events: list[str]) -> None:
    assert [each for each in events if not each.startswith("open /dev/null")] == []


@claim("The programs open no network connections")
def test_no_network_and_no_programs(events: list[str]) -> None:
    assert not [each for each in events if each.startswith(("socket.", "subprocess.", "os."))]


@claim("A file is replaced as a whole or not at all")
def test_files_are_replaced_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "Corefile", "old")
    with pytest.raises(Changed):
        replace_file(str(path), b"new", b"older")

    def full(_: int) -> None:
        raise OSError

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError):  # noqa: PT011 - it has no text
        replace_file(str(path), b"new", b"old")
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["Corefile"]


@claim("`--fix` writes through a link to a file")
def test_links_are_written_through(tmp_path: Path) -> None:
    there = write(tmp_path / "there", WARNING)
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "Corefile").symlink_to(there)
    run_lint("--isolated", "--select", "CF201", "--fix", cwd=tmp_path / "here")
    assert "fallthrough" in there.read_text()
    assert stat.S_ISLNK((tmp_path / "here" / "Corefile").lstat().st_mode)


@claim("A program that is killed can leave a file")
def test_what_is_left_is_removed(tmp_path: Path) -> None:
    write(tmp_path / ".corefile-a1b2c3d4.tmp", "half")
    write(tmp_path / "Corefile", WARNING)
    writing.sweep.cache_clear()
    run_lint("--isolated", "--select", "CF201", "--fix", cwd=tmp_path)
    assert os.listdir(tmp_path) == ["Corefile"]


@claim("They can hide findings")
def test_findings_can_be_hidden(tmp_path: Path) -> None:
    write(tmp_path / "Corefile", WARNING)
    select = ("--select", "CF201")
    assert found(tmp_path, "--isolated", *select) == ["Corefile"]
    run_lint(*select, "--write-baseline", "known.json", cwd=tmp_path)
    for said in ('ignore = ["CF201"]', 'exclude = ["Corefile"]', 'baseline = "known.json"'):
        write(tmp_path / ".corefile.toml", said)
        assert found(tmp_path, *select) == []
        assert found(tmp_path, "--isolated", *select) == ["Corefile"]
    write(tmp_path / "Corefile", f"# corefile: ignore-file[CF201]\n{WARNING}")
    assert found(tmp_path, "--isolated", *select) == []


@claim("They can have files read that are outside the checkout")
@pytest.mark.parametrize("setting", ["extend", "baseline", "plugin-cfg"])
@pytest.mark.parametrize(
    "content", [f"{SECRET}\n", f'token = "{SECRET}"\n', f'{{"a": "{SECRET}"}}\n', f"a:{SECRET}\n"]
)
def test_no_line_of_a_file_outside_is_printed(tmp_path: Path, setting: str, content: str) -> None:
    outside = write(tmp_path / "outside", content)
    write(tmp_path / "here" / "Corefile", ". {\n    tokn\n    a1\n}\n")
    write(tmp_path / "here" / ".corefile.toml", f'{setting} = "{outside}"\n')
    ran = run_lint(cwd=tmp_path / "here")
    assert ran.status in (1, 2)
    assert SECRET not in ran.out + ran.err


@claim("They cannot have code run")
@pytest.mark.parametrize("name", ["evil", "corefile.evil", "..evil", "rewrite.names", "evil/evil"])
def test_no_text_imports_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    write(tmp_path / "evil.py", "raise SystemExit('imported')\n")
    write(tmp_path / "evil" / "__init__.py", "raise SystemExit('imported')\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.chdir(tmp_path)
    loaded = {*sys.modules}
    lint(f"# corefile: ignore[{name}]\n. {{\n    {name}\n    {name}\n}}\n", rules=all_rules())
    write(tmp_path / ".corefile.toml", f'external-plugins = ["{name}"]\nselect = ["{name}"]\n')
    write(tmp_path / "Corefile", WARNING)
    run_lint(cwd=tmp_path)
    assert not [each for each in {*sys.modules} - loaded if "evil" in each]


@claim("They cannot act on your terminal")
@pytest.mark.parametrize("name", FORMATS)
def test_control_characters_are_replaced(tmp_path: Path, name: str) -> None:
    escape = "\x1b]0;title\x07\x1b[2J\u202e"
    folder = tmp_path / f"a{escape}"
    write(folder / "Corefile", f'. {{\n    forward . "zorg{escape}"\n    {escape}\n}}\n')
    ran = run_lint("--output-format", name, f"{folder}/Corefile", cwd=tmp_path)
    assert "zorg" in ran.out
    assert not {"\x1b", "\x07", "\u202e"} & {*ran.out, *ran.err}


@claim("They cannot use much time or memory")
def test_limits_are_a_page() -> None:
    assert (ROOT / "docs" / "limits.md").exists()


@claim("The cache is in your folder for caches")
def test_what_is_in_the_cache(world: World) -> None:
    world.write("Corefile", f"# {SECRET}\n{WARNING}")
    world.run()
    kept = [path for path in world.home.rglob("*") if path.is_file()]
    assert kept
    for path in kept:
        assert path.relative_to(world.home).parts[0] == "corefile"
        assert SECRET.encode() not in path.read_bytes()


@claim("The cache is trusted")
def test_a_run_without_the_cache(world: World) -> None:
    world.write("Corefile", WARNING)
    world.run("--no-cache")
    assert not world.home.exists()
    world.run()
    assert world.run() == []
    assert world.run("--no-cache") == ["Corefile"]


@claim("A damaged cache changes nothing")
def test_a_damaged_cache(world: World) -> None:
    world.write("Corefile", WARNING)
    world.run()
    for path in (each for each in world.home.rglob("*") if each.is_file()):
        path.write_bytes(b"damaged")
    assert world.run() == ["Corefile"]
    assert world.status == 1


def test_each_line_has_a_test() -> None:
    assert [each for each in CLAIMS if each not in TESTED] == []
