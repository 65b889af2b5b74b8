"""Lines that several server blocks import have an effect if one of them uses them."""

import pytest

from corefile.lint import lint

#: Lines, the rule that reports them in a server block for `b.example`, and how often.
LINES = [
    ("hosts {\n192.0.2.1 www.a.example\nfallthrough\n}", "hosts-entry-outside-zones", 1),
    ("log a.example", "plugin-zone-outside-block", 1),
    ("forward a.example 192.0.2.1", "plugin-zone-outside-block", 1),
    ("view v {\nexpr name() == 'x.a.example.'\n}", "condition-never-met", 1),
    # Nobody has a use for it.
    ("view v {\nexpr type() == 'a'\n}", "condition-never-met", 2),
    ("log c.example", "plugin-zone-outside-block", 2),
]


@pytest.mark.parametrize(("lines", "rule", "uses"), LINES)
def test_lines_that_another_server_block_uses(lines: str, rule: str, uses: int) -> None:
    snippet = f"(all) {{\n{lines}\n}}\n"
    one = "b.example {\nimport all\nwhoami\n}\n"
    other = "a.example {\nimport all\nwhoami\n}\n"

    def found(text: str) -> list[str]:
        return [item.rule.name for item in lint(text) if item.rule.name == rule]

    assert found(snippet + one)
    assert len(found(snippet + one + other)) == (uses == 2)


def test_an_entry_that_one_server_block_takes_from_another() -> None:
    table = "hosts {\n192.0.2.1 www.a.example\nfallthrough\n}"
    blocks = ". {{\n{0}\nwhoami\n}}\na.example {{\n{1}\nwhoami\n}}\n"
    named = f"(table) {{\n{table}\n}}\n" + blocks.format("import table", "import table")
    assert "hosts-entry-never-asked" not in {item.rule.name for item in lint(named)}
    written = blocks.format(table, table)
    assert "hosts-entry-never-asked" in {item.rule.name for item in lint(written)}


def test_a_fallthrough_that_leads_on_in_one_server_block() -> None:
    snippet = "(table) {\nhosts {\n192.0.2.1 x.a.example\nfallthrough\n}\n}\n"
    end = "a.example {\nimport table\n}\n"
    on = "a.example:5353 {\nimport table\nforward . 192.0.2.53\n}\n"
    for text, is_said in ((snippet + end, True), (snippet + end + on, False)):
        assert ("fallthrough-to-nothing" in {item.rule.name for item in lint(text)}) == is_said
