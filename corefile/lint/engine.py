"""Runs the rules over a Corefile."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain

from corefile.coredns.imports.expand import expand
from corefile.coredns.imports.files import OutsideRoot, Reader
from corefile.coredns.model.config import configure
from corefile.coredns.releases.builds import Build
from corefile.documents.model import Folder
from corefile.lint.braced_regions import BracedRegion, first_unpaired
from corefile.lint.finding import Finding
from corefile.lint.messages import file_name
from corefile.lint.registry import default_rules
from corefile.lint.rule import (
    Context,
    CorefileRule,
    FindingsContext,
    FindingsRule,
    Rule,
    of_stage,
)
from corefile.lint.settings import Settings
from corefile.lint.site import Site
from corefile.lint.suppression import suppress
from corefile.syntax.parser import parse
from corefile.syntax.tree import Corefile

__all__ = ["context", "lint", "run"]


def lint(
    tree: Corefile | str,
    *,
    read: Reader | None = None,
    rules: Sequence[Rule] | None = None,
    build: Build | None = None,
    site: Site | None = None,
) -> list[Finding]:
    """Return what is wrong in a Corefile, in the order of the text.

    Nothing but the text is looked at, unless `read` follows imports of files: `Files(root)` from
    inside a folder, `Memory(files)` from memory.  References to the environment stay as they are
    written.  `rules` are the rules to run, by default all that are on by default; `build` is the
    CoreDNS that decides, by default the newest release; `site` is where it runs.
    """
    tree = tree if isinstance(tree, Corefile) else parse(tree)
    chosen = default_rules() if rules is None else tuple(rules)
    settings = Settings(chosen, build=build, site=site or Site())
    return run(context(tree, read, settings), settings)


def context(
    tree: Corefile,
    read: Reader | None = None,
    settings: Settings | None = None,
    folder: Folder | None = None,
    regions: tuple[BracedRegion, ...] = (),
    *,
    is_lines: bool = False,
) -> Context:
    """Return what the rules look at.

    `folder` is that of the Corefile, where it is known; `regions` are what others put in braces.
    `is_lines` says that it is lines for a server block that is not there.
    """
    settings = settings or Settings()
    expansion = expand(tree, env=None, read=None if read is None else KnownNames(read))
    config = configure(expansion, build=settings.build, file=file_name(tree.source.name))
    return Context(
        tree, expansion, config, settings.site, settings.options, folder, regions, is_lines
    )


def run(
    ctx: Context, settings: Settings | None = None, known: Iterable[Finding] = ()
) -> list[Finding]:
    """Return the findings of the rules about a Corefile, in the order of the text, each place once.

    Then the rules about findings look at these.  A snippet that is imported twice has its mistakes
    only once.  With them go those that are `known` from elsewhere.  Where the braces of a region do
    not match, what is after them is not judged, nor what needs the whole.
    """
    settings = settings or Settings()
    rules = settings.rules_for(ctx.profile)
    broken = first_unpaired(ctx.tree, ctx.regions)
    if broken is not None:
        rules = tuple(rule for rule in rules if rule.fragments)
    corefile_rules = of_stage(rules, CorefileRule)
    found: dict[object, Finding] = {}
    for finding in chain(known, *(rule.check(ctx) for rule in corefile_rules)):
        place = (finding.rule.code, id(finding.source), finding.span, finding.message)
        found.setdefault(place, finding)
    suppressed = suppress(ctx.tree, found.values())
    about = FindingsContext(ctx, suppressed, rules)
    findings = [
        *suppressed.kept,
        *chain.from_iterable(rule.check(about) for rule in of_stage(rules, FindingsRule)),
    ]
    if broken is not None:
        on_braces = {rule for rule in corefile_rules if rule.about_braces}
        findings = [
            finding
            for finding in findings
            if finding.source is ctx.tree.source
            and (finding.rule in on_braces or finding.span.start < broken.line.start)
        ]
    severities = settings.severities
    if severities:
        findings = [replace(f, severity=severities.get(f.rule.code, f.severity)) for f in findings]
    return sorted(findings, key=lambda finding: order(finding, ctx.tree))


def order(finding: Finding, tree: Corefile) -> tuple[bool, str, int, int, str]:
    """Return what findings are sorted by: the Corefile before what it imports, then the place."""
    source, span = finding.source, finding.span
    return (source is not tree.source, source.name, span.start, span.end, finding.rule.code)


class KnownNames:
    """Reads the files whose names are known: a name made with ``{$VAR}`` is not, so is ignored."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def absolute(self, name: str) -> str:
        """Return the absolute path of a file name."""
        return self.reader.absolute(name)

    def glob(self, pattern: str) -> Sequence[str]:
        """Return the paths that match a pattern. Raises OutsideRoot for a name not known."""
        if "{$" in pattern or "{%" in pattern:
            raise OutsideRoot(pattern)
        return self.reader.glob(pattern)

    def read(self, path: str) -> bytes:
        """Return the content of a file."""
        return self.reader.read(path)
