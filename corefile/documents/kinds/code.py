"""Scripts and other code, which may hold Corefiles.

Code without one is something else than a Corefile.
"""

from __future__ import annotations

from corefile.documents.kinds.inside import chart_problems
from corefile.documents.kinds.plain import read_file as read_plain
from corefile.documents.kinds.scripts import RUBY, SHELLS, TERRAFORM
from corefile.documents.kinds.scripts import texts_in as texts_in_script
from corefile.documents.kinds.strings import strings_in
from corefile.documents.model import Document, Problem
from corefile.documents.recognise import reads_as_corefile
from corefile.text.records import replace
from corefile.text.regex import regex
from corefile.vocabulary import CODE_NAMES, HCL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from corefile.documents.model import Embedded

__all__ = ["LANGUAGES", "manifests_in", "read_file", "texts_in"]

#: The languages of files that are given instead of a Corefile, by the ending of their names.
LANGUAGES = {
    "bash": "a shell script",
    "c": "C code",
    "cpp": "C++ code",
    "cs": "C# code",
    "css": "a style sheet",
    "csv": "a table",
    "dockerfile": "a Dockerfile",
    "go": "Go code",
    "groovy": "Groovy code",
    "html": "a web page",
    "ini": "an INI file",
    "java": "Java code",
    "js": "JavaScript code",
    "jsonnet": "Jsonnet code",
    "jsx": "JavaScript code",
    "kt": "Kotlin code",
    "kts": "Kotlin code",
    "libsonnet": "Jsonnet code",
    "lua": "Lua code",
    "makefile": "a Makefile",
    "mjs": "JavaScript code",
    "nix": "Nix code",
    "php": "PHP code",
    "pl": "Perl code",
    "pp": "Puppet code",
    "properties": "a list of properties",
    "ps1": "a PowerShell script",
    "py": "Python code",
    "rb": "Ruby code",
    "rs": "Rust code",
    "scala": "Scala code",
    "service": "a unit of systemd",
    "sh": "a shell script",
    "sql": "SQL code",
    "swift": "Swift code",
    "tex": "a LaTeX document",
    "toml": "a TOML file",
    "ts": "TypeScript code",
    "tsx": "TypeScript code",
    "xml": "an XML file",
    "zsh": "a shell script",
}
#: What is in the files whose names begin so.
_OF_NAMES = ("dockerfile", "dockerfile", "groovy", "makefile", RUBY)
#: How files with the tests of a program are called.
_TESTS = regex(r"(?:^|/)(?:test_[^/]*|[^/]*[._-](?:test|tests|spec)|[^/]*Test)\.\w+\Z")
_BY_NAME = dict(zip(CODE_NAMES, _OF_NAMES, strict=True))


def read_file(text: str, name: str, bare: str) -> Document:
    """Find the Corefiles in code; `bare` is its name without the endings of templates."""
    language = _language(bare, text)
    found = tuple(texts_in(text, language))
    if _TESTS.search(bare):
        found = tuple(_as_examples(found))
    if found or language == TERRAFORM:
        return Document(name, text, found, chart_problems(found))
    if reads_as_corefile(text):
        return read_plain(text, name, bare)
    start = len(text) - len(text.lstrip("\ufeff \t\r\n"))
    end = start + len(text[start:].split("\n", 1)[0].rstrip())
    message = f"This is {LANGUAGES[language]}, not a Corefile: CoreDNS refuses it"
    advice = "name the Corefile that it writes or reads"
    return Document(name, text, (), (Problem(start, end, message, about="foreign", help=advice),))


def _as_examples(found: Iterable[Embedded]) -> Iterator[Embedded]:
    """Yield the Corefiles of tests, which have no more in them than what is tested."""
    for item in found:
        yield replace(item, kind="example") if item.kind == "corefile" else item


def _language(bare: str, text: str) -> str:
    """Return the language of a file, by its name or else by its first line."""
    own = bare.lower().rpartition("/")[2]
    beginning, ending = own.partition(".")[0], own.rpartition(".")[2]
    if own.endswith(HCL):
        return TERRAFORM
    if ending in LANGUAGES:
        return ending
    if beginning in _BY_NAME:
        return _BY_NAME[beginning]
    return "py" if "python" in text.partition("\n")[0] else "sh"


def texts_in(text: str, language: str) -> Iterator[Embedded]:
    """Yield the Corefiles in a script, in code for Terraform (`tf`), or in other code."""
    has_documents = language in (*SHELLS, RUBY, TERRAFORM)
    return (texts_in_script if has_documents else strings_in)(text, language, manifests_in)


def manifests_in(text: str) -> tuple[Embedded, ...]:
    """Return the Corefiles in a manifest; none without the package that reads YAML."""
    try:
        from corefile.documents.kinds.kubernetes import read_file as read_manifest  # noqa: PLC0415 - imports YAML
    except ImportError:
        return ()
    return read_manifest(text, "").corefiles
