"""Scripts and other code, which may hold Corefiles.

Code without one is something else than a Corefile.
"""

from __future__ import annotations

from corefile.documents.kinds.plain import read_file as read_plain
from corefile.documents.kinds.scripts import TERRAFORM
from corefile.documents.kinds.scripts import texts_in as texts_in_code
from corefile.documents.model import Document, Problem
from corefile.documents.recognise import reads_as_corefile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from corefile.documents.model import Embedded

__all__ = ["manifests_in", "read_file", "texts_in"]

#: The languages of files that are given instead of a Corefile, by the ending of their names.
_LANGUAGES = {
    "bash": "a shell script",
    "c": "C code",
    "css": "a style sheet",
    "go": "Go code",
    "html": "a web page",
    "java": "Java code",
    "js": "JavaScript code",
    "nix": "Nix code",
    "pl": "Perl code",
    "ps1": "a PowerShell script",
    "py": "Python code",
    "rb": "Ruby code",
    "rs": "Rust code",
    "sh": "a shell script",
    "ts": "TypeScript code",
    "zsh": "a shell script",
}


def read_file(text: str, name: str, bare: str) -> Document:
    """Find the Corefiles in code; `bare` is its name without the endings of templates."""
    ending = bare.rpartition(".")[2].lower()
    if ending not in (*_LANGUAGES, TERRAFORM):
        ending = "py" if "python" in text.partition("\n")[0] else "sh"  # as its first line says
    found = tuple(texts_in(text, ending))
    if found or ending == TERRAFORM:
        return Document(name, text, found, ())
    if reads_as_corefile(text):
        return read_plain(text, name, bare)
    start = len(text) - len(text.lstrip("\ufeff \t\r\n"))
    end = start + len(text[start:].split("\n", 1)[0].rstrip())
    message = f"This is {_LANGUAGES[ending]}, not a Corefile: CoreDNS refuses it"
    advice = "name the Corefile that it writes or reads"
    return Document(name, text, (), (Problem(start, end, message, about="foreign", help=advice),))


def texts_in(text: str, language: str) -> Iterator[Embedded]:
    """Yield the Corefiles in a script, in code for Terraform (`tf`), or in other code."""
    return texts_in_code(text, language, manifests_in)


def manifests_in(text: str) -> tuple[Embedded, ...]:
    """Return the Corefiles in a manifest; none without the package that reads YAML."""
    try:
        from corefile.documents.kinds.kubernetes import read_file as read_manifest  # noqa: PLC0415 - imports YAML
    except ImportError:
        return ()
    return read_manifest(text, "").corefiles
