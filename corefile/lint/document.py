"""Runs the rules over a file: every Corefile in it, and what keeps others from being read."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from corefile.coredns.imports.files import Reader
from corefile.documents.model import Document, Embedded
from corefile.documents.unknown import has_unknown
from corefile.lint.braced_regions import braced_regions
from corefile.lint.cluster import ChartFolder, Cluster, ConfigMapMount, CorefileId, Key
from corefile.lint.embedded_fixes import (
    FixTranslator,
    added_to,
    as_it_is,
    fix_translator,
    inner_source,
    is_lines,
)
from corefile.lint.engine import context, run
from corefile.lint.finding import Finding, Fix
from corefile.lint.imported import fixes_of_imports
from corefile.lint.place import Place
from corefile.lint.result import CheckResult, Located, locate
from corefile.lint.rule import (
    ClusterContext,
    ClusterRule,
    CorefileRule,
    FileContext,
    Rule,
    of_stage,
)
from corefile.lint.settings import Settings
from corefile.lint.suppression import suppress
from corefile.lint.template import lint_template
from corefile.syntax.parser import parse
from corefile.text.source import Source

__all__ = ["identity", "lint_document", "lint_documents", "order"]

#: Turns places of a Corefile, or of what it imports, into those of files.
ToOuter: TypeAlias = Callable[[Place], Place]


def lint_documents(
    documents: Iterable[Document],
    *,
    read: Callable[[Document], Reader | None] | None = None,
    settings: Settings | None = None,
) -> list[CheckResult]:
    """Return what is wrong in files that belong together, such as those of one cluster.

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
) -> CheckResult:
    """Return what is wrong in a file, in the order of its text.

    `read` follows the imports of a plain Corefile.  In a manifest only those are followed that
    lead to keys of another ConfigMap, or to what a chart puts beside the Corefile
    (`corefile.lint.cluster`): the files beside the manifest are not those that CoreDNS sees.  All
    that is wrong in a backup, which CoreDNS does not read, is one finding; it does not count as a
    Corefile.  `settings` are what the rules go by; `cluster` holds the ConfigMaps of all files,
    this one's among them, by default of this one alone.
    """
    settings = settings or Settings()
    if document.template is not None:
        return lint_template(
            document,
            document.template,
            lambda rendered: lint_document(rendered, read=read, settings=settings),
        )
    cluster = cluster or Cluster((document,))
    here = cluster.number(document)
    outer = cluster.source(here)
    checker = FileChecker(outer, here, cluster, settings, read)
    texts = tuple(inner_source(embedded, outer) for embedded in document.corefiles)
    about_file, about_text = by_text(FileContext(document, outer, texts), settings)
    found = {identity(item): item for item in about_file}
    not_followed = 0
    # Corefiles first: then it is known which of the others they import.
    ordered = sorted(enumerate(document.corefiles), key=lambda item: item[1].kind != "corefile")
    for number, embedded in ordered:
        if embedded.kind == "corefile" or not cluster.is_imported(CorefileId(here, number)):
            located, left = checker.lint(embedded, number, texts[number], about_text[number])
            not_followed += left
        else:
            # It is judged where it is imported, but for what matters before it is.
            before = checker.before_import(embedded)
            located, _ = before.lint(embedded, number, texts[number], about_text[number])
        for item in located:
            found.setdefault(identity(item), item)
    findings = sorted(found.values(), key=lambda item: order(item, outer))
    live = sum(embedded.kind != "backup" for embedded in document.corefiles)
    return CheckResult(outer, tuple(findings), live, not_followed)


def identity(item: Located) -> tuple[str, int, int, int, str]:
    """Return what tells findings apart; several Corefiles may import the same text."""
    place = item.place
    return item.finding.rule.code, id(place.source), place.start, place.end, item.finding.message


def by_text(
    ctx: FileContext, settings: Settings
) -> tuple[list[Located], tuple[Sequence[Finding], ...]]:
    """Run the rules about a file: findings at places of it, and those in each of its Corefiles."""
    about_file: list[Located] = []
    about_text: defaultdict[int, list[Finding]] = defaultdict(list)
    for rule in settings.file_rules:
        for finding in rule.check(ctx):
            if finding.source is ctx.source:
                about_file.append(locate(finding, as_given, as_it_is))
            else:
                about_text[id(finding.source)].append(finding)
    return about_file, tuple(about_text.get(id(inner), ()) for inner in ctx.corefiles)


def as_given(place: Place) -> Place:
    """Return a place that is one of a file already."""
    return place


