"""A lexer for Pygments, which finds it by the entry point `corefile` of this package."""

from collections.abc import Iterator

from pygments.lexer import Lexer
from pygments.token import Comment, Keyword, Name, Number, Punctuation, String, Text

from corefile.documents.model import begins_with_plugin
from corefile.highlight.words import Kind, words_of
from corefile.syntax.parser import parse
from corefile.text.typed import ClassVar

__all__ = ["CorefileLexer"]

_TOKENS: dict[Kind, object] = {
    "namespace": Name.Namespace,
    "macro": Name.Label,
    "keyword": Keyword,
    "function": Name.Function,
    "property": Name.Attribute,
    "variable": Name.Variable,
    "number": Number,
    "string": String.Double,
    "comment": Comment.Single,
    "parameter": Text,
}

#: Put before lines of a server block that stand alone, as examples have them.
_OPEN = ". {\n"


class CorefileLexer(Lexer):  # type: ignore[misc]
    """Colours Corefiles, and lines of server blocks that stand alone."""

    name = "Corefile"
    aliases: ClassVar[list[str]] = ["corefile", "coredns"]
    filenames: ClassVar[list[str]] = ["Corefile", "Corefile.*", "*.corefile"]
    mimetypes: ClassVar[list[str]] = ["text/x-corefile"]
    url = "https://coredns.io/manual/configuration/"

    def get_tokens_unprocessed(self, text: str) -> Iterator[tuple[int, object, str]]:
        """Yield each word with its kind, and all that is between them."""
        added = _OPEN if begins_with_plugin(text) else ""
        done = 0
        for start, end, kind in words_of(parse(added + text)):
            first, last = start - len(added), end - len(added)
            if first < done:
                continue
            yield from between(text, done, first)
            yield first, _TOKENS[kind], text[first:last]
            done = last
        yield from between(text, done, len(text))


def between(text: str, start: int, end: int) -> Iterator[tuple[int, object, str]]:
    """Yield braces and white space."""
    for place in range(start, end):
        letter = text[place]
        yield place, Punctuation if letter in "{}" else Text, letter
