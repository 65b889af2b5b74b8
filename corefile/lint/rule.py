"""What a rule is, in which stage it runs, and what it is given to look at.

A rule is one module in `corefile.lint.rules`.  It defines a generator and a constant::

    def check(ctx: Context) -> Iterator[Finding]:
        for ...:
            yield RULE.at(ctx, token, "what is wrong", help="what to write instead")

    RULE = CorefileRule("CF101", "hosts-missing-fallthrough", "warning", check)

The class of the rule says in which stage it runs, and so what `check` is given:

| Stage | Class | Looks at |
|---|---|---|
| file | `FileRule` | a file and how Corefiles are written in it, before they are read |
| Corefile | `CorefileRule`, `TemplateRule` | a Corefile, as written and as CoreDNS reads it |
| cluster | `ClusterRule` | a Corefile beside the one that CoreDNS reads, and what is wrong in it |
| findings | `FindingsRule` | what the other rules have found in a Corefile |

The module's docstring is the rule's page in the documentation, in Markdown: a line that sums it
up, what it finds, why it matters and how to fix it, then the sections `## Bad` and `## Good`
with examples that the tests run.
"""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Generic, TypeVar

from corefile.coredns.imports.expansion import ExpandedToken, Expansion
from corefile.coredns.model.config import Config, Server
from corefile.documents.model import Document, Folder
from corefile.lint.braced_regions import BracedRegion
from corefile.lint.finding import Finding, Fix, Related, RuleId, Severity
from corefile.lint.place import Place
from corefile.lint.site import Profile, Site, profile_of
from corefile.lint.suppression import Suppressed
from corefile.syntax.tree import Corefile, Token
from corefile.text.brief import Brief
from corefile.text.source import Source, Span

if TYPE_CHECKING:
    from corefile.coredns.model.owners import Owners
    from corefile.coredns.model.passage import Passage

__all__ = [
    "AnyRule",
    "ClusterContext",
    "ClusterRule",
    "Context",
    "CorefileRule",
    "FileContext",
    "FileRule",
    "FindingsContext",
    "FindingsRule",
    "Option",
    "OptionValue",
    "Rule",
    "TemplateRule",
    "of_stage",
]

OptionValue = int | str | bool | tuple[str, ...]
AnyRule = TypeVar("AnyRule", bound="Rule")
T = TypeVar("T", int, str, bool, tuple[str, ...])


@dataclass(frozen=True, slots=True)
class Option(Brief, Generic[T]):
    """Something about a rule that users may set; its type is that of the default."""

    #: In kebab-case; an option is called `RULE.NAME` in messages.
    name: str
    #: The value that it has when users do not set it.
    default: T
    #: What it means, units included, for the rule's page.
    about: str


@dataclass(frozen=True, slots=True)
class Context(Brief):
    """A Corefile, as written and as CoreDNS reads it."""

    #: The text as its author wrote it.
    tree: Corefile
    #: What CoreDNS reads: imports followed where that is allowed, ``{$VAR}`` left as written.
    expansion: Expansion
    #: Server blocks with their zones and plugins.
    config: Config
    #: Where it runs, as far as users have said.
    site: Site = Site()
    #: What users have set, by code of the rule and name of the option.
    options: Mapping[tuple[str, str], OptionValue] = field(default_factory=dict)
    #: The folder that CoreDNS finds the Corefile in, where it is known what else is there.
    folder: Folder | None = None
    #: The parts of the text that are between braces of others.
    regions: tuple[BracedRegion, ...] = ()
    #: Whether it is lines for a server block of which nothing else is known.
    is_lines: bool = False
    #: What was asked of the model of queries before.
    _passages: "dict[int, Passage]" = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    _owners: "list[Owners]" = field(default_factory=list, init=False, repr=False, compare=False)

    def passage(self, server: Server) -> "Passage":
        """Return the plugins of a server block that see queries, and what they let through."""
        from corefile.coredns.model.passage import Passage  # noqa: PLC0415 - many runs need none

        if id(server) not in self._passages:
            self._passages[id(server)] = Passage.of(server, self.config)
        return self._passages[id(server)]

    def elsewhere(self, server: Server, name: str) -> Server | None:
        """Return the server block that has a name instead of another one, if all queries go so."""
        from corefile.coredns.model.owners import Owners  # noqa: PLC0415 - many runs need none

        if not self._owners:
            self._owners.append(Owners.of(self.config))
        return self._owners[0].elsewhere(server, name)

    @property
    def profile(self) -> Profile:
        """What the CoreDNS is there for: as users say, or as the Corefile shows."""
        return self.site.profile or profile_of(self.config)

    def option(self, rule: RuleId, option: Option[T]) -> T:
        """Return the value of a rule's option."""
        value = self.options.get((rule.code, option.name), option.default)
        return value if isinstance(value, type(option.default)) else option.default

    def related(self, token: Token | ExpandedToken, message: str) -> Related:
        """Make a related place of a token; ``message`` says why it matters."""
        source, written = self.written(token)
        return Related(Place(source, written.start, written.end), message)

    def written(self, token: Token | ExpandedToken) -> tuple[Source, Token]:
        """Tell where the author wrote a token: the text, and the token in that text."""
        if isinstance(token, ExpandedToken):
            return token.source, token.token
        return self.tree.source, token


