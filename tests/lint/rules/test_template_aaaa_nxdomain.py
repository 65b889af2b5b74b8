"""Which templates take names away with the addresses of one type."""

import pytest

from corefile.lint import lint
from corefile.lint.rules.queries.template_aaaa_nxdomain import RULE


def lines(first: str, *words: str) -> str:
    """Return a template that denies, as one of four lines."""
    return f"template {first} {{\n{' '.join(words)}\nrcode NXDOMAIN\nfallthrough\n}}\n"


@pytest.mark.parametrize(
    ("templates", "told"),
    [
        (("IN A", "^a"), [0]),
        # What the first fits never comes to the others.
        (("IN A", "^a", "IN A", "^a", "IN A", "^a"), [0]),
        (("IN A", "^a", "IN A", "^b", "IN A", "^b"), [0, 1]),
        (("IN A", "^(a|b)", "IN A", "^b"), [0]),
        (("IN A a.example", "^x", "IN A", "^x"), [0, 1]),
        (("IN A", "^x", "IN A a.example", "^x"), [0]),
        (("IN A a.example", "^x[.]", "IN A a.example", "^x[.]"), [0]),
    ],
)
def test_a_template_that_no_query_comes_to_denies_none(
    templates: tuple[str, ...], told: list[int]
) -> None:
    pairs = zip(templates[::2], templates[1::2], strict=True)
    blocks = [lines(first, "match", pattern) for first, pattern in pairs]
    text = f". {{\n{''.join(blocks)}forward . 192.0.2.53\n}}\n"
    found = [item.source.position(item.span.start).line for item in lint(text, rules=[RULE])]
    assert found == [4 + 5 * number for number in told]
