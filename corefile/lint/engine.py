"""Runs the rules over a Corefile."""

from collections.abc import Collection, Iterable, Sequence
from itertools import chain

from corefile.coredns.imports.expand import expand
from corefile.coredns.imports.files import OutsideRoot, Reader
from corefile.coredns.model.config import configure
from corefile.coredns.model.verdict import SNIPPETS_GUARDED
from corefile.coredns.releases.builds import Build
from corefile.documents.model import Folder
from corefile.documents.unknown import has_unknown_line
from corefile.lint.braced_regions import BracedRegion, first_unpaired
from corefile.lint.failures import FAILED, failed_descriptions, findings_of
from corefile.lint.finding import Finding
from corefile.lint.messages import file_name
from corefile.lint.recovery.words import properties
from corefile.lint.registry import default_rules
from corefile.lint.rule import (
    AnyRule,
    Context,
    CorefileRule,
    FindingsContext,
    FindingsRule,
    Rule,
    SlipRule,
    concerned,
)
from corefile.lint.settings import Settings
from corefile.lint.site import Site
from corefile.lint.suppression import Suppressed, suppress
from corefile.syntax.parser import parse
from corefile.syntax.tree import (
    Block,
    Body,
    Corefile,
    Directive,
    Import,
    Node,
    ServerBlock,
    Statement,
)
from corefile.text.records import replace
from corefile.text.regex import regex

__all__ = ["context", "findings_in", "lint", "run"]

#: A word of more characters is cut in messages, and how much stays at its beginning and end.
_LONGEST, _HEAD, _TAIL = 300, 200, 50
_LONG_WORD = regex(rf"(?<!\S)\S{{{_LONGEST + 1},}}+")


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
    return findings_in(context(tree, read, settings), read, settings)


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
    guarded = settings.build is None or settings.build.release in SNIPPETS_GUARDED
    names = None if read is None else KnownNames(read)
    expansion = expand(tree, env=None, read=names, guarded=guarded, reads_on=True)
    config = configure(expansion, build=settings.build, file=file_name(tree.source.name))
    return Context(
        tree,
        expansion,
        config,
        settings.site,
        settings.options,
        folder,
        regions,
        is_lines,
        names,
        settings.other_rules,
    )


