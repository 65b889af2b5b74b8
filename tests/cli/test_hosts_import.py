"""The command `corefile hosts import`."""

from pathlib import Path

import pytest

from tests.cli.programs import Ran, corefile

COREFILE = """\
. {
    hosts {
        10.0.0.9 old.example
        fallthrough
    }
    kubernetes cluster.local
    forward . /etc/resolv.conf
}
corp.example {
    forward . 10.0.0.53
}
"""


def pod(name: str, *entries: tuple[str, str]) -> str:
    """Return a pod with addresses and names."""
    rows = "".join(f'  - ip: "{ip}"\n    hostnames: [{names}]\n' for ip, names in entries)
    return f"kind: Pod\nmetadata: {{name: {name}}}\nspec:\n  hostAliases:\n{rows}  containers: []\n"


class Files:
    """A Corefile and manifests in a folder."""

    def __init__(self, folder: Path, *manifests: str) -> None:
        self.folder = folder
        self.into = folder / "Corefile"
        self.into.write_text(COREFILE)
        self.k8s = folder / "k8s"
        self.k8s.mkdir()
        for number, text in enumerate(manifests):
            (self.k8s / f"{number}.yaml").write_text(text)

    def run(self, *words: str, stdin: str = "") -> Ran:
        """Import what is in the folder."""
        command = ("hosts", "import", "k8s", "--into", "Corefile", *words)
        return corefile(*command, cwd=self.folder, stdin=stdin.encode())

    def answer(self, name: str) -> str:
        """Return who answers for a name."""
        return corefile("trace", f"{name}.", "Corefile", cwd=self.folder).out


def test_all_pods_have_the_names(tmp_path: Path) -> None:
    files = Files(
        tmp_path,
        pod("a", ("10.0.0.1", "a.example, b.example"), ("10.0.0.2", "c.corp.example")),
        pod("b", ("10.0.0.1", "a.example"), ("2001:db8::1", "a.example")),
    )
    ran = files.run()
    assert (ran.status, ran.out) == (0, "")
    assert "k8s/0.yaml:8:17: `c.corp.example` goes into the `hosts` of `corp.example`" in ran.err
    for name, address in [
        ("a.example", "10.0.0.1"),
        ("b.example", "10.0.0.1"),
        ("c.corp.example", "10.0.0.2"),
        ("old.example", "10.0.0.9"),
    ]:
        assert "hosts" in files.answer(name)
        lines = files.into.read_text().splitlines()
        assert next(line.split()[0] for line in lines if name in line) == address
    assert "2001:db8::1 a.example" in files.into.read_text()
    once = files.into.read_text()
    assert files.run().status == 0
    assert files.into.read_text() == once
    assert files.run("--diff").out == ""


def test_removing(tmp_path: Path) -> None:
    files = Files(
        tmp_path, pod("a", ("10.0.0.1", "a.example, b.example"), ("127.0.0.1", "me.example"))
    )
    manifest, before = files.k8s / "0.yaml", (files.k8s / "0.yaml").read_text()
    patch = files.run("--remove-from-manifests", "--diff")
    assert (patch.status, manifest.read_text(), files.into.read_text()) == (1, before, COREFILE)
    assert "+        10.0.0.1 a.example b.example\n" in patch.out
    assert '-  - ip: "10.0.0.1"\n' in patch.out
    assert files.run("--remove-from-manifests").status == 0
    assert manifest.read_text() == pod("a", ("127.0.0.1", "me.example"))
    assert files.run("--remove-from-manifests", "--diff").out == ""


def test_one_file_with_both(tmp_path: Path) -> None:
    files = Files(tmp_path)
    config_map = (
        "kind: ConfigMap\napiVersion: v1\nmetadata: {name: coredns}\ndata:\n  Corefile: |\n"
    )
    config_map += "".join(f"    {line}" for line in COREFILE.splitlines(True))
    both = tmp_path / "all.yaml"
    both.write_text(f"{pod('a', ('10.0.0.1', 'a.example'))}---\n{config_map}")
    command = ("hosts", "import", both, "--into", both, "--remove-from-manifests")
    assert corefile(*command).status == 0
    text = both.read_text()
    assert "hostAliases" not in text
    assert "            10.0.0.1 a.example\n" in text
    assert files.into.read_text() == COREFILE


