"""What was found in files the last time, so that they need not be checked again.

A file is known by digests: of its path and bytes, and of the manifests that it may import from,
under those of the settings and of this very program, with the packages that read files for it.
Where any of them is another, the file is checked. Nothing is kept of a file whose check looked at
others, or missed a package.

A run in which nothing has changed loads little else, so this module imports next to nothing.
"""

import os
import sys
import time
from collections.abc import Iterable

from corefile import version
from corefile.cli.inputs import STDIN, is_file, read_bytes
from corefile.cli.options import Options

try:
    # `hashlib` would load OpenSSL besides.
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

__all__ = ["Cache", "Known", "Shelf", "opened"]

#: How many Corefiles are in a file, how many of their imports are not followed, and a record of
#: what was found (`corefile.cli.recorded`), empty for nothing.
Known = tuple[int, int, str]

#: Options that say nothing about what is found in a file.
_OTHERS = frozenset(("paths", "output_format", "statistics", "exit_zero", "fail_on", "jobs"))

#: The configuration files of a folder, in the order in which they are looked for.
CONFIGURATIONS = (".corefile.toml", "corefile.toml", "pyproject.toml")

#: What reads manifests and Markdown; neither is always installed.
_PACKAGES = ("yaml", "markdown_it")

_HOMES = {"darwin": "~/Library/Caches", "win32": "~/AppData/Local"}

#: How many files a shelf remembers, and how many shelves there are.
_MOST_FILES, _MOST_SHELVES = 10_000, 100

#: How many characters the record of a file may have, and all those of a shelf: to read a shelf must
#: not take longer than to check the file.
_MOST_FOUND, _MOST_ON_SHELF = 50_000, 1_000_000

#: What was written so few seconds before a run may have been written during it.
_MOMENT = 1.0


def opened(options: Options) -> "Cache | None":
    """Give the cache for a run; None where it would be of no use, or there is no place for it."""
    if options.no_cache or options.fix or options.diff or options.write_baseline:
        return None
    package = os.path.dirname(os.path.abspath(version.__file__))
    if os.path.exists(os.path.join(os.path.dirname(package), "pyproject.toml")):
        return None  # A working copy: the program changes, and its version does not.
    try:
        made = os.stat(version.__file__).st_mtime_ns
        program = f"{version.__version__} {package} {made} {sys.version} {os.getcwd()}"
        program += "".join(map(installed, _PACKAGES))
    except OSError:
        return None
    place = folder()
    return Cache(place, program, options) if place else None


def installed(name: str) -> str:
    """Say where a package is and when it was put there. Raises OSError.

    `importlib.util` would answer the same, and takes long to load.
    """
    for finder in sys.meta_path:
        spec = finder.find_spec(name, None)
        if spec and spec.origin:
            return f" {spec.origin} {os.stat(spec.origin).st_mtime_ns}"
    return " -"


def folder() -> str:
    """Give the folder of the cache, "" where users have none."""
    home = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(home):
        home = os.path.expanduser(_HOMES.get(sys.platform, "~/.cache"))
    return os.path.join(home, "corefile") if os.path.isabs(home) else ""


class Cache:
    """The files that are known, on shelves: one for all files with the same settings."""

    def __init__(self, place: str, program: str, options: Options) -> None:
        self._place = place
        said = {name: value for name, value in vars(options).items() if name not in _OTHERS}
        self._program = f"{program} {said}".encode("utf-8", "surrogatepass")
        self._options = options
        self._began = time.time()
        self._together: dict[tuple[str, ...], str] = {}
        self._of_folder: dict[str, Shelf] = {}
        self._shelves: dict[str, Shelf] = {}

    def known(self, path: str, together: tuple[str, ...] = ()) -> Known | None:
        """Give what was found in a file the last time; None where that may have changed.

        `together` are the manifests that may import from each other, if it may be one of them.
        """
        try:
            # Of anything else, such as a pipe, there is one reading only.
            data = read_bytes(path) if path != STDIN and is_file(path) else None
        except (OSError, ValueError):
            return None
        return None if data is None else self.shelf(path).files.get(self.key(path, data, together))

    def add(
        self,
        path: str,
        data: bytes,
        together: tuple[str, ...],
        known: Known,
        read: tuple[str, ...],
        leaves_out: str,
    ) -> None:
        """Remember a file.

        `read` are the files that its settings were read from, the nearest configuration aside;
        `leaves_out` is what the settings leave out, as for a shelf.
        """
        if len(known[2]) <= _MOST_FOUND:
            self.shelf(path).add(self.key(path, data, together), known, read, leaves_out)

    def save(self) -> None:
        """Write what is new, where that is possible."""
        beside = {name for names in self._together for name in names}
        for shelf in self._shelves.values():
            if shelf.is_new and settled({*beside, *shelf.sources()}, self._began - _MOMENT):
                try:
                    shelf.save()
                except OSError:
                    return

    def key(self, path: str, data: bytes, together: tuple[str, ...]) -> str:
        """Give what a file is known by."""
        if together not in self._together:
            self._together[together] = digest_of(map(os.path.abspath, together))
        return digest(os.fsencode(os.path.abspath(path)), data, self._together[together].encode())

    def shelf(self, path: str) -> "Shelf":
        """Give the shelf for a file."""
        where = os.path.dirname(os.path.abspath(path))
        if where not in self._of_folder:
            sources = self.sources(where)
            parts = [part for name, data in sources for part in (os.fsencode(name), data)]
            place = os.path.join(self._place, digest(self._program, *parts))
            if place not in self._shelves:
                self._shelves[place] = Shelf(place, tuple(name for name, _ in sources))
            self._of_folder[where] = self._shelves[place]
        return self._of_folder[where]

    def sources(self, where: str) -> list[tuple[str, bytes]]:
        """Give the configuration files that may count in a folder: no more are ever asked."""
        if self._options.config:
            path = os.path.abspath(self._options.config)
            return [(path, content(path))]
        found: list[tuple[str, bytes]] = []
        while not self._options.isolated:
            for name in CONFIGURATIONS:
                path = os.path.join(where, name)
                if is_file(path):
                    found.append((path, content(path)))
            parent = os.path.dirname(where)
            if parent == where or os.path.exists(os.path.join(where, ".git")):
                break
            where = parent
        return found


