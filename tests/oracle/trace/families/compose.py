"""The families: Corefiles made of stanzas, each with its queries."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from tests.oracle.trace.client import Draft
from tests.oracle.trace.families import answering, asking, changing, written
from tests.oracle.trace.families.draw import (
    CLIENTS,
    ZONES,
    Draw,
    Stanza,
    block,
    numbers,
    stanza,
    under,
)
from tests.oracle.trace.families.queries import ask

Maker = Callable[[Draw, str], Stanza]

#: Makers by the plugin that a release must have.
MAKERS: dict[str, Maker] = {
    "hosts": answering.hosts,
    "template": answering.template,
    "file": answering.file,
    "auto": answering.auto,
    "whoami": answering.whoami,
    "erratic": answering.erratic,
    "local": answering.local,
    "chaos": answering.chaos,
    "any": answering.any_,
    "transfer": answering.transfer,
    "rewrite": changing.rewrite,
    "acl": changing.acl,
    "dns64": changing.dns64,
    "siit": changing.siit,
    "cache": changing.cache,
    "autopath": changing.autopath,
    "tsig": changing.tsig,
    "dnssec": changing.dnssec,
    "errors": changing.wrapper,
    "forward": asking.forward,
    "grpc": asking.grpc,
    "kubernetes": asking.kubernetes,
    "k8s_external": asking.k8s_external,
    "etcd": asking.etcd,
    "nomad": asking.nomad,
    "secondary": asking.secondary,
    "dynupdate": asking.dynupdate,
}
#: What ends a chain.
TAILS: tuple[Maker, ...] = (
    *(asking.forward,) * 5,
    answering.hosts,
    answering.template,
    answering.whoami,
    answering.file,
)
#: Makers whose names of interest are in zones of their own.
WIDE = {
    asking.kubernetes,
    asking.autopath_kubernetes,
    asking.etcd,
    asking.nomad,
    answering.local,
    answering.chaos,
}
#: Makers whose stanzas hold more than their own plugin, and what that is.
COMPANIONS = {"k8s_external": "kubernetes", "dynupdate": "tsig", "file": "transfer"}


@dataclass(frozen=True, slots=True)
class Pieces:
    """Server blocks and what belongs to them."""

    text: str
    #: The zones of the blocks.
    zones: tuple[str, ...]
    stanzas: tuple[Stanza, ...]
    asks: tuple[str, ...] = ()

    def draft(self, d: Draw, count: int) -> Draft:
        """Return the case, with about so many queries."""
        beside = {part.beside: None for part in self.stanzas}
        files = {name: text for part in self.stanzas for name, text in part.files.items()}
        asks = [entry for part in self.stanzas for entry in part.asks]
        asks += list(self.asks) * max(1, len(asks) // max(1, 2 * len(self.asks)))
        inside = [entry for entry in asks if covered(entry.split()[0], self.zones)]
        asks = inside + d.some(asks, 1, 1 + len(inside) // 12)
        wait = max((part.wait for part in self.stanzas), default=0)
        return Draft(self.text + "".join(beside), ask(d, asks, count), files, wait)


def covered(name: str, zones: Sequence[str]) -> bool:
    """Return whether a name is in one of the zones, or a zone is beyond telling."""
    dotted = f".{name.lower().strip('.')}."
    return any(zone == "." or "/" in zone or dotted.endswith(f".{zone.lower()}.") for zone in zones)


def one(maker: Maker, d: Draw) -> Draft:
    """Return a plugin in a block, alone or not, sometimes beside a block for all other names."""
    zone = "." if maker in WIDE and d.maybe(0.8) else d.pick(ZONES)
    parts = [maker(d, zone)]
    if d.maybe(0.3):
        parts.append(changing.wrapper(d, zone))
    if d.maybe(0.7):
        tail = d.pick(TAILS)
        if tail is not maker:
            parts.append(tail(d, zone))
    d.random.shuffle(parts)
    text, zones = block(zone, [part.text for part in parts]), [zone]
    if zone != "." and d.maybe(0.4):
        rest = asking.forward(d, ".")
        text += block(".", [rest.text])
        zones.append(".")
        parts.append(rest)
    return Pieces(text, tuple(zones), tuple(parts)).draft(d, 14)


def single(maker: Maker) -> Callable[[Draw], Draft]:
    """Return the family of a plugin."""
    return lambda d: one(maker, d)


KEYS = (
    "example.org sub.example.org deep.sub.example.org example.net corp.example . test Example.COM "
    "10.0.0.0/24 10.0.0.0/23 192.0.2.0/28 10.in-addr.arpa 2001:db8::/32 xn--e1afmkfd.example org "
    "a.example.org"
).split()


def blocks(d: Draw) -> Draft:
    """Return many small blocks with keys of every kind."""
    keys = d.some(KEYS, 2, 7)
    chosen = tuple(keys)
    texts, asks = [], []
    while keys:
        own = [keys.pop() for _ in range(min(len(keys), d.pick((1, 1, 1, 2, 3))))]
        port = d.pick(("", "", "", "", ":53", ":1053"))
        heads = [f"{d.pick(('', '', 'dns://'))}{key}{port}" for key in own]
        body = [d.pick(BODIES)]
        if d.maybe(0.2):
            body.append(f"bind {d.pick(('127.0.0.1', '127.0.0.2', '127.0.0.2 ::1', '10.1.2.3'))}")
        texts.append(block(" ".join(heads), [line for line in body if line]))
        for key in own:
            zone = key.lower()
            if "/" in zone:
                asks += [f"{n}.0.0.10.in-addr.arpa PTR" for n in (1, 77)] + [
                    "1.1.0.10.in-addr.arpa PTR"
                ]
                asks += ["3.2.0.192.in-addr.arpa PTR", "1.8.b.d.0.1.0.0.2.ip6.arpa PTR"]
                continue
            names = [zone, under("www", zone), under("a.sub", zone)]
            asks += [f"{name} {kind}" for name in names for kind in ("A", "DS", "SOA")]
        if port == ":1053":
            asks += [f"{entry} at 127.0.0.1:1053" for entry in asks[-4:]]
    asks += [
        f"{entry} at {where}" for entry in d.some(asks, 4, 8) for where in ("127.0.0.2", "10.1.2.3")
    ]
    asks += [
        ". NS",
        ". DS",
        "org DS",
        "unrelated.example A",
        "www.example.com A",
        "version.bind TXT class CH",
    ]
    asks += [f"example.org SOA opcode {opcode}" for opcode in ("NOTIFY", "UPDATE", "STATUS")]
    return Pieces("".join(texts), (*chosen, "bind", "org"), (), tuple(asks)).draft(d, 18)


BODIES = (
    "whoami",
    "whoami",
    "whoami",
    "erratic {\n    drop 0\n}",
    "forward . 127.0.0.1:5301",
    "forward . 127.0.0.1:5302",
    "forward . 127.0.0.1:5303",
    'template ANY A {\n    answer "{{ .Name }} 60 IN A 192.0.2.100"\n}',
    "hosts {\n    10.0.0.1 www.example.org www.sub.example.org example.net\n    fallthrough\n}",
    "",
    "errors",
    "reload",
    "chaos\nforward . 127.0.0.1:5304",
)


def view(d: Draw) -> Draft:
    """Return blocks of one zone with views, and mostly one without."""
    zone = d.pick(ZONES)
    texts: list[str] = []
    parts: list[Stanza] = []
    zones = [zone]
    for number in range(d.number(1, 3)):
        conditions = d.some(answering.EXPRESSIONS, 1, 2 if d.maybe(0.3) else 1)
        own = [stanza(f"view v{number}", [f"expr {condition}" for condition in conditions])]
        body = d.pick(TAILS)(d, zone)
        own += ["metadata"] if d.maybe(0.2) else []
        own += ["bind 127.0.0.1"] if d.maybe(0.1) else []
        where = zone if d.maybe(0.85) or zone == "." else under("sub", zone)
        texts.append(block(where, [*own, body.text]))
        parts.append(body)
    if d.maybe(0.8):
        body = d.pick(TAILS)(d, zone)
        last = block(zone, [body.text])
        texts.insert(
            d.number(0, len(texts)) if d.since("1.14.3") and d.maybe(0.3) else len(texts), last
        )
        parts.append(body)
    if zone != "." and d.maybe(0.3):
        texts.append(block(".", ["forward . 127.0.0.1:5304"]))
        zones.append(".")
    asks = [f"{d.name(zone)} {kind}{how}" for kind in ("A", "AAAA", "DS") for how in HOWS]
    asks += [f"{d.name(zone)} A from {address}" for address in CLIENTS]
    return Pieces("".join(texts), tuple(zones), tuple(parts), tuple(asks)).draft(d, 18)


HOWS = ("", " tcp", " do", " from 10.1.2.3", " from ::1", " bufsize 4096", " at 127.0.0.2")


def mix(d: Draw) -> Draft:
    """Return one to three blocks of up to twelve plugins."""
    texts: list[str] = []
    all_parts: list[Stanza] = []
    zones = dict.fromkeys(d.pick(ZONES) for _ in range(d.pick((1, 1, 2, 2, 3))))
    for zone in zones:
        names = d.some(list(MAKERS), 0 if d.maybe(0.05) else 1, d.pick((2, 4, 6, 8, 11)))
        names = [name for name in usable(d, names) if fits(d, MAKERS[name], zone)]
        parts = [MAKERS[name](d, zone) for name in names]
        if d.maybe(0.6) and "forward" not in names:
            parts.append(asking.forward(d, zone))
        if d.maybe(0.15) and not {"kubernetes", "k8s_external", "autopath"} & set(names):
            parts.append(asking.autopath_kubernetes(d, zone))
        d.random.shuffle(parts)
        keys = f"{zone} {under('more', zone)}" if d.maybe(0.1) else zone
        own = [part.text for part in parts]
        if d.maybe(0.15):
            conditional = stanza(f"view v{len(texts)}", [f"expr {d.pick(answering.EXPRESSIONS)}"])
            texts.append(block(keys, [*own, conditional]))
            other = d.pick(TAILS)(d, zone)
            parts.append(other)
            own = [other.text]
        texts.append(block(keys, own))
        all_parts += parts
    asks = tuple(f"{d.name(zone)} {kind}" for zone in zones for kind in ("A", "AAAA", "MX", "ANY"))
    return Pieces("".join(texts), tuple(zones), tuple(all_parts), asks).draft(d, 14)


def fits(d: Draw, maker: Maker, zone: str) -> bool:
    """Return whether names of interest to a maker are in the zone, or chance does without."""
    return maker not in WIDE or zone in (".", "cluster.local") or d.maybe(0.1)


def usable(d: Draw, names: Sequence[str]) -> list[str]:
    """Return the plugins that do not get into each other's way."""
    taken: set[str] = set()
    kept = []
    for name in names:
        own = {name, COMPANIONS.get(name, name)}
        if not own & taken and MAKERS_SINCE.get(name, (0,)) <= d.release:
            kept.append(name)
            taken |= own
    return kept


