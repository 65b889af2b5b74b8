"""Runs the rules over a file: every Corefile in it, and what keeps others from being read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from corefile.coredns.files import Reader
from corefile.coredns.releases import every_plugin
from corefile.documents.model import Document, Embedded
from corefile.documents.template import MARK
from corefile.lint.checked import Checked
from corefile.lint.cluster import Cluster, Mount
from corefile.lint.engine import context, run
from corefile.lint.finding import Finding, Fix
from corefile.lint.place import Located, Place, locate
from corefile.lint.rule import Rule
from corefile.lint.rules.backup_with_mistakes import RULE as BACKUP
from corefile.lint.rules.backup_with_mistakes import check_backup
from corefile.lint.rules.unreadable_document import check_document
from corefile.lint.settings import Settings
from corefile.lint.suppression import suppress
from corefile.lint.template import lint_template
from corefile.syntax.edits import Edit
from corefile.syntax.lexer import cut
from corefile.syntax.parser import parse
from corefile.syntax.source import Source, Span

__all__ = ["Checked", "inner_edits", "lint_document", "lint_documents"]

#: Put before lines that stand for themselves, so that they are read as lines of a server block.
#: It ends no line, so that CoreDNS's line numbers stay true.
_OPEN, _CLOSE = ". { ", "\n}"

#: What examples leave out, these rules ask for; those that are only worth knowing do so too.
_NOT_SHOWN = frozenset(("no-answering-plugin", "no-server-block", "rewrite-target-not-served-here"))

#: How many fixes of one Corefile may write its string anew: each holds a copy of all of it, and
#: only one of them can be made at a time.
_MOST_RESTYLED = 50


def lint_documents(
    documents: Iterable[Document],
    *,
    read: Callable[[Document], Reader | None] | None = None,
    settings: Settings | None = None,
) -> list[Checked]:
    """Give what is wrong in files that belong together, such as those of one cluster.

    What a Corefile imports from the ConfigMap of another file is found with that Corefile, at its
    place in the other file.  `read` gives what follows the imports of a plain Corefile; `settings`
    are what the rules go by.
    """
    documents = tuple(documents)
    cluster = Cluster(documents)
    return [
        lint_document(
            document,
            read=None if read is None else read(document),
            settings=settings,
            cluster=cluster,
        )
        for document in documents
    ]


def lint_document(
    document: Document,
    *,
    read: Reader | None = None,
    settings: Settings | None = None,
    cluster: Cluster | None = None,
) -> Checked:
    """Give what is wrong in a file, in the order of its text.

    `read` follows the imports of a plain Corefile.  In a ConfigMap only those are followed that
    lead to keys of another ConfigMap (`corefile.lint.cluster`): the files beside the manifest
    are not those that CoreDNS sees.  All that is wrong in a backup, which CoreDNS does not read,
    is one finding; it does not count as a Corefile.  `settings` are what the rules go by;
    `cluster` holds the ConfigMaps of all files, this one's among them, by default of this one
    alone.
    """
    settings = settings or Settings()
    if document.template is not None:
        return lint_template(
            document,
            document.template,
            lambda variant: lint_document(variant, read=read, settings=settings),
        )
    cluster = cluster or Cluster((document,))
    outer = cluster.source(document)
    work = Work(outer, cluster, settings, read)
    found = {
        identity(item): item
        for finding in check_document(document, outer)
        for item in [
            locate(finding, lambda source, span: Place(source, span.start, span.end), as_it_is)
        ]
    }
    not_followed = 0
    # Corefiles first: then it is known which of the others they import.
    ordered = sorted(enumerate(document.corefiles), key=lambda item: item[1].kind != "corefile")
    for number, embedded in ordered:
        if embedded.kind == "corefile" or not cluster.is_imported(embedded):
            located, left = work.lint(embedded)
            not_followed += left
            for item in located:
                found.setdefault(identity(item), replace(item, corefile=number))
    findings = sorted(found.values(), key=lambda item: order(item, outer))
    live = sum(embedded.kind != "backup" for embedded in document.corefiles)
    return Checked(outer, tuple(findings), live, not_followed)


def identity(item: Located) -> tuple[str, int, int, int, str]:
    """Give what tells findings apart; several Corefiles may import the same text."""
    place = item.place
    return item.finding.code, id(place.source), place.start, place.end, item.finding.message


@dataclass(frozen=True, slots=True)
class Work:
    """What all Corefiles of a file are checked with."""

    outer: Source
    cluster: Cluster
    settings: Settings
    read: Reader | None

    def lint(self, embedded: Embedded) -> tuple[list[Located], int]:
        """Give what is wrong in one Corefile, and the number of imports not followed."""
        if embedded.kind == "backup":
            return self.lint_backup(embedded), 0
        settings = self.settings
        name = embedded.key or "Corefile"
        mount = None
        if not embedded.label:
            inner = self.outer
            tree = parse(inner)
            read = self.read
        elif is_lines(embedded):
            inner = Source(_OPEN + embedded.text + _CLOSE, name)
            tree = parse(inner)
            read = None
            settings = replace(settings, rules=tuple(r for r in settings.rules if r.fragments))
        else:
            inner = Source(embedded.text, name)
            tree = parse(inner)
            read = mount = self.cluster.mount(embedded, tree) if embedded.key else None
            if embedded.kind == "example":
                settings = replace(settings, rules=tuple(filter(suits_example, settings.rules)))
        ctx = context(tree, read, settings)
        to_outer = in_manifest(embedded, inner, self.outer, mount)
        mend = mender(embedded, self.outer)
        located = [locate(finding, to_outer, mend) for finding in known(run(ctx, settings))]
        # A line that a template puts in is read as an import.
        return located, sum(MARK not in item.target.text for item in ctx.expansion.unresolved)

    def lint_backup(self, embedded: Embedded) -> list[Located]:
        """Give what is wrong in a Corefile that CoreDNS does not read, as one finding."""
        if BACKUP not in self.settings.rules:
            return []
        others = tuple(rule for rule in self.settings.rules if rule is not BACKUP)
        settings = replace(self.settings, rules=others)
        # CoreDNS would read it by this name.
        inner = Source(embedded.text, "Corefile")
        ctx = context(parse(inner), None, settings)
        found = list(check_backup(ctx, known(run(ctx, settings))))
        severity = settings.severities.get(BACKUP.code, BACKUP.severity)
        to_outer = in_manifest(embedded, inner, self.outer, None)
        return [
            locate(replace(finding, severity=severity), to_outer, as_it_is)
            for finding in suppress(ctx.tree, found).kept
        ]


def known(findings: Iterable[Finding]) -> list[Finding]:
    """Leave out findings that speak of what a template puts in."""
    return [finding for finding in findings if MARK not in finding.message + finding.help]


def as_it_is(fix: Fix) -> Fix:
    """Give the fix of a plain Corefile: its text is the file's."""
    return fix


