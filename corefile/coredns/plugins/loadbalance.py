"""loadbalance: put the addresses of answers into another order (plugin/loadbalance/setup.go)."""

from collections.abc import Iterator

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.file_uses import STOPS, FileUse
from corefile.coredns.catalogue.kinds import (
    WORD,
    one,
)
from corefile.coredns.catalogue.older import later
from corefile.coredns.catalogue.reading import on
from corefile.coredns.catalogue.schema import (
    Duration,
    Plugin,
    PropertySpec,
    Reader,
    Reading,
    Scope,
    Value,
    argument,
    setting,
    settings,
    suggestion,
    take,
)
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.releases.changes import Change
from corefile.coredns.releases.release import span
from corefile.go.errors import Invalid
from corefile.go.net import parse_cidr
from corefile.go.strconv import quote
from corefile.go.time import parse_duration
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar

#: The first release that knows `weighted`.
WEIGHTED = "1.10.1"

POLICIES = ("round_robin", "weighted")

#: What each property is for.
_FOR = {
    "reload": "`reload` is for `weighted FILE` only",
    "prefer": "`prefer` is for `round_robin` only",
}


def read_reload(cursor: Cursor) -> Duration:
    """Read a duration."""
    args = cursor.remaining()
    help_text = "write a number with a unit: `30s`, `5m`; `0s` is never"
    if not args:
        raise cursor.error("reload duration value is missing", help_text)
    if len(args) > 1:
        raise on(cursor.error("unexpected argument", help_text), args[1])
    try:
        return Duration(parse_duration(args[0].text), args[0])
    except Invalid:
        raise cursor.error(f"invalid reload duration '{args[0].text}'", help_text) from None


def read_prefer(cursor: Cursor) -> tuple[Value[str], ...]:
    """Read networks."""
    args = cursor.remaining()
    for arg in args:
        if parse_cidr(arg.text) is None:
            message = f"invalid CIDR {quote(arg.text)}: invalid CIDR address: {arg.text}"
            raise on(cursor.error(message, "write a network such as `10.0.0.0/8`"), arg)
    return tuple(Value(arg.text, arg) for arg in args)


#: What comes of a file with weights that is not there.
NO_WEIGHTS = "CoreDNS logs `Failed to open weight file`, and all addresses weigh the same"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loadbalance(Plugin):
    """Puts A, AAAA and MX records of answers into another order each time."""

    name: ClassVar[str] = "loadbalance"
    usage: ClassVar[str] = "loadbalance [round_robin|weighted FILE]"
    stanzas: ClassVar[Stanzas] = "last"
    role: ClassVar[Role] = "wraps"
    changes: ClassVar[tuple[Change, ...]] = (
        Change(
            release="1.0.5",
            kind="order",
            text="it comes before `cache` and `rewrite`: answers from the cache are shuffled too",
            source="core/dnsserver/zdirectives.go",
        ),
        Change(
            release=WEIGHTED,
            kind="added",
            what="weighted",
            text="it takes `weighted` and a file of weights",
        ),
    )

    #: One of POLICIES; None for the default, round_robin.
    policy: Value[str] | None = argument(one(WORD), default="round_robin")
    #: The file with the weights of addresses.
    file: Value[str] | None = None
    reload: Duration | None = setting(
        Reader("DURATION", read_reload),
        "how often FILE is looked at again, with `weighted` only; 0s is never",
        default="30s",
    )
    prefer: tuple[tuple[Value[str], ...], ...] = settings(
        Reader("NETWORK…", read_prefer),
        "networks whose addresses come first, not with `weighted`",
    )

    @classmethod
    def files(cls, stanzas: "tuple[Loadbalance, ...]") -> Iterator[FileUse]:
        """Return the files with weights."""
        for stanza in stanzas:
            if stanza.file is not None:
                once = stanza.reload is not None and stanza.reload.value == 0
                stops = f"{STOPS}`plugin/loadbalance: weight file open error`"
                yield FileUse(stanza.file.token, stops if once else NO_WEIGHTS)

    @classmethod
    def read(cls, cursor: Cursor, scope: Scope) -> "Reading[Loadbalance]":
        """Read all stanzas: which properties there are depends on the policy.

        Up to 1.12.3 there is one, and `round_robin` has no block (plugin/loadbalance/setup.go).
        """
        if cursor.release not in span(WEIGHTED):
            return read_round_robin(cursor)
        stanzas: list[Loadbalance] = []
        refusals: list[Refused] = []
        while cursor.next():
            token = cursor.token
            values: dict[str, Any] = {}
            try:
                values |= read_policy(cursor)
            except Refused as refused:
                # The policy decides what there is in the block.
                refusals.append(refused)
                stanzas.append(cls(token=token))
                break
            weighted = cls.specs()["reload"] if "file" in values else None
            if weighted:
                refusals += read_block(weighted, cursor, values)
            first_only = cursor.release not in span("1.12.4")
            if not first_only:
                refusals += read_block(cls.specs()["prefer"], cursor, values)
            stanzas.append(cls(token=token, **values))
            if first_only:
                break
        return Reading(tuple(stanzas), tuple(refusals))


def read_round_robin(cursor: Cursor) -> Reading[Loadbalance]:
    """Read the one policy up to 1.10.0; a line with more words than that is passed over."""
    surplus: ExpandedToken | None = None
    while cursor.next():
        token = cursor.token
        args = cursor.remaining()
        if len(args) > 1:
            surplus = surplus or args[0]
            continue
        if args and args[0].text != "round_robin":
            return Reading((), (no_policy(f"unknown policy: {args[0].text}", args[0]),))
        policy = Value(args[0].text, args[0]) if args else None
        return Reading((Loadbalance(token=token, policy=policy),), ())
    if surplus is None:
        return Reading((), ())
    return Reading((), (no_policy(cursor.arg_error().message, surplus),))


def no_policy(message: str, token: ExpandedToken) -> Refused:
    """Return the refusal of a word up to 1.10.0."""
    refused = Refused(message, token, "write `round_robin`, or nothing")
    return later(refused, token, WEIGHTED) if token.text == "weighted" else refused


def read_policy(cursor: Cursor) -> dict[str, Any]:
    """Read what is on the plugin's line."""
    args = cursor.remaining()
    if not args:
        return {}
    policy, *rest = args
    values: dict[str, Any] = {"policy": Value(policy.text, policy)}
    if policy.text not in POLICIES:
        help_text = f"write one of {', '.join(f'`{name}`' for name in POLICIES)}"
        raise Refused(f"unknown policy: {policy.text}", policy, help_text)
    if policy.text == "round_robin":
        if rest:
            raise on(cursor.error(f"unknown property for {policy.text}"), rest[0])
        return values
    if not rest:
        raise cursor.error("missing weight file argument", "write `weighted FILE`")
    if len(rest) > 1:
        raise on(cursor.error("unexpected argument(s)", "write `weighted FILE`"), rest[1])
    return {**values, "file": Value(rest[0].text, rest[0])}


def read_block(spec: PropertySpec, cursor: Cursor, values: dict[str, Any]) -> list[Refused]:
    """Read a block that has one property, and give what CoreDNS refuses."""
    refusals = []
    while cursor.next_block():
        values["property_tokens"] = (*values.get("property_tokens", ()), cursor.token)
        try:
            if cursor.value != spec.name:
                message = f"unknown property '{cursor.value}'"
                help_text = _FOR.get(cursor.value) or suggestion(Loadbalance, cursor.value)
                raise cursor.error(message, help_text)
            take(spec, cursor, values)
        except Refused as refused:
            refusals.append(refused)
            cursor.remaining()
    return refusals
