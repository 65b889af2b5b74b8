"""The stack on which a regexp's tree grows, and the limits on its size (regexp/syntax: parse.go).

The limits make it necessary to follow Go's parser step by step: nodes count against them in the way
in which Go happens to allocate, reuse and measure them.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable

from corefile.go.errors import Invalid
from corefile.go.regexp.classes import least_fold
from corefile.go.regexp.nodes import (
    ALTERNATE,
    CAPTURE,
    CONCAT,
    EMPTY,
    FOLD,
    LEFT_PAREN,
    LITERAL,
    NO_MATCH,
    ONE_LINE,
    PLUS,
    QUEST,
    REPEAT,
    STAR,
    VERTICAL_BAR,
    Node,
)

MAX_HEIGHT = 1000
#: 128 MB of instructions of 40 bytes.
MAX_SIZE = (128 << 20) // 40
MAX_COPIES = 1000


def refusal(code: str, fragment: str) -> Invalid:
    """Return an error with Go's message."""
    return Invalid(f"error parsing regexp: {code}: `{fragment}`")


class Stack(ABC):
    """Nodes and opened groups, and the count of what was ever allocated."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.flags: int = ONE_LINE
        self.stack: list[Node] = []
        self.free: list[Node] = []
        self.allocated: int = 0
        self.repeats: int = 1
        self.measures_size: bool = False
        self.measures_height: bool = False

    def new(self, op: int) -> Node:
        """Return a new node, instead of one that is no longer needed."""
        if self.free:
            node = self.free.pop()
            node.reset(op)
            return node
        self.allocated += 1
        return Node(op)

    def reuse(self, node: Node) -> None:
        """Take back a node that is no longer needed."""
        node.height = None
        self.free.append(node)

    def check_limits(self, node: Node) -> None:
        """Raise Invalid when a node makes the whole too large or too deep."""
        self.check_size(node)
        self.check_height(node)

    def check_size(self, node: Node) -> None:
        """Check the number of instructions, once it could be too large."""
        if not self.measures_size:
            if node.op == REPEAT:
                times = node.minimum if node.maximum == -1 else node.maximum
                self.repeats = min(self.repeats * max(times, 1), MAX_SIZE)
            if self.allocated < MAX_SIZE // self.repeats:
                return
            self.measures_size = True
            for earlier in self.stack:
                self.check_size(earlier)
        if self.size(node) > MAX_SIZE:
            raise refusal("expression too large", self.text)

    def check_height(self, node: Node) -> None:
        """Check the depth, once there are nodes enough for it to be too large."""
        if self.allocated < MAX_HEIGHT:
            return
        if not self.measures_height:
            self.measures_height = True
            for earlier in self.stack:
                self.check_height(earlier)
        if self.height(node) > MAX_HEIGHT:
            raise refusal("expression nests too deeply", self.text)

    def size(self, root: Node) -> int:
        """Measure a node again; of the nodes below it, those that have not been measured."""
        pending = [root]
        while pending:
            node = pending[-1]
            unknown = [sub for sub in node.sub if sub.size is None]
            if not unknown:
                node.size = max(1, SIZES.get(node.op, no_size)(node))
                pending.pop()
            pending.extend(unknown)
        return root.size or 1

    def height(self, root: Node) -> int:
        """Measure a node's height again; of the nodes below it, those not measured yet."""
        pending = [root]
        while pending:
            node = pending[-1]
            unknown = [sub for sub in node.sub if sub.height is None]
            if not unknown:
                node.height = 1 + max((sub.height or 1 for sub in node.sub), default=0)
                pending.pop()
            pending.extend(unknown)
        return root.height or 1

    def push(self, node: Node) -> None:
        """Push a node. A class of one letter becomes a literal."""
        letter = node.single()
        if letter is None:
            self.join_literals()
        else:
            rune, fold = letter
            flags = (self.flags & ~FOLD) | fold
            if self.join_literals((rune, flags)):
                return
            node.op, node.runes, node.ranges, node.flags = LITERAL, [rune], [], flags
        self.stack.append(node)
        self.check_limits(node)

    def join_literals(self, letter: tuple[int, int] | None = None) -> bool:
        """Join the two topmost nodes if they are literals.

        A letter (with its flags) goes into the node that is left over; say whether it did.
        """
        if len(self.stack) < 2:
            return False
        last, previous = self.stack[-1], self.stack[-2]
        if last.op != LITERAL or previous.op != LITERAL or (last.flags ^ previous.flags) & FOLD:
            return False
        previous.runes.extend(last.runes)
        if letter is not None:
            last.runes, last.flags = [letter[0]], letter[1]
            return True
        self.stack.pop()
        self.reuse(last)
        return False

    def literal(self, rune: int) -> None:
        """Push a character."""
        node = self.new(LITERAL)
        node.flags = self.flags
        node.runes = [least_fold(rune) if self.flags & FOLD else rune]
        self.push(node)

    def op(self, op: int) -> Node:
        """Push a node that is only its kind."""
        node = self.new(op)
        node.flags = self.flags
        self.push(node)
        return node

    def above(self) -> list[Node]:
        """Take everything above the topmost bar or parenthesis off the stack."""
        start = len(self.stack)
        while start and self.stack[start - 1].op < LEFT_PAREN:
            start -= 1
        taken = self.stack[start:]
        del self.stack[start:]
        return taken

    def concat(self) -> None:
        """Make one node of what is above the topmost bar or parenthesis."""
        self.join_literals()
        subs = self.above()
        self.push(self.collapse(subs, CONCAT) if subs else self.new(EMPTY))

    def alternate(self) -> None:
        """Make one node of the alternatives above the topmost parenthesis."""
        subs = self.above()
        if subs:
            subs[-1].clean()
        self.push(self.collapse(subs, ALTERNATE) if subs else self.new(NO_MATCH))

    @abstractmethod
    def collapse(self, subs: list[Node], op: int) -> Node:
        """Make one node of several."""

    def bar(self) -> None:
        """Take in a `|`."""
        self.concat()
        if not self.swap_bar():
            self.op(VERTICAL_BAR)

    def swap_bar(self) -> bool:
        """Move what is above a bar below it; say whether there was a bar."""
        stack = self.stack
        if len(stack) < 2 or stack[-2].op != VERTICAL_BAR:
            return False
        if len(stack) > 2:
            if stack[-1].is_character() and stack[-3].is_character():
                lesser, greater = stack[-1], stack[-3]
                if lesser.op > greater.op:
                    lesser, greater = greater, lesser
                stack[-3] = greater
                greater.merge(lesser)
                self.reuse(lesser)
                stack.pop()
                return True
            stack[-3].clean()
        stack[-2:] = stack[-1], stack[-2]
        return True

    def close_alternatives(self) -> None:
        """Make one node of what is above the topmost parenthesis."""
        self.concat()
        if self.swap_bar():
            self.stack.pop()
        self.alternate()

    def right_paren(self) -> None:
        """Take in a `)`."""
        self.close_alternatives()
        if len(self.stack) < 2 or self.stack[-2].op != LEFT_PAREN:
            raise refusal("unexpected )", self.text)
        inner = self.stack.pop()
        paren = self.stack.pop()
        self.flags = paren.flags
        if paren.group:
            paren.op = CAPTURE
            paren.sub = [inner]
            self.push(paren)
        else:
            self.push(inner)