#: The releases that brought plugins.
MAKERS_SINCE = {"nomad": (1, 13, 0), "siit": (1, 15, 0), "dynupdate": (1, 15, 0)}

#: Families with the numbers of their cases in a full recording.
FAMILIES: dict[str, tuple[int, Callable[[Draw], Draft]]] = {
    "blocks": (40, blocks),
    "hosts": (40, single(answering.hosts)),
    "rewrite": (50, single(changing.rewrite)),
    "template": (60, single(answering.template)),
    "acl": (30, single(changing.acl)),
    "view": (40, view),
    "forward": (30, single(asking.forward)),
    "dead": (3, single(asking.dead)),
    "grpc": (12, single(asking.grpc)),
    "file": (35, single(answering.file)),
    "auto": (8, single(answering.auto)),
    "secondary": (6, single(asking.secondary)),
    "dynupdate": (4, single(asking.dynupdate)),
    "cache": (14, single(changing.cache)),
    "dns64": (10, single(changing.dns64)),
    "siit": (5, single(changing.siit)),
    "autopath": (8, single(changing.autopath)),
    "tsig": (5, single(changing.tsig)),
    "dnssec": (6, single(changing.dnssec)),
    "small": (16, single(changing.wrapper)),
    "local": (5, single(answering.local)),
    "any": (3, single(answering.any_)),
    "chaos": (4, single(answering.chaos)),
    "whoami": (3, single(answering.whoami)),
    "erratic": (4, single(answering.erratic)),
    "kubernetes": (24, single(asking.kubernetes)),
    "pods": (5, single(asking.autopath_kubernetes)),
    "external": (8, single(asking.k8s_external)),
    "etcd": (8, single(asking.etcd)),
    "nomad": (5, single(asking.nomad)),
    "mix": (300, mix),
}


def drafts(release: str, seed: int, share: float = 1.0) -> Iterator[tuple[str, Draft]]:
    """Make the cases of all families, or a share of each, from a seed."""
    yield from written.drafts()
    for family, (count, make) in FAMILIES.items():
        if MAKERS_SINCE.get(family, (0,)) > numbers(release):
            continue
        for number in range(1, max(1, round(count * share)) + 1):
            name = f"{family}-{number:03}"
            draft = make(Draw(Random(f"{seed} {name}"), numbers(release)))
            yield name, draft
