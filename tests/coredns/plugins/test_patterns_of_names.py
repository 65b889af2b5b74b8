"""What to write for names with a star, which Go does not read as a regular expression."""

import pytest

from corefile.lint import lint


@pytest.mark.parametrize(
    ("line", "advice"),
    [
        ("template IN A {\nmatch *.a.example\n}", "write `[.]a[.]example[.]$`"),
        ("rewrite name regex *.a.example b", "write `[.]a[.]example[.]$`"),
        ("rewrite cname regex *.a.example. b", "write `[.]a[.]example[.]$`"),
        ("template IN A {\nmatch (a\n}", "as Go reads them"),
        ("rewrite name regex *-(a b", "as Go reads them"),
    ],
)
def test_names_with_a_star(line: str, advice: str) -> None:
    (found,) = lint(f". {{\n{line}\nwhoami\n}}\n")
    assert found.severity == "error"
    assert advice in found.help
