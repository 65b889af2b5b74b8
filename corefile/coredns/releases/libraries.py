"""What a release of CoreDNS was built with: the Go of its official image, and its DNS library.

From 1.11.3 on the Go is that of `.go-version`; from 1.8.5 on it is what the official binaries say
of themselves (`coredns -version`), and before, what .travis.yml tests with. The DNS library is that
of go.mod.
"""

from functools import cache

from corefile.coredns.releases.release import Release, span
from corefile.go.dns import RCODES, TYPES

__all__ = ["go_of", "rcodes_of", "types_of"]

#: The first release that was built with a Go, newest first.
GOES = (
    ("1.15.0", (1, 27)),
    ("1.14.2", (1, 26)),
    ("1.12.4", (1, 25)),
    ("1.12.1", (1, 24)),
    ("1.11.4", (1, 23)),
    ("1.11.3", (1, 21)),
    ("1.10.1", (1, 20)),
    ("1.9.4", (1, 19)),
    ("1.9.2", (1, 18)),
    ("1.8.5", (1, 17)),
    ("1.8.4", (1, 16)),
    ("1.7.1", (1, 15)),
    ("1.6.8", (1, 14)),
    ("1.6.4", (1, 13)),
    ("1.5.0", (1, 12)),
    ("", (1, 11)),
)
#: The first release whose library knows a type of record, for those that not all know.
TYPES_SINCE = {
    "APL": "1.6.7",
    "HTTPS": "1.8.0",
    "SVCB": "1.8.0",
    "ZONEMD": "1.8.4",
    "AMTRELAY": "1.11.0",
    "IPSECKEY": "1.11.0",
    "NXNAME": "1.11.4",
    "RESINFO": "1.12.1",
}
#: The same for response codes.
RCODES_SINCE = {"DSOTYPENI": "1.12.2"}


def go_of(release: Release) -> tuple[int, int]:
    """Return the version of Go that a release was built with, or an older one that reads alike."""
    return next(go for since, go in GOES if release in span(since))


@cache
def types_of(release: Release) -> frozenset[str]:
    """Return the names of the types of records that a release knows."""
    return TYPES.difference(n for n, since in TYPES_SINCE.items() if release not in span(since))


@cache
def rcodes_of(release: Release) -> frozenset[str]:
    """Return the names of the response codes that a release knows."""
    return RCODES.difference(n for n, since in RCODES_SINCE.items() if release not in span(since))
