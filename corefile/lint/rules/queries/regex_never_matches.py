r"""A regular expression, or a part of a name, matches no name.

Finds expressions in `match` of `template` and in `rewrite` that cannot match any name: with a `$`
that no dot can precede, with a required capital letter, with something after `$` or before `^`, or
with what `template` replaces in records only, such as `{{ .Zone }}`.
Also finds rules of `rewrite` for a `prefix` or `substring` that ends with a hyphen.

Why it matters: the rule never applies, and no message says so. CoreDNS compares names in lower case
and with a dot at the end: the name is `www.example.org.`, and `^www\.example\.org$` does not match
it. To a prefix or substring CoreDNS adds a dot: `prefix dev-` is for a first label `dev-`, and not
for `dev-1`.

How to fix it: write the last dot: `\.$`. Write letters in lower case, or `(?i)` before them. For a
part of a label, write `regex`.

## Bad

```corefile
. {
    template IN TXT {
        match ^www\.example\.org$
        answer "{{ .Name }} 60 IN TXT test"
        fallthrough
    }
    forward . 192.0.2.53
}
```

```corefile
example.org {
    template IN A {
        match "^{{ .Zone }}$"
        answer "{{ .Name }} 60 IN A 192.0.2.1"
    }
}
```

```corefile
. {
    rewrite name regex (.*)\.Corp\.example {1}.example answer auto
    forward . 192.0.2.53
}
```

```corefile
. {
    rewrite name prefix dev- prod- answer auto
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    template IN TXT {
        match ^www\.example\.org\.$
        answer "{{ .Name }} 60 IN TXT test"
        fallthrough
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    rewrite name regex (?i)(.*)\.Corp\.example {1}.example answer auto
    rewrite name regex ^(.*)\.lab\..*$ {1}.example answer auto
    forward . 192.0.2.53
}
```

```corefile
. {
    template IN TXT {
        match ^.*\.{$DOMAIN}$
        answer "{{ .Name }} 60 IN TXT test"
        fallthrough
    }
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.schema import Value, has_reference
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.model.config import Server
from corefile.coredns.plugins.rewrite import Rewrite
from corefile.coredns.plugins.rewrite.names import NameRule, Rule, within_label
from corefile.coredns.plugins.rewrite.rules import CnameRule, RcodeRule, TtlRule
from corefile.coredns.plugins.template import FIELD_NAMES, Template
from corefile.go.regexp.names import never_fits
from corefile.lint.finding import Edit, Finding, Fix
from corefile.lint.placeholders import PLACEHOLDER
from corefile.lint.rule import Context, CorefileRule
from corefile.text.regex import regex

__all__ = ["RULE"]

#: What somebody has yet to fill in (`<SUFFIX>`), unlike the name of a group (`(?P<name>…)`).
TO_FILL_IN = regex(r"(?<!\?)(?<!\?P)<[A-Z][A-Z0-9 _-]*>")
#: What an expression is for a part of a name, and what takes the place of the part.
PARTS = {"prefix": ("^{}(.*)", "{}{{1}}"), "substring": ("(.*){}(.*)", "{{1}}{}{{2}}")}
#: What stands for a part of the query in records.
FIELD = regex(rf"\{{\{{-?\s*\.(?:{'|'.join(FIELD_NAMES)})\s*-?\}}\}}")
AS_IT_IS = (
    "`{{ … }}` is replaced in records only, not in `match`",
    r"write the name itself, as in `^example\.org\.$`",
)


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each expression that fits no name."""
    for server in ctx.config.servers:
        plain = tuple(with_fields(server))
        for pattern in patterns(server):
            text = pattern.value
            if (is_open(text) and pattern not in plain) or not never_fits(text):
                continue
            why, advice = AS_IT_IS if FIELD.search(text) else reason(text)
            yield RULE.at(
                ctx,
                pattern.token,
                f"no name fits this expression: {why}",
                help=advice,
                fix=fix(ctx, pattern.token),
            )
        for rule in (rewrite.rule for rewrite in server.all(Rewrite)):
            yield from of_part(ctx, rule)


def of_part(ctx: Context, rule: Rule) -> Iterator[Finding]:
    """Yield a finding for a part of a label, to which CoreDNS adds a dot."""
    if not isinstance(rule, NameRule | TtlRule | RcodeRule):
        return
    part = rule.from_ if isinstance(rule, NameRule) else rule.name
    word = part.token.text
    if not within_label(rule.match, part) or is_open(word):
        return
    pattern, groups = PARTS[rule.match]
    instead = f"regex {pattern.format(word.replace('.', '[.]'))}"
    if isinstance(rule, NameRule):
        instead += f" {groups.format(rule.to.token.text)}"
    yield RULE.at(
        ctx,
        part.token,
        f"CoreDNS adds a dot to `{word}`: it looks for a label that ends with `-`, and no name has "
        "one",
        help=f"write `{instead}`",
    )


def patterns(server: Server) -> Iterator[Value[str]]:
    """Yield the expressions that are compared with the names of queries."""
    for template in server.all(Template):
        yield from (pattern for line in template.match for pattern in line)
    for rule in (rewrite.rule for rewrite in server.all(Rewrite)):
        if isinstance(rule, NameRule) and rule.match == "regex":
            yield rule.from_
        if isinstance(rule, TtlRule | RcodeRule) and rule.match == "regex":
            yield rule.name
        if isinstance(rule, CnameRule) and rule.match == "regex":
            yield rule.from_


def with_fields(server: Server) -> Iterator[Value[str]]:
    """Yield the expressions with fields of templates, where records show that no other has them."""
    for template in server.all(Template):
        if any(FIELD.search(record.value) for line in template.answer for record in line):
            yield from (p for line in template.match for p in line if FIELD.search(p.value))


def is_open(text: str) -> bool:
    """Tell whether parts of an expression are yet to come."""
    return has_reference(text) or any(p.search(text) for p in (PLACEHOLDER, TO_FILL_IN))


def reason(text: str) -> tuple[str, str]:
    """Say why no name fits, and what to write."""
    if with_dot(text):
        return "names end with a dot", r"write the dot before the `$`: `\.$`"
    if not never_fits(text.lower()):
        return "names are compared in lower case", "write it in lower case, or begin with `(?i)`"
    advice = "names are like `www.example.org.`: in lower case, with a dot at their end"
    return "no name contains what it asks for", advice


def with_dot(text: str) -> str:
    """Return an expression with a dot before the `$` at its end; "" if that makes no difference."""
    dotted = f"{text[:-1]}\\.$" if text.endswith("$") else ""
    return "" if never_fits(dotted) else dotted


def fix(ctx: Context, token: ExpandedToken) -> Fix | None:
    """Return the edit that writes the dot."""
    written, text = token.token, token.text
    quote = 1 if written.quoted else 0
    plain = written.raw == (f'"{text}"' if quote else text)
    if token.source is not ctx.tree.source or not plain or not with_dot(text):
        return None
    at = written.end - quote - 1
    return Fix("write the dot at the end", (Edit(at, at, r"\."),), safe=False)


RULE = CorefileRule(
    "CF412",
    "regex-never-matches",
    "warning",
    check,
    fragments=True,
    fixes=True,
    about=(
        Rewrite.name,
        Template.name,
    ),
)
