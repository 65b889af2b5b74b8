"""What the Helm chart puts beside its Corefile, and which zone files it cannot use.

What is mounted is read off the chart's deployment.yaml (coredns/helm, 1.46.2); that Helm stops at a
key without a name, and keeps the last of two, is what sigs.k8s.io/yaml makes of such a ConfigMap.
"""

from __future__ import annotations

import pytest

from corefile.documents import Folder, read

SERVERS = "servers:\n- port: 53\n  plugins:\n  - name: log\n    parameters: .\n"
ZONES = "zoneFiles:\n- filename: a.db\n  domain: a.example\n  contents: |\n    a 1\n    b 2\n"
ALL = {"Corefile", "a.db"}


def folder_of(values: str, name: str = "values.yaml") -> Folder | None:
    (corefile,) = read(values, name).corefiles
    return corefile.folder


def indented(text: str) -> str:
    return "".join(f"    {line}" for line in text.splitlines(keepends=True))


STYLES = [
    "|\n    a 1\n    b 2\n",
    '"a 1\\nb 2"\n',
    "'a 1\n\n    b 2'\n",
    ">\n    a 1\n\n    b 2\n",
]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("around", ["", "coredns:\n", "spec:\n  valuesContent: |\n"])
def test_each_character_stands_where_it_is_written(style: str, around: str) -> None:
    values = f"{SERVERS}zoneFiles:\n- filename: a.db\n  contents: {style}"
    text = around + (indented(values) if around else values)
    folder = folder_of(text)
    assert folder is not None
    content = folder.files["a.db"]
    assert content is not None
    assert content.text.split() == ["a", "1", "b", "2"]
    for word in ("a 1", "b 2"):
        start = content.text.index(word)
        first, last = content.map.span(start, start + len(word))
        assert text[first:last] == word


@pytest.mark.parametrize(
    ("more", "names"),
    [
        ("", ALL),
        ("extraVolumeMounts: []\nextraSecrets:\n", ALL),
        ("extraVolumeMounts:\n- {name: x, mountPath: /etc/wherever}\n", ALL),
        ("extraVolumeMounts:\n- {name: x, mountPath: /etc/coredns-custom}\n", ALL),
        ("extraVolumeMounts:\n- {name: x, mountPath: /etc/coredns/x/y}\n", ALL),
        ("extraVolumeMounts:\n- {name: x, mountPath: /etc/coredns/custom/}\n", {*ALL, "custom"}),
        ("extraSecrets:\n- {name: x, mountPath: /etc/coredns/b.db}\n", {*ALL, "b.db"}),
    ],
)
def test_what_is_in_the_folder(more: str, names: set[str]) -> None:
    folder = folder_of(SERVERS + ZONES + more)
    assert folder is not None
    assert (folder.path, {*folder.files}) == ("/etc/coredns", names)
    assert [name for name, file in folder.files.items() if file] == ["a.db"]


@pytest.mark.parametrize(
    "values",
    [
        SERVERS,
        f"{SERVERS}zoneFiles: []\n",
        f"{SERVERS}zoneFiles:\n",
        f"{SERVERS}zoneFiles: {{a: {{filename: a.db, contents: x}}}}\n",
        f"{SERVERS}zoneFiles: [a.db]\n",
        f"{SERVERS}zoneFiles: [{{contents: x}}]\n",
        f"{SERVERS}{ZONES.replace('a.db', '${DOMAIN}.db')}",
        f"{SERVERS}{ZONES.replace('a.db', '__DOMAIN__.db')}",
        f"{SERVERS}{ZONES}extraVolumeMounts: [{{name: x, mountPath: /etc/coredns}}]\n",
        f"{SERVERS}{ZONES}extraVolumeMounts: [{{name: x, mountPath: /etc/coredns/}}]\n",
        f"{SERVERS}{ZONES}extraVolumeMounts: [{{name: x, mountPath: /etc}}]\n",
        f"{SERVERS}{ZONES}extraVolumeMounts: [{{name: x, mountPath: /}}]\n",
        f"{SERVERS}{ZONES}extraVolumeMounts: [{{name: x, mountPath: '${{WHERE}}'}}]\n",
        f"{SERVERS}{ZONES}extraVolumeMounts: [{{name: x}}]\n",
        f"{SERVERS}{ZONES}extraVolumeMounts: [x]\n",
        f"{SERVERS}{ZONES}extraSecrets: x\n",
    ],
)
def test_what_is_not_known(values: str) -> None:
    assert folder_of(values) is None


def test_a_value_that_is_no_text_is_a_file_of_which_nothing_is_known() -> None:
    folder = folder_of(f"{SERVERS}zoneFiles: [{{filename: a, contents: 1}}, {{filename: b}}]\n")
    assert folder is not None
    assert folder.files == {"Corefile": None, "a": None, "b": None}


@pytest.mark.parametrize(
    ("image", "elsewhere"),
    [
        ("", True),
        ("image: {tag: 1.12.0}\n", True),
        ("image: {repository: coredns/coredns}\n", True),
        ("image: {repository: registry.example/mirror/coredns/coredns}\n", True),
        ("image: {repository: registry.example/my-coredns/coredns}\n", False),
        ("image: {repository: coredns}\n", False),
        ("image: mine\n", True),
    ],
)
def test_where_relative_names_lead(image: str, elsewhere: bool) -> None:
    folder = folder_of(SERVERS + ZONES + image)
    assert folder is not None
    assert folder.elsewhere is elsewhere


FIRST = "zoneFiles:\n- filename: a.db\n  contents: x\n"


@pytest.mark.parametrize(
    ("more", "at", "words"),
    [
        (FIRST + "- contents: y\n", "contents", "no `filename`"),
        (FIRST + "- domain: d\n  filename:\n", "filename", "no `filename`"),
        (FIRST + "- {}\n", "{}", "no `filename`"),
        (FIRST + "- filename: 'a.db'\n", "'a.db'", "second key `a.db`"),
        (FIRST + "- filename: Corefile\n", "Corefile", "second key `Corefile`"),
        (FIRST + "- filename: b.db\n- filename: c.db\n", "", ""),
        (FIRST + "- filename: ${X}\n- filename: ${X}\n", "", ""),
        ("zoneFiles: {a: {contents: x}}\n", "", ""),
        ("zoneFiles: [x]\n", "", ""),
    ],
)
def test_zone_files_that_cannot_be_used(more: str, at: str, words: str) -> None:
    text = SERVERS + more
    problems = read(text, "values.yaml").problems
    assert len(problems) == bool(at)
    for problem in problems:
        assert not problem.fatal
        assert words in problem.message
        assert (text[problem.offset : problem.end], problem.offset) == (at, text.rindex(at))


def test_the_last_of_two_counts() -> None:
    folder = folder_of(f"{SERVERS}{FIRST}- filename: a.db\n  contents: y\n")
    assert folder is not None
    content = folder.files["a.db"]
    assert content is not None
    assert content.text == "y"


def test_in_a_template_nothing_is_known() -> None:

    text = f"{SERVERS}{ZONES}{{{{ if .x }}}}\n- filename: {{{{ .y }}}}\n{{{{ end }}}}\n"
    document = read(text, "values.yaml.gotmpl")
    assert document.template is not None
    folders = []
    for variant in document.template.variants():
        (corefile,) = variant.document.corefiles
        folders.append(corefile.folder and {*corefile.folder.files})
    assert folders == [None, ALL]
