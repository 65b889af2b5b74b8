"""The limits that quic, grpc_server, https and https3 set for their listeners.

(plugin/quic/setup.go, plugin/grpc_server/setup.go, plugin/https/setup.go, plugin/https3/setup.go)
"""

from corefile.coredns.catalogue.cursor import Cursor
from corefile.coredns.catalogue.reading import on
from corefile.coredns.catalogue.schema import Reader, Value
from corefile.go.errors import Invalid
from corefile.go.strconv import atoi


def limit(low: int, words: str, high: int | None = None) -> Reader[Value[int]]:
    """Read a whole number from `low` to `high`; a property may occur once."""

    def read(cursor: Cursor) -> Value[int]:
        word, name = cursor.token, cursor.value
        args = cursor.remaining()
        if len(args) != 1:
            raise cursor.arg_error()
        token = args[0]
        help_text = f"write a {words}"
        try:
            number = atoi(token.text)
        except Invalid as invalid:
            message = f"invalid {name} value '{token.text}': {invalid}"
            raise cursor.error(message, help_text) from None
        if number < low:
            raise cursor.error(f"{name} must be a {words}: {number}", help_text)
        if high is not None and number > high:
            raise cursor.error(f"{name} must not exceed {high}: {number}", help_text)
        if name in cursor.properties:
            refused = cursor.error(f"{name} already defined for this server block")
            raise on(refused, word)
        return Value(number, token)

    return Reader("NUMBER", read)


#: A number of which 0 means that there is no limit.
UNLIMITED_BY_ZERO = limit(0, "non-negative integer")
UNSIGNED_32 = limit(0, "non-negative integer", (1 << 32) - 1)
POSITIVE = limit(1, "positive integer")
