"""Proposes slips within a line: the habits of other languages, and quotes."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from corefile.coredns.catalogue.lookup import plugin_class
from corefile.coredns.catalogue.zones import split_transport
from corefile.go.errors import Invalid
from corefile.go.net import split_host_port
from corefile.lint.recovery.slip import Slip
from corefile.lint.recovery.words import (
    Words,
    is_address,
    is_described,
    is_table,
    properties,
    serves_http,
    taken_apart,
    takes_block,
)
from corefile.lint.rules.syntax.quotes import PAIRS
from corefile.syntax.tree import Token
from corefile.text.edits import Edit
from corefile.text.records import dataclass, replace
from corefile.text.regex import regex
from corefile.text.source import Span

__all__ = ["Line", "lines_of", "propose"]

COMMENTS = ("//", ";", "--", "/*", "<!--", "%")
#: What can be nothing but the key of a server block, or a snippet.
_KEY = regex(r"(?>(?:[a-z\d]+://)?)(?:\.|[\w*-]++(?:\.[\w*-]++)+\.?)(?::\d+)?|\([\w-]+\)|:\d+")
_ASSIGNED = regex(r"[A-Za-z_][\w-]*[=:]")
#: A zone, and the colon and port that a space divides from it.
_APART = regex(
    r"(?<!\S)(?:[a-z][a-z0-9]*://)?[^\s:\"]*[^\s:\",](?P<gap>[ \t]+:[ \t]*|:[ \t]+)[0-9]+(?=[ \t,])"
)

#: A part of an address.
_FIGURES = regex(r"\d{1,3}(?:\.\d{1,3}){0,2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Line:
    """The tokens of a line, and the text that they are in."""

    text: str
    tokens: tuple[Token, ...]
    #: The first token after the line.
    after: Token
    words: Words

    @property
    def span(self) -> Span:
        """Where the line is, from its first word on."""
        return Span(self.tokens[0].start, self.tokens[-1].end)


def lines_of(text: str, tokens: Sequence[Token], words: Words) -> Iterator[Line]:
    """Yield the lines of a text; the last token is its end."""
    rows = [tuple(row) for _, row in groupby(tokens[:-1], key=lambda token: token.line)]
    firsts = [row[0] for row in rows[1:]] + [tokens[-1]]
    for row, after in zip(rows, firsts, strict=True):
        yield Line(text, row, after, words)


def propose(line: Line) -> Iterator[Slip]:
    """Yield the slips that a line may have."""
    for kind in KINDS:
        yield from kind(line)


def comment_line(line: Line) -> Iterator[Slip]:
    """Yield slips: a comment that does not begin with `#`, on a line of its own."""
    first = line.tokens[0]
    sign = next((sign for sign in COMMENTS if first.raw.startswith(sign)), "")
    if sign:
        yield Slip(
            "foreign-punctuation",
            line.span,
            f"`{sign}` does not begin a comment: CoreDNS reads the words after it",
            "begin comments with `#`",
            "write `#`",
            (Edit(first.start, first.start + len(sign), "#"),),
        )


def heading(line: Line) -> Iterator[Slip]:
    """Yield slips: words above a server block, which its author wrote for readers."""
    first, after = line.tokens[0], line.after
    row = line.text[after.start :].partition("\n")[0].partition("#")[0].split()
    is_above = first.column == after.column == 1 and first.value not in line.words.plugins
    below = is_above and row[1:] == ["{"] and _KEY.fullmatch(row[0])
    if below and not all(_KEY.fullmatch(token.raw.rstrip(",")) for token in line.tokens):
        yield Slip(
            "foreign-punctuation",
            line.span,
            "this line has no `#`: CoreDNS reads its words as zones, and the server block below as "
            "a plugin of theirs",
            "begin comments with `#`, or remove the line",
            "write `#`",
            (Edit(first.start, first.start, "# "),),
        )


def comment_after(line: Line) -> Iterator[Slip]:
    """Yield slips: a comment that does not begin with `#`, after the words of a line."""
    for token in line.tokens[1:]:
        sign = next((sign for sign in COMMENTS[:-1] if token.raw.startswith(sign)), "")
        if sign:
            yield Slip(
                "foreign-punctuation",
                Span(token.start, line.tokens[-1].end),
                f"`{sign}` does not begin a comment: CoreDNS reads the words after it",
                "begin comments with `#`",
                "write `#`",
                (Edit(token.start, token.start + len(sign), "#"),),
            )
            return


def separators(line: Line) -> Iterator[Slip]:
    """Yield slips: commas or semicolons between or after the words of a line."""
    for sign, name in ((";", "semicolon"), (",", "comma")):
        found = [t for t in line.tokens if sign in t.raw and not t.quoted and t.raw.strip(sign)]
        alone = [t for t in line.tokens[1:] if t.raw == sign]
        if sign == ";" and any(token is not line.tokens[-1] for token in alone):
            continue  # a comment, rather
        edits = []
        for token in found:
            edits += [
                Edit(token.start + at, token.start + at + 1, " " if inside else "")
                for at, inside in places(token.raw, sign)
            ]
        edits += [Edit(t.start - len(t.prefix), t.end, "") for t in alone if "#" not in t.prefix]
        if not edits:
            continue
        first = min([*found, *alone], key=lambda token: token.start)
        is_key = line.tokens[0].column == 1 and line.tokens[-1].value == "{"
        if is_key and first is line.tokens[-2]:
            # Between keys, commas are right: what is found there says that one is too many.
            yield Slip("", first.span, "", "", f"remove `{sign}`", tuple(edits))
            continue
        words = " ".join(t.raw.replace(sign, " ").strip() for t in line.tokens if t.raw != sign)
        yield Slip(
            "foreign-punctuation",
            first.span,
            f"a {name} separates nothing in a Corefile: CoreDNS reads `{first.value}` as a word",
            f"separate words by spaces, without `{sign}`: `{' '.join(words.split())}`",
            f"remove `{sign}`",
            tuple(edits),
        )


def places(raw: str, sign: str) -> Iterator[tuple[int, bool]]:
    """Yield where a sign is in a word, and whether words are on both sides of it."""
    for match in re.finditer(re.escape(sign), raw):
        at = match.start()
        yield at, bool(raw[:at].strip(sign) and raw[at + 1 :].strip(sign))


def is_http_address(word: str) -> bool:
    """Tell whether a word is a plugin and the port it serves HTTP on: the colon is the port's."""
    plugin, _, port = word.partition(":")
    return port.isdigit() and serves_http(plugin)


