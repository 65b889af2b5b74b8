"""A zone is one that nobody can have meant.

Finds keys that CoreDNS reads as the name of a zone although they are something else: two keys with
a comma and no space between them, an unknown scheme (`udp://`), a port that is a word, a network
with an impossible mask (`10.0.0.0/33`), a number alone, which is a port only after a colon (`53`),
part of an address (`1.168.192`), a name with letters that DNS does not have, the name of a plugin
outside all server blocks, or what other languages begin comments with (`//`). Does not report `/`
in reverse zones, where it is usual. On the line of a plugin, and in its block, it finds zones that
are an expression, and several names in one pair of quotes.

Why it matters: almost every word is a legal zone. CoreDNS starts, at most prints
`Warning: Domain "…" does not follow RFC1035 preferred syntax`, and answers for names that nobody
asks for.

How to fix it: write one zone for each key, separated by spaces. Write an expression of `template`
after `match`.

## Bad

```corefile
a.example,b.example {
    whoami
}
```

```corefile
udp://.:53 {
    whoami
}
```

```corefile
10.0.0.0/33 {
    whoami
}
```

```corefile
53 {
    whoami
}
```

```corefile
bücher.example {
    whoami
}
```

```corefile
. {
    template IN A "(.*)[.]lab[.]example[.]$" {
        answer "{{ .Name }} 60 IN A 192.0.2.1"
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    template ANY ANY "a.example b.example" {
        rcode NXDOMAIN
    }
    forward . 192.0.2.53
}
```

## Good

```corefile
a.example, b.example dns://c.example:5353 {
    whoami
}
```

```corefile
10.0.0.0/8 64/26.2.0.192.in-addr.arpa _tcp.my-host.example {
    whoami
}
```

```corefile
xn--bcher-kva.example {$ZONE} {
    whoami
}
```

```corefile
local {
    whoami
}
```
"""

import re
from collections.abc import Iterator

from corefile.coredns.catalogue.zones import (
    DEFAULT_PORTS,
    is_reverse,
    misplaced_address,
    split_transport,
)
from corefile.coredns.model.config import Key, Server
from corefile.lint.finding import Edit, Finding, Fix
from corefile.lint.placeholders import is_open
from corefile.lint.rule import Context, CorefileRule
from corefile.lint.rules.syntax.quotes import PAIRS
from corefile.lint.stanza_words import as_template
from corefile.lint.zone_words import comment_sign, foreign_character, own_tokens, written_zones
from corefile.text.regex import regex

__all__ = ["RULE"]

