"""Extensions on the command line: what knows them, what does not import them, and the cache."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from corefile.lint import load_extension
from tests.cli.cached import World
from tests.cli.programs import ROOT, Ran, run
from tests.cli.test_start import loaded
from tests.lint.extension import RULE, forget, install, install_template, packages

ONE = {"corefile.rules": {"one": "acme:RULE"}}
WHO = ". {\n    whoami\n}\n"
PUBLIC = ". {\n audit /x\n forward . 8.8.8.8\n cache\n errors\n loop\n}\n"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Path]:
    with packages(tmp_path / "site") as folder:
        yield folder


@pytest.fixture
def project(site: Path, tmp_path: Path) -> Path:
    """Return a folder with a Corefile, whose configuration names the template."""
    install_template(site)
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / ".git").mkdir()
    (folder / ".corefile.toml").write_text('extensions = ["corefile-acme"]\n')
    (folder / "Corefile").write_text(PUBLIC)
    return folder


def ran(project: Path, *args: str) -> Ran:
    return run("corefile.cli.main", *args, cwd=project)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["rules"], "ACME001  no-public-upstream"),
        (["rules", "acme001"], "no-public-upstream (ACME001)"),
        (["rules", "acme001"], "  Fixes          yes\n  Extension      corefile-acme 1.0.0\n\n"),
        (["rules", "--output-format", "json", "ACME001"], '"since": null'),
        (["rules", "--output-format", "json", "ACME001"], '"extension": "corefile-acme 1.0.0"'),
        (["rules", "--output-format", "json", "CF102"], '"since": "0.1.0"'),
        (["rules", "--output-format", "json", "ACME001"], '"uri": "https://docs.acme.example/'),
        (["lint", "--explain", "ACME001"], "A public resolver is asked"),
        (["explain", "no-public-upstream"], "no-public-upstream (ACME001)"),
        (["explain", "audit"], "which `corefile-acme` describes"),
        (["explain", "Error during parsing: plugin/audit: sample"], "because of a line of `audit`"),
        (["plugins"], "\naudit\ncache\n"),
        (["plugins", "audit"], "audit FILE {"),
        (["lint", "--show-settings"], 'extensions = ["corefile-acme"]'),
        (["lint", "--show-settings"], '"no-public-upstream",'),
        (["trace", "example.org", "Corefile"], "asks 8.8.8.8"),
        (["set", "--diff", "audit", "/y", "Corefile"], "+ audit /y"),
    ],
)
def test_commands_know_what_the_project_names(project: Path, args: list[str], words: str) -> None:
    done = ran(project, *args)
    assert (done.err, words in done.out) == ("", True), done.out
    assert done.status in (0, 1)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("text", "warning[no-public-upstream]"),
        ("json", '"code": "ACME001"'),
        ("jsonl", '"uri": "https://docs.acme.example/dns/no-public-upstream"'),
        ("sarif", '"helpUri": "https://docs.acme.example/dns/no-public-upstream"'),
        ("rdjson", '"url": "https://docs.acme.example/dns/no-public-upstream"'),
        ("github", "no-public-upstream"),
        ("gitlab", "no-public-upstream"),
        ("checkstyle", "no-public-upstream"),
    ],
)
def test_formats_show_such_findings(project: Path, name: str, words: str) -> None:
    done = ran(project, "lint", "--output-format", name, "Corefile")
    assert (done.status, words in done.out) == (1, True), done.out


def test_a_rule_without_an_address(project: Path, site: Path) -> None:
    install(site, "acme", ONE, {"acme.py": RULE})
    (project / ".corefile.toml").write_text('extensions = ["acme"]\n')
    (project / "Corefile").write_text(WHO)
    out = ran(project, "lint", "--output-format", "json", "Corefile").out
    (found,) = json.loads(out)["findings"]
    assert (found["code"], found["uri"]) == ("ACME001", None)
    for name in ("sarif", "rdjson", "text"):
        shown = ran(project, "lint", "--output-format", name, "Corefile").out
        assert ("says-who" in shown, "rules/says-who" in shown) == (True, False)


def test_options_of_the_command_line_name_such_rules(project: Path) -> None:
    assert ran(project, "lint", "--select", "ACME001").status == 1
    assert ran(project, "lint", "--ignore", "ACME", "--ignore", "CF").status == 0
    done = ran(project, "lint", "--isolated", "--select", "ACME001")
    assert (done.status, done.err) == (2, "corefile lint: error: there is no rule `ACME001`\n")
    assert ran(project, "lint", "--fix", "--unsafe-fixes", "--select", "ACME001").status == 0
    assert "forward . 192.0.2.53" in (project / "Corefile").read_text()


def test_a_mistake_ends_the_run_with_a_line(project: Path) -> None:
    (project / ".corefile.toml").write_text('\nextensions = ["acme-missing"]\n')
    words = ".corefile.toml:2: `extensions`: the package `acme-missing` is not installed where"
    for args in (["lint"], ["rules"], ["explain", "forward"], ["plugins"], ["fmt", "--check", "."],
                 ["lint", "--explain", "CF201"], ["trace", "example.org", "Corefile"]):  # fmt: skip
        done = ran(project, *args)
        assert (done.status, done.out, words in done.err) == (2, "", True), args
        assert done.err.count("\n") == 1


def test_a_rule_that_fails_is_named(project: Path, site: Path) -> None:
    broken = RULE.replace("    for server in", "    {}['x']\n    for server in", 1)
    install(site, "acme", ONE, {"acme.py": broken})
    (project / ".corefile.toml").write_text('extensions = ["acme"]\n')
    done = run("corefile.cli.main", "lint", "Corefile", cwd=project, env={"COREFILE_DEBUG": ""})
    assert (done.status, done.err) == (1, "")
    words = "the rule `says-who-it-is` of the extension `acme` has failed (KeyError: 'x')"
    assert f"Corefile:1:1: warning[extension-failed] {words}" in done.out
    assert "error[unknown-directive]" in done.out
    done = run("corefile.cli.main", "lint", "--write-baseline", "known.json", "Corefile",
               cwd=project, env={"COREFILE_DEBUG": ""})  # fmt: skip
    assert "known.json lists 1 finding," in done.err
    done = run("corefile.cli.main", "lint", "--baseline", "known.json", "Corefile",
               cwd=project, env={"COREFILE_DEBUG": ""})  # fmt: skip
    assert (done.status, "extension-failed" in done.out) == (1, True)
    assert "unknown-directive" not in done.out
    with pytest.raises(KeyError):
        run("corefile.cli.main", "lint", "Corefile", cwd=project, env={"COREFILE_DEBUG": "1"})


def process(*args: str, folder: Path, path: str) -> subprocess.CompletedProcess[str]:
    """Run Python in a folder, with places of modules before its own."""
    return subprocess.run(
        [sys.executable, *args],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


PROGRAMS = {
    "module": ("-m", "corefile", "lint"),
    "program": ("-c", "import sys; from corefile.cli.lint import main; sys.exit(main())"),
}


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("path", ["{root}", "{root}:", ":{root}", "{root}:."])
def test_a_repository_brings_no_code(tmp_path: Path, program: str, path: str) -> None:
    """It looks like a folder of packages, and Python looks there first."""
    hostile = tmp_path / "repository"
    bad = "open('MARK', 'w')\n" + RULE
    install(hostile, "acme", ONE, {"acme.py": bad, "acme_good/__init__.py": bad})
    (hostile / "Corefile").write_text(WHO)
    (hostile / ".corefile.toml").write_text('extensions = ["acme"]\n')
    places = path.format(root=ROOT).replace(":", os.pathsep)
    done = process(*PROGRAMS[program], folder=hostile, path=places)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("the package `acme` is not installed where this program is\n")
    # One that is installed is not shadowed.
    site = tmp_path / "site"
    module = {"acme_good/__init__.py": RULE}
    install(site, "acme-good", {"corefile.rules": {"one": "acme_good:RULE"}}, module)
    (hostile / ".corefile.toml").write_text('extensions = ["acme-good"]\n')
    done = process(*PROGRAMS[program], folder=hostile, path=f"{places}{os.pathsep}{site}")
    assert (done.returncode, "says-who-it-is" in done.stdout) == (1, True), done.stderr
    assert not (hostile / "MARK").exists()


def test_many_files_are_checked_in_processes_that_know_them(project: Path, site: Path) -> None:
    for number in range(101):
        (project / f"{number}.corefile").write_text(PUBLIC.replace("/x", f"/{number} /y"))
    script = (
        "import multiprocessing, sys\n"
        "if __name__ == '__main__':\n"
        "    multiprocessing.set_start_method('spawn')\n"
        "    from corefile.cli.lint import main\n"
        "    sys.exit(main(['--jobs', '2', '--output-format', 'concise']))\n"
    )
    (site / "run.py").write_text(script)
    places = (str(ROOT), str(site), str(Path(yaml.__file__).parents[1]))
    done = process(str(site / "run.py"), folder=project, path=os.pathsep.join(places))
    found = done.stdout.splitlines()
    assert sum("Wrong argument count" in line for line in found) == 101, done.stderr
    assert sum("no-public-upstream" in line for line in found) == 102


def test_what_is_not_named_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "Corefile").write_text(WHO)
    (tmp_path / ".corefile.toml").write_text('ignore = ["CF3"]\n')
    modules = loaded("--exit-zero", tmp_path)
    assert "corefile.lint.configuration" in modules
    assert not modules & {"corefile.lint.extensions", "importlib.metadata"}


def test_the_cache_knows_which_package_found_something(site: Path, world: World) -> None:
    install(site, "acme", ONE, {"acme.py": RULE})
    world.write(".corefile.toml", 'extensions = ["acme"]\n')
    world.write("Corefile", WHO)
    assert world.run() == ["Corefile"]
    assert (world.run(), world.status) == ([], 1)
    # Another version may find something else.
    again(site, version="1.0.1", code=RULE.replace('"whoami"', '"log"'))
    assert (world.run(), world.status) == (["Corefile"], 0)
    assert (world.run(), world.status) == ([], 0)
    # A package that is gone is missed.
    for info in site.glob("*.dist-info"):
        info.rename(site / "gone")
    forget()
    world.run()
    assert world.status == 2


def again(site: Path, *, version: str, code: str) -> None:
    """Install another version; the next process knows nothing of the last one."""
    forget()
    del sys.modules["acme"]
    install(site, "acme", ONE, {"acme.py": code}, version=version)


def test_the_cache_keeps_nothing_of_a_package_that_somebody_works_on(
    site: Path, world: World
) -> None:
    install(site, "acme", ONE, {"acme.py": RULE})
    (info,) = site.glob("*.dist-info")
    (info / "direct_url.json").write_text('{"dir_info": {"editable": true}, "url": "file:///x"}')
    assert load_extension("acme").record == ""
    world.write(".corefile.toml", 'extensions = ["acme"]\n')
    world.write("Corefile", WHO)
    assert [world.run(), world.run()] == [["Corefile"], ["Corefile"]]