def glued_name(line: Line) -> Iterator[Slip]:
    """Yield slips: no space between a plugin and its arguments."""
    first = line.tokens[0]
    apart = () if first.quoted else taken_apart(first.raw, line.words.plugins)
    if apart and (is_http_address(first.raw) or not _ASSIGNED.match(first.raw)):
        shown = " ".join(apart)
        advice = f"put a space after `{apart[0]}`: `{shown}`"
        edits = (Edit(first.start, first.end, shown),)
        yield Slip("", first.span, "", advice, "add a space", edits)


def assignments(line: Line) -> Iterator[Slip]:
    """Yield slips: `=` or `:` between a name and its value."""
    first = line.tokens[0]
    if first.quoted or not first.raw:
        return
    edits: list[Edit] = []
    sign = ""
    if is_http_address(first.raw) or ports_apart(line):
        return
    match = _ASSIGNED.match(first.raw)
    second = line.tokens[1] if len(line.tokens) > 1 else None
    if match:
        sign = first.raw[match.end() - 1]
        at = first.start + match.end() - 1
        glued = match.end() < len(first.raw)
        edits.append(Edit(at, at + 1, " " if glued else ""))
    elif second is not None and second.raw[0] in "=:" and not second.quoted:
        if second.raw[0] == ":" and len(second.raw) > 1:
            return
        sign = second.raw[0]
        at = second.start
        alone = len(second.raw) == 1
        start = at - len(second.prefix) if alone and "#" not in second.prefix else at
        edits.append(Edit(start, at + 1, ""))
    name = first.value.rstrip("=:") if not match else first.value[: match.end() - 1]
    if match and second and second.raw.isdigit() and is_http_address(first.raw + second.raw):
        shown = f"{name} :{second.raw}"
        yield Slip(
            "foreign-punctuation",
            Span(first.start, second.end),
            "a Corefile has no `:` after a name: CoreDNS reads it as a part of a word",
            f"the colon belongs to the port: `{shown}`",
            "put the space before the colon",
            (Edit(first.start, second.end, shown),),
        )
    elif edits:
        yield Slip(
            "foreign-punctuation",
            first.span if match or second is None else Span(first.start, second.end),
            f"a Corefile has no `{sign}` after a name: CoreDNS reads it as a part of a word",
            f"write the name and its value with a space between, without `{sign}`: `{name} …`"
            if len(line.tokens) > 1 or edits[0].text
            else f"write `{name}`, without `{sign}`",
            f"remove `{sign}`",
            tuple(edits),
        )


