"""The tree of a template (text/template/parse, node.go)."""

from corefile.go.strconv import quote
from corefile.text.records import dataclass
from corefile.text.typed import TypeAlias


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of a template: a text, `break`, a command, a chain of fields after a parenthesis."""

    kind: str
    #: Where it begins, in characters from the start of the text.
    position: int
    #: The text; the name of a template; the fields of a chain.
    text: str = ""
    parts: "tuple[Node, ...]" = ()


@dataclass(frozen=True, slots=True)
class Word(Node):
    """An operand that is one item, such as `.Name`, `$x`, `printf` or `"text"`."""


@dataclass(frozen=True, slots=True)
class Pipe(Node):
    """A pipeline; its parts are commands."""

    #: The variables that it declares, or that it assigns to.
    declared: tuple[str, ...] = ()
    assigns: bool = False


@dataclass(frozen=True, slots=True)
class Branch(Node):
    """An action with a pipeline, and what it applies to."""

    pipe: Pipe | None = None
    body: tuple[Node, ...] = ()
    other: tuple[Node, ...] = ()


Body: TypeAlias = tuple[Node, ...]


def shown(node: Node) -> str:
    """Return a node as Go's messages show it (String)."""
    out: list[str] = []
    left: list[Node | str] = [node]
    while left:
        this = left.pop()
        if isinstance(this, str):
            out.append(this)
        else:
            left += reversed(pieces(this))
    return "".join(out)


def pieces(node: Node) -> list[Node | str]:
    """Return the texts and nodes that make up a node in a message."""
    if isinstance(node, Pipe):
        sign = " = " if node.assigns else " := "
        head = ", ".join(node.declared) + sign if node.declared else ""
        return [head, *between([[command] for command in node.parts], " | ")]
    if node.kind == "command":
        return between([grouped(part) for part in node.parts], " ")
    if node.kind == "chain":
        return [*grouped(node.parts[0]), node.text]
    if isinstance(node, Branch) and node.pipe is not None:
        if node.kind == "action":
            return ["{{", node.pipe, "}}"]
        return ["{{template ", quote(node.text), " ", node.pipe, "}}"]
    if node.kind == "template":
        return ["{{template ", quote(node.text), "}}"]
    return [node.text]


def grouped(node: Node) -> list[Node | str]:
    """Return an operand, a pipeline in parentheses."""
    return ["(", node, ")"] if isinstance(node, Pipe) else [node]


def between(some: list[list[Node | str]], sign: str) -> list[Node | str]:
    """Put a sign between each two."""
    out: list[Node | str] = []
    for one in some:
        out += [sign, *one] if out else one
    return out
