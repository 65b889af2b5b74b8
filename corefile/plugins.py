"""What describes a plugin: the base class, and what reads its arguments and properties.

The plugins of CoreDNS are described with the same names. `dataclass` is as in the standard library;
the class of a plugin is one of `@dataclass(frozen=True, slots=True, kw_only=True)`.
"""

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Offers, Peer, Role, Serves, Stanzas
from corefile.coredns.catalogue.file_uses import FileUse
from corefile.coredns.catalogue.kinds import (
    FILE,
    WORD,
    DurationKind,
    Kind,
    choice,
    convert,
    duration,
    exactly_one,
    fallthrough,
    first,
    flag,
    integer,
    many,
    one,
    unsigned,
    zones,
)
from corefile.coredns.catalogue.schema import Plugin, Reading, Scope, WrittenSecret
from corefile.coredns.catalogue.values import (
    Duration,
    Reader,
    Value,
    Zone,
    argument,
    setting,
    settings,
)
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.go.errors import Invalid
from corefile.text.records import dataclass

__all__ = [
    "FILE",
    "WORD",
    "Cursor",
    "Duration",
    "DurationKind",
    "ExpandedToken",
    "FileUse",
    "Invalid",
    "Kind",
    "Offers",
    "Peer",
    "Plugin",
    "Reader",
    "Reading",
    "Refused",
    "Role",
    "Scope",
    "Serves",
    "Stanzas",
    "Value",
    "WrittenSecret",
    "Zone",
    "argument",
    "choice",
    "convert",
    "dataclass",
    "duration",
    "exactly_one",
    "fallthrough",
    "first",
    "flag",
    "integer",
    "many",
    "one",
    "setting",
    "settings",
    "unsigned",
    "zones",
]
