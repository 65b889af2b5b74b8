"""What changed from release to release, in sentences."""

from collections.abc import Iterable, Iterator

from corefile.coredns.catalogue.changes import changes_of
from corefile.coredns.releases.changes import Change
from corefile.coredns.releases.release import NEWEST, RELEASES, Release, named

__all__ = ["change_lines", "line", "when", "words_of"]


def change_lines(name: str, release: Release = NEWEST) -> Iterator[str]:
    """Yield the lines that say what changed in a plugin, before a release and after it."""
    changes = changes_of(name)
    old = [change for change in changes if change.first <= release]
    new = [change for change in changes if change.first > release]
    yield from listed("## Changes", old)
    yield from listed(f"## Changes after CoreDNS {release}", new)


def listed(title: str, changes: Iterable[Change]) -> Iterator[str]:
    """Yield the lines of a list of changes; none where there are none."""
    lines = [f"- {line(change)}" for change in changes]
    if lines:
        yield from ("", title, "", *lines)


def line(change: Change) -> str:
    """Return the releases with a change, what changed, and what to do."""
    return f"{when(change)}: {words_of(change)}"


def when(change: Change) -> str:
    """Return the releases with a change: the first of many, or the first and the last."""
    if not change.until:
        return change.release
    last = RELEASES[RELEASES.index(named(change.until)) - 1]
    return f"{change.release} only" if last == change.first else f"{change.release} to {last}"


def words_of(change: Change) -> str:
    """Return what changed, and what to do, in sentences."""
    sentences = (sentence(text) for text in (change.text, change.advice) if text)
    return " ".join(sentences)


def sentence(text: str) -> str:
    """Return a text with a capital letter and a dot; a name keeps its letters."""
    return f"{text[:1].upper()}{text[1:]}."
