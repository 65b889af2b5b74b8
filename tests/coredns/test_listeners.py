"""What listens where, and the words that are addresses and not zones."""

import pytest

from corefile.coredns.catalogue.zones import misplaced_address
from corefile.coredns.imports.expand import expand
from corefile.coredns.model.config import configure
from corefile.coredns.model.listeners import listeners
from corefile.syntax.parser import parse


def sockets(text: str) -> dict[str, int]:
    """Return the sockets of a Corefile, and how many zones are served on each."""
    found = listeners(configure(expand(parse(text), env=None, read=None)))
    return {str(listener): sum(len(use.zones) for use in listener.uses) for listener in found}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a b {\n}\nc {\n}\n", {"dns://:53": 3}),
        ("a tls://a:8853 {\n}\n", {"dns://:53": 1, "tls://:8853": 1}),
        ("a {\n bind 0.0.0.0\n}\nb {\n}\n", {"dns://:53": 2}),
        ("a {\n bind 0::1 ::1\n}\n", {"dns://[::1]:53": 1}),
        ("a {\n bind lo\n bind 10.0.0.1\n}\n", {"dns://lo:53": 1, "dns://10.0.0.1:53": 1}),
        # Nine bits of a network are two zones.
        ("10.0.0.0/15 {\n}\n", {"dns://:53": 2}),
        # What is not known is left out.
        ("{$A} b {\n}\n", {"dns://:53": 1}),
        ("a {\n import x\n}\n", {}),
        ("a {\n import x\n bind lo\n}\n", {"dns://lo:53": 1}),
    ],
)
def test_sockets(text: str, expected: dict[str, int]) -> None:
    assert sockets(text) == expected


@pytest.mark.parametrize(
    ("word", "address"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("127.0.0.1:53", "127.0.0.1"),
        ("tls://127.0.0.1.:853", "127.0.0.1"),
        ("::1", "::1"),
        ("fd00::1:53", "fd00::1:53"),
        ("[::1]", "::1"),
        ("[::1]:53", "::1"),
        (".", ""),
        (":53", ""),
        ("", ""),
        ("example.org:53", ""),
        ("10.0.0.0/8", ""),
        ("1.2.3", ""),
    ],
)
def test_addresses_where_a_zone_is_read(word: str, address: str) -> None:
    assert misplaced_address(word) == address
