"""ads: refuse names of advertisers (c-mueller/ads, setup_parse.go)."""

from corefile.coredns.catalogue.cursor import Cursor
from corefile.coredns.catalogue.external import External
from corefile.coredns.catalogue.facts import Peer, Role, Serves, Stanzas
from corefile.coredns.catalogue.kinds import bare, convert, duration
from corefile.coredns.catalogue.schema import (
    Duration,
    Reader,
    Scope,
    Value,
    setting,
    settings,
)
from corefile.go.errors import Invalid
from corefile.go.net import parse_ip
from corefile.go.url import parse_url
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar

INTERVAL = duration()


def word(missing: str) -> Reader[Value[str]]:
    """Read the next word; without one it is refused with a message."""

    def read(cursor: Cursor) -> Value[str]:
        if not cursor.next_arg():
            raise cursor.error(missing)
        return Value(cursor.value, cursor.token)

    return Reader("WORD", read)


def read_list(cursor: Cursor) -> Value[str]:
    """Read a URL of a list."""
    url = word("No URL found after list token").read(cursor)
    try:
        scheme = parse_url(url.value).scheme
    except Invalid as invalid:
        message = f"Invaild URL. Got error while parsing {invalid}"
        raise cursor.error(message, "write a URL") from None
    if scheme not in ("http", "https", "file"):
        message = f"Invaild URL. The scheme {scheme} is not supported!"
        raise cursor.error(message, "write a URL that begins with `https://` or `file://`")
    return url


def read_address(cursor: Cursor) -> Value[str]:
    """Read an IP address."""
    address = word("No target IP specified").read(cursor)
    if parse_ip(address.value) is None:
        raise cursor.error("Invalid target IP specified", "write an IP address")
    return address


def read_interval(cursor: Cursor) -> Duration:
    """Read a duration."""
    return convert(INTERVAL, word("No update interval defined").read(cursor).token)


def read_store(cursor: Cursor) -> Value[str]:
    """Read a file; only one may be given."""
    path = word("No filepath for blocklist persistency defined").read(cursor)
    if "list-store" in cursor.properties:
        raise cursor.error("Only one filepath for blocklist persistency can be defined")
    return path


LIST = Reader("URL", read_list)
ADDRESS = Reader("ADDRESS", read_address)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ads(External):
    """Answers for names of advertisers with an address of nobody, or says that there are none."""

    name: ClassVar[str] = "ads"
    usage: ClassVar[str] = "ads"
    stanzas: ClassVar[Stanzas] = "first"
    role: ClassVar[Role] = "answers"
    serves: ClassVar[Serves] = "names"
    sends_to: ClassVar[Peer] = "nobody"

    default_lists: bool | None = setting(
        bare(), "block what the usual lists have", name="default-lists"
    )
    strict_default_lists: bool | None = setting(
        bare(), "block what the strict lists have", name="strict-default-lists"
    )
    unfiltered_strict_default_lists: bool | None = setting(
        bare(),
        "block what the strict lists have, without exceptions",
        name="unfiltered-strict-default-lists",
    )
    blacklist: tuple[Value[str], ...] = settings(LIST, "a list of names to block")
    whitelist: tuple[Value[str], ...] = settings(LIST, "a list of names to let through")
    block: tuple[Value[str], ...] = settings(
        word("No name for blacklist (block) entry defined"), "a name to block"
    )
    block_regex: tuple[Value[str], ...] = settings(
        word("No name for blacklist regex (block-regex) entry defined"),
        "a regular expression for names to block",
        name="block-regex",
    )
    permit: tuple[Value[str], ...] = settings(
        word("No name for whitelist (permit) entry defined"), "a name to let through"
    )
    permit_regex: tuple[Value[str], ...] = settings(
        word("No name for whitelist regex (permit-regex) entry defined"),
        "a regular expression for names to let through",
        name="permit-regex",
    )
    target: Value[str] | None = setting(ADDRESS, "the address that blocked names have")
    target_ipv6: Value[str] | None = setting(
        ADDRESS, "the IPv6 address that blocked names have", name="target-ipv6"
    )
    nxdomain: bool | None = setting(bare(), "say that blocked names do not exist")
    log: bool | None = setting(bare(), "log what is blocked")
    disable_auto_update: bool | None = setting(
        bare(), "read the lists once only", name="disable-auto-update"
    )
    auto_update_interval: Duration | None = setting(
        Reader("DURATION", read_interval), "how often lists are read", name="auto-update-interval"
    )
    list_store: Value[str] | None = setting(
        Reader("FILE", read_store), "where lists are kept on disk", name="list-store"
    )

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read nothing: words on the line keep the block from being read."""
        return {}

    @classmethod
    def unknown(cls, cursor: Cursor, values: dict[str, Any], scope: Scope) -> None:
        """Pass over a word that is not a property, as the plugin does."""
