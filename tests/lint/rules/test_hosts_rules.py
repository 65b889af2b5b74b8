"""The rules about lines of `hosts` that CoreDNS accepts and ignores."""

import pytest

from corefile.lint import Finding, all_rules, lint
from tests.lint.rules.after_fix import after_fix


def found(code: str, text: str) -> list[Finding]:
    return lint(text, rules=[rule for rule in all_rules() if rule.code == code])


def hosts(*lines: str, key: str = ".", line: str = "hosts") -> str:
    inside = "".join(f"        {text}\n" for text in lines)
    return f"{key} {{\n    {line} {{\n{inside}    }}\n    forward . 192.0.2.53\n}}\n"


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("falltrough", "fallthrough"),
        ("Fallthrough", "fallthrough"),
        ("fallthru", "fallthrough"),
        ("no-reverse", "no_reverse"),
        ("relaod", "reload"),
    ],
)
def test_a_property_misspelt(word: str, meant: str) -> None:
    text = hosts("192.0.2.1 a.example", word)
    (finding,) = found("CF204", text)
    assert after_fix(text, finding) == text.replace(word, meant)
    assert not found("CF206", text)


def test_what_an_import_brings_may_be_fallthrough() -> None:
    lines = "192.0.2.1 a.example", "import ../more"
    assert not found("CF201", hosts(*lines))
    assert found("CF201", hosts(*lines[:1]))


def test_no_fix_puts_fallthrough_above_the_table() -> None:
    (finding,) = found("CF204", hosts("falltrough", "192.0.2.1 a.example"))
    assert finding.fix is None


def test_fallthrough_is_not_added_beside_one_that_is_misspelt() -> None:
    assert found("CF201", hosts("falltrough")) == []


def test_a_missing_brace_is_found_once() -> None:
    text = ". {\n hosts {\n  192.0.2.1 a.example\n forward . 192.0.2.53\n cache 30\n}\n"
    (finding,) = found("CF204", text)
    assert text[finding.span.start : finding.span.end] == "forward"
    assert [place.message for place in finding.related][-1] == "so does this line"
    assert not found("CF206", text)


@pytest.mark.parametrize(
    ("line", "words", "advice"),
    [
        ("www.example.org 192.0.2.1", "www.example.org", "`192.0.2.1 www.example.org`"),
        ("192.0.2.256 a.example", "192.0.2.256", "an address"),
        ("192.0.2.1:53 a.example", "192.0.2.1:53", "`192.0.2.1`"),
        ("192.0.2.1/32 a.example", "192.0.2.1/32", "`192.0.2.1`"),
        ("192.0.2.1, a.example", "192.0.2.1,", "`192.0.2.1`"),
        ("[2001:db8::1] a.example", "[2001:db8::1]", "`2001:db8::1`"),
        ("192.0.2.1", "192.0.2.1", "`192.0.2.1 NAME`"),
        ("192.0.2.1 http://a.example/", "http://a.example/", "only names"),
        ("192.0.2.1 a.example,", "a.example,", "only names"),
        ("192.0.2.1 192.0.2.2", "192.0.2.2", "each address"),
        ("192.0.2.1 b\u00fccher.example", "b\u00fccher.example", "only names"),
    ],
)
def test_lines_that_are_ignored(line: str, words: str, advice: str) -> None:
    text = hosts(line)
    (finding,) = found("CF206", text)
    assert text[finding.span.start : finding.span.end] == words
    assert advice in finding.help


@pytest.mark.parametrize(
    ("word", "severity"),
    [
        ("x.x.x.x", "info"),
        ("XX.XX.XX.XX", "info"),
        ("192.0.2.X", "info"),
        ("172.16.y.z", "info"),
        ("10.*.*.1", "info"),
        ("192.0.2", "warning"),
        ("x.x.x", "warning"),
        ("www.a.b.example", "warning"),
        ("192.0.2.256", "warning"),
    ],
)
def test_an_address_whose_digits_are_left_out_is_a_note(word: str, severity: str) -> None:
    (finding,) = found("CF206", hosts(f"{word} a.example"))
    assert finding.severity == severity


@pytest.mark.parametrize(
    "line",
    [
        "{$ADDRESS} a.example",
        "${ADDRESS} a.example",
        "<ADDRESS> a.example",
        "__ADDRESS__ a.example",
        '"192.0.2.1 a.example"',
        '192.0.2.1 "a.example b.example"',
        "192.0.2.1 {$NAME}",
        "fe80::1%eth0 a.example",
    ],
)
def test_lines_that_are_fine_or_not_known(line: str) -> None:
    assert not found("CF204", hosts(line))
    assert not found("CF206", hosts(line))


