"""Which rules of `rewrite` are never looked at, because one above them stops first."""

from collections.abc import Iterable, Iterator, Sequence

from corefile.coredns.catalogue.schema import has_reference
from corefile.coredns.plugins.rewrite.edns0 import Edns0Rule
from corefile.coredns.plugins.rewrite.names import NameRule
from corefile.coredns.plugins.rewrite.names import Rule as RewriteRule
from corefile.coredns.plugins.rewrite.rules import CnameRule, FieldRule, RcodeRule, TtlRule
from corefile.go.regexp.names import fits
from corefile.text.records import dataclass, field
from corefile.text.typed import Generic, Protocol, TypeVar

__all__ = ["names_of", "stopped"]

#: Expressions that fit every name.
EVERY_NAME = ("", ".*", ".+", "(.*)", "(.+)", "^.*", "^.*$", "^(.*)$", "^(.+)$", ".*$")
#: How many rules with `substring` and `regex` are remembered in a server block.
MAX_LOOSE = 20


class HasRule(Protocol):
    """A line with a rule."""

    @property
    def rule(self) -> RewriteRule:
        """The rule."""


L = TypeVar("L", bound=HasRule)


def stopped(rules: Sequence[L]) -> Iterator[tuple[L, L]]:
    """Yield the lines of a server block that no query comes to, each with one that stops before.

    The lines are those of the whole server block, in order.
    """
    seen: Seen[L] = Seen()
    for rewrite in rules:
        earlier = seen.stopping(rewrite.rule)
        if earlier is None:
            seen.add(rewrite)
        else:
            yield rewrite, earlier


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
class Seen(Generic[L]):
    """The rules of a server block that stop, as far as the list has been read."""

    always: L | None = None
    fields: dict[tuple[str, str], L] = field(default_factory=dict)
    #: By how they compare names, and what with.
    names: dict[tuple[str, str], L] = field(default_factory=dict)
    #: Those of them with `substring` or `regex`.
    loose: list[tuple[str, str, L]] = field(default_factory=list)

    def add(self, rewrite: L) -> None:
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

    def stopping(self, rule: RewriteRule) -> L | None:
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

    def wider(self, match: str, name: str) -> Iterator[L]:
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
