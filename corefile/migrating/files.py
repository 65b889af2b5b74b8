"""Files with Corefiles, migrated together: a Corefile is judged with what it imports."""

import os
from collections.abc import Mapping, Sequence

from corefile.coredns.imports.expand import expand
from corefile.coredns.imports.files import Files, Reader
from corefile.coredns.releases.builds import Build, stock
from corefile.documents.model import Document, Embedded
from corefile.documents.reading import read as read_document
from corefile.documents.writing import Unwritable, keeps, outer_edits
from corefile.lint.cluster import Cluster, CorefileId, Key, Part
from corefile.migrating.migration import Migration, in_order, migrated
from corefile.migrating.notice import DONE, Notice
from corefile.migrating.route import Route
from corefile.syntax.parser import parse
from corefile.text.brief import Brief
from corefile.text.edits import Edit, apply_edits
from corefile.text.records import dataclass, replace
from corefile.text.source import Source
from corefile.vocabulary import STDIN

__all__ = ["FileMigration", "MigratedCorefile", "migrate_files"]

#: Put around lines for a server block, so that they can be read.
OPEN, CLOSE = ". {\n", "\n}"
#: What a Corefile imports, and what documentation shows.
PARTS = ("server", "override", "example")


@dataclass(frozen=True, slots=True)
class MigratedCorefile(Brief):
    """One Corefile of a file, and what becomes of it."""

    #: The Corefile as it was found.
    embedded: Embedded
    #: What becomes of it; places in lines for a server block are those of `embedded`.
    migration: Migration
    #: The Corefile as it will be found.
    after: Embedded


@dataclass(frozen=True, slots=True)
class FileMigration(Brief):
    """What becomes of a file."""

    #: The file as it was.
    document: Document
    #: The file as it will be.
    after: Document
    #: The release that runs its Corefiles.
    old: Build
    #: Its Corefiles.
    corefiles: tuple[MigratedCorefile, ...]
    #: The changes of the file; none where it is refused.
    edits: tuple[Edit, ...] = ()
    #: Why the file cannot hold the changes; "" where it can.
    unwritable: str = ""

    @property
    def text(self) -> str:
        """The new text of the file."""
        return self.after.text

    @property
    def is_refused(self) -> bool:
        """Whether nothing can be written."""
        refused = any(each.migration.is_refused for each in self.corefiles)
        return refused or bool(self.unwritable)


def migrate_files(
    files: Sequence[tuple[Document, Build]],
    new: Build,
    *,
    defaults: bool = False,
    deprecated: bool = False,
) -> tuple[FileMigration, ...]:
    """Return what becomes of files, each given with the CoreDNS that runs its Corefiles.

    What is for imports (`*.override` and `*.server` of `coredns-custom`) comes first, so that the
    Corefile that imports it is judged with it. `defaults` and `deprecated` are as for `migrate`.
    """
    documents = [document for document, _ in files]
    before = Cluster(documents)
    found: dict[CorefileId, Migration] = {}
    for which, embedded in before.corefiles():
        if embedded.kind in PARTS:
            route = Route(files[which.document][1], new, deprecated)
            part = of_part(embedded, route, defaults=defaults)
            # The server that imports it tells of itself.
            own = tuple(notice for notice in part.notices if notice.plugin or notice.kind in DONE)
            found[which] = replace(part, notices=own)
    after = Cluster(
        written(document, number, found).after for number, document in enumerate(documents)
    )
    for which, embedded in before.corefiles():
        if embedded.kind == "corefile":
            document, old = files[which.document]
            tree = parse(Source(embedded.text, embedded.origin.key or document.name))
            readers = [reader(each, which, embedded, document) for each in (before, after)]
            route = Route(old, new, deprecated)
            migration = migrated(
                tree,
                route,
                (readers[0], readers[1]),
                defaults=defaults,
                around=document.text,
                whole=document.template is None,
            )
            found[which] = migration
            mount = before.mount(which, tree)
            tell_parts(found, which, {} if mount is None else mount.parts)
    return tuple(
        replace(written(document, number, found), old=old)
        for number, (document, old) in enumerate(files)
    )


