"""`rewrite` makes an IP address of a name, as if that answered the query.

Finds a rule of `rewrite` for names or CNAME targets whose new name is an IP address, or has a port.

Why it matters: `rewrite` changes the name that is asked for. CoreDNS asks the next plugins for the
*name* `203.0.113.9.` or `app.example.org:8080.`, which does not exist: clients get NXDOMAIN.

How to fix it: give the name its address with `hosts`, or with `template` for many names. Leave the
port out: clients have to know it themselves.

## Bad

```corefile
. {
    rewrite name exact play.example.net 203.0.113.9
    forward . 192.0.2.53
}
```

```corefile
. {
    rewrite name regex (.*)[.]pool[.]example[.] 10.0.0.{1}
    forward . 192.0.2.53
}
```

```corefile
. {
    rewrite name app.example.net app.example.org:8080
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    hosts {
        203.0.113.9 play.example.net
        fallthrough
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    rewrite name exact play.example.net play.example.org
    forward . 192.0.2.53
}
```
"""

import re
from collections.abc import Iterator

from corefile.coredns.catalogue.zones import misplaced_address
from corefile.coredns.plugins.rewrite import Rewrite
from corefile.coredns.plugins.rewrite.names import GROUP_REFERENCE, NameRule, address_of
from corefile.coredns.plugins.rewrite.rules import CnameRule
from corefile.lint.finding import Finding
from corefile.lint.placeholders import is_known
from corefile.lint.rule import Context, CorefileRule
from corefile.text.regex import regex

__all__ = ["RULE"]

#: The kinds of rules that change a part of a name: what is left of it belongs to the new name.
PARTS = ("prefix", "substring")
#: A port at the end of a name, or the beginning of a URL.
NO_NAME = regex(r"^[A-Za-z][A-Za-z0-9+.-]*://|:[0-9]+\.?$", re.ASCII)


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each rule that makes an address of a name."""
    for server in ctx.config.servers:
        for rule in (rewrite.rule for rewrite in server.all(Rewrite)):
            if not isinstance(rule, NameRule | CnameRule):
                continue
            token = rule.to.token
            if not is_known(token) or rule.match in PARTS:
                continue
            if NO_NAME.search(token.text) and not address_of(rule.to):
                yield no_name(ctx, rule)
            address = address_of(rule.to)
            if not address:
                continue
            name = f"{token.text.removesuffix('.')}."
            name = f"x{name}" if name.startswith(".") else name
            yield RULE.at(
                ctx,
                token,
                f"`{token.text}` is a name here, not an address: CoreDNS asks for the name "
                f"`{name}`, which does not exist, and clients get NXDOMAIN",
                help=advice(rule, token.text, address),
            )


def no_name(ctx: Context, rule: NameRule | CnameRule) -> Finding:
    """Make the finding of a new name with a port, or of a URL."""
    token = rule.to.token
    text = token.text
    host = (text.partition("://")[2] or text).partition("/")[0].partition(":")[0]
    help_text = f"write the name alone, `{host}`: DNS does not tell which port clients use"
    if misplaced_address(host):
        help_text = f"{advice(rule, text, host)}; DNS does not tell which port clients use"
    return RULE.at(
        ctx,
        token,
        f"`{text}` is a name here, with the `:` in it: CoreDNS asks for the name "
        f"`{text.removesuffix('.')}.`, which does not exist, and clients get NXDOMAIN",
        help=help_text,
    )


def advice(rule: NameRule | CnameRule, text: str, address: str) -> str:
    """Say what gives a name an address."""
    if rule.match == "exact" and isinstance(rule, NameRule) and not GROUP_REFERENCE.search(text):
        name = rule.from_.value.removesuffix(".")
        return f"give the name its address with `hosts`: `{address} {name}` and `fallthrough`"
    return "give names their addresses with `template` or `hosts`"


RULE = CorefileRule(
    "CF427", "rewrite-to-address", "warning", check, fragments=True, about=(Rewrite.name,)
)
