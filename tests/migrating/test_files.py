"""Files of all kinds: what is written where, what is refused as a whole, and where notices are."""

from textwrap import dedent

import pytest

from corefile.coredns.releases.builds import stock
from corefile.documents import read
from corefile.migrating import FileMigration, migrate_files, release_of

MAIN = """\
kind: ConfigMap
metadata: {name: coredns, namespace: kube-system}
data:
  Corefile: |
    .:53 {
        kubernetes cluster.local {
            upstream  # names elsewhere
        }
        prometheus
        import custom/*.override
    }
    import custom/*.server
"""
CUSTOM = """\
kind: ConfigMap
metadata: {name: coredns-custom, namespace: kube-system}
data:
  a.override: |
    header {
        set ra
    }
    cache 30
  b.server: |
    b.example:53 {
        file /db {
            transfer to *
        }
    }
"""


def migrated(old: str, new: str, *texts: str, name: str = "a.yaml") -> list[FileMigration]:
    """Return what becomes of files."""
    names = [f"{number}{name}" for number in range(len(texts))]
    files = [(read(text, each), stock(old)) for text, each in zip(texts, names, strict=True)]
    return list(migrate_files(files, stock(new)))


def test_what_is_imported_from_another_file_goes_with_the_corefile() -> None:
    main, custom = migrated("1.6.9", "1.15.0", MAIN, CUSTOM)
    assert main.text == MAIN.replace(
        "    kubernetes cluster.local {\n            upstream  # names elsewhere\n        }\n",
        "    kubernetes cluster.local\n",
    )
    assert custom.text == CUSTOM.replace("set ra", "response set ra").replace(
        "        file /db {\n            transfer to *\n        }\n",
        "        transfer {\n            to *\n        }\n        file /db\n",
    )


def test_the_corefile_alone_is_refused_for_what_it_imports() -> None:
    """Alone, the Corefile's imports are not followed; with the other file they are."""
    bad = CUSTOM.replace("header {\n        set ra\n    }", "reverse 10.0.0.0/8")
    alone = migrated("1.1.2", "1.12.0", MAIN)
    assert not any(file.is_refused for file in alone)
    both = migrated("1.1.2", "1.12.0", MAIN, bad)
    assert any(file.is_refused for file in both)
    assert [file.edits for file in both] == [(), ()]


def test_notices_about_imported_lines_are_with_them() -> None:
    """`prometheus` is in one file, and `cache` in the other: its metrics are told there."""
    lines = CUSTOM.replace("header {\n        set ra\n    }", "log").replace(
        "transfer to *", "reload 5s"
    )
    main, custom = migrated("1.8.4", "1.8.5", MAIN.replace("upstream", "ttl 5"), lines)
    texts = {
        file.document.name: [
            (notice.text, file.document.text[one.embedded.map.outer(notice.start) :].split()[0])
            for one in file.corefiles
            for notice in one.migration.notices
            if notice.kind == "metrics"
        ]
        for file in (main, custom)
    }
    assert texts["0a.yaml"] == []
    assert [word for _, word in texts["1a.yaml"]] == ["cache"]


def test_lines_alone_are_judged_as_lines() -> None:
    (custom,) = migrated("1.9.4", "1.12.4", CUSTOM)
    assert "response set ra" in custom.text
    assert custom.corefiles[0].migration.answers == ()


def test_lines_get_no_server_block() -> None:
    text = CUSTOM.replace("cache 30", "proxy a.b 10.0.0.1\n    proxy . 10.0.0.2")
    text = text.replace("header {\n        set ra\n    }", "errors")
    (custom,) = migrated("1.3.1", "1.6.0", text)
    assert custom.is_refused
    assert custom.text == text


VALUES = """\
servers:
  - zones: [{zone: .}]
    port: 53
    plugins:
      - name: kubernetes  # ours
        parameters: cluster.local
        configBlock: |-
          upstream
          pods insecure
      - name: proxy
        parameters: . 10.0.0.1
        configBlock: |-
          policy first
"""

