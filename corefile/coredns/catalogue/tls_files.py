"""Certificates and keys as properties and plugins named `tls` take them (plugin/pkg/tls/tls.go)."""

from collections.abc import Sequence

from corefile.coredns.catalogue.cursor import Refused
from corefile.coredns.catalogue.schema import Scope, Value

NO_FILE = "open : no such file or directory"


def unnamed_tls_file(files: Sequence[Value[str]], scope: Scope) -> Refused | None:
    """Return the refusal of a certificate or key whose file has an empty name.

    Alone or as the third, an empty name stands for no file; beside `root` it is a folder.
    """
    if len(files) < 2 or "root" in scope.names:
        return None
    wrong = next((file for file in files[:2] if not file.value), None)
    if wrong is None:
        return None
    return Refused(f"could not load TLS cert: {NO_FILE}", wrong.token, "write the name of a file")
