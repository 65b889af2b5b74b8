"""Templates that are executed and records that are read: bounds, and what is not known."""

import contextlib
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefile.go.errors import Invalid
from corefile.go.records.record import NotKnown, Record, read_record
from corefile.go.template.compile import check_template
from corefile.go.template.execute import Failed, execute
from corefile.go.template.values import UNKNOWN, Struct, Unknown
from tests.oracle.languages.hunt import DATA
from tests.oracle.languages.templates import TERMS, WORDS
from tests.work import steps


def made(text: str, data: Struct = DATA) -> str | Unknown:
    return execute(check_template(text), text, data)


@pytest.mark.parametrize(
    "text",
    [
        "{{ .Message.Id }}",
        '{{ .Meta "a/b" }}',
        '{{ if .Meta "a/b" }}x{{ end }}',
        "{{ . }}",
        '{{ printf "%8.3f" 1.5 }}',
        "{{ range 1000000 }}x{{ end }}",
        '{{ define "r" }}{{ template "r" . }}{{ end }}{{ template "r" . }}',
        '{{ $x := "ab" }}{{ range 100 }}{{ $x = print $x $x }}{{ end }}{{ $x }}',
        '{{ printf "%9999d" 1 }}' * 10,
    ],
)
def test_what_is_not_known(text: str) -> None:
    assert made(text) is UNKNOWN


def test_what_is_not_known_does_not_matter_where_it_is_not_reached() -> None:
    assert made('{{ if false }}{{ .Meta "x" }}{{ end }}a{{ or 1 .Message.Id }}') == "a1"


@pytest.mark.parametrize(
    "text",
    [
        '{{ $x := "a" }}{{ range 5000 }}{{ range 5000 }}{{ end }}{{ end }}',
        "{{ if .Name }}" * 3000 + "{{ end }}" * 3000,
        "{{ print " + "(print " * 3000 + "1" + ")" * 3000 + "}}",
        "{{ print (print .Foo " + "(print " * 3000 + "1" + ")" * 3000 + ") }}",
        '{{ template "r" . }}{{ define "r" }}{{ template "r" . }}{{ template "r" . }}{{ end }}',
        "{{ .Name" + ".a" * 5000 + " }}",
    ],
    ids=lambda text: text[:12],
)
def test_no_template_takes_long(text: str) -> None:
    def work() -> None:
        with contextlib.suppress(Failed):
            made(text)

    check_template(text)
    assert steps(work) < 1_500_000


RECORD_BYTES = st.text(
    st.sampled_from(string.ascii_letters + string.digits + ' .\t\n\\"();@$#-:=,é\udcff'),
    max_size=60,
)
STARTS = st.sampled_from(
    "|a. A |a. 60 IN TXT |a. SOA |a. HTTPS 1 . |a. TYPE9 \\# |$TTL |a. NAPTR |a. DS 1 |a. MX 10 "
    "|a. CAA 0 issue |a. LOC |$GENERATE |a. NSEC ".split("|")
)


@given(STARTS, RECORD_BYTES)
def test_any_text_is_a_record_or_not(start: str, rest: str) -> None:
    found: Record | str | None
    try:
        found = read_record(start + rest)
    except NotKnown:
        return
    except Invalid as invalid:
        found = str(invalid)
    assert not isinstance(found, str) or found.startswith("dns: ")


ACTIONS = st.lists(st.sampled_from([*WORDS, *TERMS, "index", ".Var.n", ".Match"]), max_size=6)
TEXTS = st.lists(
    st.one_of(
        st.sampled_from(["a", "\n", "{{end}}", "{{else}}", "{{range .Match}}", "{{if .Name}}"]),
        ACTIONS.map(lambda words: "{{ " + " ".join(words) + " }}"),
    ),
    max_size=6,
).map("".join)


@given(TEXTS)
def test_any_template_makes_a_text_or_fails(text: str) -> None:
    try:
        check_template(text)
    except Invalid:
        return
    failed = "template: answer:"
    try:
        found = made(text)
    except Failed as why:
        failed = str(why)
    else:
        assert found is UNKNOWN or isinstance(found, str)
    assert failed.startswith("template: answer:")


@pytest.mark.parametrize("piece", ["a ", "(", '"', "\\", ";", "\n", "() ", "1.", "\\000"])
def test_records_take_time_in_proportion(piece: str) -> None:
    def read(size: int) -> None:
        with contextlib.suppress(Invalid):
            read_record("a. TXT " + piece * size)

    assert steps(lambda: read(200)) < 5 * steps(lambda: read(50)) + 1000