def ports_apart(line: Line) -> tuple[re.Match[str], ...]:
    """Return the keys of a server block that have a space between zone and port."""
    name = line.tokens[0].value
    if line.tokens[-1].raw != "{" or name in line.words.plugins or line.words.is_property(name):
        return ()
    return tuple(_APART.finditer(line.text, line.span.start, line.span.end))


def port_apart(line: Line) -> Iterator[Slip]:
    """Yield the slip: a space between a zone and its port."""
    apart = ports_apart(line)
    if not apart:
        return
    edits = tuple(Edit(*match.span("gap"), ":") for match in apart)
    joined = ["".join(match[0].split()) for match in apart]
    others = line.text[line.span.start : apart[0].start()].replace(",", " ").split()
    bare = [zone for zone in others if ":" not in zone]
    port = joined[0].rpartition(":")[2]
    shown = " ".join([*(f"{zone}:{port}" for zone in bare), *joined])
    yield Slip(
        "server-key",
        Span(apart[0].start(), apart[-1].end()),
        f"a space divides the port `{port}` from its zone: CoreDNS reads a key on each side of it",
        f"write the port after {'each' if bare else 'the'} zone, without a space: `{shown}`",
        "remove the space",
        edits,
        # Whether the port is for the zones before it as well, only their author knows.
        is_repair=not bare,
    )


def address_apart(line: Line) -> Iterator[Slip]:
    """Yield the slip: spaces instead of dots in an address."""
    words = line.tokens[1:]
    for place in range(len(words)):
        for end in range(place + 2, min(place + 4, len(words)) + 1):
            part = words[place:end]
            if not all(
                _FIGURES.fullmatch(token.raw) and not is_address(token.raw) for token in part
            ):
                break
            meant = ".".join(token.raw for token in part)
            if is_address(meant):
                span = Span(part[0].start, part[-1].end)
                yield Slip(
                    "plugin-refused",
                    span,
                    f"spaces divide this address: CoreDNS reads {len(part)} words",
                    f"write `{meant}`",
                    f"write `{meant}`",
                    (Edit(span.start, span.end, meant),),
                )
                return


def continued(line: Line) -> Iterator[Slip]:
    """Yield slips: a backslash at the end of a line."""
    last = line.tokens[-1]
    if last.raw.endswith("\\") and not last.quoted and line.after.raw:
        start = last.end - 1
        start -= len(last.prefix) if last.raw == "\\" and "#" not in last.prefix else 0
        yield Slip(
            "foreign-punctuation",
            Span(last.end - 1, last.end),
            "a `\\` does not continue a line: CoreDNS reads it as a word, and the next line as one "
            "of its own",
            "write all words on one line, without `\\`",
            "join the lines",
            (Edit(start, line.after.start, " "),),
        )


