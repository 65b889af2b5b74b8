"""The parser: runs the tables of the grammar over the tokens. It never raises on content."""

import os

from corefile.syntax.builder import Builder
from corefile.syntax.lexer import cut
from corefile.syntax.tables import ACCEPT, RULES, STATES
from corefile.syntax.tree import Corefile
from corefile.text.source import Source


def parse(text: str | Source, *, name: str = "Corefile") -> Corefile:
    """Return the tree of a text.

    Every text has one, and `str(parse(text)) == text`. What CoreDNS would refuse is in the tree's
    `errors`. `name` is what the text is called in messages; imports are looked for beside it.
    """
    source = text if isinstance(text, Source) else Source(text, name)
    tokens, kinds = cut(source.text)
    builder = Builder(source, tokens)
    actions = builder.actions()
    rules = [(made, size, actions[action]) for made, size, action in RULES]
    states = [0]
    values: list[object] = []
    row = STATES[0]
    for token, kind in zip(tokens, kinds, strict=True):
        while True:
            step = row.get(kind)
            if step is None:
                # Only the end of the text can come too soon: what is open is closed by END.
                step = row["END"]
                again = step >= 0
            else:
                again = False
            if step >= 0:
                values.append(token)
                states.append(step)
                row = STATES[step]
                if again:
                    continue
                break
            made, size, action = rules[-1 - step]
            if size == 2:
                last = values.pop()
                values[-1] = action(values[-1], last)
                del states[-2:]
            elif size == 1:
                values[-1] = action(values[-1])
                del states[-1]
            else:
                parts = values[len(values) - size :]
                del values[len(values) - size :]
                del states[len(states) - size :]
                values.append(action(*parts))
            step = STATES[states[-1]][made]
            states.append(step)
            row = STATES[step]
            if step == ACCEPT:
                break
    tree = values[-1]
    assert isinstance(tree, Corefile)  # noqa: S101
    return tree


def load(path: str | os.PathLike[str]) -> Corefile:
    """Read a file and give its tree.

    Bytes that are not UTF-8 are kept, and `tree.encode()` gives back the file byte for byte. Raises
    OSError when the file cannot be read.
    """
    return parse(Source.load(path))
