"""Makes one slip in a sound Corefile, of each kind and at each place where it can be made."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from corefile.coredns.model.config import plugin_class
from corefile.syntax.parser import parse
from corefile.syntax.tree import Block, Body, Corefile, Directive, ServerBlock, Statement, Token
from corefile.text.edits import Edit, apply_edits

__all__ = ["KINDS", "Slip", "slips"]


@dataclass(frozen=True, slots=True)
class Slip:
    """A sound text with one slip."""

    kind: str
    #: The text without it.
    sound: str
    #: What makes the slip of the sound text.
    edits: tuple[Edit, ...]
    #: The text with the slip.
    text: str
    #: The 1-based lines of that text at which a finding is at the slip.
    lines: frozenset[int]
    #: What the help has to say so that it names the repair: a regular expression.
    repair: str
    #: What the file is called.
    name: str = "Corefile"


@dataclass(frozen=True, slots=True)
class Sound:
    """A text without mistakes."""

    text: str
    tree: Corefile

    def slip(
        self, kind: str, edits: Sequence[Edit], repair: str, *places: int, to: int | None = None
    ) -> Slip:
        """Return a slip; a finding is at it on the lines of these places of the sound text.

        With `to`, it is on any line from the first of the places to that one.
        """
        text = apply_edits(self.text, edits)
        lines = {line_of(text, moved(place, edits)) for place in places}
        if to is not None:
            lines |= set(range(min(lines), line_of(text, moved(to, edits)) + 1))
        return Slip(kind, self.text, tuple(edits), text, frozenset(lines), repair)

    def blocks(self) -> Iterator[tuple[Token, Token, Token, tuple[Statement | Block, ...]]]:
        """Yield each pair of braces: the first token of their line, the braces, what is inside."""
        for node in self.tree.walk():
            if isinstance(node, ServerBlock) and node.body.open and node.body.close and node.keys:
                yield node.keys[0], node.body.open, node.body.close, node.body.items
            elif isinstance(node, Statement) and node.block and node.block.close:
                yield node.name, node.block.open, node.block.close, node.block.items

    def line(self, token: Token) -> tuple[int, int]:
        """Return the offsets of a token's line, its line feed included."""
        start = self.text.rfind("\n", 0, token.start) + 1
        end = self.text.find("\n", token.end)
        return start, len(self.text) if end < 0 else end + 1

    def end_of_words(self, token: Token) -> int:
        """Return the offset after the last word of a token's line, a comment left out."""
        return max(t.end for t in self.tree.tokens() if t.line == token.line and t.raw)

    def alone(self, token: Token) -> bool:
        """Tell whether a token is the only one of its line."""
        return sum(t.line == token.line for t in self.tree.tokens() if t.raw) == 1

    def statements(self) -> Iterator[Statement]:
        """Yield the lines of server blocks and of plugins."""
        return (node for node in self.tree.find(Statement) if node.name.begins_line)


def line_of(text: str, offset: int) -> int:
    """Return the 1-based line of an offset."""
    return text.count("\n", 0, min(offset, len(text))) + 1


def moved(place: int, edits: Sequence[Edit]) -> int:
    """Return where a place is after edits."""
    shift = 0
    for edit in sorted(edits):
        if edit.end <= place and edit.start < place:
            shift += len(edit.text) - (edit.end - edit.start)
        elif edit.start < place:
            return edit.start + shift
    return place + shift


def indent(token: Token) -> str:
    """Return the spaces before a token that begins its line."""
    return token.prefix.rpartition("\n")[2]


def close_lost(sound: Sound) -> Iterator[Slip]:
    """Yield slips: a `}` is lost, with its line."""
    for first, _, close, _ in sound.blocks():
        if sound.alone(close):
            start, end = sound.line(close)
            edit = Edit(start, end, "")
            # The line where it belongs, or any of the block that it leaves open.
            yield sound.slip("`}` lost", [edit], r"`\}`", first.start, start, to=start)


def open_lost(sound: Sound) -> Iterator[Slip]:
    """Yield slips: a `{` is lost."""
    for first, brace, _, _ in sound.blocks():
        edit = Edit(brace.start - len(brace.prefix), brace.end, "")
        yield sound.slip("`{` lost", [edit], r"\{", first.start)


