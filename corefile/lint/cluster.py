"""Texts that belong together: a Corefile, and those that it imports from around it.

AKS, k3s, RKE2 and others mount a ConfigMap `coredns-custom` beside the Corefile's, as the folder
`custom`; the Corefile imports `custom/*.override` in a server block and `custom/*.server`
outside all.  Where both ConfigMaps are given, such imports are followed from one to the other.
The Helm chart puts files beside the Corefile that it makes; imports of those are followed too.
"""

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from corefile.coredns.imports.expand import expand
from corefile.coredns.imports.files import NOWHERE, Memory, OutsideRoot, clean
from corefile.documents.model import Document, Embedded, Folder
from corefile.lint.engine import KnownNames
from corefile.syntax.parser import parse
from corefile.syntax.tree import Corefile
from corefile.text.brief import Brief
from corefile.text.records import dataclass, field, replace
from corefile.text.source import Source
from corefile.text.typed import TypeAlias

__all__ = [
    "ChartFolder",
    "Cluster",
    "ConfigMapMount",
    "CorefileId",
    "Key",
    "Keys",
    "Part",
    "imports_some",
    "in_folder",
]

#: Where CoreDNS finds its Corefile: every distribution's Deployment mounts the ConfigMap here.
_HOME = "/etc/coredns"
_CUSTOM = "custom"
_SUFFIXES = (".override", ".server")

#: Where Kubernetes keeps the files of a ConfigMap, beside the links to them.
_KEPT = "..data"

#: With more ConfigMaps than this to choose from, none is.
_MOST = 100


@dataclass(frozen=True, slots=True)
class CorefileId(Brief):
    """Which Corefile of a cluster."""

    #: The number of the file, from 0.
    document: int
    #: The number of the Corefile in it, from 0.
    corefile: int


@dataclass(frozen=True, slots=True)
class Part:
    """A text that a Corefile can import, and the file it is in."""

    embedded: Embedded
    source: Source


@dataclass(frozen=True, slots=True)
class Key(Part):
    """A key of a ConfigMap: a Corefile, or what one can import."""

    id: CorefileId

    @property
    def namespace(self) -> str:
        """The namespace, empty where the file does not say."""
        return self.embedded.origin.config_map.rpartition("/")[0]

    @property
    def name(self) -> str:
        """The name of the ConfigMap."""
        return self.embedded.origin.config_map.rpartition("/")[2]

    @property
    def place(self) -> tuple[int, int, int]:
        """Where its text is; other keys may have the same one, by an alias."""
        return self.id.document, *self.embedded.map.span(0, len(self.embedded.text))


#: The keys of one ConfigMap.
Keys: TypeAlias = tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class ConfigMapMount:
    """The keys of a ConfigMap as files of a folder: what a Corefile can import from there."""

    folder: str
    #: By path.
    parts: Mapping[str, Key]
    #: Those whose text may be changed for this Corefile's sake: no other Corefile can import them,
    #: and no key for something else has their text by an alias.
    editable: Mapping[str, Key]

    def absolute(self, name: str) -> str:
        """Return the absolute path of a file name, taken from the folder of the Corefile."""
        return Memory({}, _HOME).absolute(name)

    def glob(self, pattern: str) -> Sequence[str]:
        """Return the paths that match. Raises OutsideRoot for files that are not known here."""
        folder = pattern.rpartition("/")[0]
        if not pattern.endswith(_SUFFIXES) or not any(
            folder_of(path) == folder for path in self.parts
        ):
            return NOWHERE.glob(pattern)
        return Memory(dict.fromkeys(self.parts, "")).glob(pattern)

    def read(self, path: str) -> bytes:
        """Return the text of a key."""
        key = self.parts.get(path)
        return Memory({} if key is None else {path: key.embedded.text}).read(path)


@dataclass(frozen=True, slots=True)
class ChartFolder:
    """The folder of a Corefile that a chart fills: what the Corefile can import from there."""

    folder: Folder
    #: By path.
    parts: Mapping[str, Part]
    #: None of them: they are there for plugins to read, too.
    editable: Mapping[str, Key] = field(default_factory=dict)

    def absolute(self, name: str) -> str:
        """Return the absolute path of a file name, taken from the folder of the Corefile."""
        return Memory({}, self.folder.path).absolute(name)

    def glob(self, pattern: str) -> Sequence[str]:
        """Return the paths that match. Raises OutsideRoot where one of them cannot be read here."""
        if folder_of(pattern) != self.folder.path:
            return NOWHERE.glob(pattern)
        names = (*self.folder.files, _KEPT)
        found = Memory({f"{self.folder.path}/{name}": "" for name in names}).glob(pattern)
        if any(path not in self.parts for path in found):
            raise OutsideRoot(pattern)
        return found

    def read(self, path: str) -> bytes:
        """Return the text of a file."""
        return Memory({path: self.parts[path].embedded.text}).read(path)


