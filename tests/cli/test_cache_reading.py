"""The cache and what is read: pipes, files that change meanwhile, those that cannot be read."""

import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from corefile.cli import cache
from corefile.cli.cache import Cache
from tests.cli.cached import CLEAN, CONFIG_MAP, OVERRIDE, WARNING, World


def test_the_same_name_of_a_file_means_another_elsewhere(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(world.write("Corefile", CLEAN))
    for folder in ("a", "b"):
        world.write(f"{folder}/plugin.cfg", "errors:errors\nfile:file\n")
    monkeypatch.chdir(world.project / "a")
    assert world.run(path, "--plugin-cfg", "plugin.cfg") == [path]
    monkeypatch.chdir(world.project / "b")
    assert world.run(path, "--plugin-cfg", "plugin.cfg") == [path]


def test_a_configuration_that_was_just_written_is_not_trusted(world: World) -> None:
    world.write("Corefile", CLEAN)
    os.utime(world.write(".corefile.toml", ""))
    assert world.run() == ["Corefile"]
    assert world.shelves() == []


def one_replaced(world: World) -> None:
    world.write("corefile.toml", 'extend = "base.toml"\n[severity]\nCF204 = "info"\n')


def one_nearer(world: World) -> None:
    world.write(".corefile.toml", 'extend = "base.toml"\n')


def one_extended(world: World) -> None:
    world.write("base.toml", 'ignore = ["CF1"]\n')


def one_beside(world: World) -> None:
    world.write("b.yaml", OVERRIDE + "    log\n")


@pytest.mark.parametrize("change", [one_replaced, one_nearer, one_extended, one_beside])
def test_what_is_replaced_by_something_older_meanwhile(
    world: World, change: Callable[[World], None]
) -> None:
    world.write("corefile.toml", 'extend = "base.toml"\n')
    world.write("base.toml", "")
    world.write("a.yaml", CONFIG_MAP.replace("more/*", "custom/*.override"))
    world.write("b.yaml", OVERRIDE)
    world.meanwhile = lambda: change(world)
    assert world.run() == ["a.yaml", "b.yaml"]
    assert world.shelves() == []
    assert world.run() == ["a.yaml", "b.yaml"]
    assert world.run() == []


@pytest.mark.parametrize("more", [[], ["new"]], ids=["all known", "others new"])
def test_what_is_shown_is_what_was_recognised(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    more: list[str],
) -> None:
    texts = {
        "Corefile": WARNING,
        "a.yaml": CONFIG_MAP.replace("more/*", "custom/*.override"),
        "b.yaml": f"{OVERRIDE}    nosuch\n",
    }
    for name, text in texts.items():
        world.write(name, text)
    world.write("new/Corefile" if more else "unseen", CLEAN)
    world.run(*texts)
    said = capsys.readouterr().out
    assert "b.yaml:8:5: error" in said
    known = Cache.known

    def replaced(self: Cache, path: str, together: tuple[str, ...] = ()) -> cache.Known | None:
        found = known(self, path, together)
        for name in {"Corefile": ["Corefile"], "a.yaml": ["a.yaml", "b.yaml"]}.get(path, []):
            world.write(name, f"# More.\n{texts[name]}")
        return found

    monkeypatch.setattr(Cache, "known", replaced)
    assert world.run(*texts, *more) == ["new/Corefile"] * len(more)
    assert capsys.readouterr().out == said.replace("3 Corefiles", f"{3 + len(more)} Corefiles")


def test_what_is_too_much_to_keep_is_checked(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.write("Corefile", WARNING)
    world.write("clean/Corefile", CLEAN)
    world.write("more/Corefile", WARNING)
    world.run()
    monkeypatch.setattr(cache, "_MOST_KEPT", len(WARNING))
    assert world.run() == ["more/Corefile"]
    assert world.run("clean", ".") == ["more/Corefile"]
    assert world.run("Corefile", "clean") == []


@pytest.mark.parametrize("other", [Path.unlink, lambda path: (path.unlink(), path.mkdir())])
@pytest.mark.parametrize(
    ("name", "args"),
    [("base.toml", []), ("there.toml", ["--config", "there.toml"])],
    ids=["extended", "named"],
)
def test_what_cannot_be_read_is_not_as_good_as_empty(
    world: World, name: str, args: list[str], other: Callable[[Path], object]
) -> None:
    world.write("Corefile", CLEAN)
    world.write("corefile.toml", 'extend = "base.toml"\n')
    path = world.write(name, "")
    world.write("base.toml", "")
    for looked in (["Corefile"], []):
        assert world.run("Corefile", *args) == looked
    other(path)
    for more in ([], ["--no-cache"]):
        world.run("Corefile", *args, *more)
        assert world.status == 2


@pytest.mark.parametrize(
    "options",
    [["--no-cache"], ["--fix"], ["--diff"], ["--write-baseline", "known.json"]],
    ids=lambda options: str(options[0]),
)
def test_these_runs_look_at_everything(world: World, options: list[str]) -> None:
    world.write("Corefile", CLEAN)
    world.run()
    assert world.run("Corefile", *options) == ["Corefile"]


def test_a_working_copy_has_no_cache(world: World) -> None:
    world.write("Corefile", CLEAN)
    (Path(world.version.__file__).parents[1] / "pyproject.toml").touch()
    assert world.run() == ["Corefile"]
    assert world.run() == ["Corefile"]
    assert world.shelves() == []


@pytest.mark.parametrize("name", ["more/a", "/etc/corefile-test/a", "more/*"])
def test_a_corefile_that_imports_files_is_checked_each_time(world: World, name: str) -> None:
    world.write("Corefile", CLEAN.replace("errors", f"errors\n    import {name}"))
    world.write("more/a", "log\n")
    for _ in range(2):
        assert world.run("Corefile", "--ignore", "CF0") == ["Corefile"]


def test_what_one_manifest_gives_another_is_looked_at(world: World) -> None:
    world.write("Corefile", CLEAN)
    assert world.run() == ["Corefile"]
    world.write("a.yaml", CONFIG_MAP.replace("more/*", "custom/*.override"))
    world.write("b.yaml", CONFIG_MAP.replace("zone.", "db.").replace("coredns", "coredns-b"))
    assert world.run() == ["a.yaml", "b.yaml"]
    assert world.run() == []
    world.write("c.yaml", OVERRIDE)
    # The other imports nothing from it.
    assert world.run() == ["a.yaml", "c.yaml"]
    assert world.run() == []
    assert world.run("a.yaml", "b.yaml") == []
    world.write("c.yaml", OVERRIDE.replace("errors", "errors # more"))
    assert world.run() == ["a.yaml", "c.yaml"]
    assert world.run() == []
    os.utime(world.write("c.yaml", OVERRIDE.replace("errors", "errors # most")))
    assert world.run() == ["a.yaml", "c.yaml"]
    assert world.run() == ["a.yaml", "c.yaml"]


def test_standard_input_is_read(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    world.write("-", CLEAN)
    assert world.run("./-") == ["./-"]
    assert world.run("./-") == []
    for _ in range(2):
        with (world.project / "-").open() as file:
            monkeypatch.setattr(sys, "stdin", file)
            assert world.run("-") == ["-"]
            assert capsys.readouterr().out.endswith("No problems found in 1 Corefile.\n")
            assert file.read() == ""


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_pipe_is_read_once(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo("Corefile")
    writer = threading.Thread(target=Path("Corefile").write_text, args=(WARNING,))
    writer.start()
    assert world.run("Corefile") == ["Corefile"]
    writer.join()
    assert "hosts-missing-fallthrough" in capsys.readouterr().out


def a_pipe(text: str) -> str:
    """Return the path of a pipe with a text, which can be read once."""
    end, start = os.pipe()
    os.write(start, text.encode())
    os.close(start)
    return f"/dev/fd/{end}"


PIPED = {
    "--config": 'ignore = ["hosts-missing-fallthrough"]\n',
    "--plugin-cfg": "hosts:hosts\nforward:forward\nerrors:errors\n",
    "--baseline": '{"version": 1, "findings": [["CF201", "Corefile", "x", 1]]}\n',
}


@pytest.mark.skipif(not os.path.isdir("/dev/fd"), reason="pipes have no paths")
@pytest.mark.parametrize("option", PIPED)
def test_a_pipe_that_an_option_names_is_read_once(
    world: World, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    world.write("Corefile", WARNING)
    runs = []
    for more in ([], [], ["--no-cache"]):
        path = a_pipe(PIPED[option])
        looked = world.run("Corefile", option, path, *more)
        os.close(int(path.rpartition("/")[2]))
        said = capsys.readouterr()
        runs.append((looked, world.status, said.out, said.err.replace(path, "PIPE")))
    assert runs[0] == runs[1] == runs[2]


@pytest.mark.skipif(not os.path.isdir("/dev/fd"), reason="pipes have no paths")
def test_a_pipe_that_a_configuration_names_is_read_once(world: World) -> None:
    world.write("Corefile", CLEAN)
    path = a_pipe("errors:errors\nforward:forward\n")
    world.write("corefile.toml", f'plugin-cfg = "{path}"\n')
    assert world.run() == ["Corefile"]
    os.close(int(path.rpartition("/")[2]))
    assert (world.status, world.shelves()) == (0, [])


def a_file_for_yaml(world: World) -> str:
    world.write("a.yaml", CONFIG_MAP)
    return "corefile.documents.kinds.kubernetes"


def a_file_for_markdown(world: World) -> str:
    world.write("a.md", f"```corefile\n{CLEAN}```\n")
    return "corefile.documents.kinds.markdown.blocks"


@pytest.mark.parametrize("write", [a_file_for_yaml, a_file_for_markdown])
def test_that_a_package_is_missing_is_not_kept_in_mind(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    write: Callable[[World], str],
) -> None:
    module = write(world)
    with monkeypatch.context() as without:
        without.setitem(sys.modules, module, None)
        for _ in range(2):
            assert len(world.run()) == 1
            assert "not installed" in capsys.readouterr().out
    assert len(world.run()) == 1
    assert world.run() == []
    assert capsys.readouterr().out.count("No problems found in 1 Corefile") == 2
