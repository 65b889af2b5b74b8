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
| slips | `SlipRule` | the slip of the hand that explains what the other rules have found |

The module's docstring is the rule's page in the documentation, in Markdown: a line that sums it
up, what it finds, why it matters and how to fix it, then the sections `## Bad` and `## Good`
with examples that the tests run.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from itertools import islice

from corefile.coredns.imports.expansion import ExpandedToken, Expansion
from corefile.coredns.imports.files import BadPattern, OutsideRoot, Reader, is_pattern
from corefile.coredns.model.config import Config, Server
from corefile.documents.model import Document, Folder
from corefile.lint.braced_regions import BracedRegion
from corefile.lint.finding import Finding, Fix, Related, RuleId, Severity
from corefile.lint.place import Place
from corefile.lint.placeholders import is_known
from corefile.lint.site import Profile, Site, profile_of
from corefile.lint.suppression import Suppressed
from corefile.syntax.tree import Corefile, Token
from corefile.text.brief import Brief
from corefile.text.records import dataclass, field
from corefile.text.source import Source, Span
from corefile.text.typed import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from corefile.coredns.model.listeners import Listener
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
    "Late",
    "Option",
    "OptionValue",
    "Rule",
    "SlipContext",
    "SlipRule",
    "TemplateRule",
    "concerned",
    "of_stage",
    "several",
]

#: How many bytes of a file beside a Corefile are read: 1 MiB.
MAX_BESIDE = 1 << 20

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
    #: What gives the files beside the Corefile; None where none may be looked at.
    read: Reader | None = None
    #: The rules that extensions bring, whether they run or not.
    other_rules: "tuple[Rule, ...]" = ()
    #: What was asked of the model of queries before.
    _passages: "dict[int, Passage]" = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    _listeners: "list[tuple[Listener, ...]]" = field(
        default_factory=list, init=False, repr=False, compare=False
    )
    _literal: dict[int, bool] = field(default_factory=dict, init=False, repr=False, compare=False)
    _profiles: list[Profile] = field(default_factory=list, init=False, repr=False, compare=False)
    _owners: "list[Owners]" = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def subjects(self) -> frozenset[str]:
        """What is there to be found something about, in the words of `Rule.about`."""
        expansion, tree = self.expansion, self.tree
        found = {token.text for token in self.tokens()}
        found.update(token.text for token in expansion.names)
        found.update(refusal.reason or "refused" for refusal in self.config.refusals)
        lines = ([line.name for line in server.directives] for server in expansion.servers)
        counts = (Counter(names) for names in lines if len({*names}) < len(names))
        repeated = {name for count in counts for name, number in count.items() if number > 1}
        found.update(map(several, repeated))
        keys = {key for server in expansion.servers for key in server.keys}
        keys.update(key.value for server in tree.servers for key in server.keys)
        there = {
            "fault": tree.errors,
            "import error": expansion.error or any(i.is_too_large for i in expansion.unresolved),
            "snippet": tree.snippets,
            "no key": expansion.unkeyed,
            "no server block": not expansion.servers,
            "open block": any(server.body.close is None for server in tree.servers),
            "capital in key": any(key != key.lower() for key in keys),
            "figure in key": any(map(has_figure, keys)),
            "stray key": not keys.isdisjoint(("}", *self.config.build.plugins)),
            "several server blocks": len(expansion.servers) > 1,
            "several stanzas": repeated,
            "part": self.regions or self.is_lines,
            "probed": self.site.probes,
            "folder": self.folder,
        }
        found.update(subject for subject, is_there in there.items() if is_there)
        found.update(looks_of({token.raw for token in tree.tokens()}))
        return frozenset(found)

    def tokens(self) -> Iterator[ExpandedToken]:
        """Yield the keys of server blocks and the words in them, as CoreDNS reads them."""
        for server in self.expansion.servers:
            yield from server.key_tokens
            for line in server.directives:
                yield from line.tokens

    @property
    def text(self) -> str:
        """Where `Rule.signs` are looked for: the text, its name, and each word that is read."""
        source = self.tree.source
        return "\n".join((source.name, source.text, *(token.text for token in self.tokens())))

    @property
    def listeners(self) -> "tuple[Listener, ...]":
        """Every socket of the configuration."""
        from corefile.coredns.model.listeners import listeners  # noqa: PLC0415 - as for passages

        if not self._listeners:
            self._listeners.append(listeners(self.config))
        return self._listeners[0]

    def passage(self, server: Server) -> "Passage":
        """Return the plugins of a server block that see queries, and what they let through."""
        from corefile.coredns.model.passage import Passage  # noqa: PLC0415 - many runs need none

        if id(server) not in self._passages:
            self._passages[id(server)] = Passage.of(server, self.config)
        return self._passages[id(server)]

    def is_literal(self, server: Server) -> bool:
        """Tell whether CoreDNS will read all words of a server block's lines as they are."""
        if id(server) not in self._literal:
            words = (token for line in server.directives for token in line.tokens)
            self._literal[id(server)] = all(map(is_known, words))
        return self._literal[id(server)]

    def elsewhere(self, server: Server, name: str) -> Server | None:
        """Return the server block that has a name instead of another one, if all queries go so."""
        from corefile.coredns.model.owners import Owners  # noqa: PLC0415 - many runs need none

        if not self._owners:
            self._owners.append(Owners.of(self.config))
        return self._owners[0].elsewhere(server, name)

    def text_of(self, name: str) -> str | None:
        """Return the text of a file beside the Corefile; None for one that is not looked at."""
        if self.read is None or is_pattern(name) or "{" in name:
            return None
        path = self.read.absolute(name)
        try:
            data = self.read.read(path) if path in self.read.glob(path) else None
        except (OSError, ValueError, OutsideRoot, BadPattern):
            return None
        if data is None or len(data) > MAX_BESIDE:
            return None
        return data.decode("utf-8", "replace")

    @property
    def profile(self) -> Profile:
        """What the CoreDNS is there for: as users say, or as the Corefile shows."""
        if not self._profiles:
            self._profiles.append(self.site.profile or profile_of(self.config))
        return self._profiles[0]

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

    @property
    def subjects(self) -> frozenset[str]:
        """What problems of reading the file are about, in the words of `Rule.about`."""
        found: set[str] = {problem.about for problem in self.document.problems}
        origins = [corefile.origin for corefile in self.document.corefiles]
        if any(o.pieces or (o.string and o.string.style != "|") for o in origins):
            found.add("joined lines")
        if any(corefile.is_for_import for corefile in self.document.corefiles):
            found.add("to import")
        return frozenset(found)

    @property
    def text(self) -> str:
        """Where `Rule.signs` are looked for."""
        return self.document.text


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
    #: Whether the comments are around Corefiles, in YAML: each is about deeper lines too.
    around: bool = False


