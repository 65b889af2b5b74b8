"""What an expression compares with constants: what cannot be equal is a mistake."""

from collections.abc import Iterator

from corefile.go.expr import nodes
from corefile.go.expr.fold import upwards
from corefile.go.expr.nodes import Node
from corefile.go.expr.tables import ENVIRONMENT
from corefile.text.brief import Brief
from corefile.text.records import dataclass

__all__ = ["Comparison", "comparisons", "group_calls"]


@dataclass(frozen=True, slots=True)
class Comparison(Brief):
    """A function's value that is compared with constants, such as `type() in ['A', 'AAAA']`."""

    #: The name of the function, "" for a value of another kind.
    function: str
    #: The operator; `incidr` for its network, `address` for its first argument.
    operator: str
    #: The constants, and where they are in the text, 0-based.
    constants: tuple[tuple[str | int, int], ...]


#: Operators whose other side is a constant, and what they are called with the sides changed.
REVERSED = {"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
ONE_WAY = frozenset(("startsWith", "endsWith", "contains", "matches", "in"))


def comparisons(tree: Node) -> Iterator[Comparison]:
    """Yield the comparisons with constants of functions that CoreDNS adds."""
    for node in upwards(tree):
        if node.kind == nodes.BINARY:
            left, right = node.present()
            for one, other, operator in (
                (left, right, node.value),
                (right, left, REVERSED.get(node.value)),
            ):
                found = constants(other)
                if called(one) and found and (operator in REVERSED or operator in ONE_WAY):
                    yield Comparison(called(one), operator, found)
        elif node.kind == nodes.CALL and node.part(0).value == "incidr":
            _, address, network = node.present()
            if address.kind == nodes.STRING:
                yield Comparison("", "address", constants(address))
            if network.kind == nodes.STRING:
                yield Comparison(called(address), "incidr", constants(network))


def called(node: Node) -> str:
    """Return the name of the function that a node calls without arguments, "" for another node."""
    is_call = node.kind == nodes.CALL and len(node.parts) == 1
    name = node.part(0).value if is_call and node.part(0).kind == nodes.NAME else ""
    return name if name in ENVIRONMENT else ""


def constants(node: Node) -> tuple[tuple[str | int, int], ...]:
    """Return the constants of a constant or of an array, nothing where one is none."""
    some = node.present() if node.kind == nodes.ARRAY else [node]
    if not all(each.kind in (nodes.STRING, nodes.INTEGER) for each in some):
        return ()
    return tuple((each.value, each.at) for each in some)


def group_calls(tree: Node) -> Iterator[tuple[str, int]]:
    """Yield the groups of a regular expression that are asked for by number or name."""
    for node in upwards(tree):
        is_call = node.kind == nodes.CALL and len(node.parts) == 2
        if is_call and node.part(0).kind == nodes.NAME and node.part(0).value == "group":
            yield from ((str(value), at) for value, at in constants(node.part(1)))