@dataclass(frozen=True, slots=True)
class FileChecker:
    """What all Corefiles of a file are checked with."""

    outer: Source
    #: Which of the files of the cluster it is.
    here: int
    cluster: Cluster
    settings: Settings
    read: Reader | None

    def before_import(self, embedded: Embedded) -> "FileChecker":
        """Return the same with no rules but those for a key that a Corefile imports."""
        rules = of_stage(self.settings.rules, CorefileRule) if is_lines(embedded) else ()
        chosen = tuple(rule for rule in rules if rule.about_braces)
        return replace(self, settings=replace(self.settings, rules=chosen))

    def lint(
        self, embedded: Embedded, number: int, inner: Source, about_text: Sequence[Finding]
    ) -> tuple[list[Located], int]:
        """Return what is wrong in one Corefile, and the number of imports not followed.

        It is the Corefile of that number in the file, parsed as `inner`; `about_text` is what rules
        about the file have found in it.
        """
        if embedded.kind == "backup":
            return self.lint_backup(embedded, number, inner), 0
        settings, read, mount = self.settings, self.read, None
        lines = is_lines(embedded)
        tree = parse(inner)
        if lines:
            read = None  # imports lead from the Corefile that imports the lines
            settings = replace(settings, rules=tuple(r for r in settings.rules if r.fragments))
        elif embedded.origin.is_embedded:
            read = mount = self.cluster.mount(CorefileId(self.here, number), tree)
            if embedded.kind == "example":
                settings = replace(settings, rules=tuple(filter(suits_example, settings.rules)))
        added = added_to(embedded)
        regions = braced_regions(embedded, added)
        ctx = context(tree, read, settings, embedded.folder, regions, is_lines=lines)
        found = known(run(ctx, settings, about_text))
        # What is put around lines is not theirs.
        findings = [each for each in found if each.source is not inner or each.span.start >= added]
        to_outer = in_manifest(embedded, inner, self.outer, mount)
        translate = fix_translator(embedded, self.outer)
        located = [self.place(finding, number, to_outer, translate) for finding in findings]
        if mount is not None:
            fixes = fixes_of_imports(ctx, findings, mount.editable, settings.rules)
            located = with_fixes(located, fixes, mount.editable)
        # A line that a template puts in is read as an import.
        return located, sum(not has_unknown(item.target.text) for item in ctx.expansion.unresolved)

    def lint_backup(self, embedded: Embedded, number: int, inner: Source) -> list[Located]:
        """Return what the rules of the cluster say about a Corefile that CoreDNS does not read."""
        rules = of_stage(self.settings.rules, ClusterRule)
        if not rules:
            return []
        others = tuple(rule for rule in self.settings.rules if rule not in rules)
        settings = replace(self.settings, rules=others)
        ctx = context(parse(inner), None, settings)
        backup = ClusterContext(ctx, tuple(known(run(ctx, settings))))
        found = [
            replace(finding, severity=settings.severities.get(rule.code, finding.severity))
            for rule in rules
            for finding in rule.check(backup)
        ]
        to_outer = in_manifest(embedded, inner, self.outer, None)
        return [
            self.place(finding, number, to_outer, as_it_is)
            for finding in suppress(ctx.tree, found).kept
        ]

    def place(
        self, finding: Finding, number: int, to_outer: ToOuter, translate: FixTranslator
    ) -> Located:
        """Return a finding in the Corefile of this number its place."""
        item = locate(finding, to_outer, translate)
        # A fix has edits of the file that its finding is in.
        fix = item.fix if item.place.source is self.outer else None
        return replace(item, fix=fix, corefile=number)


def with_fixes(
    located: Sequence[Located], fixes: Mapping[int, Fix], keys: Mapping[str, Key]
) -> list[Located]:
    """Add fixes of keys that are imported, by the number of the finding."""
    translators = {path: fix_translator(key.embedded, key.source) for path, key in keys.items()}
    result = list(located)
    for number, fix in fixes.items():
        item = located[number]
        name = item.finding.source.name
        finding = replace(item.finding, fix=fix)
        result[number] = replace(
            item, finding=finding, fix=translators[name](fix), corefile=keys[name].id.corefile
        )
    return result


def known(findings: Iterable[Finding]) -> list[Finding]:
    """Leave out findings that speak of what a template puts in."""
    return [finding for finding in findings if not has_unknown(finding.message + finding.help)]


def suits_example(rule: Rule) -> bool:
    """Tell whether a rule judges what an example shows, and not what it leaves out."""
    return rule.examples and rule.severity != "info"


def in_manifest(
    embedded: Embedded, inner: Source, outer: Source, mount: ConfigMapMount | ChartFolder | None
) -> ToOuter:
    """Return what turns places of a Corefile into those of its file.

    So it does for those in what it imports from around it.  Places in other files stay as they are.
    """

    def to_outer(place: Place) -> Place:
        if place.source is inner:
            return placed(embedded, outer, place, added_to(embedded))
        part = mount.parts.get(place.path) if mount else None
        return place if part is None else placed(part.embedded, part.source, place, 0)

    return to_outer


def placed(embedded: Embedded, outer: Source, inner: Place, added: int) -> Place:
    """Return the place in its file of a stretch of a Corefile that `added` characters precede."""
    last = len(embedded.text)
    start = min(max(inner.start - added, 0), last)
    end = min(max(inner.end - added, start), last)
    return Place(outer, *embedded.map.span(start, end))


def order(located: Located, outer: Source) -> tuple[bool, str, int, int, str]:
    """Return what findings are sorted by: the file before what it imports, then the place."""
    place = located.place
    key = (place.start, place.end, located.finding.rule.code)
    return (place.source is not outer, place.path, *key)
