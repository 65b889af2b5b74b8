"""What holds for every edit of every text."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import event, given, settings
from hypothesis import strategies as st

from corefile.editing import EditError, Editor, Line, Server
from corefile.editing.handles import Body, Handle, Holder
from corefile.editing.layout import end_of_line
from corefile.editing.outline import Item, items_of
from corefile.syntax.lexer import cut
from corefile.syntax.parser import parse
from corefile.syntax.tree import ServerBlock, Snippet, Statement
from corefile.text.edits import apply_edits
from tests.editing.texts import ANY_TEXTS, VALUES
from tests.examples import examples


def plain(editor: Editor) -> list[tuple[int, tuple[str, ...]]]:
    """Return what a text says, read from the text alone: depth and words of all that is in it."""
    tree = parse(str(editor))
    found: list[tuple[int, tuple[str, ...]]] = []
    stack: list[tuple[int, Item]] = [(0, item) for item in reversed(tree.items)]
    while stack:
        depth, node = stack.pop()
        if isinstance(node, ServerBlock | Snippet):
            words = tuple(key.value.removesuffix(",") for key in node.keys if key.value)
        elif isinstance(node, Statement):
            words = (node.name.value, *(arg.value for arg in node.args))
        else:
            words = ()
        found.append((depth, words))
        stack += [(depth + 1, each) for each in reversed([*items_of(node)])]
    return found


def comments(text: str) -> Counter[str]:
    """Count the comments of a text, each without the blanks around it."""
    found: Counter[str] = Counter()
    for token in cut(text)[0]:
        free = [line.strip(" \t\r\ufeff") for line in token.prefix.split("\n")]
        found.update(comment for comment in free if comment.startswith("#"))
        found.update([token.glued_comment] if token.glued_comment else [])
    return found


def handles(editor: Editor) -> list[Handle]:
    """Return everything that can be edited."""
    found: list[Handle] = []
    stack: list[Handle] = [*editor.imports, *editor.snippets, *editor.servers]
    while stack:
        each = stack.pop()
        found.append(each)
        stack += each.lines if isinstance(each, Holder) else []
    return sorted(found, key=lambda each: each._entry.index)


@dataclass(frozen=True, slots=True)
class Operation:
    """Something to do to a handle; tells the words that have come and gone, comments apart."""

    name: str
    do: Callable[[st.DataObject, Handle, list[str]], object]
    kinds: tuple[type[Handle], ...] = (Handle,)
    #: Whether comments may go.
    removes: bool = False
    #: Whether nothing changes outside of the lines of the handle.
    inside: bool = True


def splice(data: st.DataObject, each: Handle, values: list[str]) -> None:
    assert isinstance(each, Line | Server)
    words = each.args if isinstance(each, Line) else each.keys
    start = data.draw(st.integers(0, len(words)))
    stop = data.draw(st.integers(start, len(words)))
    expected = list(words)
    expected[start:stop] = values
    words[start:stop] = values
    assert words == expected


def insert(data: st.DataObject, each: Handle, values: list[str]) -> None:
    assert isinstance(each, Holder)
    lines = each.lines
    index = data.draw(st.integers(0, len(lines)))
    new = each.insert(index, *(values or ["x"]))
    assert [new.name, *new.args] == (values or ["x"])
    assert each.lines == [*lines[:index], new, *lines[index:]]


def rename(_: st.DataObject, each: Handle, values: list[str]) -> None:
    assert isinstance(each, Line)
    name = values[0] if values else "y"
    args = list(each.args)
    each.name = name
    assert [each.name, *each.args] == [name, *args]


def rewrite(_: st.DataObject, each: Handle, values: list[str]) -> None:
    assert isinstance(each, Line)
    each.replace("y", *values)
    assert [each.name, *each.args] == ["y", *values]
    assert not each.lines


def move(data: st.DataObject, each: Handle, _: list[str]) -> None:
    parent = each._gate.parent(each._entry)
    siblings = each._gate.children(parent)
    others = [entry for entry in siblings if entry is not each._entry]
    if not others:
        return
    place = data.draw(st.integers(0, len(others) - 1))
    below = data.draw(st.booleans())
    other = Handle(each._gate, others[place])
    (each.move_after if below else each.move_before)(other)
    others.insert(place + below, each._entry)
    assert each._gate.children(parent) == others


def remove(data: st.DataObject, each: Handle, _: list[str]) -> None:
    siblings = each._gate.children(each._gate.parent(each._entry))
    parent = each._gate.parent(each._entry)
    each.remove(comments=data.draw(st.booleans()))
    assert each._gate.children(parent) == [entry for entry in siblings if entry is not each._entry]


def add(_: st.DataObject, each: Handle, values: list[str]) -> None:
    assert isinstance(each, Body)
    lines = each.lines
    new = each.add("cache", *values)
    assert [line for line in each.lines if line != new] == lines


OPERATIONS = [
    Operation("splice", splice, (Line, Server), removes=True),
    Operation("insert", insert, (Holder,)),
    Operation("rename", rename, (Line,)),
    Operation("rewrite", rewrite, (Line,), removes=True),
    Operation("move", move, inside=False),
    Operation("remove", remove, removes=True, inside=False),
    Operation("add", add, (Body,)),
]


@settings(max_examples=examples(300))
@given(st.data(), ANY_TEXTS)
def test_edits_say_what_was_meant_and_nothing_else(data: st.DataObject, text: str) -> None:
    editor = Editor(text)
    for _ in range(data.draw(st.integers(1, 4))):
        every = handles(editor)
        before = str(editor)
        operation = data.draw(st.sampled_from(OPERATIONS))
        fitting = [each for each in every if isinstance(each, operation.kinds)]
        if not fitting:
            continue
        each = data.draw(st.sampled_from(fitting))
        values = data.draw(st.lists(VALUES, max_size=2))
        faults = len(editor.tree.errors)
        start, end = each._entry.node.start, each._entry.node.end
        end = end_of_line(before, end) or end
        try:
            operation.do(data, each, values)
        except EditError as error:
            event(f"{operation.name}: {type(error).__name__}")
            assert str(editor) == before
        else:
            event(f"{operation.name}: made")
            assert operation.removes or not comments(before) - comments(str(editor))
            if operation.inside:
                assert str(editor).startswith(before[:start])
                assert str(editor).endswith(before[end:])
            assert len(editor.tree.errors) <= faults
        assert plain(editor) == [(e.shape.depth, e.shape.words) for e in editor._gate.entries]
    assert apply_edits(text, editor.edits) == str(editor)
