"""An editor knows the rules and plugins of packages that a project names."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from lsprotocol import types
from pytest_lsp import LanguageClient

from tests.lint.extension import RULE, install, install_template, packages
from tests.server.session import start
from tests.server.test_workspace import capabilities, open_file, pulled

TEXT = """\
. {
    audit /x {
        sampel 5
        sample 5
    }
    forward . 8.8.8.8
    cache
    loop # corefile: ignore[ACME001]
    errors
    reload
}
"""
SOUND = TEXT.replace("        sampel 5\n", "")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    with packages(tmp_path / "site") as site:
        install_template(site)
        broken = RULE.replace("    for server in", "    1 / 0\n    for server in", 1)
        broken = broken.replace("ACME001", "BAD001")
        install(site, "acme", {"corefile.rules": {"one": "acme:RULE"}}, {"acme.py": broken})
        project = tmp_path / "project"
        for name, said in (("", "corefile-acme"), ("missing", "acme-none"), ("fails", "acme")):
            (project / name).mkdir()
            (project / name / "corefile.toml").write_text(f'extensions = ["{said}"]\n')
        yield project


@pytest.fixture
def editor(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LanguageClient]:
    monkeypatch.delenv("COREFILE_DEBUG")
    session = start(capabilities(), folder)
    yield session.client
    assert session.stop() == 0


async def test_findings_words_and_pages(editor: LanguageClient, folder: Path) -> None:
    document = open_file(editor, folder / "Corefile", SOUND)
    found = {each.code: each for each in await pulled(editor, document)}
    assert set(found) == {"ACME001", "CF011"}
    about = found["ACME001"].code_description
    assert about is not None
    assert about.href == "https://docs.acme.example/dns/no-public-upstream"
    wrong = open_file(editor, folder / "other.corefile", TEXT)
    assert "CF006" in {each.code for each in await pulled(editor, wrong)}

    def at(line: int, character: int) -> types.Position:
        return types.Position(line, character)

    completion = await editor.text_document_completion_async(
        types.CompletionParams(document, at(2, 8))
    )
    items = completion.items if isinstance(completion, types.CompletionList) else completion
    assert {"sample", "flush", "except"} <= {item.label for item in items or ()}
    for place, words in ((at(1, 5), "Writes queries"), (at(6, 32), "A public resolver is asked")):
        hover = await editor.text_document_hover_async(types.HoverParams(document, place))
        assert hover is not None
        assert words in str(hover.contents)


async def test_what_cannot_be_used_leaves_the_server_alive(
    editor: LanguageClient, folder: Path
) -> None:
    missing = open_file(editor, folder / "missing" / "Corefile", SOUND)
    assert {each.code for each in await pulled(editor, missing)} == {"CF004", "CF012"}
    (shown,) = editor.messages
    assert "corefile.toml:1: `extensions`: the package `acme-none` is not" in shown.message
    failing = open_file(editor, folder / "fails" / "Corefile", SOUND)
    found = {each.code: each for each in await pulled(editor, failing)}
    assert set(found) == {"CF000", "CF004", "CF012"}
    assert "of the extension `acme` has failed (ZeroDivisionError: " in found["CF000"].message
    assert len(editor.messages) == 1
    document = open_file(editor, folder / "Corefile", SOUND)
    assert {each.code for each in await pulled(editor, document)} == {"ACME001", "CF011"}


async def test_well_known_plugins_need_no_package(editor: LanguageClient, folder: Path) -> None:
    (folder / "own").mkdir()
    (folder / "own" / "corefile.toml").write_text('external-plugins = ["fanout"]\n')
    text = ". {\n    fanout . 192.0.2.1 {\n        worker-count 1\n    }\n}\n"
    document = open_file(editor, folder / "own" / "Corefile", text)
    (refused,) = [each for each in await pulled(editor, document) if each.code == "CF006"]
    assert "worker count should be more or equal 2" in refused.message
    at = types.Position(2, 8)
    found = await editor.text_document_completion_async(types.CompletionParams(document, at))
    items = found.items if isinstance(found, types.CompletionList) else found
    assert {"policy", "race", "timeout"} <= {item.label for item in items or ()}
    hover = await editor.text_document_hover_async(types.HoverParams(document, at))
    assert hover is not None
    assert "how many servers are asked at a time" in str(hover.contents)
