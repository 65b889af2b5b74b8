"""The Corefiles that are put to CoreDNS: written by hand, found by a hunt, examples, the corpus."""

import base64
import hashlib
import json
import os
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.oracle.generate import generate
from tests.oracle.mutate import mutants
from tests.oracle.protocol import Request

HERE = Path(__file__).parent
INPUTS = HERE / "inputs"
REGRESSIONS = INPUTS / "regressions"
EXAMPLES = HERE.parents[1] / "examples"
#: Real Corefiles, which are not part of this repository.
CORPUS = Path(os.environ.get("COREFILE_CORPUS", HERE.parents[2] / "shared" / "corpus"))

#: The two forms of what the parser reads.
PARSED: tuple[str, ...] = ("blocks", "error")

#: What is recorded of the generated texts.
GENERATED, MUTANTS = 4000, 3000


@dataclass(frozen=True, slots=True)
class Case:
    """A named request."""

    name: str
    request: Request

    def to_dict(self) -> dict[str, Any]:
        """Return the case as plain data."""
        return {"name": self.name, "request": self.request.to_dict()}

    @classmethod
    def from_dict(cls, fields: Mapping[str, Any]) -> "Case":
        """Undo `to_dict`."""
        return cls(fields["name"], Request.from_dict(fields["request"]))


def handwritten() -> Iterator[Case]:
    """Yield the cases of `inputs/`, with the regressions, and the project's examples."""
    for path in sorted(INPUTS.glob("*.toml")):
        for fields in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            yield Case(f"{path.stem}: {fields['name']}", Request.from_dict(fields))
    for path in sorted(REGRESSIONS.glob("*.json")):
        fields = json.loads(path.read_text(encoding="utf-8"))
        yield Case(f"regression: {path.stem}", Request.from_dict(fields))
    for path in sorted(EXAMPLES.rglob("*")):
        if path.name.startswith("Corefile") or path.suffix in (".corefile", ".server"):
            yield Case(f"example: {path.relative_to(EXAMPLES)}", Request(read_exactly(path)))


def generated() -> Iterator[Case]:
    """Yield generated Corefiles, the same every time."""
    for number, request in enumerate(generate("recorded", GENERATED)):
        yield Case(f"generated {number}", request)


def mutated() -> Iterator[Case]:
    """Yield mutants of the handwritten and of some generated Corefiles, the same every time."""
    sources = [case.request for case in handwritten()] + list(generate("mutated", 1000))
    for number, request in enumerate(mutants(sources, "recorded", MUTANTS)):
        yield Case(f"mutant {number}", request)


@dataclass(frozen=True, slots=True)
class CorpusCase:
    """A Corefile of the corpus and what CoreDNS's parser reads from it."""

    name: str
    request: Request
    parsed: dict[str, Any]


@cache
def corpus() -> tuple[CorpusCase, ...]:
    """Return the corpus; nothing when it is not there."""
    expected = CORPUS / "expected.jsonl"
    if not expected.exists():
        return ()
    lines = expected.read_bytes().splitlines()
    return tuple(corpus_case(json.loads(line)) for line in lines)


def corpus_case(fields: dict[str, Any]) -> CorpusCase:
    """Return the case of one line of `expected.jsonl`."""
    name, _, key = fields["file"].partition("#")
    text = read_exactly(CORPUS / name)
    if key:
        text = config_map_value(text, key, fields["sha256"])
    parsed: dict[str, Any] = {part: fields[part] for part in PARSED if part in fields}
    return CorpusCase(fields["file"], Request(text), parsed)


def config_map_value(text: str, key: str, sha256: str) -> str:
    """Return the value of that key and checksum in a YAML file."""
    for document in documents(text):
        for value in values_of(document, key):
            if hashlib.sha256(value.encode()).hexdigest() == sha256:
                return value
    raise LookupError(key)


@cache
def documents(text: str) -> Sequence[object]:
    """Return what is in a YAML file."""
    return [*yaml.load_all(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))]


def values_of(node: Any, key: str) -> Iterator[str]:
    """Yield all strings under a key, at any depth."""
    if isinstance(node, dict):
        if isinstance(node.get(key), str):
            yield node[key]
        for value in node.values():
            yield from values_of(value, key)
    elif isinstance(node, list):
        for value in node:
            yield from values_of(value, key)


def read_exactly(path: Path) -> str:
    """Read a file with every byte kept."""
    return path.read_bytes().decode("utf-8", "surrogateescape")


def save_regression(request: Request, found: str) -> Path:
    """Keep a minimal Corefile on which CoreDNS and this project disagreed."""
    fields = {"found": found, **request.to_dict()}
    text = json.dumps(fields, ensure_ascii=False, indent=2) + "\n"
    digest = hashlib.sha256(json.dumps(request.to_dict(), sort_keys=True).encode())
    name = base64.b32encode(digest.digest())[:10].decode().lower()
    REGRESSIONS.mkdir(exist_ok=True)
    path = REGRESSIONS / f"{name}.json"
    path.write_text(text, encoding="utf-8")
    return path
