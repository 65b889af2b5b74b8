"""Certificates and keys as properties and plugins named `tls` take them (plugin/pkg/tls/tls.go)."""

from collections.abc import Sequence

from corefile.coredns.catalogue.cursor import Refused
from corefile.coredns.catalogue.schema import Scope, Value

NO_CERTIFICATE = "could not load TLS cert"
NO_FILE = "open : no such file or directory"


def unnamed_tls_file(files: Sequence[Value[str]], scope: Scope) -> Refused | None:
    """Return the refusal of a certificate or key whose file cannot be there by its name.

    Alone or as the third, an empty name stands for no file; beside `root` it is a folder.
    """
    if "root" in scope.names:
        return None
    for number, file in enumerate(files):
        if "\0" in file.value:
            what = (
                f"error reading {file.value}" if len(files) == 1 or number > 1 else NO_CERTIFICATE
            )
            message = f"{what}: open {file.value}: invalid argument"
            return Refused(message, file.token, "write the name of a file")
    if len(files) < 2:
        return None
    wrong = next((file for file in files[:2] if not file.value), None)
    if wrong is None:
        return None
    return Refused(f"{NO_CERTIFICATE}: {NO_FILE}", wrong.token, "write the name of a file")
