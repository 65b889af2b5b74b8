"""Which plugins a build of CoreDNS has, and the order in which queries pass through them."""

import re
from collections.abc import Iterable, Mapping

from corefile.coredns.releases.release import NEWEST, Release, parse_release, plugin_order
from corefile.text.brief import Brief
from corefile.text.records import dataclass, replace
from corefile.text.regex import regex

#: A line of plugin.cfg: `name:package`.
CFG_LINE = regex(r"^([\w-]+):\S+\s*$", re.ASCII | re.MULTILINE)
#: A plugin in what `coredns -plugins` prints: `  dns.acl`; since 1.12.1 it prints names alone.
PRINTED_LINE = regex(r"^[^\S\n]*dns\.([\w-]+)\s*$", re.ASCII | re.MULTILINE)
NAME = regex(r"[\w-]+", re.ASCII)
#: An external plugin: its name, and where it is.
EXTERNAL = regex(r"\s*([\w-]+)(?:\s+(before|after)\s+([\w-]+))?\s*", re.ASCII)


class BuildError(Brief, ValueError):
    """A description of a build that cannot be understood; the argument says why."""


@dataclass(frozen=True, slots=True)
class Build(Brief):
    """A build of CoreDNS."""

    #: The release that it was built from.
    release: Release
    #: Its plugins, in the order in which queries pass through them.
    plugins: tuple[str, ...]
    #: Those whose place in this order is not known; they are the last.
    unplaced: frozenset[str] = frozenset()
    #: What it is called if the CoreDNS project did not make it, as in `NodeLocal DNSCache 1.22.20`.
    name: str = ""
    #: Plugins that were not compiled in, though its parser knows their names.
    left_out: frozenset[str] = frozenset()
    #: Whether `left_out` is certain, and not only likely.
    is_certain: bool = True
    #: Whether it is older than its release: than the first that is described.
    is_older: bool = False
    #: The port of keys that name none, as its flag `-dns.port` says; "" for 53.
    port: str = ""

    def with_external(self, names: Iterable[str]) -> "Build":
        """Return the build with more plugins.

        Each is a name, or `NAME before OTHER` or `NAME after OTHER`; without a place a plugin comes
        last. Raises BuildError.
        """
        plugins = list(self.plugins)
        unplaced = set(self.unplaced)
        for text in names:
            match = EXTERNAL.fullmatch(text)
            if match is None:
                raise BuildError(f"`{text}` is not `NAME`, `NAME before OTHER`, `NAME after OTHER`")
            name, side, other = match.groups()
            if other is not None and other not in plugins:
                raise BuildError(f"`{text}` names `{other}`, which is not a plugin of this build")
            if name in plugins:
                plugins.remove(name)
            place = len(plugins) if other is None else plugins.index(other) + (side == "after")
            plugins.insert(place, name)
            unplaced.discard(name)
            if other is None:
                unplaced.add(name)
        left_out = self.left_out.intersection(plugins).difference(unplaced)
        return replace(
            self, plugins=tuple(plugins), unplaced=frozenset(unplaced), left_out=left_out
        )

    def with_placed(self, places: Mapping[str, str]) -> "Build":
        """Return the build with plugins by name, each `before OTHER`, `after OTHER` or just "".

        One whose place is known already stays there, and one whose OTHER this build lacks comes
        last. Raises BuildError.
        """
        made = self
        left = {name: place for name, place in places.items() if made.lacks_place(name)}
        while left:
            # The other may be one of them.
            ready = [n for n, place in left.items() if place.partition(" ")[2] in made.plugins]
            name = ready[0] if ready else next(iter(left))
            place = left.pop(name)
            made = made.with_external([f"{name} {place}" if ready else name])
        return made

    def lacks_place(self, name: str) -> bool:
        """Tell whether it is not known where a plugin comes, or whether there is such a plugin."""
        return name not in self.plugins or name in self.unplaced


def stock(release: str | Release = NEWEST) -> Build:
    """Return the build that the CoreDNS project publishes for a release.

    Raises ValueError for a release that is not known.
    """
    known = parse_release(release)
    return Build(known, plugin_order(known))


def read_build(text: str, release: str | Release = NEWEST) -> Build:
    """Read a build from its plugin.cfg, or from what its `coredns -plugins` prints.

    The latter has the names but not their order: the order is then that of the release, with all
    other plugins after. Raises BuildError for a text that is neither.
    """
    known = parse_release(release)
    lines = "\n".join(line.partition("#")[0].rstrip() for line in text.splitlines())
    ordered = CFG_LINE.findall(lines)
    if ordered:
        return Build(known, tuple(ordered))
    names = set(PRINTED_LINE.findall(lines))
    alone = {line.strip() for line in lines.splitlines()} - {""}
    if not names and all(map(NAME.fullmatch, alone)) and not alone.isdisjoint(plugin_order(known)):
        names = alone
    if not names:
        raise BuildError("this is neither a plugin.cfg nor what `coredns -plugins` prints")
    own = [name for name in plugin_order(known) if name in names]
    others = names.difference(own)
    return Build(known, (*own, *sorted(others)), frozenset(others))
