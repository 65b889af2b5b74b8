"""Rules take time in proportion to the text."""

from collections.abc import Callable

import pytest

from corefile.lint.engine import lint
from corefile.lint.registry import all_rules
from tests.work import growth

RULES = {rule.code: rule for rule in all_rules()}


def forwards(size: int) -> str:
    lines = "".join(f"    forward z{number}.example 9.9.9.9\n" for number in range(size))
    return f". {{\n{lines}}}\n"


def keys(size: int) -> str:
    zones = " ".join(f"z{number}.example" for number in range(size))
    table = "    hosts {\n        192.0.2.1 a.z1.example\n        fallthrough\n    }\n"
    return f"{zones} {{\n{table}    whoami\n}}\n"


def comments(size: int) -> str:
    return "# corefile: ignore[CF302]\n" * size + ". {\n    whoami\n}\n"


def tables(size: int) -> str:
    blocks = (f"z{number}.example {{\nhosts\nwhoami\n}}\n" for number in range(size))
    return "".join(blocks)


def idle(size: int) -> str:
    lines = "        # why\n        upstream\n\n        ttl 60\n" * size
    return f". {{\n    etcd {{\n{lines}    }}\n}}\n"


def repeated(size: int) -> str:
    lines = (f"    # why\n    reload {number + 2}s\n\n" for number in range(size))
    return f". {{\n{''.join(lines)}}}\n"


@pytest.mark.parametrize(
    ("rules", "text"),
    [
        (["CF403"], lambda size: "}\n" * size),
        (["CF302", "CF011"], comments),
        (["CF301"], forwards),
        (["CF201"], keys),
        (["CF201"], tables),
        (["CF417"], idle),
        (["CF416"], repeated),
    ],
    ids=[
        "no-answering-plugin",
        "unused-suppression",
        "forward-loop-to-self",
        "missing-fallthrough",
        "added-blocks",
        "removed-properties",
        "removed-plugins",
    ],
)
def test_the_work_grows_with_the_text(rules: list[str], text: Callable[[int], str]) -> None:
    chosen = [RULES[code] for code in rules]
    assert growth(lambda size: lint(text(size), rules=chosen), 100) < 2.2
