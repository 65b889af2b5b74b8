"""Which `forward` takes the queries of which."""

import pytest

from corefile.coredns.releases.builds import stock
from corefile.lint import lint
from corefile.lint.rules.forwarding.forward_shadowed import RULE
from corefile.text.edits import apply_edits


def shadowed(*lines: str) -> list[str]:
    """Return the zones of the `forward` that are never asked; an address is added to each line."""
    text = ". {\n" + "".join(f"forward {line}\n" for line in lines) + "}\n"
    found = lint(text, rules=[RULE])
    return [text[item.span.start : item.span.end].removeprefix("forward ") for item in found]


@pytest.mark.parametrize(
    ("lines", "never"),
    [
        ([". 9.9.9.9", "a.org 9.9.9.9", "b.org 9.9.9.9"], ["a.org", "b.org"]),
        (["a.org 9.9.9.9", ". 9.9.9.9", "x.a.org 9.9.9.9"], ["x.a.org"]),
        (["x.a.org 9.9.9.9", "a.org 9.9.9.9", ". 9.9.9.9"], []),
        (["a.org 9.9.9.9", "ba.org 9.9.9.9"], []),
        (["A.org. 9.9.9.9", "a.ORG 9.9.9.9"], ["a.ORG"]),
        (["10.0.0.0/8 9.9.9.9", "1.10.in-addr.arpa 9.9.9.9"], ["1.10.in-addr.arpa"]),
        # What `except` leaves, above the zone or below it, comes to the second.
        ([". 9.9.9.9 {\nexcept org\n}", "a.org 9.9.9.9"], []),
        ([". 9.9.9.9 {\nexcept x.a.org\n}", "a.org 9.9.9.9"], []),
        ([". 9.9.9.9 {\nexcept b.org\n}", "a.org 9.9.9.9"], ["a.org"]),
        ([". 9.9.9.9 {\nnext NXDOMAIN\n}", ". 9.9.9.9", ". 9.9.9.9"], ["."]),
        ([". 9.9.9.9 {\nnext_on_nodata\n}", "a.org 9.9.9.9"], []),
    ],
)
def test_what_is_never_asked(lines: list[str], never: list[str]) -> None:
    assert shadowed(*lines) == never


def test_a_release_that_refuses_two_has_none_that_is_never_asked() -> None:
    text = ". {\nforward . 9.9.9.9\nforward . 1.1.1.1\n}\n"
    assert not lint(text, rules=[RULE], build=stock("1.9.3"))
    assert lint(text, rules=[RULE], build=stock("1.9.4"))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_fix_moves_whole_lines(end: str) -> None:
    lines = [". {", "  forward . 9.9.9.9 # all", "  log", "  forward a {", "  }", "}", ""]
    lines[3] = "  forward a 1.1.1.1 {"
    (finding,) = lint(end.join(lines), rules=[RULE])
    assert finding.fix is not None
    mended = apply_edits(end.join(lines), finding.fix.edits)
    assert mended == end.join([lines[0], *lines[3:5], *lines[1:3], *lines[5:]])
    assert not lint(mended, rules=[RULE])


def test_the_comments_of_a_line_move_with_it() -> None:
    text = ". {\n # all\n forward . 9.9.9.9\n # of the company\n forward a 1.1.1.1 # b\n}\n"
    (finding,) = lint(text, rules=[RULE])
    assert finding.fix is not None
    mended = apply_edits(text, finding.fix.edits)
    assert mended == (
        ". {\n # of the company\n forward a 1.1.1.1 # b\n # all\n forward . 9.9.9.9\n}\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        ". {\n forward . 9.9.9.9\n forward . 1.1.1.1\n}\n",
        "(s) {\n forward a 1.1.1.1\n}\n. {\n forward . 9.9.9.9\n import s\n}\n",
        ". { # c\n forward . 9.9.9.9\n forward a 1.1.1.1 }\n",
    ],
)
def test_no_fix_where_it_is_not_plain(text: str) -> None:
    assert all(finding.fix is None for finding in lint(text, rules=[RULE]))
