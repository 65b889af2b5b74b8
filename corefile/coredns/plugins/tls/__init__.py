"""tls: the certificates of encrypted servers (plugin/tls/tls.go, acme.go)."""

import posixpath
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.file_uses import FileUse, tls_files
from corefile.coredns.catalogue.kinds import FILE, WORD, Kind, convert, exactly_one
from corefile.coredns.catalogue.older import lines
from corefile.coredns.catalogue.schema import (
    Plugin,
    Reader,
    Reading,
    Scope,
    Value,
    has_reference,
    read_stanzas,
    setting,
)
from corefile.coredns.catalogue.stanzas import block_arguments
from corefile.coredns.catalogue.tls_files import unnamed_tls_file
from corefile.coredns.plugins.tls.acme import acme_domain
from corefile.coredns.releases.changes import Change
from corefile.coredns.releases.release import span
from corefile.go.errors import Invalid
from corefile.go.net import split_host_port
from corefile.go.strconv import atoi, quote
from corefile.go.url import STRICT_COLONS, parse_url
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar, TypeVar

T = TypeVar("T")

CLIENT_AUTH = ("nocert", "request", "require", "verify_if_given", "require_and_verify")
MANUAL = ("client_auth", "keylog")
DEFAULT_STORAGE = ".coredns/acme"
URL = Kind("URL", str, ("https://acme-v02.api.letsencrypt.org/directory",))
ADDRESS = Kind("ADDRESS", str, ("9.9.9.9:53",))
EMAIL = Kind("EMAIL", str, ("admin@example.org",))


#: The releases that can get certificates by themselves.
AUTOMATIC = span("1.14.7")
#: The releases that read a block.
BLOCKS = span("1.5.1")
#: The releases that take two files.
TWO_FILES = span("1.1.3")


def automatic(cursor: Cursor) -> bool:
    """Tell whether the block that the cursor is in opens after `tls` without any files."""
    return not block_arguments(cursor)


def refuse_option(cursor: Cursor) -> Refused:
    """Return the error for an unknown option of the block; the line is read if it is ACME's."""
    name = cursor.value
    if not automatic(cursor):
        names = " and ".join(f"`{known}`" for known in MANUAL)
        return cursor.error(
            f"unknown option '{name}'", f"with files of its own `tls` knows {names}"
        )
    cursor.remaining()
    if name in cursor.properties:
        return only_once(cursor, name)
    help_text = "give the files of a certificate and its key" if name in MANUAL else ""
    return cursor.error(f"unknown ACME option {quote(name)}", help_text)


def only_once(cursor: Cursor, name: str) -> Refused:
    """Return the error for an option that occurs twice."""
    return cursor.error(f"ACME option {quote(name)} can only be specified once")


def with_files(reader: Reader[T]) -> Reader[T]:
    """Read an option that belongs to a certificate in files."""

    def read(cursor: Cursor) -> T:
        if automatic(cursor):
            raise refuse_option(cursor)
        return reader.read(cursor)

    return Reader(reader.syntax, read)


def with_acme(kind: Kind[str]) -> Reader[Value[str]]:
    """Read an option of automatic certificates."""
    read = acme_option(lambda args: len(args) == 1)
    return Reader(kind.syntax, lambda cursor: convert(kind, read(cursor)[0]))


def acme_option(fits: Callable[[list[Any]], bool]) -> Callable[[Cursor], list[Any]]:
    """Read the words of an option of automatic certificates."""

    def read(cursor: Cursor) -> list[Any]:
        name = cursor.value
        if not automatic(cursor):
            raise refuse_option(cursor)
        args = cursor.remaining()
        if name in cursor.properties:
            raise only_once(cursor, name)
        if not fits(args):
            raise cursor.arg_error()
        return args

    return read


def read_domains(cursor: Cursor) -> tuple[Value[str], ...]:
    """Read the domains that certificates are got for."""
    return tuple(convert(WORD, arg) for arg in acme_option(bool)(cursor))


