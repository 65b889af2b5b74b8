"""Read CoreDNS's history and write what each of its releases knows.

    python -m tools.compile_releases REPOSITORY [MODULE…]           write data.py
    python -m tools.compile_releases REPOSITORY [MODULE…] --check   fail when it is not up to date

REPOSITORY is a clone of github.com/coredns/coredns (a bare one will do) with its tags. A release
that the clone has no tag of is read from MODULE, the folder that Go keeps its sources in: what `go
mod download -json github.com/coredns/coredns@v1.15.0` calls `Dir`. The file that is written is
corefile/coredns/releases/data.py.

Names and order of the plugins are those of core/dnsserver/zdirectives.go. Where a tag has another
order in plugin.cfg (1.0.5 and 1.14.2), that is what somebody gets who generates the list anew; a
server built from the tag as it stands runs on zdirectives.go.

The properties of a plugin are the `case "name":` labels of the `switch c.Val()` that its set-up has
in a loop over `NextBlock`, or in a function called from there (tools/go_cases.py). A property of
the catalogue that is recognised in another way is looked for as a string literal.
"""

import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Protocol, TypeAlias

from corefile.coredns.catalogue.lookup import plugin_class
from corefile.reference.plugins import plugin_names
from tools.go_cases import literals, properties

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "corefile" / "coredns" / "releases" / "data.py"
FIRST = (1, 0, 0)
WIDTH = 100

#: First release with something and first without it.
Span: TypeAlias = tuple[str, str]

#: What the set-ups say of properties where it takes a person to see it; None for what is none.
SEEN: dict[tuple[str, str], Span | None] = {
    # The default of auto's switch took any line whose second word was `to` (file.TransferParse).
    ("auto", "transfer"): ("", "1.8.0"),
    # Words of `transfer` in that function.
    ("file", "from"): None,
    ("file", "to"): None,
    # Before the selectors `query` and `response` the action itself began the line (newRules).
    ("header", "clear"): ("", "1.12.4"),
    ("header", "set"): ("", "1.12.4"),
}

HEAD = '''"""What each release of CoreDNS knows. Generated from CoreDNS's history; do not edit.

Written by `python -m tools.compile_releases`.
"""

'''


class Sources(Protocol):
    """The files of one release."""

    def text(self, path: str) -> str:
        """Return a file."""

    def plugin_files(self) -> Iterator[tuple[str, str]]:
        """Return path and content of the Go sources below `plugin/`, without tests."""


