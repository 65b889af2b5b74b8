"""Which CoreDNS the files are for, and what its plugins take."""

from pathlib import Path

import pytest

from tests.cli.programs import corefile, lint
from tests.cli.test_lint import write

OLD = ". {\n    kubernetes cluster.local {\n        upstream\n    }\n    proxy . 192.0.2.53\n}\n"
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


def test_plugins_of_ones_own(tmp_path: Path) -> None:
    write(tmp_path, "Corefile", OWN)
    write(tmp_path, "plugin.cfg", "ads:example.org/ads\nwhoami:whoami\n")
    assert "--external-plugins ads" in lint("Corefile", cwd=tmp_path).out
    for option in (("--external-plugins", "ads before whoami"), ("--plugin-cfg", "plugin.cfg")):
        assert lint(*option, "Corefile", cwd=tmp_path).status == 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--coredns", "9.9"), "newer than"),
        (("--coredns", "x"), "not a release of CoreDNS"),
        (("--kubernetes", "0.1"), "not a version of Kubernetes"),
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
