"""A Corefile and the ConfigMaps whose keys it imports."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

import pytest
import yaml

from corefile.documents import read
from corefile.lint import CheckResult, lint_document, lint_documents
from corefile.lint.cluster import Cluster

MAIN = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns
  namespace: kube-system
data:
  Corefile: |
    .:53 {
        errors
        cache 30
        import custom/*.override
    }
    import custom/*.server
"""
CUSTOM = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns-custom
  namespace: kube-system
data:
  a.override: |
    log
    cache 10
  b.server: |
    example.org {
        whoami
        nosuch
    }
"""
TWICE, UNKNOWN = "plugin-used-twice", "unknown-directive"


def found(checked: CheckResult) -> list[tuple[str, str, int]]:
    return [
        (item.finding.rule.name, item.place.path, item.place.first.line)
        for item in checked.findings
        if item.finding.severity == "error"
    ]


def errors(text: str, name: str = "x.yaml") -> list[str]:
    return [rule for rule, *_ in found(lint_document(read(text, name)))]


def test_a_plugin_that_an_override_repeats() -> None:
    checked = lint_document(read(f"{MAIN}---\n{CUSTOM}", "x.yaml"))
    assert found(checked) == [(TWICE, "x.yaml", 23), (UNKNOWN, "x.yaml", 27)]
    assert (checked.corefiles, checked.not_followed) == (3, 0)
    twice, unknown = (item for item in checked.findings if item.finding.severity == "error")
    assert checked.source.text[twice.place.start : twice.place.end] == "cache"
    assert [(note.message, note.place.path, note.place.first.line) for note in twice.related] == [
        ("it is used here already", "x.yaml", 10),
        ("imported here", "x.yaml", 11),
    ]
    assert '"/etc/coredns/custom/b.server:3 - Error during parsing: ' in unknown.finding.message
    assert [note.place.first.line for note in unknown.related] == [13]


@pytest.mark.parametrize(
    "text",
    [
        f"{CUSTOM}---\n{MAIN}",
        MAIN.replace("import custom", "import /etc/coredns/custom") + "---\n" + CUSTOM,
        MAIN.replace("import custom", "import ./x/../custom") + "---\n" + CUSTOM,
        MAIN.replace("import custom", "import extra.d") + "---\n" + CUSTOM,
        MAIN + "---\n" + CUSTOM.replace("coredns-custom", "coredns-extra"),
        MAIN + "---\n" + CUSTOM.replace("  namespace: kube-system\n", ""),
        MAIN.replace("  namespace: kube-system\n", "") + "---\n" + CUSTOM,
        f"{MAIN}---\n{CUSTOM}---\n{CUSTOM}".replace("coredns-custom", "coredns-extra", 1),
        f"{MAIN}---\n{CUSTOM}---\n{CUSTOM}".replace("kube-system", "other", 2).replace(
            "other", "kube-system", 1
        ),
    ],
    ids=["first", "absolute", "roundabout", "folder", "name", "no namespace", "main without",
         "one of two names", "one of two namespaces"],
)  # fmt: skip
def test_which_config_map_belongs_to_a_corefile(text: str) -> None:
    assert TWICE in errors(text)


@pytest.mark.parametrize(
    "text",
    [
        MAIN + "---\n" + CUSTOM.replace("kube-system", "other"),
        f"{MAIN}---\n{CUSTOM}---\n{CUSTOM.replace('-custom', '-a')}".replace("-custom", "-b"),
        f"{MAIN}---\n{CUSTOM}---\n{CUSTOM}",
        MAIN.replace("custom/*", "custom/*.*") + "---\n" + CUSTOM,
        MAIN.replace("custom/*.override", "/etc/coredns/*.override") + "---\n" + CUSTOM,
        MAIN.replace("custom/*.override", "other/x.conf") + "---\n" + CUSTOM,
        MAIN + "  x.override: |\n    cache 10\n",
    ],
    ids=["namespace", "two", "twice", "pattern", "folder", "file", "same ConfigMap"],
)
def test_where_there_is_doubt_nothing_is_followed(text: str) -> None:
    assert TWICE not in errors(text)


def test_what_is_not_imported_is_judged_alone() -> None:
    text = f"{MAIN}---\n{CUSTOM}".replace("    import custom/*.server\n", "")
    checked = lint_document(read(text, "x.yaml"))
    assert [rule for rule, *_ in found(checked)] == [TWICE, UNKNOWN]
    assert '"b.server:3 - ' in checked.findings[-1].finding.message
    # CoreDNS, and so the expansion, does not come to an import behind a mistake.
    text = f"{MAIN}---\n{CUSTOM}".replace("        errors\n", "        errors }\n")
    assert UNKNOWN in errors(text)


def test_a_file_that_is_named_and_not_there() -> None:
    text = f"{MAIN}---\n{CUSTOM}".replace("custom/*.override", "custom/c.override")
    (item,) = lint_document(read(text, "x.yaml")).findings[:1]
    assert "File to import not found: custom/c.override" in item.finding.message


def test_two_corefiles_that_import_the_same() -> None:
    other = MAIN.replace("name: coredns", "name: coredns-two")
    checked = lint_document(read(f"{MAIN}---\n{other}---\n{CUSTOM}", "x.yaml"))
    assert [rule for rule, *_ in found(checked)] == [TWICE, UNKNOWN]


def test_lists() -> None:
    maps = [yaml.safe_load(MAIN), yaml.safe_load(CUSTOM)]
    plain = {"kind": "List", "apiVersion": "v1", "items": maps}
    nested = {"kind": "List", "apiVersion": "v1", "items": [maps[0], {**plain, "items": maps[1:]}]}
    for content in (plain, nested, {**plain, "kind": "ConfigMapList"}):
        for text in (json.dumps(content), json.dumps(content, indent=4), yaml.dump(content)):
            for name in ("-", "x.yaml"):
                assert errors(text, name) == [TWICE, UNKNOWN]


def test_files_of_one_folder() -> None:
    main, custom, plain = lint_documents(
        [
            read(MAIN, "k8s/coredns.yaml"),
            read(CUSTOM, "k8s/custom.yaml"),
            read(". {\n nosuch\n}\n", "k8s/Corefile"),
        ]
    )
    assert found(main) == [(TWICE, "k8s/custom.yaml", 9), (UNKNOWN, "k8s/custom.yaml", 13)]
    assert (found(custom), custom.corefiles) == ([], 2)
    assert found(plain) == [(UNKNOWN, "k8s/Corefile", 2)]
    # Whichever comes first.
    custom, main = lint_documents([read(CUSTOM, "custom.yaml"), read(MAIN, "coredns.yaml")])
    assert (len(found(main)), len(found(custom))) == (2, 0)


def test_files_of_several_folders() -> None:
    files = [read(MAIN, "a/coredns.yaml"), read(CUSTOM, "b/custom.yaml")]
    assert [len(found(checked)) for checked in lint_documents(files)] == [2, 0]
    # There may be a cluster for each folder.
    files.append(read(MAIN, "c/coredns.yaml"))
    assert [len(found(checked)) for checked in lint_documents(files)] == [0, 1, 0]
    files.append(read(CUSTOM, "c/custom.yaml"))
    assert [len(found(checked)) for checked in lint_documents(files)] == [0, 1, 2, 0]


def test_a_corefile_that_imports_no_keys_leaves_no_doubt() -> None:
    plain = MAIN.replace("import custom", "# import custom")
    files = [read(MAIN, "a/x.yaml"), read(CUSTOM, "b/custom.yaml"), read(plain, "c/x.yaml")]
    assert [len(found(checked)) for checked in lint_documents(files)] == [2, 0, 0]


@pytest.mark.parametrize("name", ["{0}", "./{0}", "b/../{0}", "{1}/{0}"])
def test_a_folder_is_the_same_however_it_is_spelled(name: str) -> None:
    custom = name.format("a/custom.yaml", Path.cwd())
    files = [read(MAIN, "a/x.yaml"), read(MAIN, "b/x.yaml"), read(CUSTOM, custom)]
    assert [len(found(checked)) for checked in lint_documents(files)] == [2, 0, 0]


def test_files_of_a_working_directory_that_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    files = [read(MAIN, "a/x.yaml"), read(CUSTOM, "./a/custom.yaml")]
    assert [len(found(checked)) for checked in lint_documents(files)] == [2, 0]


def test_a_backup_imports_nothing() -> None:
    assert errors(MAIN.replace("Corefile:", "Corefile-backup:") + "---\n" + CUSTOM) == [UNKNOWN]


def test_the_order_of_the_files_does_not_matter() -> None:
    """Neither that of the cluster, nor that in which its files are checked."""
    texts = {
        "a.yaml": CUSTOM,
        "b.yaml": MAIN + "  Corefile-backup: |\n    . {\n        nosuch\n    }\n",
        "c.yaml": CUSTOM.replace("-custom", "-other").replace("nosuch", "neither"),
        "Corefile": ". {\n    nosuch\n}\n",
    }
    documents = [read(text, name) for name, text in texts.items()]
    cluster = Cluster(documents)
    expected = {each.name: said(lint_document(each, cluster=cluster)) for each in documents}
    assert [rule for rule, *_ in expected["b.yaml"]].count(UNKNOWN) == 1
    assert "backup-with-mistakes" in {rule for rule, *_ in expected["b.yaml"]}
    assert UNKNOWN not in {rule for rule, *_ in expected["a.yaml"]}
    for some in permutations(documents):
        assert {each.source.name: said(each) for each in lint_documents(some)} == expected
        cluster = Cluster(documents)
        again = {each.name: said(lint_document(each, cluster=cluster)) for each in some}
        assert again == expected


def said(checked: CheckResult) -> list[tuple[str, str, int, str]]:
    return [
        (item.finding.rule.name, item.place.path, item.place.start, item.finding.message)
        for item in checked.findings
    ]
