"""What a stanza tells apart among queries: the names, types and clients that its words mention."""

from collections.abc import Callable, Iterable, Iterator

from corefile.text.records import dataclass, fields, is_dataclass

__all__ = ["Mentions", "ReadFile", "plain", "words_of"]

#: Gives the text of a file that the Corefile names; None for one that is not to be read.
ReadFile = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Mentions:
    """What a stanza tells apart: queries that differ in nothing of this meet the same there."""

    #: Zones, normalized: each is told from the names below it, and these from all others.
    zones: tuple[str, ...] = ()
    #: Names that are told from all others; names below them are not.
    names: tuple[str, ...] = ()
    #: Names that are told from others for the type PTR only.
    addresses: tuple[str, ...] = ()
    #: Zones below which names with up to so many labels more are told apart by their number, and
    #: the label of a name that may be there; "" for any.
    labels: tuple[tuple[str, int, str], ...] = ()
    #: Types; `CH TXT` for one in another class than IN.
    types: tuple[str, ...] = ()
    #: Networks and addresses of clients.
    networks: tuple[str, ...] = ()

    @classmethod
    def of_all(cls, every: "Iterable[Mentions]") -> "Mentions":
        """Return what some stanzas tell apart together."""
        those = tuple(every)
        names = (each.name for each in fields(cls))
        return cls(
            *(
                tuple(dict.fromkeys(item for one in those for item in getattr(one, name)))
                for name in names
            )
        )


def plain(value: object) -> Iterator[str]:
    """Yield the words of a value in a stanza, without the places where they are written."""
    if value is None or type(value).__name__ == "ExpandedToken":
        return
    if isinstance(value, tuple | list):
        for item in value:
            yield from plain(item)
    elif is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            if each.name not in ("words", "expression"):  # of a condition, its text is enough
                yield from plain(getattr(value, each.name))
    else:
        yield str(value)


def words_of(*values: object) -> tuple[str, ...]:
    """Return the words of some values in a stanza."""
    return tuple(plain(values))
