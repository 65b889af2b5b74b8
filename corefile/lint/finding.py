"""What a rule says: a finding, where it is, and how to fix it.

Offsets are 0-based, count characters, and lie in the text of the finding's source: the Corefile's
own text, or that of a file it imports.  Where the Corefile is inside another file, the engine
turns them into places of that file (:mod:`corefile.lint.place`).
"""

from corefile.lint.place import Place
from corefile.text.brief import Brief
from corefile.text.edits import Edit
from corefile.text.records import dataclass
from corefile.text.source import Source, Span
from corefile.text.typed import Literal

__all__ = ["Edit", "Finding", "Fix", "Related", "RuleId", "Severity"]

#: How grave a finding is: CoreDNS refuses the file; it accepts what is almost surely a mistake;
#: worth knowing.
Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, eq=False)
class RuleId(Brief):
    """What a rule is called. Two of one code are equal: a code is never given to another rule.

    Findings that were recorded are shown without loading any rule, so this is all they know of it.
    """

    #: "CF" and three digits.
    code: str
    #: The name that people read and write, in kebab-case.
    name: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RuleId) and self.code == other.code

    def __hash__(self) -> int:
        return hash(self.code)


@dataclass(frozen=True, slots=True)
class Fix(Brief):
    """Edits that fix a finding.

    They are edits of the Corefile that is checked, never of a file it imports; or of the key that
    the finding is in, where a Corefile in a ConfigMap imports one.
    """

    #: What they do, as a command ("add `fallthrough`").
    message: str
    #: None of them overlap.
    edits: tuple[Edit, ...]
    #: Whether the edits keep what the configuration does, the mistake aside.
    safe: bool = True
    #: The words that CoreDNS reads more. All others stay, but for those of `removes`, which is
    #: checked before a safe fix is written.
    adds: tuple[str, ...] = ()
    #: The words that CoreDNS reads no longer.
    removes: tuple[str, ...] = ()
    #: Whether a Corefile is read with it that was not read before, or not as it is written. Others
    #: stay as they are, and the edits are of the file.
    reveals: bool = False
    #: Whether they repair a slip of the hand: what CoreDNS makes of the text was not meant, so
    #: nothing of it is kept.
    repairs: bool = False


@dataclass(frozen=True, slots=True)
class Related(Brief):
    """Another place that matters to a finding."""

    #: Where it is: in the text of a Corefile, or in a file where the finding is `Located`.
    place: Place
    #: Why it matters ("first listed here").
    message: str


@dataclass(frozen=True, slots=True)
class Finding(Brief):
    """A mistake, where its author wrote it."""

    #: What found it: a `Rule`, or as much as a record of the finding keeps of one.
    rule: RuleId
    #: How grave it is: by default as the rule says.
    severity: Severity
    #: What is wrong, and what CoreDNS does about it; Markdown's backticks are around words of the
    #: file.
    message: str
    #: The text that it is in: the Corefile's, or that of a file it imports.
    source: Source
    #: Where in that text.
    span: Span
    #: What to do about it; empty when the message says it all.
    help: str = ""
    #: Other places that matter, such as imports that lead here.
    related: tuple[Related, ...] = ()
    #: Edits that fix it, where that can be said.
    fix: Fix | None = None
    #: What is found only because of this mistake, and goes away with it.
    consequences: tuple["Finding", ...] = ()
    #: The releases of CoreDNS that it holds for, where several were asked about and not all have
    #: it; the message ends with them.
    releases: tuple[str, ...] = ()

    @property
    def place(self) -> Place:
        """Where it is, in one value."""
        return Place(self.source, self.span.start, self.span.end)