class Cluster:
    """The ConfigMaps of some files, and what charts make of their values.

    What it says follows from the files alone; it is worked out when it is first asked for.
    """

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents = tuple(documents)
        self._sources = tuple(Source(each.text, each.name) for each in self._documents)
        self._numbers: defaultdict[str, list[int]] = defaultdict(list)
        for number, document in enumerate(self._documents):
            self._numbers[document.name].append(number)
        keys = [key for number in range(len(self._documents)) for key in self._keys_of(number)]
        #: How many keys have their text at a place, by aliases.
        self._same = Counter(key.place for key in keys)
        self._mains = {key.id: key for key in keys if key.embedded.kind == "corefile"}
        #: ConfigMaps of keys to import, by what they share with the Corefile (the file, the folder,
        #: nothing) and by namespace, None for all.
        self._customs: defaultdict[tuple[object, str | None], list[Keys]] = defaultdict(list)
        for config_map in custom_config_maps(keys):
            for shared in shares(config_map[0]):
                self._customs[shared, config_map[0].namespace].append(config_map)
                self._customs[shared, None].append(config_map)

    def _keys_of(self, number: int) -> Iterator[Key]:
        """Yield the keys of ConfigMaps in a file; what a template renders to is not known."""
        document = self._documents[number]
        if document.template is None:
            for at, embedded in enumerate(document.corefiles):
                if embedded.origin.key:
                    yield Key(embedded, self._sources[number], CorefileId(number, at))

    def number(self, document: Document) -> int:
        """Return which of the files one is, from 0."""
        numbers = self._numbers[document.name]
        return next(number for number in numbers if self._documents[number] is document)

    def source(self, number: int) -> Source:
        """Return the text of the file of a number."""
        return self._sources[number]

    def corefiles(self) -> Iterator[tuple[CorefileId, Embedded]]:
        """Yield the Corefiles of all files."""
        for number, document in enumerate(self._documents):
            for at, embedded in enumerate(document.corefiles):
                yield CorefileId(number, at), embedded

    def corefile(self, which: CorefileId) -> Embedded:
        """Return one of the Corefiles."""
        return self._documents[which.document].corefiles[which.corefile]

    def mount(self, which: CorefileId, tree: Corefile) -> ConfigMapMount | ChartFolder | None:
        """Return what a Corefile, read as `tree`, can import; None where that is not known."""
        folder = self.corefile(which).folder
        if folder is not None and self._documents[which.document].template is None:
            return chart_folder(folder, self._sources[which.document])
        main = self._mains.get(which)
        return None if main is None else self._mount(main, tree)

    def _mount(self, main: Key, tree: Corefile) -> ConfigMapMount | None:
        """Return the keys that a Corefile can import."""
        folder = imported_folder(tree)
        keys = self._custom_of(main) if folder else ()
        if not keys:
            return None
        alone = self._importers[keys[0].id] == 1
        editable = [key for key in keys if alone and self._same[key.place] == 1]
        return ConfigMapMount(folder, in_folder(folder, keys), in_folder(folder, editable))

    def is_imported(self, which: CorefileId) -> bool:
        """Tell whether one of the Corefiles imports a key."""
        return which in self._imported

    def alone(self, number: int, name: str) -> Iterator[Keys]:
        """Yield the keys of ConfigMaps of this name, or none, that no Corefile may import.

        `number` is that of the file. What each block of code of a text shows is judged for itself.
        """
        together: list[Keys] = list(self._shown_in(number))
        if not self._importing_mains and all(main.document != number for main in self._mains):
            together.append(tuple(self._keys_of(number)))
        for keys in together:
            found = [key for key in keys if key.embedded.is_for_import]
            if chosen := tuple(key for key in found if key.name in (name, "")):
                yield chosen

    def _shown_in(self, number: int) -> Iterator[Keys]:
        """Yield the keys of the ConfigMaps of each block of code without a Corefile."""
        blocks: defaultdict[int, list[Key]] = defaultdict(list)
        for which, embedded in self.corefiles():
            if which.document == number and embedded.origin.block:
                shown = replace(embedded, origin=embedded.origin.innermost)
                blocks[embedded.origin.block].append(Key(shown, self._sources[number], which))
        for keys in blocks.values():
            if all(key.embedded.kind != "corefile" and key.embedded.origin.key for key in keys):
                yield tuple(keys)

    @cached_property
    def _imported(self) -> frozenset[CorefileId]:
        """The keys that Corefiles import."""
        found: set[CorefileId] = set()
        for main in self._mains.values():
            tree = parse(Source(main.embedded.text, main.embedded.origin.key))
            mount = self._mount(main, tree)
            if mount is not None:
                expansion = expand(tree, env=None, read=KnownNames(mount))
                found.update(mount.parts[path].id for path in expansion.files)
        return frozenset(found)

    def related(self, document: Document) -> list[Document]:
        """Return the other files from which a file may import keys, or that may import its keys."""
        here = self.number(document)
        both = [{main.id.document, keys[0].id.document} for main, keys in self._importing]
        others = dict.fromkeys(other for pair in both if here in pair for other in pair - {here})
        return [self._documents[other] for other in others]

    @cached_property
    def _importing(self) -> tuple[tuple[Key, Keys], ...]:
        """The Corefiles that may import keys, each with these."""
        pairs = ((main, self._custom_of(main)) for main in self._importing_mains)
        return tuple((main, keys) for main, keys in pairs if keys)

    @cached_property
    def _importers(self) -> Counter[CorefileId]:
        """How many Corefiles may import the keys of a ConfigMap, by the first of these."""
        return Counter(keys[0].id for _, keys in self._importing)

    @cached_property
    def _importing_mains(self) -> tuple[Key, ...]:
        """The Corefiles that import keys of other ConfigMaps."""
        mains = self._mains.values()
        return tuple(main for main in mains if imports_some(main.embedded.text))

    def _custom_of(self, main: Key) -> Keys:
        """Return the keys that are mounted beside a Corefile; none where there is doubt."""
        everywhere = [None] if len(self._importing_mains) == 1 else []
        for shared in [*shares(main)[:2], *everywhere]:
            found = self._customs.get((shared, main.namespace), [])
            if not found:
                other = "" if main.namespace else None
                found = self._customs.get((shared, other), [])
            if found:
                return the_one(found, main.name) if len(found) <= _MOST else ()
        return ()


