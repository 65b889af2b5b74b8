"""No regular expression of the package takes more steps than in proportion to the text."""

import ast
import importlib
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator, KeysView, ValuesView
from functools import cache
from itertools import permutations
from types import ModuleType
from typing import TypeAlias

import pytest
from hypothesis import settings

import corefile
from corefile.text.regex import LatePattern
from tests.backtracking import LIMIT, Machine, characters, literals, possessive_groups
from tests.test_layers import MODULES

AnyPattern: TypeAlias = "re.Pattern[str] | re.Pattern[bytes]"

#: What looks for an expression everywhere in a text, and what only at one place.
SEARCHES = frozenset(("search", "finditer", "findall", "sub", "subn", "split"))
MATCHES = frozenset(("match", "fullmatch"))

METHODS = "|".join(sorted(SEARCHES | MATCHES))
CALL = re.compile(rf"\b(\w+)\.({METHODS})\(")
INLINE = re.compile(rf"""\bre\.({METHODS})\(\s*(r?"[^"\n]*")""")

#: What is matched with short texts only, and why they are short.
BOUNDED = {
    "unset_environment_variable.REFERENCE": "words longer than LONGEST are not looked at",
    "marks._RUBY_OPENS": "a mark has no more characters than _MAX_LENGTH",
    "patterns._PIECE": "a pattern has no more characters than _LONGEST",
}

#: No character of any expression, so that what matches a run of others ends here, or fails.
STRANGE = "\x01"

#: How long what is repeated is at first, and how many steps may come with each character at least.
SIZE = 12
FEW = 6

#: How many characters and words are tried of an expression.
MOST = 6


@cache
def modules() -> tuple[ModuleType, ...]:
    found = pkgutil.walk_packages(corefile.__path__, "corefile.")
    return tuple(importlib.import_module(each.name) for each in found)


def patterns(module: ModuleType) -> Iterator[tuple[str, AnyPattern]]:
    """Yield the expressions that names of a module hold, alone or in a table."""
    for name, value in vars(module).items():
        several = value.values() if isinstance(value, dict) else value
        for one in flat(several):
            if isinstance(one, LatePattern):
                yield name, one.compiled
            elif isinstance(one, re.Pattern):
                yield name, one


def flat(value: object) -> Iterator[object]:
    """Yield what is in a table, or a value that is none."""
    if isinstance(value, (tuple, list, frozenset, KeysView, ValuesView)):
        for each in value:
            yield from flat(each)
    else:
        yield value


@cache
def uses(module: str) -> dict[str, set[str]]:
    """Return what a module does with each name: the methods that it calls."""
    found = defaultdict(set)
    for name, method in CALL.findall(MODULES[module].read_text(encoding="utf-8")):
        found[name].add(method)
    return found


def collected() -> dict[AnyPattern, set[str]]:
    """Return the expressions of the package, each with the methods that are called of it."""
    everywhere: defaultdict[str, set[str]] = defaultdict(set)
    for path in MODULES:
        for name, methods in uses(path).items():
            everywhere[name] |= methods
    found: defaultdict[AnyPattern, set[str]] = defaultdict(set)
    for module in modules():
        called = uses(module.__name__)
        for name, pattern in patterns(module):
            # What is in a table has another name where it is used, and is used in all ways there.
            found[pattern] |= called.get(name) or everywhere[name] or called.get("pattern", set())
    for method, pattern in written_in_calls():
        found[pattern].add(method)
    return found


def written_in_calls() -> Iterator[tuple[str, AnyPattern]]:
    """Yield the expressions that are written where they are used, as `re.sub("a", …)`."""
    for path in MODULES.values():
        for method, pattern in INLINE.findall(path.read_text(encoding="utf-8")):
            yield method, re.compile(ast.literal_eval(pattern))


def named(name: str) -> AnyPattern:
    """Return the expression of a module and name."""
    module, _, attribute = name.partition(".")
    (found,) = (
        pattern
        for each in modules()
        if each.__name__.rpartition(".")[2] == module
        for called, pattern in patterns(each)
        if called == attribute
    )
    return found