MARKDOWN = """\
# Notes

```corefile
.:53 {
    proxy . 10.0.0.1 # all
}
```
"""

#: The name of a file, its text, and the parts that change.
KINDS = {
    "values": (
        "values.yaml",
        VALUES,
        [("          upstream\n", ""), ("name: proxy", "name: forward"), ("first", "sequential")],
    ),
    "markdown": ("a.md", MARKDOWN, [("proxy .", "forward .")]),
    "json": (
        "a.json",
        '{"kind": "ConfigMap", "metadata": {"name": "coredns"}, "data": {"Corefile": '
        '".:53 {\\n    proxy . 10.0.0.1\\n}\\n"}}',
        [("proxy", "forward")],
    ),
    "folded and quoted": (
        "b.yaml",
        "kind: ConfigMap\nmetadata: {name: coredns}\n"
        'data: {Corefile: ".:53 {\\n  proxy . 1.1.1.1\\n}"}\n',
        [("proxy", "forward")],
    ),
    "CRLF": ("Corefile", ".:53 {\r\n\tproxy . 10.0.0.1\r\n}", [("proxy", "forward")]),
}


@pytest.mark.parametrize(("name", "text", "parts"), KINDS.values(), ids=KINDS)
def test_every_kind_of_file_keeps_its_style(
    name: str, text: str, parts: list[tuple[str, str]]
) -> None:
    (file,) = migrated("1.3.1", "1.12.0", text, name=name)
    for old, new in parts:
        text = text.replace(old, new)
    assert file.text == text


def test_an_import_that_is_not_there_is_not_followed() -> None:
    text = "import more/*.conf\n.:53 {\n    import other.conf\n    proxy . 10.0.0.1\n}\n"
    (file,) = migrated("1.3.1", "1.12.0", text, name="Corefile")
    assert file.text == text.replace("proxy", "forward")
    assert file.corefiles[0].migration.not_followed == ("more/*.conf", "other.conf")


def test_a_backup_stays_as_it_was() -> None:
    text = MAIN + "  Corefile-backup: |\n    . {\n        proxy . 1.1.1.1\n    }\n"
    (file,) = migrated("1.3.1", "1.12.0", text)
    assert "proxy . 1.1.1.1" in file.text
    assert "upstream" not in file.text


def test_a_template_is_not_edited() -> None:
    text = MAIN.replace("metadata:", "{{ if .Values.dns }}\nmetadata:").replace(
        "  Corefile", "{{ end }}\n  Corefile"
    )
    (file,) = migrated("1.3.1", "1.12.0", text, name=".yaml.tpl")
    if file.corefiles:
        assert file.unwritable
        assert file.text == text


def test_the_release_is_that_of_the_image() -> None:
    manifest = dedent(
        """\
        kind: Deployment
        spec: {template: {spec: {containers: [{name: coredns, image: "coredns/coredns:1.6.7"}]}}}
        ---
        """
    )
    assert release_of(read(manifest + MAIN, "a.yaml")) == "1.6.7"
    assert release_of(read(MAIN, "a.yaml")) == ""


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("", True),
        ("---\nkind: ClusterRole\nrules: [{resources: [endpointslices]}]\n", False),
    ],
)
def test_rights_that_a_file_gives_are_not_asked_for(more: str, told: bool) -> None:
    (file,) = migrated("1.8.0", "1.8.3", MAIN.replace("upstream", "ttl 5") + more)
    (one,) = file.corefiles
    assert any(each.what == "endpointslices" for each in one.migration.notices) is told


def test_one_string_for_several_keys_is_edited_once() -> None:
    text = (
        "kind: ConfigMap\nmetadata: {name: coredns-custom}\ndata:\n"
        "  a.server: &text |\n    a.b {\n        proxy . 1.1.1.1\n    }\n  b.server: *text\n"
    )
    (file,) = migrated("1.3.1", "1.12.0", text)
    assert file.text == text.replace("proxy", "forward")
