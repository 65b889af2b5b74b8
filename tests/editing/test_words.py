"""Arguments and keys are lists."""

from collections.abc import Callable

import pytest

from corefile.editing import Editor, Refused
from corefile.editing.words import Words

ListChange = Callable[[Words], object]

ARGS: list[tuple[str, ListChange, str]] = [
    ("f . a  b # c", lambda w: w.append("d"), "f . a  b d # c"),
    ("f . a  b", lambda w: w.insert(0, "d"), "f d . a  b"),
    ("f . a  b", lambda w: w.insert(99, "d"), "f . a  b d"),
    ("f . a  b", lambda w: w.insert(-1, "d"), "f . a d  b"),
    ("f . a  b", lambda w: w.extend(["d", "e f"]), 'f . a  b d "e f"'),
    ("f . a  b", lambda w: w.remove("a"), "f .  b"),
    ("f . a  b", lambda w: w.pop(), "f . a"),
    ("f . a  b", lambda w: w.reverse(), "f b a  ."),
    ("f . a  b", lambda w: w.clear(), "f"),
    ("f . a  b", lambda w: w.__setitem__(1, "d"), "f . d  b"),
    ("f . a  b", lambda w: w.__setitem__(-1, 5), "f . a  5"),
    ("f . a  b", lambda w: w.__setitem__(slice(1, None), ["d"]), "f . d"),
    ("f . a  b", lambda w: w.__setitem__(slice(1, 1), ["d", "e"]), "f . d e a  b"),
    ("f . a  b", lambda w: w.__setitem__(slice(None, None, 2), ["x", "y"]), "f x a  y"),
    ("f . a  b", lambda w: w.__delitem__(slice(None, None, 2)), "f a"),
    ("f . a  b", lambda w: w.__delitem__(0), "f a  b"),
    ("f . a  b", lambda w: w.__iadd__(["d"]), "f . a  b d"),
    # A comment glued to a word stays with it.
    ("f . 8.8.8.8#53 b", lambda w: w.__setitem__(1, "9.9.9.9"), "f . 9.9.9.9#53 b"),
    ("f . 8.8.8.8#53 b", lambda w: w.insert(2, "c"), "f . 8.8.8.8#53 c b"),
    ("f . 8.8.8.8#53 b", lambda w: w.__delitem__(1), "f . b"),
    ("f . 8.8.8.8#53", lambda w: w.__setitem__(1, "x y"), 'f . "x y" #53'),
    # And one behind a string is not glued to what comes to stand before it.
    ('f "a"#c d', lambda w: w.__setitem__(0, "b"), "f b #c d"),
    ('f "a"#c d', lambda w: w.append("b"), 'f "a" b #c d'),
    ('f x "a"#c d', lambda w: w.pop(), "f x #c d"),
    # What has its value already is not written again.
    ('f "a" b', lambda w: w.__setitem__(slice(None), ["a", "c"]), 'f "a" c'),
]


@pytest.mark.parametrize(("line", "change", "after"), ARGS)
def test_arguments(line: str, change: ListChange, after: str) -> None:
    editor = Editor(f". {{\n  {line}\n}}\n")
    change(editor.server(".").lines[0].args)
    assert str(editor) == f". {{\n  {after}\n}}\n"


def test_arguments_are_set_as_a_whole() -> None:
    editor = Editor(". {\n f . a b {\n  x\n }\n}\n")
    line = editor.server(".").plugin("f")
    line.args = [".", 5]
    assert str(editor) == ". {\n f . 5 {\n  x\n }\n}\n"
    args = line.args
    assert args == [".", "5"] == [*args]
    assert args != ["."]
    assert (args[0:1], repr(args), "5" in args) == (["."], "['.', '5']", True)
    with pytest.raises(IndexError):
        args[2] = "x"
    with pytest.raises(TypeError, match="not one word"):
        args[0:1] = "x"
    with pytest.raises(TypeError, match="one word"):
        args[0] = ["x"]  # type: ignore[call-overload]
    with pytest.raises(ValueError, match="size 1"):
        args[::2] = ["x", "y"]


