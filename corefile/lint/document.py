"""Runs the rules over a file: every Corefile in it, and what keeps others from being read."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from corefile.coredns.files import Reader
from corefile.documents.model import Document, Embedded
from corefile.lint.engine import context, run
from corefile.lint.finding import Fix
from corefile.lint.place import Located, Place, locate
from corefile.lint.rules.unreadable_document import check_document
from corefile.lint.settings import Settings
from corefile.syntax.parser import parse
from corefile.syntax.source import Source, Span

__all__ = ["Checked", "lint_document"]

#: Put before lines that stand for themselves, so that they are read as lines of a server block.
#: It ends no line, so that CoreDNS's line numbers stay true.
_OPEN, _CLOSE = ". { ", "\n}"


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in a file."""

    source: Source
    findings: tuple[Located, ...]
    #: How many Corefiles were checked.
    corefiles: int
    #: How many imports of files were not followed.
    not_followed: int


def lint_document(
    document: Document,
    *,
    read: Reader | None = None,
    settings: Settings | None = None,
) -> Checked:
    """Give what is wrong in a file, in the order of its text.

    `read` follows the imports of a plain Corefile.  In a ConfigMap none is followed: the files
    beside the manifest are not those that CoreDNS sees.  A backup that CoreDNS does not read is
    not checked.  `settings` are what the rules go by.
    """
    outer = Source(document.text, document.name)
    settings = settings or Settings()
    found = [
        locate(finding, lambda source, span: Place(source, span.start, span.end), as_it_is)
        for finding in check_document(document, outer)
    ]
    corefiles = [item for item in document.corefiles if item.kind != "backup"]
    not_followed = 0
    for embedded in corefiles:
        located, left = lint_embedded(embedded, outer, read, settings)
        found += located
        not_followed += left
    found.sort(key=lambda item: order(item, outer))
    return Checked(outer, tuple(found), len(corefiles), not_followed)


def lint_embedded(
    embedded: Embedded,
    outer: Source,
    read: Reader | None,
    settings: Settings,
) -> tuple[list[Located], int]:
    """Give what is wrong in one Corefile of a file, and the number of imports not followed."""
    mend = as_it_is if not embedded.label else unwritten
    if not embedded.label:
        ctx = context(parse(outer), read, settings)
        to_outer = in_manifest(embedded, outer, outer, 0)
    elif embedded.kind == "override":
        inner = Source(_OPEN + embedded.text + _CLOSE, key_of(embedded))
        ctx = context(parse(inner), None, settings)
        to_outer = in_manifest(embedded, inner, outer, len(_OPEN))
        settings = replace(settings, rules=tuple(r for r in settings.rules if r.fragments))
    else:
        inner = Source(embedded.text, key_of(embedded))
        ctx = context(parse(inner), None, settings)
        to_outer = in_manifest(embedded, inner, outer, 0)
    located = [locate(finding, to_outer, mend) for finding in run(ctx, settings)]
    return located, len(ctx.expansion.unresolved)


def as_it_is(fix: Fix) -> Fix:
    """Give the fix of a plain Corefile: its text is the file's."""
    return fix


def unwritten(fix: Fix) -> None:
    """Give no fix."""
    del fix


def key_of(embedded: Embedded) -> str:
    """Give the key of a ConfigMap that a Corefile is in: the name of the file CoreDNS reads."""
    return embedded.label.rpartition(", key ")[2]


def in_manifest(
    embedded: Embedded, inner: Source, outer: Source, added: int
) -> Callable[[Source, Span], Place]:
    """Give what turns places of a Corefile into those of its file.

    `added` is the number of characters put before the Corefile's own in the text of `inner`.
    Places in other texts, those of imported files, stay as they are.
    """

    def to_outer(source: Source, span: Span) -> Place:
        if source is not inner:
            return Place(source, span.start, span.end)
        last = len(embedded.text)
        start = min(max(span.start - added, 0), last)
        end = min(max(span.end - added, start), last)
        return Place(outer, *embedded.map.span(start, end))

    return to_outer


def order(located: Located, outer: Source) -> tuple[bool, str, int, int, str]:
    """Give what findings are sorted by: the file before what it imports, then the place."""
    place = located.place
    key = (place.start, place.end, located.finding.code)
    return (place.source is not outer, place.path, *key)
