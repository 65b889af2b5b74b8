"""acl: refuse queries by their sender and type (plugin/acl/setup.go)."""

from corefile.coredns.catalogue.cursor import Cursor
from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.mentions import Mentions, ReadFile
from corefile.coredns.catalogue.query import Chain, End, Query, Verdict
from corefile.coredns.catalogue.reading import on
from corefile.coredns.catalogue.schema import (
    Plugin,
    Reader,
    Scope,
    Value,
    Zone,
    in_release,
    names,
    settings,
    take,
)
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.releases.changes import Change
from corefile.coredns.releases.libraries import types_of
from corefile.coredns.releases.release import span
from corefile.go.dns import TYPES
from corefile.go.net import contains, parse_cidr
from corefile.go.strconv import quote
from corefile.text.brief import Brief
from corefile.text.records import dataclass, replace
from corefile.text.typed import Any, ClassVar

#: The first release in which it comes after `rewrite`, and for a while after `cache`.
AFTER_REWRITE = "1.14.3"

SECTIONS = ("type", "net")


@dataclass(frozen=True, slots=True)
class Policy(Brief):
    """A line of the block: which queries it is about."""

    #: allow, block, filter or drop.
    action: str
    #: The action, where it is written.
    token: ExpandedToken
    #: `*` stands for all, and so does leaving the section out.
    types: tuple[Value[str], ...]
    #: Networks; a single address has its mask added.
    networks: tuple[Value[str], ...]

    def fits(self, query: Query) -> bool | None:
        """Tell whether the line is about a query; None where the client is not known."""
        types = [value.value for value in self.types]
        if types and "*" not in types and query.type not in types:
            return False
        networks = [value.value for value in self.networks]
        if not networks or "*" in networks:
            return True
        if not query.client:
            return None
        return any(contains(network, query.client) for network in networks)


def read_policy(cursor: Cursor) -> Policy:
    """Read `[type TYPE…] [net NETWORK…]`; sections may come again."""
    name = cursor.token
    rest = cursor.remaining()
    types: list[Value[str]] = []
    networks: list[Value[str]] = []
    while rest:
        section, *rest = rest
        kind = section.text.lower()
        if kind not in SECTIONS:
            message = f"unexpected token {quote(section.text)}; expect 'type | net'"
            raise on(cursor.error(message, "write `type TYPE…` and `net NETWORK…`"), section)
        words = section_words(rest)
        rest = rest[len(words) :]
        if not words:
            message = f"no token specified in {quote(kind)} section"
            raise on(cursor.error(message, f"write `{kind} *` for all"), section)
        if kind == "type":
            types += read_types(cursor, words)
        else:
            networks += read_networks(cursor, words)
    return Policy(name.text.lower(), name, tuple(types), tuple(networks))


def section_words(words: list[ExpandedToken]) -> list[ExpandedToken]:
    """Return the words up to the next section."""
    starts = (at for at, word in enumerate(words) if word.text.lower() in SECTIONS)
    return words[: next(starts, len(words))]


def read_types(cursor: Cursor, words: list[ExpandedToken]) -> list[Value[str]]:
    """Read types in capital letters; after `*` nothing is looked at."""
    types: list[Value[str]] = []
    for word in words:
        if word.text == "*":
            return [*types, Value("*", word)]
        if word.text not in types_of(cursor.release):
            upper = word.text.upper()
            help_text = f"did you mean `{upper}`?" if upper in TYPES else "write a type such as `A`"
            message = f"unexpected token {quote(word.text)}; expect legal QTYPE"
            raise on(cursor.error(message, help_text), word)
        types.append(Value(word.text, word))
    return types


def read_networks(cursor: Cursor, words: list[ExpandedToken]) -> list[Value[str]]:
    """Read networks and addresses; after `*` nothing is looked at."""
    networks: list[Value[str]] = []
    for word in words:
        if word.text == "*":
            return [*networks, Value("*", word)]
        mask = "" if "/" in word.text else "/128" if ":" in word.text else "/32"
        network = word.text + mask
        if parse_cidr(network) is None:
            help_text = "write an IP address, or a network such as `10.0.0.0/8`"
            raise on(cursor.error(f"illegal CIDR notation {quote(network)}", help_text), word)
        networks.append(Value(network, word))
    return networks


def actions(cursor: Cursor) -> str:
    """Name the actions as CoreDNS does; which came with 1.8.2 and 1.10.1 (plugin/acl/setup.go)."""
    if cursor.release not in span("1.8.2"):
        return "'allow' or 'block'"
    if cursor.release not in span("1.10.1"):
        return "'allow', 'block', or 'filter'"
    return "'allow', 'block', 'filter' or 'drop'"


