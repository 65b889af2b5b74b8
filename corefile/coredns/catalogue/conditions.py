"""Expressions in the blocks of `view` and `template`, and the words that they are written in."""

from collections.abc import Callable, Iterable, Mapping

from corefile.coredns.catalogue.query import Query
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.go.dns import TYPES
from corefile.go.errors import Invalid
from corefile.go.expr.compile import Expression
from corefile.go.expr.evaluate import UNKNOWN, Failed, evaluate
from corefile.go.expr.operations import in_network
from corefile.go.expr.tables import ENVIRONMENT
from corefile.go.net import parse_cidr, parse_ip
from corefile.text.brief import Brief
from corefile.text.records import dataclass
from corefile.text.regex import regex
from corefile.text.spelling import nearest
from corefile.text.typed import Any


@dataclass(frozen=True, slots=True)
class Condition(Brief):
    """An expression, and the words it is written in."""

    #: The words with one blank between each two.
    text: str
    #: The words as they are written.
    words: tuple[ExpandedToken, ...]
    #: What is known of the expression.
    expression: Expression


def condition(args: list[ExpandedToken], check: Callable[[str], Expression]) -> Condition:
    """Compile the expression that some words make up. Raises Invalid as `check` does."""
    text = " ".join(arg.text for arg in args)
    return Condition(text, tuple(args), check(text))


#: What is wrong with an expression, and what to write instead.
ADVICE = {
    "(mismatched types string and int)": "write the number in quotes, such as `'53'`",
    "(mismatched types int and string)": "write the number without quotes",
    "(mismatched types bool and string)": "write `true` or `false` without quotes",
    "(mismatched types func(": "write `()` after the name of a function",
    "operation: in (mismatched types string": "write a list after `in`, such as `['A', 'AAAA']`; "
    "for addresses, `incidr(client_ip(), '10.0.0.0/8')`",
    'unexpected token Operator("=")': "write `==`",
    'unexpected token Operator("&")': "write `&&`",
    'unexpected token Identifier("is")': "write `==`",
    'unexpected token Identifier("like")': "write `contains`, `endsWith` or `matches`",
    'unexpected token Identifier("AND")': "write `and`, or `&&`",
    'unexpected token Identifier("OR")': "write `or`, or `||`",
}
UNKNOWN_NAME = regex(r"unknown name (\w+)")


def advice_for(refusal: Invalid, words: Iterable[ExpandedToken], example: str) -> str:
    """Return what to write instead of an expression that is refused."""
    texts = (word for word in words if word.token.quoted and not {*"()'"} & {*word.text})
    quoted = next(texts, None)
    if quoted is not None:
        return f"write `'{quoted.text}'`: CoreDNS takes the quotes `\"` away"
    unknown = UNKNOWN_NAME.match(str(refusal))
    near = nearest(unknown[1], tuple(ENVIRONMENT)) if unknown else ""
    if near:
        return f"did you mean `{near}`?"
    advice = (text for words, text in ADVICE.items() if words in str(refusal))
    return next(advice, f"write an expression such as `{example}`")


def holds(condition: Condition, query: Query, more: Mapping[str, Any] | None = None) -> bool | None:
    """Tell whether a condition is true of a query; None where that is not known.

    CoreDNS takes everything but the truth value `true`, errors included, for no match.
    """
    try:
        value = evaluate(condition.text, environment(query) | dict(more or {}))
    except Failed:
        return False
    return None if value is UNKNOWN else value is True


#: A text in an expression.
LITERAL = regex(r"'([^'\\\\]*)'|\"([^\"\\\\]*)\"|`([^`]*)`")


def literals(conditions: Iterable[Condition]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the types and the networks that texts in conditions name."""
    found = LITERAL.finditer(" ".join(condition.text for condition in conditions))
    words = tuple(next(filter(None, match.groups()), "") for match in found)
    networks = (word for word in words if parse_cidr(word) or parse_ip(word))
    return tuple(word for word in words if word in TYPES), tuple(networks)


def environment(query: Query) -> dict[str, Any]:
    """Return what expressions find around them (plugin/pkg/expression, DefaultEnv)."""
    udp = query.over_udp
    values: dict[str, Any] = {
        "bufsize": (max(query.bufsize, 512) if udp else 65535),
        "class": query.class_,
        "client_ip": query.client or UNKNOWN,
        "do": query.do,
        "id": UNKNOWN,
        "metadata": UNKNOWN,
        "name": query.lower,
        "opcode": OPCODES.get(query.opcode, UNKNOWN),
        "port": UNKNOWN,
        "proto": "udp" if udp else "tcp",
        "server_ip": query.address or UNKNOWN,
        "server_port": query.port or UNKNOWN,
        "size": UNKNOWN,
        "type": query.type,
    }
    functions: dict[str, Any] = {name: (lambda v=value: v) for name, value in values.items()}
    functions["metadata"] = lambda label: UNKNOWN
    functions["incidr"] = in_network
    return functions


def constant(condition: Condition, **known: str) -> bool | None:
    """Return what a condition is of every query; None where that depends on the query.

    Functions that are `known` give the same for all these queries: `server_ip="::"`.
    """
    query = Query(".")
    unknown = {name: (lambda *_: UNKNOWN) for name in environment(query) if name != "incidr"}
    fixed = {name: (lambda value=value: value) for name, value in known.items()}
    return holds(condition, query, unknown | fixed)


#: The numbers of opcodes (RFC 6895).
OPCODES = {"QUERY": 0, "IQUERY": 1, "STATUS": 2, "NOTIFY": 4, "UPDATE": 5}