def close_doubled(sound: Sound) -> Iterator[Slip]:
    """Yield slips: a `}` is written twice, on two lines."""
    for _, _, close, _ in sound.blocks():
        if sound.alone(close):
            start, end = sound.line(close)
            line = sound.text[start:end]
            line += "" if line.endswith("\n") else "\n"
            yield sound.slip(
                "`}` doubled",
                [Edit(start, start, line)],
                r"`\}`|remove",
                start - 1,
                start,
                max(end - 1, start + 1),
            )


def open_doubled(sound: Sound) -> Iterator[Slip]:
    """Yield slips: a `{` is written twice."""
    for first, brace, _, _ in sound.blocks():
        edit = Edit(brace.end, brace.end, " {")
        yield sound.slip("`{` doubled", [edit], r"`\{`|remove", first.start)


def open_glued(sound: Sound) -> Iterator[Slip]:
    """Yield slips: there is no space before a `{`."""
    for first, brace, _, _ in sound.blocks():
        if brace.prefix.strip(" ") == "" and brace.prefix:
            edit = Edit(brace.start - len(brace.prefix), brace.start, "")
            yield sound.slip("`{` glued", [edit], r"space", first.start)


def close_glued(sound: Sound) -> Iterator[Slip]:
    """Yield slips: a `}` is glued to the word before it."""
    for _, brace, close, items in sound.blocks():
        if items and "#" not in close.prefix and close.begins_line:
            edit = Edit(close.start - len(close.prefix), close.start, "")
            del brace
            yield sound.slip("`}` glued", [edit], r"`\}`", edit.start - 1)


def close_on_line(sound: Sound) -> Iterator[Slip]:
    """Yield slips: a `}` is at the end of the last line of its block."""
    for _, _, close, items in sound.blocks():
        if items and "#" not in close.prefix and close.begins_line:
            edit = Edit(close.start - len(close.prefix), close.start, " ")
            yield sound.slip("`}` on the line before", [edit], r"`\}`", edit.start - 1)


def close_with_next(sound: Sound) -> Iterator[Slip]:
    """Yield slips: what follows a `}` is on its line."""
    tokens = [token for token in sound.tree.tokens() if token.raw]
    for _, _, close, _ in sound.blocks():
        after = next((token for token in tokens if token.start > close.start), None)
        if after is not None and after.begins_line and "#" not in after.prefix:
            edit = Edit(close.end, after.start, " ")
            yield sound.slip("line after `}` joined", [edit], r"line", close.start)


def open_on_next_line(sound: Sound) -> Iterator[Slip]:
    """Yield slips: a `{` is on the line after the one it belongs to."""
    for first, brace, _, _ in sound.blocks():
        if brace.prefix.strip(" ") == "":
            edit = Edit(brace.start - len(brace.prefix), brace.start, "\n" + indent(first))
            yield sound.slip("`{` on the next line", [edit], r"`.*\{", first.start, brace.start)


def close_moved(sound: Sound) -> Iterator[Slip]:
    """Yield slips: a `}` is one line too early or too late."""
    for _, _, close, items in sound.blocks():
        if not sound.alone(close) or not items:
            continue
        start, end = sound.line(close)
        line = sound.text[start:end]
        if not line.endswith("\n"):
            continue
        before = sound.text.rfind("\n", 0, start - 1) + 1
        if sound.text[before:start].strip(" \n") not in ("}", "") and start:
            edits = [Edit(before, before, line), Edit(start, end, "")]
            yield sound.slip("`}` a line too early", edits, r"`\}`", before, start - 1)
        after = sound.text.find("\n", end) + 1
        if after and sound.text[end:after].strip(" \n") not in ("}", ""):
            edits = [Edit(start, end, ""), Edit(after, after, line)]
            yield sound.slip("`}` a line too late", edits, r"`\}`", start, after)


def open_moved(sound: Sound) -> Iterator[Slip]:
    """Yield slips: a `{` is at the end of the line before, or after, its own."""
    for first, brace, _, _ in sound.blocks():
        start, _ = sound.line(first)
        own = Edit(brace.start - len(brace.prefix), brace.end, "")
        before = [t for t in sound.tree.tokens() if t.raw and t.end <= start]
        if before and before[-1].value not in "{}":
            edits = [Edit(before[-1].end, before[-1].end, " {"), own]
            yield sound.slip("`{` a line too early", edits, r"\{", before[-1].start, first.start)


