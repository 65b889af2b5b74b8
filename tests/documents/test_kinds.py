"""A new kind of files is a module, a class and a row: nothing else knows of it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from types import ModuleType

import pytest

from corefile import documents
from corefile.documents import (
    Document,
    Embedded,
    OffsetMap,
    Origin,
    Segment,
    Unwritable,
    kinds,
    read,
)
from corefile.documents.kinds import KINDS, FileKind
from corefile.documents.writing import write_back
from corefile.formatter.document import format_document
from corefile.lint import lint_document
from corefile.lint.fixing import fix_document
from corefile.text.edits import Edit

NAME = "guide.rst"
COREFILE = ". {\n  hosts {\n    192.0.2.1 a.example\n  }\n  forward . 192.0.2.53\n}\n"
TEXT = f"A guide\n\n{COREFILE}"


@dataclass(frozen=True, slots=True)
class Guide(Origin):
    """A Corefile below the title of a guide."""

    read_only = "guides are not edited"

    @property
    def title(self) -> str:
        return "guide"


def read_file(text: str, name: str, _: str) -> Document:
    start = text.index("\n\n") + 2
    places = OffsetMap((Segment(0, start, len(text) - start),))
    return Document(name, text, (Embedded(text[start:], "corefile", places, Guide()),), ())


@pytest.fixture
def document(monkeypatch: pytest.MonkeyPatch) -> Document:
    """Return a file of a kind that is known in this test alone."""
    module = ModuleType("guides")
    module.read_file = read_file  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "guides", module)
    guides = FileKind(
        claims=lambda name, _: name.endswith(".rst"),
        may_hold=lambda text: "\n\n" in text,
        module="guides",
    )
    monkeypatch.setattr(kinds, "KINDS", (guides, *KINDS))
    return read(TEXT, NAME)


def test_it_is_read_and_checked(document: Document) -> None:
    assert [each.text for each in document.corefiles] == [COREFILE]
    assert read("A guide", NAME).corefiles == ()
    found = {item.finding.rule.name: item for item in lint_document(document).findings}
    assert found["hosts-missing-fallthrough"].place.first.line == 4


def test_it_says_why_it_is_not_edited(document: Document) -> None:
    with pytest.raises(Unwritable, match="guides are not edited"):
        write_back(document, document.corefiles[0], [Edit(0, 0, "# x\n")])
    done = fix_document(document, unsafe=True)
    assert done.text == TEXT
    assert done.read_only == ("guide: guides are not edited",)
    assert format_document(document).unwritten == 1


def test_a_package_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    missing = FileKind(
        claims=lambda *_: True,
        may_hold=lambda _: True,
        module="corefile.documents.kinds.nowhere",
        lacking="get it",
    )
    monkeypatch.setattr(kinds, "KINDS", (missing,))
    (problem,) = read("x", "x").problems
    assert (problem.message, problem.about) == ("get it", "package")


def test_each_kind_that_writes_says_so() -> None:
    named = (getattr(documents, name) for name in documents.__all__)
    classes = [each for each in named if isinstance(each, type) and issubclass(each, Origin)]
    assert len(classes) > 5
    for origin in classes:
        assert bool(origin.read_only) is (origin.write is Origin.write), origin


def test_templates_are_not_edited() -> None:
    done = fix_document(read(COREFILE.replace("192.0.2.53", "{{ upstream }}"), "Corefile.j2"))
    assert done.read_only == ("templates are not edited",)
