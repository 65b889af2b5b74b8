"""What becomes of queries that `template` answers.

CoreDNS 1.15.0 was asked about all that ends in one way.
"""

import pytest

from tests.oracle.trace.format import Case, Query
from tests.oracle.trace.score import config_of, trace_of

PANIC = "panic: runtime error: invalid memory address or nil pointer dereference"


def ends(body: str, type_: str = "A", before: str = "") -> list[tuple[str, str | None, str]]:
    text = f".:53 {{\n{before}\n template IN ANY {{\n{body}\n}}\n}}\n"
    query = Query("w.example.org.", type_)
    case = Case("here", text, {}, (), ())
    (way,) = trace_of(case, config_of(case, "1.15.0"), query).ways
    return [(end.kind, end.rcode, end.error) for end in way.ends]


@pytest.mark.parametrize(
    ("body", "type_", "expected"),
    [
        ('answer "{{ .Name }} 60 IN A 10.0.0.1"', "A", ("answered", "NOERROR", "")),
        ('answer "{{ .Name }} A"', "A", ("answered", "NOERROR", "")),
        ('answer " A 10.0.0.1"', "A", ("answered", "NOERROR", "")),
        (
            'rcode NXDOMAIN\nanswer "{{ .Name }} 60 IN A x"',
            "TXT",
            ("failed", "SERVFAIL", 'dns: bad A A: "x" at line: 1:24'),
        ),
        ('rcode SERVFAIL\nanswer "{{ .Name }} 60 IN A x"', "A", ("failed", "SERVFAIL", "")),
        (
            'answer "{{ .Name }} 60 IN A 10.0.0.1"\nadditional "{{ .Foo }}"',
            "A",
            (
                "failed",
                "SERVFAIL",
                'template: additional:1:3: executing "additional" at <.Foo>: '
                "can't evaluate field Foo in type *template.templateData",
            ),
        ),
        # A text without a record is no error at first.
        ('answer "; nothing"', "A", ("failed", "SERVFAIL", PANIC)),
        ('answer "; nothing"', "TXT", ("dropped", None, "")),
        ('additional "; nothing"', "TXT", ("failed", "SERVFAIL", "")),
        ('authority "; nothing"', "A", ("dropped", None, "")),
        # The library only finds out when it makes a message of it.
        ('answer "{{ .Name }} 60 IN DS 1 8 2 zz"', "A", ("dropped", None, "")),
        # An alias that leads to itself is looked up for ever, but only for addresses.
        ('answer "{{ .Name }} 60 IN CNAME {{ .Name }}"', "AAAA", ("endless", None, "")),
        ('answer "{{ .Name }} 60 IN CNAME {{ .Name }}" "{{ .Foo }}"', "A", ("endless", None, "")),
        ('answer "{{ .Name }} 60 IN CNAME {{ .Name }}"', "TXT", ("answered", "NOERROR", "")),
        ('answer "{{ .Name }} 60 IN CNAME x.{{ .Name }}"', "A", ("answered", "NOERROR", "")),
        (
            'match ^w\nanswer "{{ .Name }} 60 IN CNAME x.example.org."',
            "A",
            ("answered", "NOERROR", ""),
        ),
        # Not worked out here; CoreDNS fails the second.
        ('answer "{{ .Name }} 60 IN TXT {{ .Message.Id }}"', "A", ("answered", "NOERROR", "")),
        ('answer "{{ .Name }} 60 IN LOC x"', "A", ("answered", "NOERROR", "")),
    ],
)
def test_how_a_query_ends(body: str, type_: str, expected: tuple[str, str | None, str]) -> None:
    assert ends(body, type_) == [expected]


def test_an_alias_to_an_alias_to_itself_may_never_end() -> None:
    # Another server block may have the target, so it is not sure.
    found = ends('answer "{{ .Name }} 60 IN CNAME x.example.org."')
    assert [kind for kind, _, _ in found] == ["answered", "endless"]


def test_a_name_that_is_rewritten_may_not_come_back() -> None:
    found = ends('answer "{{ .Name }} 60 IN CNAME {{ .Name }}"', before="rewrite name a. b.")
    assert [kind for kind, _, _ in found] == ["answered", "endless"]


def test_groups_and_variables() -> None:
    body = 'match "^(?P<first>[a-z])\\."\nvar letter group("first")\nanswer "{} A 10.0.0.{}"'
    groups = body.replace("{}", "{{ .Group.first }}", 1).replace("{}", "{{ len .Var.letter }}")
    assert ends(groups) == [("answered", "NOERROR", "")]
    bad = body.replace("{}", "{{ .Name }}", 1).replace("{}", "{{ index .Match 1 }}")
    assert ends(bad) == [("failed", "SERVFAIL", 'dns: bad A A: "10.0.0.w" at line: 1:25')]
