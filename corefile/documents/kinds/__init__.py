"""The kinds of files that Corefiles are found in.

A kind is a row of `KINDS`, and a module with `read_file(text, name, bare)` and the class of its
origins: nothing else has to know of it.
"""

from __future__ import annotations

from importlib import import_module

from corefile.documents.model import Document, Problem
from corefile.documents.sniff import (
    is_code,
    is_manifest,
    is_manual,
    is_markdown,
    is_markup,
    is_terminal,
    may_hold_block,
    may_hold_corefile,
)
from corefile.text.records import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["KINDS", "MANIFEST", "FileKind", "kind_of"]

_NO_YAML = (
    "This file holds a ConfigMap, and reading one needs the Python package PyYAML, which is not"
    " installed: no Corefile in it is checked. Install it with `pip install PyYAML`."
)

_NO_MARKDOWN = (
    "This file has code blocks that may contain Corefiles, and reading them needs the Python"
    " package markdown-it-py, which is not installed: they are not checked. Install it with"
    " `pip install markdown-it-py`."
)


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of files that Corefiles are found in."""

    #: Tells whether a file is of this kind, by its name without the endings of templates, and by
    #: its text.
    claims: Callable[[str, str], bool]
    #: Tells by a look at a text whether it can hold a Corefile, so is worth reading.
    may_hold: Callable[[str], bool]
    #: The module that reads it. It is loaded where it is needed only, and may need a package.
    module: str
    #: What loads that package.
    loader: str = ""
    #: What is said where that package is not installed.
    lacking: str = ""
    #: Whether a file of this kind may be a template.
    has_templates: bool = True

    def read(self, text: str, name: str, bare: str) -> Document:
        """Find the Corefiles in a file; `bare` is its name without the endings of templates."""
        if not self.may_hold(text):
            return Document(name, text, (), ())
        try:
            if self.loader:
                import_module(self.loader)
            module = import_module(self.module)
        except ImportError:
            if not self.lacking:
                raise
            return Document(name, text, (), (Problem(0, 0, self.lacking, about="package"),))
        document: Document = module.read_file(text, name, bare)
        return document


MANIFEST = FileKind(
    claims=is_manifest,
    may_hold=may_hold_corefile,
    module="corefile.documents.kinds.kubernetes",
    loader="corefile.documents.yaml.library",
    lacking=_NO_YAML,
)

#: The first that claims a file reads it.
KINDS = (
    FileKind(
        claims=is_markdown,
        may_hold=may_hold_block,
        module="corefile.documents.kinds.markdown.blocks",
        lacking=_NO_MARKDOWN,
        has_templates=False,
    ),
    FileKind(
        claims=is_markup,
        may_hold=may_hold_block,
        module="corefile.documents.kinds.markup",
        has_templates=False,
    ),
    FileKind(
        claims=is_manual,
        may_hold=may_hold_block,
        module="corefile.documents.kinds.manual",
        has_templates=False,
    ),
    FileKind(
        claims=is_code,
        may_hold=lambda _: True,
        module="corefile.documents.kinds.code",
    ),
    FileKind(
        claims=is_terminal,
        may_hold=lambda _: True,
        module="corefile.documents.kinds.terminal",
    ),
    MANIFEST,
    FileKind(
        claims=lambda *_: True,
        may_hold=lambda _: True,
        module="corefile.documents.kinds.plain",
    ),
)


def kind_of(bare: str, text: str) -> FileKind:
    """Return the kind of a file; `bare` is its name without the endings of templates."""
    return next(kind for kind in KINDS if kind.claims(bare, text))
