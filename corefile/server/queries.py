"""Who answers a query, and the picture of a Corefile: what `corefile trace` and `graph` print."""

from corefile.coredns.catalogue.query import Query
from corefile.coredns.catalogue.zones import fqdn
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.imports.files import OutsideRoot
from corefile.coredns.model.config import Config
from corefile.coredns.model.picture import picture
from corefile.coredns.model.trace import Assumptions, Prepared, Trace
from corefile.go.dns import received_name
from corefile.report.graph import FORMATS, draw
from corefile.report.trace import Place, Where
from corefile.server.analysis import Part
from corefile.text.source import Source

__all__ = ["drawn", "known", "question", "trace", "where"]


def question(name: str, type_: str) -> Query:
    """Return the query for a name as people write it."""
    return Query(fqdn(received_name(name)), type_.upper() or "A")


def trace(part: Part, query: Query) -> Trace:
    """Return what a query meets in a Corefile."""
    return Prepared(known(part), Assumptions(read=lambda name: read(part, name))).trace(query)


def drawn(part: Part, format_: str) -> str:
    """Return the picture of a Corefile in a format of `corefile graph`, else as text."""
    chosen = format_ if format_ in FORMATS else "text"
    return draw(picture(known(part)), chosen, part.embedded.origin.title, where(part))


def known(part: Part) -> Config:
    """Return what CoreDNS reads, as far as it is known."""
    return part.context.config.known_part


def read(part: Part, name: str) -> str | None:
    """Return the text of a file that a plugin names, where imports may be read."""
    reader = part.reader
    if reader is None or "{" in name:
        return None
    try:
        return reader.read(reader.absolute(name)).decode("utf-8", "replace")
    except (OSError, OutsideRoot, KeyError, ValueError):
        return None


def where(part: Part) -> Where:
    """Return what tells where a word is written: in the file, for words of the Corefile."""
    document = part.analysis.document
    file = Source(document.text, document.name)

    def place(token: ExpandedToken) -> Place:
        source, start = token.source, token.token.start
        if source.text == part.source.text:
            source, start = file, part.outer(start, start)[0]
        position = source.position(start)
        return Place(source.name, position.line, position.column)

    return place
