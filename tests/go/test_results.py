"""What the parsers tell about texts that are accepted."""

import pytest

from corefile.go.errors import Invalid
from corefile.go.expr.compile import Call, check_expression
from corefile.go.regexp.compile import check_regex
from corefile.go.template.compile import check_template


def test_groups_of_a_regex() -> None:
    found = check_regex(r"(a)(?P<x>b)(?:c)(?<y>(d))")
    assert (found.groups, found.names) == (4, ("x", "y"))


def test_names_in_a_template() -> None:
    found = check_template(
        "{{ $x := .Name }}{{ $x }} {{ with .Group.a }}{{ .Inner }}{{ $.Zone }}{{ else }}"
        '{{ .Class }}{{ end }}{{ index .Match 1 | parseInt }}{{ define "d" }}{{ .Other }}{{ end }}'
        '{{ template "u" . }}{{ range .Match }}{{ . }}{{ end }}'
    )
    assert found.fields == (".Name", ".Group.a", ".Zone", ".Class", ".Match")
    assert found.variables == ("$x",)
    assert found.functions == ("index", "parseInt")
    assert (found.defined, found.used) == (("d",), ("u",))


def test_a_name_is_in_the_message_of_a_template() -> None:
    with pytest.raises(Invalid, match=r"^template: additional:1: unclosed action$"):
        check_template("{{", name="additional")


def test_calls_in_an_expression() -> None:
    found = check_expression("incidr(client_ip(), '10.0.0.0/8') && metadata('a/b') != name()")
    assert found.type == "bool"
    assert Call("incidr", (None, "10.0.0.0/8")) in found.calls
    assert Call("metadata", ("a/b",)) in found.calls


def test_type_of_an_expression() -> None:
    assert check_expression("name()").type == "string"
    assert check_expression("fromJSON('1')").type == ""
    assert check_expression("nil").type == "nil"
