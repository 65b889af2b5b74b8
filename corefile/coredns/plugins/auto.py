"""auto: answer from all zone files of a folder (plugin/auto/setup.go)."""

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Offers, Peer, Role, Serves, Stanzas
from corefile.coredns.catalogue.host_ports import read_transfer_to
from corefile.coredns.catalogue.mentions import Mentions, ReadFile, words_of
from corefile.coredns.catalogue.query import (
    REFUSED_AT_END,
    Chain,
    End,
    Query,
    Verdict,
    data_decides,
    failure,
    refusal,
    refused_at_end,
    zone_outcomes,
)
from corefile.coredns.catalogue.reading import NO_UPSTREAM
from corefile.coredns.catalogue.schema import (
    Duration,
    Plugin,
    Reader,
    Scope,
    Value,
    Zone,
    names,
    setting,
)
from corefile.coredns.catalogue.upstreams import old_upstream
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.releases.changes import (
    Change,
    Instead,
    reload_instead,
    to_transfer,
    upstream_changes,
)
from corefile.coredns.releases.libraries import go_of
from corefile.coredns.releases.release import ALWAYS, Span, span
from corefile.go.errors import Invalid
from corefile.go.regexp.compile import check_regex
from corefile.go.strconv import atoi
from corefile.go.time import parse_duration
from corefile.text.brief import Brief
from corefile.text.records import dataclass, replace
from corefile.text.typed import Any, ClassVar

#: The seconds after the template of `directory`, which became a property of their own.
SECONDS_TO_RELOAD = Instead(
    (("directory", "{1}", "{2}", "{3}"), ("reload", "{4}s")),
    above=3,
)
#: The first release without seconds in `directory`, which also refuses unknown properties.
NO_TIMEOUT = "1.5.0"
#: The releases that pass on names that none of the folder's zones has (plugin/auto/auto.go).
MISSES_GO_ON = span("1.8.0")
#: The first release that limits the length of a pattern.
PATTERN_LIMITED = "1.13.2"

MAX_PATTERN = 10000
DURATION_HELP = "write a number with a unit: `30s`, `5m`; `0` is never"
PATTERN_HELP = "write a pattern such as `db\\.(.*)`, whose group is the zone's name"


@dataclass(frozen=True, slots=True)
class Directory(Brief):
    """Where the zone files are, and how a file's name tells its zone."""

    #: The folder.
    path: Value[str]
    #: None for `db\\.(.*)`.
    pattern: Value[str] | None
    #: What the zone is called: `{1}` is what the first group of the pattern matched.
    template: Value[str] | None


def read_directory(cursor: Cursor) -> Directory:
    """Read `FOLDER [PATTERN TEMPLATE]`."""
    if not cursor.next_arg():
        raise cursor.arg_error()
    path = Value(cursor.value, cursor.token)
    if "\0" in path.value:
        why = f"stat {path.value}: invalid argument"
        raise cursor.error(f"Unable to access root path '{path.value}': {why}")
    pattern = template = None
    if cursor.next_arg():
        pattern = read_pattern(cursor, cursor.token)
        if cursor.next_arg():
            template = Value(cursor.value, cursor.token)
        elif cursor.release in span("1.5.1"):  # it began to ask for both (setup.go)
            raise cursor.arg_error()
    if cursor.next_arg():
        read_old_timeout(cursor)
    return Directory(path, pattern, template)


def read_old_timeout(cursor: Cursor) -> None:
    """Read what is after the template: before `NO_TIMEOUT`, in how many seconds to look again."""
    if cursor.release in span(NO_TIMEOUT):
        help_text = (
            f"it went away with CoreDNS {NO_TIMEOUT}: write `reload DURATION` on a line of its own"
        )
        raise cursor.arg_error(help_text)
    try:
        atoi(cursor.value)
    except Invalid as invalid:
        raise Refused(str(invalid), cursor.token, "write a number of seconds") from None


def read_pattern(cursor: Cursor, token: ExpandedToken) -> Value[str]:
    """Read a regular expression with a group."""
    size = len(token.text.encode("utf-8", "surrogateescape"))
    if size > MAX_PATTERN and cursor.release in span(
        PATTERN_LIMITED
    ):  # it began to count (setup.go)
        raise cursor.error("regexp too large")
    try:
        regex = check_regex(token.text, go_of(cursor.release))
    except Invalid as invalid:
        raise Refused(str(invalid), token, PATTERN_HELP) from None
    if not regex.groups:
        raise cursor.error("Need at least one sub expression", PATTERN_HELP)
    return Value(token.text, token)


