r"""An expression that is meant for one name fits others that end with it.

Finds an expression of `template` or `rewrite name regex` that is a name and nothing else, such as
`api.example.org`, without `^` before it, one that has a dot for any letter before a name, as in
`.*.example.org`, and one for the files of `auto` that goes on after its group, as in `(.*)\.zone`,
without `$` after it.

Why it matters: an expression may fit a part of a name. This one fits `my-api.example.org` and
`www.api.example.org` too, which then get the same answer, or become another name, and
`.*.example.org` fits names of `my-example.org`. `(.*)\.zone` fits
`example.org.zone.bak` too: an old copy in the folder takes the place of `example.org.zone`.

How to fix it: write `^` before the name and `[.]$` after it, or match names exactly:
`rewrite name exact`. Write `[.]` for a dot. For files, write `$` after the expression.

## Bad

```corefile
. {
    template IN ANY example.org {
        match api.example.org
        answer "{{ .Name }} 60 IN CNAME www.example.net."
        fallthrough
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    rewrite name regex (.*).example.org {1}.example.net answer auto
    forward . 192.0.2.53
}
```

```corefile
. {
    auto example.org {
        directory /etc/coredns/zones (.*)\.zone {1}
    }
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    auto example.org {
        directory /etc/coredns/zones (.*)\.zone$ {1}
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    template IN ANY example.org {
        match ^api[.]example[.]org[.]$
        answer "{{ .Name }} 60 IN CNAME www.example.net."
        fallthrough
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    template IN ANY api.example.org {
        match api.example.org
        answer "{{ .Name }} 60 IN CNAME www.example.net."
    }
    forward . 192.0.2.53
}
```
"""

import re
from collections.abc import Iterator

from corefile.coredns.catalogue.schema import Value
from corefile.coredns.catalogue.zones import covering, normalize
from corefile.coredns.model.config import Server
from corefile.coredns.plugins.auto import Auto
from corefile.coredns.plugins.rewrite import Rewrite
from corefile.coredns.plugins.rewrite.names import NameRule
from corefile.lint.finding import Finding
from corefile.lint.placeholders import is_known
from corefile.lint.rule import Context, CorefileRule
from corefile.lint.stanza_words import as_template
from corefile.text.regex import regex

__all__ = ["RULE"]

#: A name, with its dots as they are or escaped, and perhaps an end.
NAME = regex(r"[\w-]++(?>(?:(?:\.|\\\.|\[\.\])[\w-]++)+)(?:(?:\.|\\\.|\[\.\])?\$?)", re.ASCII)
#: A name below another one, where a dot that is none follows what fits anything.
BELOW = regex(r"\^?(?:\.[*+]|\(\.[*+]\))\.(?P<name>" + NAME.pattern + ")", re.ASCII)
DOTS = regex(r"\\\.|\[\.\]")
#: What is after the group that a file's zone is in.
ENDING = regex(r".*\)(?P<end>(?:\\\.|\[\.\]|[\w.-])+)", re.ASCII)


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each expression that fits more than its name."""
    for server in ctx.config.servers:
        for pattern, zones in patterns(server):
            text = pattern.token.text
            below = BELOW.fullmatch(text)
            if below is not None and is_known(pattern.token):
                name = normalize(DOTS.sub(".", below["name"]).removesuffix("$"))
                if covering(zones, f"my-{name}"):
                    yield of_any_letter(ctx, pattern, below, name)
                continue
            if not NAME.fullmatch(text) or not is_known(pattern.token):
                continue
            name = normalize(DOTS.sub(".", text).removesuffix("$"))
            other = f"my-{name}"
            if covering(zones, other):
                escaped = name.removesuffix(".").replace(".", "[.]")
                yield RULE.at(
                    ctx,
                    pattern.token,
                    f"`{text}` fits `{other.removesuffix('.')}` and `www.{name.removesuffix('.')}` "
                    "too: an expression may fit a part of a name",
                    help=f"write `^{escaped}[.]$` for this name alone",
                )
        for auto in server.all(Auto):
            yield from of_files(ctx, auto)


def of_any_letter(ctx: Context, pattern: Value[str], found: "re.Match[str]", name: str) -> Finding:
    """Make the finding of an expression whose dot before a name stands for any letter."""
    text = pattern.token.text
    dot = found.start("name") - 1
    return RULE.at(
        ctx,
        pattern.token,
        f"`{text}` fits `my-{name.removesuffix('.')}` too: `.` stands for any letter",
        help=f"write `{text[:dot]}[.]{text[dot + 1 :]}`",
    )


def of_files(ctx: Context, auto: Auto) -> Iterator[Finding]:
    """Yield a finding for an expression that fits copies of files too."""
    pattern = auto.directory.pattern if auto.directory is not None else None
    found = ENDING.fullmatch(pattern.value) if pattern is not None else None
    if pattern is not None and found is not None and is_known(pattern.token):
        copy = f"example.org{DOTS.sub('.', found['end'])}.bak"
        yield RULE.at(
            ctx,
            pattern.token,
            f"`{pattern.value}` fits `{copy}` too: an old copy of a file may take its place",
            help=f"write `{pattern.value}$`",
        )


def patterns(server: Server) -> Iterator[tuple[Value[str], tuple[str, ...]]]:
    """Yield the expressions of a server block, each with the zones whose names it is tried on."""
    for plugin in server.plugins:
        template = as_template(plugin)
        if template is not None:
            zones = tuple(zone.name for zone in template.zones)
            yield from ((pattern, zones) for line in template.match for pattern in line)
            continue
        rule = plugin.rule if isinstance(plugin, Rewrite) else None
        if isinstance(rule, NameRule) and rule.match == "regex":
            yield rule.from_, server.zones


RULE = CorefileRule(
    "CF463",
    "pattern-fits-more",
    "info",
    check,
    fragments=True,
    about=(Auto.name, Rewrite.name, "template"),
)
