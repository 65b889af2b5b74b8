"""The slips of the hand in keys of a ConfigMap that a Corefile imports.

A slip in such a key is one of its own text, so it is looked for there; what the Corefile makes of
the key is read without it.
"""

from collections.abc import Iterator

from corefile.lint.cluster import ConfigMapMount, Key
from corefile.lint.embedded_fixes import added_to, inner_source
from corefile.lint.engine import context, may_have_slips, run
from corefile.lint.finding import Finding
from corefile.lint.place import Place
from corefile.lint.settings import Settings
from corefile.syntax.parser import parse
from corefile.text.records import replace
from corefile.text.source import Source, Span

__all__ = ["without_slips"]


def without_slips(
    mount: ConfigMapMount, settings: Settings
) -> tuple[list[Finding], ConfigMapMount]:
    """Return the slips in the keys of a ConfigMap, and the keys without them.

    The places are those in the text of each key, under the path that it is imported by.
    """
    found: list[Finding] = []
    parts = dict(mount.parts)
    for path, key in mount.parts.items():
        slips, text = slips_in(path, key, settings)
        if slips:
            found += slips
            parts[path] = replace(key, embedded=replace(key.embedded, text=text))
    return found, replace(mount, parts=parts) if found else mount


def slips_in(path: str, key: Key, settings: Settings) -> tuple[list[Finding], str]:
    """Return the slips in a key, and its text without them."""
    embedded = key.embedded
    lines = embedded.is_lines
    if lines:
        rules = tuple(rule for rule in settings.rules if rule.fragments)
        settings = replace(settings, rules=rules)
    ctx = context(parse(inner_source(embedded, key.source)), None, settings, is_lines=lines)
    if not may_have_slips(ctx, settings):
        return [], embedded.text
    from corefile.lint.recovery.explain import look, reported  # noqa: PLC0415 - not for sound keys

    looked = look(ctx, None)
    if looked is None:
        return [], embedded.text
    first, recovered = looked
    added = added_to(embedded)
    slips = reported(ctx, settings, run(ctx, settings), first, recovered, added)
    source = Source(embedded.text, path)
    return [*moved(slips, ctx.tree.source, source, added)], recovered.text


def moved(findings: Iterator[Finding], old: Source, new: Source, added: int) -> Iterator[Finding]:
    """Yield findings as those in a text of which so many characters at the beginning are gone.

    Their fixes stay those of the text as it is parsed.
    """
    for each in findings:
        related = tuple(
            replace(also, place=Place(new, also.place.start - added, also.place.end - added))
            for also in each.related
            if also.place.source is old
        )
        span = Span(each.span.start - added, each.span.end - added)
        yield replace(each, source=new, span=span, related=related)
