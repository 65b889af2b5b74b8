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
from collections.abc import Callable, Iterable
from contextlib import suppress

from corefile import version
from corefile.cli.inputs import is_file, read_bytes
from corefile.cli.options import Options
from corefile.vocabulary import CONFIGURATION_FILES, STDIN

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
_OTHERS = frozenset(
    (
        "color",
        "exit_zero",
        "fail_on",
        "jobs",
        "output_file",
        "output_format",
        "paths",
        "statistics",
    )
)

#: What reads manifests and Markdown; neither is always installed.
_PACKAGES = ("yaml", "markdown_it")

_HOMES = {"darwin": "~/Library/Caches", "win32": "~/AppData/Local"}

#: How many files a shelf remembers, and how many shelves there are.
_MOST_FILES, _MOST_SHELVES = 10_000, 100

#: How many characters the record of a file may have, and all those of a shelf: to read a shelf must
#: not take longer than to check the file.
_MOST_FOUND, _MOST_ON_SHELF = 50_000, 1_000_000

#: How many bytes of files are kept in memory; what goes beyond that is checked.
_MOST_KEPT = 1 << 26

#: What was written so few seconds before a run may have been written during it.
_MOMENT = 1.0


def opened(options: Options) -> "Cache | None":
    """Return the cache for a run; None where it would be of no use, or there is no place for it."""
    if options.no_cache or options.fix or options.diff or options.write_baseline:
        return None
    named = filter(None, (options.config, options.baseline, options.plugin_cfg))
    if not all(map(is_file, named)):
        return None  # Of a pipe there is one reading only.
    package = os.path.dirname(os.path.abspath(version.__file__))
    if os.path.exists(os.path.join(os.path.dirname(package), "pyproject.toml")):
        return None  # A working copy: the program changes, and its version does not.
    try:
        made = os.stat(version.__file__).st_mtime_ns
        program = f"{version.__version__} {package} {made} {sys.version} {os.getcwd()}"
        program += "".join(map(installed, _PACKAGES)) + f" {sys.path}"
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
    """Return the folder of the cache, "" where users have none."""
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
        #: The digests of files, by their absolute names, as they were when first asked for.
        self._digests: dict[tuple[str, ...], str] = {}
        #: What is in files, by their absolute names, and the room that is left for more.
        self._kept: dict[str, bytes] = {}
        self._room = _MOST_KEPT
        self._of_folder: dict[str, Shelf] = {}
        self._shelves: dict[str, Shelf] = {}

    def known(self, path: str, together: tuple[str, ...] = ()) -> Known | None:
        """Return what was found in a file the last time; None where that may have changed.

        `together` are the manifests that may import from each other, if it may be one of them.
        """
        # Of a pipe there is one reading only.
        data = self.read(path) if path != STDIN else None
        key = "" if data is None else self.key(path, data, together)
        found = self.shelf(path).files.get(key) if key else None
        if data is None or found is None:
            return None
        return found if not found[2] or self.keep(path, data) else None

    def text(self, path: str) -> bytes:
        """Return what is in a file in which something is known to have been found.

        It may have been replaced since. Raises ValueError for what is not kept.
        """
        data = self._kept.get(os.path.abspath(path))
        if data is None:
            raise ValueError(path)
        return data

    def read(self, path: str) -> bytes | None:
        """Read an ordinary file, once if it is kept; None where that is not possible."""
        data = self._kept.get(os.path.abspath(path))
        return content(path) if data is None else data

    def keep(self, path: str, data: bytes) -> bool:
        """Keep what is in a file, and tell whether there is room for that."""
        where = os.path.abspath(path)
        if where not in self._kept and len(data) <= self._room:
            self._room -= len(data)
            self._kept[where] = data
        return where in self._kept

    def read_and_keep(self, path: str) -> bytes | None:
        """Read an ordinary file, as `read`, and keep it if there is room."""
        data = self.read(path)
        if data is not None:
            self.keep(path, data)
        return data

    def digest(self, names: Iterable[str]) -> str:
        """Return the digest of files as they were when this was first asked, "" as `digest_of`.

        What counts besides a file has to be the same at the end of the run.
        """
        where = tuple(map(os.path.abspath, names))
        if where not in self._digests:
            self._digests[where] = digest_of(where, self.read_and_keep)
        return self._digests[where]

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
        key, stamp = self.key(path, data, together), self.digest(read)
        if key and stamp and len(known[2]) <= _MOST_FOUND:
            self.shelf(path).add(key, known, read, stamp, leaves_out)

    def save(self) -> None:
        """Write what is new, where that is possible."""
        new = [shelf for shelf in self._shelves.values() if shelf.is_new and shelf.path]
        if not new or not self.is_as_before():
            return
        others = {name for names in self._digests for name in names}
        for shelf in new:
            if settled({*others, *shelf.sources}, self._began - _MOMENT):
                try:
                    shelf.save()
                except OSError:
                    return

    def is_as_before(self) -> bool:
        """Tell whether what counts besides the files themselves is what it was before."""
        folders = (
            self.place(self.sources(where)) == shelf.path
            for where, shelf in self._of_folder.items()
        )
        return all(folders) and all(digest_of(at) == was for at, was in self._digests.items())

    def key(self, path: str, data: bytes, together: tuple[str, ...]) -> str:
        """Return what a file is known by, "" where that cannot be said."""
        beside = self.digest(together)
        name = os.fsencode(os.path.abspath(path))
        return beside and digest(name, data, beside.encode())

    def shelf(self, path: str) -> "Shelf":
        """Return the shelf for a file."""
        where = os.path.dirname(os.path.abspath(path))
        if where not in self._of_folder:
            sources = self.sources(where)
            place = self.place(sources)
            if place not in self._shelves:
                self._shelves[place] = Shelf(place, tuple(sources))
            self._of_folder[where] = self._shelves[place]
        return self._of_folder[where]

    def place(self, sources: dict[str, bytes | None]) -> str:
        """Return where the shelf for these settings is, "" where one of them cannot be read."""
        parts: list[bytes] = []
        for name, data in sources.items():
            if data is None:
                return ""
            parts += (os.fsencode(name), data)
        return os.path.join(self._place, digest(self._program, *parts))

    def sources(self, where: str) -> dict[str, bytes | None]:
        """Return the configuration files that may count in a folder: no more are ever asked."""
        if self._options.config:
            path = os.path.abspath(self._options.config)
            return {path: content(path)}
        found: dict[str, bytes | None] = {}
        while not self._options.isolated:
            for name in CONFIGURATION_FILES:
                path = os.path.join(where, name)
                if is_file(path):
                    found[path] = content(path)
            parent = os.path.dirname(where)
            if parent == where or os.path.exists(os.path.join(where, ".git")):
                break
            where = parent
        return found


