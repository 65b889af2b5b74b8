"""Which files a plugin reads, and what comes of one that is not there."""

from collections.abc import Iterable, Iterator

from corefile.coredns.imports.expansion import ExpandedToken
from corefile.text.brief import Brief
from corefile.text.records import dataclass

#: What CoreDNS says of a file that is not there; `{path}` stands for its name.
NO_FILE = "open {path}: no such file or directory"
STOPS = "CoreDNS does not start: "


@dataclass(frozen=True, slots=True)
class FileUse(Brief):
    """A name of a file that a plugin reads."""

    #: Where it is written.
    token: ExpandedToken
    #: What CoreDNS says when it is not there; `{path}` stands for the name as CoreDNS makes it.
    says: str
    #: What CoreDNS puts after the name.
    ending: str = ""
    #: Whether a relative name begins in the folder of `root`.
    rooted: bool = True
    #: Whether the plugin can do without.
    spare: bool = False


def key_files(plugin: str, tokens: Iterable[ExpandedToken]) -> Iterator[FileUse]:
    """Yield the files of keys: there are two of each, of which the one read first applies here."""
    for token in tokens:
        if not token.text.endswith(".private"):
            ending = "" if token.text.endswith(".key") else ".key"
            yield FileUse(token, f"{STOPS}`plugin/{plugin}: {NO_FILE}`", ending)


def tls_files(plugin: str, tokens: Iterable[ExpandedToken]) -> Iterator[FileUse]:
    """Yield the files of `tls`: the authority alone, or certificate, key and authority.

    (plugin/pkg/tls/tls.go)
    """
    files = tuple(tokens)
    for place, token in enumerate(files):
        is_pair = len(files) > 1 and place < 2
        why = "could not load TLS cert: " if is_pair else "error reading {path}: "
        yield FileUse(token, f"{STOPS}`plugin/{plugin}: {why}{NO_FILE}`")
