"""Texts that belong together: a Corefile, and those that it imports from around it.

AKS, k3s, RKE2 and others mount a ConfigMap ``coredns-custom`` beside the Corefile's, as the folder
``custom``; the Corefile imports ``custom/*.override`` in a server block and ``custom/*.server``
outside of all.  Where both ConfigMaps are given, such imports are followed from one to the other.
The Helm chart puts files beside the Corefile that it makes; imports of those are followed too.
"""

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from corefile.coredns.imports.expand import expand
from corefile.coredns.imports.files import NOWHERE, Memory, OutsideRoot, clean
from corefile.documents.model import Document, Embedded, Folder
from corefile.lint.engine import KnownNames
from corefile.syntax.parser import parse
from corefile.syntax.tree import Corefile
from corefile.text.source import Source

__all__ = ["ChartFolder", "Cluster", "Mount", "Part", "imports_some"]

#: Where CoreDNS finds its Corefile: every distribution's Deployment mounts the ConfigMap here.
_HOME = "/etc/coredns"
_CUSTOM = "custom"
_SUFFIXES = (".override", ".server")

#: Where Kubernetes keeps the files of a ConfigMap, beside the links to them.
_KEPT = "..data"

#: With more ConfigMaps than this to choose from, none is.
_MOST = 100


@dataclass(frozen=True, slots=True)
class Part:
    """A key of a ConfigMap, or a file that a chart makes, and the file it stands in."""

    embedded: Embedded
    document: Document = field(repr=False)
    source: Source
    #: Which of the Corefiles in that file it is; None for what is none of them.
    number: int | None = None

    @property
    def namespace(self) -> str:
        """The namespace, empty where the file does not say."""
        return self.embedded.config_map.rpartition("/")[0]

    @property
    def name(self) -> str:
        """The name of the ConfigMap."""
        return self.embedded.config_map.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Mount:
    """The keys of a ConfigMap as files of a folder: what a Corefile can import from there."""

    folder: str
    #: By path.
    parts: dict[str, Part]
    #: Those whose text may be changed for this Corefile's sake: no other Corefile can import them,
    #: and no key for something else has their text by an alias.
    mendable: dict[str, Part]
    #: Where the identities of keys are noted that were read.
    seen: set[int] = field(default_factory=set)

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
        part = self.parts.get(path)
        if part is None:
            return Memory({}).read(path)
        self.seen.add(id(part.embedded))
        return Memory({path: part.embedded.text}).read(path)


