"""References to the environment are replaced as parse.go's replaceEnvVars does it."""

import pytest

from corefile.coredns.imports.environment import EndlessReplacement, replace_env

ENV = {
    "A": "a",
    "TWO": "x y",
    "NAME": "A",
    "REF": "{$A}",
    "PERCENT": "{%A%}",
    "OPEN": "{",
    "HALF": "{$",
    "LINE": "a\nb",
    " ": "blank",
    "{$A": "odd",
    "$A": "dollar",
    "%": "percent",
}

CASES: dict[str, tuple[str, str]] = {
    "nothing": ("", ""),
    "no reference": ("a$A%A%{A}", "a$A%A%{A}"),
    "UNIX": ("{$A}", "a"),
    "Windows": ("{%A%}", "a"),
    "within a word": ("x{$A}y{%A%}z{$A}", "xayaza"),
    "unset": ("x{$NONE}{%NONE%}y", "xy"),
    "value with a blank": ("{$TWO}", "x y"),
    "value with a line break": ("{$LINE}", "a\nb"),
    "name of a blank": ("{$ }", "blank"),
    "never closed": ("{$A", "{$A"),
    "Windows never closed": ("{%A}", "{%A}"),
    "closed before it opens": ("}{$A", "}{$A"),
    "empty": ("{$}", "{$}"),
    "empty ends all": ("{$A}{$}{$NAME}", "a{$}{$NAME}"),
    "all of one name at once": ("{$A}{$}{$A}", "a{$}a"),
    "empty before": ("{$}{$A}", "{$}{$A}"),
    "Windows empty": ("{%%}{%A%}{$A}", "{%%}{%A%}a"),
    # The percent sign that opens closes too: what is between has a length below zero.
    "Windows with one percent sign": ("{%}{%A%}", "{%}{%A%}"),
    "name within a name": ("{${$NAME}}", "}"),
    "reference within a reference": ("{$x{$A}}", "}"),
    "first closing brace ends": ("{$A}}", "a}"),
    "brace in a name": ("{${$A}", "odd"),
    "Windows first": ("{$x{%A%}y}", ""),
    "Windows within UNIX": ("{${%NAME%}}", "a"),
    "UNIX within Windows": ("{%{$NAME}%}", ""),
    "value that refers": ("{$REF}", "a"),
    "Windows value that refers to UNIX": ("{%REF%}", "a"),
    "UNIX value that refers to Windows": ("{$PERCENT}", "{%A%}"),
    "value that opens": ("{$OPEN}$A}", "a"),
    "value that opens and is not closed": ("{$HALF}", "{$"),
    "value that opens and is closed": ("{$HALF}A}", "a"),
    "dollar in a name": ("{$$A}", "dollar"),
    "percent in a name": ("{$%}", "percent"),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_replace(text: str, expected: str) -> None:
    assert replace_env(text, ENV) == expected


@pytest.mark.parametrize(
    "env",
    [{"X": "{$X}"}, {"X": "a{$Y}", "Y": "{$X}"}, {"X": "{$X}b"}, {"X": "{$X}{$X}"}],
)
def test_a_value_that_refers_to_itself(env: dict[str, str]) -> None:
    with pytest.raises(EndlessReplacement):
        replace_env("{$X}", env)


def test_a_windows_value_that_refers_to_itself() -> None:
    with pytest.raises(EndlessReplacement):
        replace_env("{%X%}", {"X": "{%X%}"})


def test_many_references_are_no_endless_one() -> None:
    """Each step replaces all references of one name, so only nesting takes many steps."""
    assert replace_env("{$A}" * 5000, {"A": "a"}) == "a" * 5000
    env = {f"A{number}": f"{{$A{number + 1}}}" for number in range(500)}
    assert replace_env("{$A0}", env) == ""


def test_many_different_references_are_no_endless_one() -> None:
    text = "".join(f"{{$A{number}}}" for number in range(5000))
    assert replace_env(text, {"A4999": "x"}) == "x"
