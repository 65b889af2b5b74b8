"""The lines of a `hosts` table that are none (plugin/hosts/setup.go, hostsfile.go).

Until `fallthrough` comes, `hosts` takes every line of its block that is no property for a line of
the table, and leaves out those that begin with no address.
"""

from collections.abc import Collection

from corefile.coredns.plugins.hosts import HostEntry, Hosts
from corefile.lint.refused import is_known

__all__ = ["is_one_word", "meant", "stray", "swallowed"]


def stray(hosts: Hosts) -> list[HostEntry]:
    """Give the lines of a table that begin with a known word which is no address."""
    return [
        entry
        for entry in hosts.entries
        if entry.address is None and is_known(entry.token) and is_one_word(entry.token.text)
    ]


def is_one_word(text: str) -> bool:
    """Tell whether `hosts`, which joins the words of a line and cuts it again, has one word too."""
    return bool(text) and text not in "{}" and "#" not in text and text.split() == [text]


def swallowed(hosts: Hosts, plugins: Collection[str]) -> list[HostEntry]:
    """Give the lines of a table that are plugins: the block should have ended above them."""
    return [entry for entry in stray(hosts) if entry.token.text in plugins]


def meant(entry: HostEntry) -> str:
    """Give the property that a line of a table was meant to be, "" when it is not like one."""
    from difflib import get_close_matches  # noqa: PLC0415 - needed for findings only

    return next(iter(get_close_matches(entry.token.text.lower(), Hosts.specs(), 1, 0.75)), "")
