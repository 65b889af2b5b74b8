"""An earlier plugin takes the queries for a name in a `hosts` table.

Finds a name in the block of `hosts` that a `template` answers first, for the type of its address,
and a name that a `rewrite` turns into another one before `hosts` looks for it. Also finds the first
such name in a file beside the Corefile.

Why it matters: CoreDNS asks `rewrite`, `template` and `hosts` in this order, wherever they are
written. The entry looks as if it had an effect, but clients get the records of the template, or
what is known about the other name.

How to fix it: remove the entry, or keep its name from the plugin that takes it: with a `match` that
does not fit the name, or with a rule above that leaves it as it is.

## Bad

```corefile
. {
    template IN A example.com {
        answer "{{ .Name }} 60 IN A 192.0.2.1"
    }
    hosts {
        192.0.2.2 www.example.com
        fallthrough
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    hosts {
        192.0.2.2 old.example.com
        fallthrough
    }
    rewrite name old.example.com new.example.com
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    template IN SRV example.com {
        answer "{{ .Name }} 60 IN SRV 0 0 80 www.example.com."
    }
    hosts {
        192.0.2.2 www.example.com
        fallthrough
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    template IN A example.com {
        match ^ip-(?P<last>[0-9]+)[.]example[.]com[.]$
        answer "{{ .Name }} 60 IN A 192.0.2.{{ .Group.last }}"
        fallthrough
    }
    template IN AAAA example.com {
        match ^ip-[0-9]+[.]example[.]com[.]$
        fallthrough
    }
    hosts {
        192.0.2.2 www.example.com
        fallthrough
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    hosts {
        192.0.2.2 new.example.com
        fallthrough
    }
    rewrite name old.example.com new.example.com
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterator, Sequence

from corefile.coredns.catalogue.query import Query
from corefile.coredns.catalogue.schema import names
from corefile.coredns.catalogue.zones import is_domain_name, is_subdomain, normalize
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.model.passage import Asked, Passage
from corefile.coredns.plugins.hosts import HostEntry, Hosts
from corefile.go.net import parse_ip
from corefile.lint.finding import Finding
from corefile.lint.hosts_table import names_of
from corefile.lint.placeholders import is_known
from corefile.lint.rule import Context, CorefileRule
from corefile.lint.stanza_words import as_template
from corefile.text.records import dataclass
from corefile.text.regex import regex
from corefile.text.typed import Final

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.coredns.plugins.rewrite.names import NameRule
    from corefile.coredns.plugins.template import Template

__all__ = ["RULE"]


#: What stands for a group of a pattern, or for metadata, in the name that a rule makes.
GROUP: Final = regex(r"\{[^{}]*\}")

#: How many lines of a file are looked at.
MAX_LINES = 300


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each name that queries come to `hosts` for no more."""
    for server in ctx.config.servers:
        hosts = server.first(Hosts)
        if hosts is None or not (hosts.entries or (hosts.file and not server.has("root"))):
            continue
        passage = ctx.passage(server)
        place = next(n for n, part in enumerate(passage.parts) if part.name == Hosts.name)
        if not passage.known or place in passage.hidden or not any(passage.may_stop[:place]):
            continue
        words = (token for part in passage.parts[:place] for token in words_of(passage, part.name))
        if all(map(is_known, words)):
            yield from taken(ctx, passage, place, hosts)


def words_of(passage: Passage, name: str) -> Iterator[ExpandedToken]:
    """Yield the words on the lines of a plugin, not those of its block."""
    for line in passage.server.directives:
        if line.name == name:
            yield from line.tokens


@dataclass(frozen=True, slots=True)
class Row:
    """A name of a table, and where it is told of."""

    name: str
    #: The type of its records.
    kind: str
    token: ExpandedToken
    #: As a message calls it.
    shown: str


def rows(ctx: Context, hosts: Hosts) -> Iterator[Row]:
    """Yield the names of a table, those of its file after those of its block."""
    for entry, name in names_of(hosts):
        yield Row(name.value, type_of(entry), name.token, f"`{name.token.text}`")
    file = hosts.file
    if file is None or not is_known(file.token):
        return
    if ctx.folder and ctx.folder.elsewhere and not file.value.startswith("/"):
        return  # CoreDNS looks for it in another folder
    text = ctx.text_of(file.value) or ""
    for number, line in enumerate(text.splitlines()[:MAX_LINES], 1):
        words = line.partition("#")[0].split()
        address = parse_ip(words[0]) if words else None
        if address is None or address.is_unspecified or address.is_loopback:
            continue  # a name that is blocked
        kind = "AAAA" if address.version == 6 else "A"
        for word in filter(is_domain_name, words[1:]):
            shown = f"`{word}` (line {number} of `{file.value}`)"
            yield Row(normalize(word), kind, file.token, shown)


