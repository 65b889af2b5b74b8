"""Which marks of templates are found, and where a file counts as a template."""

from __future__ import annotations

from typing import Any

import pytest

from corefile.documents import read
from corefile.documents.kinds.template.marks import Role, placeholders
from corefile.documents.sniff import template_name
from tests.work import steps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.vocabulary import Dialect

EVERYTHING: frozenset[Dialect] = frozenset({"braces", "erb", "dollar", "underscores"})

ROLES: list[tuple[str, list[tuple[str, Role]]]] = [
    ("forward . {{ up }}", [("{{ up }}", "value")]),
    ("forward . ${UP} ${B:-1}", [("${UP}", "value"), ("${B:-1}", "value")]),
    ("bind __PILLAR__LOCAL__DNS__:53", [("__PILLAR__LOCAL__DNS__", "value")]),
    ("bind <%= @ip %>", [("<%= @ip %>", "value")]),
    (
        "{% if a %}x{%- elif b %}y{% else %}z{% endif -%}",
        [
            ("{% if a %}", "open"),
            ("{%- elif b %}", "middle"),
            ("{% else %}", "middle"),
            ("{% endif -%}", "close"),
        ],
    ),
    ("{% set a = 1 %}{# note #}", [("{% set a = 1 %}", "other"), ("{# note #}", "other")]),
    ("{% set a %}x{% endset %}", [("{% set a %}", "open"), ("{% endset %}", "close")]),
    (
        "{% raw %}{{ .Name }}{% endraw %}{{ a }}",
        [("{% raw %}", "other"), ("{% endraw %}", "other"), ("{{ a }}", "value")],
    ),
    (
        "{{- if .a }}x{{ else if .b }}y{{- end }}",
        [("{{- if .a }}", "open"), ("{{ else if .b }}", "middle"), ("{{- end }}", "close")],
    ),
    (
        "{{ range $i, $z := .zones }}{{ $z }}{{ end }}{{ $x := 1 }}{{/* c */}}",
        [
            ("{{ range $i, $z := .zones }}", "open"),
            ("{{ $z }}", "value"),
            ("{{ end }}", "close"),
            ("{{ $x := 1 }}", "other"),
            ("{{/* c */}}", "other"),
        ],
    ),
    (
        "{{ range(3) | join }} {{ iffy }}",
        [("{{ range(3) | join }}", "value"), ("{{ iffy }}", "value")],
    ),
    ("bind @@IP@@ %%up_1%%", [("@@IP@@", "value"), ("%%up_1%%", "value")]),
    ('{{ "{{" }} .Name {{"}}"}}', [('{{ "{{" }}', "value"), ('{{"}}"}}', "value")]),
    (
        "<% if a %>x<% elsif b %>y<% end -%>",
        [("<% if a %>", "open"), ("<% elsif b %>", "middle"), ("<% end -%>", "close")],
    ),
    (
        "<% zones.each do |z| %><%# c %><% end %>",
        [("<% zones.each do |z| %>", "open"), ("<%# c %>", "other"), ("<% end %>", "close")],
    ),
    (
        "%{ for a in b ~}x%{ endfor }%{ if c }y%{ else }z%{~ endif }",
        [
            ("%{ for a in b ~}", "open"),
            ("%{ endfor }", "close"),
            ("%{ if c }", "open"),
            ("%{ else }", "middle"),
            ("%{~ endif }", "close"),
        ],
    ),
    ("a: %{SOME_NAME}%b", [("%{SOME_NAME}%", "value")]),
]


@pytest.mark.parametrize(("text", "tags"), ROLES)
def test_marks(text: str, tags: list[tuple[str, Role]]) -> None:
    found = placeholders(text, EVERYTHING)
    assert [(text[tag.start : tag.end], tag.role) for tag in found] == tags
    # In a file with any other name each of them shows by itself what the file is.
    assert placeholders(text, frozenset()) == found


@pytest.mark.parametrize(
    "text",
    [
        "forward . {$UP}",
        "forward . {%UP%}",
        "prometheus {%HOST%}:9153",
        'answer "{{ .Name }} 60 IN A 10.0.0.1"',
        'answer "{{ if eq .Name `a` }}x{{ end }}"',
        'answer "{{ .Name }} 60 IN TXT {{ `a` }}"',
        "        match {{x}}",
        "example.org {# comment #}",
        'log . "{remote} ${x}"',
        "rewrite name regex (.*)\\.a {1}.b",
        "rewrite name regex ^x{1,2}$ y",
        "a__B__ __a__ __A __B_",
        "a@@b@@ {%%A%%} @kubernetes @a@ --a-- %A%",
        r'"Corefile": ". {\n  template A {\n    answer \"{{ .Name }} A 192.0.2.1\"\n  }\n}\n"',
        r'{"data": {"Corefile": ". {\n  template A {\n    answer \"{{ .Name }} A ::\"\n }\n}"}}',
        r'Corefile: ". {\n  template A {\n    match {{ .Name }}\n  }\n}\n"',
        r'answer "{{ .Name }} A 192.0.2.1\n{{ .Name }} A 192.0.2.2"',
        "{{ never closed",
        "{{" + "x" * 5000 + "}}",
        "",
    ],
)
def test_what_is_coredns_s_own(text: str) -> None:
    assert placeholders(text, frozenset()) == ()


def test_a_string_holds_marks_where_the_file_is_a_template() -> None:
    text = 'answer "{{ .Name }} 60 IN A {{ ip }}"\n'
    assert placeholders(text, frozenset()) == ()
    assert len(placeholders(text, frozenset({"braces"}))) == 2
    assert len(placeholders(f"{text}bind {{{{ ip }}}}\n", frozenset())) == 3
    assert len(placeholders(f"{text}bind ${{IP}}\n", frozenset())) == 1


