"""Compares this project with CoreDNS: what is read from a Corefile, and whether it is accepted."""

import errno
import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import corefile
from corefile.coredns.model.config import configure
from corefile.coredns.releases.release import plugin_order
from tests.oracle.protocol import HOME, Answer, Outcome, Request

#: What the parser says of an import that names neither a snippet nor a file that can be read.
IMPORT_TROUBLE = re.compile(r"- Error during parsing: (File to import not found|Could not import)")
#: What the program shows to CoreDNS beside the files of a request (server/world.go, newWorld).
FOLDERS = ("/etc", HOME, "/tmp", "/var", "/var/run")
FILES = {
    "/etc/hosts": "127.0.0.1 localhost\n",
    "/etc/resolv.conf": "nameserver 127.0.0.1\nsearch example.net\noptions timeout:1 attempts:1\n",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What this project says of a Corefile."""

    outcome: Outcome
    message: str = ""
    plugin: str = ""


class World:
    """Reads the files of a request in memory, as if they lay beside the Corefile."""

    def __init__(self, files: Mapping[str, str]) -> None:
        paths = FILES | {os.path.join(HOME, name): content for name, content in files.items()}
        self.files = {os.path.normpath(p): text for p, text in paths.items() if p[-1] != "/"}
        self.folders = set(FOLDERS)
        for path in paths:
            steps = path.split("/")[1:-1]
            self.folders.update("/" + "/".join(steps[:n]) for n in range(1, len(steps) + 1))
        self.names = corefile.Memory({**self.files, **dict.fromkeys(self.folders, "")}, HOME)
        self.memory = corefile.Memory(self.files, HOME)

    def absolute(self, name: str) -> str:
        """Return the absolute path of a file name."""
        return self.memory.absolute(name)

    def glob(self, pattern: str) -> Sequence[str]:
        """Return the files and folders that match a pattern."""
        return self.names.glob(pattern)

    def read(self, path: str) -> bytes:
        """Return the content of a file."""
        if path in self.folders:
            raise IsADirectoryError(errno.EISDIR, "is a directory", path)
        return self.memory.read(path)


def parsed(request: Request) -> dict[str, Any]:
    """Return what this project reads from a Corefile, in the shape of CoreDNS's parser."""
    return corefile.expand(
        corefile.parse(request.text, name="Corefile"),
        env=request.env,
        read=World(request.files),
    ).to_dict()


def verdict(request: Request) -> Verdict:
    """Say whether CoreDNS would accept a Corefile: the one place where this project is asked."""
    expansion = corefile.expand(
        corefile.parse(request.text, name="Corefile"),
        env=request.env,
        read=World(request.files),
        directives=plugin_order(),
    )
    if expansion.error is not None:
        message = str(expansion.error)
        return Verdict("environment" if IMPORT_TROUBLE.search(message) else "refused", message)
    for refusal in configure(expansion).refusals:
        return Verdict("refused", refusal.message, refusal.plugin)
    return Verdict("accepted")


def parse_disagreement(request: Request, answer: Answer) -> str | None:
    """Say where this project reads something else than CoreDNS; None if nowhere."""
    if answer.stage in ("crash", "request"):
        return None
    try:
        ours = parsed(request)
    except Exception as error:  # whatever it is, it is a finding
        return f"raised {type(error).__name__}: {error}"
    if answer.parsed is None:  # CoreDNS never comes to an end
        return None if "error" in ours else "CoreDNS never comes to an end, this project does"
    return None if ours == answer.parsed else difference(ours, answer.parsed)


def difference(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> str:
    """Describe the first difference between two readings."""
    if "error" in ours or "error" in theirs:
        return f"CoreDNS: {theirs.get('error', 'no error')}; here: {ours.get('error', 'no error')}"
    for mine, other in zip(ours["blocks"], theirs["blocks"], strict=False):
        for part in ("keys", "tokens"):
            if mine[part] != other[part]:
                return f"CoreDNS reads the {part} {other[part]}; here: {mine[part]}"
    return f"CoreDNS reads {len(theirs['blocks'])} blocks; here: {len(ours['blocks'])}"


def verdict_disagreement(request: Request, answer: Answer) -> str | None:
    """Say how this project judges a Corefile otherwise than CoreDNS; None if it agrees.

    Where CoreDNS's answer hangs on the machine, it is enough not to refuse the text.
    """
    if answer.stage in ("crash", "request"):
        return None
    try:
        ours = verdict(request)
    except Exception as error:  # whatever it is, it is a finding
        return f"raised {type(error).__name__}: {error}"
    if agrees(ours, answer):
        return None
    return (
        f"CoreDNS: {answer.verdict} {answer.plugin} {answer.message}; "
        f"here: {ours.outcome} {ours.plugin} {ours.message}"
    )


def agrees(ours: Verdict, answer: Answer) -> bool:
    """Tell whether a verdict is CoreDNS's, to the word where that is decided by the text."""
    if answer.unstable:
        return any(said.startswith(f"{ours.outcome}: {ours.message}") for said in answer.unstable)
    if answer.verdict != "refused" or ours.outcome != "refused":
        return (ours.outcome == "refused") == (answer.verdict == "refused")
    if answer.stage == "timeout":
        return True
    made_up = any(assumed.kind in ("host", "interface") for assumed in answer.assumed)
    same_words = made_up or ours.message == answer.message  # the words may show a made-up address
    return ours.plugin == answer.plugin and same_words


def same_outcome(ours: Verdict, answer: Answer) -> bool:
    """Tell whether both refuse or neither does."""
    return (ours.outcome == "refused") == (answer.verdict == "refused") or bool(answer.unstable)


@dataclass(slots=True)
class Table:
    """Agreement of verdicts by plugin, nothing left out.

    A refused Corefile counts for the plugin, or else the stage, that refuses it; any other counts
    for each plugin in it.
    """

    asked: Counter[tuple[str, bool]] = field(default_factory=Counter)
    outcome: Counter[tuple[str, bool]] = field(default_factory=Counter)
    words: Counter[tuple[str, bool]] = field(default_factory=Counter)

    def add(self, request: Request, answer: Answer) -> str | None:
        """Count one Corefile and give the disagreement."""
        disagreement = verdict_disagreement(request, answer)
        raised = disagreement is not None and disagreement.startswith("raised ")
        outcome = disagreement is None or (not raised and same_outcome(verdict(request), answer))
        refused = answer.verdict == "refused"
        for name in self.names(answer):
            self.asked[name, refused] += 1
            self.outcome[name, refused] += outcome
            self.words[name, refused] += disagreement is None
        return disagreement

    @staticmethod
    def names(answer: Answer) -> set[str]:
        """Return the rows that a Corefile counts for."""
        if answer.verdict == "refused":
            return {answer.plugin or f"({answer.stage})"}
        blocks = (answer.parsed or {}).get("blocks", [])
        return {name for block in blocks for name in block["tokens"]} or {"(nothing)"}

    def rows(self) -> Iterable[str]:
        """Yield the lines of the table."""
        yield f"{'':16}{'accepted':>9}{'agree':>9}{'refused':>10}{'agree':>9}{'in words':>11}"
        for name in sorted({name for name, _ in self.asked}):
            yield f"{name:16}" + self.row([name])
        yield f"{'all':16}" + self.row([name for name, _ in self.asked])

    def row(self, names: Iterable[str]) -> str:
        """Return the numbers of a line."""
        rows = set(names)
        accepted, agreed = (
            sum(count[name, False] for name in rows) for count in (self.asked, self.outcome)
        )
        refused, same, words = (
            sum(count[name, True] for name in rows)
            for count in (self.asked, self.outcome, self.words)
        )
        return (
            f"{accepted:9}{percent(agreed, accepted):>9}"
            f"{refused:10}{percent(same, refused):>9}{percent(words, refused):>11}"
        )


def percent(part: int, whole: int) -> str:
    """Return a share; nothing of nothing is empty."""
    return f"{100 * part / whole:.1f}%" if whole else ""
