"""The TTL of answers that `kubernetes` and `k8s_external` take (their setup.go)."""

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.reading import on
from corefile.coredns.catalogue.schema import Reader, Value
from corefile.go.errors import Invalid
from corefile.go.strconv import atoi

MAX_TTL = 3600


def read_ttl(cursor: Cursor) -> Value[int]:
    """Read seconds from 0 to 3600; what follows on the line does not count."""
    args = cursor.remaining()
    if not args:
        raise cursor.arg_error()
    help_text = f"write seconds from 0 to {MAX_TTL}, without a unit"
    try:
        seconds = atoi(args[0].text)
    except Invalid as invalid:
        raise Refused(str(invalid), args[0], help_text) from None
    if not 0 <= seconds <= MAX_TTL:
        message = f"ttl must be in range [0, {MAX_TTL}]: {seconds}"
        raise on(cursor.error(message, help_text), args[0])
    return Value(seconds, args[0])


TTL = Reader("SECONDS", read_ttl)
