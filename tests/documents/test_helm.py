"""The Corefile that the Helm chart makes of its values, and the places of its characters.

The expected texts are what Go's text/template prints for the ``configmap.yaml`` of the chart
(coredns/helm, 1.46.2), read as YAML again; so it was compared over thousands of random values.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefile.documents import Document, read
from corefile.lint import lint_document


def one(text: str, name: str = "values.yaml") -> tuple[str, Document]:
    document = read(text, name)
    (corefile,) = document.corefiles
    for run in corefile.map.segments:
        inner = corefile.text[run.inner : run.inner + run.length]
        assert inner == text[run.outer : run.outer + run.length]
    return corefile.text, document


def placed(text: str, word: str, name: str = "values.yaml") -> str:
    """What stands in the file where a word of the Corefile is said to stand."""
    inner, document = one(text, name)
    start = inner.index(word)
    first, last = document.corefiles[0].map.span(start, start + len(word))
    return text[first:last]


@pytest.mark.parametrize(
    ("values", "corefile"),
    [
        (
            "servers:\n- zones:\n  - zone: .\n    use_tcp: true\n  port: 53\n  plugins:\n"
            "  - name: errors\n  - name: cache\n    parameters: 30\n"
            "    configBlock: |-\n      success 5\n      denial 6\n",
            ".:53 {\n    errors\n    cache 30 {\n        success 5\n        denial 6\n    }\n}",
        ),
        # The port is that of the last zone alone.
        (
            "servers:\n- zones: [{zone: a}, {zone: b, scheme: tls://}]\n  port: 5353\n"
            "  plugins: [{name: log, parameters: ''}]\n",
            "a tls://b:5353 {\n    log\n}",
        ),
        # Without a port the brace is glued to the zone.
        (
            "servers:\n- zones:\n  - {}\n  plugins:\n  - {name: log, parameters: 0}\n",
            ".{\n    log\n}",
        ),
        (
            "servers:\n- port: '53'\n  plugins:\n  - {name: log, parameters: '0'}\n",
            ".:53 {\n    log 0\n}",
        ),
        # Numbers are what Go prints; only text stays as it is written.
        (
            "servers:\n- port: 0x35\n  plugins:\n  - {name: cache, parameters: 1000000}\n"
            "  - {name: cache, parameters: 1_0.50}\n  - {name: cache, parameters: yes}\n",
            ".:53 {\n    cache 1e+06\n    cache 10.5\n    cache true\n}",
        ),
        (
            "extraConfig:\n  import: {parameters: x/*}\n  b: {}\nservers:\n- port: 53\n"
            "  plugins:\n  - name: log\n- port: 54\n  zones: []\n  plugins:\n  - name: errors\n",
            "b\nimport x/*\n.:53 {\n    log\n}\n.:54 {\n    errors\n}",
        ),
        (
            "servers:\n- port: 53\n  plugins:\n  - name: hosts\n    configBlock: |\n\n      # x\n",
            ".:53 {\n    hosts {\n        \n        # x\n        \n    }\n}",
        ),
    ],
)
def test_renders_like_the_chart(values: str, corefile: str) -> None:
    assert one(values)[0] == corefile


VALUES = """\
servers:
  - zones:
      - zone: example.org
    port: 53
    plugins:
      - name: "forward"
        parameters: . "a\\tb" >-
      - name: hosts
        configBlock: |
          10.0.0.1 a.example
          fallthrough
