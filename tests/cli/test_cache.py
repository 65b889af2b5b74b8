"""The cache of what was found: taken where nothing has changed, and only there."""

import io
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefile.cli import cache, work
from corefile.cli.cache import Cache, opened
from corefile.cli.lint import main
from corefile.cli.options import Options
from corefile.lint import configuration
from corefile.report import FORMATS

CLEAN = "example.org {\n    errors\n    file db.example.org\n}\n"
WARNING = ". {\n    hosts {\n        192.0.2.1 a.example\n    }\n    forward . 192.0.2.53\n}\n"
CONFIG_MAP = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns
data:
  Corefile: |
    example.org {
        errors
        import more/*
        file db.example.org
    }
"""
OVERRIDE = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns-custom
data:
  a.override: |
    errors
"""
#: Its words are no UTF-8, and the terminal would act on them.
ODD = b".:53 {\r\n\tf\xe9\x9bward . \x1b[31m\r\n  forwrad . 192.0.2.1\r\n}\r\n"
OTHER_YAML = "kind: Service\n"


class World:
    """A project, a home, and a program whose runs say which files they look at."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.home, self.project = root / "home", root / "project"
        self.project.mkdir()
        (self.project / ".git").mkdir()
        package = root / "site-packages" / "corefile"
        package.mkdir(parents=True)
        self.version = SimpleNamespace(__file__=str(package / "version.py"), __version__="1.0")
        Path(self.version.__file__).touch()
        self.checked: list[str] = []
        #: What others do while a file is checked.
        self.meanwhile: Callable[[], object] = lambda: None
        check = work.outcome

        def noted(task: work.Task) -> work.Outcome:
            self.checked.append(task.path)
            self.meanwhile()
            return check(task)

        monkeypatch.setattr(cache, "version", self.version)
        monkeypatch.setattr(work, "outcome", noted)
        monkeypatch.setenv("XDG_CACHE_HOME", str(self.home))
        monkeypatch.chdir(self.project)

    def write(self, name: str, text: str) -> Path:
        """Write a file that is old enough to be trusted."""
        path = self.project / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(text, "utf-8")
        os.utime(path, (1_600_000_000, 1_600_000_000))
        return path

    def run(self, *args: str) -> list[str]:
        """Run the program, and give the files it had to check."""
        self.checked.clear()
        # What one process keeps in mind, the next does not know.
        configuration.load_configuration.cache_clear()
        configuration.above.cache_clear()
        work.manifests.cache_clear()
        self.status = main(args)
        return list(self.checked)

    def shelves(self) -> list[Path]:
        folder = self.home / "corefile"
        return sorted(folder.iterdir()) if folder.is_dir() else []


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    return World(tmp_path, monkeypatch)


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
        assert capsys.readouterr().out == "No problems found in 1 Corefile.\n"


def test_a_file_with_too_many_findings_is_checked_each_time(world: World) -> None:
    world.write("Corefile", WARNING * 200)
    for _ in range(2):
        assert world.run() == ["Corefile"]


def a_byte(world: World) -> None:
    world.write("Corefile", CLEAN.replace("db.", "zone."))


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


def test_the_configuration_files_are_those_that_are_read() -> None:
    assert cache.CONFIGURATIONS == configuration.FILE_NAMES


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
    """Give the path of a pipe with a text, which can be read once."""
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
    path = a_pipe("errors:errors\nfile:file\n")
    world.write("corefile.toml", f'plugin-cfg = "{path}"\n')
    assert world.run() == ["Corefile"]
    os.close(int(path.rpartition("/")[2]))
    assert (world.status, world.shelves()) == (0, [])


def counted(number: int) -> str:
    return "1 Corefile" if number == 1 else f"{number} Corefiles"


def a_file_for_yaml(world: World) -> str:
    world.write("a.yaml", CONFIG_MAP)
    return "corefile.documents.kubernetes"


def a_file_for_markdown(world: World) -> str:
    world.write("a.md", f"```corefile\n{CLEAN}```\n")
    return "corefile.documents.markdown"


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


EXCLUDED = (
    ("--exclude", "b.corefile"),
    ("--config", "there.toml"),
    ("--config", "there.toml", "--force-exclude"),
)


@pytest.mark.parametrize("args", EXCLUDED, ids=" ".join)
def test_what_is_excluded_is_left_out_of_a_later_run_too(
    world: World, args: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    world.write("Corefile", CLEAN)
    world.write("b.corefile", CLEAN)
    world.write("there.toml", 'exclude = ["b.corefile"]\n')
    named = 1 if "--force-exclude" in args else 2
    for _ in range(2):
        world.run(*args, "b.corefile", "Corefile")
        assert capsys.readouterr() == (f"No problems found in {counted(named)}.\n", "")
        world.run(*args)
        assert capsys.readouterr() == ("No problems found in 1 Corefile.\n", "")


#: Words of a command line, and the files that a second run has to check again.
RUNS = {
    "Corefile": [],
    "map.yaml": [],
    "Corefile map.yaml": [],
    "Corefile Corefile ./Corefile": [],
    "other.yaml": [],
    "other.yaml more.yaml Corefile": [],
    ".": [],
    "clean Corefile": [],
    "clean clean/Corefile": [],
    "nothing": [],
    "nothing clean": [],
    "bad": [],
    "bad clean": [],
    "bad/Corefile Corefile": [],
    "bad bad/Corefile": [],
    "two": [],
    "two/b.yaml two/c.yaml": [],
    "missing": ["missing"],
    "clean missing": ["missing"],
}


@pytest.mark.parametrize("args", RUNS)
@pytest.mark.parametrize("name", ["", "--statistics", *FORMATS])
def test_a_later_run_prints_the_same(
    world: World, capfd: pytest.CaptureFixture[str], name: str, args: str
) -> None:
    for path in ("Corefile", "clean/Corefile", "clean/b/Corefile"):
        world.write(path, CLEAN)
    world.write("clean/map.yml", CONFIG_MAP)
    world.write("map.yaml", CONFIG_MAP)
    world.write("bad/Corefile", WARNING)
    world.write("bad/a.corefile", CLEAN)
    (world.project / "bad" / "b.corefile").write_bytes(ODD)
    world.write("bad/Corefile.j2", WARNING.replace("hosts", "{{ plugin }}"))
    # Both import the same key.
    world.write("two/a.yaml", CONFIG_MAP.replace("more/*", "more/*.override"))
    world.write("two/b.yaml", CONFIG_MAP.replace("more/*", "more/*.override # b"))
    world.write("two/c.yaml", OVERRIDE + "    hosts {\n      192.0.2.1 é.example\n    }\n")
    world.write("other.yaml", OTHER_YAML)
    world.write("more.yaml", OTHER_YAML)
    world.write("nothing/other.yaml", OTHER_YAML)
    form = ["--output-format", name] if name in FORMATS else name.split()
    runs = []
    for options in (["--no-cache"], [], []):
        looked = world.run(*args.split(), *form, *options)
        runs.append((world.status, *capfd.readouterr()))
    assert runs[1] == runs[0]
    assert runs[2] == runs[0]
    assert looked == RUNS[args]


@pytest.mark.parametrize(
    "args", ["nothing other.yaml", "nothing Corefile", "nothing other.yaml Corefile"]
)
@pytest.mark.parametrize("text", [CLEAN, WARNING], ids=["clean", "findings"])
def test_a_later_run_prints_it_in_the_same_order(
    world: World, monkeypatch: pytest.MonkeyPatch, args: str, text: str
) -> None:
    world.write("Corefile", text)
    world.write("other.yaml", OTHER_YAML)
    (world.project / "nothing").mkdir()
    runs = []
    for looked in (len(args.split()) - 1, 0):
        terminal = io.StringIO()
        monkeypatch.setattr(sys, "stdout", terminal)
        monkeypatch.setattr(sys, "stderr", terminal)
        assert len(world.run(*args.split())) == looked
        runs.append(terminal.getvalue())
    assert "no Corefile found in nothing\n" in runs[0]
    assert runs[1] == runs[0]


def test_nothing_of_a_file_is_kept(world: World) -> None:
    world.write("Corefile", CLEAN)
    world.run()
    (shelf,) = world.shelves()
    assert set(shelf.read_text("ascii")) <= set("0123456789abcdef -\n")
    assert shelf.stat().st_mode & 0o077 == 0 or shelf.parent.stat().st_mode & 0o077 == 0


def test_what_was_found_is_for_the_user_alone(world: World) -> None:
    world.write("Corefile", WARNING)
    world.run()
    (shelf,) = world.shelves()
    assert os.name == "nt" or shelf.stat().st_mode & 0o777 == 0o600


@given(data=st.data())
def test_a_damaged_shelf_is_as_good_as_none(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        world = World(tmp_path_factory.mktemp("world"), monkeypatch)
        world.write("Corefile", CLEAN)
        world.run()
        (shelf,) = world.shelves()
        whole = shelf.read_bytes()
        start = data.draw(st.integers(0, len(whole) - 1))
        end = data.draw(st.integers(start + 1, len(whole)))
        damaged = whole[:start] + data.draw(st.binary()) + whole[end:]
        shelf.write_bytes(damaged)
        assert world.run() == (["Corefile"] if damaged != whole else [])
        assert world.run() == []


def test_a_shelf_that_was_made_up_is_as_good_as_none(world: World) -> None:
    world.write("Corefile", CLEAN)
    world.run()
    (shelf,) = world.shelves()
    for text in (b"", b"\n", b"a b c\n\n", b"\xff\n\n", b"x 0\nzz\n", b"x 0\n\na b c\n", b"x"):
        shelf.write_bytes(cache.digest(text).encode() + b"\n" + text)
        assert world.run() == ["Corefile"], text


@pytest.mark.parametrize("record", ["x", "1", "[1]", "[[]]", "[[[1],[9,0,0],[],0,0]]", "[" * 9999])
@pytest.mark.parametrize("args", [(), ("Corefile", "new")], ids=["all known", "others new"])
def test_a_record_that_was_made_up_is_as_good_as_none(
    world: World, record: str, args: tuple[str, ...]
) -> None:
    world.write("Corefile", WARNING)
    world.run("Corefile")
    world.write("new/Corefile" if args else "unseen", CLEAN)
    (shelf,) = world.shelves()
    head, names, row = shelf.read_text("ascii").split("\n")[1:]
    text = "\n".join((head, names, " ".join((*row.split(" ")[:3], record)))).encode()
    shelf.write_bytes(cache.digest(text).encode() + b"\n" + text)
    assert "Corefile" in world.run(*args)
    assert world.status == 1


@pytest.mark.parametrize("place", ["a file", "a folder in the way", "relative"])
def test_without_a_place_for_it_everything_is_checked(
    world: World, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    world.write("Corefile", CLEAN)
    if place == "a file":
        world.home.write_text("")
    elif place == "a folder in the way":
        (name,) = (world.run(), world.shelves())[1]
        name.unlink()
        name.mkdir()
    else:
        monkeypatch.setenv("XDG_CACHE_HOME", "home")
        monkeypatch.setenv("HOME", "here")
        monkeypatch.setenv("USERPROFILE", "here")
    before = world.shelves()
    for _ in range(2):
        assert world.run() == ["Corefile"]
        assert world.status == 0
    assert world.shelves() == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_pipe_in_the_place_of_a_shelf_gives_way(world: World) -> None:
    world.write("Corefile", CLEAN)
    world.run()
    (shelf,) = world.shelves()
    shelf.unlink()
    os.mkfifo(shelf)
    for looked in (["Corefile"], []):
        assert world.run() == looked
        assert world.shelves() == [shelf]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="this user may write anywhere")
def test_a_home_that_is_read_only_does_no_harm(world: World) -> None:
    world.write("Corefile", CLEAN)
    world.home.mkdir(mode=0o500)
    for _ in range(2):
        assert world.run() == ["Corefile"]


@pytest.mark.parametrize(
    ("platform", "folder"),
    [
        ("linux", ".cache/corefile"),
        ("darwin", "Library/Caches/corefile"),
        ("win32", "AppData/Local/corefile"),
    ],
)
def test_the_folder_is_where_the_platform_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str, folder: str
) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setattr(sys, "platform", platform)
    assert Path(cache.folder()) == tmp_path / folder


def test_a_working_directory_that_is_gone_does_no_harm(world: World) -> None:
    path = str(world.write("Corefile", CLEAN))
    gone = world.project / "gone"
    gone.mkdir()
    os.chdir(gone)
    gone.rmdir()
    assert opened(Options()) is None
    assert world.run("--isolated", path) == [path]


def filled(place: Path, *names: str) -> Cache:
    """Give a cache with some files that were added in this run."""
    made = Cache(str(place), "1.0", Options())
    for name in names:
        made.add(name, b"", (), (1, 0, ""), (), "")
    return made


def known(place: Path, *names: str) -> set[str]:
    made = Cache(str(place), "1.0", Options())
    return {name for name in names if made.key(name, b"", ()) in made.shelf("a").files}


def test_runs_at_the_same_time_keep_what_the_others_found(tmp_path: Path) -> None:
    one, two = filled(tmp_path, "a", "b"), filled(tmp_path, "b", "c")
    one.save()
    two.save()
    assert known(tmp_path, "a", "b", "c", "d") == {"a", "b", "c"}


def test_runs_that_write_at_the_same_time_leave_a_shelf_that_is_whole(tmp_path: Path) -> None:
    caches = [filled(tmp_path, *(f"{n}-{m}" for m in range(50))) for n in range(8)]
    threads = [threading.Thread(target=each.save) for each in caches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sizes = {len(known(tmp_path, *(f"{n}-{m}" for m in range(50)))) for n in range(8)}
    assert sizes <= {0, 50}


def test_the_oldest_make_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_MOST_FILES", 3)
    filled(tmp_path, "a", "b").save()
    filled(tmp_path, "c", "d").save()
    assert known(tmp_path, "a", "b", "c", "d") == {"b", "c", "d"}


def test_a_folder_in_the_cache_does_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a folder").mkdir()
    os.utime(tmp_path / "a folder", (1, 1))
    monkeypatch.setattr(cache, "_MOST_SHELVES", 1)
    filled(tmp_path, "a").save()
    assert known(tmp_path, "a") == {"a"}


def test_the_oldest_shelves_make_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_MOST_SHELVES", 3)
    for number in range(5):
        made = Cache(str(tmp_path), str(number), Options())
        made.add("a", b"", (), (1, 0, ""), (), "")
        made.save()
        path = Path(made.shelf("a").path)
        os.utime(path, (number, number))
    names = [Path(Cache(str(tmp_path), str(n), Options()).shelf("a").path) for n in range(5)]
    assert [path.exists() for path in names] == [False, False, True, True, True]


def test_two_ways_to_cut_a_text_have_two_digests() -> None:
    assert cache.digest(b"a", b"bc") != cache.digest(b"ab", b"c")
    assert cache.digest(b"") != cache.digest()
