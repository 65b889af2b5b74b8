"""A `template` for A: who answers AAAA for the same names, as CoreDNS was seen to do it."""

import pytest

from corefile.lint import lint

ANSWER = 'answer "{{ .Name }} 60 IN A 192.0.2.1"\n'
UPSTREAM = "forward . 192.0.2.53\n"


def found(lines: str, key: str = ".") -> list[tuple[str, str, str]]:
    return [
        (item.severity, item.message, item.help)
        for item in lint(f"{key} {{\n{lines}}}\n")
        if item.rule.name == "template-one-address-type"
    ]


@pytest.mark.parametrize(
    ("lines", "severity", "words"),
    [
        (f"template IN A {{\n{ANSWER}}}\n", "warning", ["SERVFAIL", "no next plugin found"]),
        (f"template IN A {{\n{ANSWER}fallthrough\n}}\n{UPSTREAM}", "info", ["`forward`"]),
        (
            f"template IN A a.example {{\nmatch ^web[.](.*[.])?a[.]example[.]$\n{ANSWER}"
            f"fallthrough\n}}\n{UPSTREAM}",
            "info",
            ["`web.x.a.example`"],
        ),
        (
            f"template IN A {{\nmatch ^web[.]\n{ANSWER}fallthrough\n}}\ncache\n{UPSTREAM}",
            "info",
            ["`web`"],
        ),
        # Only some of the names have an answer for AAAA.
        (
            f"template IN A {{\nmatch ^web[.]\n{ANSWER}fallthrough\n}}\n"
            f"template IN AAAA b.example\n{UPSTREAM}",
            "info",
            ["`web`"],
        ),
        (f"template ANY A {{\n{ANSWER}}}\nhosts\n", "warning", []),
    ],
)
def test_aaaa_is_asked_elsewhere(lines: str, severity: str, words: list[str]) -> None:
    ((found_severity, message, help_text),) = found(lines)
    assert found_severity == severity
    assert all(word in message for word in words)
    assert " AAAA" in help_text


@pytest.mark.parametrize(
    "lines",
    [
        f"template IN A {{\n{ANSWER}}}\ntemplate IN AAAA\n{UPSTREAM}",
        f"template IN A {{\n{ANSWER}}}\ntemplate ANY ANY\n{UPSTREAM}",
        f"template IN ANY {{\n{ANSWER}}}\n{UPSTREAM}",
        f"template IN A {{\n{ANSWER}}}\nfile db.example .\n",
        f"template IN A {{\nrcode NXDOMAIN\n}}\n{UPSTREAM}",
        f"template IN A {{\n{ANSWER}}}\nimport more\n",
        f"template IN A {{\n{ANSWER}}}\ndns64\n{UPSTREAM}",
        f"template IN A {{$ZONE}} {{\n{ANSWER}}}\n{UPSTREAM}",
    ],
)
def test_something_answers_or_is_not_known(lines: str) -> None:
    assert not found(lines)


def test_the_help_names_the_zones_that_are_written() -> None:
    text = f"template IN A b.a.example c.a.example {{\n{ANSWER}}}\n"
    ((_, _, help_text),) = found(text, "a.example")
    assert "`template IN AAAA b.a.example c.a.example`" in help_text
    ((_, _, help_text),) = found(f"template IN A {{\n{ANSWER}}}\n", "a.example")
    assert "`template IN AAAA`" in help_text


@pytest.mark.parametrize(
    ("lines", "is_said"),
    [
        (f"template IN A {{\n{ANSWER}}}\ntemplate IN AAAA\n", True),
        (f"template IN A a.example {{\n{ANSWER}}}\ntemplate IN AAAA a.example\n", True),
        (f"template IN A {{\n{ANSWER}}}\ntemplate IN AAAA\ntemplate ANY ANY\n", False),
        (f"template IN A {{\n{ANSWER}}}\ntemplate IN AAAA\ntemplate IN HTTPS\n", False),
        (f"template IN A {{\n{ANSWER}}}\ntemplate IN AAAA\n{UPSTREAM}", False),
        (f"template IN A {{\n{ANSWER}}}\ntemplate IN AAAA\nimport more\n", False),
    ],
)
def test_other_types_than_those_of_addresses(lines: str, is_said: bool) -> None:
    notes = found(lines, "a.example")
    assert [severity for severity, _, _ in notes] == ["info"] * is_said
    assert all("HTTPS" in message and "ANY ANY" in advice for _, message, advice in notes)
