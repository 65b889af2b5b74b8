"""A condition of `view` or `template` compares with a value that no query has.

Finds constants that the function cannot give: `type() == 'a'` (types are in capital letters),
`name() == 'www.example.org'` (names end with a dot), addresses and networks that are none, and
groups that no `match` has. Also finds conditions that exclude each other: all `expr` of a block
must be true. And finds those that only queries for other zones or ports meet.

Why it matters: CoreDNS compares texts as they are, and takes an error for no match. It says
nothing: a `view` gets no queries, and a `template` answers none.

How to fix it: write the value as the function gives it. `type()` and `class()` give capitals,
`proto()` gives `udp` or `tcp`, `name()` lower case with a dot at the end, `port()` the port of the
client and `server_port()` that of the server, as texts. `incidr` takes an address and a network
with its mask. For several possibilities, write one `expr` with `||`.

## Bad

```corefile
. {
    view v6 {
        expr type() == 'aaaa'
    }
    forward . 192.0.2.53
}
. {
    forward . 192.0.2.54
}
```

```corefile
. {
    view lan {
        expr incidr(client_ip(), '10.0.0.0/8')
        expr incidr(client_ip(), '192.168.0.0/16')
    }
    forward . 192.0.2.53
}
. {
    forward . 192.0.2.54
}
```

```corefile
example.org {
    template IN A {
        expr name() == 'www.example.org'
        answer "{{ .Name }} 60 IN A 192.0.2.1"
    }
}
```

## Good

```corefile
. {
    view v6 {
        expr type() == 'AAAA'
    }
    forward . 192.0.2.53
}
. {
    forward . 192.0.2.54
}
```

```corefile
. {
    view lan {
        expr incidr(client_ip(), '10.0.0.0/8') || incidr(client_ip(), '192.168.0.0/16')
    }
    forward . 192.0.2.53
}
. {
    forward . 192.0.2.54
}
```

```corefile
example.org {
    template IN A {
        expr name() == 'www.example.org.'
        answer "{{ .Name }} 60 IN A 192.0.2.1"
    }
}
```
"""

from collections.abc import Iterator, Sequence

from corefile.coredns.catalogue.condition_values import Impossible, exclude_each_other, impossible
from corefile.coredns.catalogue.conditions import Condition, constant
from corefile.coredns.catalogue.schema import has_reference, names
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.model.config import Server
from corefile.coredns.plugins.template import Template
from corefile.coredns.plugins.template.trial import group_names
from corefile.coredns.plugins.view import View
from corefile.lint.finding import Finding
from corefile.lint.placeholders import is_known
from corefile.lint.rule import Context, CorefileRule
from corefile.lint.zone_words import listed
from corefile.text.regex import regex
from corefile.text.typed import Final

__all__ = ["RULE"]