def taken(ctx: Context, passage: Passage, place: int, hosts: Hosts) -> Iterator[Finding]:
    """Yield a finding for each name of a table that a plugin takes; one for those of a file."""
    seen: set[tuple[str, str]] = set()
    for row in rows(ctx, hosts):
        inside = any(is_subdomain(zone, row.name) for zone in names(hosts.zones))
        below = any(is_subdomain(zone, row.name) for zone in passage.server.zones)
        if not (inside and below) or (row.name, row.kind) in seen or row.name.startswith("*"):
            continue
        seen.add((row.name, row.kind))
        finding = taken_row(ctx, passage, place, row)
        if finding is not None:
            yield finding
            if hosts.file is not None and row.token is hosts.file.token:
                return


def taken_row(ctx: Context, passage: Passage, place: int, row: Row) -> Finding | None:
    """Return the finding of a name that a plugin takes, None for another one."""
    asked = Asked(Query(row.name, row.kind))
    stop = passage.stop(asked, place)
    if stop is None:
        return renamed(ctx, passage, place, asked, row)
    template = as_template(passage.parts[stop[0]].stanzas[0])
    sure = not any(end.kind == "failed" and end.when for end in stop[1].ends)
    if template is None or not sure or stop[1].help:
        return None
    return RULE.at(
        ctx,
        row.token,
        f"queries of type {row.kind} for {row.shown} never come to this `hosts`: "
        f"`{said(template)}` is asked first, and answers them",
        help="remove the entry, or write a `match` that does not fit the name into the block of "
        "`template`",
        related=[ctx.related(template.token, "answers instead")],
    )


def said(template: "Template") -> str:
    """Return the first words of a template."""
    return f"template {template.query_class.value} {template.query_type.value}"


def type_of(entry: HostEntry) -> str:
    """Return the type of the records of an entry."""
    return "AAAA" if entry.address is not None and entry.address.version == 6 else "A"


def renamed(ctx: Context, passage: Passage, place: int, asked: Asked, row: Row) -> Finding | None:
    """Return the finding of a name that queries have no more where they come to the table."""
    query = passage.as_comes_to(asked, place)
    rules = [stanza for part in passage.parts[:place] for stanza in part.stanzas if stanza.renames]
    if query.lower == row.name or may_give(rules, row.name):
        return None
    rewrite = renaming(passage, place, asked)
    if rewrite is None:
        return None
    return RULE.at(
        ctx,
        row.token,
        f"no query for {row.shown} comes to this `hosts`: `rewrite` is asked first, and makes it "
        f"one for `{query.lower.removesuffix('.')}`",
        help=f"write the entry for `{query.lower.removesuffix('.')}`, or remove it",
        related=[ctx.related(rewrite, "changes the name")],
    )


def renaming(passage: Passage, place: int, asked: Asked) -> ExpandedToken | None:
    """Return the line that renames a query first."""
    for earlier in range(place):
        verdict = passage.verdict(earlier, asked.query)
        if verdict.query is not None and verdict.query.lower != asked.query.lower:
            return verdict.token
    return None


def may_give(stanzas: Sequence[object], name: str) -> bool:
    """Tell whether a rule may turn another name into this one."""
    if not stanzas:
        return False
    from corefile.coredns.plugins.rewrite import Rewrite  # noqa: PLC0415 - few files have rules
    from corefile.coredns.plugins.rewrite.names import NameRule  # noqa: PLC0415

    return any(
        not isinstance(stanza, Rewrite)
        or not isinstance(stanza.rule, NameRule)
        or gives(stanza.rule, name)
        for stanza in stanzas
    )


def gives(rule: "NameRule", name: str) -> bool:
    """Tell whether a rule may turn a name into this one."""
    after = rule.to.value
    if rule.match == "exact":
        return after == name
    if rule.match == "suffix":
        return name.endswith(after)
    if rule.match == "prefix":
        return name.startswith(after)
    if rule.match == "substring":
        return after in name
    parts = GROUP.split(after.lower())
    return name.startswith(parts[0]) and name.endswith(parts[-1])


RULE = CorefileRule(
    "CF214",
    "hosts-entry-taken",
    "warning",
    check,
    every_use=True,
    has_no_effect=True,
    about=(Hosts.name,),
)
