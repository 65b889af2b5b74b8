"""What is edited: which Corefile of a file, which server block of that, which lines in it."""

from collections.abc import Callable, Iterable, Sequence

from corefile.cli.inputs import Unreadable
from corefile.documents import Document, Embedded
from corefile.editing import EditError, Editor, Line, NotFound, Server, SnippetBlock
from corefile.editing.handles import Holder
from corefile.text.records import dataclass
from corefile.text.regex import regex

__all__ = [
    "chosen_body",
    "chosen_corefile",
    "chosen_line",
    "listed",
    "names_of",
    "owner_and_name",
    "plugin_of",
    "refuse_imported",
    "zones_of",
]

#: How many things a message names.
MOST_NAMED = 8

#: A plugin, or a property of one; brackets hold the first argument.
NAME = regex(
    r"(?P<plugin>[^\s.\[\]]+)(?:\[(?P<of_plugin>[^\s\[\]]*)\])?"
    r"(?:\.(?P<property>[^\s\[\]]+)(?:\[(?P<of_property>[^\s\[\]]*)\])?)?"
)


def chosen_corefile(document: Document, part: str) -> Embedded:
    """Return the one Corefile of a file, or the one whose title is a text or has it as a part.

    Raises Unreadable where there is none, EditError where there are several.
    """
    wholes = [item for item in document.corefiles if item.is_whole]
    servers = [item for item in document.corefiles if item.kind == "server"]
    candidates = [*wholes, *servers] if part else wholes or servers
    if not candidates:
        reason = "no Corefile"
        if any(item.is_lines for item in document.corefiles):
            reason = "no whole Corefile, only lines of server blocks"
        for problem in document.problems[:1]:
            line = document.text.count("\n", 0, problem.offset) + 1
            reason = f"line {line}: {problem.message}"
        raise Unreadable(reason)
    exact = [item for item in candidates if part and part == item.origin.title]
    found = exact or [item for item in candidates if part in item.origin.title]
    if not found:
        raise NotFound(f"no Corefile with `{part}` in its place: {labels(candidates)}")
    if len(found) > 1:
        raise EditError(f"there are several Corefiles: {labels(found)}; choose with --corefile")
    return found[0]


def labels(corefiles: Sequence[Embedded]) -> str:
    """Name Corefiles by their places."""
    return listed(item.origin.title or "the file itself" for item in corefiles)


def chosen_body(editor: Editor, key: str) -> Server | SnippetBlock:
    """Return the server block for a key, or the snippet named in parentheses.

    Without a key it is the only server block, or else the one for all names. Raises EditError.
    """
    if key.startswith("(") and key.endswith(")"):
        return editor.snippet(key[1:-1])
    servers = editor.servers
    found = (
        servers if len(servers) == 1 and not key else editor.find_servers(key or ".", any_port=True)
    )
    if len(found) == 1:
        return found[0]
    if not servers:
        raise NotFound("there is no server block")
    wanted = f" for `{key}`" if key else ""
    names = listed(" ".join(server.keys) for server in found or servers)
    if key and not found:
        raise NotFound(f"there is no server block{wanted}, only: {names}")
    raise EditError(f"there are several server blocks{wanted}: {names}; choose with --server")


def plugin_of(text: str) -> tuple[str, bool]:
    """Return the plugin in `PLUGIN.PROPERTY`, and whether a property is named."""
    found = NAME.fullmatch(text)
    return (found["plugin"], found["property"] is not None) if found else (text, False)


def refuse_imported(
    editor: Editor,
    body: Server | SnippetBlock,
    plugin: str,
    meant: Callable[[Sequence[Line]], Sequence[Line]],
) -> None:
    """Raise EditError where a plugin that is meant is in a snippet that a server block imports.

    `meant` picks the lines that are.
    """
    imported = {word for line in body.imports for word in line.args[:1]}
    for snippet in editor.snippets:
        if snippet.name in imported and meant(snippet.find(plugin)):
            raise EditError(
                f"`{plugin}` is in the snippet `({snippet.name})`, for all that import it: choose"
                f" it with --server '({snippet.name})'"
            )


def names_of(body: Server | SnippetBlock) -> str:
    """Return the keys of a server block, or the name of a snippet in parentheses."""
    return f"({body.name})" if isinstance(body, SnippetBlock) else " ".join(body.keys)


def zones_of(body: Server | SnippetBlock) -> set[str]:
    """Return the zones of a server block; none for a snippet."""
    return set() if isinstance(body, SnippetBlock) else set(body.zones)


def chosen_line(name: "Name", lines: Sequence[Line], args: Sequence[str] = ()) -> Line:
    """Return the line; of several, the one that begins with the first of some arguments.

    Raises EditError where there are several, or none.
    """
    found = list(lines)
    if len(found) > 1 and args:
        found = [line for line in lines if line.args[:1] == list(args[:1])] or found
    if len(found) == 1:
        return found[0]
    if not found:
        raise NotFound(f"there is no `{' '.join((name.word, *name.first))}`")
    heads = listed(" ".join((line.name, *line.args)) for line in found)
    raise EditError(
        f"there are several `{name.word}`: {heads}; choose as with `{name.word}[ARGUMENT]`"
    )


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a line, and the argument it begins with if that is said: `forward[.]`."""

    word: str
    first: tuple[str, ...] = ()

    def lines(self, holder: Holder) -> list[Line]:
        """Return the lines that are called so."""
        found = holder.find(self.word)
        return [line for line in found if line.args[: len(self.first)] == list(self.first)]


def owner_and_name(body: Server | SnippetBlock, text: str) -> tuple[Holder, Name]:
    """Return what holds the lines that are named, and their name.

    `PLUGIN` is held by the server block, `PLUGIN.PROPERTY` by a plugin. Raises EditError.
    """
    found = NAME.fullmatch(text)
    if found is None:
        raise EditError(f"`{text}` is not the name of a plugin or PLUGIN.PROPERTY")
    plugin = Name(found["plugin"], firsts(found["of_plugin"]))
    if found["property"] is None:
        return body, plugin
    owner = chosen_line(plugin, plugin.lines(body))
    return owner, Name(found["property"], firsts(found["of_property"]))


def firsts(argument: str | None) -> tuple[str, ...]:
    """Return an argument in brackets as the beginning of the arguments."""
    return () if argument is None else (argument,)


def listed(names: Iterable[str]) -> str:
    """Name some things, and count those that are too many."""
    every = list(names)
    more = f" and {len(every) - MOST_NAMED} more" if len(every) > MOST_NAMED else ""
    return ", ".join(f"`{name}`" for name in every[:MOST_NAMED]) + more
