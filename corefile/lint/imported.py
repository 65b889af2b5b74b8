"""Fixes of what is in a key that a Corefile imports.

Rules make edits of the Corefile that they look at.  So they look once more at the same
configuration with the key instead of the Corefile: its words are then those of the text that
is edited, and all others come from elsewhere.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from corefile.coredns.imports.expansion import ExpandedServer, ExpandedToken, Expansion, ImportPath
from corefile.coredns.model.config import configure
from corefile.lint.cluster import Key
from corefile.lint.embedded_fixes import added_to, edited_source
from corefile.lint.failures import findings_of
from corefile.lint.finding import Finding, Fix
from corefile.lint.messages import file_name
from corefile.lint.rule import Context, CorefileRule, Rule, of_stage
from corefile.syntax.parser import parse
from corefile.syntax.tree import Corefile
from corefile.text.records import replace
from corefile.text.regex import regex
from corefile.text.source import Source
from corefile.text.typed import TypeAlias

__all__ = ["fixes_of_imports"]

#: How many words are looked at again, for all keys together: each key takes the whole
#: configuration. One key always is.
_MOST_WORDS = 100_000

#: The number of a line, as CoreDNS gives it.
_NUMBER = regex(r":\d+(?= - )")

#: What tells the findings of a text apart: the rule, the place and the message.
Identity: TypeAlias = tuple[str, int, int, str]


def fixes_of_imports(
    ctx: Context, findings: Sequence[Finding], keys: Mapping[str, Key], rules: Sequence[Rule]
) -> dict[int, Fix]:
    """Return fixes of findings in imported keys, by the finding's number; edits of the key's text.

    `keys` are those that may be edited, by the path they are imported by.  A key that is
    imported twice gets no fixes: what is right at one place may be wrong at the other.  Nor does
    any where it is not known what else is imported.
    """
    if ctx.expansion.error is not None or ctx.expansion.unresolved:
        return {}
    fixing = {rule.code: rule for rule in of_stage(rules, CorefileRule) if rule.fixes}
    wanted: defaultdict[int, dict[str, CorefileRule]] = defaultdict(dict)
    sources: dict[int, Source] = {}
    for finding in findings:
        if finding.fix is None and finding.source.name in keys and finding.rule.code in fixing:
            sources[id(finding.source)] = finding.source
            wanted[id(finding.source)][finding.rule.code] = fixing[finding.rule.code]
    fixes: dict[tuple[int, Identity], Fix] = {}
    for source, view, added in views(ctx, list(sources.values()), keys):
        for rule in wanted[id(source)].values():
            for found in findings_of(rule, view, view.tree.source):
                if found.fix is not None and found.source is view.tree.source:
                    fixes.setdefault((id(source), key_of(found, added)), found.fix)
    wanted_keys = [(id(finding.source), key_of(finding, 0)) for finding in findings]
    return {number: fixes[key] for number, key in enumerate(wanted_keys) if key in fixes}


def key_of(finding: Finding, added: int) -> Identity:
    """Return what tells a finding apart; `added` characters are before the text it is in."""
    # What is added has a line of its own, which counts where CoreDNS names the line.
    message = _NUMBER.sub("", finding.message)
    return finding.rule.code, finding.span.start - added, finding.span.end - added, message


def views(
    ctx: Context, sources: Sequence[Source], keys: Mapping[str, Key]
) -> Iterator[tuple[Source, Context, int]]:
    """Yield the configuration as seen from each text that is imported once.

    With it come the text as it was imported, and how many characters precede it in the view.
    """
    if not sources:
        return
    count, ways = imports(ctx.expansion)
    for source in sources[: max(1, _MOST_WORDS // count)]:
        way = the_one(ways[id(source)], ctx.tree.source)
        if way is not None:
            embedded = keys[source.name].embedded
            tree = parse(edited_source(embedded, source.name))
            view = seen_from(ctx, source, way, tree, added_to(embedded))
            if view is not None:
                yield source, view, added_to(embedded)


def imports(expansion: Expansion) -> tuple[int, Mapping[int, Mapping[int, ImportPath]]]:
    """Count the words of a configuration, and give for each text what brought words of it."""
    ways: defaultdict[int, dict[int, ImportPath]] = defaultdict(dict)
    count = 1
    for token in words(expansion):
        count += 1
        if token.via is not None:
            ways[id(token.source)][id(token.via)] = token.via
    return count, ways


def words(expansion: Expansion) -> Iterator[ExpandedToken]:
    """Yield the words of all server blocks."""
    for server in expansion.servers:
        yield from server.key_tokens
        for directive in server.directives:
            yield from directive.tokens


def the_one(ways: Mapping[int, ImportPath], corefile: Source) -> ImportPath | None:
    """Return the import that brought a text, if a single one of the Corefile's own did.

    Snippets that the text defines may have been imported again from anywhere.
    """
    direct = (way for way in ways.values() if way.outer is None and way.source is corefile)
    way = next(direct, None)
    # Each import has its own word, and one outside snippets is followed once.
    others = way is None or any(other.target is not way.target for other in ways.values())
    return None if others else way


def seen_from(
    ctx: Context, source: Source, way: ImportPath, tree: Corefile, added: int
) -> Context | None:
    """Return a configuration as seen from a text that it imports; None where that cannot be read.

    `tree` is that of the text, which `added` characters precede, and `way` is what imported it.
    """
    written = {token.start - added: token for token in tree.tokens()}
    here = (token for token in words(ctx.expansion) if token.source is source)
    if any(
        token.token.start not in written or written[token.token.start].value != token.token.value
        for token in here
    ):
        return None

    def moved(token: ExpandedToken) -> ExpandedToken:
        if token.source is source:
            via = None if token.via is way else token.via
            return replace(token, token=written[token.token.start], source=tree.source, via=via)
        # What was the Corefile's own is elsewhere now.
        return token if token.via is not None else replace(token, via=way)

    servers = tuple(each_moved(server, moved) for server in ctx.expansion.servers)
    names = tuple(map(moved, ctx.expansion.names))
    expansion = replace(ctx.expansion, servers=servers, names=names, unkeyed=())
    file = file_name(ctx.tree.source.name)
    config = configure(expansion, build=ctx.config.build, file=file)
    # Imports show what a Corefile is there for, and these are others.
    site = replace(ctx.site, profile=ctx.profile)
    return Context(tree, expansion, config, site, ctx.options)


def each_moved(
    server: ExpandedServer, moved: Callable[[ExpandedToken], ExpandedToken]
) -> ExpandedServer:
    """Return a server block with every word moved."""
    directives = tuple(
        replace(directive, tokens=tuple(map(moved, directive.tokens)))
        for directive in server.directives
    )
    return replace(server, key_tokens=tuple(map(moved, server.key_tokens)), directives=directives)