def list_item(line: Line) -> Iterator[Slip]:
    """Yield slips: a `-` before a line, as lists have in YAML."""
    first = line.tokens[0]
    if first.raw == "-" and len(line.tokens) > 1:
        yield Slip(
            "foreign-punctuation",
            first.span,
            "a `-` begins no line of a Corefile: CoreDNS reads it as the name of a plugin",
            "write the line without `-`",
            "remove `-`",
            (Edit(first.start, line.tokens[1].start, ""),),
        )


def goes_on(line: Line) -> Iterator[Slip]:
    """Yield slips: the servers of `forward` go on on the next line."""
    name, *words = line.tokens
    after, rest = line.after, line.text[line.after.start :].partition("\n")[0]
    servers = rest.partition("#")[0].split()
    ends = words and words[-1].value in ("{", "\\")
    if name.value != "forward" or len(words) < 2 or ends or "#" in after.prefix:
        return
    if servers and all(is_upstream(word) for word in servers if word != "{"):
        yield Slip(
            "foreign-punctuation",
            Span(after.start, after.start + len(rest.partition("#")[0].rstrip())),
            f"this line does not go on with the servers of `{name.value}` above: CoreDNS reads "
            f"`{after.value}` as the name of a plugin",
            "write all servers on one line",
            "join the lines",
            (Edit(words[-1].end, after.start, " "),),
        )


def in_block(line: Line) -> Iterator[Slip]:
    """Yield slips: the servers of `forward` are in its block, as lines or after `to`."""
    name, *words = line.tokens
    kind = plugin_class(name.value)
    if kind is None or kind.sends_to != "resolvers" or len(words) not in (1, 2):
        return
    if words[-1].raw != "{":
        return
    zone = "." if len(words) == 1 else ""
    brace, start = words[-1], line.text.find("\n", words[-1].end) + 1
    servers: list[str] = []
    edits: list[Edit] = []
    rest = line.text[start : start + _LONGEST_BLOCK] if start else ""
    for row in rest.splitlines(keepends=True):
        here = row.partition("#")[0].split()
        if here[:1] == ["}"]:
            break
        named = here[1:] if here[:1] == ["to"] else here
        if named and all(map(is_upstream, named)):
            servers += named
            edits.append(Edit(start, start + len(row), ""))
        start += len(row)
    if servers:
        shown = " ".join([name.raw, zone or words[0].raw, *servers])
        moved = "".join(f"{each} " for each in (zone, *servers) if each)
        yield Slip(
            "foreign-punctuation",
            Span(line.text.index(servers[0], edits[0].start), edits[-1].end - 1),
            f"the servers of `{name.value}` are in its block: CoreDNS reads the first word of each "
            "line as the name of a property",
            f"write them on the line of `{name.value}`: `{shown} {{`",
            "move the servers",
            (Edit(brace.start, brace.start, moved), *edits),
        )


def needless_block(line: Line) -> Iterator[Slip]:
    """Yield slips: a block on the line of a plugin that does not take what is in it."""
    name, *words = line.tokens
    plugin, raw = name.value, [word.raw for word in words]
    is_block = raw[:1] == ["{"] and raw[2:][-1:] == ["}"] and raw.count("}") == 1
    if not is_block or plugin not in line.words.plugins or not is_described(plugin):
        return
    has_block = takes_block(plugin)
    if has_block and (is_table(plugin) or words[1].value in properties(plugin)):
        return
    slip = Slip(
        "unbalanced-braces",
        Span(words[0].start, words[-1].end),
        f"`{plugin}` takes no block",
        f"write `{plugin}` alone",
        "remove the block",
        (Edit(name.end, words[-1].end, ""),),
    )
    if has_block:
        message = f"`{plugin}` has no property `{words[1].value}`"
        help_text = f"write `{plugin}` alone, or each property on a line of its own"
        slip = replace(slip, message=message, help=help_text, is_repair=False)
    yield slip


