"""Opening files: every kind has an editor, and what is written is whole or not at all."""

import re
from pathlib import Path

import pytest

import corefile
from corefile.coredns.releases.builds import stock
from corefile.documents.writing import Unwritable
from corefile.editing import Refused
from corefile.lint import Settings
from corefile.text.writing import Changed, replace_file

PLAIN = "# mine\n. {\n    cache 30\n    forward . 1.1.1.1  # out\n}\n"
CONFIG_MAP = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: coredns, namespace: kube-system}
data:
  Corefile: |
    .:53 {
        cache 30
        forward . /etc/resolv.conf
    }
  NodeHosts: "10.0.0.1 a"
"""
HELM = """\
servers:
- zones: [{zone: .}]
  port: 53
  plugins:
  - name: cache
    parameters: 30
  - name: forward
    parameters: . 1.1.1.1
"""
MARKDOWN = f"# Words\n\n```corefile\n{PLAIN}```\n"
KINDS = {"Corefile": PLAIN, "cm.yaml": CONFIG_MAP, "values.yaml": HELM, "notes.md": MARKDOWN}


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


@pytest.mark.parametrize("name", KINDS)
def test_an_edit_changes_its_word_and_nothing_else(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, name, KINDS[name])
    with corefile.open(path) as file:
        (item,) = file.corefiles
        (server,) = item.editor.servers
        server.set("cache", "60")
    assert path.read_text() == KINDS[name].replace("30", "60")


@pytest.mark.parametrize("name", KINDS)
def test_without_an_edit_no_byte_is_written(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, name, KINDS[name])
    before = path.stat()
    with corefile.open(path) as file:
        assert file.save() is False
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_an_exception_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = written(tmp_path, "Corefile", PLAIN)

    def fail() -> None:
        with corefile.open(path) as file:
            file.corefile.editor.servers[0].set("cache", "60")
            raise KeyError("stop")

    with pytest.raises(KeyError):
        fail()
    assert path.read_text() == PLAIN


def test_several_corefiles_are_edited_at_once(tmp_path: Path) -> None:
    other = CONFIG_MAP.replace("name: coredns", "name: coredns-2")
    path = written(tmp_path, "both.yaml", f"{CONFIG_MAP}---\n{other}")
    with corefile.open(path) as file:
        for item in file.corefiles:
            item.editor.servers[0].set("cache", "60")
        with pytest.raises(LookupError, match=r"several Corefiles: .*coredns, .*coredns-2, key"):
            assert file.corefile
    assert path.read_text().count("cache 60") == 2


def test_what_is_checked_is_the_text_as_it_is_edited(tmp_path: Path) -> None:
    path = written(tmp_path, "cm.yaml", CONFIG_MAP)
    file = corefile.open(path)
    rule = "hosts-missing-fallthrough"
    assert rule not in {item.finding.rule.name for item in file.check().findings}
    file.corefile.editor.servers[0].add("hosts", "/etc/hosts")
    found = {item.finding.rule.name: item.place.start for item in file.check().findings}
    assert file.text[found[rule] :].startswith("hosts /etc/hosts")
    assert path.read_text() == CONFIG_MAP


def test_what_somebody_else_wrote_is_kept(tmp_path: Path) -> None:
    path = written(tmp_path, "Corefile", PLAIN)
    file = corefile.open(path)
    file.corefile.editor.servers[0].set("cache", "60")
    theirs = PLAIN.replace("1.1.1.1", "9.9.9.9")
    path.write_text(theirs)
    with pytest.raises(Changed, match="another program has changed it"):
        file.save()
    assert path.read_text() == theirs
    assert list(tmp_path.iterdir()) == [path]


def test_a_second_save_goes_on_from_the_first(tmp_path: Path) -> None:
    path = written(tmp_path, "Corefile", PLAIN)
    file = corefile.open(path)
    for seconds in ("60", "90"):
        file.corefile.editor.servers[0].set("cache", seconds)
        assert file.save() is True
    assert path.read_text() == PLAIN.replace("30", "90")


def test_a_kind_that_is_not_edited_says_so(tmp_path: Path) -> None:
    text = "{% if x %}\n" + PLAIN + "{% endif %}\n"
    path = written(tmp_path, "Corefile.j2", text)
    file = corefile.open(path)
    for item in file.corefiles:
        item.editor.servers[0].set("cache", "60")
    assert file.corefiles
    with pytest.raises(Unwritable, match="templates are not edited"):
        file.save()
    assert path.read_text() == text


@pytest.mark.parametrize("name", [name for name in KINDS if name != "Corefile"])
def test_a_file_that_is_no_corefile_is_not_loaded_as_one(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, name, KINDS[name])
    with pytest.raises(corefile.NotACorefile, match=r"use `corefile\.open"):
        corefile.load(path)


def test_a_corefile_is_loaded_byte_for_byte(tmp_path: Path) -> None:
    path = tmp_path / "Corefile"
    path.write_bytes(b". {\n # \xff\r\n}\n")
    assert corefile.load(path).encode() == path.read_bytes()


def test_linting_a_text_takes_one_call() -> None:
    findings = corefile.lint(". {\n    forwrd . 1.1.1.1\n}\n")
    assert "unknown-directive" in {finding.rule.name for finding in findings}


def test_a_new_text_takes_the_place_of_what_was_read_only(tmp_path: Path) -> None:
    path = written(tmp_path, "a", "one")
    replace_file(str(path), b"two", b"one")
    with pytest.raises(Changed):
        replace_file(str(path), b"three", b"one")
    assert path.read_text() == "two"


def test_they_are_shown_in_a_line(tmp_path: Path) -> None:
    file = corefile.open(written(tmp_path, "cm.yaml", CONFIG_MAP))
    assert re.fullmatch(r"<OpenFile /.+: 1 Corefile>", repr(file))
    assert repr(file.corefile) == "<OpenCorefile ConfigMap kube-system/coredns, key Corefile>"


def test_edits_that_cause_an_error_are_not_written(tmp_path: Path) -> None:
    path = written(tmp_path, "Corefile", ". {\n    import (x)\n    whoami\n}\n")
    before = path.read_text()
    file = corefile.open(path)
    file.corefile.editor.add_server("corp.example").add("log", "all")
    assert [item.finding.severity for item in file.new_findings()] != []
    with pytest.raises(Refused, match="CoreDNS would refuse"):
        file.corefile.editor.server(".").add("ads")
    strict = corefile.open(path, strict=True)
    strict.corefile.editor.add_server("corp.example").add("log", "all")
    with pytest.raises(Refused, match="the edits cause a finding"):
        strict.save()
    assert path.read_text() == before


def test_the_release_that_runs(tmp_path: Path) -> None:
    path = written(tmp_path, "Corefile", PLAIN)
    old = Settings(build=stock("1.6.0"))
    with pytest.raises(Refused), corefile.open(path, settings=old) as file:
        file.corefile.editor.servers[0].add("local")
    with corefile.open(path) as file:
        file.corefile.editor.servers[0].add("local")
    assert "local\n" in path.read_text()
