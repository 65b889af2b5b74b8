"""What a file holds: its text, the Corefiles in it, and how each of them is edited there.

Every offset is 0-based and counts characters, not bytes. The *inner* text is a Corefile as
CoreDNS reads it; the *outer* text is the file it was found in.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_right
from functools import lru_cache

from corefile.documents.unknown import has_unknown_line
from corefile.documents.written import Unwritable
from corefile.text.brief import Brief
from corefile.text.records import dataclass, replace

# A plain name, so that type checkers see the Literal and start-up does not pay for `typing`.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Literal

    from corefile.documents.written import Written
    from corefile.documents.yaml.string import YamlString
    from corefile.text.edits import Edit
    from corefile.text.offsets import OffsetMap

    #: What a problem is about: see `Problem`.
    About = Literal[
        "text",
        "key",
        "value",
        "chart",
        "package",
        "missing",
        "misplaced",
        "swallowed",
        "foreign",
        "described",
        "unimported",
    ]
    #: What a Corefile in a file is: see `Embedded`.
    Kind = Literal["corefile", "server", "override", "backup", "example", "file"]
else:
    About = Kind = str

__all__ = [
    "Document",
    "Embedded",
    "Folder",
    "Kind",
    "Origin",
    "Piece",
    "Problem",
    "Template",
    "Variant",
]


@dataclass(frozen=True, slots=True)
class Piece(Brief):
    """A value that a Corefile has in it; offsets are inner.

    With an `indent` it is lines: each of them, the first too, begins after a line feed and so
    many spaces.
    """

    #: Offset of its first character, or of the line feed before its lines.
    start: int
    #: Offset after its last character.
    end: int
    #: Its key among the values.
    key: str
    #: The string that holds it.
    string: YamlString
    #: How many spaces are before each line; 0 for what is not lines.
    indent: int = 0


class Origin(Brief, ABC):
    """Where a Corefile is, and how its edits are written there: one class for each kind.

    A kind that cannot write says why in `read_only`; any other has a `write` of its own and leaves
    that empty.
    """

    __slots__ = ()

    #: Whether the Corefile is a part of the file, and not the file itself.
    is_embedded: bool = True
    #: Why no edit can be written here, in words; empty where edits can be.
    read_only: str = "Corefiles in files of this kind are not edited"
    #: The ConfigMap it is in, as `NAMESPACE/NAME` as far as they are given.
    config_map: str = ""
    #: Its key in the ConfigMap; empty for what is in none.
    key: str = ""
    #: Whether other keys, which are not Corefiles, have its text by an alias.
    is_shared: bool = False
    #: Whether writing an edit takes the reading of much more than what it changes.
    is_costly: bool = False
    #: The YAML string whose value is the Corefile, if there is one.
    string: YamlString | None = None
    #: The values that the Corefile is put together from, in its order.
    pieces: tuple[Piece, ...] = ()
    #: Which block of code of a text it is in, from 1 on: each shows something of its own. 0 for
    #: what is in none.
    block: int = 0

    @property
    @abstractmethod
    def title(self) -> str:
        """Where it is, in words ("ConfigMap kube-system/coredns, key Corefile")."""

    @property
    def inside(self) -> tuple[str, OffsetMap, Embedded] | None:
        """The text that it is in as a file of its own, the places of that, and what is found there.

        None for what is in no such text.
        """
        return None

    @property
    def innermost(self) -> Origin:
        """Where it is in the text nearest around it, which may be in others."""
        return self

    @property
    def has_own_layout(self) -> bool:
        """Whether something else than the author lays out the Corefile."""
        return bool(self.pieces)

    @property
    def ends_around(self) -> bool:
        """Whether its last line is that of a text around it, which may have no end of a line."""
        return False

    def around(self, file: str) -> str:
        """Return the text that `string` and `pieces` have their places in, of the file's text."""
        return file

    def as_written(self, corefile: Embedded) -> str:
        """Return the text of the Corefile as its author wrote it."""
        return corefile.text

    def write(self, file: str, corefile: Embedded, edits: Sequence[Edit]) -> Written:
        """Turn edits of the Corefile into edits of the file with the text `file`.

        The edits are in order and do not overlap. Raises Unwritable.
        """
        raise Unwritable(self.read_only)


