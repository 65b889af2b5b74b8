"""Checks large manifests in portions: some items of a List at once, as if the file had only these.

What is found in a portion has its places there, and `InFile` gives them those of the file.
"""

from collections.abc import Iterable, Iterator

from corefile.coredns.imports.files import Reader
from corefile.coredns.releases.builds import stock
from corefile.documents.images import named_node_cache, named_releases
from corefile.documents.model import Document
from corefile.documents.portions import Portion, portions, read_portion
from corefile.lint.document import identity, lint_document
from corefile.lint.finding import Edit, Finding, Fix, Related
from corefile.lint.named_builds import release_of
from corefile.lint.place import Place
from corefile.lint.result import CheckResult, Located
from corefile.lint.settings import Settings
from corefile.text.brief import Brief
from corefile.text.offsets import OffsetMap
from corefile.text.records import dataclass, replace
from corefile.text.source import Source, Span

__all__ = ["InFile", "InPortion", "divided", "lint_portion"]

#: What a comment around Corefiles begins with that is about all of a file.
_ABOUT_ALL = "corefile:"


@dataclass(frozen=True, slots=True)
class InPortion(Brief):
    """What came of checking a portion of a file."""

    #: What was checked.
    portion: Portion
    #: As if the portion were the file.
    checked: CheckResult
    #: How many Corefiles are in it, those among them that CoreDNS does not read.
    corefiles: int


def divided(text: str, name: str, settings: Settings) -> tuple[str, Iterator[Portion]]:
    """Return the portions of a file, and the release whose image the file names, or "".

    There are no portions of a file that has to be checked as a whole: of most files.  `settings`
    are what the rules go by: where they name a build, no image matters.
    """
    if _ABOUT_ALL in text:
        return "", iter(())
    if settings.build is not None:
        return "", portions(text, name)
    if len(named_releases(text)) > 1 or named_node_cache(text) is not None:
        return "", iter(())
    return release_of(Document(name, text, (), ())), portions(text, name)


def lint_portion(
    portion: Portion,
    name: str,
    *,
    read: Reader | None = None,
    settings: Settings | None = None,
    release: str = "",
) -> InPortion:
    """Return what is wrong in a portion of the file called `name`.

    `read` follows the imports of a plain Corefile; `settings` are what the rules go by, and
    `release` is the one that the file names.
    """
    document = read_portion(portion, name)
    if release:
        settings = replace(settings or Settings(), build=stock(release))
    checked = lint_document(document, read=read, settings=settings)
    return InPortion(portion, checked, len(document.corefiles))


class InFile:
    """What is found in the portions of a file, each once, as it is found in the file."""

    def __init__(self, source: Source, release: str = "") -> None:
        #: The file.
        self.source = source
        #: The release that it names, and was checked for.
        self.release = release
        self._found: dict[tuple[object, ...], Located] = {}
        #: How many Corefiles there were, how many of these CoreDNS reads, and how many imports of
        #: them were not followed.
        self._before = self._corefiles = self._not_followed = 0

    def add(self, found: InPortion) -> CheckResult:
        """Add the next portion, and return what is new in it."""
        mover = _Mover(found, self.source, self._before)
        moved = ((identity(item), item) for item in map(mover.located, found.checked.findings))
        new: dict[tuple[object, ...], Located] = {
            key: item for key, item in moved if key not in self._found
        }
        checked = found.checked
        self._found.update(new)
        self._before += found.corefiles
        self._corefiles += checked.corefiles
        self._not_followed += checked.not_followed
        return replace(checked, source=self.source, findings=tuple(new.values()), release="")

    @property
    def checked(self) -> CheckResult:
        """What came of checking the portions so far."""
        findings = tuple(self._found.values())
        return CheckResult(self.source, findings, self._corefiles, self._not_followed, self.release)


@dataclass(frozen=True, slots=True)
class _Mover:
    """Gives what is found in a portion its place in the file."""

    found: InPortion
    outer: Source
    #: How many Corefiles the portions before it have.
    before: int

    @property
    def inner(self) -> Source:
        """The text of the portion."""
        return self.found.checked.source

    @property
    def map(self) -> OffsetMap:
        """The places of its characters."""
        return self.found.portion.map

    def place(self, place: Place) -> Place:
        """Move a place, unless it is in another text."""
        if place.source is not self.inner:
            return place
        return Place(self.outer, *self.map.span(place.start, place.end))

    def related(self, every: Iterable[Related]) -> tuple[Related, ...]:
        """Move other places that matter."""
        return tuple(replace(each, place=self.place(each.place)) for each in every)

    def fix(self, fix: Fix | None) -> Fix | None:
        """Move the edits of the portion."""
        return fix and replace(fix, edits=tuple(map(self.edit, fix.edits)))

    def edit(self, edit: Edit) -> Edit:
        """Move an edit; what is inserted follows what is before it."""
        if edit.start == edit.end:
            at = self.map.end(edit.start)
            return Edit(at, at, edit.text)
        return Edit(*self.map.span(edit.start, edit.end), edit.text)

    def finding(self, finding: Finding) -> Finding:
        """Move a finding, unless it is in another text, such as that of a Corefile."""
        if finding.source is not self.inner:
            return finding
        place = self.place(finding.place)
        return replace(
            finding,
            source=self.outer,
            span=Span(place.start, place.end),
            related=self.related(finding.related),
            fix=self.fix(finding.fix),
            consequences=tuple(map(self.finding, finding.consequences)),
        )

    def located(self, item: Located) -> Located:
        """Move a finding and its place."""
        return replace(
            item,
            finding=self.finding(item.finding),
            place=self.place(item.place),
            related=self.related(item.related),
            fix=self.fix(item.fix),
            corefile=None if item.corefile is None else item.corefile + self.before,
            consequences=tuple(map(self.located, item.consequences)),
        )