#: What is yet to be filled in.
TO_COME: Final = regex(r"\{\{|[$]\{|^[<%$]|__[A-Z]")
CONSEQUENCE: Final = {
    "false": ", so this is never true",
    "true": ", so this is always true",
    "": "",
}


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each constant that no query has, and for conditions without queries."""
    for server in ctx.config.servers:
        for view in server.all(View):
            yield from in_block(ctx, view.expr, view.expr, zones_of(server), fixed_ports(server))
        for template in server.all(Template):
            variables = tuple(variable.value for variable in template.var)
            zones = template.zones if all(is_known(zone.token) for zone in template.zones) else ()
            every = (*variables, *template.expr)
            yield from in_block(ctx, every, template.expr, names(zones), fixed_ports(server))
            yield from unknown_groups(ctx, template, (*variables, *template.expr))


def zones_of(server: Server) -> tuple[str, ...]:
    """Return the zones of a server block; none where one is not known."""
    return server.zones if all(key.addresses for key in server.keys) else ()


def fixed_ports(server: Server) -> tuple[str, ...]:
    """Return the ports that queries come to; none where an option of CoreDNS may change one.

    The option `-dns.port` is for plain DNS without a port.
    """
    written = all(
        address.transport != "dns" or key.text.endswith(f":{address.port}")
        for key in server.keys
        for address in key.addresses
    )
    known = all(key.addresses for key in server.keys) and written
    known = known and all(address.port_number for address in server.addresses)
    return tuple(dict.fromkeys(address.port for address in server.addresses)) if known else ()


def in_block(
    ctx: Context,
    every: Sequence[Condition],
    required: Sequence[Condition],
    zones: Sequence[str],
    ports: Sequence[str],
) -> Iterator[Finding]:
    """Yield the findings of the conditions of one block."""
    if any(has_reference(condition.text) for condition in every):
        return
    wrong = [(condition, one) for condition in every for one in impossible(condition)]
    for condition, one in wrong:
        if not TO_COME.search(str(one.constant)):
            yield never(ctx, condition, one)
    never_true = any(constant(condition) is False for condition in required)
    if wrong or never_true or not required:
        return
    if exclude_each_other(required):
        yield excluding(ctx, required)
    elif ports and exclude_each_other(required, ports=ports):
        where = f"queries of this server block come to port {' or '.join(ports)}"
        advice = f"write `server_port() == '{ports[0]}'`, or leave it out"
        yield elsewhere(ctx, required, where, advice, ports=ports)
    elif zones and exclude_each_other(required, zones):
        where = f"queries come here for names below {listed(zone.rstrip('.') for zone in zones)}"
        yield elsewhere(ctx, required, where, "write one of these names", zones=zones)


def never(ctx: Context, condition: Condition, one: Impossible) -> Finding:
    """Make the finding of a constant."""
    message = f"{one.why}{CONSEQUENCE[one.always]}"
    words = dict.fromkeys(word_at(condition, at) for at in one.others)
    related = [ctx.related(word, "wrong, too") for word in words]
    return RULE.at(ctx, word_at(condition, one.at), message, help=one.advice, related=related)


def excluding(ctx: Context, conditions: Sequence[Condition]) -> Finding:
    """Make the finding of conditions of which no query meets all."""
    first, *others = conditions
    if not others:
        message = "no query meets this condition: its parts exclude each other"
        advice = "write `||` between parts of which one is enough"
    else:
        message = (
            "no query meets all `expr` of this block: they exclude each other, and all must be true"
        )
        advice = "write one `expr` with `||` between the conditions"
    related = [ctx.related(other.words[0], "must be true, too") for other in others[:1]]
    return RULE.at(ctx, first.words[0], message, to=first.words[-1], help=advice, related=related)


def elsewhere(
    ctx: Context,
    conditions: Sequence[Condition],
    where: str,
    advice: str,
    zones: Sequence[str] = (".",),
    ports: Sequence[str] = (),
) -> Finding:
    """Make the finding of conditions that only queries of other server blocks meet."""
    alone = (one for one in conditions if exclude_each_other((one,), zones, ports))
    one = next(alone, conditions[0])
    message = f"{where}: none meets this condition"
    return RULE.at(ctx, one.words[0], message, to=one.words[-1], help=advice)


def unknown_groups(
    ctx: Context, template: Template, conditions: Sequence[Condition]
) -> Iterator[Finding]:
    """Yield a finding for each group that no expression of a template has."""
    asked = [(each, *group) for each in conditions for group in each.expression.groups]
    known = group_names(template) if asked else None
    for condition, group, at in asked:
        if known is not None and group not in known:
            yield RULE.at(
                ctx,
                word_at(condition, at),
                f"no `match` has a group `{group}`: `group` gives an empty text for it",
                help="write the number of a group `(…)` in `match`, or the name in `(?P<name>…)`",
            )


def word_at(condition: Condition, at: int) -> ExpandedToken:
    """Return the word of a condition that has a place of its text."""
    end = -1
    for word in condition.words:
        end += len(word.text) + 1
        if at < end:
            return word
    return condition.words[-1]


RULE = CorefileRule(
    "CF426",
    "condition-never-met",
    "warning",
    check,
    fragments=True,
    every_use=True,
    about=(
        Template.name,
        View.name,
    ),
)
