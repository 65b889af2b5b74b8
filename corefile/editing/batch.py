"""Many changes of lines at once, proved together: one by one, each would read the whole text."""

from collections.abc import Iterator, Sequence

from corefile.editing.editor import Editor
from corefile.editing.gate import Entry, Gate
from corefile.editing.handles import Body, Line
from corefile.editing.inserting import append_edits, plugin_edits, plugin_place
from corefile.editing.layout import removal
from corefile.editing.outline import Item, Path, Shape, items_of, kind_of_line
from corefile.editing.removing import block_edits
from corefile.editing.rewriting import common_end
from corefile.editing.words import word_edits
from corefile.syntax.tree import Statement
from corefile.text.edits import Edit
from corefile.text.records import dataclass, replace
from corefile.text.typed import TypeAlias

__all__ = ["Added", "LineChange", "Removed", "Reworded", "change_lines"]


@dataclass(frozen=True, slots=True)
class Removed:
    """A line to take out, with its block and the comment at its end."""

    line: Line
    #: Whether the comments above it go too; else they stay, above the block if that goes.
    comments: bool = False


@dataclass(frozen=True, slots=True)
class Reworded:
    """A line to give other words, the name first; its block and its comments stay."""

    line: Line
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Added:
    """A line to put into the block of a plugin, or where it belongs in a server block."""

    holder: Line | Body
    words: tuple[str, ...]


LineChange: TypeAlias = Removed | Reworded | Added


@dataclass(frozen=True, slots=True)
class Plan:
    """What a text becomes: its edits, and what its outline is then."""

    edits: list[Edit]
    #: Of the lines that change.
    shapes: dict[Entry, Shape]
    #: The places in the outline of what is removed.
    gone: set[int]
    #: What is new, by the place in the outline that it comes after.
    new: dict[int, Shape]


def change_lines(editor: Editor, changes: Sequence[LineChange]) -> None:
    """Make changes of a text, all or none. Raises Refused where the text would read otherwise.

    A line may be changed once, and not inside one that is removed; a block may get one line.
    """
    gate = editor._gate
    lines = (each.holder if isinstance(each, Added) else each.line for each in changes)
    paths = paths_of(gate, frozenset(line._entry for line in lines))
    plan = Plan([], {}, set(), {})
    for change in changes:
        if isinstance(change, Added):
            add(gate, plan, paths[change.holder._entry], change)
        elif isinstance(change, Reworded):
            reword(gate, plan, paths[change.line._entry], change)
    take_out(gate, plan, paths, [each for each in changes if isinstance(each, Removed)])
    meant: list[tuple[Shape, Entry | None]] = []
    for place, entry in enumerate(gate.entries):
        if place not in plan.gone:
            meant.append((plan.shapes.get(entry, entry.shape), entry))
        if place in plan.new:
            meant.append((plan.new[place], None))
    if plan.edits:
        gate.change(list(merged(plan.edits)), 0, len(gate.entries), meant)


def paths_of(gate: Gate, wanted: frozenset[Entry]) -> dict[Entry, Path]:
    """Return the way to each of some entries in the tree."""
    found: dict[Entry, Path] = {}
    path: list[Item] = []
    for entry in gate.entries:
        path[entry.shape.depth :] = [entry.node]
        if entry in wanted:
            found[entry] = tuple(path)
    return found


def reword(gate: Gate, plan: Plan, path: Path, change: Reworded) -> None:
    """Plan other words for a line."""
    entry, words = change.line._entry, change.words
    same = common_end(entry.shape.words, words)
    end = len(entry.shape.words) - same
    plan.edits.extend(word_edits(gate.text, path, 0, end, words[: len(words) - same]))
    kind = kind_of_line(words[0], type(path[-2]))
    plan.shapes[entry] = replace(entry.shape, words=words, kind=kind)


def add(gate: Gate, plan: Plan, path: Path, change: Added) -> None:
    """Plan a new line."""
    entry, words = change.holder._entry, change.words
    items = items_of(path[-1])
    children = gate.children(entry)
    if isinstance(change.holder, Body):
        place, below = plugin_place(items, words[0])
        plan.edits.extend(plugin_edits(gate.tree, path, words))
    else:
        place, below = len(items) - 1, True
        plan.edits.extend(append_edits(gate.tree, path, words))
        plan.shapes[entry] = replace(entry.shape, block=True)
    after = entry.index
    if children:
        after = gate.behind(children[place]) - 1 if below else children[place].index - 1
    kind = kind_of_line(words[0], type(path[-1]))
    plan.new[after] = Shape(entry.shape.depth + 1, kind, words)


def take_out(gate: Gate, plan: Plan, paths: dict[Entry, Path], changes: Sequence[Removed]) -> None:
    """Plan that lines go; a block goes with the last line in it, as in `removal_edit`."""
    # By its identity: a statement is equal to others, and as deep as its block.
    entries = {id(each.node): each for each in gate.entries}
    owners: dict[int, tuple[Statement | None, list[Edit]]] = {}
    for change in changes:
        entry = change.line._entry
        path = paths[entry]
        plan.gone.update(range(entry.index, gate.behind(entry)))
        edit = removal(
            gate.text,
            entry.node.first_token,
            entry.node.end,
            comments=change.comments,
            trailing=True,
        )
        above = path[-2] if len(path) > 2 else None
        owner = above if isinstance(above, Statement) else None
        owners.setdefault(id(owner), (owner, []))[1].append(edit)
    for owner, found in owners.values():
        edits = sorted(found)
        whole: Sequence[Edit] = ()
        if owner is not None and not owner.tail and len(items_of(owner)) == len(edits):
            whole = block_edits(gate.text, owner, edits)
        if owner is not None and whole:
            entry = entries[id(owner)]
            plan.shapes[entry] = replace(plan.shapes.get(entry, entry.shape), block=False)
        plan.edits.extend(whole or edits)


def merged(edits: Sequence[Edit]) -> Iterator[Edit]:
    """Yield edits in order; of two that take out the same empty lines, one."""
    last: Edit | None = None
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if last is not None and not last.text and not edit.text and edit.start < last.end:
            last = replace(last, end=max(last.end, edit.end))
            continue
        if last is not None:
            yield last
        last = edit
    if last is not None:
        yield last
