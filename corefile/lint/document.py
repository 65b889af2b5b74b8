"""Runs the rules over a file: every Corefile in it, and what keeps others from being read."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate, chain

from corefile.coredns.imports.files import Reader
from corefile.coredns.releases.builds import Build, stock
from corefile.coredns.releases.release import RELEASES, is_newer, parse_release
from corefile.documents.model import Document, Embedded, Problem
from corefile.documents.sniff import is_manifest, is_markdown
from corefile.documents.unknown import has_unknown
from corefile.lint.braced_regions import braced_regions
from corefile.lint.cluster import ChartFolder, Cluster, ConfigMapMount, CorefileId, Key
from corefile.lint.embedded_fixes import (
    FixTranslator,
    added_to,
    as_it_is,
    fix_translator,
    inner_source,
)
from corefile.lint.engine import context, findings_in, run
from corefile.lint.failures import findings_of
from corefile.lint.finding import Finding, Fix
from corefile.lint.place import Place
from corefile.lint.result import CheckResult, Located, locate, order
from corefile.lint.rule import (
    ClusterContext,
    ClusterRule,
    Context,
    CorefileRule,
    FileContext,
    FileRule,
    Rule,
    SlipRule,
    TemplateRule,
    concerned,
    of_stage,
)
from corefile.lint.settings import InText, Settings
from corefile.lint.suppression import suppress
from corefile.syntax.parser import parse
from corefile.text.edits import apply_edits
from corefile.text.records import dataclass, replace
from corefile.text.regex import regex
from corefile.text.source import Source
from corefile.text.typed import TypeAlias

__all__ = ["identity", "lint_document", "lint_documents", "release_of"]

#: Releases that are not described: the first that is comes nearest to them.
_BEFORE_ALL = ("0.9.8", "0.9.9", "0.9.10")

#: What NodeLocal DNSCache and its ConfigMap are called.
_CACHES = ("node-cache", "node-local", "nodelocal")

#: The rule that tells the same of a vendor's Corefile where users name the vendor.
REPEATS = "CF608"

#: What is above lines of an example.
_LABEL = regex(r"^[ \t]*#", re.MULTILINE)

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
    cluster = cluster or Cluster((document,))
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
    if any(item.kind in ("override", "server") for item in document.corefiles):
        # Needed for such keys only.
        from corefile.lint.vendor_base import beside_vendors  # noqa: PLC0415

        told = {(item.finding.rule.code, item.place) for item in found.values()}
        broken = {item.corefile for item in found.values() if is_slip(item.finding)}
        unclosed = any(goes_on(item.finding) for item in found.values())
        for key, finding in () if unclosed else beside_vendors(cluster, here, settings):
            place = placed(key.embedded, outer, finding.place, 0)
            is_new = told.isdisjoint(((finding.rule.code, place), (REPEATS, place)))
            if is_new and key.id.corefile not in broken:
                item = Located(finding, place, corefile=key.id.corefile)
                found.setdefault(identity(item), item)
    staying = remedied(document, lambda after: lint_fully(after, read, settings, None))
    told_once = with_consequences(document, found.values(), staying)
    in_order = sorted(told_once, key=lambda item: order(item, outer))
    findings = without_suppressed(document, outer, in_order, settings)
    live = sum(embedded.kind != "backup" for embedded in document.corefiles)
    return CheckResult(outer, tuple(findings), live, left_out, release)


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


def release_of(document: Document) -> str:
    """Return the release of CoreDNS whose image a file names, if it is one that is known."""
    if "mage" not in document.text:
        return ""
    from corefile.documents.images import named_release  # noqa: PLC0415 - for manifests

    named = named_release(document.text)
    if named in _BEFORE_ALL:
        return str(RELEASES[0])
    try:
        known = parse_release(named) if named and not is_newer(named) else None
    except ValueError:
        return ""
    return "" if known is None else str(known)


def as_run(document: Document, settings: Settings, release: str) -> Settings:
    """Return the settings for the CoreDNS that a file runs: of a release, or "", on its port."""
    has_port = "-dns.port" in document.text
    if not release and not has_port:
        return settings
    from corefile.documents.images import named_port, named_release  # noqa: PLC0415 - for few files

    build = stock(release) if release else settings.build or stock()
    if release == str(RELEASES[0]):
        build = replace(build, is_older=named_release(document.text) in _BEFORE_ALL)
    if has_port:
        build = replace(build, port=named_port(document.text))
    return replace(settings, build=build)


def builds_of(document: Document) -> Mapping[int, Build]:
    """Return the builds of Corefiles that are not read by the file's CoreDNS, by their number."""
    if not any(sign in document.text for sign in _CACHES):
        return {}
    from corefile.lint.cache_builds import cache_builds  # noqa: PLC0415 - for few files

    return cache_builds(document)


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
        rules = of_stage(self.settings.rules, CorefileRule) if embedded.is_lines else ()
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
        if not about_text and is_alone(embedded):
            text = self.settings.once(inner, lambda: lint_alone(inner, self.settings))
            located = self.located(embedded, number, text.source, text.findings, None)
            return located, text.not_followed
        settings, read, mount = self.settings, self.read, None
        lines = embedded.is_lines
        tree = parse(inner)
        if lines:
            read = None  # imports lead from the Corefile that imports the lines
            settings = replace(settings, rules=tuple(r for r in settings.rules if r.fragments))
        elif embedded.origin.is_embedded:
            read = mount = self.cluster.mount(CorefileId(self.here, number), tree)
        if embedded.kind == "example" or self.is_excerpt(embedded):
            settings = replace(settings, rules=rules_of_example(embedded, settings.rules))
        added = added_to(embedded)
        regions = braced_regions(embedded, added)
        if any(explains(each) for each in about_text):
            settings = replace(settings, explain_slips=False)
        slips: list[Finding] = []
        if isinstance(mount, ConfigMapMount):
            # Most import nothing from other keys.
            from corefile.lint.imported_slips import without_slips  # noqa: PLC0415

            slips, read = without_slips(mount, settings)
        ctx = context(tree, read, settings, embedded.folder, regions, is_lines=lines)
        found = explained(known(findings_in(ctx, read, settings, about_text)))
        if slips:
            # What is found in a key whose slip is not there has another place, if it stays.
            broken = {each.source.name for each in slips}
            found = [each for each in found if each.source.name not in broken]
            found += in_use(slips, context(tree, mount, settings))
        # What is put around lines is not theirs.
        findings = [each for each in found if each.source is not inner or each.span.start >= added]
        located = self.located(embedded, number, inner, findings, mount)
        if mount is not None:
            from corefile.lint.imported import fixes_of_imports  # noqa: PLC0415 - as above

            fixes = fixes_of_imports(ctx, findings, mount.editable, settings.rules)
            fixes |= {
                at: each.fix
                for at, each in enumerate(findings)
                if each.fix is not None and each.source.name in mount.editable
            }
            located = with_fixes(located, fixes, mount.editable)
        return located, not_followed(ctx)

    def is_excerpt(self, embedded: Embedded) -> bool:
        """Tell whether it is made of Helm values in a text, which shows some of them."""
        return bool(embedded.origin.pieces) and is_markdown(self.outer.name, self.outer.text)

    def located(
        self,
        embedded: Embedded,
        number: int,
        inner: Source,
        findings: Iterable[Finding],
        mount: ConfigMapMount | ChartFolder | None,
    ) -> list[Located]:
        """Return findings in a Corefile at their places in the file."""
        to_outer = in_manifest(embedded, inner, self.outer, mount)
        translate = fix_translator(embedded, self.outer)
        return [self.place(finding, number, to_outer, translate) for finding in findings]

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
            for finding in findings_of(rule, backup, inner)
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
        of_file = finding.fix is not None and finding.fix.reveals
        item = locate(finding, to_outer, as_it_is if of_file else translate)
        # A fix has edits of the file that its finding is in.
        fix = item.fix if item.place.source is self.outer else None
        return replace(item, fix=fix, corefile=number)


