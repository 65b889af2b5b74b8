"""Checks a file for several releases of CoreDNS: one finding for each mistake, and for which.

What one rule says of one place is one mistake, whatever its words are in each release.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from corefile.coredns.releases.builds import Build
from corefile.coredns.releases.release import RELEASES, Release
from corefile.lint.result import CheckResult, Located, order
from corefile.lint.rule import FindingsRule
from corefile.text.records import replace
from corefile.text.typed import TypeAlias
from corefile.vocabulary import SEVERITIES

__all__ = ["lint_for_each"]

#: So many releases in a row are written with the first and the last of them.
_ROW = 3

#: Where a mistake is, and the rule that finds it.
Slip: TypeAlias = tuple[str, str, int, int]
#: The same finding in some releases, oldest first.
Sightings: TypeAlias = list[tuple[Release, Located]]


def lint_for_each(builds: Sequence[Build], lint: Callable[[Build], CheckResult]) -> CheckResult:
    """Return what is wrong in a file for any of several builds, which are given oldest first.

    `lint` checks the file for one of them.
    """
    results = [(build.release, lint(build)) for build in builds]
    newest = results[-1][1]
    releases = [build.release for build in builds]
    refusing = refused_by(results)
    found = [
        merged(sightings, releases, refusing)
        for each in by_slip(results).values()
        for sightings in apart(each)
        if is_true_of_all(sightings) <= (len(sightings) == len(releases))
    ]
    found.sort(key=lambda item: order(item, newest.source))
    return replace(newest, findings=tuple(found))


def refused_by(results: Iterable[tuple[Release, CheckResult]]) -> set[tuple[Release, int | None]]:
    """Return the releases that find errors, each with the Corefile that they are in."""
    return {
        (release, item.corefile)
        for release, checked in results
        for item in checked.findings
        if item.finding.severity == "error"
    }


def by_slip(results: Iterable[tuple[Release, CheckResult]]) -> dict[Slip, Sightings]:
    """Return what is found in all releases, by rule and place."""
    found: defaultdict[Slip, Sightings] = defaultdict(list)
    for release, checked in results:
        for item in checked.findings:
            place = item.place
            slip = item.finding.rule.code, place.path, place.start, place.end
            found[slip].append((release, item))
    return found


def apart(sightings: Sightings) -> Iterator[Sightings]:
    """Yield the sightings of each mistake, where one rule finds several in a place of a release.

    These are told apart by their words.
    """
    if len({release for release, _ in sightings}) == len(sightings):
        yield sightings
        return
    by_words: defaultdict[str, Sightings] = defaultdict(list)
    for release, item in sightings:
        by_words[item.finding.message].append((release, item))
    yield from by_words.values()


def is_true_of_all(sightings: Sightings) -> bool:
    """Tell whether it has to be found for all releases: it is about what is found besides."""
    return isinstance(sightings[0][1].finding.rule, FindingsRule)


def merged(
    sightings: Sightings,
    releases: Sequence[Release],
    refusing: Collection[tuple[Release, int | None]],
) -> Located:
    """Return one finding, in the words of the newest release for which it is the gravest.

    There is a fix where all releases have the same. A release that finds errors in a Corefile says
    nothing else of it, so it may be that the finding holds there, too.
    """
    _, item = min(reversed(sightings), key=lambda each: SEVERITIES.index(each[1].finding.severity))
    holding = [release for release, _ in sightings]
    fixes = {each.fix for _, each in sightings}
    if len(holding) < len(releases) or len(fixes) > 1:
        item = replace(item, fix=None, finding=replace(item.finding, fix=None))
    hidden = item.finding.severity != "error"
    left = (
        release for release in releases if not (hidden and (release, item.corefile) in refusing)
    )
    if set(left) <= set(holding):
        return item
    message = f"{item.finding.message} (only with CoreDNS {words_for(holding)})"
    names = tuple(map(str, holding))
    return replace(item, finding=replace(item.finding, message=message, releases=names))


def words_for(releases: Sequence[Release]) -> str:
    """Return releases as people say them, in their order: `1.8.6, 1.10.0 to 1.11.4`."""
    rows: list[list[Release]] = []
    for release in releases:
        if rows and RELEASES.index(release) == RELEASES.index(rows[-1][-1]) + 1:
            rows[-1].append(release)
        else:
            rows.append([release])
    parts = [
        f"{row[0]} to {row[-1]}" if len(row) >= _ROW else ", ".join(map(str, row)) for row in rows
    ]
    return ", ".join(parts)