def read_client_auth(cursor: Cursor) -> Value[str]:
    """Read whether clients must have a certificate too."""
    value = exactly_one(WORD).read(cursor)
    if value.value not in CLIENT_AUTH:
        help_text = f"write one of {', '.join(f'`{word}`' for word in CLIENT_AUTH)}"
        raise cursor.error(f"unknown authentication type '{value.value}'", help_text)
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Tls(Plugin):
    """Sets the certificate of servers for TLS, QUIC, gRPC and HTTPS."""

    name: ClassVar[str] = "tls"
    usage: ClassVar[str] = "tls [CERTIFICATE KEY [CA]]"
    stanzas: ClassVar[Stanzas] = "last"
    role: ClassVar[Role] = "setting"
    changes: ClassVar[tuple[Change, ...]] = (
        Change(
            release="1.5.2",
            kind="default",
            what="versions",
            text="clients need TLS 1.2 or newer, and one of a list of ciphers",
            source="plugin/tls/tls.go",
        ),
        Change(
            release="1.11.3",
            kind="order",
            text="it comes after `root`, and finds its files below the folder that `root` names",
            source="core/dnsserver/zdirectives.go",
        ),
        Change(
            release="1.14.5",
            kind="default",
            what="ciphers",
            text="Go chooses the ciphers; before, CoreDNS had a list of its own",
        ),
    )

    #: The file of the certificate; None when certificates are got automatically.
    certificate: Value[str] | None = None
    #: The certificate's key; None when certificates are got automatically.
    key: Value[str] | None = None
    #: The authority that clients' certificates are checked against; None for those of the system.
    client_ca: Value[str] | None = None

    client_auth: Value[str] | None = setting(
        with_files(Reader("|".join(CLIENT_AUTH), read_client_auth)),
        "whether clients must have a certificate too",
        default="nocert",
        below="CERTIFICATE KEY",
    )
    keylog: Value[str] | None = setting(
        with_files(exactly_one(FILE)),
        "write the secrets of all connections to a file, to look into them with other programs",
    )
    acme: tuple[Value[str], ...] | None = setting(
        Reader("DOMAIN…", read_domains), "get certificates for these domains automatically"
    )
    email: Value[str] | None = setting(with_acme(EMAIL), "the address of the account")
    ca: Value[str] | None = setting(
        with_acme(URL),
        "the directory of the authority that is asked",
        default="https://acme-v02.api.letsencrypt.org/directory",
    )
    storage: Value[str] | None = setting(
        with_acme(FILE),
        "the folder in which accounts, certificates and keys are kept",
        default=DEFAULT_STORAGE,
    )
    ca_root: Value[str] | None = setting(
        with_acme(FILE), "a file with what the authority's own certificate is checked by"
    )
    resolver: Value[str] | None = setting(
        with_acme(ADDRESS), "the DNS server that the authority is looked up at"
    )

    @classmethod
    def files(cls, stanzas: "tuple[Tls, ...]") -> Iterator[FileUse]:
        """Return certificates and keys."""
        for stanza in stanzas:
            given = (stanza.certificate, stanza.key, stanza.client_ca)
            yield from tls_files(cls.name, (value.token for value in given if value is not None))

    @classmethod
    def read(cls, cursor: Cursor, scope: Scope) -> "Reading[Tls]":
        """Read the stanzas; without files, releases before ACME do not look at the block."""
        reading = read_stanzas(cls, cursor if scope.release in BLOCKS else lines(cursor), scope)
        first = scope.release not in AUTOMATIC and not all(s.certificate for s in reading.stanzas)
        return Reading(reading.stanzas, reading.refusals[:1] if first else reading.refusals)

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the files."""
        files = [Value(arg.text, arg) for arg in cursor.remaining()]
        least = 2 if scope.release in TWO_FILES else 3
        if (files or scope.release not in AUTOMATIC) and not least <= len(files) <= 3:
            refused = cursor.arg_error()
            help_text = "write the files of a certificate and its key"
            raise Refused(f"plugin/tls: {refused.message}", refused.token, help_text)
        return dict(zip(("certificate", "key", "client_ca"), files, strict=False))

    @classmethod
    def unknown(cls, cursor: Cursor, values: dict[str, Any], scope: Scope) -> None:
        """Refuse what is not an option."""
        raise refuse_option(cursor)

    def check(self, cursor: Cursor) -> Iterator[Refused]:
        """Yield what is refused of the options of automatic certificates."""
        if self.certificate is not None:
            return
        if not self.acme:
            help_text = "give the files of a certificate and its key, or `acme DOMAIN`"
            yield Refused("ACME requires at least one domain", self.token, help_text)
            return
        for domain in self.acme:
            try:
                acme_domain(domain.value)
            except Invalid as invalid:
                yield Refused(str(invalid), domain.token)
        strict = cursor.release in span(STRICT_COLONS)
        if self.ca is not None and not is_http_url(self.ca.value, strict):
            message = f"invalid ACME CA URL {quote(self.ca.value)}"
            yield Refused(message, self.ca.token, "write a URL that begins with `https://`")
        if self.resolver is not None and self.resolver.value:
            try:
                check_resolver(self.resolver.value)
            except Invalid as invalid:
                yield Refused(str(invalid), self.resolver.token, "write `HOST:PORT`")

    @classmethod
    def check_all(
        cls, stanzas: "tuple[Tls, ...]", cursor: Cursor, scope: Scope
    ) -> Iterator[Refused]:
        """Yield what is refused of the files."""
        for stanza in stanzas:
            given = (stanza.certificate, stanza.key, stanza.client_ca)
            files = [file for file in given if file is not None]
            refused = unnamed_tls_file(files, scope)
            if refused is not None:
                yield refused

    @classmethod
    def check_servers(cls, stanzas: "tuple[Tls, ...]") -> Iterator[Refused]:
        """Return the stanzas that get a certificate otherwise than an earlier one gets it."""
        return conflicts(stanzas)

    def default_words(self, field: str) -> str | None:
        """Return no default for what does not belong to the way that certificates are got."""
        if field in ("client_auth", "ca", "storage"):
            return "" if (field == "client_auth") == self.is_automatic else None
        return None

    @property
    def is_automatic(self) -> bool:
        """Whether certificates are got automatically."""
        return self.certificate is None

    @property
    def client_policy(self) -> str:
        """What is asked of clients."""
        return self.client_auth.value if self.client_auth else "nocert"

    @property
    def has_client_ca(self) -> bool:
        """Whether clients' certificates are checked against an authority of the text."""
        return self.client_ca is not None and self.client_ca.value != ""

    @property
    def depends_on_environment(self) -> bool:
        """Whether a word hangs on a variable that has no value here."""
        options = (self.email, self.ca, self.storage, self.ca_root, self.resolver)
        given = (self.client_ca, *options, *(self.acme or ()))
        unread = self.has("client_auth") is not None and self.client_auth is None
        # Such a line may be any option.
        open_line = any(has_reference(token.text) for token in self.property_tokens)
        return unread or open_line or any(has_reference(value.value) for value in given if value)

    @property
    def acme_options(self) -> tuple[object, ...]:
        """What two stanzas that get certificates for one domain must have in common."""
        given = (self.email, self.ca, self.ca_root, self.resolver)
        storage = posixpath.normpath(self.storage.value if self.storage else DEFAULT_STORAGE)
        words = (value.value if value else None for value in given)
        return (sorted(self.acme_domains), storage, *words)

    @property
    def acme_domains(self) -> tuple[str, ...]:
        """The domains that certificates are got for, each once; those that are refused are not."""
        found: dict[str, None] = {}
        for domain in self.acme or ():
            with suppress(Invalid):
                found[acme_domain(domain.value)] = None
        return tuple(found)

    @classmethod
    def handlers(cls, stanzas: "tuple[Tls, ...]") -> "tuple[tuple[Tls, ...], ...]":
        """Return a handler where a certificate is fetched (acme.go)."""
        return (stanzas,) if any(stanza.acme for stanza in stanzas) else ()


