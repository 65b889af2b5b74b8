"""Which files are looked for in folders."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from corefile.cli.inputs import is_named, search, together
from corefile.vocabulary import MANIFESTS, MARKDOWN, TEMPLATES
from tests.cli.programs import corefile, fmt, lint


@pytest.mark.parametrize("ending", ["", *(f".{ending}" for ending in TEMPLATES)])
@pytest.mark.parametrize("name", ["Corefile", *(f"x{end}" for end in (*MANIFESTS, *MARKDOWN))])
def test_what_is_read_is_looked_for(name: str, ending: str) -> None:
    assert is_named(name + ending)
    assert is_named(f"{name}.j2{ending.upper()}")


NOT_NAMED = ["Corefile.bak", "Corefile.j2~", "x.txt.j2", "x.tpl", "Corefiles", "coredns.sh.j2"]


@pytest.mark.parametrize("name", NOT_NAMED)
def test_what_is_not(name: str) -> None:
    assert not is_named(name)


def found(folder: Path) -> list[str]:
    def complain(path: str, reason: str) -> None:
        raise AssertionError(path, reason)

    return [Path(path).name for path in search(str(folder), complain, lambda *_: False)]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", "kind: ConfigMap\nCorefile"),
        ("a.yaml", "servers:\n- plugins:\n  - configBlock: x\n"),
        ("a.md", "> ``` Corefile\n"),
        ("a.md", "~~~ {.coredns}\n"),
        ("a.md", "```yaml\nkind: ConfigMap\ndata:\n  Corefile: |\n"),
    ],
)
def test_a_look_at_the_bytes(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    (tmp_path / f"other{name}").write_text("servers: plugins: ```sh Corefile ``` corefiles")
    assert found(tmp_path) == [name]


@pytest.mark.parametrize(
    ("name", "is_corefile"),
    [
        ("a-corefile.prod.tmpl", True),
        ("coredns.conf.j2", True),
        ("CoreDNS.tpl", True),
        ("coredns.service.j2", False),
        ("corefile-test.txt.tmpl", False),
    ],
)
def test_templates_that_are_called_after_coredns(
    tmp_path: Path, name: str, is_corefile: bool
) -> None:
    (tmp_path / name).write_text(". {\n    log\n}\n" if is_corefile else "[Service]\n")
    assert found(tmp_path) == [name] * is_corefile


KEYS, IMPORTS = "kind: ConfigMap\ndata: {a.override: x}", "servers: [import custom/*.override]"


@pytest.mark.parametrize(
    ("texts", "number"),
    [
        ([KEYS, "kind: ConfigMap\nCorefile"], 0),
        ([KEYS, IMPORTS], 2),
        ([KEYS, "kind: ConfigMap\nCorefile", IMPORTS, IMPORTS, ""], 3),
        ([IMPORTS, IMPORTS], 0),
        ([], 0),
    ],
)
def test_manifests_that_matter_to_each_other(tmp_path: Path, texts: list[str], number: int) -> None:
    paths = [tmp_path / f"{n}.yaml" for n in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text)
    (tmp_path / "Corefile").write_text(IMPORTS)
    ours = [str(path) for path, text in zip(paths, texts, strict=True) if ".override" in text]
    found = together(map(str, (*paths, tmp_path / "Corefile", tmp_path / "missing.yaml")))
    assert found == tuple(ours[:number])


POD = "apiVersion: v1\nkind: Pod\nspec:\n    nodeName: a\n"


@pytest.mark.parametrize(
    ("words", "status", "out"),
    [
        ("corefile hosts add 192.0.2.1 a.example -", 3, ""),
        ("corefile add log -", 3, ""),
        ("corefile extract -", 3, ""),
        ("corefile expand -", 3, ""),
        ("corefile-fmt -", 0, POD),
        ("corefile-lint -", 0, "No Corefile was checked.\n"),
    ],
)
def test_a_manifest_on_standard_input_is_no_corefile(words: str, status: int, out: str) -> None:
    programs = {"corefile": corefile, "corefile-fmt": fmt, "corefile-lint": lint}
    name, *args = words.split()
    ran = programs[name](*args, stdin=POD.encode())
    assert (ran.status, ran.out) == (status, out)
    assert "no Corefile" in ran.err


@pytest.fixture
def deep(tmp_path: Path) -> Iterator[Path]:
    """Return a folder with a Corefile 1,500 folders below."""
    made: list[Path] = [tmp_path]
    for _ in range(1_500):
        made.append(made[-1] / "d")
        made[-1].mkdir()
    (made[-1] / "Corefile").write_text(".  {\n    whoami\n}\n")
    yield tmp_path
    (made[-1] / "Corefile").unlink()
    for folder in reversed(made[1:]):  # shutil.rmtree recurses
        folder.rmdir()


@pytest.mark.slow
def test_a_deep_folder(deep: Path) -> None:
    name = "d/" * 1_500 + "Corefile"
    assert list(search(str(deep), lambda *_: None, lambda *_: False)) == [str(deep / name)]
    for path in (".", name):
        ran = fmt("--check", path, cwd=deep)
        assert (ran.status, ran.err) == (1, "")
        assert name in ran.out
        ran = lint("--exit-zero", path, cwd=deep)
        assert (ran.status, ran.err) == (0, "")
    (deep / "Corefile").write_text(f"import {'*/' * 1_500}Corefile\n")
    ran = lint("--exit-zero", "Corefile", cwd=deep)
    (deep / "Corefile").unlink()
    assert (ran.status, ran.err) == (0, "")
