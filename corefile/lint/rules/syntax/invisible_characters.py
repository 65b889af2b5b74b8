"""A word contains an invisible character.

Finds characters without width (U+200B ZERO WIDTH SPACE, U+00AD SOFT HYPHEN, a byte order mark that
is not at the start of the file, marks that change the text direction) and control characters in a
word, and a no-break space in a string. They often come with text copied from a web page, a chat or
a word processor. Also finds a carriage return inside a word: CoreDNS drops it and joins the text
around it. Outside strings, a no-break space is white space like any other, and is not reported.

Why it matters: CoreDNS reads the character as a part of the word. A plugin is not found although
its name looks right, or CoreDNS serves a zone or name that nobody asks for.

How to fix it: remove the character, or type the word again.

## Bad

In this example U+200B is before `forward`.

```corefile
. {
    \u200bforward . 192.0.2.53
}
```

In this one U+00AD is after `www`.

```corefile
example.org {
    hosts {
        192.0.2.1 www\u00ad.example.org
    }
}
```

## Good

```corefile
. {
    forward . 192.0.2.53
}
```

In this example U+200B is in the comment, and a no-break space is after `forward`.

```corefile
. {
    # copied\u200b from a page
    forward\u00a0. 192.0.2.53
}
```
"""

import unicodedata
from collections.abc import Iterator

from corefile.lint.finding import Edit, Finding, Fix
from corefile.lint.rule import Context, CorefileRule
from corefile.syntax.tree import Token
from corefile.text.records import replace
from corefile.text.regex import regex
from corefile.text.source import Span

__all__ = ["RULE"]

#: Controls, and what has no width: formats, fillers, marks of the direction of writing, tags.
NO_WIDTH = (
    "\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f"
)
#: What looks like a space in a string, but is not one.
SPACES = "\xa0\u2007\u202f"
IN_WORD = regex(f"[\\x00-\\x1f{NO_WIDTH}]")
IN_STRING = regex(f"[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f{NO_WIDTH}{SPACES}]")
#: Some scripts, and pictures made of several, need these between two characters.
JOINERS = "\u200c\u200d"


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each word with such characters, at the first of them."""
    for token in ctx.tree.tokens():
        if token.raw.isascii() and token.raw.isprintable():
            continue
        word = token.raw if token.quoted else token.raw.partition("#")[0]
        pattern = IN_STRING if token.quoted else IN_WORD
        places = [match.start() for match in pattern.finditer(word)]
        places = [place for place in places if not joins(word, place)]
        if places:
            first = Span(token.start + places[0], token.start + places[0] + 1)
            yield replace(finding(ctx, token, word, places), span=first)


def joins(word: str, place: int) -> bool:
    """Tell whether a character belongs to the one before it."""
    return word[place] in JOINERS and place > 0 and not word[place - 1].isascii()


def finding(ctx: Context, token: Token, word: str, places: list[int]) -> Finding:
    """Make the finding of a word with such characters at some places."""
    characters = {word[place]: None for place in places}
    if characters.keys() == {"\r"}:
        message = (
            f"a carriage return is inside this word: CoreDNS drops it, and reads `{token.value}`"
        )
        return RULE.at(ctx, token, message, help="replace it with a line feed or a space")
    names = " and ".join(name_of(character) for character in characters)
    message = f"this word holds {names}: it looks right, and is another word for CoreDNS"
    return RULE.at(
        ctx, token, message, help="remove it, or type the word again", fix=fix(token, word, places)
    )


def name_of(character: str) -> str:
    """Return number and name of a character: U+200B (ZERO WIDTH SPACE)."""
    name = unicodedata.name(character, "a control character")
    return f"U+{ord(character):04X} ({name})"


def fix(token: Token, word: str, places: list[int]) -> Fix:
    """Return the edits that take the characters out; what looks like a space becomes one."""
    seen = {place: " " if word[place] in SPACES else "" for place in places}
    edits = tuple(Edit(token.start + at, token.start + at + 1, new) for at, new in seen.items())
    words = "".join(seen.get(at, character) for at, character in enumerate(word)).split()
    removes, safe = (token.value,), not token.quoted
    return Fix("remove what cannot be seen", edits, safe, adds=tuple(words), removes=removes)


RULE = CorefileRule(
    "CF106",
    "invisible-characters",
    "warning",
    check,
    fragments=True,
    fixes=True,
    about=("odd character",),
)