def open_alone(sound: Sound) -> Iterator[Slip]:
    """Yield slips: a `{` has lost its plugin."""
    for first, brace, close, _ in sound.blocks():
        if first.begins_line and indent(first) and first.line == brace.line:
            edit = Edit(first.start, brace.start, "")
            del close
            yield sound.slip("`{` without a plugin", [edit], r"plugin|name", first.start)


def words_of(line: Statement) -> list[Token]:
    """Return the words of a line."""
    return [line.name, *line.args]


def quote_lost(sound: Sound) -> Iterator[Slip]:
    """Yield slips: a quote is lost."""
    for token in sound.tree.tokens():
        if token.quoted and token.closed and "\n" not in token.raw and len(token.raw) > 2:
            for at in (token.start, token.end - 1):
                yield sound.slip('`"` lost', [Edit(at, at + 1, "")], r'"|quote', token.start)


def quote_added(sound: Sound) -> Iterator[Slip]:
    """Yield slips: a word has a quote on one side only."""
    for line in sound.statements():
        for word in line.args:
            if not word.quoted:
                edit = Edit(word.start, word.start, '"')
                yield sound.slip('`"` before a word', [edit], r'"|quote', word.start)
                edit = Edit(word.end, word.end, '"')
                yield sound.slip('`"` after a word', [edit], r'"|quote', word.start)


def other_quotes(sound: Sound) -> Iterator[Slip]:
    """Yield slips: a word is in quotes of another kind."""
    for line in sound.statements():
        for word in line.args:
            if word.value in "{}" or "'" in word.value:
                continue
            raw = word.raw.strip('"')
            for kind, (left, right) in {"single": ("'", "'"), "curly": ("“", "”")}.items():
                edit = Edit(word.start, word.end, left + raw + right)
                yield sound.slip(f"{kind} quotes", [edit], r'"|quote|without', word.start)


def foreign_comment(sound: Sound) -> Iterator[Slip]:
    """Yield slips: a comment of another language is a line, or at the end of one."""
    for line in sound.statements():
        start = sound.line(line.name)[0]
        for sign in ("//", ";"):
            edit = Edit(start, start, f"{indent(line.name)}{sign} as agreed\n")
            yield sound.slip(f"`{sign}` comment line", [edit], r"`#`", start - 1, start)
            at = sound.end_of_words(line.name)
            edit = Edit(at, at, f" {sign} as agreed")
            yield sound.slip(f"`{sign}` comment after words", [edit], r"`#`", line.name.start)


def semicolon(sound: Sound) -> Iterator[Slip]:
    """Yield slips: a line ends in `;`."""
    for line in sound.statements():
        if line.block is None:
            at = sound.end_of_words(line.name)
            yield sound.slip("`;` at the end", [Edit(at, at, ";")], r";|without", line.name.start)


def assignment(sound: Sound) -> Iterator[Slip]:
    """Yield slips: a property is written as in a file of settings."""
    for line in sound.statements():
        name = line.name
        if line.block is None and len(line.args) == 1 and not isinstance(line, Directive):
            gap = (name.end, line.args[0].start)
            for text in ("=", " = "):
                yield sound.slip(f"`{text}`", [Edit(*gap, text)], r"=|space|without", name.start)
        yield sound.slip("`:` after a name", [Edit(name.end, name.end, ":")], r":", name.start)


def commas(sound: Sound) -> Iterator[Slip]:
    """Yield slips: the words of a line are a list with commas."""
    for line in sound.statements():
        plain = [word for word in line.args if word.value not in "{}"]
        if len(plain) >= 2:
            edits = [Edit(word.end, word.end, ",") for word in plain[:-1]]
            yield sound.slip("commas", edits, r"comma|,", line.name.start)
            edits = [Edit(plain[-2].end, plain[-1].start, ",")]
            yield sound.slip("one comma", edits, r"comma|,", line.name.start)


def continued(sound: Sound) -> Iterator[Slip]:
    """Yield slips: a line goes on after a backslash."""
    for line in sound.statements():
        if line.args and line.args[-1].value not in "{}":
            last = line.args[-1]
            edit = Edit(last.start - len(last.prefix), last.start, " \\\n" + indent(line.name) * 2)
            yield sound.slip("line continued with `\\`", [edit], r"\\|line", line.name.start)


def odd_spaces(sound: Sound) -> Iterator[Slip]:
    """Yield slips: a space is one that only looks like one, or is a tab."""
    for line in sound.statements():
        for word in line.args[:1]:
            for kind, text in {"no-break space": "\xa0", "zero width space": " \u200b"}.items():
                edit = Edit(word.start - len(word.prefix), word.start, text)
                yield sound.slip(kind, [edit], r"remove|space", word.start)