"""


@pytest.mark.parametrize("word", ["example.org", "53", "10.0.0.1 a.example", "fallthrough"])
def test_words_stand_where_they_are_written(word: str) -> None:
    assert placed(VALUES, word) == word


def indented(text: str, blanks: int) -> str:
    return "".join(f"{' ' * blanks}{line}" for line in text.splitlines(keepends=True))


IN_TEXT = [
    (
        "apiVersion: helm.cattle.io/v1\nkind: HelmChartConfig\nspec:\n  valuesContent: |\n"
        + indented(VALUES, 4),
        "Helm values in spec.valuesContent",
    ),
    (
        "kind: Application\nspec:\n  source:\n    helm:\n      values: |\n" + indented(VALUES, 8),
        "Helm values in spec.source.helm.values",
    ),
]
IN_PLACE = [
    (VALUES, "Helm values"),
    (f"rke2-coredns:\n{indented(VALUES, 2)}", "Helm values in rke2-coredns"),
    (f"kind: HelmRelease\nspec:\n  values:\n{indented(VALUES, 4)}", "Helm values in spec.values"),
    (
        "kind: Application\nspec:\n  sources:\n  - helm:\n      valuesObject:\n"
        + indented(VALUES, 8),
        "Helm values in spec.sources.helm.valuesObject",
    ),
]


@pytest.mark.parametrize(("text", "label"), [*IN_PLACE, *IN_TEXT])
def test_where_values_are(text: str, label: str) -> None:
    inner, document = one(text, "x.yaml")
    assert inner == one(VALUES)[0]
    assert document.corefiles[0].origin.title == label
    for word in ("example.org", "10.0.0.1 a.example", "fallthrough"):
        assert placed(text, word, "x.yaml") == word


@pytest.mark.parametrize(
    "text",
    [
        "servers: []\nplugins: parameters\n",
        "servers:\n- url: https://a.example\nplugins:\n- name: cors\n  parameters: x\n",
        "servers:\n- port: 80\n  plugins: [cors]\n  parameters: x\n",
        "servers:\n- zones: [eu-west]\n  plugins:\n  - name: x\n    parameters: y\n",
        "servers:\n- port: 80\n  plugins:\n  - name: gzip\n",
        VALUES.replace("name:", "id:"),
        VALUES + "deployment:\n  skipConfig: true\n",
        VALUES + "deployment:\n  enabled: false\n",
    ],
)
def test_what_are_no_values(text: str) -> None:
    document = read(text, "x.yaml")
    assert (document.corefiles, document.problems) == ((), ())


def test_what_the_chart_does_not_read() -> None:
    text = VALUES.replace("zone: example.org", "name: example.org").replace(
        "name: hosts", "hosts: x"
    )
    _, document = one(text)
    words = [text[problem.offset : problem.end] for problem in document.problems]
    assert words == ["name", "hosts"]


SHAPES = [
    ("      - name: hosts\n        configBlock", "      - name: hosts\n        configblock",
     "configblock", False, "Did you mean `configBlock`?"),
    ("parameters", "parameter", "parameter", False, "Did you mean `parameters`?"),
    ("    port: 53\n", "    ports: 53\n", "ports", False, "Did you mean `port`?"),
    ("    port: 53\n", "", "zones", False, "one word, `example.org{`,"),
    ("- name: hosts\n", "- loop\n      - name: hosts\n", "loop", True, "Write `name: loop`."),
    ("- zone: example.org", "- example.org", "example.org", True, "Write `zone: example.org`."),
    ("configBlock: |\n          10", "configBlock:\n          - 10", "configBlock", True,
     "is a list, not text: Helm stops at it"),
    ('parameters: . "a\\tb" >-', "parameters: [., x]", "parameters", False,
     "is a list, not text: the chart writes it as Go shows it"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "at", "fatal", "words"),
    SHAPES,
    ids=[row[1].strip() or "no port" for row in SHAPES],
)
def test_what_the_chart_does_not_read_or_stops_at(
    old: str, new: str, at: str, *, fatal: bool, words: str
) -> None:
    text = VALUES.replace(old, new).replace("- 10.0.0.1 a.example\n          fall", "- fall")
    document = read(text, "values.yaml")
    assert document.corefiles
    (problem,) = (each for each in document.problems if words in each.message)
    assert text[problem.offset : problem.end].splitlines()[0] == at
    assert problem.fatal is fatal


#: One slip in sound values, and the word that the only finding is at.
SOUND = """\
servers:
- zones:
  - zone: example.org
  port: 53
  plugins:
  - name: errors
  - name: hosts
    configBlock: |-
      192.0.2.7 a.example.org
      fallthrough
  - name: forward
    parameters: . 192.0.2.1
"""
SLIPS = [
    ("  port: 53\n", "", "zones"),
    ("port: 53", "ports: 53", "ports"),
    ("zones:", "zone:", "zone"),
    ("  - zone: example.org\n", "  - zone: example.org\n  - zon: example.net\n", "zon"),
    ("- name: errors", "- nam: errors", "nam"),
    ("configBlock", "configBlck", "configBlck"),
    ("parameters: . 1", "paramters: . 1", "paramters"),
]


#: A server without a port.
SERVER = """
- zones:
  - zone: example.org
  plugins:
  - name: acl
    configBlock: {}