def open_quotes(line: Line) -> Iterator[Slip]:
    """Yield slips: a `"` on one side of a word only, so that a string goes on too far.

    Where several words have one, these may belong together.
    """
    odd = [token for token in line.tokens if not token.quoted and token.raw.count('"') % 2]
    for token in line.tokens:
        if token.quoted and ("\n" in token.raw or not token.closed):
            yield from of_open_quote(line, token)
        elif token.quoted and token.raw[1:].startswith("#"):
            continue
        elif odd == [token] and token.raw.endswith('"') and token.raw.count('"') == 1:
            yield of_quote(token, token.end - 1, "", 'remove `"`', line)
            for start in (
                line.tokens[1:] if may_be_string(line.text[line.span.start : line.span.end]) else ()
            ):
                if start.start <= token.start and not start.quoted:
                    yield of_quote(start, start.start, '"', 'add `"`', line)


def may_be_string(text: str) -> bool:
    """Tell whether words may belong into one string: formats and records have such signs."""
    return not set(text).isdisjoint("{}'()[]\\")


def of_open_quote(line: Line, token: Token) -> Iterator[Slip]:
    """Yield the ways to end a string that goes on over the end of its line."""
    yield of_quote(token, token.start, "", 'remove `"`', line)
    first_line = token.raw.partition("\n")[0].rstrip()
    if not may_be_string(first_line.removesuffix("{")):
        return
    stripped = first_line.removesuffix("{").rstrip()
    ends = {len(stripped), *(m.start() for m in re.finditer(r"\s", stripped))}
    for end in sorted(ends, reverse=True)[:6]:
        if end > 1:
            yield of_quote(token, token.start + end, '"', 'add `"`', line)


def of_quote(token: Token, at: int, text: str, repair: str, line: Line) -> Slip:
    """Return the slip of a quote without its partner: it is taken away, or its partner put in."""
    shown = token.raw.partition("\n")[0]
    goes_on = '"' in shown[:1]
    does = (
        "CoreDNS reads on to the next quote, or to the end of the file"
        if goes_on
        else "CoreDNS reads it as a part of the word"
    )
    word = shown.strip('"').split() or [""]
    help_text = (
        f"remove the quote: `{word[0]}`" if not text else 'close the quote: write `"` at the end'
    )
    if text and not goes_on:
        help_text = f'write `"` before `{shown.split()[0] if shown.split() else shown}` too'
    edit = Edit(at, at, text) if text else Edit(at, at + 1, "")
    end = token.start + len(shown)
    del line
    return Slip(
        "unterminated-quote" if goes_on else "single-or-smart-quotes",
        Span(token.start, end),
        f'this `"` has no partner: {does}',
        help_text,
        repair,
        (edit,),
    )


def empty_block(line: Line) -> Iterator[Slip]:
    """Yield the slip: a block without lines whose two braces are one word."""
    last = line.tokens[-1]
    if last.raw != "{}" or len(line.tokens) == 1:
        return
    is_key = line.tokens[0].column == 1
    if not is_key and line.tokens[0].value not in line.words.plugins:
        return  # a plugin of somebody else's may take it
    edit = Edit(last.start - len(last.prefix), last.end, " {\n}" if is_key else "")
    yield Slip(
        "brace-misplaced",
        last.span,
        "CoreDNS reads `{}` as a word, not as an empty block",
        "put `}` on a line of its own" if is_key else "remove `{}`",
        "write the braces on two lines" if is_key else "remove `{}`",
        (edit,),
    )


def other_quotes(line: Line) -> Iterator[Slip]:
    """Yield slips: words in quotes that mean nothing to CoreDNS."""
    meant = "'`" if line.words.is_expression(line.tokens[0].value) else ""
    for number, token in enumerate(line.tokens):
        if token.quoted or not token.raw or token.raw[0] not in PAIRS or token.raw[0] in meant:
            continue
        closing = PAIRS[token.raw[0]]
        last = next((t for t in line.tokens[number:] if t.raw[-1] in closing), None)
        if last is None or last.end - token.start < 2:
            continue
        inside = line.text[token.start + 1 : last.end - 1]
        plain = inside and not set(inside) & set(' \t"#\\{}') and inside not in ("{", "}")
        mark = "" if plain else '"'
        if not plain and '"' in inside:
            continue
        shown = f"{mark}{inside}{mark}"
        edits = (Edit(token.start, token.start + 1, mark), Edit(last.end - 1, last.end, mark))
        yield Slip(
            "single-or-smart-quotes",
            Span(token.start, last.end),
            f"`{token.raw[0]}` is not a quote in a Corefile: it is a part of the word for CoreDNS",
            f"write `{shown}`" + (" without quotes" if plain else ""),
            "remove the quotes" if plain else 'write `"`',
            edits,
        )