def own_properties(name: str) -> frozenset[str]:
    """Return the names of a plugin's properties."""
    kind = plugin_class(name)
    return frozenset() if kind is None else frozenset(kind.specs())


def property_moved(sound: Sound) -> Iterator[Slip]:
    """Yield slips: a property is in the block of another plugin."""
    for body in sound.tree.find(Body):
        homes = [d for d in body.directives if d.block and d.block.close and d.block.properties]
        for home in homes:
            for line in home.block.properties if home.block else ():
                for other in homes:
                    if other is home or line.name.value in own_properties(other.name.value):
                        continue
                    assert other.block is not None
                    start, end = sound.line(line.name)
                    at = sound.line(other.block.properties[0].name)[0]
                    if line.block is None and sound.text[start:end].endswith("\n"):
                        edits = [Edit(start, end, ""), Edit(at, at, sound.text[start:end])]
                        if home.start > other.start:
                            edits.reverse()
                        yield sound.slip("property in the wrong plugin", edits, r"`\w+", at)


def plugin_moved(sound: Sound) -> Iterator[Slip]:
    """Yield slips: a plugin is inside the block of another, or outside all server blocks."""
    for body in sound.tree.find(Body):
        if body.open is None or body.close is None:
            continue
        homes = [d for d in body.directives if d.block and d.block.close and d.block.properties]
        for line in body.directives:
            start, end = sound.line(line.name)
            if line.block is not None or not line.name.begins_line or len(body.items) < 2:
                continue
            text = sound.text[start:end]
            for home in homes:
                if line.name.value in own_properties(home.name.value):
                    continue
                assert home.block is not None
                at = sound.line(home.block.properties[0].name)[0]
                edits = sorted([Edit(start, end, ""), Edit(at, at, text)])
                yield sound.slip("plugin in another's block", edits, r"`\w+|block", at)
            if sound.alone(body.close) and sound.text.endswith("\n"):
                at = sound.line(body.close)[1]
                edits = [Edit(start, end, ""), Edit(at, at, text.lstrip())]
                yield sound.slip("plugin outside all blocks", edits, r"block", at)
                at = sound.line(first_of(sound, body))[0]
                edits = [Edit(at, at, text.lstrip()), Edit(start, end, "")]
                yield sound.slip("plugin outside all blocks", edits, r"block", at - 1, at)


def first_of(sound: Sound, body: Body) -> Token:
    """Return the first token of the server block or snippet that has a body."""
    return next(item.first_token for item in sound.tree.items if body in item.children())


def argument_lost(sound: Sound) -> Iterator[Slip]:
    """Yield slips: the last argument of a line is lost, or all."""
    for line in sound.statements():
        plain = [word for word in line.args if word.value not in "{}"]
        for first in {len(plain) - 1, 0} if plain else ():
            lost = plain[first:]
            edit = Edit(lost[0].start - len(lost[0].prefix), lost[-1].end, "")
            yield sound.slip("argument lost", [edit], r"`.+`", line.name.start)


def zone_lost(sound: Sound) -> Iterator[Slip]:
    """Yield slips: the zone of `forward` is missing."""
    for line in sound.tree.find(Directive):
        if line.name.value == "forward" and len(line.args) >= 2:
            edit = Edit(line.args[0].start, line.args[1].start, "")
            yield sound.slip("zone of `forward` lost", [edit], r"forward \.|zone", line.start)


Maker = Callable[[Sound], Iterator[Slip]]

#: Every kind of slip, by the function that makes it.
KINDS: tuple[Maker, ...] = (
    close_lost,
    open_lost,
    close_doubled,
    open_doubled,
    open_glued,
    close_glued,
    close_on_line,
    close_with_next,
    open_on_next_line,
    close_moved,
    open_moved,
    open_alone,
    quote_lost,
    quote_added,
    other_quotes,
    foreign_comment,
    semicolon,
    assignment,
    commas,
    continued,
    odd_spaces,
    property_moved,
    plugin_moved,
    argument_lost,
    zone_lost,
)


def slips(text: str) -> Iterator[Slip]:
    """Yield every slip that can be made in a sound text; each text once."""
    sound = Sound(text, parse(text))
    seen = {text}
    for make in KINDS:
        for slip in make(sound):
            if slip.text not in seen:
                seen.add(slip.text)
                yield slip
