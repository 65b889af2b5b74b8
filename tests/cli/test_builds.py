"""Which CoreDNS the files are for, and what its plugins take."""

import json
from pathlib import Path

import pytest

from corefile.coredns.releases.release import NEWEST
from tests.cli.programs import corefile, lint
from tests.cli.test_lint import write

OLD = ". {\n    kubernetes a.local arpa {\n        upstream\n    }\n    proxy . 192.0.2.53\n}\n"
OWN = ". {\n    ads\n    whoami\n}\n"


@pytest.mark.parametrize(
    ("options", "status", "words"),
    [
        ((), 1, "`proxy` went away with CoreDNS 1.5.0"),
        (("--coredns", "1.4"), 0, "No problems found"),
        (("--kubernetes", "1.15"), 0, "No problems found"),
        (("--coredns", "1.6.0"), 1, "no plugin `proxy`"),
    ],
)
def test_the_release_decides(
    tmp_path: Path, options: tuple[str, ...], status: int, words: str
) -> None:
    write(tmp_path, "Corefile", OLD)
    ran = lint(*options, "Corefile", cwd=tmp_path)
    assert (ran.status, words in ran.out) == (status, True)


@pytest.mark.parametrize(
    ("options", "releases"),
    [
        (("--coredns", "1.6.7,1.7.0"), ["1.7.0"]),
        (("--coredns", "1.6.9..1.8.0"), ["1.7.0", "1.7.1", "1.8.0"]),
        (("--coredns", "1.4.0, v1.6"), []),
        (("--coredns", "1.6.9,latest"), [str(NEWEST)]),
        (("--kubernetes", "1.18,1.19"), ["1.7.0"]),
        (("--kubernetes", "1.18..1.22"), ["1.7.0", "1.8.0", "1.8.4"]),
    ],
)
def test_several_releases(tmp_path: Path, options: tuple[str, ...], releases: list[str]) -> None:
    write(tmp_path, "Corefile", OLD.replace("    proxy . 192.0.2.53\n", ""))
    ran = lint(*options, "--output-format", "json", "--fail-on", "error", "Corefile", cwd=tmp_path)
    errors = [f for f in json.loads(ran.out)["findings"] if f["severity"] == "error"]
    assert [f["releases"] for f in errors] == [releases] * bool(releases)
    assert ran.status == bool(releases)


def test_several_releases_in_the_settings(tmp_path: Path) -> None:
    write(tmp_path, "Corefile", OLD)
    write(tmp_path, ".corefile.toml", 'coredns = "1.4.0..1.6.0"\n')
    words = "(only with CoreDNS 1.5.0 to 1.6.0)"
    assert words in lint("Corefile", cwd=tmp_path).out
    ran = corefile("trace", "example.org", "Corefile", cwd=tmp_path)
    assert (ran.status, ran.err.count("\n")) == (2, 1)
    assert "`coredns` names several (1.4.0..1.6.0)" in ran.err
    write(tmp_path, ".corefile.toml", 'coredns = "1.4.0.."\n')
    assert lint("Corefile", cwd=tmp_path).status == 2


def test_plugins_of_ones_own(tmp_path: Path) -> None:
    write(tmp_path, "Corefile", OWN)
    write(tmp_path, "plugin.cfg", "ads:example.org/ads\nwhoami:whoami\n")
    assert "--external-plugins ads" in lint("Corefile", cwd=tmp_path).out
    for option in (("--external-plugins", "ads before whoami"), ("--plugin-cfg", "plugin.cfg")):
        assert lint(*option, "Corefile", cwd=tmp_path).status == 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--coredns", "x"), "not a release of CoreDNS"),
        (("--kubernetes", "0.1"), "not a version of Kubernetes"),
        (("--kubernetes", "1.31..1.27"), "the wrong way round: write `1.27..1.31`"),
        (("--coredns", "1.12.0..1.8.6"), "the wrong way round: write `1.8.6..1.12.0`"),
        (("--coredns", "1.8.6-1.12.0"), "write `1.8.6..1.12.0`"),
        (("--coredns", "1.8.6,"), "not a release of CoreDNS"),
        (("--coredns", "1.8", "--kubernetes", "1.25"), "not both"),
        (("--external-plugins", "a b"), "is not `NAME`"),
        (("--plugin-cfg", "nosuch"), "nosuch"),
    ],
)
def test_wrong_usage(tmp_path: Path, options: tuple[str, ...], words: str) -> None:
    write(tmp_path, "Corefile", OWN)
    ran = lint(*options, "Corefile", cwd=tmp_path)
    assert (ran.status, ran.out) == (2, "")
    assert words in ran.err
    assert ran.err.count("\n") == 1


def test_plugins_command() -> None:
    assert corefile("plugins").out.split()[-1] == "nomad"
    assert "proxy" in corefile("plugins", "--coredns", "1.4.0").out.split()
    assert "    max_fails NUMBER\n" in corefile("plugins", "forward").out
    ran = corefile("plugins", "forwrd")
    assert (ran.status, ran.out) == (2, "")
    assert "did you mean `forward`?" in ran.err
