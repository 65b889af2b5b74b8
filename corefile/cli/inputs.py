"""The files to look at: those that are named, and those found in folders."""

import codecs
import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Iterator

from corefile.text.regex import regex
from corefile.vocabulary import (
    CODE,
    FENCE,
    HCL,
    MANIFESTS,
    MARKDOWN,
    MARKUP,
    MAX_BYTES,
    MAX_WORDS,
    NAMED,
    PLAIN_BLOCK,
    PLAIN_LINES,
    PLAIN_LIST,
    STDIN,
    TEMPLATES,
)

__all__ = [
    "NOTHING",
    "Unreadable",
    "is_file",
    "load",
    "read_bytes",
    "search",
    "together",
]

#: Folders that hold other people's files.
_SKIPPED = frozenset(("node_modules", "__pycache__"))

#: What the names of templates end in, after the name of what they are a template of.
_TEMPLATES = regex(rf"(?:\.(?:{'|'.join(TEMPLATES)}))+\Z", re.IGNORECASE)

#: Files whose names begin with `Corefile` and that are something else: code, copies.
_OTHERS = regex(r"Corefile.*(?:~|\.(?:bak|go|html|orig|py|rej|rst|sh|swp))\Z")
_COREFILE = regex(r"Corefile(?:[^A-Za-z].*)?\Z|.*\.[Cc]orefile\Z", re.DOTALL)

#: What a template may be called that is one of a Corefile.
_CALLED = regex(r"corefile|core-?dns", re.IGNORECASE)

_BLOCK = regex(FENCE.encode(), re.IGNORECASE)
_PLAIN = regex(PLAIN_BLOCK.encode(), re.MULTILINE)
_LINES = regex(PLAIN_LINES.encode(), re.MULTILINE)
_LIST = regex(PLAIN_LIST.encode(), re.MULTILINE)

#: Most files have fewer bytes.
_MOSTLY = 1 << 16