def custom_config_maps(keys: Iterable[Key]) -> Iterator[Keys]:
    """Yield the ConfigMaps of keys to import.

    What is in one ConfigMap with a Corefile, or there twice, is elsewhere.
    """
    config_maps: defaultdict[tuple[int, str], list[Key]] = defaultdict(list)
    for key in keys:
        config_maps[key.id.document, key.embedded.origin.config_map].append(key)
    for found in config_maps.values():
        is_custom = all(key.embedded.is_for_import for key in found)
        if is_custom and len({key.embedded.origin.key for key in found}) == len(found):
            yield tuple(found)


def in_folder(folder: str, keys: Iterable[Key]) -> dict[str, Key]:
    """Return keys by the path that each has in a folder."""
    return {f"{folder}/{key.embedded.origin.key}": key for key in keys}


def chart_folder(folder: Folder, source: Source) -> ChartFolder:
    """Return what is in the folder of a Corefile of a file."""
    parts = {
        f"{folder.path}/{name}": Part(file, source)
        for name, file in folder.files.items()
        if file is not None
    }
    return ChartFolder(folder, parts)


def shares(key: Key) -> tuple[int, str, None]:
    """Return what ConfigMaps have in common that belong together, the best sign first."""
    return key.id.document, home_of(key.source.name), None


def home_of(name: str) -> str:
    """Return the folder of a file, the same however the name is spelled."""
    try:
        return os.path.dirname(os.path.abspath(name))
    except OSError:  # The working directory is gone: such names have it in common.
        return os.path.dirname(os.path.normpath(name))


def the_one(found: Sequence[Keys], name: str) -> Keys:
    """Choose the ConfigMap that goes with the one of this name; none where several may."""
    names = [keys[0].name for keys in found]
    called = [keys for keys, other in zip(found, names, strict=True) if other == f"{name}-custom"]
    custom = [keys for keys, other in zip(found, names, strict=True) if other.endswith("-custom")]
    best = called or custom or found
    return best[0] if len(best) == 1 else ()


def imports_some(text: str) -> bool:
    """Tell whether a Corefile imports keys of another ConfigMap."""
    return any(suffix in text for suffix in _SUFFIXES) and bool(imported_folder(parse(text)))


def imported_folder(tree: Corefile) -> str:
    """Return the folder of `*.override` and `*.server` that a Corefile imports, "" for none."""
    if not any(suffix in tree.source.text for suffix in _SUFFIXES):
        return ""
    found = {
        folder_of(clean(f"{'' if after.value.startswith('/') else _HOME}/{after.value}"))
        for before, after in pairwise(tree.tokens())
        if before.value == "import" and before.begins_line and after.value.endswith(_SUFFIXES)
    }
    custom = [folder for folder in found if folder.endswith(f"/{_CUSTOM}")]
    best = custom or [folder for folder in found if folder != _HOME]
    return best[0] if len(best) == 1 else ""


def folder_of(path: str) -> str:
    """Return the folder of a path."""
    return path.rpartition("/")[0]
