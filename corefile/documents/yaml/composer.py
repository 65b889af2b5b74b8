"""The nodes of YAML, made of what a parser reports: the same for every parser that there is.

PyYAML composes nodes too, in C or in Python, by recursion: too deep a nesting ends the process, or
is an error whose words depend on the version. Here neither Python nor the parser decides what is
too deep, and an anchor may be defined again, as Kubernetes allows.

Importing this module imports PyYAML.
"""

from __future__ import annotations

from contextlib import suppress

import yaml

from corefile.documents.model import Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__all__ = ["LOADERS", "MAX_DEPTH", "compose_documents"]

MAX_DEPTH = 200
"""The deepest nesting that is read; Kubernetes objects have a few dozen levels at most."""

_TOO_DEEP = (
    f"The YAML is nested more than {MAX_DEPTH} levels deep here: no Corefile from this document"
    " on is checked. Put the ConfigMap in a file of its own."
)

_BREAKS = "\r\n\x85\u2028\u2029"

#: How many characters a key may have (PyYAML's scanner).
_FARTHEST_KEY = 1024

#: How many characters before the limit of a parser are read once more to find ours.
_READ_AGAIN = 1 << 20


class _Tabs(yaml.SafeLoader):
    """PyYAML's own parser, which refuses tabs; like libyaml, this one takes them between words.

    It does not look again at everything that is open for each word: what may be a key is in the
    order of the text, so only the first may be too far back.
    """

    flow_level: int
    allow_simple_key: bool
    possible_simple_keys: dict[int, Any]
    line: int
    index: int

    def next_possible_simple_key(self) -> int | None:
        """Return the number of the first word that may turn out to be a key."""
        for key in self.possible_simple_keys.values():
            number: int = key.token_number
            return number
        return None

    def stale_possible_simple_keys(self) -> None:
        """Forget what is too far back to be a key."""
        for key in self.possible_simple_keys.values():
            if key.line != self.line or self.index - key.index > _FARTHEST_KEY:
                super().stale_possible_simple_keys()
            return

    def scan_to_next_token(self) -> None:
        """Skip what is between two tokens."""
        super().scan_to_next_token()
        while self.peek() == "\t" and (self.flow_level or not self.allow_simple_key):
            self.forward()
            super().scan_to_next_token()

    def scan_plain_spaces(self, indent: int, start_mark: yaml.Mark) -> list[str] | None:
        """Return what is between two words of a value."""
        length = 0
        while self.peek(length) in " \t":
            length += 1
        spaces = self.prefix(length)
        self.forward(length)
        if self.peek() in _BREAKS:
            found: list[str] | None = super().scan_plain_spaces(indent, start_mark)
            return found
        return [spaces] if spaces else []


#: What may parse: libyaml where PyYAML was built with it, and PyYAML itself.
LOADERS: tuple[type, ...] = (*filter(None, [getattr(yaml, "CSafeLoader", None)]), _Tabs)

#: What parsers raise. PyYAML's own lets the errors of `chr` and `int` through.
ERRORS = (yaml.YAMLError, ValueError, OverflowError, RecursionError)


def compose_documents(
    text: str, loader: type = LOADERS[0]
) -> tuple[list[yaml.Node], Problem | None]:
    """Return the documents before the first fault, and the fault. Never raises.

    `loader` is one of `LOADERS`, by default the fastest.
    """
    parser: Any = None
    composer = _Composer()
    try:
        parser = loader(text)
        composer.resolve = parser.resolve
        while parser.check_event():
            problem = composer.add(parser.get_event())
            if problem is not None:
                return composer.roots, problem
    except ERRORS as error:
        # Most texts have none.
        from corefile.documents.yaml.faults import fault_of, is_depth_error  # noqa: PLC0415

        if is_depth_error(error):
            return composer.roots, _depth_problem(text, composer.begin, error)
        return composer.roots, fault_of(text, error, parser)
    finally:
        if parser is not None:
            parser.dispose()
    return composer.roots, None


class _Composer:
    """Makes nodes of events, one after the other."""

    def __init__(self) -> None:
        self.roots: list[yaml.Node] = []
        #: Gives the tag of a node that has none: a number, a truth value, a text.
        self.resolve: Callable[..., str] = yaml.resolver.Resolver().resolve
        #: Where the document begins that is being read.
        self.begin = 0
        self._anchors: dict[str, yaml.Node] = {}
        #: The collections that are open, each with the key that waits for its value.
        self._open: list[tuple[yaml.CollectionNode, list[yaml.Node]]] = []

    def add(self, event: Any) -> Problem | None:
        """Add what an event says, or return why it is refused."""
        start, end = event.start_mark, event.end_mark
        if isinstance(event, yaml.ScalarEvent):
            tag = self._tag(event, yaml.ScalarNode, event.value)
            text = yaml.ScalarNode(tag, event.value, start, end, style=event.style)
            self._anchored(event, text)
            self._put(text)
        elif isinstance(event, yaml.CollectionStartEvent):
            if len(self._open) >= MAX_DEPTH:
                return Problem(start.index, start.index + 1, _TOO_DEEP)
            self._start(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            node, _ = self._open.pop()
            node.end_mark = end
            self._put(node)
        elif isinstance(event, yaml.AliasEvent):
            name = event.anchor or ""
            if name not in self._anchors:
                from corefile.documents.yaml.faults import undefined_alias  # noqa: PLC0415 - as above

                return undefined_alias(start.index, name)
            self._put(self._anchors[name])
        elif isinstance(event, yaml.DocumentEndEvent):
            self._anchors.clear()
            self.begin = end.index
        return None

    def _start(self, event: Any) -> None:
        kind: type[yaml.CollectionNode] = yaml.MappingNode
        if isinstance(event, yaml.SequenceStartEvent):
            kind = yaml.SequenceNode
        tag = self._tag(event, kind, None)
        node = kind(tag, [], event.start_mark, None, flow_style=event.flow_style)
        self._anchored(event, node)
        self._open.append((node, []))

    def _tag(self, event: Any, kind: type[yaml.Node], value: str | None) -> str:
        named = event.tag not in (None, "!")
        return event.tag if named else self.resolve(kind, value, event.implicit)

    def _anchored(self, event: Any, node: yaml.Node) -> None:
        if event.anchor is not None:
            self._anchors[event.anchor] = node

    def _put(self, node: yaml.Node) -> None:
        """Put a node into the collection that is open, or at the top of a document."""
        if not self._open:
            self.roots.append(node)
            return
        parent, key = self._open[-1]
        if isinstance(parent, yaml.SequenceNode):
            parent.value.append(node)
        elif key:
            parent.value.append((key.pop(), node))
        else:
            key.append(node)


def _depth_problem(text: str, begin: int, error: Exception) -> Problem:
    """Return the problem of a nesting that was too deep for the parser before we saw it.

    A parser reads far ahead of what it reports. PyYAML's own has no limit, so it gets as far as
    ours.
    """
    mark = error.problem_mark  # type: ignore[attr-defined]
    end = mark.index if mark else begin
    if end - begin <= _READ_AGAIN:
        depth = 0
        with suppress(*ERRORS):
            event: Any
            for event in yaml.parse(text[begin:], Loader=LOADERS[-1]):
                depth += isinstance(event, yaml.CollectionStartEvent)
                depth -= isinstance(event, yaml.CollectionEndEvent)
                if depth > MAX_DEPTH:
                    end = begin + event.start_mark.index
                    break
    return Problem(end, min(end + 1, len(text)), _TOO_DEEP)
