"""Code of extensions that raises exceptions: all else is still found, and one line says it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from corefile.documents import read
from corefile.lint import (
    UnknownRule,
    find_rule,
    lint_document,
    load_configuration,
    settings_of,
)
from corefile.reference.explaining import page_of
from corefile.report.json import render
from corefile.webhook.judging import judge
from tests.lint.extension import PLUGIN, RULE, install, packages

TEXT = ". {\n    audit\n    cache\n    whoami 1\n}\n"
MANIFEST = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: coredns, namespace: kube-system}
data:
  Corefile: |
    . {
        audit
        whoami
        loop 1
    }
"""
SOUND = MANIFEST.replace("        loop 1\n", "")
#: Ways in which a rule fails, by the line that its `check` begins with.
RAISES = {
    "    {}['x']": "KeyError: 'x'",
    "    raise SystemExit(3)": "SystemExit: 3",
    "    yield 'a text'": "TypeError: a rule yields findings, and not str",
    "    def again(): again()\n    again()": "RecursionError: maximum recursion depth exceeded",
    "    yield RULE.at(ctx, None, 'x')": "AttributeError: 'NoneType' object has no attribute",
}
#: Ways in which a description fails.
BROKEN = {
    "arguments": """\
    @classmethod
    def arguments(cls, cursor, scope):
        return {}["x"]
""",
    "check": """\
    def check(self, cursor):
        return {}["x"]
""",
    "check_all": """\
    @classmethod
    def check_all(cls, stanzas, cursor, scope):
        return {}["x"]
""",
    "check_servers": """\
    @classmethod
    def check_servers(cls, stanzas):
        return {}["x"]
""",
}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.delenv("COREFILE_DEBUG", raising=False)
    with packages(tmp_path / "site") as folder:
        yield folder


def found(folder: Path, text: str, name: str = "Corefile") -> list[tuple[str, int, str, str]]:
    (folder / ".corefile.toml").write_text('extensions = ["acme"]\nignore = ["CF4", "CF6"]\n')
    settings = settings_of(load_configuration(str(folder / ".corefile.toml")))
    result = lint_document(read(text, name), settings=settings)
    assert render([result], color=False)
    return [
        (each.finding.severity, each.place.first.line, each.finding.rule.name, each.finding.message)
        for each in result.findings
    ]


def rule(site: Path, first: str, old: str = "", new: str = "") -> None:
    text = RULE.replace("    for server in", f"{first}\n    for server in", 1).replace(old, new)
    points = {
        "corefile.rules": {"one": "acme:RULE"},
        "corefile.plugins": {"audit": "acme_audit:Audit"},
    }
    install(site, "acme", points, {"acme.py": text, "acme_audit.py": PLUGIN})


@pytest.mark.parametrize("first", RAISES)
def test_a_rule_that_fails(site: Path, tmp_path: Path, first: str) -> None:
    rule(site, first)
    failed, refused = found(tmp_path, TEXT)
    assert failed[:3] == ("warning", 1, "extension-failed")
    words = "the rule `says-who-it-is` of the extension `acme` has failed"
    assert failed[3].startswith(f"{words} ({RAISES[first]}")
    assert refused[:3] == ("error", 4, "plugin-refused")


@pytest.mark.parametrize(
    ("kind", "name"), [("FileRule", "Corefile"), ("FindingsRule", "Corefile"), ("ClusterRule", "")]
)
def test_in_every_stage(site: Path, tmp_path: Path, kind: str, name: str) -> None:
    rule(site, "    raise OSError(5, 'no disk')", "CorefileRule", kind)
    text = MANIFEST + '  Corefile-backup: ". {\\n    whoami\\n}\\n"\n'
    names = [each[2] for each in found(tmp_path, TEXT if name else text, name or "a.yaml")]
    assert sorted(names) == ["extension-failed", "plugin-refused"]


def test_in_a_manifest_and_what_was_found_before(site: Path, tmp_path: Path) -> None:
    said = 'yield RULE.at(ctx, line.tokens[0], "it says who it is")'
    rule(site, "", said, f"{said}\n                1 / 0")
    assert [each[1:3] for each in found(tmp_path, SOUND, "a.yaml")] == [
        (6, "extension-failed"),
        (8, "says-who-it-is"),
    ]


def test_the_webhook_denies_nothing_for_it(site: Path, tmp_path: Path) -> None:
    rule(site, "    {}['x']", '"warning", check', '"error", check')
    (tmp_path / "c.toml").write_text('extensions = ["acme"]\n')
    settings = settings_of(load_configuration(str(tmp_path / "c.toml")))
    content = {"data": {"Corefile": ". {\n    whoami\n    errors\n}\n"}}
    (told,) = judge("ConfigMap", "kube-system", "coredns", content, settings)
    assert (told.severity, told.rule, told.place) == ("warning", "extension-failed", "Corefile:1:1")


@pytest.mark.parametrize("method", BROKEN)
def test_a_description_that_fails(site: Path, tmp_path: Path, method: str) -> None:
    points = {"corefile.plugins": {"audit": "acme_audit:Audit"}}
    install(site, "acme", points, {"acme_audit.py": PLUGIN + BROKEN[method]})
    assert found(tmp_path, TEXT) == [
        (
            "warning",
            2,
            "extension-failed",
            "the description of `audit` in the extension `acme` has failed (KeyError: 'x'): the"
            " lines of `audit` are not checked",
        ),
        *[each for each in found(tmp_path, TEXT) if each[2] == "plugin-refused"],
    ]


def test_comments_about_what_has_failed_stay(site: Path, tmp_path: Path) -> None:
    rule(site, "    {}['x']")
    text = ". {\n    whoami # corefile: ignore[says-who-it-is]\n}\n"
    assert [each[2] for each in found(tmp_path, text)] == ["extension-failed"]


@pytest.mark.parametrize("name", ["CF000", "extension-failed"])
def test_what_it_is_called_is_explained(name: str) -> None:
    with pytest.raises(UnknownRule, match="is not a rule, and always on"):
        find_rule(name)
    with pytest.raises(LookupError, match="is not a rule, and always on"):
        page_of(name)


def test_the_traceback_is_for_those_who_ask(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COREFILE_DEBUG", "1")
    rule(site, "    {}['x']")
    with pytest.raises(KeyError):
        found(tmp_path, TEXT)
