"""Judges the ConfigMap `coredns-custom` beside the Corefiles of vendors that import it.

Where a file has this ConfigMap and no Corefile that imports it, each of the vendors' Corefiles is
taken for the one that does; of what is then found, only what is in the keys is told, and only what
they do not show alone.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence

from corefile.coredns.catalogue.zones import ZoneAddress, key_addresses
from corefile.go.errors import Invalid
from corefile.lint.cluster import Cluster, ConfigMapMount, Key, Keys, in_folder
from corefile.lint.engine import context, run
from corefile.lint.finding import Finding
from corefile.lint.settings import Settings
from corefile.lint.vendors import VENDORS, Vendor
from corefile.syntax.parser import parse
from corefile.text.records import replace
from corefile.text.source import Source, Span
from corefile.vocabulary import CUSTOM

__all__ = ["beside_vendors"]

_FOLDER = "/etc/coredns/custom"

#: What to do instead, by the rule: the vendor's own lines cannot be changed.
_HELP = {
    "CF007": "the vendor's own line stays: use the plugin in a server block for your zone, in a key"
    " `*.server`",
    "CF008": "the vendor's server block stays: put lines for it into a key `*.override`, and write"
    " server blocks for your own zones here",
    "CF304": "the vendor's own `forward` stays: write a server block for the zone, with this"
    " `forward`, in a key `*.server`",
    "CF407": "move the rule into a key `*.override`: there, it is in the vendor's server block,"
    " which has `kubernetes`; or forward to the address of the cluster's DNS service",
}

#: The rule that tells which server block takes a zone from a plugin.
_TAKEN = "CF406"

#: The rule about a plugin that is there twice, which is found at the second one.
_TWICE = "CF007"

#: What a key that cannot be read does to the file that imports it.
_UNREAD = frozenset(("CF001", "CF002"))


def beside_vendors(
    cluster: Cluster, here: int, settings: Settings
) -> Iterator[tuple[Key, Finding]]:
    """Yield what is wrong in the keys of a file beside the Corefiles of vendors, with its key.

    `here` is the number of the file. What is wrong in the keys alone is among it, and what comments
    suppress.
    """
    vendors = vendors_of(settings)
    for each in cluster.alone(here, CUSTOM):
        yield from found_in(each, fitting(vendors, each), settings)


def found_in(
    alone: Keys, vendors: Sequence[Vendor], settings: Settings
) -> Iterator[tuple[Key, Finding]]:
    """Yield what is wrong in the keys of a ConfigMap beside the Corefiles of vendors."""
    keys = in_folder(_FOLDER, alone)
    found: defaultdict[tuple[object, ...], list[tuple[Vendor, Finding]]] = defaultdict(list)
    for vendor in vendors:
        for each in found_beside(vendor, tuple(keys.values()), settings):
            found[each.source.name, each.rule.code, each.span, each.message].append((vendor, each))
    for same in found.values():
        finding = same[0][1]
        names = " or ".join(named([vendor for vendor, _ in same]))
        where = f"this is so in a cluster of {names}, whose own Corefile imports this"
        message = f"{finding.message}; {where}"
        # In the cluster of another vendor, the same key may be as it should be.
        severity = finding.severity if len(same) == len(vendors) else "info"
        help_text = _HELP.get(finding.rule.code, finding.help)
        if settings.site.profile is None:
            help_text = "; ".join(filter(None, (help_text, named_by([v for v, _ in same]))))
        said = replace(finding, message=message, severity=severity, help=help_text)
        yield keys[finding.source.name], said


def named(vendors: Iterable[Vendor]) -> Iterator[str]:
    """Yield the names of vendors, each with the time that its Corefiles are of."""
    by_name: defaultdict[str, list[Vendor]] = defaultdict(list)
    for vendor in vendors:
        by_name[vendor.name].append(vendor)
    for name, some in by_name.items():
        every = [vendor for vendor in VENDORS if vendor.name == name]
        time = every[0].since if some == every else ""
        yield f"{name} ({time or ' and '.join(vendor.time for vendor in some)})"


def named_by(vendors: Iterable[Vendor]) -> str:
    """Return how to say that a cluster is one of these vendors; "" where no option does."""
    profiles = dict.fromkeys(vendor.profile for vendor in vendors if vendor.profile)
    options = " or ".join(f"`--profile {profile}`" for profile in profiles)
    return f"say whose cluster it is with {options}" if options else ""


def vendors_of(settings: Settings) -> tuple[Vendor, ...]:
    """Return the vendors whose cluster it may be."""
    said = settings.site.profile
    return tuple(vendor for vendor in VENDORS if said in (None, vendor.profile))


def fitting(vendors: Sequence[Vendor], keys: Iterable[Key]) -> Sequence[Vendor]:
    """Return those of some vendors whose port the server blocks of keys are on; all if none fits.

    On another port than that of the vendor's own server block, no pod asks.
    """
    ports = {
        address.port
        for key in keys
        if key.embedded.kind == "server"
        for server in parse(key.embedded.text).servers
        for word in server.keys
        for address in addresses(word.value)
    }
    return tuple(vendor for vendor in vendors if vendor.port in ports) or vendors


def addresses(key: str) -> Sequence[ZoneAddress]:
    """Return what a key of a server block stands for; nothing for what is not one."""
    try:
        return key_addresses(key)
    except Invalid:
        return ()


def found_beside(vendor: Vendor, keys: tuple[Key, ...], settings: Settings) -> Iterator[Finding]:
    """Yield what is wrong in keys that a vendor's Corefile imports."""
    mount = ConfigMapMount(_FOLDER, in_folder(_FOLDER, keys), {})
    base = Source(vendor.corefile, "Corefile")
    ctx = context(parse(base), mount, settings)
    for each in run(ctx, settings, heeds_comments=False):
        finding = at_second(at_taker(each, mount.parts), mount.parts)
        is_told = finding.rule.code not in _UNREAD and not is_opened(each)
        is_in_key = finding.source.name in mount.parts and is_told
        if is_in_key and finding.severity != "info":
            # The vendor's Corefile may be another by now: only who names the vendor knows.
            is_sure = settings.site.profile is not None or finding.severity != "error"
            severity = finding.severity if is_sure else "warning"
            yield replace(finding, severity=severity, related=(), fix=None)


def is_opened(finding: Finding) -> bool:
    """Tell whether a zone is taken from a `template`.

    Those of AKS answer NXDOMAIN, and its own page says to write a server block where names of the
    zone are to be looked up.
    """
    return finding.rule.code == _TAKEN and "this `template`" in finding.message


def at_taker(finding: Finding, parts: Container[str]) -> Finding:
    """Return a finding about a plugin of the vendor at the key that takes its queries, if any."""
    place = finding.related[0].place if finding.related else None
    is_taken = finding.rule.code == _TAKEN and finding.source.name not in parts
    if place is None or not is_taken or place.source.name not in parts:
        return finding
    return replace(
        finding,
        source=place.source,
        span=Span(place.start, place.end),
        message=finding.message.replace("this `", "the vendor's `"),
        help="remove this server block: what is not in the cluster needs a zone of its own",
    )


def at_second(finding: Finding, parts: Container[str]) -> Finding:
    """Return a finding at the key of which the vendor's Corefile has a second one later."""
    first = next((each.place for each in finding.related if each.place.path in parts), None)
    if finding.rule.code != _TWICE or finding.source.name in parts or first is None:
        return finding
    return replace(finding, source=first.source, span=Span(first.start, first.end))
