"""What a template may render to, with the Corefiles in it."""

from __future__ import annotations

from corefile.documents.kinds.meant import MeantText
from corefile.documents.kinds.template.marks import placeholders
from corefile.documents.kinds.template.rendering import rendering_of, with_references
from corefile.documents.model import Template, Variant
from corefile.text.records import dataclass, replace
from corefile.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from corefile.documents.kinds.template.marks import Tag
    from corefile.documents.kinds.template.rendering import Rendered, Rendering
    from corefile.documents.model import Document, Problem

__all__ = ["TemplateFile", "filled_in"]

#: A brace that opens or closes a block.
_BRACE = regex(r"(?<!\S)[{}](?!\S)")


@dataclass(frozen=True, slots=True)
class TemplateFile(Template):
    """A file that is a template; its variants are read when they are asked for."""

    #: The texts it may render to.
    rendering: Rendering
    #: Reads such a text.
    read: Callable[[str], Document]

    @property
    def has_conditions(self) -> bool:
        """Whether parts of it may be left out or repeated."""
        return bool(self.rendering.conditions)

    @property
    def keeps_lines(self) -> bool:
        """Whether these parts are all inside lines."""
        text = self.rendering.text
        each = ((part.tags[0].start, part.end) for part in self.rendering.conditions)
        return all("\n" not in text[start:end] for start, end in each)

    def variants(self) -> Iterator[Variant]:
        """Yield the texts with the first branch of every condition, with the second, and so on."""
        return map(self._variant, self.rendering.variants())

    def only(self, index: int) -> Variant:
        """Return the text with the first branch of one condition alone."""
        return self._variant(self.rendering.only(index))

    def around(self, offsets: Iterable[int]) -> dict[int, int | None]:
        """Return for each place the innermost condition that it is in, None where it is in none."""
        return self.rendering.around(offsets)

    def outside(self, index: int) -> int | None:
        """Return the condition that another one is in."""
        return self.rendering.outside(index)

    def as_words(self, text: str) -> str:
        """Return a text of the file with a word instead of each mark, of as many characters.

        A mark that is a line of its own outside all blocks becomes a comment.
        """
        depth = end = 0
        for tag in placeholders(text, frozenset()):
            braces = _BRACE.findall(text, end, tag.start)
            depth += braces.count("{") - braces.count("}")
            end, length = tag.end, tag.end - tag.start
            word = self.word * length
            if tag.role != "value" and depth <= 0 and _is_line(text, tag):
                word = f"#{self.word * (length - 1)}"
            text = text[: tag.start] + word + text[tag.end :]
        return text

    def ways_out(self, text: str, inner: int, outer: int | None) -> tuple[int, int] | None:
        """Return where lines above and below the widest condition around a place of a text begin.

        `text` is one of the file, and what is around the place `outer` too does not count. -1 is
        for where no line can be; None is for a place that is in no other condition.
        """
        tags = placeholders(text, frozenset())
        found = rendering_of(text, tags).between(inner, outer)
        if found is None:
            return None
        first, last = found
        above = text.rfind("\n", 0, first.start) + 1
        if text[above : first.start].strip() or _joins(first):
            above = -1
        if last is None or _joins(last):
            return above, -1
        line = text[last.end :].partition("\n")
        return above, -1 if line[0].strip() or not line[1] else last.end + len(line[0]) + 1

    def _variant(self, rendered: Rendered) -> Variant:
        document = filled_in(self.read(rendered.text))
        certain = tuple(each for each in document.problems if self._is_certain(each, rendered))
        if not any(problem.edits for problem in certain):
            # What the template puts in may correct the slip.
            as_written = (x for x in document.corefiles if not isinstance(x.origin, MeantText))
            document = replace(document, corefiles=tuple(as_written))
        return Variant(document, rendered.map, rendered.left_out, certain)

    def _is_certain(self, problem: Problem, rendered: Rendered) -> bool:
        """Tell whether a problem is there whatever the template puts in.

        What keeps a Corefile from being read is mostly what replaces a value. It is certain
        where no mark is near that could make it right.
        """
        text, has_mark = self.rendering.text, self.rendering.has_mark
        if problem.cause is not None:
            return not has_mark(*rendered.map.span(*problem.cause))
        start, end = rendered.map.span(problem.offset, problem.end)
        match problem.about:
            case "chart":
                return not has_mark(*self.rendering.item(start))
            case "key":
                near = start, end
            case "value":
                near = self.rendering.member(start)
            case _:
                return False
        return _is_corefile(text[start:end]) and not has_mark(*near)


def _is_line(text: str, tag: Tag) -> bool:
    """Tell whether nothing else is on the line of a mark."""
    before, after = text[: tag.start].rpartition("\n")[2], text[tag.end :].partition("\n")[0]
    return not before.strip() and not after.strip()


def _joins(tag: Tag) -> bool:
    """Tell whether a mark joins the line above to the one below."""
    return tag.before and tag.after


def _is_corefile(key: str) -> bool:
    """Tell whether a key is for CoreDNS whatever the name of its ConfigMap, which is not known."""
    return key.strip("'\"").startswith("Corefile")


def filled_in(document: Document) -> Document:
    """Put references where the values of a variant are, and imports where its lines are.

    They are as long as what stood there, so that no place changes. Which files a Corefile finds
    beside it is then not known.
    """
    text = with_references(document.text)
    corefiles = tuple(replace(item, text=with_references(item.text)) for item in document.corefiles)
    if text != document.text:
        corefiles = tuple(replace(item, folder=None) for item in corefiles)
    return replace(document, text=text, corefiles=corefiles)
