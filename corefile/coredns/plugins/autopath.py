"""autopath: follow the search path for the client (plugin/autopath/setup.go)."""

from dataclasses import dataclass
from typing import ClassVar

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.query import Chain, Query, Verdict, failure
from corefile.coredns.catalogue.schema import Plugin, Reading, Scope, Value, Zone, names
from corefile.coredns.catalogue.zones import is_subdomain, normalize
from corefile.coredns.imports.expansion import ExpandedToken


@dataclass(frozen=True, slots=True, kw_only=True)
class Autopath(Plugin):
    """Tries the names of a search path itself, so that clients ask once and not many times."""

    name: ClassVar[str] = "autopath"
    usage: ClassVar[str] = "autopath [ZONE…] FILE|@PLUGIN"
    stanzas: ClassVar[Stanzas] = "last"
    role: ClassVar[Role] = "changes"

    #: The zones whose names are tried: by default those of the server block.
    zones: tuple[Zone, ...] = ()
    #: A file like /etc/resolv.conf with the search path, or `@` and the plugin that knows it.
    source: Value[str]

    @classmethod
    def read(cls, cursor: Cursor, scope: Scope) -> "Reading[Autopath]":
        """Read one line after the other; there is no block, and a brace begins a line too."""
        stanzas: list[Autopath] = []
        refusals: list[Refused] = []
        while cursor.next():
            name = cursor.token
            args = cursor.remaining()
            if refusals and name.text != cls.name:
                continue  # what follows from the fault before is not another fault
            try:
                zones, source = read_words(name, args)
            except Refused as refused:
                refusals.append(refused)
            else:
                stanzas.append(cls(token=name, zones=scope.origins(zones), source=source))
        return Reading(tuple(stanzas), tuple(refusals))

    @property
    def renames(self) -> bool:
        """Each name is looked for in other domains."""
        return True

    @property
    def plugin(self) -> str:
        """The plugin that knows the search path; empty where it comes from a file."""
        return self.source.value[1:] if self.source.value.startswith("@") else ""

    @classmethod
    def handlers(cls, stanzas: "tuple[Autopath, ...]") -> "tuple[tuple[Autopath, ...], ...]":
        """Return one handler: the last stanza's."""
        return (stanzas[-1:],)

    @classmethod
    def serve(cls, stanzas: "tuple[Autopath, ...]", query: Query, chain: Chain) -> Verdict:
        """Ask for the name in each domain of a client's search path (autopath.go)."""
        if not chain.in_zones(names(stanzas[-1].zones), query):
            return Verdict("not in its zones")
        source = stanzas[-1].source.value
        if source.startswith("@"):
            return Verdict("may ask for the name in every domain of the client's search path")
        domains = search_path(chain.read(source) or "")
        if not domains or not is_subdomain(domains[0], query.lower):
            return Verdict("not in the first domain of the search path")
        if query.lower == domains[0]:
            error = f"trimzone: overshot qname: {query.lower}for zone {domains[0]}"
            return Verdict("there is no name to look for", (failure(cls.name, error=error),), False)
        base = query.name[: -len(domains[0])].rstrip(".")
        names_tried = [f"{base}.{domain}" if domain != "." else f"{base}." for domain in domains]
        tries = tuple(query.renamed(name) for name in (*names_tried, f"{base}."))
        return Verdict("asks for the name in every domain of the search path", tries=tries)


def read_words(
    name: ExpandedToken, args: list[ExpandedToken]
) -> tuple[list[ExpandedToken], Value[str]]:
    """Return the zones, and where the search path comes from. Raises Refused."""
    if not args:
        help_text = "write `@kubernetes`, or the name of a file like /etc/resolv.conf"
        raise Refused("no resolv-conf specified", name, help_text)
    *zones, source = args
    if not source.text:
        message = 'failed to parse "": open : no such file or directory'
        raise Refused(message, source, "write the name of a file")
    return zones, Value(source.text, source)


def search_path(text: str) -> list[str]:
    """Return the domains of a resolv.conf (miekg/dns, ClientConfigFromReader)."""
    found: list[str] = []
    for line in text.splitlines():
        words = line.split()
        if words[:1] == ["search"]:
            found = words[1:]
        elif words[:1] == ["domain"] and len(words) > 1:
            found = words[1:2]
    return [normalize(domain) for domain in found]