ONE, TWO = pod("a", ("10.0.0.1", "x.example")), pod("b", ("10.0.0.2", "x.example"))

CHOICES = [
    ("", []),
    ("first", ["10.0.0.1"]),
    ("last", ["10.0.0.2"]),
    ("10.0.0.2", ["10.0.0.2"]),
    ("10.0.0.3", []),
]


@pytest.mark.parametrize(("prefer", "addresses"), CHOICES)
def test_pods_that_differ(tmp_path: Path, prefer: str, addresses: list[str]) -> None:
    files = Files(tmp_path, ONE, TWO)
    ran = files.run("--prefer", prefer) if prefer else files.run()
    lines = files.into.read_text().splitlines()
    assert [line.split()[0] for line in lines if "x.example" in line] == addresses
    if not addresses:
        assert "k8s/0.yaml:6:17: not imported: `x.example` is `10.0.0.1` here, and" in ran.err
        assert "`10.0.0.2` for Pod b; choose with `--prefer`" in ran.err
        assert files.into.read_text() == COREFILE


TABLE = [
    ("", "10.0.0.9"),
    ("first", "10.0.0.9"),
    ("last", "10.0.0.8"),
    ("10.0.0.8", "10.0.0.8"),
    ("10.0.0.9", "10.0.0.9"),
]


@pytest.mark.parametrize(("prefer", "address"), TABLE)
def test_a_table_that_differs(tmp_path: Path, prefer: str, address: str) -> None:
    files = Files(tmp_path, pod("a", ("10.0.0.8", "old.example")))
    ran = files.run("--prefer", prefer) if prefer else files.run()
    assert f"{address} old.example" in files.into.read_text()
    assert files.into.read_text().count("old.example") == 1
    assert ("`10.0.0.9` in the table; choose" in ran.err) is (not prefer)


def test_two_addresses_of_one_pod(tmp_path: Path) -> None:
    files = Files(tmp_path, pod("a", ("10.0.0.1", "x.example"), ("10.0.0.2", "x.example")))
    assert files.run().status == 0
    assert "10.0.0.1 x.example\n        10.0.0.2 x.example\n" in files.into.read_text()


def test_names_that_pods_have_already(tmp_path: Path) -> None:
    service = "kind: Service\nmetadata: {name: db}\n"
    names = "db, db.default.svc, a.b.svc.cluster.local"
    files = Files(tmp_path, service, pod("a", ("10.0.0.1", names)))
    ran = files.run()
    assert (ran.status, files.into.read_text()) == (0, COREFILE)
    assert ran.err.count("is a Service, which pods find first") == 2
    assert "`a.b.svc.cluster.local` is in `cluster.local`, the zone of the cluster" in ran.err


def test_what_comes_through_standard_input(tmp_path: Path) -> None:
    files = Files(tmp_path)
    command = ("hosts", "import", "-", "--into", files.into)
    assert corefile(*command, stdin=ONE.encode()).status == 0
    assert "10.0.0.1 x.example" in files.into.read_text()
    ran = corefile(*command, stdin=b"a: 1\n")
    assert (ran.status, "no name of a pod to import" in ran.err) == (0, True)


WRONG = [
    ([], "MANIFEST is missing"),
    (["a.yaml"], "--into is missing"),
    (["-", "--into", "-"], "standard input is one file only"),
    (["-", "--into", "x", "--remove-from-manifests"], "standard input is not a file"),
    (["a.yaml", "--into", "x", "--server", "."], "--server"),
    (["a.yaml", "--into", "x", "--prefer", "old"], "`old` is not an address, `first` or `last`"),
]


@pytest.mark.parametrize(("words", "said"), WRONG)
def test_wrong_usage(words: list[str], said: str) -> None:
    ran = corefile("hosts", "import", *words)
    assert (ran.status, said in ran.err) == (2, True)
    ran = corefile("hosts", "import", "nowhere.yaml", "--into", "Corefile")
    assert ran.status == 3