def run(
    ctx: Context,
    settings: Settings | None = None,
    known: Iterable[Finding] = (),
    *,
    heeds_comments: bool = True,
) -> list[Finding]:
    """Return the findings of the rules about a Corefile, in the order of the text, each place once.

    Then the rules about findings look at these.  A snippet that is imported twice has its mistakes
    only once.  With them go those that are `known` from elsewhere.  Where the braces of a region do
    not match, what is after them is not judged, nor what needs the whole. What comments suppress is
    left out where it `heeds_comments`.
    """
    settings = settings or Settings()
    profile = ctx.profile
    rules = settings.rules_for(profile, Rule)
    corefile_rules = settings.rules_for(profile, CorefileRule)
    late_rules = settings.rules_for(profile, FindingsRule)
    broken = first_unpaired(ctx.tree, ctx.regions)
    if broken is not None:
        rules = of_fragments(rules)
        corefile_rules, late_rules = of_fragments(corefile_rules), of_fragments(late_rules)
    found: dict[object, Finding] = {}
    about = concerned(corefile_rules, ctx)
    source = ctx.tree.source
    failures = failed_descriptions(ctx.config.failures) if ctx.config.failures else ()
    for finding in chain(known, failures, *(found_by(rule, ctx) for rule in about)):
        place = (finding.rule.code, id(finding.source), finding.span, finding.message)
        found.setdefault(place, finding)
    everything = Suppressed(tuple(found.values()), ())
    suppressed = suppress(ctx.tree, everything.kept) if heeds_comments else everything
    if any(finding.rule is FAILED for finding in found.values()):
        # A comment may be about what was not found for that reason.
        suppressed = replace(suppressed, unused=())
    whole = FindingsContext(ctx, suppressed, rules)
    findings = [
        *suppressed.kept,
        *chain.from_iterable(findings_of(rule, whole, source) for rule in late_rules),
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
    findings = [with_short_words(finding) for finding in findings]
    return sorted(findings, key=lambda finding: order(finding, ctx.tree))


def found_by(rule: CorefileRule, ctx: Context) -> Iterable[Finding]:
    """Return what a rule finds in a Corefile."""
    found = findings_of(rule, ctx, ctx.tree.source)
    if not rule.every_use or len(ctx.config.servers) == 1:
        return found
    several = tuple(found)
    if not several:
        return ()
    from corefile.lint.uses import of_every_use  # noqa: PLC0415 - most files have no such finding

    return of_every_use(several, ctx.config.servers)


def of_fragments(rules: Iterable[AnyRule]) -> tuple[AnyRule, ...]:
    """Return those of some rules that make sense for lines that stand alone."""
    return tuple(rule for rule in rules if rule.fragments)


def with_short_words(finding: Finding) -> Finding:
    """Return a finding in which no word is so long that the report gets longer than the file."""
    said = finding.message, finding.help, *(also.message for also in finding.related)
    if max(map(len, said)) <= _LONGEST and finding.fix is None:
        return finding
    fix = finding.fix and replace(finding.fix, message=short_words(finding.fix.message))
    related = tuple(replace(also, message=short_words(also.message)) for also in finding.related)
    message, help_text = short_words(finding.message), short_words(finding.help)
    return replace(finding, message=message, help=help_text, related=related, fix=fix)


def short_words(message: str) -> str:
    """Leave out the middle of long words."""
    if len(message) <= _LONGEST:
        return message
    return _LONG_WORD.sub(lambda word: f"{word[0][:_HEAD]}…{word[0][-_TAIL:]}", message)


def findings_in(
    ctx: Context, read: Reader | None, settings: Settings, known: Iterable[Finding] = ()
) -> list[Finding]:
    """Return the findings in a Corefile, and instead of what follows from a slip the slip.

    `read` is what the context was made with.
    """
    known = tuple(known)
    found = run(ctx, settings, known)
    # What is wrong with the text around it may be why it reads like this.
    around = any(finding.severity != "info" for finding in known)
    if around or not may_have_slips(ctx, settings):
        return found
    from corefile.lint.recovery.explain import explain  # noqa: PLC0415 - not for sound files

    def again(text: Corefile) -> tuple[Context, list[Finding]]:
        repaired = context(text, read, settings, ctx.folder, is_lines=ctx.is_lines)
        return repaired, run(repaired, settings, known)

    reader = None if read is None else KnownNames(read)
    return [with_short_words(each) for each in explain(ctx, reader, settings, found, again)]


def may_have_slips(ctx: Context, settings: Settings) -> bool:
    """Tell whether slips are to be looked for: something is refused, or looks out of place."""
    if (
        not settings.explain_slips
        or (ctx.regions and not ctx.is_lines)
        or has_unknown_line(ctx.tree.source.text)
    ):
        return False
    if not any(isinstance(rule, SlipRule) or rule.slips for rule in settings.rules):
        return False
    refused = ctx.tree.errors or ctx.config.refusals or ctx.expansion.error
    imports = any(isinstance(item, Import) for item in ctx.tree.items)
    strays = any(key.value == "}" for server in ctx.tree.servers for key in server.keys)
    if imports and strays and not refused:
        return False  # it may close what an import opens
    return bool(refused or has_odd_signs(ctx.tree) or looks_odd(ctx.tree, ctx.config.build.plugins))


def has_odd_signs(tree: Corefile) -> bool:
    """Tell whether signs are outside comments that are hardly ever in a Corefile."""
    words = " ".join(["", *(token.raw for token in tree.tokens()), ""])
    may_be = not words.isascii() or any(sign in words for sign in _SIGNS)
    return may_be and _ODD_SIGNS.search(words) is not None


#: One of these is in whatever matches the expression, or a sign that is not of ASCII: most
#: Corefiles have none.
_SIGNS = (",", ";", "\\", '"', " //", " =", " --", " {}", " '", " `")
_ODD_SIGNS = regex(
    r"""[,;\\](?=\s)|\s(?://|=|--|\{\}(?=\s)|['`\u2018-\u201e\u00ab\u00bb])|\S"(?=\s)|\w,\w"""
    r"""|[\u200b-\u200f\u2060\ufeff\u00ad]"""
)


def looks_odd(tree: Corefile, plugins: Collection[str]) -> bool:
    """Tell whether a word or a brace is where it hardly ever belongs."""
    return any(is_odd(node, plugins) for node in tree.walk())


def follows_brace(block: ServerBlock) -> bool:
    """Tell whether a `}` is before a server block on its line, and its `{` is on another."""
    opens = block.body.open
    is_beside = opens is not None and (not block.keys or opens.line == block.keys[-1].line)
    return not (is_beside or block.first_token.begins_line)


def is_odd(node: Node, plugins: Collection[str]) -> bool:
    """Tell whether a part of a Corefile hardly ever looks like this."""
    match node:
        case ServerBlock():
            keys = [key.value for key in node.keys]
            return follows_brace(node) or any(
                key in plugins or key in ("{", "}") or key.endswith(("{", ";", "\\"))
                for key in keys
            )
        case Directive(block=Block() as block):
            own = properties(node.name.value)
            names = (line.name.value for line in block.properties)
            odd = any(name in plugins and name not in own for name in names)
            return odd or block.open.begins_line or bool(node.tail) or closes_late(block)
        case Body():
            is_open = node.open is not None and node.close is None
            return is_open or any(isinstance(item, Block) for item in node.items)
    return False


def closes_late(block: Block) -> bool:
    """Tell whether the `}` of a block is missing, or at the end of a line with other words."""
    close = block.close
    if close is None or close.begins_line:
        return close is None
    return close.line != block.open.line or any(map(has_words, block.items))


def has_words(node: Node) -> bool:
    """Tell whether a line is more than a name."""
    return isinstance(node, Statement) and bool(node.args)


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
