r"""The `answer name` of a rewritten name does not fit what the rule makes of names.

Finds a rule `rewrite name regex` or `rewrite name suffix` of which no `answer name` matches the
names that the rule makes, or whose `answer name` makes another name than the one that was asked
for. Does not report rules that `continue` joins to others.

Why it matters: the records of an answer have the rewritten name. `answer name` is to give them back
the name that the client asked for. If it does not match, the answer keeps the rewritten name, and
clients that compare it drop it. The same happens if many names become one, and `answer name` makes
always the same of it.

How to fix it: write in `answer name` a pattern of the name that the rule makes, or `answer auto`.

## Bad

```corefile
. {
    rewrite stop {
        name regex (.*)\.apps {1}.svc.cluster.local
        answer name (.*)\.default\.svc\.cluster\.local {1}.apps
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    rewrite name regex (.*)\.apps\.example www.example answer name www.example apps.example
    forward . 192.0.2.53
}
```

```corefile
. {
    rewrite stop {
        name suffix .apps.example .prod.svc.cluster.local
        answer name (.*)\.stage\.svc\.cluster\.local {1}.apps.example
    }
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    rewrite stop {
        name regex (.*)\.apps\.$ {1}.svc.cluster.local
        answer name (.*)\.svc\.cluster\.local\.$ {1}.apps
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    rewrite name regex (.*)\.apps\.$ {1}.svc.cluster.local answer auto
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterator, Sequence

from corefile.coredns.catalogue.schema import has_reference
from corefile.coredns.catalogue.zones import fqdn
from corefile.coredns.plugins.rewrite import Rewrite
from corefile.coredns.plugins.rewrite.names import GROUP_REFERENCE, Answer, NameRule, rewritten
from corefile.go.errors import Invalid
from corefile.go.regexp.match import TooMuch, search
from corefile.go.regexp.sample import sample
from corefile.lint.finding import Finding
from corefile.lint.placeholders import is_known
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]

#: What groups may have matched: nothing, one label, more, and the parts of labels.
GROUPS = ("x", "", "x.", "x.y", "x.y.z", ".x", "x-1", "1", "_x._tcp", "x.y.")


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each rule whose answers keep the name that it makes."""
    for server in ctx.config.servers:
        rules = [each.rule for each in server.all(Rewrite) if isinstance(each.rule, NameRule)]
        for number, rule in enumerate(rules):
            if not turns_by_hand(rule) or is_joined(rules, number):
                continue
            answers = [answer for answer in rule.answers if answer.part == "name"]
            told = (word for answer in answers for word in (answer.pattern, answer.to))
            words = [rule.from_, rule.to, *told]
            known = all(is_known(word.token) and not has_reference(word.value) for word in words)
            name = made(rule) if answers and known else ""
            patterns = [answer.pattern.value for answer in answers]
            if name and not any(fits(pattern, rule) for pattern in patterns):
                yield RULE.at(
                    ctx,
                    answers[0].pattern.token,
                    f"`answer name` does not fit the names that the rule makes, such as `{name}`: "
                    "the answer keeps this name, and clients that compare it with the one they "
                    "asked for drop it",
                    help="write `answer auto` instead, or a pattern that fits",
                )
            elif name and len(answers) == 1:
                yield from another_name(ctx, rule, answers[0])


def turns_by_hand(rule: NameRule) -> bool:
    """Tell whether only its `answer name` gives back the name that was asked for."""
    is_same = rule.from_.value == rule.to.value
    return rule.match in ("regex", "suffix") and not (rule.metadata or rule.auto or is_same)


def is_joined(rules: Sequence[NameRule], number: int) -> bool:
    """Tell whether other rules may change the names before or after a rule, and answers too."""
    goes_on = rules[number].mode == "continue" and number + 1 < len(rules)
    return goes_on or any(rule.mode == "continue" for rule in rules[:number])


def another_name(ctx: Context, rule: NameRule, answer: Answer) -> Iterator[Finding]:
    """Yield the answer rule that gives back another name than the one that was asked for."""
    text = (
        f"x{rule.from_.value}" if rule.match == "suffix" else sample(rule.from_.value, single=".")
    )
    asked = fqdn(text) if text else ""
    if not asked or ".." in asked or asked.startswith("."):
        return
    name = made_of(rule, asked)
    back = replaced(answer.pattern.value, answer.to.value, name) if name else ""
    if back and back.lower() != asked.lower():
        yield RULE.at(
            ctx,
            answer.pattern.token,
            f"the answer for `{asked}` has the name `{back}`: clients that compare it with the one "
            "they asked for drop it",
            to=answer.to.token,
            help="write `answer auto` instead, or a pattern that gives every name back",
        )


def made(rule: NameRule) -> str:
    """Return a name that a rule makes, "" where none is known."""
    if rule.match == "suffix":
        return f"x{rule.to.value}"
    text = sample(rule.from_.value)
    return "" if text is None else made_of(rule, text)


def made_of(rule: NameRule, name: str) -> str:
    """Return what a rule makes of a name; "" where it does not match."""
    if rule.match == "suffix":
        return rewritten(rule.match, rule.from_.value, rule.to.value, name) or ""
    return replaced(rule.from_.value, rule.to.value, name)


def replaced(pattern: str, replacement: str, text: str) -> str:
    """Return what a pattern and a replacement make of a text; "" where it does not match."""
    try:
        found = search(pattern, text)
    except (Invalid, TooMuch):
        return ""
    if found is None:
        return ""
    groups = found.groups()
    return fqdn(GROUP_REFERENCE.sub(lambda number: groups.get(number[1], ""), replacement))


def fits(pattern: str, rule: NameRule) -> bool:
    """Tell whether a pattern fits a name that a rule may make; True where that is not known."""
    names = [made(rule), *(fqdn(GROUP_REFERENCE.sub(group, rule.to.value)) for group in GROUPS)]
    if rule.match == "suffix":
        text = sample(pattern)
        # Any name may be before the suffix, such as one that the pattern has.
        if text is None or "|" in pattern:
            return True
        names = [f"{part}{rule.to.value}" for part in GROUPS]
        names += [fqdn(text)] if fqdn(text).endswith(rule.to.value) else []
    try:
        return any(search(pattern, name) is not None for name in names)
    except (Invalid, TooMuch):
        return True


RULE = CorefileRule(
    "CF429", "rewrite-answer-never-fits", "warning", check, fragments=True, about=(Rewrite.name,)
)
