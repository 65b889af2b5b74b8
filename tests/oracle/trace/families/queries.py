"""Queries in words, and queries made of others."""

import re
from dataclasses import replace
from typing import Any

from tests.oracle.trace.families.draw import CLIENTS, LABELS, TYPES, Draw, several
from tests.oracle.trace.format import Query

#: Words that set a field to the word after them.
FIELDS = {"class": "class_", "from": "from_", "at": "to", "opcode": "opcode"}


def parse(text: str) -> Query:
    """Read `NAME TYPE`, then `tcp`, `do`, and `class`, `from`, `at`, `opcode`, `bufsize` VALUE."""
    name, type_, *words = text.split()
    query = Query(re.sub(r"\.+", ".", f"{name}."), type_)
    rest = iter(words)
    for word in rest:
        if word == "tcp":
            query = replace(query, proto="tcp")
        elif word == "do":
            query = replace(query, do=True)
        elif word == "bufsize":
            query = replace(query, bufsize=int(next(rest)))
        else:
            values: dict[str, Any] = {FIELDS[word]: next(rest)}
            query = replace(query, **values)
    return query


def parse_all(text: str) -> tuple[Query, ...]:
    """Read queries divided by semicolons or line ends."""
    return tuple(map(parse, several(text)))


def vary(d: Draw, query: Query) -> Query:
    """Return the query, or one that differs in something."""
    changes = (
        (0.45, lambda q: q),
        (0.12, lambda q: replace(q, type=d.pick(TYPES))),
        (0.06, lambda q: replace(q, name=f"{d.pick(LABELS)}.{q.name}" if q.name != "." else "x.")),
        (0.05, lambda q: replace(q, name=sibling(d, q.name))),
        (0.04, lambda q: replace(q, name=q.name.partition(".")[2] or ".")),
        (0.04, lambda q: replace(q, name=q.name.upper())),
        (0.10, lambda q: client(d, q)),
        (0.05, lambda q: replace(q, proto="tcp")),
        (0.03, lambda q: replace(q, do=True)),
        (0.02, lambda q: replace(q, class_=d.pick(["CH", "HS", "ANY"]))),
        (0.02, lambda q: replace(q, opcode=d.pick(["NOTIFY", "UPDATE", "STATUS"]))),
        (0.02, lambda q: replace(q, type="DS")),
    )
    weights = [weight for weight, _ in changes]
    (change,) = d.random.choices([change for _, change in changes], weights)
    return change(query)


def sibling(d: Draw, name: str) -> str:
    """Return the name with another first label."""
    return f"{d.pick(LABELS)}.{name.partition('.')[2]}".rstrip(".") + "."


def client(d: Draw, query: Query) -> Query:
    """Return the query from another client; it is asked at an address of the client's family."""
    if query.to:
        return query
    return replace(query, from_=d.pick(CLIENTS))


def ask(d: Draw, asks: list[str], count: int) -> tuple[Query, ...]:
    """Return that many different queries made of those of interest."""
    found: dict[Query, None] = {}
    for _ in range(count * 4):
        query = vary(d, parse(d.pick(asks)))
        if d.maybe(0.25):
            query = vary(d, query)
        found[query] = None
        if len(found) == count:
            break
    return tuple(found)
