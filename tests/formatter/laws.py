"""What holds for the layout of every text."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from corefile import ExpandedToken, Expansion, Memory, expand, parse
from corefile.coredns.imports.files import Reader
from corefile.formatter import format_corefile
from corefile.syntax.tree import Corefile, ServerBlock, Snippet, Token
from corefile.text.edits import apply_edits

#: Environments without line breaks, some with what could be taken for syntax. With None the
#: references stay.
ENVIRONMENTS: list[Mapping[str, str] | None] = [
    None,
    {},
    {"X": "import"},
    {"X": "{"},
    {"X": "a b # c"},
]
#: Files to import, the half of a block among them.
FILES = Memory({"/s": "x {\n a b\n", "/a": "log\nlog\n"}, "/")

COMMENT = re.compile(r"#[^\n]*")


def check(text: str) -> bool:
    """Check the layout of a text; False for one that is left as it is because of its faults."""
    tree = parse(text)
    formatted = format_corefile(text)
    assert formatted.text == apply_edits(text, formatted.edits)
    assert formatted.changed == (formatted.text != text)
    assert formatted.faults == tree.errors
    if tree.errors:
        assert formatted.text == text
        return False
    after = parse(formatted.text)
    check_words(tree, after)
    assert comments(tree) == comments(after)
    # Where nothing refers to a variable, all environments are the same, and so it is with files.
    refers = "$" in text or "%" in text
    imports = refers or any("import" in token.value for token in tree.tokens())
    for env in ENVIRONMENTS if refers else [None]:
        for read in (None, FILES) if imports else [None]:
            check_expansion(tree, after, env, read)
    check_look(after)
    assert format_corefile(formatted.text).edits == ()
    return True


def check_words(tree: Corefile, after: Corefile) -> None:
    """Check that the words are the same ones, on the same lines."""
    assert not after.errors
    before = [*tree.tokens()]
    moved = {id(brace) for brace in braces(tree)}
    for old, new in zip(before, after.tokens(), strict=True):
        assert (new.value, new.glued_comment) == (old.value, old.glued_comment)
        assert new.raw in (old.raw, old.value)
        if id(old) not in moved or new.begins_line:
            assert new.begins_line == old.begins_line or not old.raw


def braces(tree: Corefile) -> Iterator[Token]:
    """Yield the opening braces of server blocks and snippets."""
    for item in tree.items:
        if isinstance(item, ServerBlock | Snippet) and item.body.open is not None:
            yield item.body.open


def comments(tree: Corefile) -> Counter[str]:
    """Return the comments that stand free, without the blanks at their end."""
    return Counter(
        found.rstrip() for token in tree.tokens() for found in COMMENT.findall(token.prefix)
    )


def check_expansion(
    tree: Corefile, after: Corefile, env: Mapping[str, str] | None, read: Reader | None
) -> None:
    """Check that CoreDNS reads the same, which has no plugin whose name could be a key."""
    names = {token.value for token in tree.tokens() if not re.search("[.:(]", token.value)}
    names |= {"log"}
    before, now = (expand(each, env=env, read=read, directives=names) for each in (tree, after))
    assert essence(before) == essence(now)


def essence(expansion: Expansion) -> object:
    """Return all that CoreDNS hands to plugins, with line breaks in the place of line numbers."""
    servers = [
        (
            server.keys,
            {name: [*with_breaks(tokens)] for name, tokens in server.tokens().items()},
        )
        for server in expansion.servers
    ]
    error = expansion.error and (expansion.error.kind, expansion.error.message)
    return servers, error, [item.target.text for item in expansion.unresolved]


def with_breaks(tokens: list[ExpandedToken]) -> Iterator[tuple[str, int]]:
    """Yield each word, with how its line relates to where the one before ends (dispenser.go)."""
    last = tokens[0]
    for token in tokens:
        same_file = last.file == token.file
        ahead = token.line - last.last_line
        yield token.text, same_file * ((ahead > 0) - (ahead < 0))
        last = token


def check_look(tree: Corefile) -> None:
    """Check the blanks between words and comments."""
    *tokens, end = tree.tokens()
    for token in tokens:
        gap = COMMENT.sub("#", token.prefix).removeprefix("\ufeff").replace("\r\n", "\n")
        assert re.fullmatch(r"\n?( +|( *#)?(\n\n? *#)*\n?\n? *)", gap), repr(gap)
        assert token.begins_line or gap.strip(" ") == ""
    if tokens and tokens[-1].closed and '"' not in COMMENT.sub("", end.prefix):
        assert re.search(r"(\A|[^\n])\r?\n\Z", end.prefix)