"""


@pytest.mark.parametrize(("old", "new", "word"), SLIPS)
def test_one_slip_in_values_is_one_finding(old: str, new: str, word: str) -> None:
    text = SOUND.replace(old, new, 1)
    assert lint_document(read(SOUND, "values.yaml")).findings == ()
    (item,) = lint_document(read(text, "values.yaml")).findings
    assert text[item.place.start : item.place.end] == word


def test_a_slip_in_values_is_an_error_where_coredns_refuses_the_corefile() -> None:
    for old, new, word in SLIPS:
        (item,) = lint_document(read(SOUND.replace(old, new, 1), "values.yaml")).findings
        refused = word == "paramters"
        assert (item.finding.severity == "error") is refused, word
        assert bool(item.consequences) >= refused


@pytest.mark.parametrize(
    ("server", "wrong"),
    [
        (SERVER, "{}"),
        ("[{{zones: [{{zone: example.org}}], plugins: [{{name: acl, configBlock: {}}}]}}]", "'{}'"),
    ],
    ids=["block", "flow"],
)
def test_what_is_wrong_beside_a_port_that_is_missing(server: str, wrong: str) -> None:
    """What is found with a port too does not follow, and is said as it is then."""
    text = "servers: " + server.format(wrong.format("allow net 192.0.2.0/24"))
    found = lint_document(read(text, "values.yaml")).findings
    names = [item.finding.rule.name for item in found]
    assert names == ["unreadable-document", "acl-allow-only"]
    follow = {item.finding.rule.name for item in found[0].consequences}
    assert follow == {"missing-space-before-brace"}


def test_what_is_said_of_a_zone_that_a_missing_port_makes() -> None:
    text = "servers:" + SERVER.format("allow net 192.0.2.0/24").replace(
        "name: acl", "name: log\n    parameters: b.example\n  - name: acl"
    )
    found = lint_document(read(text, "values.yaml")).findings
    (item,) = (each for each in found if each.finding.rule.name == "plugin-zone-outside-block")
    assert "only those for `example.org:53`" in item.finding.message


def test_an_error_of_its_own_is_found_beside_a_slip_in_values() -> None:
    text = SOUND.replace("  port: 53\n", "").replace("errors", "erors")
    found = lint_document(read(text, "values.yaml")).findings
    names = [item.finding.rule.name for item in found]
    assert names == ["unreadable-document", "unknown-directive"]


def test_without_port_coredns_takes_the_brace_for_a_part_of_the_zone() -> None:
    """As it says itself: `.{` is no domain name, `example.org{` is one."""
    text = SOUND.replace("  port: 53\n", "")
    (item,) = lint_document(read(text, "values.yaml")).findings
    assert "`example.org{`, and CoreDNS serves a zone of that name" in item.finding.message
    text = text.replace("zone: example.org", "zone: .")
    (item,) = lint_document(read(text, "values.yaml")).findings
    assert item.finding.severity == "error"
    assert "`.{`, and CoreDNS refuses the Corefile" in item.finding.message


def test_keys_for_people_are_let_be() -> None:
    text = VALUES.replace("- name: hosts", "- name: hosts\n        comment: x\n        enabled: y")
    assert not read(text, "values.yaml").problems


@pytest.mark.parametrize(
    "text",
    [
        "servers:\n- zones:\n  - zone: .\n  port: 53\n  plugins:\n  - name: errors\n",
        'kind: HelmChartConfig\nspec:\n  valuesContent: "x: 1\\nservers:\\n- port: 53\\n  plugins:'
        '\\n  - {name: log, parameters: a}\\n"\n',
    ],
    ids=["names alone", "behind an escape"],
)
def test_values_are_found(text: str) -> None:
    assert len(read(text, "values.yaml").corefiles) == 1


def test_placeholders_in_values() -> None:
    text = VALUES.replace("example.org", "${DOMAIN}")
    assert read(text, "values.yaml").template is not None
    assert read(text.replace("53", "{{ port }}"), "values.yaml.tmpl").template is not None


WORDS = st.sampled_from(
    ["a", "53", "'x y'", '"\\u0041b"', "0", "1e9", "~", "[b]", "{}", "|-\n  k", ""]
)


@given(st.lists(WORDS, min_size=4, max_size=4))
def test_any_values_will_do(words: list[str]) -> None:
    keys = ("    zone: ", "  port: ", "  - name: ", "    configBlock: ")
    lines = [
        f"{key}{word}".replace("\n", "\n      ") for key, word in zip(keys, words, strict=True)
    ]
    text = "\n".join(
        ["servers:", "- zones:", "  -", lines[0], lines[1], "  plugins:", *lines[2:], ""]
    )
    for corefile in read(text, "values.yaml").corefiles:
        assert all(0 <= corefile.map.outer(n) <= len(text) for n in range(len(corefile.text) + 1))


def values_of(chart: str, count: int = 2000) -> str:
    """Many charts, each with the same long lists."""
    plugins = "".join(f"  - {{name: log, parameters: a{n}}}\n" for n in range(count))
    zones = "".join(f"- {{filename: a{n}.db, contents: x}}\n" for n in range(count))
    charts = "".join(f"c{n}: {chart}\n" for n in range(count))
    return f"s: &s\n- port: 53\n  plugins: &p\n{plugins}z: &z\n{zones}{charts}# servers: x\n"


@pytest.mark.parametrize(
    "text",
    [
        values_of("{servers: *s}"),
        values_of("{servers: [{port: 53, plugins: *p}]}"),
        values_of("{servers: [{port: 53, plugins: [{name: a, parameters: b}]}], zoneFiles: *z}"),
        "a: &a [x]\n"
        + "".join(f"a{n}: &a [{', '.join(['*a'] * 9)}]\n" for n in range(99))
        + VALUES,
        f"top: &top\n  below: *top\n{indented(VALUES, 2)}",
    ],
)
def test_aliases_that_stand_for_far_more_than_the_file(text: str) -> None:
    assert read(text, "x.yaml").corefiles == ()


def test_aliases_are_followed() -> None:
    text = values_of("{servers: *s, zoneFiles: *z}", 10)
    corefiles = read(text, "x.yaml").corefiles
    assert [len(corefile.text.split("\n")) for corefile in corefiles] == [12] * 10
    assert [corefile.folder and len(corefile.folder.files) for corefile in corefiles] == [11] * 10


def test_texts_in_texts() -> None:
    def nested(depth: int) -> str:
        lines = [f"{'  ' * n}values: |\n" for n in range(depth)]
        return "".join(lines) + "".join(
            f"{'  ' * depth}{line}" for line in VALUES.splitlines(keepends=True)
        )

    assert placed(nested(2), "fallthrough") == "fallthrough"
    assert read(nested(1000), "x.yaml").corefiles == ()


RKE2 = "kind: HelmChartConfig\nmetadata:\n  name: rke2-coredns\nspec:\n  valuesContent: |-\n"
ONE = "servers:\n- zones:\n  - zone: corp.example\n  port: 53\n  plugins:\n  - name: whoami\n"


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        (RKE2 + indented(ONE, 4), True),
        (RKE2.replace("|-", "|") + indented(ONE, 4), True),
        (f"a: 1\n---\n{RKE2}{indented(ONE, 4)}", True),
        (
            RKE2 + indented(ONE.replace("whoami", "kubernetes\n    parameters: cluster.local"), 4),
            False,
        ),
        (RKE2 + indented(f"extraConfig:\n  import:\n    parameters: x\n{ONE}", 4), False),
        (RKE2.replace("rke2-coredns", "coredns") + indented(ONE, 4), False),
        (f"{RKE2}    a: 1\n---\n{ONE}", False),
        (ONE, False),
    ],
)
def test_servers_for_rke2_replace_its_own(text: str, is_told: bool) -> None:
    told = [each for each in read(text, "values.yaml").problems if "RKE2" in each.message]
    assert [text[each.offset : each.end] for each in told] == ["servers"] * is_told


#: Values with a server without a port and a key that is misspelt; and what is around them.
MISSPELT = (
    "servers:\n- zones: [{zone: .}]\n  plugins:\n  - name: log\n    configblock: class error\n"
)
AROUND = [
    ("a.md", "```yaml\n{}```\n"),
    ("a.md", "> - ```yaml\n>   {}>   ```\n"),
    ("a.rst", "x::\n\n  {}"),
    ("a.sh", "cat >values.yaml <<'X'\n{}X\n"),
    ("a.md", "```sh\ncat >values.yaml <<'X'\n{}X\n```\n"),
    ("a.tf", "values = [<<-X\n  {}X\n]\n"),
]


@pytest.mark.parametrize(("name", "around"), AROUND)
def test_what_the_chart_does_not_read_in_other_files(name: str, around: str) -> None:
    before = around.partition("{}")[0].rpartition("\n")[2].replace("-", " ")
    text = around.format(MISSPELT.replace("\n", f"\n{before}").removesuffix(before))
    alone = [problem.message for problem in read(MISSPELT, "values.yaml").problems]
    problems = read(text, name).problems
    assert [problem.message for problem in problems] == alone
    assert text[problems[1].offset : problems[1].end] == "configblock"


#: What the chart of k8s_gateway puts into its server block.
GATEWAY = """\
domain: example.org
extraZonePlugins:
  - name: errors
  - name: health
    configBlock: |-
      lameduck 5s
  - name: forward
    parameters: . 192.0.2.1
"""


def test_the_plugins_beside_k8s_gateway() -> None:
    lines = "\n    errors\n    health {\n        lameduck 5s\n    }\n    forward . 192.0.2.1"
    corefile, document = one(GATEWAY)
    assert corefile == lines
    assert document.corefiles[0].kind == "override"
    assert placed(GATEWAY, "192.0.2.1") == "192.0.2.1"
    below = "spec:\n  values:\n" + "".join(f"    {line}\n" for line in GATEWAY.splitlines())
    assert one(f"kind: HelmRelease\n{below}", "release.yaml")[0] == lines
    assert not lint_document(document).findings


@pytest.mark.parametrize(
    "text",
    [
        "extraZonePlugins: []\n",
        "extraZonePlugins:\n- forward\n",
        "extraZonePlugins: |\n  forward . 192.0.2.1\n",
        "plugins:\n- name: errors\n",
    ],
)
def test_other_lists_are_not_of_k8s_gateway(text: str) -> None:
    assert not read(text, "values.yaml").corefiles
