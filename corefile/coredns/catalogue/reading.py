"""Helpers that several plugins read their words with."""

from collections.abc import Callable, Sequence

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.kinds import DurationKind, Kind, value_of
from corefile.coredns.catalogue.schema import Duration, Reader, Value
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.go.errors import Invalid
from corefile.go.net import split_host_port
from corefile.go.strconv import atoi, quote
from corefile.go.time import parse_duration
from corefile.text.typed import Any, TypeVar, overload

T = TypeVar("T")


def listen_address(text: str) -> str:
    """Read `HOST:PORT` where either may be empty; the port may be any word (net.SplitHostPort)."""
    split_host_port(text)
    return text


#: Where an HTTP endpoint listens. What the words stand for is seen when the port is opened.
LISTEN_ADDRESS = Kind(
    "ADDRESS",
    listen_address,
    (":8080", "localhost:8080", "127.0.0.1:8080", "[::1]:8080"),
    "write `HOST:PORT`, or `:PORT` for all addresses of the machine",
)


#: How to give a secret otherwise, where a plugin has no other way.
BY_VARIABLE = "write a variable, such as `{$SECRET}`, and set it where CoreDNS is started"
#: Why the property `upstream` of several plugins has no effect.
NO_UPSTREAM = "CoreDNS looks the names up by itself, through its own server blocks"
#: Why properties have no effect that belong to what is gone.
PURPOSE_GONE = "what it was for is no longer there"


def on(refused: Refused, token: ExpandedToken) -> Refused:
    """Return a refusal with the same words that points at another token.

    CoreDNS names the line of the token it has read last, which need not be the one at fault.
    """
    return Refused(refused.message, token, refused.help, refused.reason, refused.related)


@overload
def convert_here(cursor: Cursor, kind: DurationKind, token: ExpandedToken) -> Duration: ...
@overload
def convert_here(cursor: Cursor, kind: Kind[T], token: ExpandedToken) -> Value[T]: ...
def convert_here(cursor: Cursor, kind: Kind[Any], token: ExpandedToken) -> Value[Any]:
    """Read a token as a value of a kind; a refusal names file and line (`c.Err(err.Error())`)."""
    try:
        return value_of(kind, token)
    except Invalid as invalid:
        raise on(cursor.error(str(invalid), kind.help), token) from None


def refresh(unreadable: str) -> Reader[Duration]:
    """Read how often a cloud is asked: a duration above zero, in seconds where it has no unit.

    `unreadable` is what the plugin says of a word that is none.
    """

    def read(cursor: Cursor) -> Duration:
        if not cursor.next_arg():
            raise cursor.arg_error()
        text = cursor.value
        try:
            atoi(text)
        except Invalid:
            pass
        else:
            text += "s"
        help_text = "write seconds, or a number with a unit: `30s`, `5m`"
        try:
            nanoseconds = parse_duration(text)
        except Invalid as invalid:
            raise cursor.error(f"{unreadable}: {invalid}", help_text) from None
        if nanoseconds <= 0:
            message = f"refresh interval must be greater than 0: {quote(text)}"
            raise cursor.error(message, help_text)
        return Duration(nanoseconds, cursor.token)

    return Reader("DURATION", read)


def used_before(cursor: Cursor, counts: Callable[[Sequence[ExpandedToken]], object] = bool) -> bool:
    """Tell whether an earlier line has the word under the cursor as its first.

    `counts` says of the words after it whether they matter; by default all but none. This is for
    one property of a plugin that reads every property's line to its end, and takes one stanza.
    """
    tokens, name = cursor.tokens, cursor.value
    start, cursor.looked = max(cursor.looked, 1), cursor.position
    for index in range(start, cursor.position):
        is_use = tokens[index].text == name and begins_line(tokens[index - 1], tokens[index])
        if is_use and counts(cursor.at(index).remaining()):
            cursor.notes[name] = "used"
    return name in cursor.notes


def begins_line(before: ExpandedToken, token: ExpandedToken) -> bool:
    """Tell whether a token is the first of its line, or the first in a block."""
    same_line = before.file == token.file and before.last_line == token.line
    return before.text == "{" or not same_line