def inner_edits(fix: Fix, embedded: Embedded) -> tuple[Edit, ...] | None:
    """Give the edits of a fix as those of the Corefile's own text; None where they leave it."""
    added, last = added_to(embedded), len(embedded.text)
    edits = tuple(Edit(edit.start - added, edit.end - added, edit.text) for edit in fix.edits)
    return edits if all(edit.start >= 0 and edit.end <= last for edit in edits) else None


def mender(embedded: Embedded, outer: Source) -> Callable[[Fix], Fix | None]:
    """Give what turns fixes of a Corefile into those of its file; None where there is no way.

    Whether the file then holds what it should is proved when a fix is made.
    """
    if not embedded.label:
        return as_it_is
    restyled = 0

    def mend(fix: Fix) -> Fix | None:
        nonlocal restyled
        # Needed for fixes in manifests only.
        from corefile.documents.writing import Unwritable, outer_edits  # noqa: PLC0415

        edits = inner_edits(fix, embedded)
        if edits is None or restyled >= _MOST_RESTYLED:
            return None
        try:
            written = outer_edits(outer.text, embedded, edits)
        except Unwritable:
            return None
        if not written.restyled:
            return replace(fix, edits=written.edits)
        restyled += 1
        message = f"{fix.message}, and write the text of `{embedded.key}` in another YAML style"
        return replace(fix, message=message, edits=written.edits, safe=False)

    return mend


def added_to(embedded: Embedded) -> int:
    """Count the characters put before a text so that it can be read."""
    return len(_OPEN) if is_lines(embedded) else 0


def is_lines(embedded: Embedded) -> bool:
    """Tell whether a text is lines for a server block that is not there."""
    if embedded.kind == "example":
        # A plugin's name; keys that are called like one need not be reckoned with.
        return cut(embedded.text)[0][0].value in every_plugin()
    return embedded.kind == "override"


def suits_example(rule: Rule) -> bool:
    """Tell whether a rule judges what an example shows, and not what it leaves out."""
    return rule.severity != "info" and rule.name not in _NOT_SHOWN


def in_manifest(
    embedded: Embedded, inner: Source, outer: Source, mount: Mount | None
) -> Callable[[Source, Span], Place]:
    """Give what turns places of a Corefile into those of its file.

    So it does for those in keys that it imports.  Places in other files stay as they are.
    """

    def to_outer(source: Source, span: Span) -> Place:
        if source is inner:
            return placed(embedded, outer, span, added_to(embedded))
        part = mount.parts.get(source.name) if mount else None
        if part is not None:
            return placed(part.embedded, part.source, span, 0)
        return Place(source, span.start, span.end)

    return to_outer


def placed(embedded: Embedded, outer: Source, span: Span, added: int) -> Place:
    """Give the place in its file of a stretch of a Corefile that `added` characters precede."""
    last = len(embedded.text)
    start = min(max(span.start - added, 0), last)
    end = min(max(span.end - added, start), last)
    return Place(outer, *embedded.map.span(start, end))


def order(located: Located, outer: Source) -> tuple[bool, str, int, int, str]:
    """Give what findings are sorted by: the file before what it imports, then the place."""
    place = located.place
    key = (place.start, place.end, located.finding.code)
    return (place.source is not outer, place.path, *key)
