"""Makes one slip in a manifest with a sound Corefile, of each kind and at each place."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from benchmarks.slips.make import Slip
from corefile.documents import read
from corefile.text.edits import Edit, apply_edits

__all__ = ["NAME", "manifest_of", "manifest_slips", "within"]

#: What a manifest is called.
NAME = "coredns.yaml"
#: A ConfigMap as kubeadm writes it, up to its Corefile.
HEAD = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns
  namespace: kube-system
data:
  Corefile: |
"""
INDENT = "    "

#: What `kubectl describe` prints of it.
_DESCRIBED = """\
Name:         coredns
Namespace:    kube-system
Labels:       <none>
Annotations:  <none>

Data
====
Corefile:
----
{}

BinaryData
====

Events:  <none>
"""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A ConfigMap with a sound Corefile as a block of text, and no slip."""

    text: str
    #: Offsets at which its lines begin.
    starts: tuple[int, ...]
    #: The numbers of the line of the key, of the first line of the Corefile, and after the last.
    key: int
    first: int
    end: int

    @classmethod
    def of(cls, text: str) -> "Manifest | None":
        """Return a manifest as lines; None if its Corefile is not such a block."""
        lines = text.splitlines(keepends=True)
        keys = [
            n for n, line in enumerate(lines) if line.strip() in ("Corefile: |", "Corefile: |-")
        ]
        found = [item for item in read(text, NAME).corefiles if item.kind == "corefile"]
        if len(keys) != 1 or len(found) != 1 or any("{{" in line for line in lines):
            return None
        depth = depth_of(lines[keys[0]])
        end = first = keys[0] + 1
        while end < len(lines) and (not lines[end].strip() or depth_of(lines[end]) > depth):
            end += 1
        while not lines[end - 1].strip():
            end -= 1
        starts = [0]
        for line in lines:
            starts.append(starts[-1] + len(line))
        return cls(text, tuple(starts), keys[0], first, end)

    def line(self, number: int) -> str:
        """Return a line, its line feed included."""
        return self.text[self.starts[number] : self.starts[number + 1]]

    def indent(self, number: int) -> int:
        """Return how deep a line is."""
        return depth_of(self.line(number))

    def replaced(self, number: int, text: str) -> Edit:
        """Return the edit that makes another of a line."""
        return Edit(self.starts[number], self.starts[number + 1], text)

    def moved(self, number: int, by: int) -> Edit:
        """Return the edit that makes a line so much deeper, or less deep."""
        line = self.line(number)
        return self.replaced(number, " " * (depth_of(line) + by) + line.lstrip(" "))

    def slip(self, kind: str, edits: Sequence[Edit], repair: str, *lines: int) -> Slip:
        """Return a slip; a finding is at it on one of these lines, counted from 0."""
        text = apply_edits(self.text, edits)
        places = frozenset(number + 1 for number in lines)
        return Slip(kind, self.text, tuple(edits), text, places, repair, NAME)


def depth_of(line: str) -> int:
    """Return how many spaces a line begins with."""
    return len(line) - len(line.lstrip(" "))


def shallow(it: Manifest) -> Iterator[Slip]:
    """Yield slips: a line is indented less than the first, or as the key."""
    for number in range(it.first + 1, it.end):
        if it.line(number).strip():
            for depth in {0, it.indent(it.key), it.indent(it.first) - 1}:
                edit = it.moved(number, depth - it.indent(number))
                yield it.slip("YAML: line indented too little", [edit], r"indent", number)


def deep_first(it: Manifest) -> Iterator[Slip]:
    """Yield slips: the first line is deeper than the others."""
    for by in (1, 2, 4):
        places = (it.first, *lines_after(it, it.first))
        yield it.slip("YAML: first line too deep", [it.moved(it.first, by)], r"indent", *places)


def lines_after(it: Manifest, number: int) -> tuple[int, ...]:
    """Return the next line that has words."""
    return tuple([n for n in range(number + 1, it.end) if it.line(n).strip()][:1])


def not_indented(it: Manifest) -> Iterator[Slip]:
    """Yield slips: all lines are as deep as the key, or not indented."""
    for depth in {0, it.indent(it.key)}:
        by = depth - it.indent(it.first)
        edits = [it.moved(n, by) for n in range(it.first, it.end) if it.line(n).strip()]
        yield it.slip("YAML: text not below its key", edits, r"indent", it.first, it.first + 1)


def tabs(it: Manifest) -> Iterator[Slip]:
    """Yield slips: a line, or every line, is indented with tabs."""
    every = [n for n in range(it.first, it.end) if it.line(n).strip()]
    for numbers in ([n] for n in every[1:]):
        edits = [it.replaced(n, "\t" + it.line(n).lstrip(" ")) for n in numbers]
        yield it.slip("YAML: line indented by a tab", edits, r"indent|tab|space", *numbers)
    edits = [it.replaced(n, "\t" + it.line(n).lstrip(" ")) for n in every]
    yield it.slip("YAML: all lines indented by tabs", edits, r"indent|tab|space", every[0])


def no_bar(it: Manifest) -> Iterator[Slip]:
    """Yield slips: there is no `|` after the key, or another mark."""
    line = it.line(it.key)
    mark = line.strip().partition(" ")[2]
    # YAML itself fails at the first `: ` or ` #`; otherwise at a line that is joined to another.
    places = range(it.key, it.end)
    for kind, text in {"no `|`": "", "`>` for `|`": ">", "`>-` for `|`": ">-"}.items():
        edit = it.replaced(it.key, line.replace(f" {mark}", f" {text}".rstrip()))
        yield it.slip(f"YAML: {kind}", [edit], r"\|", *places)


def other_key(it: Manifest) -> Iterator[Slip]:
    """Yield slips: the key is misspelt."""
    line = it.line(it.key)
    for key in ("corefile", "CoreFile", "COREFILE"):
        edit = it.replaced(it.key, line.replace("Corefile", key))
        yield it.slip("YAML: key in other case", [edit], r"`Corefile`", it.key)
    for key in ("Corfile", "Corefiles", "Coref1le", "Croefile", "Corefil"):
        edit = it.replaced(it.key, line.replace("Corefile", key))
        yield it.slip("YAML: key misspelt", [edit], r"`Corefile`", it.key)


def key_swallowed(it: Manifest) -> Iterator[Slip]:
    """Yield slips: a key after the Corefile is indented as its text."""
    at = it.starts[it.end]
    for key in ("example.server", "rewrite.override", "NodeHosts"):
        for depth in {it.indent(it.first), it.indent(it.first) + 2}:
            value = "example.org {\n{0}    whoami\n{0}}" if key.endswith("server") else "log"
            space = " " * (it.indent(it.key) + 2)
            sound = f"{' ' * it.indent(it.key)}{key}: |\n{space}{value.replace('{0}', space)}\n"
            wrong = " " * depth + sound.lstrip(" ").replace("\n  ", "\n    ")
            edit = Edit(at, at, wrong)
            yield it.slip("YAML: next key swallowed", [edit], r"indent", it.end)


def outside(it: Manifest) -> Iterator[Slip]:
    """Yield slips: the key is not in `data`."""
    data = next((n for n in range(it.key, -1, -1) if it.line(n).strip() == "data:"), None)
    if data is None:
        return
    yield it.slip("YAML: `data:` lost", [it.replaced(data, "")], r"`data", data, data - 1)
    for name in ("Data", "date", "spec", "binaryData"):
        edit = it.replaced(data, it.line(data).replace("data", name))
        places = (data, data + 1)
        yield it.slip(f"YAML: `{name}:` for `data:`", [edit], r"`data", *places)
    by = it.indent(data) - it.indent(it.key)
    edits = [it.moved(n, by) for n in range(it.key, it.end) if it.line(n).strip()]
    yield it.slip("YAML: key beside `data:`", edits, r"`data", it.key, data)


def colon_lost(it: Manifest) -> Iterator[Slip]:
    """Yield slips: the key has no colon, or no space after it."""
    line = it.line(it.key)
    for kind, wrong in {
        "no colon after the key": "Corefile |",
        "no space after the colon": "Corefile:|",
    }.items():
        edit = it.replaced(it.key, line.replace("Corefile: |", wrong))
        yield it.slip(f"YAML: {kind}", [edit], r"`?Corefile: ", it.key, it.key + 1)


def written_elsewhere(it: Manifest) -> Iterator[Slip]:
    """Yield slips: the file is what another program writes or shows."""
    edits = [Edit(n, n, "\ufeff") for n in (0,)]
    yield it.slip("YAML: byte order mark", edits, r"mark", 0)
    every = [n for n in range(len(it.starts) - 1) if it.line(n).endswith("\n")]
    edits = [Edit(it.starts[n + 1] - 1, it.starts[n + 1], "\r\n") for n in every]
    yield it.slip("YAML: Windows line ends", edits, r"line", 0)
    body = "".join(it.line(n)[it.indent(it.first) :] or "\n" for n in range(it.first, it.end))
    shown = _DESCRIBED.format(body)
    yield it.slip("YAML: `kubectl describe`", [Edit(0, len(it.text), shown)], r"kubectl get", 0)


MAKERS: tuple[Callable[[Manifest], Iterator[Slip]], ...] = (
    shallow,
    deep_first,
    not_indented,
    tabs,
    no_bar,
    other_key,
    key_swallowed,
    outside,
    colon_lost,
    written_elsewhere,
)


def manifest_slips(text: str) -> Iterator[Slip]:
    """Yield every slip of YAML that can be made in a sound manifest; each text once."""
    it = Manifest.of(text)
    seen = {text}
    for make in MAKERS if it is not None else ():
        assert it is not None
        for slip in make(it):
            if slip.text not in seen:
                seen.add(slip.text)
                yield slip


def manifest_of(text: str) -> str:
    """Return a ConfigMap with a Corefile."""
    return HEAD + "".join(f"{INDENT}{line}\n" if line else "\n" for line in text.splitlines())


def within(slip: Slip) -> Slip:
    """Return a slip of a Corefile as one in a ConfigMap."""
    breaks = [n for n, sign in enumerate(slip.sound) if sign == "\n"]

    def outer(offset: int) -> int:
        before = sum(at < offset for at in breaks)
        return len(HEAD) + offset + len(INDENT) * (before + 1)

    def deeper(text: str) -> str:
        return text.replace("\n", "\n" + INDENT)

    edits = tuple(Edit(outer(e.start), outer(e.end), deeper(e.text)) for e in slip.edits)
    sound = HEAD + INDENT + deeper(slip.sound)
    lines = frozenset(number + HEAD.count("\n") for number in slip.lines)
    return replace(
        slip, sound=sound, edits=edits, text=apply_edits(sound, edits), lines=lines, name=NAME
    )