@dataclass(frozen=True, slots=True)
class SlipContext(Brief):
    """The slips of the hand in a Corefile, each as the finding of the rule that reports it."""

    #: The Corefile that they are in.
    corefile: Context
    #: What is said of them, by the name of the rule.
    said: tuple[tuple[str, Callable[["Rule"], Finding]], ...]

    def findings(self, rule: "Rule") -> Iterator[Finding]:
        """Yield the findings of a rule."""
        return (make(rule) for name, make in self.said if name == rule.name)


@dataclass(frozen=True, eq=False)
class Rule(RuleId):
    """A kind of mistake: its names, how grave it is, and the function that finds it.

    Each rule belongs to one of the classes below, which say in which stage it runs.
    """

    #: How grave its findings are when users do not say.
    severity: Severity
    #: Gives the findings in what its stage looks at.
    check: Callable[..., Iterable[Finding]]
    #: The version of its package that first had the rule; "" for the first version of this one,
    #: and where an extension does not say it.
    since: str = ""
    #: Whether the rule also makes sense for lines that stand alone and are imported into a server
    #: block that is not seen (an `*.override` key of a ConfigMap).
    fragments: bool = False
    #: Whether it makes sense for the examples of documentation, which leave out what does not
    #: matter to them. One that is only worth knowing never does.
    examples: bool = True
    #: Whether it compares lines of one plugin: in an example, those that have comments above them
    #: may be there one instead of the other, as below `# Bad` and `# Good`.
    compares: bool = False
    #: Whether it runs when users do not say which rules to run.
    default: bool = True
    #: The profiles in which it runs; all of them when empty.
    profiles: tuple[Profile, ...] = ()
    #: What users may set about it.
    options: tuple[Option[int] | Option[str] | Option[bool] | Option[tuple[str, ...]], ...] = ()
    #: Whether some of its findings come with a fix.
    fixes: bool = False
    #: Whether it reports slips of the hand too, besides what it finds itself.
    slips: bool = False
    #: Whether what it finds could be left out: editors show it faded.
    has_no_effect: bool = False
    #: Whether a finding in lines that several server blocks import holds only if it holds in each:
    #: what one has no use for, another may need.
    every_use: bool = False
    #: The subjects of which one has to be there for the rule to find anything; empty for a rule
    #: that may find something anywhere. In a Corefile these are the words in server blocks; why
    #: something is refused: the reason of a refusal ("refused" for one without), "fault" (of
    #: syntax), "import error"; what `Context.subjects` names; and how words look (`looks_of`). In a
    #: file they are what its problems are about, "joined lines", and "to import".
    about: tuple[str, ...] = ()
    #: Pieces of text of which one has to be there, too: in a Corefile, its name or its words, or in
    #: a file; in small letters, for the letters of all cases. Empty for a rule that needs none.
    signs: tuple[str, ...] = ()
    #: Whether it is about comments that suppress rules: it is asked about those of YAML too.
    about_comments: bool = False
    #: The address of its page, for a rule of an extension; those of this package have theirs.
    uri: str = ""

    @property
    def documentation(self) -> str:
        """The rule's page, in Markdown: the docstring of its module."""
        return import_module(self.check.__module__).__doc__ or ""

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