class Shelf:
    """The known files under one set of settings."""

    def __init__(self, path: str, sources: tuple[str, ...]) -> None:
        self.path = path
        #: What is left out, or may be, for all that is known: `f` for files, by excludes, and `k`
        #: for known findings, by a baseline.
        self.leaves_out = "fk"
        self.files: dict[str, Known] = {}
        self.is_new = False
        self._sources = sources
        self._read: tuple[str, ...] = ()
        try:
            self._load()
        except ValueError:  # not written by us
            self.files.clear()

    def add(self, name: str, known: Known, read: tuple[str, ...], leaves_out: str) -> None:
        """Put a file on the shelf."""
        self._read, self.leaves_out, self.is_new = read, leaves_out, True
        self.files[name] = known

    def sources(self) -> tuple[str, ...]:
        """Give the files that the settings were read from."""
        return (*self._sources, *self._read)

    def save(self) -> None:
        """Write the shelf, with what others have put there meanwhile. Raises OSError."""
        if not os.path.exists(self.path):
            clear(os.path.dirname(self.path))
        others = Shelf(self.path, self._sources)
        lines = [
            f"{digest_of(self._read)} -{self.leaves_out}",
            " ".join(os.fsencode(name).hex() for name in self._read),
            *rows({**others.files, **self.files}),
        ]
        text = "\n".join(lines).encode()
        beside = f"{self.path}.{os.getpid()}"
        # What was found quotes words of files that others may not be allowed to read.
        with open(beside, "wb", opener=private) as file:
            file.write(digest(text).encode() + b"\n" + text)
        os.replace(beside, self.path)

    def _load(self) -> None:
        """Read the shelf; one that is damaged, or was filled under other settings, is empty."""
        check, _, text = content(self.path).partition(b"\n")
        if digest(text).encode() != check:
            return
        head, names, *files = text.decode().split("\n")
        read = tuple(os.fsdecode(bytes.fromhex(name)) for name in names.split())
        stamp, leaves_out = head.split()
        if stamp == digest_of(read):
            self._read, self.leaves_out = read, leaves_out[1:]
            parts = (line.split(" ", 3) for line in files)
            self.files = {name: (int(number), int(left), r) for name, number, left, r in parts}


def rows(files: dict[str, Known]) -> list[str]:
    """Give the lines for files, the oldest left out where they are too many."""
    lines: list[str] = []
    room = _MOST_ON_SHELF
    for name, (corefiles, left, record) in reversed(list(files.items())[-_MOST_FILES:]):
        room -= len(record)
        if room < 0:
            break
        lines.append(f"{name} {corefiles} {left} {record}")
    return lines[::-1]


def private(path: str, flags: int) -> int:
    """Open a file that is for this user alone. Raises OSError."""
    return os.open(path, flags, 0o600)


def clear(place: str) -> None:
    """Make room for a new shelf: the oldest go. Raises OSError."""
    os.makedirs(place, 0o700, exist_ok=True)
    with os.scandir(place) as listing:
        ages = sorted((entry.stat().st_mtime, entry.path) for entry in listing)
    for _, path in ages[: 1 - _MOST_SHELVES]:
        os.unlink(path)


def settled(names: Iterable[str], since: float) -> bool:
    """Tell whether files have been as they are since some time."""
    try:
        return all(os.stat(name).st_mtime < since for name in names)
    except OSError:
        return False


def digest_of(names: Iterable[str]) -> str:
    """Give the digest of files."""
    return digest(*(part for name in names for part in (os.fsencode(name), content(name))))


def content(path: str) -> bytes:
    """Read a file; one that cannot be read is as good as empty."""
    try:
        return read_bytes(path)
    except (OSError, ValueError):
        return b""


def digest(*parts: bytes) -> str:
    """Give a digest of texts, each with its length, so that no two ways to cut one are the same."""
    made = blake2b(digest_size=20)
    for part in parts:
        made.update(b"%d:" % len(part))
        made.update(part)
    return made.hexdigest()
