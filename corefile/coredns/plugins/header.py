"""header: set or clear flags of queries and answers (plugin/header/setup.go, header.go)."""

from collections.abc import Iterator

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.schema import (
    Plugin,
    Reader,
    Reading,
    Scope,
    Value,
    read_stanza,
    settings,
    take,
)
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.releases.changes import Change, Instead, gone
from corefile.coredns.releases.release import span
from corefile.text.brief import Brief
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar

#: The first release that knows `query` and `response`.
SELECTORS = "1.9.4"

ACTIONS = ("set", "clear")
FLAGS = ("aa", "ra", "rd")


@dataclass(frozen=True, slots=True)
class FlagRule(Brief):
    """Flags that are set or cleared."""

    #: set or clear.
    action: str
    #: aa, ra, rd.
    flags: tuple[Value[str], ...]
    #: The action, where it is written.
    token: ExpandedToken


def read_rule(cursor: Cursor) -> FlagRule:
    """Read `set|clear FLAG…`, in small or capital letters."""
    name = cursor.token
    action = cursor.token if cursor.next_arg() else None
    if action is None or not action.text:
        cursor.remaining()
        message = f"{prefix(cursor)}no flag action provided"
        raise Refused(message, action or name, "write `set` or `clear`")
    return read_flags(cursor, name, action)


def read_flags(cursor: Cursor, name: ExpandedToken, action: ExpandedToken) -> FlagRule:
    """Read what is after the action."""
    args = cursor.remaining()
    if not args:
        message = f"{prefix(cursor)}invalid length for flags, at least one should be provided"
        raise Refused(message, action, "write flags: `aa`, `ra`, `rd`")
    state = action.text.lower()
    if state not in ACTIONS:
        message = f"{prefix(cursor)}unknown flag action={state}, should be set or clear"
        raise Refused(message, action, "write `set` or `clear`")
    for arg in args:
        if arg.text.lower() not in FLAGS:
            message = f"{prefix(cursor)}unknown/unsupported flag={arg.text.lower()}"
            raise Refused(message, arg, "write `aa`, `ra` or `rd`")
    return FlagRule(state, tuple(Value(arg.text.lower(), arg) for arg in args), name)


def prefix(cursor: Cursor) -> str:
    """Return what CoreDNS begins with; up to 1.9.3 it has a slip of the pen (header/setup.go)."""
    return "seting up rule: " if cursor.release not in span(SELECTORS) else "setting up rule: "


RULE = Reader("set|clear aa|ra|rd…", read_rule)


@dataclass(frozen=True, slots=True, kw_only=True)
class Header(Plugin):
    """Sets or clears flags in the headers of queries and answers."""

    name: ClassVar[str] = "header"
    usage: ClassVar[str] = "header"
    stanzas: ClassVar[Stanzas] = "first"
    role: ClassVar[Role] = "changes"
    changes: ClassVar[tuple[Change, ...]] = (
        Change(
            release=SELECTORS,
            kind="deprecated",
            what="set",
            text="`set` without `query` or `response` before it is deprecated, and means"
            " `response`",
            advice="write `response set`",
            instead=Instead((("response", "set", "{*}"),)),
            source="plugin/header/setup.go",
        ),
        Change(
            release=SELECTORS,
            kind="deprecated",
            what="clear",
            text="`clear` without `query` or `response` before it is deprecated, and means"
            " `response`",
            advice="write `response clear`",
            instead=Instead((("response", "clear", "{*}"),)),
            source="plugin/header/setup.go",
        ),
        gone(
            "header",
            "set",
            kind="replaced",
            advice="write `response set`",
            instead=Instead((("response", "set", "{*}"),)),
        ),
        gone(
            "header",
            "clear",
            kind="replaced",
            advice="write `response clear`",
            instead=Instead((("response", "clear", "{*}"),)),
        ),
    )

    query: tuple[FlagRule, ...] = settings(RULE, "flags of queries")
    response: tuple[FlagRule, ...] = settings(RULE, "flags of answers")

    @classmethod
    def read(cls, cursor: Cursor, scope: Scope) -> "Reading[Header]":
        """Read up to the first stanza with a rule; there must be one."""
        refusals: list[Refused] = []
        while cursor.next():
            stanza, refused = read_stanza(cls, cursor, scope)
            refusals += refused
            bare = stanza and cursor.release not in span("1.12.4") and stanza.bare_actions()
            if stanza and (stanza.query or stanza.response or bare):
                return Reading((stanza,), tuple(refusals))
        if cursor.tokens and not refusals:
            refusals.append(cursor.arg_error())
        return Reading((), tuple(refusals))

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """There are none: CoreDNS takes a word on the line for the beginning of a stanza."""
        return {}

    @classmethod
    def unknown(cls, cursor: Cursor, values: dict[str, Any], scope: Scope) -> None:
        """Read `QUERY` and the like; there are no other properties."""
        selector = cursor.value.lower()
        if cursor.release not in span(SELECTORS) or (
            selector in ACTIONS and cursor.release not in span("1.12.4")
        ):
            read_flags(cursor, cursor.token, cursor.token)  # the word is the action
            return
        spec = cls.specs().get(selector)
        if spec is None:
            message = f"{prefix(cursor)}invalid selector={selector} should be query or response"
            raise Refused(message, cursor.token, "write `query` or `response`")
        take(spec, cursor, values)

    def bare_actions(self) -> list[ExpandedToken]:
        """Return `set` and `clear` without `response`; from 1.12.4 on both are refused."""
        return [token for token in self.property_tokens if token.text.lower() in ACTIONS]

    def check(self, cursor: Cursor) -> Iterator[Refused]:
        """Look at the flags after `set` and `clear` (before 1.12.4, plugin/header/setup.go)."""
        for action in self.bare_actions():
            ahead = cursor.at(-1)
            while ahead.next() and ahead.token is not action:
                pass
            try:
                read_flags(ahead, action, action)
            except Refused as refused:
                yield refused
