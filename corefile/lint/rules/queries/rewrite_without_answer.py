r"""`rewrite name` leaves the new name in the answer.

Finds rules `rewrite name` with `prefix`, `suffix`, `substring` or `regex` that do not say how to
rewrite the names in the answer. A rule for one exact name does not need it: CoreDNS restores the
name in its answers.

Why it matters: clients get records for a name that they did not ask for: the question says
`www.app.example`, the answer `www.apps.svc.cluster.local`. Many accept it (`dig` shows it). Others,
among them musl, BIND, Docker and newer versions of glibc, reject it as an answer to another
question.

How to fix it: write `answer auto` at the end of the rule, or `answer name FROM TO` to write your
own rule for the answer. Releases before 1.8.4 accept only the latter, after `regex`.

Does not report a server block that only another one asks, on a port of its own, where that has a
plugin that is not known, such as `gathersrv`: the plugin may write the names back.

## Bad

```corefile
. {
    rewrite name suffix .app.example .apps.svc.cluster.local
    kubernetes cluster.local
}
```

## Good

```corefile
. {
    rewrite name suffix .app.example .apps.svc.cluster.local answer auto
    kubernetes cluster.local
}
```

```corefile
. {
    rewrite name regex (.*)\.app\.example {1}.svc.local answer name (.*)\.svc\.local {1}.app.example
    kubernetes svc.local
}
```

```corefile
. {
    rewrite name www.app.example www.apps.svc.cluster.local
    kubernetes cluster.local
}
```
"""

from collections.abc import Iterator, Set

from corefile.coredns.catalogue.lookup import plugin_class
from corefile.coredns.catalogue.zones import split_transport
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.model.config import Server
from corefile.coredns.model.server import LOOPBACK_INTERFACES
from corefile.coredns.plugins.rewrite import Rewrite
from corefile.coredns.plugins.rewrite.names import ANSWERS, NameRule, address_of, within_label
from corefile.coredns.releases.release import span
from corefile.go.errors import Invalid
from corefile.go.net import parse_ip, split_host_port
from corefile.lint.edits import write_words
from corefile.lint.finding import Finding, Fix
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]

#: The release that brought `answer auto` (plugin/rewrite/name.go).
AUTO = span(ANSWERS)


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each rule that leaves the other name in the answer."""
    has_auto = ctx.config.build.release in AUTO
    for server in ctx.config.servers:
        for rewrite in server.all(Rewrite):
            rule = rewrite.rule
            if isinstance(rule, NameRule) and leaves_name(rule) and not address_of(rule.to):
                if may_be_named_back(ctx, server):
                    break
                last = rule.answers[-1].to.token if rule.answers else rule.to.token
                yield RULE.at(
                    ctx,
                    rewrite.token,
                    "the answer keeps the rewritten name: clients that compare it with the name "
                    "they asked for drop it",
                    to=last,
                    help=advice(rule, has_auto),
                    fix=fix(ctx, last) if has_auto else None,
                )


def leaves_name(rule: NameRule) -> bool:
    """Tell whether a rule rewrites the name of a query, but not those in its answer."""
    named = any(answer.part == "name" for answer in rule.answers)
    by_itself = rule.auto or rule.match == "exact"
    return not (named or by_itself or within_label(rule.match, rule.from_))


def may_be_named_back(ctx: Context, server: Server) -> bool:
    """Tell whether only another server block asks one, with a plugin of which nothing is known.

    That plugin may write the names in the answers. Clients ask port 53, and no loopback address.
    """
    ports = {address.port for address in server.addresses}
    if "53" in ports and not all(map(is_loopback, server.listens_on)):
        return False
    askers = [
        other
        for other in ctx.config.servers
        if other is not server
        and any(is_at(token.text, ports) for line in other.directives for token in line.tokens[1:])
    ]
    return bool(askers) and all(
        any(plugin_class(line.name) is None for line in other.directives) for other in askers
    )


def is_at(word: str, ports: Set[str]) -> bool:
    """Tell whether a word is an address of the machine itself with one of some ports."""
    address = split_transport(word)[1]
    try:
        host, port = split_host_port(address)
    except Invalid:
        host, port = address, "53"
    return port in ports and (host == "localhost" or is_loopback(host))


def is_loopback(host: str) -> bool:
    """Tell whether an address is one that only the machine itself can ask."""
    address = parse_ip(host)
    return host in LOOPBACK_INTERFACES or (address is not None and address.is_loopback)


def advice(rule: NameRule, has_auto: bool) -> str:
    """Return what to write."""
    if has_auto:
        return "write `answer auto` at the end of the rule"
    since = f"CoreDNS {AUTO.since}"
    if rule.match == "regex":
        return f"write `answer name FROM TO` at the end; `answer auto` came with {since}"
    return f"upgrade to {since} or later, and write `answer auto` at the end of the rule"


def fix(ctx: Context, last: ExpandedToken) -> Fix | None:
    """Return the edit that adds `answer auto`."""
    plain = not last.token.glued_comment and last.token.closed
    edits = write_words(ctx, last, [last.token.value, "answer", "auto"]) if plain else ()
    return Fix("add `answer auto`", edits, safe=False) if edits else None


RULE = CorefileRule(
    "CF408",
    "rewrite-without-answer",
    "warning",
    check,
    fragments=True,
    fixes=True,
    about=(Rewrite.name,),
)
