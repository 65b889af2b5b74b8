"""Reading imported files: from a folder that may be fenced in, or from memory."""

import errno
import os
import re
from collections.abc import Mapping, Sequence

from corefile.text.brief import Brief
from corefile.text.records import dataclass
from corefile.text.typed import Protocol
from corefile.vocabulary import MAX_BYTES, MAX_WORDS


class OutsideRoot(Brief, Exception):
    """A path lies outside the folder that reading is confined to."""


class TooLarge(Brief, OSError):
    """A file is larger than what is read; CoreDNS has no such limit."""


class BadPattern(Brief, Exception):
    """A pattern that Go's filepath.Glob refuses."""


class Reader(Protocol):
    """What `expand` needs to follow imports of files."""

    def absolute(self, name: str) -> str:
        """Return the absolute path of a file name."""

    def glob(self, pattern: str) -> Sequence[str]:
        """Return the paths that match an absolute pattern, sorted.

        Raises BadPattern as Go does, and OutsideRoot where reading is not allowed.
        """

    def read(self, path: str) -> bytes:
        """Return the content of a file. Raises OSError, or OutsideRoot."""


@dataclass(frozen=True, slots=True)
class Files(Brief):
    """Reads files from disk.

    With `root`, nothing outside that folder is read or even looked for: such an import is left
    unresolved. Links are followed only where they stay inside.
    """

    #: The folder; None for no fence.
    root: str | os.PathLike[str] | None = None

    def absolute(self, name: str) -> str:
        """Return the absolute path of a file name, taken from the working directory."""
        return os.path.normpath(os.path.join(os.getcwd(), name))

    def check(self, path: str) -> str:
        """Return the path, or raise OutsideRoot."""
        if self.root is not None:
            root = os.path.realpath(self.root)
            inside = os.path.realpath(path)
            if inside != root and not inside.startswith(os.path.join(root, "")):
                raise OutsideRoot(path)
        return path

    def glob(self, pattern: str) -> Sequence[str]:
        """Return the paths that match an absolute pattern, sorted.

        Raises BadPattern as Go does, and OutsideRoot for a folder that must not be looked at.
        """
        check_pattern(up_to_star(pattern))
        if not is_pattern(pattern):
            return [pattern] if os.path.lexists(self.check(unescape(pattern))) else []
        names = pattern.split("/")
        first = next(number for number, name in enumerate(names) if is_pattern(name))
        found = ["/".join(names[:first]) or "/"]
        for name in names[first:]:
            entries = [(base, entry) for base in found for entry in listing(self.check(base))]
            if entries:
                check_pattern(name)
            found = [os.path.join(base, entry) for base, entry in entries if matches(name, entry)]
        return found

    def read(self, path: str) -> bytes:
        """Return the content of a file.

        Raises OutsideRoot, and OSError when there is no such file (IsADirectoryError when it is a
        folder), TooLarge among them when it has more than 16 MiB or a million words.
        """
        self.check(path)
        if os.path.isdir(path):
            raise IsADirectoryError(errno.EISDIR, "is a directory", path)
        if os.path.exists(path) and not os.path.isfile(path):
            raise OSError(errno.EINVAL, "not a regular file", path)
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > 2 * MAX_WORDS:
            # Few files have so many bytes.
            from corefile.text.limits import beyond_limits  # noqa: PLC0415

            if limit := beyond_limits(data):
                raise TooLarge(errno.EFBIG, limit, path)
        return data


@dataclass(frozen=True, slots=True)
class Memory(Brief):
    """Holds files in memory. Nothing else is read."""

    #: Absolute path to content.
    files: Mapping[str, str | bytes]
    #: Where relative names begin.
    folder: str = "/"

    def absolute(self, name: str) -> str:
        """Return the absolute path of a file name, taken from `folder`."""
        return os.path.normpath(os.path.join(self.folder, name))

    def glob(self, pattern: str) -> Sequence[str]:
        """Return the paths that match an absolute pattern, sorted. Raises BadPattern as Go does."""
        check_pattern(up_to_star(pattern))
        if not is_pattern(pattern):
            return [pattern] if unescape(pattern) in self.files else []
        steps = pattern.split("/")
        paths = [path.split("/") for path in self.files]
        for number, step in enumerate(steps):
            paths = [path for path in paths if len(path) > number]
            if paths:
                check_pattern(step)
            paths = [path for path in paths if matches(step, path[number])]
        return sorted("/".join(path) for path in paths if len(path) == len(steps))

    def read(self, path: str) -> bytes:
        """Return the content of a file. Raises FileNotFoundError when there is none."""
        content = self.files.get(path)
        if content is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        return content if isinstance(content, bytes) else content.encode("utf-8", "surrogateescape")


@dataclass(frozen=True, slots=True)
class Nowhere:
    """Reads nothing and looks for nothing: every import of a file is left unresolved."""

    def absolute(self, name: str) -> str:
        """Return the absolute path of a file name, taken from the working directory."""
        return os.path.normpath(os.path.join(os.getcwd(), name))

    def glob(self, pattern: str) -> Sequence[str]:
        """Raise BadPattern for a pattern that is none, and else OutsideRoot."""
        check_pattern(pattern)
        raise OutsideRoot(pattern)

    def read(self, path: str) -> bytes:
        """Raise OutsideRoot."""
        raise OutsideRoot(path)


NOWHERE = Nowhere()


def listing(folder: str) -> list[str]:
    """Return the names in a folder, sorted; none when it cannot be read, as Go's Glob does."""
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def is_pattern(path: str) -> bool:
    """Tell whether Go's Glob looks for matches rather than for the one file (match.go, hasMeta)."""
    return any(character in path for character in "*?[\\")


def unescape(pattern: str) -> str:
    """Take the backslashes off a pattern that matches one name only."""
    return re.sub(r"\\(.)", r"\1", pattern)


def check_pattern(pattern: str) -> None:
    """Raise BadPattern for an open `[` or a backslash at the end.

    `import` refuses a pattern with both brackets before this (parse.go, doImport), so a `[` that is
    left has no end.
    """
    bare = re.sub(r"\\.", "", pattern, flags=re.DOTALL)
    if "[" in bare or bare.endswith("\\"):
        raise BadPattern("syntax error in pattern")


def up_to_star(pattern: str) -> str:
    """Return the part of a pattern that Go checks before it looks into a folder (match.go, Match).

    The rest is checked with the first name that there is in the folder.
    """
    found = re.match(r"(?:\\.|[^*])*", pattern, re.DOTALL)
    return found.group() if found else pattern


def matches(pattern: str, name: str) -> bool:
    """Tell whether a file's name matches one step of a pattern; `*` matches a leading dot too."""
    parts = re.findall(r"\\.|.", pattern, flags=re.DOTALL)
    wild = {"*": ".*", "?": "."}
    expression = "".join(wild.get(part) or re.escape(part[-1]) for part in parts)
    return re.fullmatch(expression, name, flags=re.DOTALL) is not None


def clean(path: str) -> str:
    """Shorten an absolute path as Go's filepath.Clean does."""
    steps: list[str] = []
    for step in path.split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in ("", "."):
            steps.append(step)
    return "/" + "/".join(steps)
