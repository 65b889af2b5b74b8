"""The Corefiles in what is copied from a terminal: prompts, commands, and what these print.

Users keep what `kubectl describe` or `kubectl get` printed, or paste it to ask what is wrong with
it, often with the command in front. A here-document in such a text is one in a script.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from corefile.documents.kinds.code import manifests_in
from corefile.documents.kinds.code import texts_in as texts_in_script
from corefile.documents.kinds.foreign import description
from corefile.documents.kinds.inside import chart_problems
from corefile.documents.kinds.plain import PlainFile
from corefile.documents.kinds.plain import read_file as read_plain
from corefile.documents.kinds.within import Stretch
from corefile.documents.model import Document, Embedded, Origin, Problem
from corefile.documents.recognise import begins_like_corefile, is_corefile_name, kind_of_key
from corefile.documents.sniff import is_manifest, may_hold_corefile
from corefile.text.offsets import OffsetMap, Segment
from corefile.text.records import dataclass, replace
from corefile.text.regex import regex
from corefile.vocabulary import CLIENT, MANIFESTS, PROMPT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["DescribedKey", "read_file", "texts_in"]

#: A command of a client of Kubernetes, with its prompt if it has one.
_COMMAND = regex(
    rf"^(?:[^\n$#%>\u279c\u276f]{{0,60}}[$#%>\u279c\u276f][ \t]++|[ ]{{1,3}})?"
    rf"{CLIENT}[ \t]++(?P<rest>[^\n]*+)\n",
    re.MULTILINE,
)
_CAT = regex(
    rf"""^(?:{PROMPT}|\#[ \t]+(?=(?:sudo[ \t]+)?cat[ \t]))
    (?:[\w./-]+[ \t]+(?:[^\n|<>]{{0,100}}[ \t])?)??
    (?:cat|bat|less|more|head|tail|type|gc|Get-Content)(?:[ \t]+(?:-\w+|[-+]?\d+))*
    [ \t]+["']?(?P<file>[^\s<>|"']++)["']?[ \t]*+\r?\n""",
    re.MULTILINE | re.VERBOSE,
)
#: What prints a key of a ConfigMap alone.
_PATH = regex(r"(?:jsonpath|go-template)=\S*?\.data\b[^\n]*?\bCorefile\b")

#: What a command has to say to print a ConfigMap as it is, or to open it in an editor.
_CONFIG_MAP = frozenset(("cm", "configmap", "configmaps"))
_FORMAT = regex(r"(?:-o|--output)[ =]?(?:yaml|json)\b")

#: The key that is shown of a manifest which is left out above it.
_KEY_ALONE = regex(r"^[ ]*Corefile:[ \t]+\|", re.MULTILINE)
#: How a manifest begins that is printed.
_OBJECT = regex(r"^(?P<indent>[ ]*)(?:apiVersion|kind|data):(?=\s)", re.MULTILINE)

#: What ends the output of a command: the next one.
_NEXT = regex(
    rf"""^(?:{PROMPT}|[^\n$\#%>\u279c\u276f]{{0,60}}[$\#%>\u279c\u276f][ \t]+(?={CLIENT}[ \t])
    |{CLIENT}[ \t]+(?:describe|get|edit|apply|delete|logs|exec|-n)\b)""",
    re.MULTILINE | re.VERBOSE,
)

#: A key of a ConfigMap, as it is described.
_KEY = regex(r"^(?P<key>[\w.-]+):[ \t]*\r?\n-{3,4}[ \t]*\r?\n", re.MULTILINE)
_AFTER_DATA = regex(r"^(?:[\w.-]+:[ \t]*\r?\n----|BinaryData[ \t]*\r?\n====|Events:)", re.MULTILINE)
_NAMES = regex(
    r"^Name:[ \t]+(?P<name>\S+)[ \t]*\r?\n(?:Namespace:[ \t]+(?P<space>\S+))?", re.MULTILINE
)

_DESCRIBED = (
    "This is what `kubectl describe` prints: the Corefile in it is checked, and cannot be edited"
)
_IN_MANIFEST = (
    "This line is a command of a shell, not YAML: Kubernetes refuses this file. What the command"
    " prints, or is given, is checked"
)


@dataclass(frozen=True, slots=True)
class DescribedKey(Origin):
    """A key of a ConfigMap in what `kubectl describe` prints."""

    #: Why it cannot be edited.
    read_only = "nothing reads again what `kubectl describe` prints"

    #: The ConfigMap, as `NAMESPACE/NAME` as far as they are given.
    config_map: str
    #: Its key there.
    key: str

    @property
    def title(self) -> str:
        """Where it is, in words ("described ConfigMap kube-system/coredns, key Corefile")."""
        owner = f"ConfigMap {self.config_map}" if self.config_map else "ConfigMap"
        return f"described {owner}, key {self.key}"


def read_file(text: str, name: str, bare: str) -> Document:
    """Find the Corefiles in a text that may be copied from a terminal.

    `bare` is its name without the endings of templates. One that is not such a text is read as
    another file of its name.
    """
    found = tuple(texts_in(text)) or tuple(_pasted(text, bare))
    if found:
        problems = (*_problems(text, bare, found), *chart_problems(found))
        return Document(name, text, found, problems)
    if is_manifest(bare, text):
        from corefile.documents.kinds.kubernetes import read_file as read_manifest  # noqa: PLC0415 - imports YAML

        return read_manifest(text, name)
    return read_plain(text, name, bare)


def texts_in(text: str) -> Iterator[Embedded]:
    """Yield the Corefiles in a text that is copied from a terminal."""
    found = [*texts_in_script(text, "sh"), *_described(text)]
    shown = [each for each in _COMMAND.finditer(text) if _shows(each["rest"])]
    commands = [*shown, *_CAT.finditer(text)]
    # Looked for once: a text may have thousands of them.
    ends = _places(text, _NEXT) if commands else []
    ends = sorted((*ends, *(each.start() for each in commands)))
    for number, command in enumerate(commands, 1):
        found += _printed(text, command, number, _next_of(ends, command.end(), text))
    yield from sorted(found, key=lambda item: item.map.outer(0))


def _problems(text: str, bare: str, found: Iterable[Embedded]) -> Iterator[Problem]:
    """Yield what a user of such a file has to know."""
    own = bare.rpartition("/")[2]
    is_manifest_by_name = own.lower().endswith(MANIFESTS)
    is_used = is_manifest_by_name or is_corefile_name(own)
    if any(isinstance(item.origin, DescribedKey) for item in found):
        problem = description(text)
        note = replace(problem, message=_DESCRIBED, fatal=False, about="described")
        yield problem if is_used else note
    elif is_manifest_by_name:
        command = _NEXT.search(text)
        start = command.start() if command else 0
        end = text.find("\n", start)
        yield Problem(start, end, _IN_MANIFEST, help="remove the commands and their prompts")


def _described(text: str) -> Iterator[Embedded]:
    """Yield the keys of ConfigMaps that are described."""
    keys = [*_KEY.finditer(text)]
    if not keys:
        return
    ends = sorted((*_places(text, _NEXT), *_places(text, _AFTER_DATA)))
    names = [*_NAMES.finditer(text)]
    begins = [each.start() for each in names]
    for found in keys:
        kind = kind_of_key(found["key"])
        start = found.end()
        end = _next_of(ends, start, text)
        if kind is None or (found[0].count("-") == 3 and not text[start:end].strip()):
            continue
        after = bisect_left(begins, found.start())
        named = names[max(after - 1, 0) : after]
        parts = [part for each in named for part in (each["space"], each["name"]) if part]
        places = OffsetMap((Segment(0, start, end - start),))
        origin = DescribedKey("/".join(parts), found["key"])
        yield Embedded(text[start:end], kind, places, origin)


def _shows(rest: str) -> bool:
    """Tell whether a client of Kubernetes is told to show a ConfigMap as it is, or its Corefile."""
    words = rest.split()
    if _CONFIG_MAP.isdisjoint(word.lower().partition("/")[0] for word in words):
        return False
    is_shown = _FORMAT.search(rest) is not None or _PATH.search(rest) is not None
    return "edit" in words or ("get" in words and is_shown)


def _printed(text: str, command: re.Match[str], number: int, end: int) -> Iterator[Embedded]:
    """Yield what a command prints for CoreDNS, up to the next one."""
    start = command.end()
    content = text[start:end]
    file = command.groupdict().get("file", "").replace("\\", "/")
    if not file and _PATH.search(command["rest"]):
        file = "Corefile"
    name = f"output {number}"
    if is_corefile_name(file) and begins_like_corefile(content):
        whole = Embedded(content, "corefile", OffsetMap.identity(len(content)), PlainFile())
        yield from _moved((whole,), name, start, content)
    elif not file or file.endswith(MANIFESTS):
        found = tuple(_within(content, name, start))
        key = None if found else _KEY_ALONE.search(content)
        at = 0 if key is None else key.start()
        yield from found if key is None else _within(content[at:], name, start + at)


def _within(content: str, name: str, start: int) -> Iterator[Embedded]:
    """Yield the Corefiles of a manifest that begins at a place of a text."""
    if may_hold_corefile(content):
        yield from _moved(manifests_in(content), name, start, content)


def _moved(inner: Sequence[Embedded], name: str, start: int, content: str) -> Iterator[Embedded]:
    """Yield the Corefiles of a stretch of a text as those of the text."""
    places = OffsetMap((Segment(0, start, len(content)),))
    # One string may be several Corefiles, by aliases, which their map tells.
    maps = {id(item.map): item.map.through(places) for item in inner}
    for item in inner:
        origin = Stretch.of(name, start, content, item)
        yield replace(item, map=maps[id(item.map)], origin=origin)


def _pasted(text: str, bare: str) -> Iterator[Embedded]:
    """Yield the Corefiles of manifests between sentences, if it is not a manifest by its name."""
    if bare.lower().endswith(MANIFESTS):
        return
    at = 0
    number = 0
    while (first := _OBJECT.search(text, at)) is not None:
        start = first.start()
        outside = _outside(len(first["indent"])).search(text, first.end())
        at = outside.start() if outside else len(text)
        number += 1
        yield from _within(text[start:at], f"manifest {number}", start)


def _outside(indent: int) -> re.Pattern[str]:
    """Return what finds a line that cannot go on with a manifest of an indentation."""
    less = rf"[ \t]{{0,{indent - 1}}}\S" if indent else r"(?!)"
    return re.compile(
        rf"^(?:{less}|[ ]{{{indent}}}(?![ \t\r\n#\]}}-]|[\w.\"'/-]+:(?:\s|\Z)))", re.MULTILINE
    )


def _places(text: str, pattern: re.Pattern[str]) -> list[int]:
    """Return where an expression is found."""
    return [each.start() for each in pattern.finditer(text)]


def _next_of(ends: Sequence[int], start: int, text: str) -> int:
    """Return the first of these places that is not before another, or the end of the text."""
    number = bisect_left(ends, start)
    return ends[number] if number < len(ends) else len(text)
