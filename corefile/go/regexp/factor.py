"""How Go rearranges alternations: `abc|abd` becomes `ab[cd]` (regexp/syntax: parse.go, factor).

What a pattern matches stays the same, but its size and depth do not, and these have limits.
"""

from collections.abc import Generator, Iterator

from corefile.go.regexp.nodes import ALTERNATE, CONCAT, EMPTY, LITERAL, Node, same
from corefile.go.regexp.stack import Stack
from corefile.text.typed import TypeAlias

#: Asks for alternatives to be made one node, again and again, and gives nodes in the end.
Steps: TypeAlias = Generator[list[Node], Node, list[Node]]


class Factoring(Stack):
    """A stack that makes one node of several."""

    def collapse(self, subs: list[Node], op: int) -> Node:
        """Make one node of several, flat and with common starts taken out.

        Common starts lie within each other as deep as the pattern is long, hence the list of
        unfinished steps instead of recursion.
        """
        unfinished = [self.steps(subs, op)]
        done: Node | None = None
        while unfinished:
            try:
                inner = unfinished[-1].send(done) if done else next(unfinished[-1])
            except StopIteration as stop:
                unfinished.pop()
                done = stop.value
            else:
                unfinished.append(self.steps(inner, ALTERNATE))
                done = None
        assert done is not None  # noqa: S101 - the first steps have ended
        return done

    def steps(self, subs: list[Node], op: int) -> Generator[list[Node], Node, Node]:
        """Make one node of several, with the inner alternations made by whoever runs this."""
        if len(subs) == 1:
            return subs[0]
        node = self.new(op)
        for sub in subs:
            if sub.op == op:
                node.sub.extend(sub.sub)
                self.reuse(sub)
            else:
                node.sub.append(sub)
        if op == CONCAT:
            return node
        node.sub = yield from self.factor(node.sub)
        if len(node.sub) == 1:
            self.reuse(node)
            return node.sub[0]
        return node

    def factor(self, subs: list[Node]) -> Steps:
        """Take common starts out of alternatives that follow each other."""
        if len(subs) < 2:
            return subs
        subs = yield from self.factor_strings(subs)
        subs = yield from self.factor_nodes(subs)
        subs = self.merge_characters(subs)
        return [
            sub
            for sub, following in zip(subs, [*subs[1:], None], strict=True)
            if not (following and sub.op == following.op == EMPTY)
        ]

    def factor_strings(self, subs: list[Node]) -> Steps:
        """Take out literals that alternatives begin with."""
        out: list[Node] = []
        for run, start, flags in list(string_runs(subs)):
            if len(run) == 1:
                out.extend(run)
                continue
            prefix = self.new(LITERAL)
            prefix.flags = flags
            prefix.runes = start
            rest: list[Node] = []
            for sub in run:
                rest.append(self.without_string(sub, len(start)))
                self.check_limits(rest[-1])
            suffix = yield rest
            node = self.new(CONCAT)
            node.sub = [prefix, suffix]
            out.append(node)
        return out

    def factor_nodes(self, subs: list[Node]) -> Steps:
        """Take out characters and fixed numbers of them that alternatives begin with."""
        out: list[Node] = []
        for run, prefix in list(node_runs(subs)):
            if len(run) == 1 or prefix is None:
                out.extend(run)
                continue
            rest: list[Node] = []
            for sub in run:
                rest.append(self.without_node(sub, keep=not rest))
                self.check_limits(rest[-1])
            suffix = yield rest
            node = self.new(CONCAT)
            node.sub = [prefix, suffix]
            out.append(node)
        return out

    def merge_characters(self, subs: list[Node]) -> list[Node]:
        """Make one class of alternatives that are one character each."""
        out: list[Node] = []
        run: list[Node] = []
        for sub in [*subs, None]:
            if sub is not None and sub.is_character():
                run.append(sub)
                continue
            if len(run) > 1:
                # The first of the most complex ones takes in the others.
                best = max(run, key=lambda node: (node.op, len(node.runes) + 2 * len(node.ranges)))
                place = run.index(best)
                run[0], run[place] = best, run[0]
                for other in run[1:]:
                    best.merge(other)
                    self.reuse(other)
                best.clean()
            out.extend(run[:1])
            run = []
            if sub is not None:
                out.append(sub)
        return out

    def without_string(self, node: Node, length: int) -> Node:
        """Take a literal off the start of a node."""
        if node.op == CONCAT and node.sub:
            first = self.without_string(node.sub[0], length)
            node.sub[0] = first
            if first.op == EMPTY:
                self.reuse(first)
                del node.sub[0]
                return self.alone(node)
        elif node.op == LITERAL:
            del node.runes[:length]
            if not node.runes:
                node.op = EMPTY
        return node

    def without_node(self, node: Node, keep: bool) -> Node:
        """Take the first node off a node; unless it is kept, it can be used again."""
        if node.op == CONCAT and node.sub:
            if not keep:
                self.reuse(node.sub[0])
            del node.sub[0]
            return self.alone(node)
        if not keep:
            self.reuse(node)
        return self.new(EMPTY)

    def alone(self, node: Node) -> Node:
        """Return the one node of a sequence that has shrunk to one, else the sequence."""
        if not node.sub:
            node.op = EMPTY
        if len(node.sub) != 1:
            return node
        only = node.sub[0]
        self.reuse(node)
        return only


def string_runs(subs: list[Node]) -> Iterator[tuple[list[Node], list[int], int]]:
    """Divide alternatives into runs that begin with the same literal."""
    run: list[Node] = []
    start: list[int] = []
    flags = 0
    for sub in subs:
        runes, folds = sub.leading_string()
        common = common_length(start, runes) if folds == flags else 0
        if common:
            start = start[:common]
            run.append(sub)
            continue
        if run:
            yield run, start, flags
        run, start, flags = [sub], runes[:], folds
    yield run, start, flags


def common_length(one: list[int], other: list[int]) -> int:
    """Return how many elements two lists have in common at their start."""
    for place, (mine, theirs) in enumerate(zip(one, other, strict=False)):
        if mine != theirs:
            return place
    return min(len(one), len(other))


def node_runs(subs: list[Node]) -> Iterator[tuple[list[Node], Node | None]]:
    """Divide alternatives into runs that begin with the same node that can be factored."""
    run: list[Node] = []
    first: Node | None = None
    for sub in subs:
        leading = sub.leading_node()
        if first and leading and first.can_be_factored() and same(first, leading):
            run.append(sub)
            continue
        if run:
            yield run, first
        run, first = [sub], leading
    yield run, first