#: How a query ends with each action but `allow`.
ENDS = {
    "block": End("refused", rcode="REFUSED"),
    "filter": End("answered", rcode="NOERROR"),
    "drop": End("dropped"),
}
POLICY = Reader("[type TYPE…] [net NETWORK…]", read_policy)


@dataclass(frozen=True, slots=True, kw_only=True)
class Acl(Plugin):
    """Lets queries through or not, by the address they come from and the type they ask for."""

    name: ClassVar[str] = "acl"
    usage: ClassVar[str] = "acl [ZONE…]"
    stanzas: ClassVar[Stanzas] = "merged"
    role: ClassVar[Role] = "changes"
    changes: ClassVar[tuple[Change, ...]] = (
        Change(
            release=AFTER_REWRITE,
            kind="order",
            text="it comes after `rewrite`: it sees rewritten names",
            source="core/dnsserver/zdirectives.go",
        ),
        Change(
            release=AFTER_REWRITE,
            until="1.14.7",
            kind="avoid",
            what="cache",
            text="answers that `cache` has kept are given without asking it",
            advice="take 1.14.7 where a server block has `acl` and `cache`",
            source="notes of 1.14.7",
        ),
    )

    #: The zones whose queries are looked at: by default those of the server block.
    zones: tuple[Zone, ...] = ()
    allow: tuple[Policy, ...] = settings(POLICY, "queries that are let through")
    block: tuple[Policy, ...] = settings(POLICY, "queries that are answered REFUSED")
    filter: tuple[Policy, ...] = settings(POLICY, "queries that are answered without any records")
    drop: tuple[Policy, ...] = settings(POLICY, "queries that are not answered at all")

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the zones."""
        return {"zones": scope.origins(cursor.remaining())}

    @classmethod
    def unknown(cls, cursor: Cursor, values: dict[str, Any], scope: Scope) -> None:
        """Read an action in capital letters; there are no other lines."""
        action = cursor.value.lower()
        spec = cls.specs().get(action)
        if spec is None or not in_release(cls, action, scope.release):
            message = f"unexpected token {quote(cursor.value)}"
            help_text = "write an action, then `type TYPE…` and `net NETWORK…`"
            raise cursor.error(f"{message}; expect {actions(cursor)}", help_text)
        take(spec, cursor, values)

    @property
    def policies(self) -> tuple[Policy, ...]:
        """All lines in their order: the first that matches a query decides."""
        policies = (*self.allow, *self.block, *self.filter, *self.drop)
        lines = {id(policy.token): policy for policy in policies}
        return tuple(lines[id(token)] for token in self.property_tokens if id(token) in lines)

    def mentions(self, read: ReadFile) -> Mentions:
        """Return its zones, and the types and networks of all lines."""
        types = [value.value for policy in self.policies for value in policy.types]
        networks = [value.value for policy in self.policies for value in policy.networks]
        return Mentions(
            names(self.zones),
            types=tuple(word for word in types if word != "*"),
            networks=tuple(word for word in networks if word != "*"),
        )

    @classmethod
    def decides(cls, stanzas: "tuple[Acl, ...]") -> bool:
        """Tell whether a line stops queries: refusing them may be what is wanted."""
        return True

    @classmethod
    def serve(cls, stanzas: "tuple[Acl, ...]", query: Query, chain: Chain) -> Verdict:
        """Go by the first line that fits the type and the client (acl.go)."""
        ends: list[End] = []
        may_pass = False
        for stanza in stanzas:
            if not chain.in_zones(names(stanza.zones), query):
                continue
            for policy in stanza.policies:
                fits = policy.fits(query)
                if fits is False:
                    continue
                when = "" if fits else "the client is one of its networks"
                if policy.action == "allow":
                    if fits:
                        return Verdict(
                            "`allow` applies: goes on, past all other lines of `acl`",
                            tuple(ends),
                            token=policy.token,
                        )
                    may_pass = True
                    continue
                ends.append(replace(ENDS[policy.action], by=cls.name, when=when))
                if fits:
                    why = f"`{policy.action}` applies"
                    if may_pass:
                        why += " unless an `allow` before it does: the client's address decides"
                    return Verdict(why, tuple(ends), may_pass, token=policy.token)
        return Verdict(
            "no line stops the query" if not ends else "the client's address decides", tuple(ends)
        )
