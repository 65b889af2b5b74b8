"""view: answer only queries that meet a condition (plugin/view/setup.go)."""

from collections.abc import Iterator
from functools import partial

from corefile.coredns.catalogue.conditions import (
    Condition,
    advice_for,
    condition,
    constant,
    holds,
    literals,
)
from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Offers, Role, Stanzas
from corefile.coredns.catalogue.mentions import Mentions, ReadFile
from corefile.coredns.catalogue.metadata_uses import MetadataUse
from corefile.coredns.catalogue.query import Chain, Query
from corefile.coredns.catalogue.schema import Plugin, Reader, Scope, Value, settings
from corefile.coredns.releases.changes import Change
from corefile.coredns.releases.release import span
from corefile.go.errors import Invalid
from corefile.go.expr.compile import check_expression
from corefile.go.expr.older import NUMBERS_CHECKED, SINCE, NotYet, check_older
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar


def read_condition(cursor: Cursor) -> Condition:
    """Read an expression that the whole line makes up."""
    name = cursor.token
    args = cursor.remaining()
    older = partial(check_older, numbers_checked=cursor.release in span(NUMBERS_CHECKED))
    try:
        return condition(args, older if cursor.release not in span(SINCE) else check_expression)
    except NotYet as invalid:
        help_text = f"this needs CoreDNS {SINCE} or later: write it differently, or upgrade"
        raise Refused(str(invalid), args[0], help_text, reason="not in release") from None
    except Invalid as invalid:
        help_text = advice_for(invalid, args, "incidr(client_ip(), '10.0.0.0/8')")
        raise Refused(str(invalid), args[0] if args else name, help_text) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class View(Plugin):
    """Makes the server block answer only those queries that meet all its conditions."""

    name: ClassVar[str] = "view"
    usage: ClassVar[str] = "view NAME"
    stanzas: ClassVar[Stanzas] = "once"
    role: ClassVar[Role] = "wraps"
    offers: ClassVar[Offers] = frozenset({"filter", "metadata"})
    metadata_labels: ClassVar[tuple[str, ...]] = ("name",)
    changes: ClassVar[tuple[Change, ...]] = (
        Change(
            release="1.14.3",
            kind="added",
            what="order",
            text="server blocks with `view` may come after those without",
        ),
    )

    #: The view's name in metrics and metadata.
    view: Value[str]
    expr: tuple[Condition, ...] = settings(
        Reader("EXPRESSION", read_condition), "a condition that a query must meet"
    )

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the name."""
        args = cursor.remaining()
        if len(args) != 1:
            raise cursor.arg_error()
        return {"view": Value(args[0].text, args[0])}

    @property
    def constant(self) -> bool | None:
        """Whether all queries are let in, or none; None where that depends on the query."""
        answers = [constant(condition) for condition in self.expr]
        if False in answers:
            return False
        return None if None in answers else True

    @property
    def sees_questions(self) -> bool:
        """Whether conditions look at the name or the type, or at metadata, which may hold them."""
        called = {call.name for each in self.expr for call in each.expression.calls}
        return not called.isdisjoint({"metadata", "name", "type"})

    def metadata_uses(self) -> Iterator[MetadataUse]:
        """Return the conditions that compare metadata."""
        for each in self.expr:
            if any(call.name == "metadata" for call in each.expression.calls):
                yield each.words[0], "`metadata(…)` always gives an empty text"

    def mentions(self, read: ReadFile) -> Mentions:
        """Return the types and the networks that its conditions name."""
        types, networks = literals(self.expr)
        return Mentions(types=types, networks=networks)

    @classmethod
    def patterns(cls, stanzas: "tuple[View, ...]", query: Query, chain: Chain) -> tuple[str, ...]:
        """Return the conditions that look at the name."""
        conditions = (condition for stanza in stanzas for condition in stanza.expr)
        return tuple(each.text for each in conditions if "name()" in each.text.replace(" ", ""))

    def admits(self, query: Query) -> bool | None:
        """Tell whether all conditions let a query in; None where that is not known (view.go)."""
        answers = [holds(condition, query) for condition in self.expr]
        if False in answers:
            return False
        return None if None in answers else True
