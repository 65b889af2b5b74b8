"""The TTL of answers that `kubernetes` and `k8s_external` take (their setup.go)."""

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.reading import on
from corefile.coredns.catalogue.schema import Reader, Value
from corefile.coredns.releases.release import span
from corefile.go.errors import Invalid
from corefile.go.strconv import atoi

MAX_TTL = 3600
#: The release that began to take less than 5.
SHORT = "1.3.0"


def read_ttl(cursor: Cursor) -> Value[int]:
    """Read seconds up to 3600; what follows on the line does not count."""
    args = cursor.remaining()
    if not args:
        raise cursor.arg_error()
    least = 0 if cursor.release in span(SHORT) else 5
    help_text = f"write seconds from {least} to {MAX_TTL}, without a unit"
    try:
        seconds = atoi(args[0].text)
    except Invalid as invalid:
        raise Refused(str(invalid), args[0], help_text) from None
    if not least <= seconds <= MAX_TTL:
        message = f"ttl must be in range [{least}, {MAX_TTL}]: {seconds}"
        raise on(cursor.error(message, help_text), args[0])
    return Value(seconds, args[0])


TTL = Reader("SECONDS", read_ttl)
