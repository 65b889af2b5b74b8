"""What the commands share that ask a Corefile something: their options, and how it is read."""

import argparse
import os
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from corefile.cli.expand import variable
from corefile.cli.guard import USAGE, complain
from corefile.cli.running import add_build, build_for
from corefile.text.records import dataclass, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile import ExpandedToken, Reader, Source
    from corefile.coredns.model.config import Config
    from corefile.coredns.model.trace import Assumptions, Prepared
    from corefile.coredns.releases.builds import Build
    from corefile.documents import Document, Embedded
    from corefile.report.trace import Place

__all__ = [
    "Asked",
    "add_options",
    "address_and_port",
    "ask",
    "assumptions",
    "wrong_address",
    "wrong_plugin",
    "wrong_type",
]


@dataclass(frozen=True, slots=True)
class Asked:
    """The Corefile of a file, as CoreDNS understands it."""

    config: "Config"
    document: "Document"
    embedded: "Embedded"
    #: Gives the text of a file beside the Corefile; None for one that may not be read.
    read: Callable[[str], str | None]

    def where(self, token: "ExpandedToken") -> "Place":
        """Return the place of a word in the file that holds it."""
        from corefile.report.trace import Place  # noqa: PLC0415

        source, start = token.source, token.token.start
        key = source.name.rpartition("/")[2]
        for one in (self.embedded, *self.document.corefiles):
            if source.text == one.text and (one is self.embedded or one.origin.key == key):
                offset = one.map.outer(start)
                source, start = outer_source(self.document.text, self.document.name), offset
                break
        position = source.position(start)
        return Place(source.name, position.line, position.column)

    def notes(self) -> Iterator[str]:
        """Yield what users should know of the answers: what they leave out."""
        from corefile.documents import has_unknown  # noqa: PLC0415

        rest = "this is about the rest"
        yield from self.template_notes()
        if self.refusal:
            yield f"CoreDNS does not start with this Corefile: {self.refusal}; {rest}"
        expansion = self.config.expansion
        unresolved = expansion.unresolved if expansion is not None else ()
        unresolved = tuple(one for one in unresolved if not has_unknown(one.target.text))
        if unresolved:
            named = ", ".join(dict.fromkeys(f"`{one.target.text}`" for one in unresolved))
            yield f"not followed: `import` of {named}; {rest}"
        if not self.config.servers and not self.leaves_open:
            yield "no server blocks: nothing listens"

    @property
    def prepared(self) -> "Prepared":
        """The Corefile ready for many queries."""
        from corefile.coredns.model.trace import Assumptions, Prepared  # noqa: PLC0415

        return Prepared(self.config, Assumptions(read=self.read))

    def under(self, program: str, options: argparse.Namespace) -> "Asked | int":
        """Return the same Corefile for other options: for another release of CoreDNS."""
        from corefile.lint import ConfigurationError  # noqa: PLC0415

        try:
            build = build_for(options, self.document.name)
        except ConfigurationError as error:
            complain(program, "error", str(error))
            return USAGE
        return asked_of(self.document, self.embedded, build, options.env)

    @property
    def refusal(self) -> str:
        """What CoreDNS says if it does not take the Corefile; empty if it does.

        What it says of a template is not known: it reads what the template renders to.
        """
        return "" if self.document.template is not None else self.config.refusal

    def template_notes(self) -> Iterator[str]:
        """Yield what answers about a template leave out; nothing where it is none."""
        if self.document.template is not None:
            yield "this is a template: `{$…}` is what it puts in, which is not known"
        if self.leaves_open:
            yield "the template may have other lines or zones: this is about those written first"

    @property
    def leaves_open(self) -> bool:
        """Whether it is a template that decides which lines or which zones there are."""
        from corefile.documents import has_unknown  # noqa: PLC0415

        template = self.document.template
        if template is None:
            return False
        keys = (key.text for server in self.config.servers for key in server.keys)
        has_lines = self.embedded.has_unknown_lines
        return template.has_conditions or has_lines or any(map(has_unknown, keys))


