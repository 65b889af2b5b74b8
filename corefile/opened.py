"""A file with Corefiles, opened to be read, checked and edited in place.

    with corefile.open("coredns.yaml") as file:
        file.corefile.editor.server(".").set("cache", "60")

Whatever kind of file it is (a plain Corefile, a ConfigMap, values for Helm, Markdown), each
Corefile in it has an editor. At the end of the block the file is written, whole or not at all; an
exception inside the block leaves it as it was.
"""

import os
from collections.abc import Sequence
from types import TracebackType

from corefile.documents import read
from corefile.documents.model import Document, Embedded, Kind, Problem
from corefile.documents.writing import Unwritable, keeps, outer_edits
from corefile.editing.editor import Editor
from corefile.editing.errors import Refused
from corefile.lint.caused import new_findings
from corefile.lint.document import lint_document
from corefile.lint.result import CheckResult, Located
from corefile.lint.settings import Settings
from corefile.syntax.parser import parse
from corefile.syntax.tree import Corefile
from corefile.text.brief import WIDTH, Brief, cut
from corefile.text.edits import Edit, apply_edits
from corefile.text.records import dataclass
from corefile.text.source import Source
from corefile.text.writing import replace_file

__all__ = ["NotACorefile", "OpenCorefile", "OpenFile", "load", "open_file"]


class NotACorefile(Brief, ValueError):
    """The file is not itself a Corefile; the text says what to use instead."""


@dataclass(frozen=True, slots=True)
class OpenCorefile:
    """One Corefile of a file, or a part of one, with an editor."""

    #: The Corefile as it was found in the file.
    embedded: Embedded
    #: Edits its text.
    editor: Editor

    @property
    def title(self) -> str:
        """Where it is, in words (`ConfigMap kube-system/coredns, key Corefile`).

        Empty for a file that is itself a Corefile.
        """
        return self.embedded.origin.title

    @property
    def kind(self) -> Kind:
        """What it is: `corefile`, or `server` and `override` for what a Corefile imports."""
        return self.embedded.kind

    @property
    def text(self) -> str:
        """Its text, with the edits."""
        return str(self.editor)

    def __repr__(self) -> str:
        return cut(f"<OpenCorefile {self.title or 'the file itself'}", WIDTH - 1) + ">"


class OpenFile:
    """A file and the Corefiles in it. Made by `corefile.open`."""

    def __init__(
        self, document: Document, settings: Settings | None = None, *, strict: bool = False
    ) -> None:
        self._settings = settings or Settings()
        self._strict = strict
        self._read(document)

    def _read(self, document: Document) -> None:
        self._document = document
        self._corefiles = tuple(
            OpenCorefile(embedded, Editor(embedded.text, build=self._settings.build))
            for embedded in document.corefiles
        )

    @property
    def path(self) -> str:
        """The path of the file."""
        return self._document.name

    @property
    def corefiles(self) -> tuple[OpenCorefile, ...]:
        """The Corefiles in the file, in the order of its text."""
        return self._corefiles

    @property
    def corefile(self) -> OpenCorefile:
        """The one whole Corefile of the file. Raises LookupError where there are none or more."""
        found = [item for item in self._corefiles if item.kind == "corefile"]
        if len(found) == 1:
            return found[0]
        if not found:
            raise LookupError(f"{self.path} holds no whole Corefile")
        names = ", ".join(item.title for item in found)
        raise LookupError(f"{self.path} holds several Corefiles: {names}; take one of `corefiles`")

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What keeps a Corefile in the file from being read as meant."""
        return self._document.problems

    @property
    def text(self) -> str:
        """The text of the file, with the edits. Raises Unwritable where it cannot hold them."""
        edits: list[Edit] = []
        changed: list[OpenCorefile] = []
        for number, item in enumerate(self._corefiles):
            if item.text != item.embedded.text:
                if reason := self._document.read_only(number):
                    raise Unwritable(reason)
                changed.append(item)
        for item in changed:
            edits += outer_edits(self._document.text, item.embedded, item.editor.edits).edits
        after = apply_edits(self._document.text, in_order(edits))
        pairs = [(item.embedded, item.text) for item in changed]
        if changed and not keeps(self._document, read(after, self.path), pairs):
            raise Unwritable("the edited file would not hold the edited Corefile")
        return after

    def check(self, settings: Settings | None = None) -> CheckResult:
        """Return what is wrong in the file as it is edited.

        `settings` are the rules to run and the CoreDNS they judge for, by default those that the
        file was opened with. Imports of files are not followed.
        """
        return lint_document(read(self.text, self.path), settings=settings or self._settings)

    def new_findings(self) -> tuple[Located, ...]:
        """Return what is wrong in the file as it is edited, and was not before."""
        before = lint_document(self._document, settings=self._settings)
        return new_findings(before, self.check())

    def save(self) -> bool:
        """Write the edits into the file, and tell whether there were any.

        Raises Refused where they cause an error, or if the file was opened as `strict` a finding of
        any kind; Unwritable where the kind of file cannot hold them; and OSError where it cannot be
        written or somebody else has changed it since it was opened. The file is then as it was.
        """
        before, after = self._document.text, self.text
        if after == before:
            return False
        for item in self.new_findings():
            if self._strict or item.finding.severity == "error":
                raise Refused(f"the edits cause a finding: {item.finding.message}")
        replace_file(self.path, encoded(after), encoded(before))
        self._read(read(after, self.path))
        return True

    def __enter__(self) -> "OpenFile":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if kind is None:
            self.save()

    def __repr__(self) -> str:
        count = len(self._corefiles)
        held = f"{count} Corefile{'' if count == 1 else 's'}"
        return f"<OpenFile {cut(self.path, WIDTH - 40)}: {held}>"


def open_file(
    path: str | os.PathLike[str], *, settings: Settings | None = None, strict: bool = False
) -> OpenFile:
    """Open a file with Corefiles: plain, a manifest, values for Helm, Markdown.

    Used in a `with` statement it writes the edits at the end of the block, unless they cause an
    error; with `strict`, unless they cause a finding of any kind. `settings` are the rules and the
    CoreDNS that decide, by default the default rules and the newest release. Bytes that are not
    UTF-8 are kept. Raises OSError when the file cannot be read.
    """
    name = os.fspath(path)
    return OpenFile(read(Source.load(name).text, name), settings, strict=strict)


def load(path: str | os.PathLike[str]) -> Corefile:
    """Read a Corefile and return its tree.

    Bytes that are not UTF-8 are kept, and `tree.encode()` gives back the file byte for byte. Raises
    OSError when the file cannot be read, and NotACorefile for a manifest, values for Helm or
    Markdown: `corefile.open` finds the Corefiles in these.
    """
    source = Source.load(path)
    document = read(source.text, os.fspath(path))
    if document.corefiles and not document.corefiles[0].origin.is_embedded:
        return parse(source)
    found = [item.origin.title for item in document.corefiles]
    what = f"holds {', '.join(found)}" if found else "is not a Corefile and holds none"
    raise NotACorefile(f"{document.name} {what}: use `corefile.open({document.name!r})`")


def in_order(edits: Sequence[Edit]) -> list[Edit]:
    """Return edits in the order of the text."""
    return sorted(edits, key=lambda edit: (edit.start, edit.end))


def encoded(text: str) -> bytes:
    """Return the bytes of a text, those that are not UTF-8 as they were."""
    return text.encode("utf-8", "surrogateescape")
