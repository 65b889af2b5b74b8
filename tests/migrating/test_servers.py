"""What one release takes, the next one takes once it is migrated: so say the servers themselves.

The texts and answers are those of `tests/oracle/older`: cases of all plugins, right and wrong.
"""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings

from corefile.coredns.releases.release import named
from corefile.migrating import Migration, migrate
from tests.examples import some
from tests.migrating.corefiles import corefiles
from tests.oracle.older import RELEASES, asked
from tests.oracle.older.build import is_built
from tests.oracle.older.client import ask
from tests.oracle.older.recording import Recorded, load
from tests.oracle.protocol import Request

ORDERED = sorted(RELEASES, key=named)


def migrated(entry: Recorded) -> Iterator[tuple[str, Migration]]:
    """Yield what becomes of a text that an old release takes, by the new release."""
    known = sorted(asked(entry.plugin), key=named)
    for old, new in (*pairwise(known), (known[0], known[-1])):
        if old not in entry.refused:
            yield new, migrate(entry.text, old, new)


def test_recorded_answers_agree() -> None:
    """What stays as it is, the new release takes; what is refused, it refuses."""
    count = 0
    for entry in some(load())[::9]:
        for new, found in migrated(entry):
            count += 1
            if found.is_refused:
                assert new in entry.refused, (entry.text, found.notices)
            elif found.text == entry.text:
                assert new not in entry.refused, (entry.text, entry.refused[new])
    assert count > 20


@pytest.mark.coredns
@pytest.mark.parametrize(("old", "new"), [(ORDERED[0], ORDERED[1]), (ORDERED[0], ORDERED[-1])])
def test_the_servers_agree(old: str, new: str) -> None:
    """The recorded answers say so at each run; the servers themselves where they are built."""
    if not (is_built(old) and is_built(new)):
        pytest.skip("`python -m tests.oracle.older.record` builds the older servers, in minutes")
    texts: set[str] = set()

    @settings(database=None)
    @given(corefiles())
    def collect(text: str) -> None:
        texts.add(text)

    collect()
    answers = zip(sorted(texts), ask(old, [Request(each) for each in sorted(texts)]), strict=True)
    taken = [text for text, answer in answers if answer.verdict == "accepted"]
    after = [found.text for text in taken if not (found := migrate(text, old, new)).is_refused]
    assert len(after) > len(texts) / 4
    for text, answer in zip(after, ask(new, [Request(each) for each in after]), strict=True):
        assert answer.verdict == "accepted", (answer.message, text)
