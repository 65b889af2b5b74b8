"""A run that takes what the cache knows prints what any other would."""

import io
import sys
from itertools import product

import pytest

from corefile.report import FORMATS
from tests.cli.cached import CLEAN, CONFIG_MAP, ODD, OTHER_YAML, OVERRIDE, WARNING, World
from tests.examples import some


def counted(number: int) -> str:
    return "1 Corefile" if number == 1 else f"{number} Corefiles"


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


@pytest.mark.parametrize(("name", "args"), some([*product(["", "--statistics", *FORMATS], RUNS)]))
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