@dataclass(frozen=True, eq=False)
class FileRule(Rule):
    """A rule about a file, and about how Corefiles are written in it."""

    #: Gives the findings in a file.
    check: Callable[[FileContext], Iterable[Finding]]
    #: Whether it runs whatever rules users chose: without it, a file that cannot be read would
    #: look like one without mistakes.
    always: bool = False
    #: Whether errors in a Corefile follow from what it finds there: then only that is reported, as
    #: an error.
    explains: bool = False


@dataclass(frozen=True, eq=False)
class CorefileRule(Rule):
    """A rule about a Corefile. Nearly all are of this kind."""

    #: Gives the findings in one Corefile.
    check: Callable[[Context], Iterable[Finding]]
    #: Whether it finds braces without a partner in what others put between braces. What is
    #: after such a brace is judged by no other rule, and lines that a Corefile imports are judged
    #: by this one before they are imported.
    about_braces: bool = False


def alone(finding: Finding, others: int) -> Finding:
    """Return a finding as it is, which tells of no other Corefiles."""
    return finding


@dataclass(frozen=True, eq=False)
class TemplateRule(CorefileRule):
    """A rule about what a template puts in, which is not known.

    The first finding in a file says it for all its Corefiles, and all texts that the template may
    render to.
    """

    #: Gives the finding at a place of a file where none of these texts can be read, so that no
    #: rule could run. It is reported whatever rules users chose.
    unread: Callable[[Source, Span], Finding] = field(kw_only=True)
    #: Gives a finding that also tells of so many other Corefiles of the file.
    with_others: Callable[[Finding, int], Finding] = field(default=alone, kw_only=True)


@dataclass(frozen=True, eq=False)
class ClusterRule(Rule):
    """A rule about a Corefile beside the one that CoreDNS reads."""

    #: Gives the findings in a Corefile beside the one that CoreDNS reads.
    check: Callable[[ClusterContext], Iterable[Finding]]


@dataclass(frozen=True, eq=False)
class FindingsRule(Rule):
    """A rule about what the other rules have found."""

    #: Gives the findings in what was found.
    check: Callable[[FindingsContext], Iterable[Finding]]


@dataclass(frozen=True, eq=False)
class SlipRule(Rule):
    """A rule about slips of the hand. Each explains what other rules have found because of it."""

    #: Gives the findings in the slips of a Corefile.
    check: Callable[[SlipContext], Iterable[Finding]]


class Late:
    """A function of a module that is loaded when the function is called."""

    def __init__(self, module: str, name: str = "check") -> None:
        self.__module__ = module
        self.name = name
        self.found: Callable[..., Any] | None = None

    def __call__(self, *args: object, **named: object) -> Any:
        """Call the function."""
        if self.found is None:
            self.found = getattr(import_module(self.__module__), self.name)
        return self.found(*args, **named)


def concerned(rules: Iterable[AnyRule], ctx: Context | FileContext) -> Iterator[AnyRule]:
    """Yield those of some rules that may find something there."""
    subjects, text = ctx.subjects, ctx.text.lower()
    for rule in rules:
        is_there = not rule.about or not subjects.isdisjoint(rule.about)
        if is_there and (not rule.signs or any(sign in text for sign in rule.signs)):
            yield rule


def has_figure(key: str) -> bool:
    """Tell whether there is a figure or a colon in a key, but for its transport and port."""
    zone = key.rpartition("://")[2]
    name = zone.rpartition(":")[0] or zone
    return ":" in name or not name.isascii() or any(map(str.isdigit, name))


def several(plugin: str) -> str:
    """Return the subject of several stanzas of a plugin in one server block."""
    return f"several `{plugin}`"


def looks_of(words: Collection[str]) -> Iterator[str]:
    """Yield how words look as they are written: their ends (`{…`, `…{`), and what is odd."""
    yield from {f"{raw[0]}…" for raw in words if len(raw) > 1}
    yield from {f"…{raw[-1]}" for raw in words if len(raw) > 1}
    if any("#" in raw for raw in words):
        yield "…#…"
    if not all(raw.isascii() and raw.isprintable() for raw in words):
        yield "odd character"


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