def is_alone(embedded: Embedded) -> bool:
    """Tell whether nothing counts for what is wrong in a Corefile but its text.

    One without an import in a ConfigMap is so.
    """
    origin = embedded.origin
    in_config_map = origin.is_embedded and bool(origin.key) and not origin.pieces
    is_whole = embedded.kind == "corefile" and embedded.folder is None
    return in_config_map and is_whole and "import" not in embedded.text


def lint_alone(source: Source, settings: Settings) -> InText:
    """Return what is wrong in a text that nothing around it matters to."""
    ctx = context(parse(source), None, settings)
    findings = explained(known(findings_in(ctx, None, settings)))
    return InText(source, tuple(findings), not_followed(ctx))


def not_followed(ctx: Context) -> int:
    """Count the imports that were not followed; a line that a template puts in is read as one."""
    left = (item for item in ctx.expansion.unresolved if item.reason != "not found")
    return sum(not has_unknown(item.target.text) for item in left)


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


def is_slip(finding: Finding) -> bool:
    """Tell whether a finding is a slip of the hand, from which others may follow."""
    repairs = finding.fix is not None and finding.fix.repairs
    return isinstance(finding.rule, SlipRule) or repairs or bool(finding.consequences)


def goes_on(finding: Finding) -> bool:
    """Tell whether braces do not match, so that other keys are read as a part of this one."""
    rule = finding.rule
    return isinstance(rule, CorefileRule) and rule.about_braces and finding.severity != "info"


