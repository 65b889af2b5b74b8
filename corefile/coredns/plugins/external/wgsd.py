"""wgsd: answer with the peers of WireGuard (jwhited/wgsd, setup.go)."""

from collections.abc import Iterator

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.external import External
from corefile.coredns.catalogue.facts import Peer, Role, Serves, Stanzas
from corefile.coredns.catalogue.schema import Reader, Scope, Value, Zone, settings, suggestion
from corefile.coredns.catalogue.zones import fqdn, normalize
from corefile.go.errors import Invalid
from corefile.go.net import parse_cidr, parse_ip, split_host_port
from corefile.go.strconv import atoi
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar


def read_self(cursor: Cursor) -> tuple[Value[str], ...]:
    """Read an endpoint, which may be left out, and networks."""
    args = cursor.remaining()
    networks = args
    if args:
        try:
            host, port = split_host_port(args[0].text)
        except Invalid:
            pass
        else:
            networks = args[1:]
            try:
                atoi(port)
            except Invalid as invalid:
                message = f"error converting self endpoint port: {invalid}"
                raise Refused(message, args[0], "write `IP:PORT`") from None
            if parse_ip(host) is None:
                message = f"invalid self endpoint IP address: {host}"
                raise Refused(message, args[0], "write `IP:PORT`")
    for arg in networks:
        if parse_cidr(arg.text) is None:
            message = f"invalid self allowed-ip '{arg.text}' err: invalid CIDR address: {arg.text}"
            raise Refused(message, arg, "write a network, such as `192.0.2.0/24`")
    return tuple(Value(arg.text, arg) for arg in args)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wgsd(External):
    """Answers with the endpoints and networks of the peers of a WireGuard device."""

    name: ClassVar[str] = "wgsd"
    usage: ClassVar[str] = "wgsd ZONE DEVICE"
    stanzas: ClassVar[Stanzas] = "merged"
    role: ClassVar[Role] = "answers"
    serves: ClassVar[Serves] = "names"
    sends_to: ClassVar[Peer] = "services"

    #: The zone whose names are peers.
    zone: Zone
    #: The device.
    device: Value[str]

    self_: tuple[tuple[Value[str], ...], ...] = settings(
        Reader("[ENDPOINT] [NETWORK…]", read_self), "answer for this machine too"
    )

    @classmethod
    def unknown(cls, cursor: Cursor, values: dict[str, Any], scope: Scope) -> None:
        """Refuse what is not a property, without naming it as one."""
        raise cursor.arg_error(suggestion(cls, cursor.value))

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the zone and the device."""
        name = cursor.token
        args = cursor.remaining()
        if len(args) != 2:
            message = f"expected 2 args, got {len(args)}"
            raise Refused(message, name, "write a zone and a device: `wgsd example.com wg0`")
        zone, device = args
        return {"zone": Zone(normalize(zone.text), zone), "device": Value(device.text, device)}

    @classmethod
    def check_all(
        cls, stanzas: "tuple[Wgsd, ...]", cursor: Cursor, scope: Scope
    ) -> Iterator[Refused]:
        """Refuse a zone that an earlier stanza has, in the same letters."""
        known: set[str] = set()
        for stanza in stanzas:
            name = fqdn(stanza.zone.token.text)
            if name in known:
                yield Refused(f"duplicate zone name {name}", stanza.zone.token)
            known.add(name)

    @property
    def own_zones(self) -> tuple[str, ...]:
        """The zone whose names are peers."""
        return (self.zone.name,)