def is_upstream(word: str) -> bool:
    """Tell whether a word can only be a server to ask, or a file that lists such."""
    if word.startswith("/"):
        return not word[1:].isdigit()
    _, rest = split_transport(word)
    if rest != word:
        return True
    try:
        host, _ = split_host_port(word)
    except Invalid:
        host = word
    return is_address(host.strip("[]"))


def zone_missing(line: Line) -> Iterator[Slip]:
    """Yield slips: `forward` without the zone before its servers."""
    name, *args = line.tokens
    words = [token for token in args if token.value != "{"]
    if name.value != "forward" or not words or not all(is_upstream(t.value) for t in words):
        return
    servers = " ".join(token.raw for token in words)
    # Which names are for which of several, only their author knows.
    alone = len(_FORWARD.findall(block_of(line.text, name))) == 1
    yield Slip(
        "forward-without-zone",
        Span(name.start, words[-1].end),
        f"the zone of `forward` is missing: CoreDNS takes `{words[0].value}` for it",
        f"write the zone first; `.` is for all names: `forward . {servers}`",
        "add `.`",
        (Edit(words[0].start, words[0].start, ". "),),
        is_repair=alone,
    )


#: How many characters of a block are looked at.
_LONGEST_BLOCK = 2000
#: A `forward` on a line of its own.
_FORWARD = regex(r"^[ \t]*forward[ \t]", re.MULTILINE)


def block_of(text: str, token: Token) -> str:
    """Return the text of the server block that a token is in, as `}` without indentation tell."""
    start = max(text.rfind("\n}", 0, token.start), 0)
    end = text.find("\n}", token.end)
    return text[start : end if end >= 0 else len(text)]


def near_words(line: Line) -> Iterator[Slip]:
    """Yield slips: a name that is one letter away from one that is known."""
    first = line.tokens[0]
    word = first.value
    if first.quoted or not word.isascii() or len(word) < 3 or set(word) & set("{}"):
        return
    if word in line.words.plugins or line.words.is_property(word):
        return
    for known in line.words.near(word):
        advice = f"did you mean `{known}`?"
        edits = (Edit(first.start, first.end, known),)
        yield Slip("", first.span, "", advice, f"write `{known}`", edits)


def glued_comment(line: Line) -> Iterator[Slip]:
    """Yield a comment that is glued to a word, and so ends at the next space."""
    for token in line.tokens:
        if token.glued_comment and token.value:
            at = token.end - len(token.glued_comment)
            yield Slip(
                "comment-glued-to-token",
                token.span,
                "",
                "",
                "put a space before the `#`",
                (Edit(at, at, " "),),
            )


def unseen(line: Line) -> Iterator[Slip]:
    """Yield a word with characters that cannot be seen."""
    for token in line.tokens:
        at = [n for n, sign in enumerate(token.raw) if unicodedata.category(sign) == "Cf"]
        if at and not token.quoted:
            edits = tuple(Edit(token.start + n, token.start + n + 1, "") for n in at)
            yield Slip(
                "invisible-characters", token.span, "", "", "remove what cannot be seen", edits
            )


Kind = Callable[[Line], Iterator[Slip]]

#: What may be wrong with a line, by the function that proposes it.
KINDS: tuple[Kind, ...] = (
    comment_line,
    heading,
    comment_after,
    separators,
    glued_name,
    port_apart,
    assignments,
    address_apart,
    continued,
    list_item,
    goes_on,
    in_block,
    needless_block,
    open_quotes,
    empty_block,
    other_quotes,
    zone_missing,
    near_words,
    unseen,
    glued_comment,
)