@lru_cache(maxsize=2)
def outer_source(text: str, name: str) -> "Source":
    """Return a document as a source, which finds places quickly."""
    from corefile import Source  # noqa: PLC0415

    return Source(text, name)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of every command that asks a Corefile something."""
    parser.add_argument(
        "--corefile",
        metavar="TEXT",
        default="",
        help="choose the Corefile whose place has this text, where a file holds several",
    )
    add_build(parser)
    parser.add_argument(
        "--env",
        metavar="NAME=VALUE",
        type=variable,
        action="append",
        default=[],
        help="give a variable; NAME alone takes its value from the environment (repeatable)",
    )


def ask(program: str, options: argparse.Namespace, file: str) -> "Asked | int":
    """Read the Corefile of a file, or say what is wrong and return the exit status."""
    from corefile.cli.edit_choice import chosen_corefile  # noqa: PLC0415
    from corefile.cli.guard import UNREADABLE  # noqa: PLC0415
    from corefile.cli.inputs import Unreadable, load  # noqa: PLC0415
    from corefile.documents import read  # noqa: PLC0415
    from corefile.editing import EditError  # noqa: PLC0415
    from corefile.lint import ConfigurationError  # noqa: PLC0415

    try:
        document = read(load(file), file)
        if document.template is not None:
            document = next(document.template.variants()).within(document)
        embedded = chosen_corefile(document, options.corefile)
        return asked_of(document, embedded, build_for(options, file), options.env)
    except Unreadable as error:
        complain(program, "error", f"{file}: {error}")
        return UNREADABLE
    except (EditError, ConfigurationError) as error:
        complain(program, "error", str(error))
        return USAGE


def asked_of(
    document: "Document",
    embedded: "Embedded",
    build: "Build | None",
    env: Sequence[tuple[str, str]] = (),
) -> Asked:
    """Return a Corefile as CoreDNS understands it, its imports followed where they may be."""
    from corefile import Files, Source, expand, parse  # noqa: PLC0415
    from corefile.coredns.model.config import configure  # noqa: PLC0415
    from corefile.lint import Cluster, CorefileId  # noqa: PLC0415

    tree = parse(Source(embedded.text, embedded.origin.key or document.name))
    reader: Reader | None
    if embedded.origin.key:
        number = next(at for at, one in enumerate(document.corefiles) if one is embedded)
        reader = Cluster((document,)).mount(CorefileId(0, number), tree)
    else:
        reader = (
            None if embedded.origin.is_embedded else Files(os.path.dirname(document.name) or ".")
        )
    expansion = expand(tree, env=dict(env) if env else None, read=reader)
    config = configure(expansion, build=build)
    return Asked(config.known_part, document, embedded, reads(reader))


def reads(reader: "Reader | None") -> Callable[[str], str | None]:
    """Return what reads the files that plugins name: where imports may be read, and no others."""
    from corefile.coredns.imports.files import OutsideRoot  # noqa: PLC0415

    def read(name: str) -> str | None:
        if reader is None or "{" in name:
            return None
        try:
            return reader.read(reader.absolute(name)).decode("utf-8", "replace")
        except (OSError, OutsideRoot, KeyError, ValueError):
            return None

    return read


def assumptions(options: argparse.Namespace, asked: Asked) -> "Assumptions":
    """Return what options settle, and what may be read."""
    from corefile.coredns.model.trace import Assumptions  # noqa: PLC0415

    return replace(Assumptions(), outcomes=dict(options.if_), read=asked.read)


def wrong_type(word: str) -> str:
    """Say what is wrong with the type of a query; empty where nothing is."""
    import re  # noqa: PLC0415

    from corefile.go.dns import TYPES  # noqa: PLC0415
    from corefile.text.spelling import nearest  # noqa: PLC0415

    upper = word.upper()
    number = re.fullmatch("TYPE([0-9]{1,5})", upper, re.ASCII)
    if upper in TYPES or (number and int(number[1]) < 1 << 16):
        return ""
    near = nearest(upper, tuple(sorted(TYPES)))
    advice = f"did you mean `{near}`?" if near else "write a type such as A, AAAA, MX or TYPE65"
    return f"{word}: not a type of records; {advice}"


def wrong_ip(word: str) -> str:
    """Say what is wrong with the IP address of a client or of a name; empty where nothing is."""
    from ipaddress import ip_address  # noqa: PLC0415

    try:
        ip_address(word)
    except ValueError:
        return "not an IP address"
    scope = word.partition("%")[1:]
    return f"leave out `{''.join(scope)}`: names and clients have none" if scope[0] else ""


def wrong_namespace(word: str) -> str:
    """Say what is wrong with the name of a namespace; empty where nothing is."""
    import re  # noqa: PLC0415

    if re.fullmatch("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", word, re.ASCII):
        return ""
    return "not a namespace; write small letters, digits and `-`, at most 63"


def wrong_address(text: str) -> str:
    """Say what is wrong with an `ADDRESS[:PORT]`; empty where nothing is."""
    from ipaddress import ip_address  # noqa: PLC0415

    if text.startswith("[") and "]" not in text:
        return "there is no `]`"
    address, port = address_and_port(text)
    if port and not (port.isascii() and port.isdigit() and int(port) < 1 << 16):
        return f"{port} is not a port"
    try:
        ip_address(address or "::")
    except ValueError:
        return f"{address} is not an IP address"
    return ""


def address_and_port(text: str) -> tuple[str, str]:
    """Split `ADDRESS`, `ADDRESS:PORT`, `[ADDRESS]:PORT` or `:PORT`."""
    if text.startswith("["):
        address, _, port = text[1:].partition("]")
        return address, port.lstrip(":")
    if text.count(":") == 1:
        address, _, port = text.partition(":")
        return address, port
    return text, ""


def wrong_plugin(options: argparse.Namespace, asked: Asked) -> str:
    """Say which plugin of `--if` there is not; empty where nothing is wrong."""
    from corefile.text.spelling import did_you_mean  # noqa: PLC0415

    known = asked.config.build.plugins
    for plugin, _ in options.if_:
        if plugin not in known:
            near = did_you_mean(plugin, known) or "`corefile plugins` lists them"
            return f"--if {plugin}: there is no such plugin; {near}"
    return ""
