"""The cache of what was found: taken where nothing has changed, and only there."""

import os
import sys
from collections.abc import Callable

import pytest

from corefile.cli import cache
from corefile.cli.options import Options
from tests.cli.cached import CLEAN, CONFIG_MAP, OVERRIDE, WARNING, World


def test_a_clean_file_is_checked_once(world: World) -> None:
    world.write("Corefile", CLEAN)
    assert world.run("Corefile") == ["Corefile"]
    assert world.run("Corefile") == []
    assert world.run("./Corefile") == []
    assert world.run() == []
    assert world.run(str(world.project)) == []


def test_what_is_mended_in_another_file_is_not_forgotten(world: World) -> None:
    world.write("a.yaml", CONFIG_MAP.replace("more/*", "custom/*.override"))
    world.write("b.yaml", f"{OVERRIDE}    nosuch\n")
    for args in (("--fix",), (), ("--fix",), ()):
        world.run(*args)
        assert world.status == 1


def test_a_copy_is_checked_for_itself(world: World) -> None:
    world.write("Corefile", CLEAN)
    world.write("b/Corefile", CLEAN)
    assert world.run("Corefile") == ["Corefile"]
    assert world.run() == ["b/Corefile"]
    assert world.run() == []


def test_files_with_findings_are_checked_once_too(world: World) -> None:
    world.write("Corefile", CLEAN)
    world.write("b.corefile", WARNING)
    for looked in (["Corefile", "b.corefile"], [], []):
        assert world.run() == looked
        assert world.status == 1
    assert world.run("--exit-zero") == []
    assert world.status == 0
    assert world.run("--fail-on", "error") == []
    assert world.status == 0
    world.write("b.corefile", CLEAN)
    assert world.run() == ["b.corefile"]
    assert world.status == 0


def test_notes_are_findings_too(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.write(".corefile.toml", '[severity]\nhosts-missing-fallthrough = "info"\n')
    world.write("Corefile", WARNING)
    for looked in (["Corefile"], []):
        assert world.run() == looked
        assert world.status == 0
        assert "info[hosts-missing-fallthrough]" in capsys.readouterr().out
    assert world.run("--fail-on", "info") == []
    assert world.status == 1


def test_what_the_baseline_knows_is_not_shown_again(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.write("Corefile", WARNING)
    world.run("--write-baseline", "known.json")
    os.utime("known.json", (1_600_000_000, 1_600_000_000))
    capsys.readouterr()
    for looked in (["Corefile"], []):
        assert world.run("Corefile", "--baseline", "known.json") == looked
        assert world.status == 0
        said = "No new problems found in 1 Corefile (1 known finding left out).\n"
        assert capsys.readouterr().out == said


@pytest.mark.slow
def test_a_file_with_too_many_findings_is_checked_each_time(world: World) -> None:
    world.write("Corefile", WARNING * 200)
    for _ in range(2):
        assert world.run() == ["Corefile"]


def a_byte(world: World) -> None:
    world.write("Corefile", CLEAN.replace("2.53", "2.54"))


def a_configuration(world: World) -> None:
    world.write(".corefile.toml", 'profile = "internet"\n')


def another_configuration(world: World) -> None:
    world.write("corefile.toml", 'ignore = ["CF1"]\n')


def what_is_extended(world: World) -> None:
    world.write("base.toml", 'ignore = ["CF1"]\n')


def what_is_extended_goes(world: World) -> None:
    (world.project / "base.toml").unlink()


def a_baseline(world: World) -> None:
    world.write("known.json", '{"version": 1, "findings": [], "more": 0}\n')


def a_build(world: World) -> None:
    world.write("plugin.cfg", "errors:errors\nfile:file\nwhoami:whoami\n")


def a_version(world: World) -> None:
    world.version.__version__ = "1.1"


def an_installation(world: World) -> None:
    os.utime(world.version.__file__, (1, 1))


def a_python(_: World) -> None:
    sys.version += " (patched)"


def a_package(world: World) -> None:
    world.write("path/markdown_it/__init__.py", "")
    sys.path.insert(0, str(world.project / "path"))


CHANGES = (
    a_byte,
    a_configuration,
    another_configuration,
    what_is_extended,
    what_is_extended_goes,
    a_baseline,
    a_build,
    a_version,
    an_installation,
    a_python,
    a_package,
)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_changes_is_noticed(
    world: World, monkeypatch: pytest.MonkeyPatch, change: Callable[[World], None]
) -> None:
    monkeypatch.setattr(sys, "version", sys.version)
    monkeypatch.setattr(sys, "path", [*sys.path])
    world.write("Corefile", CLEAN)
    world.write("base.toml", 'ignore = ["CF2"]\n')
    world.write("known.json", '{"version": 1, "findings": []}\n')
    world.write("plugin.cfg", "errors:errors\nfile:file\n")
    world.write(
        "corefile.toml",
        'extend = "base.toml"\nbaseline = "known.json"\nplugin-cfg = "plugin.cfg"\n',
    )
    assert world.run() == ["Corefile"]
    assert world.run() == []
    change(world)
    looked = world.run()
    assert looked == ["Corefile"] or world.status == 2


@pytest.mark.parametrize(
    "options",
    [
        ["--select", "CF1"],
        ["--extend-select", "CF2"],
        ["--ignore", "CF1"],
        ["--isolated"],
        ["--config", "there.toml"],
        ["--profile", "plain"],
        ["--coredns", "1.11.3"],
        ["--kubernetes", "1.31"],
        ["--external-plugins", "ads"],
        ["--plugin-cfg", "plugin.cfg"],
        ["--baseline", "known.json"],
    ],
    ids=lambda options: str(options[0]),
)
def test_other_options_are_other_settings(world: World, options: list[str]) -> None:
    world.write("Corefile", CLEAN)
    world.write("there.toml", "")
    world.write("plugin.cfg", "errors:errors\nfile:file\n")
    world.write("known.json", '{"version": 1, "findings": []}\n')
    assert world.run("Corefile") == ["Corefile"]
    assert world.run("Corefile", *options) == ["Corefile"]
    assert world.run("Corefile", *options) == []
    assert world.run("Corefile") == []


@pytest.mark.parametrize(
    "options",
    [["--exit-zero"], ["--fail-on", "error"], ["--jobs", "1"], ["--output-format", "json"]],
    ids=lambda options: str(options[0]),
)
def test_options_about_the_output_change_nothing(world: World, options: list[str]) -> None:
    world.write("Corefile", CLEAN)
    assert world.run("Corefile") == ["Corefile"]
    assert world.run("Corefile", *options) == []


def test_only_options_that_are_there_are_left_out() -> None:
    assert vars(Options()).keys() >= cache._OTHERS
