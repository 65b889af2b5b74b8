"""The texts that a template may render to, and the places of their characters in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefile.documents import Document, Variant, has_unknown, read
from corefile.documents.kinds.template.marks import placeholders
from corefile.documents.kinds.template.rendering import Rendered, Rendering, rendering_of
from corefile.lint import lint_document
from tests.documents.test_marks import EVERYTHING


def template(text: str) -> Rendering:
    return rendering_of(text, placeholders(text, EVERYTHING))


def has(rendered: Rendered, offset: int) -> bool:
    """Tell whether a place of the template is in a text."""
    document = Document("", rendered.text, (), ())
    return Variant(document, rendered.map, rendered.left_out, ()).has(offset)


def texts(text: str, name: str = "Corefile.j2") -> list[str]:
    """What the Corefiles of a template may be, `?` in place of the words put in."""
    document = read(text, name)
    assert document.template is not None
    variants = document.template.variants()
    found = [item.text for variant in variants for item in variant.document.corefiles]
    return [text.replace("…", "") for text in dict.fromkeys(found)]


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        ("{{ zone }}:53 {\n}\n", ["{$}:53 {\n}\n"]),
        ("a{% if x %}b{% endif %}c", ["abc", "ac"]),
        ("a{% if x %}b{% else %}c{% endif %}", ["ab", "ac"]),
        ("{% if x %}a{% elif y %}b{% else %}c{% endif %}", ["a", "b", "c"]),
        # The one without `else` may leave nothing, the other one never does.
        ("{% if x %}a{% else %}b{% endif %}{% if y %}c{% endif %}", ["ac", "b"]),
        ("{% if x %}a{% if y %}b{% endif %}{% endif %}", ["ab", ""]),
        ("{% for x in y %}{% if z %}a{% else %}b{% endif %}{% endfor %}", ["a", "b", ""]),
        (
            "{% if x %}{% if y %}a{% elif z %}b{% else %}c{% endif %}d{% else %}e{% endif %}",
            ["ad", "bd", "cd", "e"],
        ),
        ("a (@= b @)(@- if c: @) d(@ else: @)e(@ end @)", ["a {$} d", "a {$}e"]),
        ("log\n{{- if .x }}\nerrors\n{{- end }}\nready", ["log\nerrors\nready", "log\nready"]),
        ("a\n  {%- if x -%}  b {%- endif -%}  \nc", ["abc", "ac"]),
        (":{% if x %}{$IP}{% endif %}:{{ p }}", [":{$IP}:{$}", "::{$}"]),
        ("{% if x %}a", ["a", ""]),
        ("a{% endif %}b", ["ab"]),
        # A line of which nothing is known may be any number of lines.
        (". {\n  {{ a }}\n}", [". {\n  import {$}\n}"]),
        (". {\n  {{ a }} {{ b }}\n}", [". {\n  import {$}\n}"]),
        (". {\n}{{ a }}\n", [". {\n}\nimport {$}\n"]),
        (". {\n  {% if x %}{{ a }}{% endif %}\n}", [". {\n  import {$}\n}", ". {\n  \n}"]),
        (". {\n{{ a }}\n  log\n}", [". {\n  import {$}\n  log\n}"]),
        (". {\n  x {{ a }}\n}", [". {\n  x {$}\n}"]),
    ],
)
def test_texts(text: str, rendered: list[str]) -> None:
    assert texts(text) == rendered


MANIFEST = """\
{%- if enabled %}
kind: ConfigMap
metadata:
  name: {{ name }}
{{ labels | indent(2) }}
data:
  Corefile: |
{% for zone in zones %}
    {{ zone }} {
        whoami
{{ more | indent(8) }}
    }
{% endfor %}
    . {
        errors
    }
{% endif %}
"""


def test_manifest() -> None:
    (first,) = texts(MANIFEST, "x.yaml.j2")
    lines = [line for line in first.splitlines() if line.strip()]
    assert lines == ["{$} {", "    whoami", "    import {$}", "}", ". {", "    errors", "}"]


def test_only() -> None:
    parts = template(
        "a{% if x %}b{% if y %}c{% endif %}{% endif %}{% if z %}d{% else %}e{% endif %}"
    )
    assert [parts.only(index).text for index in range(3)] == ["abe", "abce", "ad"]
    place = parts.text.index("c{%")
    inside = {"a": None, "b{%": 0, "c{%": 1, "{% if z": None, "d{%": 2, "e{%": 2}
    places = {parts.text.index(part): index for part, index in inside.items()}
    assert parts.around(places) == places
    assert [parts.outside(index) for index in range(3)] == [None, 0, None]
    assert [has(parts.only(index), place) for index in range(3)] == [False, True, False]


PIECES = [
    *("a", " ", "\n", "  ", "}", "{", "# x", "{{ v }}", "{{- v }}", "${V}", "__V__", "<%= v %>"),
    *("{% if x %}", "{%- else -%}", "{% endif %}", "{{- if .x }}", "{{ else }}", "{{- end }}"),
    *("<% if x %>", "<% end %>", "%{ if x }", "%{ endif ~}", "{# c #}", "{{", "}}", "{%", "%}"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_every_character_has_its_place(text: str) -> None:
    made = template(text)
    for variant in made.variants():
        spans = [(tag.start, tag.end) for tag in made.tags]
        for run in variant.map.segments:
            copied = variant.text[run.inner : run.inner + run.length]
            for inner, outer in zip(copied, range(run.outer, run.outer + run.length), strict=True):
                in_mark = any(start <= outer < end for start, end in spans)
                assert in_mark or inner == text[outer]
                assert has(variant, outer)
        ends = [variant.map.outer(offset) for offset in range(len(variant.text) + 1)]
        assert ends == sorted(ends)
        assert 0 <= ends[0] <= ends[-1] <= len(text)


@given(st.lists(st.sampled_from([piece for piece in PIECES if "{" not in piece]), max_size=25))
def test_a_text_without_marks_is_itself(pieces: list[str]) -> None:
    text = "".join(piece for piece in pieces if "_" not in piece and "%" not in piece)
    assert [variant.text for variant in template(text).variants()] == [text]


@pytest.mark.parametrize(
    ("value", "certain"),
    [("", True), ("\n{{ text }}", False), (" 5", True), (" 5 {{ more }}", False)],
)
def test_a_problem_is_certain_where_no_mark_is_near(value: str, certain: bool) -> None:
    text = f"kind: ConfigMap\nmetadata: {{name: '{{{{ name }}}}'}}\ndata:\n  Corefile:{value}\n"
    document = read(text, "x.yaml.j2")
    assert document.template is not None
    (variant,) = document.template.variants()
    assert bool(variant.certain) is certain
    assert {*variant.certain} <= {*variant.document.problems}


@pytest.mark.parametrize(
    ("first", "second", "certain"),
    [
        ("     .:53 {", "      log", True),
        ("     .:53 {", "      {{ log }}", False),
        ("     {{ zone }} {", "      log", False),
        ("     .:53 {", "{{- if log }}\n      log\n{{- end }}", False),
    ],
)
def test_lines_that_are_indented_badly(first: str, second: str, certain: bool) -> None:
    lines = (first, second, "    }", "    {{ name }} {", "      whoami", "    }")
    text = "kind: ConfigMap\ndata:\n  Corefile: |\n" + "".join(f"{line}\n" for line in lines)
    document = read(text, "x.yaml.tpl")
    assert document.template is not None
    variant = next(document.template.variants())
    assert len(variant.document.problems) == 1
    assert bool(variant.certain) is certain


def test_what_is_put_in_is_not_known() -> None:
    document = read(". {\n  forward . {{ upstream }}\n  log {$NAME}\n}\n", "Corefile.j2")
    assert document.template is not None
    (variant,) = document.template.variants()
    lines = variant.document.corefiles[0].text.splitlines()
    assert [has_unknown(line) for line in lines] == [False, True, False, False]


def test_a_manifest_of_k3s_is_a_template() -> None:
    text = (
        "kind: ConfigMap\nmetadata:\n  name: coredns\ndata:\n  Corefile: |\n    . {\n"
        "      whoami\n    }\n    %{CLUSTER_DOMAIN}% {\n      whoami\n    }\n---\n"
        "kind: Pod\nspec:\n  containers:\n"
        "  - image: %{SYSTEM_DEFAULT_REGISTRY}%rancher/mirrored-coredns-coredns:1.9.1\n"
    )
    document = read(text, "coredns.yaml")
    assert document.template is not None
    named = [item.finding.rule.name for item in lint_document(document).findings]
    assert named == ["template-placeholder"]