@dataclass(frozen=True, slots=True)
class ChartFolder:
    """The folder of a Corefile that a chart fills: what the Corefile can import from there."""

    folder: Folder
    #: By path.
    parts: dict[str, Part]
    #: None of them: they are there for plugins to read, too.
    mendable: dict[str, Part] = field(default_factory=dict)

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
    """The ConfigMaps of some files, and what charts make of their values."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents = tuple(documents)
        self._sources = {id(item): Source(item.text, item.name) for item in self._documents}
        #: How many keys stand in the same place, by aliases.
        self._same: Counter[int] = Counter()
        #: The Corefiles, and those of them whose imports were not looked at.
        self._mains: dict[int, Part] = {}
        self._waiting: dict[int, Part] = {}
        #: ConfigMaps of keys to import, by what they share with the Corefile (the file, the folder,
        #: nothing) and by namespace, None for all.
        self._customs: defaultdict[tuple[object, str | None], list[list[Part]]] = defaultdict(list)
        self._imported: set[int] = set()
        self._charts: dict[int, ChartFolder] = {}
        for document in self._documents:
            if document.template is not None:
                continue  # what it renders to is not known
            source = self._sources[id(document)]
            numbered = enumerate(document.corefiles)
            self._add([Part(each, document, source, at) for at, each in numbered if each.key])
            for item in document.corefiles:
                if item.folder is not None:
                    self._charts[id(item)] = chart_folder(item.folder, document, source)
        self._waiting.update(self._mains)
        self._that_import: list[Part] | None = None
        #: The Corefiles that may import keys, each with these; and for each such list of keys, how
        #: many Corefiles may.
        self._importing: list[tuple[Part, list[Part]]] | None = None
        self._importers: Counter[int] = Counter()

    def _add(self, parts: list[Part]) -> None:
        """Add the keys of a file."""
        config_maps: dict[str, list[Part]] = {}
        for part in parts:
            self._same[id(part.embedded.map)] += 1
            config_maps.setdefault(part.embedded.config_map, []).append(part)
            if part.embedded.kind == "corefile":
                self._mains[id(part.embedded)] = part
        for keys in config_maps.values():
            kinds = {part.embedded.kind for part in keys}
            # What is in one ConfigMap with a Corefile, or there twice, stands elsewhere.
            is_custom = kinds <= {"override", "server"}
            if is_custom and len({part.embedded.key for part in keys}) == len(keys):
                for shared in shares(keys[0]):
                    self._customs[shared, keys[0].namespace].append(keys)
                    self._customs[shared, None].append(keys)

    def source(self, document: Document) -> Source:
        """Return the text of a file."""
        return self._sources[id(document)]

    def mount(self, embedded: Embedded, tree: Corefile) -> Mount | ChartFolder | None:
        """Return what a Corefile, read as `tree`, can import; None where that is not known."""
        if id(embedded) in self._charts:
            return self._charts[id(embedded)]
        main = self._mains.get(id(embedded))
        self._waiting.pop(id(embedded), None)
        folder = imported_folder(tree) if main else ""
        if main is None or not folder:
            return None
        keys = self._custom_of(main)
        parts = {f"{folder}/{part.embedded.key}": part for part in keys}
        if not parts:
            return None
        self._pairs()
        alone = self._importers[id(keys)] == 1
        single = (path for path, part in parts.items() if self._same[id(part.embedded.map)] == 1)
        mendable = {path: parts[path] for path in single} if alone else {}
        return Mount(folder, parts, mendable, self._imported)

    def is_imported(self, embedded: Embedded) -> bool:
        """Tell whether one of the Corefiles imports a key."""
        for main in list(self._waiting.values()):
            tree = parse(Source(main.embedded.text, main.embedded.key))
            mount = self.mount(main.embedded, tree)
            if mount is not None:
                expand(tree, env=None, read=KnownNames(mount))
        return id(embedded) in self._imported

    def related(self, document: Document) -> list[Document]:
        """Return the other files from which a file may import keys, or that may import its keys."""
        found: dict[int, Document] = {}
        for main, keys in self._pairs():
            both = main.document, keys[0].document
            if any(one is document for one in both):
                found.update((id(other), other) for other in both if other is not document)
        return list(found.values())

    def _pairs(self) -> list[tuple[Part, list[Part]]]:
        """Return the Corefiles that may import keys, each with these."""
        if self._importing is None:
            pairs = [(main, self._custom_of(main)) for main in self._importing_mains()]
            self._importing = [(main, keys) for main, keys in pairs if keys]
            self._importers.update(id(keys) for _, keys in self._importing)
        return self._importing

    def _importing_mains(self) -> list[Part]:
        """Return the Corefiles that import keys of other ConfigMaps."""
        if self._that_import is None:
            mains = self._mains.values()
            self._that_import = [main for main in mains if imports_some(main.embedded.text)]
        return self._that_import

    def _custom_of(self, main: Part) -> list[Part]:
        """Return the keys that are mounted beside a Corefile; none where there is doubt."""
        everywhere = [None] if len(self._importing_mains()) == 1 else []
        for shared in [*shares(main)[:2], *everywhere]:
            found = self._customs.get((shared, main.namespace), [])
            if not found:
                other = "" if main.namespace else None
                found = self._customs.get((shared, other), [])
            if found:
                return the_one(found, main.name) if len(found) <= _MOST else []
        return []


def chart_folder(folder: Folder, document: Document, source: Source) -> ChartFolder:
    """Return what is in the folder of a Corefile of a file."""
    parts = {
        f"{folder.path}/{name}": Part(file, document, source)
        for name, file in folder.files.items()
        if file is not None
    }
    return ChartFolder(folder, parts)


def shares(part: Part) -> tuple[object, object, None]:
    """Return what ConfigMaps have in common that belong together, the best sign first."""
    return id(part.document), home_of(part.document.name), None


def home_of(name: str) -> str:
    """Return the folder of a file, the same however the name is spelled."""
    try:
        return os.path.dirname(os.path.abspath(name))
    except OSError:  # The working directory is gone: such names have it in common.
        return os.path.dirname(os.path.normpath(name))


def the_one(found: list[list[Part]], name: str) -> list[Part]:
    """Choose the ConfigMap that goes with the one of this name; none where several may."""
    names = [keys[0].name for keys in found]
    called = [keys for keys, other in zip(found, names, strict=True) if other == f"{name}-custom"]
    custom = [keys for keys, other in zip(found, names, strict=True) if other.endswith("-custom")]
    best = called or custom or found
    return best[0] if len(best) == 1 else []


def imports_some(text: str) -> bool:
    """Tell whether a Corefile imports keys of another ConfigMap."""
    return any(suffix in text for suffix in _SUFFIXES) and bool(imported_folder(parse(text)))


def imported_folder(tree: Corefile) -> str:
    """Return the folder of `*.override` and `*.server` that a Corefile imports, "" for none."""
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
