"""What every maker of a stanza is given: chance, the release, and names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar

T = TypeVar("T")

ZONES = (
    "example.org example.org example.org sub.example.org deep.sub.example.org corp.example "
    "a.corp.example example.net home.arpa test cluster.local . . ."
).split()
LABELS = "www api db mail a b x nx nodata sf rf v4only v6only cname nxu1 nxu2 nodatau1 sfu1".split()
TYPES = "A A A A AAAA AAAA TXT MX SRV PTR NS SOA CNAME HTTPS CAA DS ANY".split()
CLIENTS = "10.1.2.3 10.2.3.4 10.244.0.5 172.16.9.9 192.168.1.10 ::1 fd00::5".split()


@dataclass(frozen=True, slots=True)
class Stanza:
    """The text of a plugin, or of several, and what belongs to it."""

    text: str
    #: Queries of interest: `NAME TYPE` and what `queries.parse` reads after them.
    asks: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    #: Server blocks that the stanza needs beside its own.
    beside: str = ""
    wait: int = 0


@dataclass(frozen=True, slots=True)
class Draw:
    """Chance, for one case of one release."""

    random: Random
    release: tuple[int, ...]

    def maybe(self, chance: float = 0.5) -> bool:
        """Return True so often."""
        return self.random.random() < chance

    def pick(self, options: Sequence[T]) -> T:
        """Return one of the options."""
        return self.random.choice(options)

    def some(self, options: Sequence[T], low: int, high: int) -> list[T]:
        """Return so many different options, in any order."""
        high = min(high, len(options))
        return self.random.sample(list(options), self.random.randint(min(low, high), high))

    def number(self, low: int, high: int) -> int:
        """Return a number between two, or one of them."""
        return self.random.randint(low, high)

    def since(self, release: str) -> bool:
        """Return whether the case is for this release or a later one."""
        return self.release >= numbers(release)

    def name(self, zone: str) -> str:
        """Return a name below a zone, or the zone, or a name that only ends like it."""
        if zone != "." and self.maybe(0.1):
            return zone
        if zone != "." and self.maybe(0.05):
            return self.pick(LABELS) + zone
        labels = self.some(LABELS, 1, 2 if self.maybe(0.3) else 1)
        return under(".".join(labels), zone)

    def zones(self, zone: str) -> str:
        """Return a plugin's zones: mostly none, which are the block's."""
        if self.maybe(0.6):
            return ""
        options = [zone, under("sub", zone), under("a", zone), "example.org", "other.test"]
        if self.maybe(0.1):
            return " 10.0.0.0/24"
        return "".join(f" {option}" for option in self.some(options, 1, 2))

    def fallthrough(self, zone: str) -> list[str]:
        """Return the lines of a `fallthrough`, if there is one."""
        if self.maybe(0.4):
            return []
        if self.maybe(0.7):
            return ["fallthrough"]
        options = [zone, under("sub", zone), under("www", zone), "in-addr.arpa", "example.net"]
        return ["fallthrough " + " ".join(self.some(options, 1, 2))]


def several(text: str) -> tuple[str, ...]:
    """Return the queries of a text, divided by semicolons or line ends."""
    return tuple(part.strip() for part in text.replace(";", "\n").splitlines() if part.strip())


def numbers(release: str) -> tuple[int, ...]:
    """Return a release's numbers."""
    return tuple(int(part) for part in release.split("."))


def under(label: str, zone: str) -> str:
    """Return a name below a zone."""
    return label if zone == "." else f"{label}.{zone}"


def stanza(head: str, lines: Sequence[str] = ()) -> str:
    """Return the text of a plugin with its properties."""
    if not lines:
        return head
    return "\n".join([f"{head} {{", *(f"    {line}" for line in lines), "}"])


def block(keys: str, stanzas: Sequence[str]) -> str:
    """Return the text of a server block."""
    lines = [f"    {line}" for text in stanzas for line in text.split("\n")]
    return "\n".join([f"{keys} {{", *lines, "}"]) + "\n"