def in_use(slips: Sequence[Finding], ctx: Context) -> list[Finding]:
    """Return slips in imported keys: errors with safe fixes where CoreDNS refuses the Corefile."""
    refused = ctx.config.refusals or ctx.expansion.error or ctx.tree.errors
    return [
        replace(each, severity="error", fix=each.fix and replace(each.fix, safe=True))
        if refused
        else each
        for each in slips
    ]


def explains(finding: Finding) -> bool:
    """Tell whether a finding about a file explains all that is found in its Corefile."""
    return isinstance(finding.rule, FileRule) and finding.rule.explains


def explained(findings: list[Finding]) -> list[Finding]:
    """Return the findings that explain the others; all where none does.

    They are errors where one of the others is.
    """
    causes = [each for each in findings if explains(each)]
    if not causes:
        return findings
    refused = any(each.severity == "error" for each in findings)
    return [replace(each, severity="error") if refused else each for each in causes]


def remedied(
    document: Document, lint: Callable[[Document], CheckResult]
) -> Mapping[tuple[str, int], str]:
    """Return what is said where problems of a file are solved, by the rule and the place."""
    edits = sorted((p.remedy for p in document.problems if p.remedy), key=lambda edit: edit.start)
    if not edits:
        return {}
    from corefile.documents import read as read_document  # noqa: PLC0415 - for few files

    after = read_document(apply_edits(document.text, edits), document.name)
    if any(problem.remedy for problem in after.problems):
        return {}
    added = [0, *accumulate(len(edit.text) for edit in edits)]
    # Where the text begins that follows each edit.
    begins = [edit.start + before for edit, before in zip(edits, added[1:], strict=True)]
    starts = ((item, item.place.start) for item in lint(after).findings)
    return {
        (item.finding.rule.code, start - added[bisect_right(begins, start)]): item.finding.message
        for item, start in starts
    }


def with_consequences(
    document: Document, items: Iterable[Located], staying: Mapping[tuple[str, int], str]
) -> list[Located]:
    """Return findings, those that follow from a problem of the file with that problem's.

    It is an error where one of them is. What is `staying`, and what is said of it there, does not
    follow where that is in doubt.
    """
    left = {id(item): item for item in items}
    causes = [problem for problem in document.problems if problem.follows is not None]
    if not causes:
        return [*left.values()]
    said = {said_of(item): item for item in reversed(left.values())}
    inside = sorted(
        (item for item in left.values() if item.corefile is not None),
        key=lambda item: item.place.start,
    )
    starts = [item.place.start for item in inside]
    for problem in causes:
        cause = said.get((problem.offset, problem.end, problem.message))
        if cause is None or id(cause) not in left:
            continue
        ranges = (
            range(bisect_left(starts, span[0]), bisect_left(starts, span[1]))
            for span in (problem.follows, problem.doubtful)
            if span is not None
        )
        follow = []
        for number in sorted({*chain.from_iterable(ranges)}):
            each = inside[number]
            message = staying.get((each.finding.rule.code, each.place.start), "")
            if id(each) not in left:
                continue
            if follows(each, problem, stays=bool(message)):
                follow.append(left.pop(id(each)))
            elif message:
                left[id(each)] = replace(each, finding=replace(each.finding, message=message))
        whole = with_those(left.pop(id(cause)), follow)
        left[id(whole)] = whole
    return [*left.values()]


def follows(item: Located, problem: Problem, *, stays: bool) -> bool:
    """Tell whether a finding in a Corefile is where all follows from a problem, or most does."""
    if is_within(item, problem.follows):
        return True
    is_open = not stays and item.finding.severity != "error"
    return is_open and is_within(item, problem.doubtful)


def is_within(item: Located, span: tuple[int, int] | None) -> bool:
    """Tell whether a finding begins between two offsets."""
    return span is not None and span[0] <= item.place.start < span[1]


def said_of(item: Located) -> tuple[int, int, str]:
    """Return the place and the words of a finding."""
    return item.place.start, item.place.end, item.finding.message


def with_those(cause: Located, follow: Sequence[Located]) -> Located:
    """Return a finding with those that follow from it."""
    refused = any(each.finding.severity == "error" for each in follow)
    finding = replace(cause.finding, severity="error") if refused else cause.finding
    consequences = tuple(replace(each, fix=None) for each in follow)
    return replace(cause, finding=finding, consequences=(*cause.consequences, *consequences))


def known(findings: Iterable[Finding]) -> list[Finding]:
    """Leave out findings that speak of what a template puts in."""
    return [finding for finding in findings if not has_unknown(finding.message + finding.help)]


def rules_of_example(embedded: Embedded, rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Return the rules that judge an example, and not what it leaves out."""
    has_labels = embedded.is_lines and _LABEL.search(embedded.text)
    suiting = filter(suits_example, rules)
    return tuple(rule for rule in suiting if not (has_labels and rule.compares))


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
