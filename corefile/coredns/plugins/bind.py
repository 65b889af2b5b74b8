"""bind: listen on some addresses only (plugin/bind/setup.go)."""

from collections.abc import Iterator

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.older import later, lines
from corefile.coredns.catalogue.schema import Plugin, Reader, Reading, Scope, Value, setting
from corefile.coredns.releases.changes import Change
from corefile.coredns.releases.release import span
from corefile.go.errors import Invalid
from corefile.go.net import parse_ip
from corefile.go.strconv import quote
from corefile.text.records import dataclass
from corefile.text.regex import regex
from corefile.text.typed import Any, ClassVar

#: The releases that read the names of interfaces.
INTERFACES = span("1.8.4")
#: The release that began to take several addresses.
SEVERAL = "1.0.6"
#: Linux takes no longer name for a network interface, and none with these characters.
LONGEST_INTERFACE = 15
NOT_IN_INTERFACE = regex(r"[/:\s]")
#: What a command for a shell begins with: nobody calls an interface so.
SHELL = "$("


def listener(text: str) -> str:
    """Read an address, or what can be the name of an interface (bind/setup.go, listIP)."""
    size = len(text.encode("utf-8", "surrogatepass"))
    possible = 0 < size <= LONGEST_INTERFACE
    impossible = not possible or SHELL in text or NOT_IN_INTERFACE.search(text)
    if parse_ip(text) is None and impossible:
        raise Invalid(f"not a valid IP address or interface name: {quote(text)}")
    return text


def read_except(cursor: Cursor) -> tuple[Value[str], ...]:
    """Read the addresses and interfaces to leave out."""
    args = cursor.remaining()
    if not args:
        message = "at least one address or interface must be given to except subdirective"
        raise Refused(message, cursor.token)
    return tuple(Value(arg.text, arg) for arg in args)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bind(Plugin):
    """Names the addresses or network interfaces that the server block listens on."""

    name: ClassVar[str] = "bind"
    usage: ClassVar[str] = "bind ADDRESS|INTERFACE…"
    stanzas: ClassVar[Stanzas] = "merged"
    role: ClassVar[Role] = "setting"
    changes: ClassVar[tuple[Change, ...]] = (
        Change(
            release=SEVERAL,
            kind="added",
            what="addresses",
            text="it takes several addresses; before, one",
            source="plugin/bind/setup.go",
        ),
        Change(
            release=str(INTERFACES.since),
            kind="added",
            what="interfaces",
            text="it takes names of interfaces; before, addresses only",
        ),
    )

    #: As written: which addresses an interface has depends on the machine.
    addresses: tuple[Value[str], ...] = ()
    except_: tuple[Value[str], ...] | None = setting(
        Reader("ADDRESS|INTERFACE…", read_except), "addresses to leave out"
    )

    @classmethod
    def read(cls, cursor: Cursor, scope: Scope) -> "Reading[Bind]":
        """Read all stanzas; before there were blocks, a brace began another one."""
        return super().read(cursor if scope.release in INTERFACES else lines(cursor), scope)

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the addresses."""
        args = cursor.remaining()
        if not args:
            known = "" if cursor.release not in INTERFACES else " or interface name"
            raise Refused(f"at least one address{known} is expected", cursor.token)
        if len(args) > 1 and cursor.release not in span(SEVERAL):
            raise later(cursor.arg_error(), args[1], SEVERAL)
        return {"addresses": tuple(Value(arg.text, arg) for arg in args)}

    def check(self, cursor: Cursor) -> Iterator[Refused]:
        """Refuse what is neither an address nor an interface."""
        for value in (*self.addresses, *(self.except_ or ())):
            if cursor.release not in INTERFACES and parse_ip(value.value) is None:
                message = f"not a valid IP address: {value.value}"
                help_text = "names of interfaces appeared in CoreDNS 1.8.4: write an IP address"
                yield Refused(message, value.token, help_text)
                continue
            try:
                listener(value.value)
            except Invalid as invalid:
                is_shell = SHELL in value.value
                shell = "`$(…)` is for a shell, and CoreDNS does not run it: write the address"
                help_text = shell if is_shell else "write an IP address without a port"
                yield Refused(str(invalid), value.token, help_text)
                if is_shell:
                    return  # the words after it belong to it

    @property
    def hosts(self) -> tuple[str, ...]:
        """The addresses that are listened on, as written."""
        left_out = {value.value for value in self.except_ or ()}
        return tuple(a.value for a in self.addresses if a.value not in left_out)

    @classmethod
    def unknown(cls, cursor: Cursor, values: dict[str, Any], scope: Scope) -> None:
        """There is one property and no other."""
        raise Refused(
            f"invalid option {quote(cursor.value)}", cursor.token, "`bind` knows `except`"
        )