class Shelf:
    """The known files under one set of settings."""

    def __init__(self, path: str, sources: tuple[str, ...]) -> None:
        #: Where it is, "" for nowhere.
        self.path = path
        #: The configuration files that may count, and those that their settings were read from
        #: besides, with the digest of these.
        self.sources = sources
        self._read: tuple[str, ...] = ()
        self._stamp = ""
        #: What is left out, or may be, for all that is known: `f` for files, by excludes, `k`
        #: for known findings, by a baseline; and `e` for what extensions find.
        self.leaves_out: str = "fke"
        self.files: dict[str, Known] = {}
        self.is_new: bool = False
        try:
            self._load()
        except ValueError:  # not written by us
            self.files.clear()

    def add(
        self, name: str, known: Known, read: tuple[str, ...], stamp: str, leaves_out: str
    ) -> None:
        """Put a file on the shelf."""
        if (read, stamp) != (self._read, self._stamp):
            self.files.clear()
        self._read, self._stamp, self.leaves_out, self.is_new = read, stamp, leaves_out, True
        self.files[name] = known

    def save(self) -> None:
        """Write the shelf, with what others have put there meanwhile. Raises OSError."""
        if not os.path.exists(self.path):
            clear(os.path.dirname(self.path))
        others = Shelf(self.path, self.sources)
        is_alike = (others._read, others._stamp) == (self._read, self._stamp)
        lines = [
            f"{self._stamp} -{self.leaves_out}",
            " ".join(os.fsencode(name).hex() for name in self._read),
            *rows({**(others.files if is_alike else {}), **self.files}),
        ]
        text = "\n".join(lines).encode()
        beside = f"{self.path}.{os.getpid()}"
        try:
            # What was found quotes words of files that others may not be allowed to read.
            with open(beside, "xb", opener=private) as file:
                file.write(digest(text).encode() + b"\n" + text)
            os.replace(beside, self.path)
        except OSError:
            with suppress(OSError):
                os.unlink(beside)
            raise

    def _load(self) -> None:
        """Read the shelf; one that is damaged, or was filled under other settings, is empty."""
        check, _, text = (content(self.path) or b"").partition(b"\n")
        if digest(text).encode() != check:
            return
        head, names, *files = text.decode().split("\n")
        read = tuple(os.fsdecode(bytes.fromhex(name)) for name in names.split())
        stamp, leaves_out = head.split()
        if stamp == digest_of(read):
            self._read, self._stamp, self.leaves_out = read, stamp, leaves_out[1:]
            parts = (line.split(" ", 3) for line in files)
            self.files = {name: (count(n), count(left), record) for name, n, left, record in parts}


def count(text: str) -> int:
    """Read a number of things. Raises ValueError for anything else."""
    if not text.isdecimal():
        raise ValueError(text)
    return int(text)


def rows(files: dict[str, Known]) -> list[str]:
    """Return the lines for files, the oldest left out where they are too many."""
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
        with suppress(OSError):  # a folder, which is none of ours
            os.unlink(path)


def settled(names: Iterable[str], since: float) -> bool:
    """Tell whether files have been as they are since some time."""
    try:
        return all(os.stat(name).st_mtime < since for name in names)
    except OSError:
        return False


def content(path: str) -> bytes | None:
    """Read an ordinary file; None for any other, or where that is not possible."""
    try:
        return read_bytes(path) if is_file(path) else None
    except (OSError, ValueError):
        return None


def digest_of(names: Iterable[str], read: Callable[[str], bytes | None] = content) -> str:
    """Return the digest of files, "" where one of them cannot be read."""
    parts: list[bytes] = []
    for name in names:
        data = read(name)
        if data is None:
            return ""
        parts += (os.fsencode(name), data)
    return digest(*parts)


def digest(*parts: bytes) -> str:
    """Return a digest of texts, each with its length, so that every cut gives another one."""
    made = blake2b(digest_size=20)
    for part in parts:
        made.update(b"%d:" % len(part))
        made.update(part)
    return made.hexdigest()
