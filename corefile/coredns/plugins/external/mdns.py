"""mdns: answer with what is found by multicast DNS (openshift/coredns-mdns, setup.go)."""

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.external import External
from corefile.coredns.catalogue.facts import Peer, Role, Serves, Stanzas
from corefile.coredns.catalogue.kinds import WORD, integer, one
from corefile.coredns.catalogue.schema import Scope, Value, argument
from corefile.coredns.catalogue.zones import normalize
from corefile.go.errors import Invalid
from corefile.go.strconv import atoi
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar

#: What the words of its line are.
FIELDS = ("domain", "minimum", "filter", "address")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mdns(External):
    """Answers below a domain with what machines of the local network say by multicast DNS."""

    name: ClassVar[str] = "mdns"
    usage: ClassVar[str] = "mdns DOMAIN [MINIMUM [FILTER [ADDRESS]]]"
    stanzas: ClassVar[Stanzas] = "first"
    role: ClassVar[Role] = "answers"
    serves: ClassVar[Serves] = "names"
    sends_to: ClassVar[Peer] = "services"

    #: The domain that takes the place of `local`.
    domain: Value[str] | None = argument(one(WORD))
    #: How many SRV records there must be before any is given.
    minimum: Value[int] | None = argument(one(integer()), default="3")
    #: What names have in them that count.
    filter: Value[str] | None = argument(one(WORD))
    #: The address of the network that is asked.
    address: Value[str] | None = argument(one(WORD))

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read up to four words; a brace is one of them."""
        words: list[Value[str]] = []
        while cursor.next_arg():
            words.append(Value(cursor.value, cursor.token))
            if len(words) == 2:
                try:
                    atoi(cursor.value)
                except Invalid as invalid:
                    help_text = "write the least number of SRV records; there is no block"
                    raise Refused(f"Invalid minSRV: {invalid}", cursor.token, help_text) from None
            if len(words) > 4:
                raise cursor.arg_error("write up to four words")
        values: dict[str, Any] = dict(zip(FIELDS, words, strict=False))
        if "minimum" in values:
            values["minimum"] = Value(atoi(words[1].value), words[1].token)
        return values

    @property
    def own_zones(self) -> tuple[str, ...]:
        """The domain."""
        return (normalize(self.domain.value),) if self.domain else ()
