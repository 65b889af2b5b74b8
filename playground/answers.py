"""What the playground asks of a text: each answer is a function from a request to JSON.

The page runs this module in the browser. It has the public interface of `corefile`, and what the
language server says of words. It reads no files: imports of files are not followed. Offsets and
columns are those of JavaScript, which counts UTF-16 units.
"""

import json
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from ipaddress import ip_address
from typing import Any

from corefile import ExpandedDirective, ExpandedToken, Expansion, Reader, Source, expand, parse
from corefile.coredns.catalogue.query import Query
from corefile.coredns.catalogue.zones import fqdn, is_domain_name
from corefile.coredns.model.config import Config, configure
from corefile.coredns.model.picture import picture
from corefile.coredns.model.search import searched
from corefile.coredns.model.trace import Assumptions, trace
from corefile.coredns.releases.builds import stock
from corefile.documents import Document, Embedded, Unwritable, read
from corefile.editing import EditError, written
from corefile.formatter.document import format_document
from corefile.go.dns import TYPES, received_name
from corefile.lint import (
    Cluster,
    CorefileId,
    Edit,
    Fix,
    Located,
    Place,
    Settings,
    fix_document,
    lint_document,
)
from corefile.migrating import migrate_files, release_of
from corefile.report.graph import draw
from corefile.report.migration import migration_text
from corefile.report.trace import Place as TracePlace
from corefile.report.trace import text as trace_text
from corefile.server.analysis import Analysis
from corefile.server.completion import completions
from corefile.server.hover import hover
from corefile.server.spots import Spot, spot_at

__all__ = ["answer"]

#: A request or an answer, as JSON has it.
Json = dict[str, Any]

#: How many characters a text has at most that is looked at while somebody types.
LONGEST = 200_000

#: What a namespace of Kubernetes may be called.
NAMESPACE = re.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


class NoAnswer(Exception):
    """There is no answer; the text says why."""


@dataclass(frozen=True)
class Asked:
    """The text that is asked about."""

    text: str
    #: The name of its file, which tells what kind of file it is.
    name: str
    #: The release of CoreDNS that decides; "" for that of the image in the file, or the newest.
    release: str
    #: Which of its Corefiles is asked about, where a question is about one.
    number: int = 0

    @cached_property
    def document(self) -> Document:
        """The file, and the Corefiles in it."""
        return read(self.text, self.name)

    @cached_property
    def settings(self) -> Settings:
        """What the rules go by."""
        release = self.release or release_of(self.document)
        return Settings(build=stock(release)) if release else Settings()

    @cached_property
    def units(self) -> "Units":
        """What turns places into those of JavaScript."""
        return Units(self.text)

    @cached_property
    def analysis(self) -> Analysis:
        """The text as the language server has it."""
        return Analysis(self.text, self.name, self.settings)

    @property
    def whole(self) -> tuple[int, ...]:
        """The numbers of the Corefiles in the file that are whole."""
        corefiles = enumerate(self.document.corefiles)
        return tuple(number for number, one in corefiles if one.is_whole)

    @property
    def chosen(self) -> int:
        """The number of the Corefile that is asked about. Raises NoAnswer where there is none."""
        if not self.whole:
            problems = (problem.message for problem in self.document.problems)
            raise NoAnswer(next(problems, "There is no Corefile in this text."))
        return self.number if self.number in self.whole else self.whole[0]

    @property
    def embedded(self) -> Embedded:
        """The Corefile that is asked about. Raises NoAnswer."""
        return self.document.corefiles[self.chosen]

    @cached_property
    def source(self) -> Source:
        """Its text."""
        return Source(self.embedded.text, self.embedded.origin.key or self.name)

    @cached_property
    def reader(self) -> Reader | None:
        """What follows its imports: keys of its ConfigMaps, and nothing else."""
        if not self.embedded.origin.key:
            return None
        mounted = Cluster((self.document,)).mount(CorefileId(0, self.chosen), parse(self.source))
        reader: Reader | None = mounted
        return reader

    @cached_property
    def expansion(self) -> Expansion:
        """What CoreDNS reads of it, but for variables, which stay as they are written."""
        return expand(parse(self.source), env=None, read=self.reader)

    @cached_property
    def config(self) -> Config:
        """What that means, as far as it is known."""
        return configure(self.expansion, build=self.settings.build).known_part

    @property
    def refusal(self) -> str:
        """What CoreDNS says if it does not take the Corefile; "" if it does."""
        if self.expansion.error is not None:
            return str(self.expansion.error)
        return next((one.message for one in self.config.refusals if one.certain), "")

    def where(self, token: ExpandedToken) -> TracePlace:
        """Return the place of a word in the file."""
        source, start = token.source, token.token.start
        if source.text == self.source.text:
            source, start = self.outer, self.embedded.map.outer(start)
        position = source.position(start)
        return TracePlace(source.name, position.line, position.column)

    @cached_property
    def outer(self) -> Source:
        """The file as a text with lines."""
        return Source(self.text, self.name)

    def notes(self) -> Iterator[str]:
        """Yield what an answer about the Corefile leaves out."""
        if self.refusal:
            yield f"CoreDNS does not start with this Corefile: {self.refusal}"
        names = dict.fromkeys(f"`{one.target.text}`" for one in self.expansion.unresolved)
        if names:
            yield f"Not followed: `import` of {', '.join(names)}. This is about the rest."
        if not self.config.servers:
            yield "There are no server blocks: CoreDNS listens nowhere."


