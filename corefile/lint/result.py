"""What comes of checking a file: findings, each at its place in the file that people open."""

from collections.abc import Callable

from corefile.lint.finding import Finding, Fix, Related
from corefile.lint.place import Place
from corefile.text.brief import Brief
from corefile.text.records import dataclass, replace
from corefile.text.source import Source

__all__ = ["CheckResult", "Located", "locate", "order"]


@dataclass(frozen=True, slots=True)
class Located(Brief):
    """A finding and its place; that of a Corefile in a ConfigMap is in the manifest."""

    #: What is wrong; its places and edits are those of the Corefile's own text, or of a key's that
    #: it imports.
    finding: Finding
    #: Where it is in the file.
    place: Place
    #: Other places that matter.
    related: tuple[Related, ...] = ()
    #: The finding's fix, as edits of the file that it is in; None where there is none or it cannot
    #: be written.
    fix: Fix | None = None
    #: Which of the Corefiles in a file its fix changes, or else it was found in; None where there
    #: was none to look at.
    corefile: int | None = None
    #: What is found only because of this mistake, and goes away with it. None has a fix.
    consequences: tuple["Located", ...] = ()


def locate(
    finding: Finding,
    to_outer: Callable[[Place], Place],
    translate: Callable[[Fix], Fix | None],
) -> Located:
    """Return a finding its place.

    `to_outer` turns places of a Corefile into those of the file, `translate` does that for a fix.
    """
    return Located(
        finding,
        to_outer(finding.place),
        tuple(replace(related, place=to_outer(related.place)) for related in finding.related),
        None if finding.fix is None else translate(finding.fix),
        consequences=tuple(
            locate(replace(each, fix=None), to_outer, translate) for each in finding.consequences
        ),
    )


@dataclass(frozen=True, slots=True)
class CheckResult(Brief):
    """What came of checking a file."""

    #: The file.
    source: Source
    #: What is wrong, in the order of the text; what is imported from other files comes last.
    findings: tuple[Located, ...]
    #: How many Corefiles were checked.
    corefiles: int
    #: How many imports of files were not followed.
    not_followed: int
    #: The release that it was checked for because it names the image of CoreDNS; else "".
    release: str = ""
    #: How many more findings there are that a baseline lists.
    known: int = 0


def order(located: Located, outer: Source) -> tuple[bool, str, int, int, str]:
    """Return what findings are sorted by: the file before what it imports, then the place."""
    place = located.place
    key = (place.start, place.end, located.finding.rule.code)
    return (place.source is not outer, place.path, *key)
