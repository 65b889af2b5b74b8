"""The linter takes time in proportion to the text, whatever in it comes again and again.

Tried are the bad examples of all rules, repeated as a file and in their block, and the lines of all
plugins and properties, repeated as a line, as a stanza, and in their last word. The clock only says
where to look; what fails is the growth of steps, which is the same on any machine.
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias, cast

import pytest
from hypothesis import settings

from corefile.documents import read
from corefile.lint import Rule, Settings, all_rules, lint_document
from corefile.testing import Example
from tests.lint.test_rule_examples import CASES
from tests.work import growth

#: Makes a text in which something comes so many times.
Text: TypeAlias = Callable[[int], str]

PLUGINS = Path(__file__).parents[1] / "coredns" / "plugins" / "cases"
EVERY_RULE = Settings(all_rules(), explain_slips=False)

#: How often something is repeated where the clock looks, and where steps are counted: so often that
#: the model of queries, which looks at a hundred plugins at most, is beyond its bounds.
SIZE, STEPS = 50, 60

#: So many times longer, in seconds, a text of fourfold size may take before steps are counted; what
#: takes less than the least is not looked at.
LONGER, LEAST = 6, 0.06


def repeated(before: str, text: str, after: str) -> Text:
    """Return what repeats a part of a text."""
    return lambda number: before + text * number + after


def of_examples() -> Iterator[tuple[str, str, Text]]:
    """Yield the name of a bad example, the name of its file, and what repeats a part of it."""
    for case in CASES:
        _, example, bad = cast("tuple[Rule, Example, bool]", case.values)
        if not bad:
            continue
        text, name = example.text, f"{case.id}"
        if example.name != "Corefile":
            yield f"{name} documents", example.name, repeated("", f"---\n{text}", "")
            continue
        yield f"{name} file", example.name, repeated("", text, "")
        head, brace, rest = text.partition("{\n")
        body, closing, tail = rest.rpartition("}")
        if brace and closing:
            yield f"{name} block", example.name, repeated(head + brace, body, closing + tail)


def of_plugins() -> Iterator[tuple[str, str, Text]]:
    """Yield the same for each plugin and property in a plugin's cases, where it comes first."""
    for path in sorted(PLUGINS.glob("*.corefiles")):
        seen: set[str] = set()
        for text in path.read_text(encoding="utf-8").split("=====\n"):
            lines = text.splitlines(keepends=True)
            for number, line in enumerate(lines):
                words = line.split()
                if words and words[0] not in {"{", "}", *seen}:
                    seen.add(words[0])
                    for form, made in of_line(lines, number):
                        yield f"{path.stem} {words[0]} {form}", "Corefile", made


def of_line(lines: list[str], number: int) -> Iterator[tuple[str, Text]]:
    """Yield what repeats a line, or a part of it."""
    before, line, after = "".join(lines[:number]), lines[number], lines[number + 1 :]
    if not line.endswith("{\n"):
        start, word = line.rstrip("\n"), line.split()[-1]
        yield "line", repeated(before, line, "".join(after))
        yield "word", repeated(before + start, f" {word}", "\n" + "".join(after))
        return
    closing = next((at for at, each in enumerate(after) if each.strip() == "}"), None)
    if closing is not None and line[0] in " \t":
        stanza = line + "".join(after[: closing + 1])
        yield "stanza", repeated(before, stanza, "".join(after[closing + 1 :]))


def seconds(work: Callable[[], object]) -> float:
    """Return how long this process works."""
    start = time.process_time()
    work()
    return time.process_time() - start


@pytest.mark.slow
def test_all_that_comes_again_takes_time_in_proportion() -> None:
    assert settings.default is not None
    # A hundredth, a sixteenth with the profile `gate`, all with `thorough`.
    each = {10: 100, 100: 16}.get(settings.default.max_examples, 1)
    everything = [*of_examples(), *of_plugins()]
    assert len(everything) > 1000
    slow = {}
    for name, file, text in everything[::each]:

        def lint(number: int, file: str = file, text: Text = text) -> None:
            lint_document(read(text(number), file), settings=EVERY_RULE)

        usual = seconds(lambda lint=lint: lint(SIZE))  # type: ignore[misc]
        long = seconds(lambda lint=lint: lint(4 * SIZE))  # type: ignore[misc]
        if long > max(LEAST, LONGER * usual):
            grown = growth(lint, STEPS)
            if grown > 2.6:
                slow[name] = grown
    assert slow == {}