class Units:
    """Turns offsets, which count characters, into those of JavaScript."""

    def __init__(self, text: str) -> None:
        # Only characters that take two units make a difference.
        self._wide = [place for place, letter in enumerate(text) if letter > "\uffff"]

    def __call__(self, offset: int) -> int:
        """Return the number of units before a character."""
        return offset + bisect_left(self._wide, offset)

    def characters(self, units: int) -> int:
        """Return the number of characters before a unit of JavaScript."""
        places = range(len(self._wide))
        return units - bisect_left(places, units, key=lambda at: self._wide[at] + at + 1)


def answer(request: str) -> str:
    """Answer a request, both in JSON: `{"ask": "findings", "text": …, "name": …, …}`.

    Where there is no answer, it is `{"none": REASON}`.
    """
    said: Json = json.loads(request)
    asked = Asked(said["text"], said["name"], said.get("release", ""), said.get("number", 0))
    try:
        if len(asked.text) > LONGEST:
            raise NoAnswer(
                f"This text has more than {LONGEST:,} characters. `corefile-lint` checks it."
            )
        found = ANSWERS[said["ask"]](asked, said)
    except NoAnswer as reason:
        found = {"none": str(reason)}
    return json.dumps(found)


def findings(asked: Asked, said: Json) -> Json:
    """Return what is wrong, and what there is in the file."""
    del said
    checked = lint_document(asked.document, settings=asked.settings)
    corefiles = asked.document.corefiles
    return {
        "findings": [finding(item, asked) for item in checked.findings],
        "corefiles": [
            {"number": number, "title": corefiles[number].origin.title} for number in asked.whole
        ],
        "release": str((asked.settings.build or stock()).release),
        "from_image": not asked.release and bool(release_of(asked.document)),
        "not_followed": checked.not_followed,
    }


def finding(item: Located, asked: Asked) -> Json:
    """Return a finding."""
    found = item.finding
    return {
        "code": found.rule.code,
        "rule": found.rule.name,
        "severity": found.severity,
        "message": found.message,
        "help": found.help,
        **place(item.place, asked),
        "related": [{"message": one.message, **place(one.place, asked)} for one in item.related],
        "fix": fix(item.fix, asked) if item.fix else None,
        "consequences": [
            {"message": one.finding.message, **place(one.place, asked)} for one in item.consequences
        ],
    }


