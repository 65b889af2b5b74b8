"""Names of pods, written into the table of `hosts` that is asked for each."""

from collections.abc import Iterator, Sequence
from ipaddress import IPv6Address

from corefile.coredns.catalogue.zones import fqdn, is_subdomain, normalize
from corefile.coredns.model.trace import Prepared
from corefile.coredns.plugins.kubernetes import Kubernetes
from corefile.editing.asking import prepared
from corefile.editing.editor import Editor
from corefile.editing.errors import EditError
from corefile.editing.handles import Server, SnippetBlock
from corefile.editing.hosts import Host, add_host, address_of, holder_of, hosts, take_name
from corefile.kube.aliases import Aliases, HostAlias, Report, Service
from corefile.text.brief import Brief
from corefile.text.records import dataclass

__all__ = ["Imported", "import_aliases"]

#: Addresses, in the order in which they are written.
Group = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Imported(Brief):
    """What became of the names of pods."""

    #: The names that the table has now.
    taken: tuple[HostAlias, ...]
    #: What is not imported, and what to know about what is.
    reports: tuple[Report, ...]


def import_aliases(editor: Editor, aliases: Aliases, prefer: str = "") -> Imported:
    """Write names of pods into the table of the server block that is asked for each.

    A name with several addresses is not written, unless `prefer` is one of them, or `first` or
    `last` of what the table has and what the manifests say. Addresses that one pod has are written
    all.
    """
    ready = prepared(editor.tree, editor.build)
    taken: list[HostAlias] = []
    reports = list(aliases.reports)
    groups: dict[tuple[str, bool], list[HostAlias]] = {}
    for alias in aliases.names:
        groups.setdefault((normalize(alias.name), is_ipv6(alias.address)), []).append(alias)
    for same in groups.values():
        found = list(import_name(editor, ready, same, aliases.services, prefer))
        reports += found
        if all(report.is_note for report in found):
            taken += same
    return Imported(tuple(taken), tuple(reports))


def import_name(
    editor: Editor,
    ready: Prepared,
    same: Sequence[HostAlias],
    services: Sequence[Service],
    prefer: str,
) -> Iterator[Report]:
    """Write the addresses of a name, or yield why that is not done."""
    name = same[0].name
    reason = cluster_has(ready, name) or next(
        filter(None, (is_service(a, services) for a in same)), ""
    )
    if reason:
        yield from (stays(alias, reason) for alias in same)
        return
    try:
        body = holder_of(editor, name)
        own = tuple(
            host.line.name
            for host in hosts(body)
            if host.has(name) and of_version(host, (same[0].address,))
        )
        choices = list(dict.fromkeys(filter(None, (own, *of_pods(same)))))
        wanted = preferred(choices, prefer) if conflict(choices, own) else choices[-1]
        if wanted is None:
            yield from (stays(alias, differs(alias, same, own)) for alias in same)
            return
        if not known(wanted) <= known(own):
            write(body, name, wanted)
    except EditError as error:
        yield from (stays(alias, str(error)) for alias in same)
        return
    if isinstance(body, Server) and "." not in body.zones:
        message = f"`{name}` goes into the `hosts` of `{' '.join(body.keys)}`, which has the name"
        yield Report(same[0].file, same[0].offset, message, is_note=True)


def stays(alias: HostAlias, reason: str) -> Report:
    """Return the report about a name that is not imported."""
    return Report(alias.file, alias.offset, f"not imported: {reason}")


def cluster_has(ready: Prepared, name: str) -> str:
    """Say that a name is one of the cluster; empty where it is none."""
    for server in ready.config.servers:
        for kubernetes in server.all(Kubernetes):
            for zone in kubernetes.zones:
                if is_subdomain(zone.name, fqdn(name)) and zone.name != ".":
                    own = zone.name.removesuffix(".")
                    return f"`{name}` is in `{own}`, the zone of the cluster"
    return ""


def is_service(alias: HostAlias, services: Sequence[Service]) -> str:
    """Say that pods who ask for a name get a Service; empty where they do not."""
    name, _, rest = alias.name.partition(".")
    for service in services:
        here = not rest and (service.namespace or "default") == (alias.namespace or "default")
        there = rest in (service.namespace or "default", f"{service.namespace or 'default'}.svc")
        if service.name == name and (here or there):
            return f"`{alias.name}` is a Service, which pods find first by their search list"
    return ""


def of_version(host: Host, group: Group) -> bool:
    """Tell whether a line of the table has an address of the same kind, IPv4 or IPv6."""
    return (host.address.version == 6) == is_ipv6(group[0])


def is_ipv6(address: str) -> bool:
    """Tell whether an address is of IPv6, as CoreDNS answers it."""
    return isinstance(address_of(address), IPv6Address)


def of_pods(same: Sequence[HostAlias]) -> list[Group]:
    """Return the addresses that each pod has for a name."""
    found: dict[tuple[str, int], list[str]] = {}
    for alias in same:
        found.setdefault((alias.file, alias.pod), []).append(alias.address)
    return [tuple(dict.fromkeys(group)) for group in found.values()]


def known(group: Group) -> frozenset[object]:
    """Return the addresses that some words are."""
    return frozenset(map(address_of, group))


def conflict(choices: Sequence[Group], own: Group) -> bool:
    """Tell whether a choice is needed: pods differ, or the table has other addresses."""
    asked = {known(group) for group in choices if group != own}
    return len(asked) > 1 or bool(own and any(not group <= known(own) for group in asked))


def preferred(choices: Sequence[Group], prefer: str) -> Group | None:
    """Return the addresses that are to be written, None where it is not said."""
    if prefer in ("first", "last"):
        return choices[0 if prefer == "first" else -1]
    wanted = address_of(prefer)
    every = {address_of(each): each for group in choices for each in group}
    return (every[wanted],) if wanted is not None and wanted in every else None


def differs(alias: HostAlias, same: Sequence[HostAlias], own: Group) -> str:
    """Say which other addresses a name has."""
    others = [
        f"`{each}` in the table" for each in own if address_of(each) != address_of(alias.address)
    ]
    others += [
        f"`{each.address}` for {each.owner or each.file}"
        for each in same
        if address_of(each.address) != address_of(alias.address)
    ]
    listed = ", ".join(dict.fromkeys(others)) or "others elsewhere"
    return f"`{alias.name}` is `{alias.address}` here, and {listed}; choose with `--prefer`"


def write(body: Server | SnippetBlock, name: str, wanted: Group) -> None:
    """Give a name these addresses instead of those that it has. Raises EditError."""
    with body.atomic():
        for address in wanted:
            add_host(body, address, name)
        for host in hosts(body):
            if host.has(name) and of_version(host, wanted) and host.address not in known(wanted):
                take_name(host, name)
