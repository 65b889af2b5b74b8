"""What the functions of conditions can give, and so which constants no query can equal.

From `plugin/pkg/expression` and `request/request.go`. A table says it, function by function.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from math import prod

from corefile.coredns.catalogue.conditions import Condition, environment, holds
from corefile.coredns.catalogue.query import Query
from corefile.coredns.catalogue.zones import fqdn, is_domain_name, is_subdomain, normalize
from corefile.go.dns import CLASSES, TYPES
from corefile.go.errors import Invalid
from corefile.go.expr.comparisons import Comparison
from corefile.go.expr.evaluate import UNKNOWN
from corefile.go.net import format_ip, parse_cidr, parse_ip
from corefile.go.records.rdata import type_number
from corefile.go.records.record import NAMES
from corefile.go.regexp.match import TooMuch, search
from corefile.go.regexp.names import never_fits
from corefile.text.brief import Brief
from corefile.text.records import dataclass
from corefile.text.regex import regex
from corefile.text.typed import Any, Final, TypeAlias

__all__ = ["Impossible", "exclude_each_other", "impossible"]

#: Why a constant is wrong, and what to write instead.
Reason: TypeAlias = tuple[str, str]

WORD_NUMBER: Final = regex(r"(TYPE|CLASS)[0-9]{1,5}")
#: The largest port that clients do not use: servers have these.
SERVERS_PORTS: Final = 1023
#: What people call the ways in which queries come.
PROTOCOLS: Final = {
    **dict.fromkeys(("tls", "https", "dot", "doh", "grpc", "http"), "tcp"),
    **dict.fromkeys(("quic", "doq", "https3", "h3", "doh3", "dns"), "udp"),
}
#: How many combinations of values are tried.
MAX_COMBINATIONS = 3000


@dataclass(frozen=True, slots=True)
class Impossible(Brief):
    """A constant that the value of a function cannot equal."""

    #: As it is written, without quotes.
    constant: str | int
    #: Where it is in the condition, 0-based.
    at: int
    #: What is wrong.
    why: str
    #: What to write instead.
    advice: str
    #: What the comparison always is: `true` or `false`; empty where it depends.
    always: str
    #: Where others are in the same list.
    others: tuple[int, ...] = ()


# ----- what each function gives


def type_(value: str) -> Reason | None:
    """Check the name of a type."""
    number = type_number(value) if WORD_NUMBER.fullmatch(value) else None
    named = NAMES.get(number, "") if number else ""
    if value in TYPES or (number is not None and not named):
        return None
    upper = named or ("ANY" if value == "*" else value.upper())
    advice = f"write `'{upper}'`" if upper in TYPES else "write a type such as `'AAAA'`"
    return f"`type()` gives names of types such as `AAAA`, never `{value}`", advice


def class_(value: str) -> Reason | None:
    """Check the name of a class."""
    if value in CLASSES or (WORD_NUMBER.fullmatch(value) and value.startswith("CLASS")):
        return None
    upper = value.upper()
    advice = f"write `'{upper}'`" if upper in CLASSES else "write `'IN'` or `'CH'`"
    return f"`class()` gives names of classes such as `IN`, never `{value}`", advice


def proto(value: str) -> Reason | None:
    """Check the name of a protocol."""
    if value in ("udp", "tcp"):
        return None
    lower = value.lower()
    meant = lower if lower in ("udp", "tcp") else PROTOCOLS.get(lower)
    why = f"`proto()` gives `udp` or `tcp`, never `{value}`"
    return why, f"write `'{meant}'`" if meant else "write `'udp'` or `'tcp'`"


def name(value: str) -> Reason | None:
    """Check a name."""
    if not is_domain_name(value) or (value.startswith(".") and value != "."):
        return f"`name()` gives names such as `www.example.org.`, never `{value}`", "write a name"
    if normalize(value) == value:
        return star("==", value)
    how = "with a dot at the end" if value.lower() == value else "in lower case"
    return f"`name()` gives names {how}, never `{value}`", f"write `'{normalize(value)}'`"


def star(operator: str, value: str) -> Reason | None:
    """Check that a part of a name has no star, which hardly any query has."""
    if not value.startswith("*.") or value == "*.":
        return None
    why = f"`{operator}` compares texts, and `*` is not a wildcard: hardly any name has one"
    return why, f"write `name() endsWith '{value[1:]}'`"


def address(function: str) -> Callable[[str], Reason | None]:
    """Return the check of an address."""

    def check(value: str) -> Reason | None:
        plain, percent, zone = value.partition("%")
        ip = parse_ip(plain)
        if ip is not None and format_ip(ip) == plain and bool(percent) == bool(zone):
            return None
        why = (
            f"`{function}()` gives addresses such as `10.0.0.1` and `2001:db8::1`, never `{value}`"
        )
        if ip is not None:
            return why, f"write `'{format_ip(ip)}'`"
        if parse_cidr(value):
            return why, f"write `incidr({function}(), '{value}')`"
        return why, "write an address"

    return check


def port(function: str) -> Callable[[str], Reason | None]:
    """Return the check of a port."""

    def check(value: str) -> Reason | None:
        number = int(value) if re.fullmatch(r"[0-9]{1,9}", value, re.ASCII) else -1
        if str(number) != value or number > 65535:
            why = f"`{function}()` gives a number from 1 to 65535, never `{value}`"
            return why, "write the digits alone" if number < 0 else "write a smaller number"
        if function == "port" and number <= SERVERS_PORTS:
            why = f"`port()` is the port that the client sends from, which is hardly ever {value}"
            return why, "write `server_port()` for the port that is asked"
        return None

    return check


#: By function, the check of a text that the value may equal.
TEXTS: Final[dict[str, Callable[[str], Reason | None]]] = {
    "class": class_,
    "client_ip": address("client_ip"),
    "name": name,
    "port": port("port"),
    "proto": proto,
    "server_ip": address("server_ip"),
    "server_port": port("server_port"),
    "type": type_,
}
#: By function, the least and the greatest number that it gives.
NUMBERS: Final = {
    "bufsize": (512, 65535),
    "id": (0, 65535),
    "opcode": (0, 15),
    "size": (12, 65535),
}
#: By function, all texts that it gives but for numbers of types without a name.
WORDS: Final[dict[str, tuple[str, ...]]] = {
    "class": (*sorted(CLASSES), "CLASS1234567890"),
    "proto": ("udp", "tcp"),
    "type": (*sorted(TYPES), "TYPE1234567890"),
}
#: By operator, the truth for a whole range: of its least and greatest number, and a constant.
RANGES: Final[dict[str, Callable[[int, int, int], bool]]] = {
    "==": lambda low, high, number: low <= number <= high,
    "in": lambda low, high, number: low <= number <= high,
    "!=": lambda low, high, number: low <= number <= high,
    "<": lambda low, high, number: low < number,
    "<=": lambda low, high, number: low <= number,
    ">": lambda low, high, number: high > number,
    ">=": lambda low, high, number: high >= number,
}
PARTS: Final[dict[str, Callable[[str, str], bool]]] = {
    "contains": lambda text, part: part in text,
    "endsWith": str.endswith,
    "matches": lambda text, pattern: search(pattern, text) is not None,
    "startsWith": str.startswith,
}


def part_of(function: str, operator: str, value: str) -> Reason | None:
    """Check a text that a part of the value may equal."""
    if function in WORDS:
        try:
            fits = any(PARTS[operator](word, value) for word in WORDS[function])
        except (Invalid, TooMuch):
            return None
        if function == "proto":
            words, advice = "`udp` or `tcp`", "write `'udp'` or `'tcp'`"
        else:
            words, advice = "names in capital letters", "write capital letters"
        return None if fits else (f"`{function}()` gives {words}", advice)
    if function != "name":
        return None
    if operator == "matches":
        why = "no name fits this expression"
        return (why, "write lower case, and `[.]$` at the end") if never_fits(value) else None
    if value != value.lower():
        return "`name()` gives names in lower case", f"write `'{value.lower()}'`"
    if operator == "endsWith" and value and not value.endswith("."):
        return "`name()` gives names with a dot at the end", f"write `'{value}.'`"
    if operator == "startsWith" and value.startswith(".") and value != ".":
        return (
            "`name()` gives names without a dot at the beginning",
            f"write `'{value.lstrip('.')}'`",
        )
    return star(operator, value)


def network(value: str) -> Reason | None:
    """Check the network that `incidr` gets."""
    if parse_cidr(value):
        return None
    why = f'`incidr` fails for every query ("invalid CIDR address: {value}")'
    plain = value.strip("[] ").replace("]/", "/").replace("[", "")
    ip = parse_ip(plain.partition("/")[0])
    if parse_cidr(plain):
        return why, f"write `'{plain}'`"
    if "," in value or len(value.split()) > 1:
        return why, "write one network in each `incidr`, with `||` between them"
    if ip is not None and "/" not in plain:
        return why, f"write the length of the mask, such as `'{plain}/{usual_mask(plain)}'`"
    if ip is not None:
        return why, f"write a mask from 0 to {ip.max_prefixlen}"
    return why, "write a network such as `'10.0.0.0/8'`"


def usual_mask(text: str) -> int:
    """Return the length of the mask that somebody may mean who writes an address alone."""
    if ":" in text:
        return 64 if text.endswith("::") else 128
    octets = text.split(".")
    while octets and octets[-1] == "0":
        octets.pop()
    return 8 * len(octets)


def reason(comparison: Comparison, value: str | int) -> Reason | None:
    """Return why the value of a function cannot equal a constant, None where it can."""
    function, operator = comparison.function, comparison.operator
    if operator == "address":
        if parse_ip(str(value)) is not None:
            return None
        why = '`incidr` fails for every query ("first argument is not an IP address")'
        return why, "write `incidr(client_ip(), '10.0.0.0/8')`: the address first"
    if operator == "incidr":
        return network(str(value))
    if isinstance(value, int):
        low, high = NUMBERS.get(function, (0, 0))
        if function not in NUMBERS or RANGES[operator](low, high, value):
            return None
        return f"`{function}()` gives a number from {low} to {high}", "write one between them"
    if operator in PARTS:
        return part_of(function, operator, value)
    return TEXTS[function](value) if function in TEXTS and operator in ("==", "!=", "in") else None


def impossible(condition: Condition) -> Iterator[Impossible]:
    """Yield the constants in a condition that no query can equal."""
    for comparison in condition.expression.comparisons:
        found = [(value, at, reason(comparison, value)) for value, at in comparison.constants]
        every = all(why is not None for _, _, why in found)
        always = ("true" if comparison.operator == "!=" else "false") if every else ""
        always = "" if comparison.function == "port" else always
        wrong = [(value, at, why) for value, at, why in found if why is not None]
        if wrong:
            value, at, (why, _) = wrong[0]
            advice = [reason[1].removeprefix("write ") for _, _, reason in wrong]
            rare = comparison.function == "name" and str(value).startswith("*.")
            others = tuple(at for _, at, _ in wrong[1:])
            text = f"write {', '.join(dict.fromkeys(advice))}"
            yield Impossible(value, at, why, text, "" if rare else always, others)


# ----- conditions that exclude each other

#: What no condition names.
OTHERS: Final[dict[str, tuple[Any, ...]]] = {
    "class": ("CLASS65000",),
    "client_ip": ("0.0.0.0", "::"),  # noqa: S104 - the first address, not one to listen on
    "name": ("xqz7.",),
    "port": ("60007",),
    "proto": ("udp", "tcp"),
    "server_ip": ("0.0.0.0", "::"),  # noqa: S104
    "server_port": ("60007",),
    "type": ("TYPE65000",),
}


def exclude_each_other(
    conditions: Sequence[Condition], zones: Sequence[str] = (".",), ports: Sequence[str] = ()
) -> bool:
    """Tell whether no query meets all of some conditions, whatever is not known of it.

    Each function is tried with all constants that its value is compared with, and with another one.
    All queries are for names in `zones`, and come to one of the `ports` if these are known.
    """
    values = {function: _values(function, conditions) for function in OTHERS}
    if values["name"]:
        fresh = [fqdn(f"xqz7.{zone.lstrip('.')}") for zone in zones]
        tried = dict.fromkeys((*values["name"], *zones, *fresh))
        values["name"] = tuple(one for one in tried if any(is_subdomain(z, one) for z in zones))
    if values["server_port"] and ports:
        values["server_port"] = tuple(ports)
    known = {function: some for function, some in values.items() if some}
    if not known or prod(map(len, known.values())) > MAX_COMBINATIONS:
        return False
    unknown = {one: (lambda *_: UNKNOWN) for one in environment(Query(".")) if one != "incidr"}
    for chosen in product(*known.values()):
        fixed = {
            function: (lambda value=value: value)
            for function, value in zip(known, chosen, strict=True)
        }
        if all(holds(each, Query("."), unknown | fixed) is not False for each in conditions):
            return False
    return True


def _values(function: str, conditions: Sequence[Condition]) -> tuple[Any, ...]:
    """Return values of which one does what any does; none where that is not known."""
    calls = Counter(call.name for each in conditions for call in each.expression.calls)
    comparisons = [
        one
        for each in conditions
        for one in each.expression.comparisons
        if one.function == function
    ]
    if not comparisons or calls[function] != len(comparisons):
        return ()
    found: list[Any] = [*OTHERS[function]]
    for comparison in comparisons:
        for value, _ in comparison.constants:
            if comparison.operator in ("==", "!=", "in"):
                found += [] if reason(comparison, value) else [value]
            elif comparison.operator == "endsWith" and function == "name":
                found += [value, f"xqz7{value}"] if not reason(comparison, value) else []
            elif comparison.operator == "incidr" and function.endswith("_ip"):
                found += _borders(str(value))
            else:
                return ()
    return tuple(dict.fromkeys(found))


def _borders(text: str) -> list[str]:
    """Return the first address of a network, and the first after it."""
    found = parse_cidr(text)
    if found is None:
        return []
    start, length = found
    after = int(start) + (1 << (start.max_prefixlen - length))
    last = (1 << start.max_prefixlen) - 1
    return [str(start), *([str(type(start)(after))] if after <= last else [])]