def place(where: Place, asked: Asked) -> Json:
    """Return a place; its offsets are None where it is not in the text."""
    if where.source.name != asked.name:
        return {"start": None, "end": None, "line": where.first.line, "file": where.path}
    start, end = asked.units(where.start), asked.units(where.end)
    return {"start": start, "end": end, "line": where.first.line, "file": ""}


def fix(made: Fix, asked: Asked) -> Json:
    """Return a fix."""
    return {"message": made.message, "safe": made.safe, "edits": edits(made.edits, asked)}


def edits(made: Sequence[Edit], asked: Asked) -> list[Json]:
    """Return edits of the text, in its order."""
    return [
        {"start": asked.units(edit.start), "end": asked.units(edit.end), "text": edit.text}
        for edit in sorted(made, key=lambda edit: (edit.start, edit.end))
    ]


def fixed(asked: Asked, said: Json) -> Json:
    """Return the text with all safe fixes made."""
    del said
    made = fix_document(asked.document, settings=asked.settings)
    return {"text": made.text, "fixed": len(made.fixed), "left": len(made.checked.findings)}


def formatted(asked: Asked, said: Json) -> Json:
    """Return the text in the one layout, and what kept Corefiles from being laid out."""
    del said
    made = format_document(asked.document)
    if not asked.document.corefiles and not made.obstacles:
        raise NoAnswer("There is no Corefile in this text.")
    return {
        "text": made.text,
        "changed": made.changed,
        "obstacles": [
            {"message": one.message, "line": one.position.line} for one in made.obstacles
        ],
        "unwritten": made.unwritten,
        "left": made.is_left,
    }


def expanded(asked: Asked, said: Json) -> Json:
    """Return a Corefile as CoreDNS reads it."""
    del said
    if asked.expansion.error is not None:
        raise NoAnswer(f"CoreDNS refuses this Corefile: {asked.expansion.error}")
    blocks = [
        "\n".join([f"{', '.join(map(word, server.keys))} {{", *lines(server.directives), "}"])
        for server in asked.expansion.servers
    ]
    return {"text": "\n\n".join(blocks) + "\n", "notes": [*asked.notes()]}


def word(text: str) -> str:
    """Return a word as it is written; one that cannot be written, as it is."""
    try:
        return written(text)
    except EditError:
        return text


def lines(directives: Sequence[ExpandedDirective]) -> Iterator[str]:
    """Yield the lines of a server block: those that CoreDNS takes for lines."""
    for directive in directives:
        depth, line = 1, ""
        before: ExpandedToken | None = None
        for token in directive.tokens:
            closes = token.text == "}" and not token.token.quoted
            if before is not None and not on_one_line(before, token):
                yield line
                line = ""
            depth -= closes
            brace = token.text in ("{", "}") and not token.token.quoted
            text = token.text if brace else word(token.text)
            line = f"{line} {text}" if line else "    " * depth + text
            depth += token.text == "{" and not token.token.quoted
            before = token
        yield line


def on_one_line(before: ExpandedToken, token: ExpandedToken) -> bool:
    """Tell whether CoreDNS takes two words to be on one line (caddyfile/dispenser.go)."""
    return before.file == token.file and before.last_line == token.line


def traced(asked: Asked, said: Json) -> Json:
    """Return what a query meets."""
    name, type_ = said["query"].strip(), said.get("type", "A").upper()
    client, namespace = said.get("client", "").strip(), said.get("namespace", "").strip()
    try:
        # People ask for the name of an address, too.
        name, type_ = f"{ip_address(name).reverse_pointer}.", "PTR"
    except ValueError:
        if not name:
            raise NoAnswer("Write a name, such as `www.example.org`.") from None
        if not is_domain_name(name):
            raise NoAnswer(f"`{name}` is not a domain name.") from None
    if type_ not in TYPES:
        raise NoAnswer(f"`{type_}` is not a type of records.")
    if client and not is_address(client):
        raise NoAnswer(f"`{client}` is not an IP address.")
    if namespace and not NAMESPACE.fullmatch(namespace):
        raise NoAnswer(f"`{namespace}` is not a namespace: letters a to z, digits and `-`.")
    name = received_name(name)
    assumed = Assumptions(read=lambda name: None)
    if namespace:
        query = Query(name, type_, client=client)
        ways = searched(asked.config, query, namespace, assumed)
    else:
        ways = [trace(asked.config, Query(fqdn(name), type_, client=client), assumed)]
    return {
        "text": "\n".join(trace_text(way, asked.where) for way in ways),
        "fails": all(way.fails for way in ways),
        "notes": [*asked.notes()],
    }


