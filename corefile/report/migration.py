"""What becomes of files under another release of CoreDNS, as text and as JSON."""

from functools import partial

from corefile.coredns.imports.expansion import ExpandedToken
from corefile.documents.model import Embedded
from corefile.migrating.files import FileMigration, MigratedCorefile
from corefile.migrating.notice import DONE, KINDS, Notice, NoticeKind
from corefile.report.difference import Sides, difference_dict, text
from corefile.report.trace import Place
from corefile.text.printable import printable
from corefile.text.source import Source

__all__ = ["migration_dict", "migration_text"]

#: What each kind of notice is called above the notices.
HEADS: dict[NoticeKind, str] = {
    "refused": "no Corefile for the new release does the same; nothing was written",
    "removed": "removed: read no more, or without effect",
    "replaced": "replaced by what does the same",
    "moved": "moved",
    "lost": "lost: the older release does not have it",
    "written": "written, as kubeadm's default has it",
    "meaning": "other meaning: the same line does something else",
    "default": "other default where nothing is written",
    "order": "other order of plugins",
    "cluster": "to do in the cluster",
    "metrics": "metrics",
    "avoid": "faults of the release, and what goes away later",
    "possible": "possible from now on",
}


def migration_text(file: FileMigration, new: str, *, possible: bool = False) -> str:
    """Return what becomes of a file, by kind of notice; "" where there is nothing to know.

    `new` is the release that is to run it. What is `possible` is counted only, unless it is wanted.
    """
    found = [(one, notice) for one in file.corefiles for notice in one.migration.notices]
    lines: list[str] = []
    source = Source(file.document.text, file.document.name)
    for kind in KINDS:
        own = [(one, notice) for one, notice in found if notice.kind == kind]
        if own and (possible or kind != "possible"):
            lines.append(f"{HEADS[kind]}:")
            lines += dict.fromkeys(f"  {line_of(notice, one, source)}" for one, notice in own)
    for one in file.corefiles:
        if one.migration.answers:
            lines.append(f"other answers{of_which(one, file)}:")
            told = text(one.migration.answers, sides_of(one, file))
            lines += (f"  {line}" for line in told.splitlines())
    left = dict.fromkeys(name for one in file.corefiles for name in one.migration.not_followed)
    if left and lines:
        names = ", ".join(f"`{printable(name)}`" for name in left)
        lines.append(f"not followed: `import` of {names}; this is about the rest")
    if not all(one.migration.compared for one in file.corefiles):
        lines.append("who answers is not compared: the Corefile has too many plugins")
    hidden = sum(notice.kind == "possible" for _, notice in found)
    if hidden and not possible:
        lines.append(f"{hidden} new options are possible: --possible lists them")
    head = f"{printable(file.document.name)}: from CoreDNS {file.old.release} to {new}"
    return "".join(f"{line}\n" for line in (head, *lines)) if lines else ""


def of_which(one: MigratedCorefile, file: FileMigration) -> str:
    """Return which of several Corefiles one is, in words."""
    several = sum(bool(each.migration.answers) for each in file.corefiles) > 1
    return f" in {printable(one.embedded.origin.title)}" if several else ""


def line_of(notice: Notice, one: MigratedCorefile, source: Source) -> str:
    """Return the line for a notice."""
    line = notice.line or source.position(one.embedded.map.outer(notice.start)).line
    place = printable(f"{notice.path or source.name}:{line}")
    advice = notice.advice if notice.kind not in DONE or notice.kind == "refused" else ""
    about = f"{notice.plugin or 'server'}: "
    words = "; ".join(filter(None, (notice.text, advice)))
    release = f" ({notice.release})" if notice.release else ""
    return f"{place}: {printable(f'{about}{words}{release}')}"


def sides_of(one: MigratedCorefile, file: FileMigration) -> Sides:
    """Return where the words of a Corefile are, before and after."""
    name = file.document.name
    old, new = (Source(each.text, name) for each in (file.document, file.after))
    before = partial(place_of, embedded=one.embedded, outer=old)
    after = partial(place_of, embedded=one.after, outer=new)
    return Sides(before, after, (name, name))


def place_of(token: ExpandedToken, *, embedded: Embedded, outer: Source) -> Place:
    """Return the place of a word in its file; of one that is imported, in what it comes from."""
    source, offset = token.source, token.token.start
    if source.text == embedded.text:
        source, offset = outer, embedded.map.outer(offset)
    position = source.position(offset)
    return Place(source.name, position.line, position.column)


def migration_dict(file: FileMigration, new: str) -> dict[str, object]:
    """Return what becomes of a file as it is printed as JSON; `new` is the release to come."""
    return {
        "path": file.document.name,
        "from": str(file.old.release),
        "to": new,
        "changed": bool(file.edits),
        "refused": file.is_refused,
        "reason": file.unwritable or None,
        "corefiles": [corefile_dict(one, file) for one in file.corefiles],
    }


def corefile_dict(one: MigratedCorefile, file: FileMigration) -> dict[str, object]:
    """Return what becomes of a Corefile."""
    source = Source(file.document.text, file.document.name)
    answers = difference_dict(one.migration.answers, sides_of(one, file))["changes"]
    notices = [notice_dict(notice, one, source) for notice in one.migration.notices]
    return {
        "place": one.embedded.origin.title,
        "notices": notices,
        "not_followed": list(one.migration.not_followed),
        "compared": one.migration.compared,
        "answers": answers,
    }


def notice_dict(notice: Notice, one: MigratedCorefile, source: Source) -> dict[str, object]:
    """Return a notice."""
    position = source.position(one.embedded.map.outer(notice.start))
    return {
        "kind": notice.kind,
        "plugin": notice.plugin or None,
        "what": notice.what or None,
        "release": notice.release or None,
        "text": notice.text,
        "advice": notice.advice or None,
        "source": notice.source or None,
        "path": notice.path or source.name,
        "line": notice.line or position.line,
        "column": None if notice.path else position.column,
    }
