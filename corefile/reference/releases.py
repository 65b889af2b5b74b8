"""What changed in each release of CoreDNS, all plugins together."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from corefile.coredns.catalogue.changes import changes_of
from corefile.coredns.releases.changes import Change
from corefile.coredns.releases.release import (
    KUBERNETES,
    RELEASES,
    Release,
    every_plugin,
    named,
    property_releases,
)
from corefile.coredns.releases.server_changes import METRICS, SERVER_CHANGES, has_image
from corefile.reference.changes import when, words_of

__all__ = ["kubernetes_table", "page"]

#: The name of the server in lists of plugins.
SERVER = "server"


def page() -> str:
    """Return the page that lists what changed in each release, the newest first."""
    return "\n".join(lines()) + "\n"


def lines() -> Iterator[str]:
    """Yield the lines of the page."""
    yield "# Releases of CoreDNS"
    yield ""
    yield from (
        "What each release changed that somebody may notice who writes Corefiles or runs CoreDNS:",
        "other meanings, defaults and orders of plugins, what is refused since, and what is new.",
        "`corefile migrate` goes by it ([Upgrading CoreDNS](upgrading.md)), and the page of",
        "each plugin has its part of it.",
    )
    changes = [(name, each) for name in sorted(every_plugin()) for each in changes_of(name)]
    changes = [*((SERVER, each) for each in SERVER_CHANGES), *changes]
    for release in reversed(RELEASES):
        yield from section(release, [(n, each) for n, each in changes if each.first == release])
    yield ""
    yield "## Metrics with other names"
    yield ""
    yield "| CoreDNS | Before | Since |"
    yield "| --- | --- | --- |"
    for since in sorted(METRICS, key=named):
        for old, new in METRICS[since].items():
            yield f"| {since} | `{old}` | {f'`{new}`' if new else 'gone'} |"


def section(release: Release, changes: Sequence[tuple[str, Change]]) -> Iterator[str]:
    """Yield the lines about one release: what to watch, and then what is new."""
    yield ""
    yield f"## {release}"
    versions = [version for version, known in KUBERNETES.items() if known == str(release)]
    if versions:
        yield ""
        yield f"kubeadm installs it with Kubernetes {' and '.join(versions)}."
    if not has_image(release):
        yield ""
        yield "It has no official image."
    new = [(name, change.what) for name, change in changes if is_new_word(name, change)]
    told = [(n, c) for n, c in changes if not is_new_word(n, c) and c.what != "image"]
    if told:
        yield ""
    for name, change in told:
        only = f" ({when(change)})" if change.until else ""
        yield f"- {shown(name)}{only}: {words_of(change)}"
    if not changes:
        yield ""
        yield "Nothing of that kind."
    if new:
        yield ""
        yield f"New: {'; '.join(new_words(new))}."


def is_new_word(name: str, change: Change) -> bool:
    """Tell whether all that is to say of a change is that a plugin or property is new."""
    if change.kind != "added" or name == SERVER:
        return False
    return not change.what or property_releases(name, change.what).since == change.first


def new_words(new: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield the new plugins, and the new properties of others, by plugin."""
    for name, group in groupby(new, key=lambda pair: pair[0]):
        words = [what for _, what in group]
        if "" in words:
            yield f"the plugin {shown(name)}"
        else:
            yield f"{', '.join(f'`{word}`' for word in words)} of {shown(name)}"


def shown(name: str) -> str:
    """Return the name of a plugin or of the server as the page shows it."""
    return "the server" if name == SERVER else f"`{name}`"


def kubernetes_table() -> str:
    """Return the table of the releases that kubeadm installs, and of the releases on the way."""
    rows = ["| Kubernetes | CoreDNS | What changed on the way |", "| --- | --- | --- |"]
    before: Release | None = None
    for version, release in KUBERNETES.items():
        now = named(release)
        passed = [each for each in RELEASES if before is not None and before < each <= now]
        links = ", ".join(f"[{each}](releases.md#{anchor(each)})" for each in passed)
        rows.append(f"| {version} | {release} | {links} |")
        before = now
    return "\n".join(rows) + "\n"


def anchor(release: Release) -> str:
    """Return what leads to the part of the page about a release."""
    return str(release).replace(".", "")
