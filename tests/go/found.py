"""What Go finds with a pattern in a text, and what expr-lang makes of an expression.

`cases/match.txt` and `cases/evaluation.txt` have the cases; this asks the reference about them and
writes `recorded/match.jsonl` and `recorded/evaluation.jsonl`:

    python -m tests.go.found
"""

import json
from collections.abc import Iterator
from typing import Any

from tests.go import HERE, case_texts
from tests.oracle.languages import client

#: What CoreDNS's functions give, query by query.
QUERIES: dict[str, dict[str, Any]] = {
    "www": {
        "name": "www.example.org.",
        "type": "A",
        "class": "IN",
        "proto": "udp",
        "client_ip": "10.1.2.3",
        "server_ip": "127.0.0.1",
        "port": "40000",
        "server_port": "53",
        "id": 7,
        "opcode": 0,
        "size": 44,
        "bufsize": 512,
        "do": False,
        "metadata": {"geoip/country/code": "DE"},
    },
    "api": {
        "name": "api.example.net.",
        "type": "AAAA",
        "class": "CH",
        "proto": "tcp",
        "client_ip": "2001:db8::5",
        "server_ip": "::1",
        "port": "1023",
        "server_port": "5353",
        "id": 0,
        "opcode": 5,
        "size": 120,
        "bufsize": 65535,
        "do": True,
        "metadata": {},
    },
}


def match_cases() -> Iterator[tuple[str, str]]:
    """Yield each pattern with each of its texts."""
    for line in case_texts("match"):
        pattern, *texts = line.split("\t")
        yield from ((pattern, text) for text in texts)


def evaluation_cases() -> Iterator[tuple[str, str]]:
    """Yield each expression with the name of each query that makes a difference to it."""
    for text in case_texts("evaluation"):
        asks = [name for name in QUERIES["www"] if f"{name}(" in text]
        yield from ((text, query) for query in (QUERIES if asks else ["www"]))


def record() -> None:
    """Write down what the reference says."""
    matches = list(match_cases())
    asked: list[dict[str, Any]] = [
        {"language": "match", "text": text, "subject": subject} for text, subject in matches
    ]
    write("match", matches, client.ask_each(asked))
    evaluations = list(evaluation_cases())
    asked = [
        {"language": "evaluation", "text": text, "values": QUERIES[query]}
        for text, query in evaluations
    ]
    write("evaluation", evaluations, client.ask_each(asked))


def write(kind: str, cases: list[tuple[str, str]], answers: list[dict[str, Any]]) -> None:
    """Write the answers to the cases of a kind."""
    lines: list[Any] = [client.versions()]
    for case, answer in zip(cases, answers, strict=True):
        lines.append([*case, {key: value for key, value in answer.items() if value is not None}])
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    (HERE / "recorded" / f"{kind}.jsonl").write_text(text, encoding="utf-8")


def recorded(kind: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Return the recorded answers of a kind, each with its case."""
    lines = (HERE / "recorded" / f"{kind}.jsonl").read_text(encoding="utf-8").splitlines()
    return [(first, second, answer) for first, second, answer in map(json.loads, lines[1:])]


if __name__ == "__main__":
    record()