def no_size(node: Node) -> int:
    """Return the size of a node that makes a single instruction."""
    return 1


def star_size(node: Node) -> int:
    """Return the size of `x*` or of a group."""
    return 2 + (node.sub[0].size or 0)


def plus_size(node: Node) -> int:
    """Return the size of `x+` or `x?`."""
    return 1 + (node.sub[0].size or 0)


def repeat_size(node: Node) -> int:
    """Return the size of `x{2,5}`."""
    sub = node.sub[0].size or 0
    if node.maximum == -1:
        return 2 + sub if node.minimum == 0 else 1 + node.minimum * sub
    return node.maximum * sub + node.maximum - node.minimum


SIZES: dict[int, Callable[[Node], int]] = {
    LITERAL: lambda node: len(node.runes),
    CAPTURE: star_size,
    STAR: star_size,
    PLUS: plus_size,
    QUEST: plus_size,
    CONCAT: lambda node: sum(sub.size or 0 for sub in node.sub),
    ALTERNATE: lambda node: sum((sub.size or 0) + 1 for sub in node.sub) - 1,
    REPEAT: repeat_size,
}


def copies_in_bounds(root: Node) -> bool:
    """Say whether nested repetitions make no more copies of anything than Go allows."""
    pending = [(root, MAX_COPIES)]
    while pending:
        node, left = pending.pop()
        if node.op == REPEAT:
            times = node.minimum if node.maximum < 0 else node.maximum
            if node.maximum == 0:
                continue
            if times > left:
                return False
            left //= max(times, 1)
        pending.extend((sub, left) for sub in node.sub)
    return True
