"""Findings and fixes, judged by CoreDNS: no error where it accepts, no fix that it refuses."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from corefile.documents import read
from corefile.documents.model import Embedded
from corefile.lint import Settings, all_rules, lint, lint_document
from corefile.lint.fixing import fix_document
from tests.lint.rules.test_unbalanced_braces import HELM, REST, values
from tests.oracle.cases import CORPUS, read_exactly
from tests.oracle.client import ask
from tests.oracle.compare import World
from tests.oracle.protocol import Request
from tests.oracle.recording import load, recordings

EVERY_RULE = Settings(all_rules())
#: One in so many of the generated texts is linted.
SHARE = 8


#: What CoreDNS fails with only when it starts, which the program does not let it do.
AT_START = "fails-at-start"


def errors(text: str, files: dict[str, str]) -> list[str]:
    found = lint(text, read=World(files))
    wrong = (item for item in found if item.severity == "error")
    return [item.message for item in wrong if item.rule.name != AT_START]


@pytest.mark.slow
@pytest.mark.parametrize("path", recordings(), ids=lambda path: path.name)
def test_no_error_where_coredns_accepts(path: Path) -> None:
    accepted = [c for c, a in load(path).entries if a.verdict == "accepted" and not a.unstable]
    some = accepted[:: 1 if path.name == "inputs.jsonl" else SHARE]
    wrong = {case.name: errors(case.request.text, dict(case.request.files)) for case in some}
    assert not {name: found for name, found in wrong.items() if found}


@dataclass(frozen=True)
class Mended:
    """A Corefile of the corpus before and after its fixes, and the errors that are found in it."""

    name: str
    before: Request
    after: Request
    errors: tuple[str, ...]


@cache
def corpus(unsafe: bool) -> tuple[Mended, ...]:
    paths = sorted(path for path in CORPUS.glob("*/*") if path.is_file())
    return tuple(
        {case.before.text: case for path in paths for case in mended(path, unsafe)}.values()
    )


def mended(path: Path, unsafe: bool) -> Iterator[Mended]:
    document = read(read_exactly(path), path.name)
    checked = lint_document(document, settings=EVERY_RULE)
    done = fix_document(document, settings=EVERY_RULE, unsafe=unsafe)
    again = fix_document(read(done.text, path.name), settings=EVERY_RULE, unsafe=unsafe)
    assert again.text == done.text, path
    after = read(done.text, path.name).corefiles
    for number, (old, new) in enumerate(zip(document.corefiles, after, strict=True)):
        found = (i.finding for i in checked.findings if i.corefile == number)
        wrong = tuple(i.message for i in found if i.severity == "error" and i.rule.name != AT_START)
        yield Mended(f"{path.name} {old.origin.title}", whole(old), whole(new), wrong)


def whole(corefile: Embedded) -> Request:
    """Make a Corefile of lines for a server block."""
    inside = corefile.kind == "override"
    return Request(f". {{\n{corefile.text}\n}}" if inside else corefile.text)


NEEDS_CORPUS = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no corpus in {CORPUS}")


@pytest.mark.coredns
@NEEDS_CORPUS
def test_no_error_in_the_corpus_where_coredns_accepts() -> None:
    cases = [case for case in corpus(unsafe=False) if case.errors]
    answers = ask([case.before for case in cases])
    accepted = [c for c, a in zip(cases, answers, strict=True) if a.verdict == "accepted"]
    assert not {case.name: case.errors for case in accepted}


@pytest.mark.coredns
@NEEDS_CORPUS
@pytest.mark.parametrize("unsafe", [False, True])
def test_what_coredns_accepts_it_still_accepts_when_mended(unsafe: bool) -> None:
    changed = [case for case in corpus(unsafe) if case.before != case.after]
    before, after = ask([c.before for c in changed]), ask([c.after for c in changed])
    assert not [
        (case.name, new.message)
        for case, old, new in zip(changed, before, after, strict=True)
        if old.verdict != "refused" and new.verdict == "refused"
    ]


@pytest.mark.coredns
@pytest.mark.parametrize("plugin", [row[0] for row in HELM])
def test_braces_in_values_are_an_error_where_coredns_refuses_what_the_chart_makes(
    plugin: str,
) -> None:
    document = read(values("name: errors", plugin, *REST), "values.yaml")
    (answer,) = ask([Request(document.corefiles[0].text)])
    severities = {item.finding.severity for item in lint_document(document).findings}
    assert severities == {"error" if answer.verdict == "refused" else "warning"}
