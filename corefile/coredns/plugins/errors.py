"""errors: print what goes wrong while queries are answered (plugin/errors/setup.go)."""

from functools import partial

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.kinds import Kind, bare, duration
from corefile.coredns.catalogue.older import at_most, later
from corefile.coredns.catalogue.reading import convert_here, on
from corefile.coredns.catalogue.schema import (
    Duration,
    Plugin,
    Reader,
    Scope,
    Value,
    setting,
    settings,
    suggestion,
)
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.releases.changes import Change
from corefile.coredns.releases.libraries import go_of
from corefile.coredns.releases.release import span
from corefile.go.errors import Invalid
from corefile.text.brief import Brief
from corefile.text.records import dataclass, replace
from corefile.text.typed import Any, ClassVar

#: The first releases in which `consolidate` takes a level, and `show_first`.
LEVELS_SINCE, SHOW_FIRST_SINCE = "1.8.5", "1.14.0"

MAX_PATTERN = 10000
LEVELS = ("warning", "error", "info", "debug")
SHOW_FIRST = "show_first"
#: How many words `consolidate` has in the releases before one (plugin/errors/setup.go).
CONSOLIDATE_WORDS = ((LEVELS_SINCE, 2), (SHOW_FIRST_SINCE, 3))


@dataclass(frozen=True, slots=True)
class Consolidation(Brief):
    """Messages that are counted, and printed once in a while."""

    #: Nanoseconds from the first message to the line that counts them.
    period: Duration
    #: A regular expression that the messages match.
    pattern: Value[str]
    #: How the line is printed; None for an error.
    level: Value[str] | None
    #: Whether the first message is printed at once.
    show_first: bool


def expression(text: str) -> str:
    """Read a regular expression of Go (RE2) that is not too long."""
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > MAX_PATTERN:
        raise Invalid(f"regex pattern too long: {size} > {MAX_PATTERN}")
    return any_expression(text)


def any_expression(text: str, go: tuple[int, int] | None = None) -> str:
    """Read a regular expression of any length, as up to 1.13.2 (plugin/errors/setup.go).

    `go` is the version of Go that reads it, by default the newest.
    """
    # Loaded with the first `consolidate`: `errors` alone is in nearly every Corefile.
    from corefile.go.regexp.compile import check_regex  # noqa: PLC0415

    if go is None:
        check_regex(text)
    else:
        check_regex(text, go)
    return text


PATTERN = Kind(
    "REGEXP", expression, ("timeout$", "^read udp .*"), "write a regular expression of RE2"
)


def read_consolidate(cursor: Cursor) -> Consolidation:
    """Read `consolidate DURATION REGEXP [LEVEL] [show_first]`."""
    args = cursor.remaining()
    at_most(cursor, args, CONSOLIDATE_WORDS)
    if not 2 <= len(args) <= 4:
        raise cursor.arg_error()
    period = convert_here(cursor, duration(), args[0])
    kind = PATTERN
    if cursor.release not in span(SHOW_FIRST_SINCE):
        kind = replace(PATTERN, parse=partial(any_expression, go=go_of(cursor.release)))
    pattern = convert_here(cursor, kind, args[1])
    level, show_first = read_options(cursor, args[2:])
    return Consolidation(period, pattern, level, show_first)


def read_options(cursor: Cursor, args: list[ExpandedToken]) -> tuple[Value[str] | None, bool]:
    """Read level and `show_first`, which are in this order."""
    level = None
    show_first = False
    for arg in args:
        if arg.text in LEVELS and level is not None:
            raise refused("multiple log levels specified in consolidate", cursor, arg)
        if arg.text in LEVELS and show_first:
            raise refused("log level must come before show_first in consolidate", cursor, arg)
        if arg.text in LEVELS:
            level = Value(arg.text, arg)
        elif cursor.release not in span(SHOW_FIRST_SINCE):
            error = refused(f"unknown log level argument in consolidate: {arg.text}", cursor, arg)
            raise later(error, arg, SHOW_FIRST_SINCE) if arg.text == SHOW_FIRST else error
        elif arg.text == SHOW_FIRST:
            show_first = True
        else:
            raise refused(f"unknown option in consolidate: {arg.text}", cursor, arg)
    return level, show_first


def refused(message: str, cursor: Cursor, arg: ExpandedToken) -> Refused:
    """Return the refusal of one of the last words of `consolidate`."""
    help_text = f"write one of {', '.join(f'`{level}`' for level in LEVELS)}"
    then = (
        "" if cursor.release not in span(SHOW_FIRST_SINCE) else f", then `{SHOW_FIRST}` or nothing"
    )
    return on(cursor.error(message, help_text + then), arg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Errors(Plugin):
    """Prints every error met while a query is answered."""

    name: ClassVar[str] = "errors"
    usage: ClassVar[str] = "errors [stdout]"
    stanzas: ClassVar[Stanzas] = "once"
    role: ClassVar[Role] = "observes"
    changes: ClassVar[tuple[Change, ...]] = (
        Change(
            release=LEVELS_SINCE,
            kind="added",
            what="consolidate",
            text="`consolidate` takes a level, such as `warning`",
            source="plugin/errors/setup.go",
        ),
        Change(
            release=SHOW_FIRST_SINCE,
            kind="added",
            what="show_first",
            text="`consolidate` takes `show_first`",
            source="plugin/errors/setup.go",
        ),
        Change(
            release=SHOW_FIRST_SINCE,
            kind="removed",
            what="long patterns",
            text="a pattern of more than 10,000 characters is refused",
            advice="write a shorter one",
        ),
    )

    stacktrace: bool | None = setting(
        bare(), "print where in the program it was when it recovers from a panic"
    )
    consolidate: tuple[Consolidation, ...] = settings(
        Reader(
            "DURATION REGEXP [LEVEL] [show_first]",
            read_consolidate,
            ((LEVELS_SINCE, "DURATION REGEXP"), (SHOW_FIRST_SINCE, "DURATION REGEXP [LEVEL]")),
        ),
        "count messages that match, and print one line for all that came within the duration",
    )

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read where errors go: there is one place."""
        args = cursor.remaining()
        if len(args) > 1:
            raise cursor.arg_error()
        if args and args[0].text != "stdout":
            help_text = "errors go to standard output: write `errors` alone"
            raise cursor.error(f"invalid log file: {args[0].text}", help_text)
        return {}

    @classmethod
    def unknown(cls, cursor: Cursor, values: dict[str, Any], scope: Scope) -> None:
        """Refuse a line that is not a property as a syntax error."""
        older = cursor.release not in span("1.9.3")
        error = cursor.syntax_error("consolidate" if older else f"Unknown field {cursor.value}")
        raise Refused(error.message, error.token, suggestion(cls, cursor.value))
