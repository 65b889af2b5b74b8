"""YAML text to nodes, for text from anywhere: whatever is wrong with it becomes a problem.

Importing this module imports PyYAML. Nodes are only composed, never constructed: no tag runs
code, and an alias stays one node however often it is used.
"""

from __future__ import annotations

import re
from collections import defaultdict

import yaml

from corefile.documents.model import Problem
from corefile.documents.yaml.composer import LOADERS, compose_documents
from corefile.text.records import dataclass
from corefile.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Stream", "compose", "is_acceptable", "is_larger", "keys_by_value", "small_roots"]

_Loader = LOADERS[0]

# What no YAML parser takes: surrogates (bytes that are not UTF-8, once decoded) and the
# characters that YAML does not allow, of which JSON allows all but the control characters.
_REFUSED = r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
_CONTROL = regex(r"[\0-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NOT_JSON = regex(r"[\0-\x08\x0b\x0c\x0e-\x1f]")
_NOT_YAML = regex(r"[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")

_JSON = regex(r"\ufeff?\s*+\{")
_SURROGATE = regex(r"\\u[dD][89a-fA-F]")
_ESCAPE = regex(r"\\(?:(?P<surrogate>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)", re.DOTALL)


#: What aliases may add, in nodes and characters; Kubernetes stores a Corefile of at most 1 MiB.
_MOST = 1 << 20


@dataclass(frozen=True, slots=True)
class Stream:
    """The documents of a YAML file.

    `parsed` is the text the parser was given, as long as the file's: the marks of the nodes
    are offsets in both. `roots` are the documents that could be read, in order.
    """

    parsed: str
    roots: tuple[yaml.Node, ...]
    problems: tuple[Problem, ...]


def compose(text: str) -> Stream:
    """Read YAML or JSON; documents before a syntax error are read, those after it are not."""
    is_json = _JSON.match(text) is not None
    problems = [*_refused(text, is_json)]
    parsed = _acceptable(text, is_json)
    roots, problem = compose_documents(parsed, _Loader)
    if problem:
        problems.append(problem)
    return Stream(parsed, tuple(roots), tuple(problems))


def is_larger(root: yaml.Node, size: int) -> bool:
    """Tell whether a document is larger, in nodes and characters, with what aliases stand for.

    A few aliases of aliases stand for more than any memory holds, one of what it is in for no end.
    """
    sizes: dict[yaml.Node, int] = {}
    started: set[yaml.Node] = set()
    waiting = [(root, False)]
    while waiting:
        node, is_read = waiting.pop()
        if isinstance(node, yaml.ScalarNode):
            sizes[node] = 1 + len(node.value)
        elif is_read:
            sizes[node] = 1 + sum(sizes.get(other, size) for other in _below(node))
            if sizes[node] > size:
                return True
        elif node not in started:
            started.add(node)
            waiting.append((node, True))
            waiting += [(other, False) for other in _below(node)]
    return False


def small_roots(stream: Stream, text: str) -> tuple[yaml.Node, ...]:
    """Return the documents of a file in which aliases do not stand for far more than the file."""
    if "*" not in text:
        return stream.roots
    return tuple(root for root in stream.roots if not is_larger(root, _MOST + 2 * len(text)))


def keys_by_value(roots: Sequence[yaml.Node]) -> dict[yaml.Node, set[yaml.Node]]:
    """Return the keys whose value a node is, by aliases too; for an item of a list, the list."""
    found: defaultdict[yaml.Node, set[yaml.Node]] = defaultdict(set)
    seen: set[yaml.Node] = set()
    waiting = list(roots)
    while waiting:
        node = waiting.pop()
        if node in seen or isinstance(node, yaml.ScalarNode):
            continue
        seen.add(node)
        is_list = isinstance(node, yaml.SequenceNode)
        for key, value in ((node, item) for item in node.value) if is_list else node.value:
            found[value].add(key)
            waiting.append(value)
    return found


def _below(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return [part for pair in node.value for part in pair]
    return list(node.value)


def is_acceptable(text: str) -> bool:
    """Tell whether a text of YAML, and not JSON, has no character that a parser refuses."""
    if text.startswith("\ufeff") or _JSON.match(text) or _CONTROL.search(text):
        return False
    return text.isascii() or re.search(_REFUSED, text) is None


def _acceptable(text: str, is_json: bool) -> str:
    """Replace the characters that a YAML parser refuses, one for one.

    A byte order mark would be left out of the parser's count of characters. JSON writes a
    character beyond U+FFFF as two escapes that YAML refuses.
    """
    if text.startswith("\ufeff"):
        text = "\n" + text[1:]
    # Most manifests are plain ASCII; to compile this expression takes longer than to read one.
    if not text.isascii() or _CONTROL.search(text):
        text = re.sub(_REFUSED, "\ufffd", text)
    if is_json and _SURROGATE.search(text):
        text = _ESCAPE.sub(lambda m: r"\ufffd" if m["surrogate"] else m[0], text)
    return text


def _refused(text: str, is_json: bool) -> Iterator[Problem]:
    """Yield the problem of the first character that makes Kubernetes refuse the file.

    Bytes that are not UTF-8 are the business of whoever decoded the file.
    """
    found = (_NOT_JSON if is_json else _NOT_YAML).search(text)
    if found is None:
        return
    code = ord(found[0])
    escape = f"\\u{code:04x}"
    yield Problem(
        found.start(),
        found.end(),
        f"The character U+{code:04X} is not allowed in YAML or JSON: Kubernetes refuses this"
        f" file. Remove it, or write it as `{escape}` in a double-quoted string.",
    )