SCHEME = regex(r"([A-Za-z][A-Za-z0-9+.-]*)://")
NETWORK = regex(r"[0-9.]+/[0-9]+|[0-9A-Fa-f]*+:[0-9A-Fa-f:]*/[0-9]+", re.ASCII)
STRANGE = regex(r"[;()\"'$@/:=!]")
#: No domain at the top is a number: what ends with one is an address.
NUMBERS = regex(r"(?:[0-9]+\.)+", re.ASCII)
MAX_PORT = 65535


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each key that is hardly the name of a zone."""
    if ctx.expansion.error is not None:
        return  # where a brace is missing or too many, anything may end up as a key
    for server in ctx.config.servers:
        if any(is_open(key.token) for key in server.keys):
            continue
        sign = comment_sign(server)
        if sign:
            yield RULE.at(
                ctx,
                server.keys[0].token,
                f"`{sign}` does not begin a comment: CoreDNS reads the words of this line as zones",
                help="begin comments with `#`",
            )
            continue
        for key in server.keys:
            # Of quotes that are none there is a finding of their own.
            if not key.addresses or misplaced_address(key.text) or key.text[0] in PAIRS:
                continue
            why, help_text = suspicion(ctx, server, key)
            if why:
                zone = key.addresses[0].zone
                yield RULE.at(
                    ctx,
                    key.token,
                    f"`{key.text}` is read as the zone `{zone}`: {why}",
                    help=help_text,
                    fix=fix(key),
                )
        yield from of_plugins(ctx, server)


def of_plugins(ctx: Context, server: Server) -> Iterator[Finding]:
    """Yield a finding for each zone of a plugin that is something else."""
    own = own_tokens(server)
    for plugin in server.plugins:
        for zone in written_zones(plugin, own):
            strange = foreign_character(zone.name)
            if not strange or is_open(zone.token):
                continue
            what = f"`{strange}`"
            help_text = "write the name of a zone"
            if strange.isspace():
                what, help_text = "a space", "leave the quotes out, so that each word is a zone"
            elif as_template(plugin) is not None and strange != ";":
                help_text = "write the expression after `match`, in the block"
            yield RULE.at(
                ctx,
                zone.token,
                f"`{zone.token.text}` is read as the zone `{zone.name}`: no name that is asked "
                f"for has {what} in it",
                help=help_text,
            )


def suspicion(ctx: Context, server: Server, key: Key) -> tuple[str, str]:
    """Return what is strange about a key and what to write; "" for one that may be meant."""
    text = split_transport(key.text)[1]
    zone = key.addresses[0].zone
    scheme = SCHEME.match(text)
    if scheme:
        return unknown_scheme(scheme[1])
    if "," in text:
        return (
            "a comma without a space does not divide keys",
            f"write a space: `{text.replace(',', ', ')}`",
        )
    if not text.isascii():
        return "queries have such names in punycode", punycode(zone)
    if NETWORK.fullmatch(zone.removesuffix(".")):
        return "there is no such network", "write an address and a mask, as in `10.0.0.0/8`"
    if zone.endswith(":."):
        return "a port has one colon before it", f"write `{text.replace('::', ':')}`"
    if re.search(r":[A-Za-z]+\.$", zone):
        return "a port is a number", "write the port as a number, as in `example.org:53`"
    strange = STRANGE.search(zone)
    if strange and not (strange[0] == "/" and is_reverse(zone)):
        return f"no name that is asked for has `{strange[0]}` in it", "write the name of a zone"
    if NUMBERS.fullmatch(zone) and text.count(":") == 0:
        return numbers(zone.removesuffix("."), server)
    if stray(ctx, server, key):
        return (
            "it names a plugin, but is outside a server block",
            "put it into a server block",
        )
    return "", ""


def numbers(text: str, server: Server) -> tuple[str, str]:
    """Say what a key of numbers only may have been meant for."""
    if "." in text:
        help_text = f"write the reverse zone, `{text}.in-addr.arpa`, or the network, `10.0.0.0/8`"
        return "no name that is asked for ends with a number", help_text
    if int(text) > MAX_PORT:
        return "no name that is asked for is a number", "write the name of a zone"
    others = [key.text for key in server.keys if key.text != text and ":" not in key.text]
    zone = others[0] if others else "."
    return "a port has a colon before it", f"write `{zone}:{text}`"


def unknown_scheme(scheme: str) -> tuple[str, str]:
    """Say which schemes there are."""
    if scheme.lower() in ("udp", "tcp"):
        help_text = f"leave `{scheme}://` out: CoreDNS answers over UDP and TCP"
    else:
        known = ", ".join(f"`{name}://`" for name in DEFAULT_PORTS if name != "unix")
        help_text = f"write one of {known}"
    return f"CoreDNS does not know `{scheme}://`", help_text


def punycode(zone: str) -> str:
    """Return the name that queries have."""
    try:
        return f"write `{zone.encode('idna').decode()}`"
    except UnicodeError:
        return "write the name in punycode, `xn--…`"


def stray(ctx: Context, server: Server, key: Key) -> bool:
    """Tell whether a key is a plugin's name that has lost its server block."""
    is_alone = server.complete and not server.directives
    return is_alone and key.text in ctx.config.build.plugins


def fix(key: Key) -> Fix | None:
    """Return the edit that divides two keys, or leaves a second colon out."""
    written = key.token.token
    text = split_transport(key.text)[1]
    if key.token.via is not None or written.raw != key.text:
        return None
    if "," in text and "/" not in text:
        right = key.text.replace(",", ", ")
    elif key.addresses[0].zone.endswith(":."):
        right = key.text.replace("::", ":")
    else:
        return None
    return Fix(f"write `{right}`", (Edit(written.start, written.end, right),), safe=False)


RULE = CorefileRule("CF503", "zone-name-suspicious", "warning", check, fixes=True)