#: As Git does, look at the beginning only. Text may have a few control characters.
_BEGINNING = 8000
_FEW = 4
_CONTROL = regex(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")

_UTF_16 = (
    "written in UTF-16, and CoreDNS reads UTF-8: save it as UTF-8, or convert it with"
    " `iconv -f UTF-16 -t UTF-8` (`>` in Windows PowerShell writes UTF-16)"
)


#: What is said of standard input without any text. An editor, which names it, has such files.
NOTHING = "nothing came through standard input: look whether the command before it failed"


class Unreadable(Exception):
    """A file cannot be read; the text says why."""


def load(path: str, name: str = "") -> str:
    """Read a file, or standard input for `-`, which has no text only where it has a `name`.

    Bytes that are not UTF-8 become lone surrogates, as in :class:`corefile.Source`.  Raises
    Unreadable.
    """
    try:
        data = read_bytes(path)
    except OSError as error:
        raise Unreadable(error.strerror or str(error)) from None
    except ValueError:  # a NUL in the path
        raise Unreadable("not a file name") from None
    if path == STDIN and not (name or data.strip()):
        raise Unreadable(NOTHING)
    if len(data) > 2 * MAX_WORDS:
        # Few files have so many bytes.
        from corefile.text.limits import beyond_limits  # noqa: PLC0415

        if limit := beyond_limits(data):
            raise Unreadable(f"{limit}, which no Corefile is")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Unreadable(_UTF_16)
    if is_binary(data[:_BEGINNING]):
        raise Unreadable("a binary file, not text")
    return data.decode("utf-8", "surrogateescape")


def read_bytes(path: str) -> bytes:
    """Read no more of a file than is needed to see that it is too large."""
    if path == STDIN:
        return b"" if sys.stdin is None else sys.stdin.buffer.read(MAX_BYTES + 1)
    with open(path, "rb") as file:
        data = file.read(_MOSTLY)
        # To ask for more takes memory for all that is asked for.
        return data if len(data) < _MOSTLY else data + file.read(MAX_BYTES + 1 - _MOSTLY)


def is_binary(data: bytes) -> bool:
    """Tell whether this is the beginning of something that is not text in UTF-8 or the like."""
    return b"\0" in data or len(_CONTROL.findall(data)) > _FEW + len(data) // 32


def search(
    folder: str, complain: Callable[[str, str], None], skipped: Callable[[str, bool], bool]
) -> Iterator[str]:
    """Yield the files in a folder and below that are or may hold a Corefile, in a fixed order.

    Templates of such files are among them.  Hidden folders are left out, and links to folders are
    not followed.  `complain` is told of folders that cannot be read; `skipped` says whether to
    leave out a path, or a folder if the second argument is true.
    """
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(here) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            complain(here, error.strerror or str(error))
            continue
        folders = []
        for entry in entries:
            # `.` is what a user who names nothing searches: no need to repeat it in every path.
            path = entry.name if here == "." else os.path.join(here, entry.name)
            if is_folder(entry):
                hidden = entry.name.startswith(".") or entry.name in _SKIPPED
                if not hidden and not skipped(path, True):
                    folders.append(path)
            elif is_named(entry.name) and not skipped(path, False) and is_wanted(entry.name, path):
                yield path
        waiting += reversed(folders)


def is_folder(entry: os.DirEntry[str]) -> bool:
    """Tell whether this is a folder and not a link to one."""
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def is_named(name: str) -> bool:
    """Tell whether a file may be wanted, by its name."""
    bare = _TEMPLATES.sub("", name)
    corefile = _COREFILE.match(bare) is not None and _OTHERS.match(bare) is None
    # Only what is called a template too: `corefile` in a name says little.
    template = bare != name and _CALLED.search(bare) and not bare.lower().endswith(CODE)
    return bool(corefile or template) or look_for(bare) is not None


def is_manifest(name: str) -> bool:
    """Tell whether a file is called like a manifest."""
    return name.lower().endswith(MANIFESTS)


def look_for(name: str) -> Callable[[str], bool] | None:
    """Return what looks whether a file with such a name may hold a Corefile.

    None is for one that is a Corefile, or none, by its name.
    """
    return next((look for ends, look in _LOOKS.items() if name.lower().endswith(ends)), None)


def is_wanted(name: str, path: str) -> bool:
    """Tell whether a file with such a name is, or may hold, a Corefile."""
    bare = _TEMPLATES.sub("", name)
    look = look_for(bare)
    is_clear = _COREFILE.match(bare) or ("corefile" in bare.lower() and "." not in bare)
    if look is None and not is_clear:
        look = shows_server_block
    # A link that leads nowhere is wanted too: to read it is to say so.
    return is_file(path, default=True) if look is None else is_file(path) and look(path)


def is_file(path: str, *, default: bool = False) -> bool:
    """Tell whether this is an ordinary file, or a link to one; the default if it is not there."""
    try:
        return stat.S_ISREG(os.stat(path).st_mode)
    except (OSError, ValueError):  # a NUL in the path
        return default


def mentions_corefile(path: str) -> bool:
    """Tell whether a manifest may hold a Corefile, by a look at its bytes.

    It can in a ConfigMap, and in values for the Helm chart of CoreDNS.
    """
    try:
        data = read_bytes(path)
    except OSError:
        return True  # so that reading it again says what is wrong
    return holds_key(data) or holds_values(data)


def holds_values(data: bytes) -> bool:
    """Tell whether this may have values for the Helm chart of CoreDNS."""
    is_so = b"plugins" in data and b"servers" in data
    return is_so and (b"configBlock" in data or b"zones" in data)


def holds_key(data: bytes) -> bool:
    """Tell whether this may have a ConfigMap with a Corefile, or a key called like one."""
    if b"ConfigMap" in data and (b"Corefile" in data or b"coredns" in data):
        return True
    if b"zoneFiles" in data and b"contents" in data:
        return True
    return re.search(NAMED.encode(), data) is not None


def shows_here_document(path: str) -> bool:
    """Tell whether code for Terraform may hold a Corefile, by a look at its bytes."""
    try:
        data = read_bytes(path)
    except OSError:
        return True  # so that reading it again says what is wrong
    if holds_key(data) or holds_values(data):
        return True
    return b"<<" in data and _PLAIN.search(data) is not None


def shows_server_block(path: str) -> bool:
    """Tell whether a template, which is called after CoreDNS, may be one of a Corefile."""
    try:
        data = read_bytes(path)
    except OSError:
        return True  # so that reading it again says what is wrong
    return _PLAIN.search(data) is not None


def shows_block(path: str) -> bool:
    """Tell whether documentation may have a Corefile in a block of code."""
    try:
        data = read_bytes(path)
    except OSError:
        return True  # so that reading it again says what is wrong
    looks = _BLOCK.search(data) or holds_key(data) or holds_values(data)
    return bool(looks or any(each.search(data) for each in (_PLAIN, _LINES, _LIST)))


#: What looks at the files whose names end so, where folders are searched.
_LOOKS = {
    MANIFESTS: mentions_corefile,
    MARKDOWN: shows_block,
    MARKUP: shows_block,
    HCL: shows_here_document,
}


def together(paths: Iterable[str]) -> tuple[str, ...]:
    """Return the manifests that may matter to each other, by a look at their bytes.

    They have keys for a Corefile to import, or import such; there are none without any keys.
    """
    has_keys: dict[str, bool] = {}
    for path in filter(is_manifest, paths):
        data = look(path)
        if b".override" in data or b".server" in data:
            has_keys[path] = b"ConfigMap" in data
    return tuple(has_keys) if len(has_keys) > 1 and any(has_keys.values()) else ()


def look(path: str) -> bytes:
    """Read an ordinary file before its turn; nothing of any other, such as a pipe."""
    try:
        return read_bytes(path) if is_file(path) else b""
    except OSError:
        return b""