def test_the_address_is_put_first() -> None:
    text = hosts("www.example.org   192.0.2.1 example.org")
    (finding,) = found("CF206", text)
    assert "192.0.2.1         www.example.org example.org" in after_fix(text, finding)


@pytest.mark.parametrize(
    ("key", "line", "name", "outside"),
    [
        ("a.example", "hosts", "b.example", True),
        ("a.example", "hosts", "A.Example.", False),
        ("a.example", "hosts", "xa.example", True),
        ("a.example b.example", "hosts", "www.b.example", False),
        (".", "hosts f a.example", "www.a.example", False),
        (".", "hosts f a.example", "b.example", True),
        (".", "hosts f {$ZONE}", "b.example", False),
        (".", "hosts f __ZONE__", "b.example", False),
        ("{$ZONE}:53 a.example", "hosts", "b.example", False),
        ("a.example", "hosts", "{$NAME}", False),
        ("192.0.2.0/24", "hosts", "a.example", True),
    ],
)
def test_names_outside_of_the_zones(key: str, line: str, name: str, outside: bool) -> None:
    text = hosts(f"192.0.2.1 {name}", key=key, line=line)
    assert bool(found("CF207", text)) is outside


@pytest.mark.parametrize(
    ("key", "line", "is_wrong"),
    [
        (".", "hosts a.example", True),
        ("a.example", "hosts a.example", True),
        (".", "hosts example", True),
        (".", "hosts a.example b.example", True),
        (".", "hosts a.example a.example", False),
        (".", "hosts ./a.example", False),
        (".", "hosts b.example", False),
        (".", "hosts 192.0.2.0/24", True),
        (".", "hosts {$FILE}", False),
        (".", "hosts __FILE__", False),
    ],
)
def test_the_first_argument_is_a_file(key: str, line: str, is_wrong: bool) -> None:
    text = hosts("192.0.2.1 www.a.example", key=key, line=line)
    assert bool(found("CF205", text)) is is_wrong


def test_a_root_without_a_table_is_left_out() -> None:
    text = hosts("fallthrough", line="hosts .")
    (finding,) = found("CF205", text)
    assert finding.help == "leave `.` out: then `hosts` reads `/etc/hosts`"
    assert "hosts {" in after_fix(text, finding)


def test_a_file_is_put_before_the_zone() -> None:
    text = hosts("192.0.2.1 www.a.example", line="hosts a.example")
    (finding,) = found("CF205", text)
    fixed = after_fix(text, finding)
    assert "hosts /dev/null a.example {" in fixed
    assert not found("CF205", fixed)


@pytest.mark.parametrize(
    ("lines", "number"),
    [
        (("192.0.2.1 a.example", "192.0.2.2 a.example", "192.0.2.3 a.example"), 0),
        (("192.0.2.1 a.example", "192.0.2.9 b.example", "192.0.2.2 a.example"), 1),
        (("192.0.2.1 a.example", "192.0.2.1 a.example"), 1),
        (("192.0.2.1 a.example", "192.0.2.2 a.example", "192.0.2.1 a.example"), 1),
        (("192.0.2.1 a.example", "2001:db8::1 b.example", "2001:db8::2 a.example"), 0),
    ],
)
def test_addresses_one_below_the_other_are_meant(lines: tuple[str, ...], number: int) -> None:
    assert len(found("CF203", hosts(*lines, "fallthrough"))) == number


def test_a_name_twice_on_each_line_of_a_round_robin_is_found_once_on_each() -> None:
    lines = [f"192.0.2.{number} a.example b.example a.example" for number in (1, 2, 3)]
    items = found("CF203", hosts(*lines, "192.0.2.1 c.example"))
    said = [item.message for item in items]
    assert said == [
        f"`a.example` is listed twice with the address 192.0.2.{number}" for number in (1, 2, 3)
    ]
    assert all(item.fix is not None for item in items)


def test_an_address_that_comes_again_later_is_the_same() -> None:
    (finding,) = found(
        "CF203", hosts("192.0.2.1 a.example", "192.0.2.2 a.example", "192.0.2.2 a.example")
    )
    assert "is listed twice with the address 192.0.2.2" in finding.message
