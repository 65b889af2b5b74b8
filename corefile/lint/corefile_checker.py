"""Runs the rules over one Corefile of a file, and gives what they find its place there."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from corefile.coredns.imports.files import Reader
from corefile.documents.model import Embedded
from corefile.documents.sniff import is_markdown
from corefile.documents.unknown import has_unknown
from corefile.lint.braced_regions import braced_regions
from corefile.lint.cluster import ChartFolder, Cluster, ConfigMapMount, CorefileId, Key
from corefile.lint.embedded_fixes import FixTranslator, added_to, as_it_is, fix_translator
from corefile.lint.engine import context, findings_in, run
from corefile.lint.failures import findings_of
from corefile.lint.finding import Finding, Fix
from corefile.lint.place import Place
from corefile.lint.result import Located, locate
from corefile.lint.rule import (
    ClusterContext,
    ClusterRule,
    Context,
    CorefileRule,
    FileRule,
    Rule,
    of_stage,
)
from corefile.lint.settings import InText, Settings
from corefile.lint.suppression import suppress
from corefile.syntax.parser import parse
from corefile.text.records import dataclass, replace
from corefile.text.regex import regex
from corefile.text.source import Source
from corefile.text.typed import TypeAlias

__all__ = ["FileChecker", "placed"]

#: What is above lines of an example.
_LABEL = regex(r"^[ \t]*#", re.MULTILINE)

#: Turns places of a Corefile, or of what it imports, into those of files.
ToOuter: TypeAlias = Callable[[Place], Place]


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