@dataclass(frozen=True, slots=True)
class FileContext(Brief):
    """A file as it was read, and the Corefiles in it as they will be parsed."""

    #: The file, its Corefiles and the problems of reading it.
    document: Document
    #: The file's own text.
    source: Source
    #: The text of each of its Corefiles, in the order of the document. Findings of a rule are in
    #: one of these, or in the file's own.
    corefiles: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class ClusterContext(Brief):
    """A Corefile beside the one that CoreDNS reads: a backup, in the same ConfigMap."""

    #: What it would be if CoreDNS read it.
    corefile: Context
    #: What the rules of the other stages found in it. Only what a cluster rule says is reported.
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class FindingsContext(Brief):
    """What the rules before this stage have found in a Corefile."""

    #: The Corefile that they are in.
    corefile: Context
    #: The findings that comments left, and the comments that kept nothing silent.
    suppressed: Suppressed
    #: The rules that ran, of all stages.
    rules: tuple["Rule", ...]


@dataclass(frozen=True, slots=True, eq=False)
class Rule(RuleId):
    """A kind of mistake: its names, how grave it is, and the function that finds it.

    Each rule belongs to one of the classes below, which say in which stage it runs.
    """

    #: How grave its findings are when users do not say.
    severity: Severity
    #: Gives the findings in what its stage looks at.
    check: Callable[..., Iterable[Finding]]
    #: The version of this package that first had the rule.
    since: str = "0.1.0"
    #: Whether the rule also makes sense for lines that stand alone and are imported into a server
    #: block that is not seen (an `*.override` key of a ConfigMap).
    fragments: bool = False
    #: Whether it makes sense for the examples of documentation, which leave out what does not
    #: matter to them. One that is only worth knowing never does.
    examples: bool = True
    #: Whether it runs when users do not say which rules to run.
    default: bool = True
    #: The profiles in which it runs; all of them when empty.
    profiles: tuple[Profile, ...] = ()
    #: What users may set about it.
    options: tuple[Option[int] | Option[str] | Option[bool] | Option[tuple[str, ...]], ...] = ()
    #: Whether some of its findings come with a fix.
    fixes: bool = False

    @property
    def documentation(self) -> str:
        """The rule's page, in Markdown: the docstring of its module."""
        return sys.modules[self.check.__module__].__doc__ or ""

    @property
    def summary(self) -> str:
        """The first line of the rule's page."""
        return self.documentation.partition("\n")[0]

    def at(
        self,
        ctx: Context,
        token: Token | ExpandedToken,
        message: str,
        *,
        to: Token | ExpandedToken | None = None,
        help: str = "",  # noqa: A002 - the word of the output
        related: Sequence[Related] = (),
        fix: Fix | None = None,
        severity: Severity | None = None,
    ) -> Finding:
        """Make a finding at a token, or from there to the end of the token ``to``.

        It is where the author wrote the token, which may be another file.  Imports that
        brought the token to where it has its effect become related places, the nearest first,
        after those of ``related``.  ``help`` says what to do about it, ``fix`` does it, and
        ``severity`` is that of the finding where it is not the rule's.
        """
        source, first = ctx.written(token)
        end = first.end
        if to is not None:
            last_source, last = ctx.written(to)
            if last_source is source and last.end > end:
                end = last.end
        return Finding(
            self,
            severity or self.severity,
            message,
            source,
            Span(first.start, end),
            help,
            (*related, *imports(token)),
            fix,
        )

    #: The same, for rules that read the text as written.
    at_token = at


@dataclass(frozen=True, slots=True, eq=False)
class FileRule(Rule):
    """A rule about a file, and about how Corefiles are written in it."""

    #: Gives the findings in a file.
    check: Callable[[FileContext], Iterable[Finding]]
    #: Whether it runs whatever rules users chose: without it, a file that cannot be read would
    #: look like one without mistakes.
    always: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class CorefileRule(Rule):
    """A rule about a Corefile. Nearly all are of this kind."""

    #: Gives the findings in one Corefile.
    check: Callable[[Context], Iterable[Finding]]
    #: Whether it finds braces without a partner in what others put between braces. What is
    #: after such a brace is judged by no other rule, and lines that a Corefile imports are judged
    #: by this one before they are imported.
    about_braces: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class TemplateRule(CorefileRule):
    """A rule about what a template puts in, which is not known.

    The first finding in each Corefile says it for all texts that the template may render to.
    """

    #: Gives the finding at a place of a file where none of these texts can be read, so that no
    #: rule could run. It is reported whatever rules users chose.
    unread: Callable[[Source, Span], Finding] = field(kw_only=True)


@dataclass(frozen=True, slots=True, eq=False)
class ClusterRule(Rule):
    """A rule about a Corefile beside the one that CoreDNS reads."""

    #: Gives the findings in a Corefile beside the one that CoreDNS reads.
    check: Callable[[ClusterContext], Iterable[Finding]]


@dataclass(frozen=True, slots=True, eq=False)
class FindingsRule(Rule):
    """A rule about what the other rules have found."""

    #: Gives the findings in what was found.
    check: Callable[[FindingsContext], Iterable[Finding]]


def of_stage(rules: Iterable[Rule], stage: type[AnyRule]) -> tuple[AnyRule, ...]:
    """Return those of some rules that run in a stage, which their class says."""
    return tuple(rule for rule in rules if isinstance(rule, stage))


def imports(token: Token | ExpandedToken) -> list[Related]:
    """Return the imports that brought a token to where it is, the nearest to it first."""
    if not isinstance(token, ExpandedToken) or token.via is None:
        return []
    # Imports that go round in a circle come to the same places again and again.
    places = {(id(via.source), via.target.start): via for via in islice(token.via.chain(), 1000)}
    return [
        Related(Place(via.source, via.target.start, via.target.end), "imported here")
        for via in islice(places.values(), 10)
    ]
