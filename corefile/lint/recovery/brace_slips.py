"""Says what changes of braces are slips of, and how to write the text instead."""

from collections.abc import Iterator, Sequence

from corefile.lint.recovery.brace_readings import Change, Frame, is_move, kind_of
from corefile.lint.recovery.slip import Note, Slip
from corefile.syntax.tree import Token
from corefile.text.edits import Edit
from corefile.text.source import Span

__all__ = ["slips_of"]


def slips_of(text: str, changes: Sequence[Change]) -> Iterator[Slip]:
    """Yield the slips of a reading; a brace put in and one taken away nearby are one slip."""
    left = list(changes)
    while left:
        change = left.pop(0)
        other = next((each for each in left if is_move(change, each)), None)
        close = next((each for each in left if is_pair(change, each)), None)
        if close is not None:
            left.remove(close)
            yield empty(text, change, close)
        elif other is not None:
            left.remove(other)
            yield moved(text, change, other)
        else:
            yield _SLIPS[change.act](text, change)


def is_pair(one: Change, other: Change) -> bool:
    """Tell whether two changes take away braces with nothing between them."""
    return (one.act, other.act) == ("drop {", "drop }") and other.before is one.token


def empty(text: str, one: Change, other: Change) -> Slip:
    """Return the slip of braces with nothing in them: a plugin takes none, or its name is lost."""
    nameless = one.token.begins_line
    start = text.rfind("\n", 0, one.token.start) if nameless else one.token.start
    start -= 0 if nameless or "#" in one.token.prefix else len(one.token.prefix)
    return Slip(
        "brace-without-plugin" if nameless else "unbalanced-braces",
        Span(one.token.start, other.token.end),
        "these braces have no plugin before them"
        if nameless
        else "these braces are too many: there is nothing in them",
        "write the plugin's name before them, or remove them" if nameless else "remove the braces",
        "remove the braces",
        (Edit(max(start, 0), other.token.end, ""),),
        is_repair=not nameless,
    )


def shown(frame: Frame | None) -> str:
    """Return the words that a block begins with."""
    return f"`{frame.word.removesuffix('{')}`" if frame and frame.word else "this block"


def spaces(text: str, frame: Frame | None) -> str:
    """Return the spaces before the line of a block."""
    if frame is None or frame.name is None:
        return ""
    start = text.rfind("\n", 0, frame.name.start) + 1
    line = text[start : frame.name.start]
    return line[: len(line) - len(line.lstrip())]


def end_of_line(text: str, offset: int) -> int:
    """Return where the line of an offset ends."""
    end = text.find("\n", offset)
    return len(text) if end < 0 else end


def closed(text: str, change: Change) -> Slip:
    """Return the slip of a `}` that is lost."""
    frame, token = change.frame, change.token
    before = change.before or token
    opening = frame.brace or frame.name if frame else None
    span = (opening or token).span
    at = end_of_line(text, before.end)
    edit = Edit(at, at, f"\n{spaces(text, frame)}}}")
    place = "at the end" if not token.raw else f"above `{token.raw}`"
    note = Note(token.span, "the `}` belongs before this line") if token.raw else None
    return Slip(
        "unbalanced-braces",
        span,
        f"the block of {shown(frame)} is never closed: its `}}` is missing",
        f"add a `}}` on a line of its own {place}",
        "add `}`",
        (edit,),
        note,
    )


def opened(text: str, change: Change) -> Slip:
    """Return the slip of a `{` that is lost."""
    token = change.token
    end = words_end(text, token)
    line = text[token.start : end]
    return Slip(
        "unbalanced-braces",
        Span(token.start, end),
        f"{shown(change.frame)} has a block below, but its `{{` is missing",
        f"end the line with a brace: `{line} {{`",
        "add `{`",
        (Edit(end, end, " {"),),
    )


def words_end(text: str, token: Token) -> int:
    """Return where the words of a token's line end, a comment left out."""
    line = text[token.start : end_of_line(text, token.end)]
    return token.start + len(line.partition(" #")[0].rstrip())


def dropped_close(text: str, change: Change) -> Slip:
    """Return the slip of a `}` that is too many."""
    return Slip(
        "unbalanced-braces",
        brace_span(change.token),
        "this `}` is one too many: it closes nothing, or closes a block too early",
        "remove this `}`",
        "remove `}`",
        (without(text, change.token),),
    )


def dropped_open(text: str, change: Change) -> Slip:
    """Return the slip of a `{` that is too many."""
    return Slip(
        "unbalanced-braces",
        brace_span(change.token),
        "this `{` is one too many: it opens a block that is never closed",
        "remove this `{`",
        "remove `{`",
        (without(text, change.token),),
    )


