"""What is true of each migration, on generated Corefiles and on those of others."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import assume, given

from corefile.coredns.imports.expand import expand
from corefile.coredns.imports.files import Memory
from corefile.coredns.model.verdict import verdict
from corefile.coredns.releases.builds import stock
from corefile.coredns.releases.release import NEWEST, Release
from corefile.migrating import DONE, migrate
from corefile.syntax.parser import parse
from tests.migrating.corefiles import corefiles, releases
from tests.oracle.cases import CORPUS

COMMENT = re.compile(r"#.*")


def accepts(text: str, release: Release) -> bool:
    """Tell whether a release takes a text."""
    return verdict(parse(text), build=stock(release), read=Memory({})).accepted


def tokens(text: str) -> list[tuple[list[str], list[list[str]]]]:
    """Return the words of all server blocks, as CoreDNS reads them, by plugin."""
    return [
        (list(server.keys), sorted([t.text for t in line.tokens] for line in server.directives))
        for server in expand(parse(text)).servers
    ]


@given(corefiles(), releases(1))
def test_to_the_same_release_no_byte_changes(text: str, way: list[Release]) -> None:
    found = migrate(text, way[0], way[0])
    assert (found.text, found.edits, found.notices) == (text, (), ())


@given(corefiles(), releases(2))
def test_what_the_old_release_takes_the_new_one_takes(text: str, way: list[Release]) -> None:
    old, new = way
    assume(accepts(text, old))
    found = migrate(text, old, new)
    assert found.is_refused or accepts(found.text, new)
    if found.is_refused:
        assert found.text == text
        assert not accepts(text, new)


@given(corefiles(), releases(2))
def test_what_an_older_release_takes_is_what_is_left(text: str, way: list[Release]) -> None:
    """Lines are taken out only, each with a notice."""
    new, old = way
    assume(accepts(text, old))
    found = migrate(text, old, new)
    assert found.is_refused or accepts(found.text, new)
    words = Counter(word for line in text.splitlines() for word in line.split())
    assert not Counter(found.text.split()) - words
    lost = sum(notice.kind == "lost" for notice in found.notices)
    assert (found.text != text) == (lost > 0)


@given(corefiles(), releases(2))
def test_a_second_time_nothing_changes(text: str, way: list[Release]) -> None:
    old, new = way
    once = migrate(text, old, new, defaults=True)
    assert migrate(once.text, old, new, defaults=True).text == once.text


@given(corefiles(), releases(2))
def test_without_a_notice_of_it_no_byte_changes(text: str, way: list[Release]) -> None:
    found = migrate(text, *way)
    assert any(notice.kind in DONE for notice in found.notices) or found.text == text


@given(corefiles(), releases(2))
def test_comments_stay_but_on_lines_that_go(text: str, way: list[Release]) -> None:
    """Each line that is taken out has at most one comment, at its end."""
    old, new = way
    found = migrate(text, old, new)
    before, after = (Counter(COMMENT.findall(each)) for each in (text, found.text))
    gone = before - after
    ends = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    kept = [line for line in ends if any(each in line for each in gone)]
    assert not after - before
    assert sum(gone.values()) == len(kept)
    whole = [line.strip() for line in text.splitlines() if line.lstrip().startswith("#")]
    assert all(line in found.text for line in whole)


@given(corefiles(), releases(3))
def test_two_ways_lead_to_the_same(text: str, way: list[Release]) -> None:
    """Go from one release to another by way of a third."""
    old, between, new = way
    assume(accepts(text, old))
    first = migrate(text, old, between)
    direct = migrate(text, old, new)
    assume(not first.is_refused and not direct.is_refused)
    second = migrate(first.text, between, new)
    assert tokens(second.text) == tokens(direct.text)


@given(corefiles(), releases(2))
def test_who_answers_stays_but_where_it_is_told(text: str, way: list[Release]) -> None:
    """Where names end otherwise, a plugin that had them is named in a notice, or is new there."""
    old, new = way
    assume(accepts(text, old))
    found = migrate(text, old, new)
    named = {notice.plugin for notice in found.notices}
    for change in found.answers:
        sides = (change.before, change.after)
        by = {one.by for side in sides for branch in side.branches for one in branch.replies}
        assert by & named, (change.before, change.after)


REAL = CORPUS / "corefile"


def real() -> Iterator[tuple[str, str]]:
    """Yield Corefiles of others, where they are."""
    if REAL.is_dir():
        for path in sorted(REAL.iterdir())[::3]:
            yield path.name, path.read_bytes().decode("utf-8", "surrogateescape")


@pytest.mark.skipif(not REAL.is_dir(), reason="the corpus is not here")
@pytest.mark.parametrize("old", ["1.3.1", "1.8.6", "1.12.0"])
def test_the_laws_hold_for_corefiles_of_others(old: str) -> None:
    checked = 0
    for name, text in real():
        if not accepts(text, stock(old).release):
            continue
        checked += 1
        found = migrate(text, old, NEWEST)
        assert migrate(text, old, old).text == text, name
        assert found.is_refused or accepts(found.text, NEWEST), name
        assert migrate(found.text, old, NEWEST).text == found.text, name
        done = any(notice.kind in DONE for notice in found.notices)
        assert done or found.text == text, name
    assert checked > 5