@pytest.mark.parametrize("quote", [r"\"", ""])
def test_a_mark_in_a_string_that_is_the_text(quote: str) -> None:
    (tag,) = placeholders(
        rf'Corefile: ". {{\n  bind {quote}a{quote} {{{{ ip }}}}\n}}\n"', frozenset()
    )
    assert tag.role == "value"


@pytest.mark.parametrize("word", ["@IP@", "%up_1%", "--IP--", "---IP1---"])
def test_what_is_enclosed_in_a_file_that_is_called_a_template(word: str) -> None:
    text = f"bind {word} {{{{ x }}}}"
    found = placeholders(text, frozenset({"braces"}))
    assert [text[tag.start : tag.end] for tag in found] == [word, "{{ x }}"]
    assert len(placeholders(text, frozenset())) == 1


def test_words_in_capitals() -> None:
    text = "kubernetes CLUSTER_DOMAIN REVERSE_CIDRS {\n}STUBDOMAINS\nrcode NXDOMAIN ANY A.B_CDEFG x"
    found = placeholders(text, frozenset({"capitals"}))
    words = ["CLUSTER_DOMAIN", "REVERSE_CIDRS", "STUBDOMAINS"]
    assert [text[tag.start : tag.end] for tag in found] == words
    assert placeholders(text, frozenset()) == ()


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ('{{"{{"}}', '{{"}}"}}'),
        ('{{ "{{" }}', '{{ "}}" }}'),
        ("{{`{{`}}", "{{`}}`}}"),
        ("{{ '{{' }}", "{{ '}}' }}"),
        ('{{- "{{" -}}', '{{- "}}" -}}'),
    ],
)
def test_marks_that_are_written_for_coredns_show_a_template(opening: str, closing: str) -> None:
    text = f'answer "{opening} .Name {closing} 60 IN A {{{{ ip }}}}"\n'
    found = placeholders(text, frozenset())
    assert [text[tag.start : tag.end] for tag in found] == [opening, closing, "{{ ip }}"]


@pytest.mark.parametrize(
    "mark",
    [
        '{{ printf "{{ .Name }}" }}',
        "{{ print `{{ .Name }}` | indent 4 }}",
        """{{ '{{ .Name }}' ~ "a" }}""",
        '{{- "{{ .Name }} \\" {{ .Type }}" }}',
    ],
)
def test_marks_in_a_string_of_a_mark(mark: str) -> None:
    text = f'answer "{mark} 60 IN A 192.0.2.1"\nwhoami # {{{{ .Name }}}} "\n'
    first, *_ = placeholders(text, frozenset())
    assert text[first.start : first.end] == mark


@pytest.mark.parametrize(
    ("name", "bare", "dialects"),
    [
        ("Corefile", "Corefile", set()),
        ("a/Corefile.j2", "a/Corefile", {"braces"}),
        ("coredns.yaml.tmpl", "coredns.yaml", {"braces"}),
        ("coredns.yaml.erb.J2", "coredns.yaml", {"erb", "braces"}),
        ("coredns.yaml.sed", "coredns.yaml", {"capitals"}),
        (".j2", ".j2", set()),
        ("coredns.yaml", "coredns.yaml", set()),
    ],
)
def test_names(name: str, bare: str, dialects: set[Dialect]) -> None:
    assert template_name(name) == (bare, frozenset(dialects))


MANIFEST = "kind: ConfigMap\ndata:\n  Corefile: |\n    . {\n        whoami\n    }\n"


@pytest.mark.parametrize(
    ("text", "name", "is_template"),
    [
        (". {\n forward . ${UP}\n}\n", "Corefile", True),
        (". {\n whoami\n}\n", "Corefile.j2", False),
        (MANIFEST, "x.yaml", False),
        (MANIFEST.replace(".", "{{ zone }}"), "x.yaml", True),
        (MANIFEST.replace("whoami", 'log . "{{"{{"}} x {{"}}"}}"'), "x.yaml", True),
        # Another part of the file is a template of somebody else's.
        (f"{MANIFEST}---\nexpr: ${{job}}\n", "x.yaml", False),
        (f"{MANIFEST}---\nexpr: ${{job}}\n", "x.yaml.j2", True),
        (f"{{{{- if .x }}}}\n{MANIFEST}{{{{- end }}}}\n", "x.yaml", True),
    ],
)
def test_what_is_a_template(text: str, name: str, is_template: bool) -> None:
    assert (read(text, name).template is not None) is is_template


class Searched(str):
    """A text that counts how many of its characters are searched for others."""

    __slots__ = ("searched",)

    def __init__(self, _: str) -> None:
        self.searched = 0

    def find(self, *args: Any) -> int:
        found = super().find(*args)
        self.searched += (len(self) if found < 0 else found) - args[1]
        return found

    def rfind(self, *args: Any) -> int:
        found = super().rfind(*args)
        self.searched += args[2] - max(found, args[1])
        return found


@pytest.mark.parametrize(
    "piece",
    ["{{", "{%", "${", "<%", "__A", "{{'}}", "{# ", "%{if", '{{"', "{{ ABCDEF }}", "ABCDEF "],
)
def test_the_work_grows_as_the_text_does(piece: str) -> None:
    def work(size: int) -> int:
        text = Searched(piece * size)
        return steps(lambda: placeholders(text, frozenset({"braces", "capitals"}))) + text.searched

    # Patterns are compiled where they are first used.
    work(1000)
    one, two, four = (work(size) for size in (1000, 2000, 4000))
    # Twice as much is added for twice as much text; work that is done anew for each mark adds four
    # times as much.
    assert four - two < 2.5 * (two - one) or four == one
