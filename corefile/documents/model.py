"""What a file holds: its text, the Corefiles in it, and where each of their characters stands.

Every offset is 0-based and counts characters, not bytes.  The *inner* text is a Corefile as
CoreDNS reads it; the *outer* text is the file it was found in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

# A plain name, so that type checkers see the Literal and start-up does not pay for `typing`.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Literal

    from corefile.documents.kinds.template.rendering import Template, Variant
    from corefile.text.offsets import OffsetMap

    #: What a problem is about: see `Problem`.
    About = Literal["text", "key", "value", "chart", "package"]
    #: What a Corefile in a file is: see `Embedded`.
    Kind = Literal["corefile", "server", "override", "backup", "example", "file"]
else:
    About = Kind = str

__all__ = [
    "CodeBlock",
    "Document",
    "Embedded",
    "Extent",
    "Folder",
    "Holder",
    "Kind",
    "Piece",
    "Problem",
    "Slot",
]


@dataclass(frozen=True, slots=True)
class Holder:
    """The YAML or JSON string that a Corefile stands in; offsets and columns are outer.

    ``style`` is one of ``'``, ``"``, ``|`` and ``>``, and empty for a plain scalar.  ``start`` is
    where its first character is, anchor and tag not included; ``end`` is the end of a string that
    is no block.  Each line of a block begins behind ``indent`` columns.  ``parent`` is the column
    of the key, None where no block can be written (inside of braces) or the key is elsewhere.
    """

    style: str
    start: int
    end: int
    indent: int
    parent: int | None


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder that CoreDNS finds a Corefile in, where it is known what else is there.

    What folders in it hold is not known.
    """

    #: Its path.
    path: str
    #: What is in it, by name; None for what cannot be read here: a folder, or a file of others.
    files: Mapping[str, Embedded | None]
    #: Whether CoreDNS is known to be started in another folder, where relative names then lead.
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Embedded:
    """One Corefile, or part of one, found in a file.

    ``text`` is what CoreDNS reads, and ``map`` has the places of its characters in the file.
    ``kind`` is ``corefile`` for a whole configuration, ``server`` for server blocks and
    ``override`` for directives that a Corefile imports, ``backup`` for the copy that a migration of
    CoreDNS leaves behind, ``example`` for what documentation shows: a configuration, or lines of
    one, ``file`` for a file that is no Corefile but that one may import.

    ``config_map`` is the ConfigMap it is in, as ``NAMESPACE/NAME`` as far as they are given, and
    ``key`` its key there.  What is in no ConfigMap says in ``place`` where it stands, in words; a
    plain file has neither, and no ``holder``.  ``folder`` is where CoreDNS finds it, where it is
    known what else is there.

    What is put together from values (for Helm) has them in ``pieces``, in the order of the text,
    in ``extents`` what can be taken away, and in ``slots`` where more can be put. If the file they
    stand in is itself a string of the outer one, that is ``within``: the places of all are those of
    its text.

    ``shared`` says that other keys, which are no Corefiles, have the text by an alias.  What stands
    in a block of code of Markdown has that in ``code``, and its pieces there.
    """

    text: str
    kind: Kind
    map: OffsetMap
    config_map: str = ""
    key: str = ""
    holder: Holder | None = None
    place: str = ""
    folder: Folder | None = None
    pieces: tuple[Piece, ...] = ()
    slots: tuple[Slot, ...] = ()
    extents: tuple[Extent, ...] = ()
    within: Embedded | None = None
    shared: bool = False
    code: CodeBlock | None = None

    def each(self, change: Callable[[Embedded], Embedded]) -> Embedded:
        """Make a change to it, and to the files in its folder."""
        changed, folder = change(self), self.folder
        if folder is None:
            return changed
        files = {name: file and change(file) for name, file in folder.files.items()}
        return replace(changed, folder=replace(folder, files=files))

    @property
    def label(self) -> str:
        """Where it is, in words ("ConfigMap kube-system/coredns, key Corefile")."""
        if self.place:
            return self.place
        owner = f"ConfigMap {self.config_map}" if self.config_map else "ConfigMap"
        return f"{owner}, key {self.key}" if self.key else ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A value that a Corefile has in it; offsets are inner.

    With an ``indent`` it is lines: each of them, the first too, begins behind a line feed and so
    many blanks.
    """

    #: Offset of its first character, or of the line feed before its lines.
    start: int
    #: Offset behind its last character.
    end: int
    #: The string that holds the value.
    value: Embedded
    #: How many blanks stand before each line; 0 for what is no lines.
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Slot:
    """A place between values where another can be put."""

    #: The place in the Corefile: where the line of a plugin begins, or where that of one without a
    #: block ends.
    at: int
    #: The end of the line, in the file with the values, below which its lines go.
    below: int
    #: The column of its lines.
    column: int
    #: Whether it is for the block of a plugin, and not for a plugin.
    for_block: bool = False


@dataclass(frozen=True, slots=True)
class Extent:
    """A plugin or a block of a Corefile, and the lines of the file with the values that make it."""

    #: Offset of its first character in the Corefile.
    start: int
    #: Offset behind its last character.
    end: int
    #: Offset of the first of the lines in the file.
    outer_start: int
    #: Offset behind the last of the lines.
    outer_end: int


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """A block of code in Markdown."""

    #: Its text, as Markdown gives it: without what stands before each line in lists and quotations.
    content: str
    #: Where its first line begins in the file.
    start: int
    #: What stands before its lines, as far as its first one shows; None where it does not.
    prefix: str | None
    #: What it begins with, such as three backticks.
    marker: str
    #: Its text with words for what it leaves to its readers.
    variant: Variant
    #: The Corefile as it stands in that: its places are those of the variant's text.
    corefile: Embedded


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that keeps a Corefile in the file from being read as meant; offsets are outer."""

    #: Of the first character that matters.
    offset: int
    #: Behind the last one.
    end: int
    #: What is wrong, and what to do about it.
    message: str
    #: Whether there is no Corefile for it; else there is one that says something else.
    fatal: bool = True
    #: What it is about: the text of the file, a key of a ConfigMap that is there twice, a key whose
    #: value is no text, what a chart makes of its values, or a package that is not installed.
    about: About = "text"


@dataclass(frozen=True, slots=True)
class Document:
    """A file: its name, its text, the Corefiles in it and what kept others from being read.

    Where the file is a template, ``corefiles`` and ``problems`` are those of its own text, and
    ``template`` gives what it may render to.
    """

    #: Its path, `-` for standard input.
    name: str
    #: All of it.
    text: str
    #: In the order of the text.
    corefiles: tuple[Embedded, ...]
    #: In the order of the text.
    problems: tuple[Problem, ...]
    #: What it may render to; None for a file that is no template.
    template: Template | None = None
