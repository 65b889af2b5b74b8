"""Runs the rules over a file: every Corefile in it, and what keeps others from being read."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from corefile.coredns.imports.files import Reader
from corefile.coredns.releases.builds import Build
from corefile.documents.model import Document
from corefile.documents.sniff import is_manifest
from corefile.lint.cluster import Cluster, CorefileId
from corefile.lint.corefile_checker import FileChecker
from corefile.lint.embedded_fixes import as_it_is, inner_source
from corefile.lint.failures import findings_of
from corefile.lint.finding import Finding
from corefile.lint.named_builds import as_run, builds_of, release_of
from corefile.lint.place import Place
from corefile.lint.result import CheckResult, Located, locate, order
from corefile.lint.rule import FileContext, TemplateRule, concerned
from corefile.lint.settings import Settings
from corefile.text.records import replace
from corefile.text.source import Source

__all__ = ["identity", "lint_document", "lint_documents"]


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
    Corefile.  Where `settings` name no build and a manifest has the image of CoreDNS or NodeLocal
    DNSCache, its tag does.
    `settings` are what the rules go by; `cluster` holds the ConfigMaps of all files,
    this one's among them, by default of this one alone.
    """
    checked = lint_fully(document, read, settings or Settings(), cluster)
    if not any(isinstance(item.finding.rule, TemplateRule) for item in checked.findings):
        return checked
    from corefile.lint.template import once  # noqa: PLC0415 - for what templates put in

    return replace(checked, findings=tuple(once(checked.findings)))


def lint_fully(
    document: Document, read: Reader | None, settings: Settings, cluster: Cluster | None
) -> CheckResult:
    """Return what is wrong in a file, with a note on what is not known in each Corefile."""
    if settings.build is not None and settings.older_builds:
        # Few users have several releases.
        from corefile.lint.several_releases import lint_for_each  # noqa: PLC0415

        each = replace(settings, older_builds=())
        known_to_all = cluster or Cluster((document,))
        return lint_for_each(
            (*settings.older_builds, settings.build),
            lambda build: lint_document(
                document, read=read, settings=replace(each, build=build), cluster=known_to_all
            ),
        )
    release = release_of(document) if settings.build is None else ""
    builds = builds_of(document) if settings.build is None else {}
    settings = as_run(document, settings, release)
    if document.template is not None:
        from corefile.lint.template import lint_template  # noqa: PLC0415 - for templates

        # With other lines, a rendering makes something else of a slip.
        slips = settings.explain_slips and document.template.keeps_lines
        plain = replace(settings, explain_slips=slips)
        checked = lint_template(
            document,
            document.template,
            lambda rendered: lint_fully(rendered, read, plain, None),
        )
        return replace(checked, release=release)
    checked = lint_corefiles(document, read, settings, cluster or Cluster((document,)), builds)
    return replace(checked, release=release)


def lint_corefiles(
    document: Document,
    read: Reader | None,
    settings: Settings,
    cluster: Cluster,
    builds: Mapping[int, Build],
) -> CheckResult:
    """Return what is wrong in a file; some of its Corefiles may have builds of their own."""
    here = cluster.number(document)
    outer = cluster.source(here)
    checker = FileChecker(outer, here, cluster, settings, read)
    beside = {at: replace(checker, settings=replace(settings, build=builds[at])) for at in builds}
    texts = tuple(inner_source(embedded, outer) for embedded in document.corefiles)
    about_file, about_text = by_text(FileContext(document, outer, texts), settings)
    found = {identity(item): item for item in about_file}
    left_out = 0
    # Corefiles first: then it is known which of the others they import.
    ordered = sorted(enumerate(document.corefiles), key=lambda item: item[1].kind != "corefile")
    for number, embedded in ordered:
        if embedded.kind == "corefile" or not cluster.is_imported(CorefileId(here, number)):
            own = beside.get(number, checker)
            located, left = own.lint(embedded, number, texts[number], about_text[number])
            left_out += left
        else:
            # It is judged where it is imported, but for what matters before it is.
            before = checker.before_import(embedded)
            located, _ = before.lint(embedded, number, texts[number], about_text[number])
        for item in located:
            found.setdefault(identity(item), item)
    if any(embedded.is_for_import for embedded in document.corefiles):
        # Needed for such keys only.
        from corefile.lint.vendor_findings import with_vendors  # noqa: PLC0415

        judged = with_vendors(checker, document, texts, tuple(found.values()))
        found = {identity(item): item for item in judged}
    told: Iterable[Located] = found.values()
    if document.problems:
        from corefile.lint.consequences import with_consequences  # noqa: PLC0415 - for few files

        told = with_consequences(
            document, told, lambda after: lint_fully(after, read, settings, None)
        )
    in_order = sorted(told, key=lambda item: order(item, outer))
    findings = without_suppressed(document, outer, in_order, settings)
    live = sum(embedded.kind != "backup" for embedded in document.corefiles)
    return CheckResult(outer, tuple(findings), live, left_out)


def without_suppressed(
    document: Document, outer: Source, findings: Sequence[Located], settings: Settings
) -> Sequence[Located]:
    """Leave out what comments of a manifest, around its Corefiles, suppress.

    What is wrong with these comments is added.
    """
    if "corefile:" not in outer.text or not is_manifest(document.name, outer.text):
        return findings
    from corefile.lint.outer_suppression import suppress_outside  # noqa: PLC0415 - for few files

    kept, said = suppress_outside(document, outer, findings, settings)
    return sorted((*kept, *said), key=lambda item: order(item, outer)) if said else kept


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
    for rule in concerned(settings.file_rules, ctx):
        for finding in findings_of(rule, ctx, ctx.source):
            if finding.source is ctx.source:
                about_file.append(locate(finding, as_given, as_it_is))
            else:
                about_text[id(finding.source)].append(finding)
    return about_file, tuple(about_text.get(id(inner), ()) for inner in ctx.corefiles)


def as_given(place: Place) -> Place:
    """Return a place that is one of a file already."""
    return place
