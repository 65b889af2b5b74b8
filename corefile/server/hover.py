"""What a word means: a plugin, a property, a zone, a rule."""

from corefile.coredns.catalogue.changes import changes_of
from corefile.coredns.catalogue.query import Query
from corefile.coredns.releases.release import plugin_releases, property_releases
from corefile.lint.selection import UnknownRule, find_rule
from corefile.lint.suppression import read_suppressions
from corefile.reference import plugins as pages
from corefile.reference.changes import line
from corefile.reference.links import rule_uri
from corefile.report.trace import text
from corefile.server.queries import trace, where
from corefile.server.spots import Spot, server_of
from corefile.text.records import dataclass

__all__ = ["Hover", "hover"]


@dataclass(frozen=True, slots=True)
class Hover:
    """What is said of a word, in Markdown, and where the word is in the Corefile."""

    about: str
    start: int
    end: int


def hover(spot: Spot) -> Hover | None:
    """Return what the word at a place means; None where there is nothing to say."""
    if spot.role == "comment":
        return rule(spot)
    word = spot.word
    if word is None:
        return None
    makers = {"plugin": plugin, "property": property_, "value": property_, "key": zone}
    make = makers.get(spot.role)
    about = make(spot) if make else plugin(spot) if spot.role == "argument" else ""
    return Hover(about, word.start, word.end) if about else None


def plugin(spot: Spot) -> str:
    """Return the page of a plugin."""
    if spot.plugin is None:
        return ""
    name, release = spot.plugin.name, spot.part.analysis.build.release
    page = pages.page(name, release=release if release in plugin_releases(name) else None)
    # An editor shows the name already, and little else fits beside it.
    return page.partition("\n")[2].strip().replace("```\n", "```corefile\n", 1)


def property_(spot: Spot) -> str:
    """Return what a property does in the release of the file, and what changed."""
    spec, kind = spot.spec, spot.plugin
    if spec is None or kind is None:
        return ""
    since = property_releases(kind.name, spec.name).since
    releases = pages.words(property_releases(kind.name, spec.name))
    release = spot.part.analysis.build.release
    default = pages.default_of(spec, release)
    changes = [each for each in changes_of(kind.name) if each.what == spec.name]
    lines = [
        f"```corefile\n{f'{spec.name} {spec.reader.syntax_in(release)}'.rstrip()}\n```",
        f"{spec.about}.",
        f"Default: {default}." if default else "",
        f"In CoreDNS {releases}." if releases else "",
        f"Ignored: {spec.ignored}." if spec.ignored else "",
        "\n".join(f"- {line(each)}" for each in changes if each.first != since),
    ]
    return "\n\n".join(filter(None, lines))


def zone(spot: Spot) -> str:
    """Return who answers for the zone of a key."""
    server = server_of(spot)
    key = next((k for k in server.keys if k.token.token == spot.word), None) if server else None
    if key is None or not key.addresses:
        return ""
    address = key.addresses[0]
    query = Query(address.zone, port=address.port, transport=address.transport)
    way = text(trace(spot.part, query), where(spot.part))
    return f"Who answers for `{address.zone}`:\n\n```text\n{way}```"


def rule(spot: Spot) -> Hover | None:
    """Return what a rule finds that a comment names."""
    for comment in read_suppressions(spot.part.tree):
        for name, span in comment.names:
            if span.start <= spot.offset <= span.end:
                try:
                    found = find_rule(name)
                except UnknownRule:
                    return None
                uri = rule_uri(found)
                about = f"{found.summary}\n\n" + (f"[{found.code}]({uri})" if uri else found.code)
                return Hover(about, span.start, span.end)
    return None
