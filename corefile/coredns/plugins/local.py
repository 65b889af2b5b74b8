"""local: answer for names that never leave a machine (plugin/local/setup.go)."""

from corefile.coredns.catalogue.cursor import Cursor
from corefile.coredns.catalogue.facts import Peer, Role, Serves, Stanzas
from corefile.coredns.catalogue.mentions import Mentions, ReadFile
from corefile.coredns.catalogue.older import read_name
from corefile.coredns.catalogue.query import Chain, End, Query, Verdict
from corefile.coredns.catalogue.schema import (
    Plugin,
    Reader,
    Reading,
    Scope,
    Value,
    read_stanzas,
    setting,
)
from corefile.coredns.releases.changes import Change, Instead
from corefile.coredns.releases.release import span
from corefile.go.strconv import quote
from corefile.text.records import dataclass
from corefile.text.typed import ClassVar

#: The first release that refuses anything after its name.
CHECKED = "1.14.4"

ZONES = ("localhost.", "0.in-addr.arpa.", "127.in-addr.arpa.", "255.in-addr.arpa.")
#: The one address with a name.
LOOPBACK = "1.0.0.127.in-addr.arpa."
#: The release that began to answer names below `localhost.` (plugin/local/local.go).
BELOW_LOCALHOST = span("1.14.5")


def read_switch(cursor: Cursor) -> Value[bool]:
    """Read `on` or `off`."""
    args = cursor.remaining()
    if len(args) != 1:
        raise cursor.arg_error()
    if args[0].text not in ("on", "off"):
        message = f"localhost_prefix expects 'on' or 'off', got {quote(args[0].text)}"
        raise cursor.error(message, "write `on` or `off`")
    return Value(args[0].text == "on", args[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Local(Plugin):
    """Answers for localhost and for the reverse zones of local addresses."""

    name: ClassVar[str] = "local"
    usage: ClassVar[str] = "local"
    stanzas: ClassVar[Stanzas] = "merged"
    role: ClassVar[Role] = "answers"
    serves: ClassVar[Serves] = "kind"
    sends_to: ClassVar[Peer] = "nobody"
    changes: ClassVar[tuple[Change, ...]] = (
        Change(
            release=CHECKED,
            kind="removed",
            what="arguments",
            text="anything after its name is refused; before, it was ignored",
            advice="leave it out",
            instead=Instead((("local",),), above=0),
        ),
        Change(
            release=str(BELOW_LOCALHOST.since),
            kind="meaning",
            what="*.localhost",
            text="it answers names below `localhost.`",
            advice="write `localhost_prefix off` if names that begin with `localhost.` shall"
            " go on to other plugins",
        ),
    )

    localhost_prefix: Value[bool] | None = setting(
        Reader("on|off", read_switch),
        "answer names that begin with `localhost.` too, as a loopback address",
        default="on",
    )

    @classmethod
    def read(cls, cursor: Cursor, scope: Scope) -> "Reading[Local]":
        """Read all stanzas; up to 1.14.3 the name alone (plugin/local/setup.go)."""
        if cursor.release not in span(CHECKED):
            return read_name(cls, cursor)
        return read_stanzas(cls, cursor, scope)

    def mentions(self, read: ReadFile) -> Mentions:
        """Return its zones, and the one address with a name."""
        return Mentions(ZONES, (LOOPBACK,))

    @classmethod
    def patterns(cls, stanzas: "tuple[Local, ...]", query: Query, chain: Chain) -> tuple[str, ...]:
        """Return what becomes of names that begin with `localhost.`."""
        given = [stanza.localhost_prefix for stanza in stanzas if stanza.localhost_prefix]
        return ("localhost.",) if not given or given[-1].value else ()

    @classmethod
    def serve(cls, stanzas: "tuple[Local, ...]", query: Query, chain: Chain) -> Verdict:
        """Answer for what never leaves a machine (local.go)."""
        name = query.lower
        zone = chain.in_zones(ZONES, query)
        prefixed = stanzas[-1].localhost_prefix
        with_prefix = name.startswith("localhost.") and (prefixed is None or prefixed.value)
        below = name.endswith(".localhost.")
        if not zone and not with_prefix:
            return Verdict("not a local name")
        rcode = "NOERROR"
        if (below and chain.release not in BELOW_LOCALHOST) or (
            zone.endswith(".arpa.") and name not in (zone, LOOPBACK)
        ):
            rcode = "NXDOMAIN"
        end = End("answered", cls.name, rcode)
        return Verdict("a name of the machine itself", (end,), goes_on=False)

    @property
    def own_zones(self) -> tuple[str, ...]:
        """The zones of local names."""
        return ZONES