KEYS: list[tuple[str, ListChange, str]] = [
    ("a {", lambda w: w.append("b"), "a b {"),
    ("a b {", lambda w: w.append("c"), "a b c {"),
    ("a, b {", lambda w: w.append("c"), "a, b, c {"),
    ("a, b {", lambda w: w.insert(0, "c"), "c, a, b {"),
    ("a b {", lambda w: w.insert(0, "c"), "c a b {"),
    ("a {", lambda w: w.insert(0, "c"), "c a {"),
    ("a,\nb {", lambda w: w.append("c"), "a,\nb,\nc {"),
    ("a,\n  b {", lambda w: w.insert(1, "c"), "a,\n  c,\n  b {"),
    ("a, b {", lambda w: w.pop(), "a {"),
    ("a, b {", lambda w: w.pop(0), "b {"),
    ("a, b, c {", lambda w: w.remove("b"), "a, c {"),
    ("a,\nb,\nc {", lambda w: w.remove("b"), "a,\nc {"),
    ("a,\nb,\nc {", lambda w: w.pop(), "a,\nb {"),
    ("a,\nb,\nc {", lambda w: w.pop(0), "b,\nc {"),
    ("a, # one\n # two\n b {", lambda w: w.pop(), "a # one\n {"),
    ("a, # one\n # two\n b {", lambda w: w.pop(0), " # two\n b {"),
    ("a,\n # two\n b,\n # three\n c {", lambda w: w.remove("b"), "a,\n # three\n c {"),
    ("x, a, # one\n b {", lambda w: w.remove("a"), "x, # one\n b {"),
    ("a, b {", lambda w: w.__setitem__(0, "c"), "c, b {"),
    ("a, b {", lambda w: w.__setitem__(1, "c"), "a, c {"),
    ("a, b {", lambda w: w.__setitem__(slice(None), ["c"]), "c {"),
    ("a, b {", lambda w: w.__setitem__(slice(None), ["c", "d", "e"]), "c, d, e {"),
    ("a b {", lambda w: w.__setitem__(slice(None), ["c", "d", "e"]), "c d e {"),
    ("a, b {", lambda w: w.reverse(), "b, a {"),
    ('"a,", b {', lambda w: w.__setitem__(0, "c d"), '"c d,", b {'),
    ('"" a {', lambda w: w.__setitem__(0, "b"), '"" b {'),
    ("a#x {", lambda w: w.append("b"), "a#x b {"),
    ("a # x\n{", lambda w: w.append("b"), "a b # x\n{"),
    ("a", lambda w: w.append("b"), "a b"),
]


@pytest.mark.parametrize(("keys", "change", "after"), KEYS)
def test_keys(keys: str, change: ListChange, after: str) -> None:
    rest = "\n log\n}\n" if keys.endswith("{") else "\nlog\n"
    editor = Editor(f"# head\n{keys}{rest}")
    change(editor.servers[0].keys)
    assert str(editor) == f"# head\n{after}{rest}"


REFUSED: list[tuple[ListChange, str]] = [
    (lambda w: w.clear(), "without keys"),
    (lambda w: w.append("{"), "a brace alone"),
    (lambda w: w.append(""), "would read"),
    (lambda w: w.append("b,"), "would read"),
    (lambda w: w.__setitem__(slice(None), ["(x)"]), "would read a snippet"),
    (lambda w: w.__setitem__(slice(None), ["import"]), "would read an import"),
]


@pytest.mark.parametrize(("change", "why"), REFUSED)
def test_what_can_be_no_key(change: ListChange, why: str) -> None:
    text = "a, c {\n log\n}\n"
    editor = Editor(text)
    with pytest.raises(Refused, match=why):
        change(editor.server("a").keys)
    assert str(editor) == text


def test_keys_are_set_as_a_whole() -> None:
    editor = Editor("a {\n}\n")
    editor.servers[0].keys = ["b:53", "c"]
    assert str(editor) == "b:53 c {\n}\n"