def read_reload(cursor: Cursor) -> Duration:
    """Read a duration that is not negative; what follows on the line does not count."""
    name = cursor.token
    args = cursor.remaining()
    if not args:
        raise Refused("reload duration value is expected", name, DURATION_HELP)
    try:
        nanoseconds = parse_duration(args[0].text)
        if nanoseconds < 0 and cursor.release in span(
            "1.8.7"
        ):  # it began to refuse these (setup.go)
            raise Invalid("invalid duration")
    except Invalid as invalid:
        # CoreDNS names the wrong plugin here.
        raise Refused(f"plugin/file: {invalid}", args[0], DURATION_HELP) from None
    return Duration(nanoseconds, args[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Auto(Plugin):
    """Answers with the records of all zone files in a folder."""

    name: ClassVar[str] = "auto"
    usage: ClassVar[str] = "auto [ZONE…]"
    stanzas: ClassVar[Stanzas] = "last"
    role: ClassVar[Role] = "answers"
    serves: ClassVar[Serves] = "zones"
    sends_to: ClassVar[Peer] = "nobody"
    offers: ClassVar[Offers] = frozenset({"whole zones"})
    announces: ClassVar[Span | None] = ALWAYS
    changes: ClassVar[tuple[Change, ...]] = (
        *upstream_changes("auto"),
        Change(
            release="1.4.0",
            kind="deprecated",
            what="directory",
            text="the seconds after the template of `directory` are deprecated",
            advice="write `reload` with a duration",
            instead=SECONDS_TO_RELOAD,
            source="plugin/auto/setup.go",
        ),
        Change(
            release=NO_TIMEOUT,
            kind="replaced",
            what="directory",
            text="seconds after the template of `directory` are refused",
            advice="write `reload` with a duration",
            instead=SECONDS_TO_RELOAD,
            source="plugin/auto/setup.go",
        ),
        Change(
            release=NO_TIMEOUT,
            kind="removed",
            what="unknown properties",
            text="an unknown property is refused; before, it was ignored",
            advice="leave it out",
            source="plugin/auto/setup.go",
        ),
        *reload_instead("auto"),
        to_transfer("auto"),
        Change(
            release=str(MISSES_GO_ON.since),
            kind="meaning",
            what="no zone",
            text="a query for a name in none of its zones goes on to the next plugin;"
            " before, it got SERVFAIL",
            source="plugin/auto/auto.go",
        ),
        Change(
            release=str(REFUSED_AT_END.since),
            kind="meaning",
            what="no next plugin",
            text="names in none of its zones are answered with REFUSED where no plugin comes"
            " after it; before, with SERVFAIL",
        ),
        Change(
            release=PATTERN_LIMITED,
            kind="removed",
            what="long patterns",
            text="a pattern of more than 10,000 characters is refused",
            advice="write a shorter one",
            source="plugin/auto/setup.go",
        ),
        Change(
            release="1.14.6",
            kind="meaning",
            what="several files",
            text="of several files for a zone the first is read; before, the last",
            source="plugin/auto/walk.go",
        ),
    )

    #: The zones whose names are answered: by default those of the server block.
    zones: tuple[Zone, ...] = ()

    directory: Directory | None = setting(
        Reader("FOLDER [PATTERN TEMPLATE]", read_directory),
        "where the zone files are, and how a file's name tells its zone",
        otherwise="the working directory, with `db\\.(.*)` and `{1}`",
    )
    reload: Duration | None = setting(
        Reader("DURATION", read_reload),
        "how often the folder is looked at again; 0 is never",
        default="1m",
    )
    upstream: tuple[Value[str], ...] | None = setting(
        old_upstream("1.4.0"),
        "not used any more: names elsewhere are looked up by CoreDNS",
        ignored=NO_UPSTREAM,
    )

    @classmethod
    def removed(cls, cursor: Cursor) -> None:
        """Read `transfer to`; `no_reload` stands alone."""
        if cursor.value == "transfer":
            read_transfer_to(cursor)

    @classmethod
    def unknown(cls, cursor: Cursor, values: dict[str, Any], scope: Scope) -> None:
        """Refuse an unknown property, which releases before `NO_TIMEOUT` read like `transfer`."""
        if cursor.release in span(NO_TIMEOUT):
            super().unknown(cursor, values, scope)
        else:
            read_transfer_to(cursor)

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the zones."""
        return {"zones": scope.origins(cursor.remaining())}

    @classmethod
    def handlers(cls, stanzas: "tuple[Auto, ...]") -> "tuple[tuple[Auto, ...], ...]":
        """Return one handler: the last stanza's."""
        return (stanzas[-1:],)

    def mentions(self, read: ReadFile) -> Mentions:
        """Return its zones, which are not sent whole."""
        return Mentions(self.zone_names, types=("AXFR",))

    @classmethod
    def answers_from(
        cls, stanzas: "tuple[Auto, ...]", query: Query, chain: Chain
    ) -> tuple[str, ...]:
        """Return the folder of the zones."""
        return words_of(stanzas[-1].directory)

    @classmethod
    def serve(cls, stanzas: "tuple[Auto, ...]", query: Query, chain: Chain) -> Verdict:
        """Answer from the zones whose files are in the folder (auto.go)."""
        if not chain.in_zones(names(stanzas[-1].zones), query):
            return Verdict("not in its zones")
        if query.type in ("AXFR", "IXFR"):
            refused = replace(refusal(cls.name), when="the folder has a zone for it")
            return Verdict("refuses transfers of zones", (refused,))
        has_zone = {
            word: end and replace(end, when="the folder has a zone for it")
            for word, end in zone_outcomes(cls.name).items()
        }
        why = "answers from the zones in its folder"
        missed = None if chain.release in MISSES_GO_ON else failure(cls.name)
        return data_decides(cls.name, why, has_zone | {"miss": missed}, chain)

    @classmethod
    def at_end(cls, stanzas: "tuple[Auto, ...]", query: Query, chain: Chain) -> End:
        """Refuse names inside its zones without a file, where nothing comes after it."""
        if not chain.in_zones(names(stanzas[-1].zones), query):
            return failure(cls.name, error=f"plugin/{cls.name}: no next plugin found")
        return refused_at_end(cls.name, chain)