def is_http_url(text: str, strict: bool) -> bool:
    """Tell whether text is a URL of HTTP or HTTPS."""
    try:
        url = parse_url(text, strict=strict)
    except Invalid:
        return False
    return url.scheme in ("https", "http") and url.host != ""


def check_resolver(text: str) -> None:
    """Check `HOST:PORT`. Raises Invalid."""
    try:
        host, port = split_host_port(text)
    except Invalid as invalid:
        raise Invalid(f"invalid ACME resolver {quote(text)}: {invalid}") from None
    if not host:
        raise Invalid(f"invalid ACME resolver {quote(text)}: host is empty")
    try:
        number = atoi(port)
    except Invalid:
        number = 0
    if not 1 <= number <= 65535:
        raise Invalid(f"invalid ACME resolver port {quote(port)}")


def conflicts(stanzas: Iterable[Tls]) -> Iterator[Refused]:
    """Yield the stanzas that get a certificate otherwise than an earlier one gets it.

    This holds for all stanzas of a configuration, whatever server block they are in.
    """
    owners: dict[str, tuple[object, ...]] = {}
    for stanza in (stanza for stanza in stanzas if not stanza.depends_on_environment):
        options = stanza.acme_options
        for domain in stanza.acme_domains:
            if owners.setdefault(domain, options) != options:
                message = f"ACME domain {quote(domain)} is configured with conflicting options"
                yield Refused(message, stanza.token, "give both `tls` the same options")
                break
