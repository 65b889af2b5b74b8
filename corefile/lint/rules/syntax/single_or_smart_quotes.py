r"""Words are quoted with characters that are not quotes for CoreDNS.

Finds words between apostrophes, backquotes or typographic quotes, and a `"` that does not begin its
word. For CoreDNS, only a `"` at the beginning of a word is a quote; every other mark is an ordinary
character. Does not report expressions (`view`) or unknown plugins, which may have their own quotes.

Why it matters: an argument is split into several, which include the quotes: in
`log . '{remote} {type}'`, CoreDNS reads `{type}'` as the format and `'{remote}` as a zone.

How to fix it: write `"` around the whole argument; write a `"` inside it as `\"`.

## Bad

```corefile
. {
    log . '{remote} {type}'
    whoami
}
```

```corefile
. {
    log . “{remote}”
    whoami
}
```

```corefile
. {
    template IN TXT {
        answer "{{ .Name }} 60 IN TXT "ok""
    }
}
```

## Good

```corefile
. {
    log . "{remote} '{type}'"
    whoami
}
```

```corefile
. {
    template IN TXT {
        answer "{{ .Name }} 60 IN TXT \"it's ok\""
    }
}
```

```corefile
. {
    view office {
        expr type() == 'A'
    }
    log . {"name":"{name}"}
    whoami
}
. {
    whoami
}
```
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from corefile.coredns.catalogue.lookup import plugin_class
from corefile.lint.finding import Edit, Finding, Fix
from corefile.lint.recovery.words import has_expression
from corefile.lint.rule import Context, CorefileRule
from corefile.lint.rules.syntax.quotes import PAIRS
from corefile.syntax.tree import Directive, Import, Statement, Token
from corefile.text.regex import regex

__all__ = ["RULE"]

#: What may close one of them.
CLOSING = frozenset("".join(PAIRS.values()))
#: Quotes that another template will take away: `{{"{{"}}`, `{{ template "name"}}`.
TEMPLATE = regex(r'\{\{-?"|"-?\}\}')


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each pair of such quotes, and for each one that stands alone."""
    refused = {id(refusal.token.token) for refusal in ctx.config.refusals}
    for words in lines(ctx):
        pairs = list(quoted([word for word in words if not (word.quoted or word.glued_comment)]))
        stray = [] if pairs else list(misplaced(words))
        # What CoreDNS refuses is a finding of its own.
        found = (of_pair(ctx, pair) for pair in pairs if refused.isdisjoint(map(id, pair)))
        yield from found
        yield from (of_word(ctx, word) for word in stray[:1] if id(word) not in refused)


def lines(ctx: Context) -> Iterator[Sequence[Token]]:
    """Yield the words of each line whose words are known to be no expression."""
    for item in ctx.tree.items:
        if not isinstance(item, Import):
            yield item.keys
    for imported in ctx.tree.find(Import):
        yield (imported.name, *imported.args)
    for directive in ctx.tree.find(Directive):
        plugin = directive.name.value
        kind = plugin_class(plugin) if plugin in ctx.config.build.plugins else None
        for line in directive.find(Statement) if kind else ():
            if not (kind and has_expression(kind, line.name.value)) and not isinstance(
                line, Import
            ):
                yield (line.name, *line.args)


def quoted(words: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Yield the words from each quote that is none to the one that closes it, or to none."""
    done = 0
    hopeless: set[str] = set()
    for place, word in enumerate(words):
        if place < done or not word.raw:
            continue
        opening = word.raw[0]
        if opening in PAIRS:
            ends = () if opening in hopeless else range(place, len(words))
            closing = (end for end in ends if closes(words, place, end))
            end = next(closing, None)
            if end is None:
                hopeless.add(opening)
            done = (place if end is None else end) + 1
            yield words[place:done]
        elif word.raw[-1] in CLOSING:
            yield [word]


def closes(words: Sequence[Token], start: int, end: int) -> bool:
    """Tell whether a word closes the quote that another one opens."""
    closing = PAIRS[words[start].raw[0]]
    return words[end].raw[-1:] in closing and (end > start or len(words[end].raw) > 1)


def misplaced(words: Sequence[Token]) -> Iterator[Token]:
    """Yield the words that a `"` ends or begins where it does not look like it."""
    if TEMPLATE.search("".join(map(str, words))):
        return
    behind_strings = {id(word) for string, word in pairwise(words) if string.quoted}
    for word in words:
        behind_string = id(word) in behind_strings and not word.prefix
        unpaired = not word.quoted and word.value.count('"') % 2 == 1
        if behind_string or unpaired:
            yield word


def of_pair(ctx: Context, pair: Sequence[Token]) -> Finding:
    """Make the finding of words between quotes that are none."""
    first, last = pair[0], pair[-1]
    quote = first.raw[0] if first.raw[0] in PAIRS else last.raw[-1]
    shown = "a backquote" if quote == "`" else f"`{quote}`"
    reads = ", but a character of the word"
    if len(pair) > 1:
        reads = f": it reads {len(pair)} words here, and takes the quotes for characters of them"
    return RULE.at(
        ctx,
        first,
        f"{shown} is not a quote for CoreDNS{reads}",
        to=last,
        help='write `"` around the whole argument',
        fix=fix(ctx, first, last),
    )


def of_word(ctx: Context, word: Token) -> Finding:
    """Make the finding of a word with a `"` that does not begin it, or right after a string."""
    message = (
        f'CoreDNS reads `{word.value}` as a word of its own: a `"` quotes only where it begins a '
        "word, and the next one ends the string"
    )
    help_text = 'put the whole argument into quotes, and write `\\"` for a `"` inside it'
    return RULE.at(ctx, word, message, help=help_text)


def fix(ctx: Context, first: Token, last: Token) -> Fix | None:
    """Return the edit that makes quotes of what looks like them."""
    inside = ctx.tree.source.text[first.start + 1 : last.end - 1]
    pair = last.raw[-1] in PAIRS.get(first.raw[0], "") and last.end - first.start > 1
    if not pair or '"' in inside or inside.endswith("\\"):
        return None
    edits = (Edit(first.start, first.start + 1, '"'), Edit(last.end - 1, last.end, '"'))
    return Fix('write `"`', edits, safe=False)


RULE = CorefileRule(
    "CF107",
    "single-or-smart-quotes",
    "warning",
    check,
    fragments=True,
    fixes=True,
    slips=True,
    signs=('"', *PAIRS, *sorted(CLOSING)),
)