@dataclass(frozen=True, slots=True)
class Folder(Brief):
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
class Embedded(Brief):
    """One Corefile, or part of one, found in a file."""

    #: What CoreDNS reads.
    text: str
    #: `corefile` for a whole configuration, `server` for server blocks and `override` for
    #: directives that a Corefile imports, `backup` for the copy that a migration of CoreDNS leaves
    #: after, `example` for what documentation shows: a configuration, or lines of one, `file` for
    #: a file that is not a Corefile but that one may import.
    kind: Kind
    #: The places of its characters in the file.
    map: OffsetMap
    #: Where it is, and how it is edited there.
    origin: Origin
    #: Where CoreDNS finds it, where it is known what else is there.
    folder: Folder | None = None

    @property
    def is_lines(self) -> bool:
        """Whether it is lines for a server block that is not there."""
        if self.kind == "example":
            return begins_with_plugin(self.text)
        return self.kind == "override"

    @property
    def is_for_import(self) -> bool:
        """Whether it is a text that Corefiles import, as those of vendors do."""
        return self.kind in ("override", "server")

    @property
    def is_whole(self) -> bool:
        """Whether it is a configuration, and not a part or a copy of one."""
        return self.kind == "corefile" or (self.kind == "example" and not self.is_lines)

    @property
    def has_unknown_lines(self) -> bool:
        """Whether lines are among it of which nothing is known."""
        return has_unknown_line(self.text)

    def each(self, change: Callable[[Embedded], Embedded]) -> Embedded:
        """Make a change to it, and to the files in its folder."""
        changed, folder = change(self), self.folder
        if folder is None:
            return changed
        files = {name: file and change(file) for name, file in folder.files.items()}
        return replace(changed, folder=replace(folder, files=files))


# Asked for every place in it.
@lru_cache(maxsize=4)
def begins_with_plugin(text: str) -> bool:
    """Tell whether a text begins with a plugin's name, which is taken for no key.

    What is imported above it, such as what an example leaves out, may be lines as well. The name of
    an external one may be a zone, too: `docker {`, with plugins in its block.
    """
    # Needed for examples only.
    from corefile.coredns.releases.externals import EXTERNALS  # noqa: PLC0415
    from corefile.coredns.releases.release import every_plugin  # noqa: PLC0415
    from corefile.syntax.lexer import cut  # noqa: PLC0415

    every = every_plugin()
    words = cut(text)[0]
    starts = (at for at, word in enumerate(words) if word.begins_line and word.value != "import")
    first = next(starts, 0)
    name, *after = (word.value for word in words[first : first + 3])
    is_zone = after[:1] == ["{"] and after[-1] in {*every, *EXTERNALS}
    return name in every or (name in EXTERNALS and not is_zone)


@dataclass(frozen=True, slots=True)
class Problem(Brief):
    """Something that keeps a Corefile in the file from being read as meant; offsets are outer."""

    #: Of the first character that matters.
    offset: int
    #: After the last one.
    end: int
    #: What is wrong, and what to do about it.
    message: str
    #: Whether there is no Corefile for it; else there is one that says something else.
    fatal: bool = True
    #: What it is about: the text of the file, a key of a ConfigMap that is there twice, a key whose
    #: value is not text, what a chart makes of its values, a package that is not installed, a
    #: ConfigMap without a Corefile, a Corefile in the wrong place of one, a key that the text of
    #: another has in it, a file that is something else than a Corefile, one that has what
    #: `kubectl describe` prints, or a key that no vendor's Corefile imports.
    about: About = "text"
    #: What to do about it, where the message does not say that.
    help: str = ""
    #: What the edits do, as a command.
    fix: str = ""
    #: Edits of the file that solve it, where there is one way only; offsets are outer.
    edits: tuple[Edit, ...] = ()
    #: The offsets that all of what it comes of lies between, if that is more than its place.
    cause: tuple[int, int] | None = None
    #: The offsets between which what is found in a Corefile follows from it.
    follows: tuple[int, int] | None = None
    #: The same for all that is found there but errors.
    doubtful: tuple[int, int] | None = None
    #: An edit that would solve it, as far as what is found there goes. What is found with it too
    #: does not follow.
    remedy: Edit | None = None

    def at(self, places: OffsetMap) -> Problem:
        """Return the problem of a text at the places of its characters in a file around it."""

        def outer(span: tuple[int, int] | None) -> tuple[int, int] | None:
            return span and (places.outer(span[0]), places.end(span[1]))

        start, end = places.outer(self.offset), places.end(self.end)
        follows, doubtful = outer(self.follows), outer(self.doubtful)
        # What is written there needs more than the place.
        return replace(self, offset=start, end=end, follows=follows, doubtful=doubtful, remedy=None)