def of_part(embedded: Embedded, route: Route, *, defaults: bool) -> Migration:
    """Return what becomes of a text that a Corefile imports, or that documentation shows.

    Lines for a server block are read inside braces. kubeadm's default is not written into them.
    """
    if not embedded.is_lines:
        defaults = defaults and embedded.is_whole
        return migrated(parse(embedded.text), route, defaults=defaults, whole=False)
    text = OPEN + embedded.text + CLOSE
    whole = migrated(parse(text), route, whole=False)
    added, last = len(OPEN), len(embedded.text)
    edits = tuple(Edit(e.start - added, e.end - added, e.text) for e in whole.edits)
    if any(edit.start < 0 or edit.end > last for edit in edits):
        reason = "a server block cannot be written where lines of one are"
        return replace(whole, edits=(), text=embedded.text, notices=(Notice("refused", reason),))
    notices = tuple(
        replace(n, start=max(n.start - added, 0), end=max(n.end - added, 0)) for n in whole.notices
    )
    # What is around the lines is not known, so neither is who answers.
    return replace(whole, edits=edits, notices=notices, answers=())


def reader(
    cluster: Cluster, which: CorefileId, embedded: Embedded, document: Document
) -> Reader | None:
    """Return what reads the imports of a Corefile; None where they are not followed.

    They are not where one of the files is not there, which may be where CoreDNS runs.
    """
    text = cluster.corefile(which).text
    tree = parse(Source(text, embedded.origin.key or document.name))
    if embedded.origin.is_embedded:
        return cluster.mount(which, tree)
    files = None if document.name == STDIN else Files(os.path.dirname(document.name) or ".")
    return None if expand(tree, env=None, read=files).error is not None else files


def tell_parts(
    found: dict[CorefileId, Migration], main: CorefileId, parts: Mapping[str, Part]
) -> None:
    """Give each part that a Corefile imports the notices about it, instead of those of its own."""
    notices = found[main].notices
    given = {path for path, part in parts.items() if isinstance(part, Key) and part.id in found}
    kept = tuple(notice for notice in notices if notice.path not in given)
    found[main] = replace(found[main], notices=kept)
    for path, part in parts.items():
        if isinstance(part, Key) and part.id in found:
            alone = found[part.id]
            here = (replace(n, path="", line=0) for n in notices if n.path == path)
            edited = (n for n in alone.notices if n.kind in DONE)
            told = tuple(in_order((*edited, *here)))
            found[part.id] = replace(alone, notices=told, answers=())


def written(
    document: Document, number: int, found: Mapping[CorefileId, Migration]
) -> FileMigration:
    """Return what becomes of the file of a number; its edits are proved by reading the outcome."""
    edits: tuple[Edit, ...] = ()
    after, reason = document, ""
    own = {at: found.get(CorefileId(number, at)) for at in range(len(document.corefiles))}
    if not any(each is not None and each.is_refused for each in own.values()):
        try:
            edits = file_edits(document, own)
            after = read_document(apply_edits(document.text, edits), document.name)
        except Unwritable as problem:
            reason = str(problem)
    corefiles = tuple(
        MigratedCorefile(embedded, migration, after.corefiles[at])
        for at, embedded in enumerate(document.corefiles)
        if (migration := own[at]) is not None
    )
    return FileMigration(document, after, stock(), corefiles, edits, reason)


def file_edits(document: Document, own: Mapping[int, Migration | None]) -> tuple[Edit, ...]:
    """Return the changes of a file, by those of its Corefiles. Raises Unwritable."""
    edits: list[Edit] = []
    changed: list[tuple[Embedded, str]] = []
    for at, embedded in enumerate(document.corefiles):
        migration = own[at]
        if migration is None or not migration.edits:
            continue
        if reason := document.read_only(at):
            raise Unwritable(reason)
        if embedded.map not in [each.map for each, _ in changed]:  # not again by an alias
            edits += outer_edits(document.text, embedded, migration.edits).edits
            changed.append((embedded, apply_edits(embedded.text, migration.edits)))
    edits.sort(key=lambda edit: (edit.start, edit.end))
    after = read_document(apply_edits(document.text, edits), document.name)
    if changed and not keeps(document, after, changed):
        raise Unwritable("the file would not hold the new Corefile")
    return tuple(edits)
