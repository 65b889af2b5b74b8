"""`template` says that names do not exist, for one type of address only.

Finds a `template` for queries of type AAAA (or A) that answers `NXDOMAIN`, where queries of other
types for the same names are answered by another plugin.

It hurts because NXDOMAIN is not about a type: it says that there is no such name at all. Resolvers
and programs (musl, .NET, Windows, nginx) that ask for A and AAAA side by side believe it, and drop
the address that they got from the other answer. Caches may do so too (RFC 8020).

To mend it, leave `rcode` out or write `NOERROR`: an empty answer says that the name has no address
of this type. To block names altogether, answer `ANY` with `NXDOMAIN`, or both A and AAAA. The last
of several templates of one type, which denies what those before it do not answer, is left alone.

## Bad

```corefile
. {
    template IN AAAA {
        rcode NXDOMAIN
    }
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    template IN AAAA
    forward . 192.0.2.53
}
```

```corefile
. {
    template IN AAAA {
        rcode NOERROR
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    template IN A ads.example {
        rcode NXDOMAIN
    }
    template IN AAAA ads.example {
        rcode NXDOMAIN
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    template ANY ANY ads.example {
        rcode NXDOMAIN
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    template IN A lab.example {
        match ^one[.]lab[.]example[.]$
        answer "{{ .Name }} 60 IN A 192.0.2.1"
        fallthrough
    }
    template IN A lab.example {
        rcode NXDOMAIN
    }
    forward . 192.0.2.53
}
```

```corefile
ads.example {
    template IN AAAA {
        rcode NXDOMAIN
    }
}
```
"""

from collections.abc import Iterator

from corefile.coredns.config import Server
from corefile.coredns.expansion import ExpandedToken
from corefile.coredns.flow import Step, flow
from corefile.coredns.plugins.template import Template
from corefile.lint.finding import Edit, Finding, Fix
from corefile.lint.reach import APART, MAX_STANZAS, shared
from corefile.lint.rule import Context, Rule

__all__ = ["RULE"]

#: The types of addresses, each with the other one.
ADDRESSES = {"A": "AAAA", "AAAA": "A"}


def check(ctx: Context) -> Iterator[Finding]:
    """Give a finding for each `template` that takes names away with their addresses of a type."""
    for server in ctx.config.servers:
        denying = [step for step in answering_steps(ctx, server) if denied(step)]
        for step in denying[:MAX_STANZAS]:
            if denied(step) not in ADDRESSES or is_blocked(server, step, denying):
                continue
            if not is_rest(ctx, server, step):
                other = next(answers_others(ctx, server, step), None)
                if other is not None:
                    yield finding(ctx, step, other)


def answering_steps(ctx: Context, server: Server) -> Iterator[Step]:
    """Give the plugins that answer, of which some may be unknown."""
    return (step for step in flow(server, ctx.config.build) if step.role == "answers")


def denied(step: Step) -> str:
    """Give the type of queries for which a template says that names do not exist; "" for none."""
    template = step.plugin
    if isinstance(template, Template) and template.rcode and template.rcode.value == "NXDOMAIN":
        return template.query_type.value
    return ""


def is_blocked(server: Server, step: Step, denying: list[Step]) -> bool:
    """Tell whether addresses of the other type are denied too, for some of the names at least."""
    types = (ADDRESSES[denied(step)], "ANY")
    others = (other for other in denying[:MAX_STANZAS] if denied(other) in types)
    return any(shared(server, step, other) for other in others)


def is_rest(ctx: Context, server: Server, step: Step) -> bool:
    """Tell whether other templates answer for some names, and this one denies all the others."""
    return any(
        isinstance(other.plugin, Template)
        and other.plugin.answer
        and other.plugin.query_type.value == denied(step)
        and shared(server, step, other)
        for other in answering_steps(ctx, server)
    )


def answers_others(ctx: Context, server: Server, step: Step) -> Iterator[Step]:
    """Give the plugins that answer queries of other types for the same names."""
    for other in answering_steps(ctx, server):
        template = isinstance(other.plugin, Template)
        if not template and other.name not in APART and shared(server, step, other):
            yield other


def finding(ctx: Context, step: Step, other: Step) -> Finding:
    """Make the finding."""
    kind = denied(step)
    rcode = step.plugin.rcode if isinstance(step.plugin, Template) else None
    token = step.token if rcode is None else rcode.token
    return RULE.at(
        ctx,
        token,
        f"`NXDOMAIN` for {kind} says that the name does not exist at all: programs then drop its "
        f"addresses of type {ADDRESSES[kind]} too, which `{other.name}` answers",
        help="leave `rcode` out, or write `NOERROR`: there is no address of this type",
        related=[ctx.related(other.token, f"answers {ADDRESSES[kind]}")],
        fix=fix(ctx, token),
    )


def fix(ctx: Context, token: ExpandedToken) -> Fix | None:
    """Give the edit that writes the other code."""
    written = token.token
    if token.source is not ctx.tree.source or written.raw != token.text:
        return None
    return Fix("write `NOERROR`", (Edit(written.start, written.end, "NOERROR"),), safe=False)


RULE = Rule("CF411", "template-aaaa-nxdomain", "warning", check)
