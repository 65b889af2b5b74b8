"""The lines of a `hosts` table that CoreDNS ignores (plugin/hosts/setup.go, hostsfile.go).

Until `fallthrough`, `hosts` reads every line of its block that is not a property as a line of the
table, and ignores those that do not begin with an address.
"""

from collections.abc import Collection, Iterator

from corefile.coredns.catalogue.schema import Value
from corefile.coredns.catalogue.zones import is_domain_name, is_ip
from corefile.coredns.plugins.hosts import HostEntry, Hosts
from corefile.go.net import parse_cidr
from corefile.lint.placeholders import is_known

__all__ = ["fault", "is_one_word", "meant", "names_of", "stray", "swallowed"]

#: Characters that no name of a host has, though DNS itself could carry them.
STRANGE = frozenset(":/,;@=()")
#: No longer word is taken for a property misspelt.
LONGEST = 40


def stray(hosts: Hosts) -> list[HostEntry]:
    """Return the lines of a table that begin with a known word which is not an address."""
    return [
        entry
        for entry in hosts.entries
        if entry.address is None and is_known(entry.token) and is_one_word(entry.token.text)
    ]


def is_one_word(text: str) -> bool:
    """Tell whether `hosts`, which joins the words of a line and cuts it again, has one word too."""
    return bool(text) and text not in "{}" and "#" not in text and text.split() == [text]


def swallowed(hosts: Hosts, plugins: Collection[str]) -> list[HostEntry]:
    """Return the lines of a table that are plugins: the block should have ended above them."""
    return [entry for entry in stray(hosts) if entry.token.text in plugins]


def meant(entry: HostEntry) -> str:
    """Return the property that a line of a table was meant to be, "" when it is not like one."""
    from difflib import get_close_matches  # noqa: PLC0415 - needed for findings only

    word = entry.token.text.lower()
    near = get_close_matches(word, Hosts.specs(), 1, 0.75) if len(word) <= LONGEST else []
    return near[0] if near else ""


def fault(name: Value[str]) -> str:
    """Say what is wrong with a name that is none, "" for a good one."""
    text = name.token.text
    if is_ip(text) or parse_cidr(text) is not None:
        return "an address where a name belongs"
    if "://" in text:
        return "a URL where a name belongs"
    strange = next((character for character in text if character in STRANGE), "")
    if strange:
        return f"not a name of a host, with `{strange}` in it"
    if not text.isascii() and text.isprintable():
        return "not in ASCII, as names are asked for (`xn--…`)"
    return "" if is_domain_name(text) or not text.isascii() else "not a name that DNS allows"


def names_of(hosts: Hosts) -> Iterator[tuple[HostEntry, Value[str]]]:
    """Yield the names of a table that are known and that queries may ask for, with their lines."""
    for entry in hosts.entries:
        for name in entry.names if entry.address is not None else ():
            plain = is_known(name.token) and is_one_word(name.token.text)
            if plain and is_domain_name(name.value) and not fault(name):
                yield entry, name