def is_address(text: str) -> bool:
    """Tell whether a text is an IP address."""
    try:
        ip_address(text)
    except ValueError:
        return False
    return "%" not in text


def graph(asked: Asked, said: Json) -> Json:
    """Return the picture of a Corefile, as SVG and as text."""
    del said
    if asked.expansion.error is not None:
        raise NoAnswer(f"CoreDNS refuses this Corefile: {asked.expansion.error}")
    drawn = picture(asked.config)
    title = asked.embedded.origin.title or asked.name
    formats = {name: draw(drawn, name, title, asked.where) for name in ("svg", "text", "mermaid")}
    return {**formats, "notes": [*asked.notes()]}


def migrated(asked: Asked, said: Json) -> Json:
    """Return what becomes of the text under another release, and what there is to know."""
    old, new = stock(said["from"]), stock(said["to"])
    if not asked.document.corefiles:
        asked.embedded  # noqa: B018 - says why there is none
    try:
        found = migrate_files(
            [(asked.document, old)], new, deprecated=bool(said.get("deprecated"))
        )[0]
    except Unwritable as reason:
        raise NoAnswer(str(reason)) from None
    return {
        "text": found.text,
        "changed": bool(found.edits),
        "refused": found.is_refused,
        "unwritable": found.unwritable,
        "told": migration_text(found, str(new.release), possible=True),
        "notes": [*refused_before(asked, said["from"])],
    }


def refused_before(asked: Asked, old: str) -> Iterator[str]:
    """Yield that the release that a text comes from does not take it, if that is so."""
    before = Asked(asked.text, asked.name, old, asked.number)
    if before.whole and before.refusal:
        words = "runs another Corefile: with this one it does not start"
        yield f"CoreDNS {old} {words}: {before.refusal}"


def completed(asked: Asked, said: Json) -> Json:
    """Return what can be written at a place, and which range it replaces."""
    spot = spot_of(asked, said)
    start = end = asked.units.characters(said.get("at", 0))
    if spot.word is not None:
        exact = spot.part.exact(spot.word.start, spot.word.end)
        if exact is None:
            raise NoAnswer("This word is written in pieces.")
        start, end = exact
    return {
        "start": asked.units(start),
        "end": asked.units(end),
        "options": [
            {
                "label": each.label,
                "kind": each.kind,
                "detail": each.detail,
                "about": each.about,
                "gone": each.is_gone,
            }
            for each in completions(spot)
        ],
    }


def hovered(asked: Asked, said: Json) -> Json:
    """Return what the word at a place means, in Markdown."""
    spot = spot_of(asked, said)
    told = hover(spot)
    if told is None:
        raise NoAnswer("There is nothing to say about this word.")
    start, end = spot.part.outer(told.start, told.end)
    return {"about": told.about, "start": asked.units(start), "end": asked.units(end)}


def spot_of(asked: Asked, said: Json) -> Spot:
    """Return the place that is asked about, `at` of a request. Raises NoAnswer."""
    found = spot_at(asked.analysis, asked.units.characters(said.get("at", 0)))
    if found is None:
        raise NoAnswer("This is not in a Corefile.")
    return found


#: What may be asked.
ANSWERS: dict[str, Callable[[Asked, Json], Json]] = {
    "findings": findings,
    "fixed": fixed,
    "formatted": formatted,
    "expanded": expanded,
    "traced": traced,
    "graph": graph,
    "migrated": migrated,
    "completed": completed,
    "hovered": hovered,
}
