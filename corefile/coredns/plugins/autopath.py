"""autopath: follow the search path for the client (plugin/autopath/setup.go)."""

from collections.abc import Iterator

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.file_uses import NO_FILE, STOPS, FileUse
from corefile.coredns.catalogue.query import Chain, Query, SearchPath, Verdict, failure
from corefile.coredns.catalogue.resolv_conf import search_domains
from corefile.coredns.catalogue.schema import Plugin, Reading, Scope, Value, Zone, names
from corefile.coredns.catalogue.zones import is_subdomain
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.releases.changes import Change
from corefile.go.strconv import quote
from corefile.text.records import dataclass
from corefile.text.typed import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Autopath(Plugin):
    """Tries the names of a search path itself, so that clients ask once and not many times."""

    name: ClassVar[str] = "autopath"
    usage: ClassVar[str] = "autopath [ZONE…] FILE|@PLUGIN"
    stanzas: ClassVar[Stanzas] = "last"
    role: ClassVar[Role] = "changes"
    changes: ClassVar[tuple[Change, ...]] = (
        Change(
            release="1.14.7",
            kind="order",
            text="it comes before `acl`, `cache`, `header` and `dnssec`: it sees every"
            " query, also those that the cache answers",
            source="core/dnsserver/zdirectives.go",
        ),
    )

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
    def files(cls, stanzas: "tuple[Autopath, ...]") -> Iterator[FileUse]:
        """Return the files with search paths."""
        words = f'{STOPS}`plugin/{cls.name}: failed to parse "{{path}}": {NO_FILE}`'
        for stanza in stanzas:
            if not stanza.plugin:
                yield FileUse(stanza.source.token, words, rooted=False)

    @classmethod
    def handlers(cls, stanzas: "tuple[Autopath, ...]") -> "tuple[tuple[Autopath, ...], ...]":
        """Return one handler: the last stanza's."""
        return (stanzas[-1:],)

    @classmethod
    def serve(cls, stanzas: "tuple[Autopath, ...]", query: Query, chain: Chain) -> Verdict:
        """Ask for the name in each domain of a client's search path (autopath.go)."""
        if not chain.in_zones(names(stanzas[-1].zones), query):
            return Verdict("not in its zones")
        path = stanzas[-1].path_of(query, chain)
        if path is None:
            return Verdict("not a client with a search path")
        domains = path.domains
        if not domains or not is_subdomain(domains[0], query.lower):
            return Verdict("not in the first domain of the search path")
        if path.when and chain.assumed:
            if chain.assumed != "hit":
                return Verdict("not a client with a search path, as assumed")
            path = SearchPath(domains)
        if query.lower == domains[0]:
            error = f"trimzone: overshot qname: {query.lower}for zone {domains[0]}"
            fails = failure(cls.name, error=error, when=path.when)
            return Verdict("there is no name to look for", (fails,), bool(path.when))
        base = query.name[: -len(domains[0])].rstrip(".")
        names_tried = [f"{base}.{domain}" if domain != "." else f"{base}." for domain in domains]
        tries = tuple(query.renamed(name) for name in (*names_tried, f"{base}."))
        why = "tries the name in every domain of the search path"
        why += f", if {path.when}" if path.when else ""
        return Verdict(why, tries=tries, tries_when=path.when)

    def path_of(self, query: Query, chain: Chain) -> SearchPath | None:
        """Return the search path of a query's client; None where it has none."""
        if self.plugin:
            return chain.search_path(self.plugin, query)
        return SearchPath(search_domains(chain.read(self.source.value) or ""))


def read_words(
    name: ExpandedToken, args: list[ExpandedToken]
) -> tuple[list[ExpandedToken], Value[str]]:
    """Return the zones, and where the search path comes from. Raises Refused."""
    if not args:
        help_text = "write `@kubernetes`, or the name of a file like /etc/resolv.conf"
        raise Refused("no resolv-conf specified", name, help_text)
    *zones, source = args
    if not source.text or "\0" in source.text:
        why = "invalid argument" if source.text else "no such file or directory"
        message = f"failed to parse {quote(source.text)}: open {source.text}: {why}"
        raise Refused(message, source, "write the name of a file")
    return zones, Value(source.text, source)