def brace_span(token: Token) -> Span:
    """Return where the brace of a token is: it may be at the end of a word."""
    return Span(token.end - 1, token.end)


def without(text: str, token: Token) -> Edit:
    """Return the edit that takes a brace away, with its line where it is alone on it."""
    if kind_of(token) not in ("{", "}"):
        return Edit(token.end - 1, token.end, "")
    start = text.rfind("\n", 0, token.start) + 1
    end = end_of_line(text, token.end)
    if not text[start : token.start].strip() and not text[token.end : end].strip():
        return (
            Edit(start, min(end + 1, len(text)), "")
            if end < len(text) or not start
            else (Edit(start - 1, end, ""))
        )
    begin = token.start - len(token.prefix) if not token.begins_line else token.start
    return Edit(begin if "#" not in token.prefix else token.start, token.end, "")


def joined(text: str, change: Change) -> Slip:
    """Return the slip of a `{` on the line after the one it belongs to."""
    token, before = change.token, change.before or change.token
    line = text[(change.frame.name or token).start : before.end] if change.frame else ""
    edits = (Edit(before.end, before.end, " {"), without(text, token))
    return Slip(
        "brace-misplaced",
        token.span,
        "this `{` is on a line of its own: CoreDNS does not take it for that of "
        f"{shown(change.frame)}",
        f"put the brace at the end of the line above: `{line} {{`",
        "put `{` at the end of the line above",
        edits,
    )


def split(text: str, change: Change) -> Slip:
    """Return the slip of a `{` that is glued to the word before it."""
    token = change.token
    at = token.end - 1
    return Slip(
        "missing-space-before-brace",
        token.span,
        f"CoreDNS reads `{token.value}` as one word: its brace opens nothing",
        f"put a space before the brace: `{token.value[:-1]} {{`",
        "add a space",
        (Edit(at, at, " "),),
    )


def split_closes(text: str, change: Change) -> Slip:
    """Return the slip of several `}` in one word."""
    token = change.token
    number = 1 + len(change.outer)
    lines = (f"\n{spaces(text, frame)}}}" for frame in change.outer)
    start = token.end - number
    is_first = token.begins_line and start == token.start
    own = "" if is_first else f"\n{spaces(text, change.frame)}"
    if own and start == token.start:
        start -= len(token.prefix)
    return Slip(
        "brace-misplaced",
        Span(token.end - number, token.end),
        f"CoreDNS reads `{token.value}` as one word: it does not close the block of "
        f"{shown(change.frame)}",
        "put each `}` on a line of its own",
        "put each `}` on a line of its own",
        (Edit(start, token.end, f"{own}}}{''.join(lines)}"),),
    )


def broken(text: str, change: Change) -> Slip:
    """Return the slip of a `}` at the end of a line."""
    token = change.token
    at = token.end - 1
    start = at - len(token.prefix) if token.value == "}" else at
    return Slip(
        "brace-misplaced",
        Span(at, token.end),
        "this `}` is at the end of a line: it does not close the block of "
        f"{shown(change.frame)} there",
        "put `}` on a line of its own",
        "put `}` on a line of its own",
        (Edit(start, at, f"\n{spaces(text, change.frame)}"),),
        if_taken="this `}` is at the end of a line: CoreDNS accepts it here, but after most "
        "options it reads `}` as one more word",
    )


def parted(text: str, change: Change) -> Slip:
    """Return the slip of a line that begins after a `}`."""
    token, before = change.token, change.before or change.token
    start = text.rfind("\n", 0, before.start) + 1
    line = text[start : before.start]
    indent = line[: len(line) - len(line.lstrip())]
    return Slip(
        "brace-misplaced",
        Span(before.start, token.end),
        f"`{token.value}` is on the line of a `}}`, and CoreDNS takes both for one line",
        f"begin a new line after `}}`: `{token.value}` goes below it",
        "begin a new line after `}`",
        (Edit(before.end, token.start, f"\n{indent}"),),
    )


def moved(text: str, one: Change, other: Change) -> Slip:
    """Return the slip of a brace on another line than it belongs to."""
    put = one if one.act in ("close", "open") else other
    taken = other if put is one else one
    made, gone = _SLIPS[put.act](text, put), _SLIPS[taken.act](text, taken)
    brace = "}" if put.act == "close" else "{"
    return Slip(
        "brace-misplaced",
        gone.span,
        f"this `{brace}` is on the wrong line: it is that of {shown(put.frame)}",
        f"move it: {made.help}",
        f"move `{brace}`",
        (*made.edits, *gone.edits),
        made.note,
    )


_SLIPS = {
    "close": closed,
    "open": opened,
    "drop }": dropped_close,
    "drop {": dropped_open,
    "join": joined,
    "split {": split,
    "split }": split_closes,
    "break": broken,
    "part": parted,
}