class Repository:
    """A clone of CoreDNS's repository."""

    def __init__(self, path: str) -> None:
        self.path = path

    def git(self, *arguments: str) -> str:
        """Run git and give what it prints."""
        command = ["git", "-C", self.path, *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
        return done.stdout

    def releases(self) -> "dict[str, Sources]":
        """Return the releases that have a tag."""
        tags = self.git("tag", "--list", "v*.*.*").split()
        return {tag[1:]: Tag(self, tag) for tag in tags if tag[1:].replace(".", "").isdigit()}

    @cache  # noqa: B019 - there is one repository, as long as the program runs
    def blob(self, name: str) -> str:
        """Return the content of a file; most are the same from release to release."""
        return self.git("cat-file", "blob", name)


class Tag:
    """A release in a clone."""

    def __init__(self, repository: Repository, tag: str) -> None:
        self.repository = repository
        self.tag = tag

    def text(self, path: str) -> str:
        """Return a file."""
        return self.repository.git("show", f"{self.tag}:{path}")

    def plugin_files(self) -> Iterator[tuple[str, str]]:
        """Yield path and content of the Go sources below `plugin/`, without tests."""
        for line in self.repository.git("ls-tree", "-r", self.tag, "plugin/").splitlines():
            _, _, blob, path = line.split(None, 3)
            if is_source(path):
                yield path, self.repository.blob(blob)


class Module:
    """A release in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def release(self) -> str:
        """Return its number."""
        versions = literals(self.text("coremain/version.go"))
        return next(word for word in versions if word.replace(".", "").isdigit())

    def text(self, path: str) -> str:
        """Return a file."""
        return (self.folder / path).read_text(encoding="utf-8")

    def plugin_files(self) -> Iterator[tuple[str, str]]:
        """Yield path and content of the Go sources below `plugin/`, without tests."""
        for file in sorted(self.folder.glob("plugin/**/*.go")):
            path = file.relative_to(self.folder).as_posix()
            if is_source(path):
                yield path, self.text(path)


def is_source(path: str) -> bool:
    """Tell whether a file is part of the program."""
    return path.endswith(".go") and not path.endswith("_test.go")


def known_releases(repository: Repository, modules: Iterable[Module]) -> dict[str, Sources]:
    """Return all releases, oldest first."""
    found = repository.releases() | {module.release(): module for module in modules}
    numbers = sorted(tuple(map(int, release.split("."))) for release in found)
    names = (".".join(map(str, number)) for number in numbers if number >= FIRST)
    return {name: found[name] for name in names}


def plugin_order(sources: Sources) -> tuple[str, ...]:
    """Return the plugins of a release in the order of its server."""
    text = sources.text("core/dnsserver/zdirectives.go")
    return tuple(literals(text[text.index("irectives = []string{") :]))


def plugin_sources(sources: Sources) -> dict[str, tuple[str, ...]]:
    """Return the sources of every plugin of a release, by the plugin's name."""
    lines = sources.text("plugin.cfg").splitlines()
    pairs = (line.partition(":") for line in lines if not line.startswith("#"))
    folders = {name: folder for name, _, folder in pairs if folder}
    files: dict[str, tuple[str, ...]] = {}
    for path, text in sources.plugin_files():
        folder = path.rpartition("/")[0]
        files[folder] = (*files.get(folder, ()), text)
    return {
        name: files.get(f"plugin/{folders.get(name, name)}", ()) for name in plugin_order(sources)
    }


class History:
    """What the releases know: the plugins, their properties and the words in their sources."""

    def __init__(self, releases: Mapping[str, Sources]) -> None:
        self.releases = tuple(releases)
        self.orders = {release: plugin_order(sources) for release, sources in releases.items()}
        self.properties: dict[str, dict[str, frozenset[str]]] = {}
        self.words: dict[str, dict[str, frozenset[str]]] = {}
        for release, sources in releases.items():
            files = plugin_sources(sources)
            self.properties[release] = {name: properties(texts) for name, texts in files.items()}
            self.words[release] = {name: words(texts) for name, texts in files.items()}

    def plugins(self) -> dict[str, Span]:
        """Return the releases with each plugin, for those that some release lacks."""
        names = {name for order in self.orders.values() for name in order}
        spans = {name: self.span(name, self.orders) for name in sorted(names)}
        return {name: span for name, span in spans.items() if span != ("", "")}

    def catalogued(self) -> dict[str, dict[str, Span]]:
        """Return the releases with each property of the catalogue; "" is the plugin's own."""
        found: dict[str, dict[str, Span]] = {}
        for name, names in catalogue().items():
            for known in names:
                if any(known in now.get(name, ()) for now in self.properties.values()):
                    span = self.within(name, known, self.properties)
                else:
                    span = self.within(name, known, self.words)
                    print(f"{name} {known}: no case, found as a word: {span}", file=sys.stderr)
                found.setdefault(name, {})[known] = span
        return found

    def removed(self) -> dict[str, dict[str, Span]]:
        """Return the properties that the newest release has no more, of plugins that it has."""
        found: dict[str, dict[str, Span]] = {}
        newest = self.properties[self.releases[-1]]
        for name in sorted(newest):
            ever = frozenset[str]().union(*(p.get(name, ()) for p in self.properties.values()))
            for gone in sorted(ever - newest[name]):
                span = SEEN.get((name, gone), self.within(name, gone, self.properties))
                if span is not None:
                    found.setdefault(name, {})[gone] = span
        return found

    def within(self, plugin: str, word: str, facts: Mapping[str, Mapping[str, object]]) -> Span:
        """Return the releases in which a plugin has a word; "" for the plugin's own end."""
        span = self.span(word, {r: facts[r].get(plugin, ()) for r in self.releases})
        own = self.span(plugin, self.orders)
        return ("" if span[0] == own[0] else span[0], "" if span[1] == own[1] else span[1])

    def span(self, word: str, known: Mapping[str, object]) -> Span:
        """Return the first release with a word and the first after it without."""
        having = [word in known[release] for release in self.releases]  # type: ignore[operator]
        if True not in having:
            raise SystemExit(f"no release knows {word!r}")
        first = having.index(True)
        end = having.index(False, first) if False in having[first:] else len(having)
        if True in having[end:]:
            again = self.releases[having.index(True, end)]
            print(f"{word} is gone in {self.releases[end]} and back in {again}", file=sys.stderr)
            end = having.index(False, end) if not having[-1] else len(having)
        return (
            self.releases[first] if first else "",
            self.releases[end] if end < len(having) else "",
        )


def words(texts: Iterable[str]) -> frozenset[str]:
    """Return all string literals of some Go sources."""
    return frozenset(word for text in texts for word in literals(text))


@cache
def catalogue() -> dict[str, tuple[str, ...]]:
    """Return the properties that the catalogue describes, by plugin."""
    kinds = filter(None, map(plugin_class, plugin_names()))
    return {kind.name: tuple(kind.specs()) for kind in kinds}


def epochs(history: History) -> list[tuple[str, tuple[str, ...]]]:
    """Return orders of all plugins that hold from a release on.

    Leaving out what a release does not know from the order that holds for it gives its own order.
    A new one begins where a release turns two plugins round.
    """
    found: list[tuple[str, tuple[str, ...]]] = []
    after: dict[str, dict[str, None]] = {}
    since = history.releases[0]
    for release in history.releases:
        wider = {name: dict(before) for name, before in after.items()}
        add_order(wider, history.orders[release])
        try:
            order = tuple(TopologicalSorter(wider).static_order())
            found = [entry for entry in found if entry[0] != since]
        except CycleError:
            wider, since = {}, release
            add_order(wider, history.orders[release])
            order = history.orders[release]
        found.append((since, order))
        after = wider
    return found


def add_order(after: dict[str, dict[str, None]], order: Sequence[str]) -> None:
    """Note for each plugin the one that stands before it."""
    for name, before in zip(order, ("", *order), strict=False):
        after.setdefault(name, {}).update({before: None} if before else {})


def written(history: History) -> str:
    """Return the text of the data module."""
    spans = history.plugins()
    return "".join(
        (
            HEAD,
            "#: The releases, oldest first.\n",
            f"RELEASES = {wrapped(history.releases, '')}\n",
            "#: The order of plugins that holds from a release on, with those of later ones.\n",
            "ORDERS = (\n",
            *(
                f'    (\n        "{since}",\n        {wrapped(order, " " * 8)},\n    ),\n'
                for since, order in epochs(history)
            ),
            ")\n",
            "#: First release with a plugin and first without it, where some release lacks it.\n",
            f"PLUGINS = {mapping(spans, '')}",
            '#: The same for every property; "" is the plugin\'s own.\n',
            f"PROPERTIES = {nested(history.catalogued())}",
            "#: Properties that the newest release knows no more.\n",
            f"REMOVED = {nested(history.removed())}",
        )
    )


def wrapped(words: Iterable[str], indent: str) -> str:
    """Return words as lines of a string."""
    lines = [""]
    for word in words:
        if len(indent) + 4 + len(lines[-1]) + 1 + len(word) > WIDTH:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    inner = "".join(f"{indent}    {line}\n" for line in lines)
    return f'"""\n{inner}{indent}"""'


def mapping(spans: Mapping[str, Span], indent: str) -> str:
    """Return spans as lines of a dictionary."""
    lines = (f'{indent}    "{n}": ("{s[0]}", "{s[1]}"),\n' for n, s in spans.items())
    return f"{{\n{''.join(lines)}{indent}}}\n"


def nested(tables: Mapping[str, Mapping[str, Span]]) -> str:
    """Return dictionaries of spans as lines of a dictionary."""
    lines = (f'    "{n}": {mapping(table, "    ")[:-1]},\n' for n, table in tables.items())
    return f"{{\n{''.join(lines)}}}\n"


def problems(history: History) -> Iterator[str]:
    """Say where the orders, as they are written down, are not what the releases have."""
    spans = history.plugins()
    places = {release: place for place, release in enumerate(history.releases)}
    found = epochs(history)
    for release, place in places.items():
        order = [order for since, order in found if places[since] <= place][-1]
        ours = tuple(
            name
            for name in order
            for since, until in [spans.get(name, ("", ""))]
            if places.get(since, 0) <= place < places.get(until, len(places))
        )
        if ours != history.orders[release]:
            yield f"the order of {release} is lost"


def main(arguments: Sequence[str]) -> int:
    """Write the data module, or check it."""
    repository, *modules = (argument for argument in arguments if argument != "--check")
    history = History(known_releases(Repository(repository), (Module(Path(m)) for m in modules)))
    for problem in problems(history):
        print(problem, file=sys.stderr)
        return 1
    text = written(history)
    if "--check" in arguments:
        return int(DATA.read_text(encoding="utf-8") != text)
    DATA.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
