"""Builds the Go program of this folder, once for each state of its sources, and asks it."""

import base64
import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.oracle import small

HERE = Path(__file__).parent
#: The language that a `name` of a template goes with.
DEFAULT_NAME = "answer"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the reference says: its message if it refuses, else the groups of a regexp."""

    error: str | None
    groups: int = 0
    names: tuple[str, ...] = ()
    #: Owner, TTL, class and type of a record, and the name that it leads to.
    record: tuple[str, ...] = ()
    #: Whether a record cannot be put into a message.
    unfit: bool = False
    #: What a template makes.
    made: str | None = None

    @classmethod
    def of(cls, fields: dict[str, Any]) -> "Answer":
        """Return an answer that has come as JSON."""
        return cls(
            fields.get("error"),
            fields.get("groups", 0),
            tuple(fields.get("names", ())),
            tuple(fields.get("record", ())),
            fields.get("unfit", False),
            fields.get("made"),
        )


def program() -> Path:
    """Return the built program. Raises Unavailable."""
    return small.program(HERE)


def ask(language: str, texts: Sequence[str], name: str = DEFAULT_NAME) -> list[Answer]:
    """Ask about many texts. Raises Unavailable."""
    return converse(language, texts, name)[1]


def versions() -> dict[str, str]:
    """Return the versions of what answers. Raises Unavailable."""
    return converse("regex", [], "")[0]


def converse(language: str, texts: Sequence[str], name: str) -> tuple[dict[str, str], list[Answer]]:
    """Ask about many texts; give the program's greeting and its answers."""
    requests = [request(language, text, name) for text in texts]
    lines = "".join(json.dumps(fields) + "\n" for fields in requests)
    done = subprocess.run([program()], input=lines.encode(), capture_output=True, check=True)
    greeting, *answers = [json.loads(line) for line in done.stdout.splitlines()]
    return greeting, [Answer.of(fields) for fields in answers]


def request(language: str, text: str, name: str) -> dict[str, Any]:
    """Return a question; a text that stands for bytes that are no UTF-8 goes as bytes."""
    fields = {"language": language, "name": name}
    try:
        text.encode()
    except UnicodeEncodeError:
        data = text.encode("utf-8", "surrogateescape")
        return fields | {"data": base64.b64encode(data).decode()}
    return fields | {"text": text}


def tables() -> dict[str, Any]:
    """Return the facts about Unicode and Go's types that the languages need. Raises Unavailable."""
    done = subprocess.run([program(), "tables"], capture_output=True, check=True)
    facts: dict[str, Any] = json.loads(done.stdout)
    return facts


def ask_each(requests: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Ask questions of any kind, and return the answers as they come. Raises Unavailable."""
    lines = "".join(json.dumps(fields) + "\n" for fields in requests)
    done = subprocess.run([program()], input=lines.encode(), capture_output=True, check=True)
    answers: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines()]
    return answers[1:]
