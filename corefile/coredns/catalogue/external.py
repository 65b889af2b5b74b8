"""What plugins have in common that are not CoreDNS's own: their code decides, not its release."""

from corefile.coredns.catalogue.cursor import Cursor
from corefile.coredns.catalogue.kinds import WORD, first
from corefile.coredns.catalogue.query import Chain, End, Query, Verdict, data_decides
from corefile.coredns.catalogue.schema import Plugin, Reader, Value
from corefile.text.records import dataclass
from corefile.text.typed import TypeVar

__all__ = ["External", "alone", "some"]

E = TypeVar("E", bound="External")

#: A word whose line may have more of them, which do not count.
alone: Reader[Value[str]] = first(WORD)


def some(message: str) -> Reader[tuple[Value[str], ...]]:
    """Read the rest of the line, at least one word; without any it is refused with a message."""

    def read(cursor: Cursor) -> tuple[Value[str], ...]:
        args = cursor.remaining()
        if not args:
            raise cursor.error(message)
        return tuple(Value(arg.text, arg) for arg in args)

    return Reader("WORD…", read)


@dataclass(frozen=True, slots=True, kw_only=True)
class External(Plugin):
    """A stanza of an external plugin, of which it is not known what it has an answer to.

    Its description takes what any of its releases takes.
    """

    @classmethod
    def serve(cls: "type[E]", stanzas: "tuple[E, ...]", query: Query, chain: Chain) -> Verdict:
        """Answer in its zones, or pass on."""
        zones = tuple(zone for stanza in stanzas for zone in stanza.own_zones)
        if zones and not chain.in_zones(zones, query):
            return Verdict("not in its zones")
        answers = End("answered", cls.name, when="the plugin answers it")
        outcomes = {"hit": answers, "nodata": answers, "nxdomain": None}
        why = "not a plugin of CoreDNS itself: may answer; else goes on"
        return data_decides(cls.name, why, outcomes, chain)