def whole(pattern: AnyPattern) -> AnyPattern:
    """Return an expression that matches what another matches from end to end."""
    if isinstance(pattern.pattern, bytes):
        return re.compile(b"(?:" + pattern.pattern + rb")\Z", pattern.flags)
    # Flags that it begins with are among those that it has.
    inner = re.sub(r"^\(\?[aimsx]+\)", "", pattern.pattern)
    return re.compile(rf"(?:{inner})\Z", pattern.flags)


def growth(machine: Machine, before: str, unit: str, *, search: bool) -> float:
    """Tell how many times more steps come with twice as many repetitions."""
    number = -(-SIZE // len(unit))

    def steps(times: int) -> int:
        return machine.count(before + unit * number * times + STRANGE, search=search)

    eight = steps(4)
    if eight < 4 * number * len(unit) * FEW:
        return 0
    if eight >= LIMIT:
        return 99
    four = steps(2)
    return (eight - four) / max(four - steps(1), 1)


def worst(pattern: AnyPattern, *, search: bool) -> tuple[float, str]:
    """Return the fastest growth on repeated pieces of what an expression matches."""
    machine = Machine(pattern)
    letters, words = sorted(characters(machine.parsed)), sorted(literals(machine.parsed))
    units = [*letters[:MOST], *words[:MOST], "x"]
    before = ["", *words[:1]]
    assert settings.default is not None
    if settings.default.max_examples >= 100:  # the profile `gate`
        units = [*letters, *words, "x", *map("".join, permutations(letters[:MOST], 2))]
        before = ["", *words[:3], *letters[:MOST]]
    return max(
        (growth(machine, word, unit, search=search), word + unit)
        for word in before
        for unit in units
    )


@pytest.mark.parametrize(
    ("pattern", "growing"),
    [
        (r"a+b", False),
        (r"(?<!a)a++b", True),
        (r"(a+)+b", False),
        (r"^\s*x", True),
        (r"\s*$", False),
        (r"(?:a|b)*c", False),
        (r"\{[^}]*\}", False),
        (r"\{[^{}]*\}", True),
        (r"[ab]*+c?", True),
    ],
)
def test_how_steps_are_counted(pattern: str, growing: bool) -> None:
    assert (worst(re.compile(pattern), search=True)[0] < 2.5) is growing


def test_a_match_is_what_python_finds() -> None:
    for pattern, text in [
        (r"(a|ab)(c|bcd)(d*)", "abcd"),
        (r"(?P<q>['\"]).*?(?P=q)", "'a\"b'c'"),
        (r"\b\w+\b(?=\.)(?<=b)", "ab."),
        (r"(?:a{2,3}|b)++c", "aabaaac"),
        (r"(?i)[^a-z]+x", "12X"),
    ]:
        machine = Machine(re.compile(pattern))
        machine.count(text, search=False)
        found = re.match(pattern, text)
        assert found is not None
        assert machine.end == found.end(), pattern


def test_expressions_take_steps_in_proportion() -> None:
    found = collected()
    assert len(found) > 140
    for name in BOUNDED:
        del found[named(name)]
    slow = []
    for pattern, methods in found.items():
        ways = [(pattern, True)] * bool(methods & SEARCHES)
        ways += [(pattern, False)] * ("match" in methods)
        ways += [(whole(pattern), False)] * ("fullmatch" in methods)
        for form, search in ways:
            grown, text = worst(form, search=search)
            if grown > 2.5:
                slow.append((pattern.pattern, grown, text, search))
    assert slow == []


def test_no_group_is_repeated_without_backtracking() -> None:
    """Pythons before 3.11.5 leave `(?:ab?c)*+` in the middle of a repetition that fails.

    `(?>(?:ab?c)*)` says the same, and is right in all of them. The report:
    https://github.com/python/cpython/issues/106052
    """
    assert possessive_groups(Machine(re.compile(r"(?:a*+|(b|(?:ab?c)*+))")).parsed) == 1
    found = collected()
    assert [each.pattern for each in found if possessive_groups(Machine(each).parsed)] == []


def test_what_has_a_bound_needs_it() -> None:
    for name in BOUNDED:
        assert worst(named(name), search=True)[0] > 2.5, name