@dataclass(frozen=True, slots=True)
class Variant(Brief):
    """A text that a template may render to, and what is in it."""

    #: What is read from the text.
    document: Document
    #: Where the characters of the text are in the template.
    map: OffsetMap
    #: What of the template the text lacks, in order.
    left_out: tuple[tuple[int, int], ...]
    #: The problems of the document that are there whatever the template puts in for values.
    certain: tuple[Problem, ...]

    def has(self, offset: int) -> bool:
        """Tell whether a place of the template is in this text."""
        index = bisect_right(self.left_out, offset, key=lambda span: span[0]) - 1
        return index < 0 or offset >= self.left_out[index][1]

    def within(self, template: Document) -> Document:
        """Return what is in this text at its places in the template."""
        corefiles = (replace(x, map=x.map.through(self.map)) for x in self.document.corefiles)
        problems = (problem.at(self.map) for problem in self.document.problems)
        return replace(template, corefiles=tuple(corefiles), problems=tuple(problems))


class Template(Brief, ABC):
    """What a template may render to."""

    __slots__ = ()

    #: What words are made of that are there instead of marks: it is in no file.
    word: str = "\ue0f4"

    @property
    @abstractmethod
    def has_conditions(self) -> bool:
        """Whether parts of it may be left out or repeated."""

    @property
    @abstractmethod
    def keeps_lines(self) -> bool:
        """Whether these parts are all inside lines."""

    @abstractmethod
    def variants(self) -> Iterator[Variant]:
        """Yield the texts with the first branch of every condition, with the second, and so on."""

    @abstractmethod
    def only(self, index: int) -> Variant:
        """Return the text with the first branch of one condition alone."""

    @abstractmethod
    def around(self, offsets: Iterable[int]) -> dict[int, int | None]:
        """Return for each place the innermost condition that it is in, None where it is in none."""

    @abstractmethod
    def as_words(self, text: str) -> str:
        """Return a text of the file with a word instead of each mark, of as many characters.

        A mark that is a line of its own outside all blocks becomes a comment.
        """

    @abstractmethod
    def outside(self, index: int) -> int | None:
        """Return the condition that another one is in."""

    @abstractmethod
    def ways_out(self, text: str, inner: int, outer: int | None) -> tuple[int, int] | None:
        """Return where lines above and below the widest condition around a place of a text begin.

        `text` is one of the file, and what is around the place `outer` too does not count. -1 is
        for where no line can be; None is for a place that is in no other condition.
        """


@dataclass(frozen=True, slots=True)
class Document(Brief):
    """A file: its name, its text, the Corefiles in it and what kept others from being read.

    Where the file is a template, `corefiles` and `problems` are those of its own text, and
    `template` gives what it may render to.
    """

    #: Its path, `-` for standard input.
    name: str
    #: All of it.
    text: str
    #: In the order of the text.
    corefiles: tuple[Embedded, ...]
    #: In the order of the text.
    problems: tuple[Problem, ...]
    #: What it may render to; None for a file that is not a template.
    template: Template | None = None

    def read_only(self, number: int) -> str:
        """Say why the Corefile of this number cannot be edited; "" where it can be."""
        if self.template is not None:
            return "templates are not edited"
        origin = self.corefiles[number].origin
        return f"{origin.title}: {origin.read_only}" if origin.read_only else ""
