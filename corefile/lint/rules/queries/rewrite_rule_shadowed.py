r"""A rule of `rewrite` is never reached, because one above it stops first.

Finds rules of `rewrite` whose names are all taken by a rule above: the same name, a name below its
`suffix`, a name that matches its expression. The two rules need not be of the same kind:
`rewrite ttl example.org 30` disables a `rewrite name example.org …` below it. Also finds everything
below a rule that stops at every query: `cname`, and `edns0` with `set` or `append`.

Why it matters: a rule that has done something ends the list, unless it says `continue`. The rules
below are not applied to that query.

How to fix it: write `rewrite continue …` in the rule above if both should apply. Otherwise put the
rule for fewer names above the one for more.

Rules are not compared if a `continue` rule between them may change the name, or if an import in the
server block was not followed.

## Bad

```corefile
. {
    rewrite name suffix .example.org .example.net answer auto
    rewrite name www.example.org www.corp.example
    forward . 192.0.2.53
}
```

```corefile
. {
    rewrite ttl suffix .example.org 30
    rewrite name www.example.org www.corp.example
    forward . 192.0.2.53
}
```

```corefile
. {
    rewrite cname exact old.example. new.example.
    rewrite name www.example.org www.corp.example
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    rewrite name www.example.org www.corp.example
    rewrite name suffix .example.org .example.net answer auto
    forward . 192.0.2.53
}
```

```corefile
. {
    rewrite continue ttl suffix .example.org 30
    rewrite continue cname exact old.example. new.example.
    rewrite name www.example.org www.corp.example
    forward . 192.0.2.53
}
```

```corefile
. {
    rewrite name old.example.org www.example.org
    rewrite name www.example.org www.corp.example
    rewrite type ANY HINFO
    rewrite type MX HINFO
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from corefile.coredns.catalogue.schema import has_reference
from corefile.coredns.plugins.rewrite import Rewrite
from corefile.coredns.plugins.rewrite.edns0 import Edns0Rule
from corefile.coredns.plugins.rewrite.names import NameRule
from corefile.coredns.plugins.rewrite.names import Rule as RewriteRule
from corefile.coredns.plugins.rewrite.rules import CnameRule, FieldRule, RcodeRule, TtlRule
from corefile.go.regexp.names import fits
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]

#: Expressions that fit every name.
EVERY_NAME = ("", ".*", ".+", "(.*)", "(.+)", "^.*", "^.*$", "^(.*)$", "^(.+)$", ".*$")
#: How many rules with `substring` and `regex` are remembered in a server block.
MAX_LOOSE = 20


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each rule that no query comes to."""
    for server in ctx.config.servers:
        seen = Seen()
        for rewrite in server.all(Rewrite) if server.complete else ():
            earlier = seen.stopping(rewrite.rule)
            if earlier is None:
                seen.add(rewrite)
                continue
            everything = names_of(earlier.rule) is None and not isinstance(earlier.rule, FieldRule)
            what = "every query" if everything else "its queries"
            yield RULE.at(
                ctx,
                rewrite.token,
                f"this rule is never looked at: a rule above stops at {what}",
                help="write `rewrite continue …` in the rule above, or put this one above it",
                related=[ctx.related(earlier.token, f"stops at {what}")],
            )


def names_of(rule: RewriteRule) -> tuple[str, str] | None:
    """Return how a rule compares the name of a query, and with what; None if it does not."""
    if isinstance(rule, NameRule):
        return rule.match, rule.from_.value
    if isinstance(rule, TtlRule | RcodeRule):
        return rule.match, rule.name.value
    return None


def stops_always(rule: RewriteRule) -> bool:
    """Tell whether a rule does something to every query (cname_target.go, edns0.go).

    `replace` needs an option to replace, and a variable or the network of a client may be empty.
    """
    if isinstance(rule, Edns0Rule):
        known = rule.data is None or not rule.data.value.startswith("{")
        return rule.action in ("set", "append", "unset") and rule.option != "subnet" and known
    return isinstance(rule, CnameRule)


@dataclass(slots=True)
class Seen:
    """The rules of a server block that stop, as far as the list has been read."""

    always: Rewrite | None = None
    fields: dict[tuple[str, str], Rewrite] = field(default_factory=dict)
    #: By how they compare names, and what with.
    names: dict[tuple[str, str], Rewrite] = field(default_factory=dict)
    #: Those of them with `substring` or `regex`.
    loose: list[tuple[str, str, Rewrite]] = field(default_factory=list)

    def add(self, rewrite: Rewrite) -> None:
        """Remember a rule."""
        rule, name = rewrite.rule, names_of(rewrite.rule)
        if rule.mode == "continue":
            self.forget(rule)
        elif stops_always(rule):
            self.always = rewrite
        elif isinstance(rule, FieldRule):
            self.fields.setdefault((rule.field, rule.from_.value), rewrite)
        elif name is not None and not has_reference(name[1]):
            self.names.setdefault(name, rewrite)
            if name[0] in ("substring", "regex") and len(self.loose) < MAX_LOOSE:
                self.loose.append((*name, rewrite))

    def forget(self, rule: RewriteRule) -> None:
        """Forget what a rule that goes on makes uncertain: queries below it may be others."""
        if isinstance(rule, NameRule):
            self.names.clear()
            self.loose.clear()
        elif isinstance(rule, FieldRule):
            self.fields.clear()

    def stopping(self, rule: RewriteRule) -> Rewrite | None:
        """Return a rule that stops at every query which another one, below it, looks for."""
        if self.always is not None:
            return self.always
        if isinstance(rule, FieldRule):
            return self.fields.get((rule.field, rule.from_.value))
        name = names_of(rule)
        if name is None or has_reference(name[1]):
            return None
        same = self.names.get(name)
        return same or next(self.wider(*name), None)

    def wider(self, match: str, name: str) -> Iterator[Rewrite]:
        """Yield the rules that stop at all names which a rule looks for."""
        ends = {"exact": ("prefix", "suffix"), "prefix": ("prefix",), "suffix": ("suffix",)}
        for kind in ends.get(match, ()):
            found = (self.names.get((kind, part)) for part in parts(kind, name))
            yield from (rewrite for rewrite in found if rewrite is not None)
        for kind, text, rewrite in self.loose:
            if kind == "substring":
                if match != "regex" and text in name:
                    yield rewrite
            elif text in EVERY_NAME or (match == "exact" and fits(text, name)):
                yield rewrite


def parts(kind: str, name: str) -> Iterable[str]:
    """Return all that a name begins, or ends, with."""
    places = range(len(name) + 1)
    return (name[:place] if kind == "prefix" else name[place:] for place in places)


RULE = CorefileRule("CF409", "rewrite-rule-shadowed", "warning", check, fragments=True)
