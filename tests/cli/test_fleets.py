"""Many files, and large ones: in several processes, in portions, in the same memory."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Self

import pytest

from corefile.cli import outcomes, processes, work
from corefile.cli.joining import joined
from corefile.cli.progress import watched
from corefile.cli.work import Outcome, Piece, Task
from corefile.documents import Portion
from corefile.documents.yaml import composer, nodes
from corefile.lint.settings import Settings
from corefile.report.text import render
from corefile.text.offsets import OffsetMap
from tests.cli.programs import lint, lint_process
from tests.cli.test_lint import write

WARNING = ". {\n    hosts {\n        192.0.2.1 a.example\n    }\n    forward . 192.0.2.53\n}\n"
GOOD = ". {\n    errors\n    whoami\n}\n"


def fleet(number: int, *, length: int = 0) -> str:
    """Return a List of ConfigMaps, every third with a warning, each so much longer by a comment."""
    parts = ["apiVersion: v1\nkind: List\nitems:\n"]
    for each in range(number):
        lines = (GOOD if each % 3 else WARNING) + "# " + "x" * length + "\n"
        text = "".join(f"      {line}\n" for line in lines.splitlines())
        parts.append(
            "- apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    name: coredns\n"
            f"    namespace: cluster-{each}\n  data:\n    Corefile: |\n{text}"
        )
    return "".join(parts)


@pytest.mark.parametrize(
    "options",
    [
        [], ["--quiet"], ["--statistics"],
        *(["--output-format", name] for name in ("json", "jsonl", "concise", "github-log")),
    ],
)  # fmt: skip
def test_a_large_list_is_checked_in_portions_with_the_same_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str]
) -> None:
    # So many findings are alike that not all of them are shown.
    text = fleet(330, length=700)
    assert len(text) > work._LARGE
    write(tmp_path, "fleet.yaml", text)
    named = ("--jobs", "2", *options, "--stdin-filename", "fleet.yaml", "-")
    ran = [
        lint("--jobs", "1", *options, "fleet.yaml", cwd=tmp_path),
        lint_process("--jobs", "2", *options, "fleet.yaml", cwd=tmp_path),
        lint_process(*named, cwd=tmp_path, stdin=text.encode()),
    ]
    monkeypatch.setattr(work, "_LARGE", 1 << 30)
    whole = lint("--jobs", "1", *options, "fleet.yaml", cwd=tmp_path)
    assert whole.status == 1
    assert ran == [whole] * 3


def test_the_nodes_of_a_large_list_are_never_all_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "fleet.yaml", fleet(130, length=2200))
    read: list[int] = []
    compose = composer.compose_documents

    def noticed(text: str, loader: type) -> object:
        read.append(text.count("kind: ConfigMap"))
        return compose(text, loader)

    monkeypatch.setattr(nodes, "compose_documents", noticed)
    assert lint("--jobs", "1", "fleet.yaml", cwd=tmp_path).status == 1
    assert read == [20] * 6 + [10]


def test_findings_are_shown_before_the_rest_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, "fleet.yaml", fleet(130, length=2200))
    taken: list[Outcome] = []

    def noticed() -> Iterator[Outcome]:
        for outcome in outcomes.outcomes([Task(str(path), Settings())], 1):
            taken.append(outcome)
            yield outcome

    parts = joined(noticed(), lambda _: True)
    shown = "".join(
        islice(render((part.checked for part in parts if part.checked), color=False), 7)
    )
    assert shown.count("warning[hosts-missing-fallthrough]") == 7
    assert len(taken) == 1
    assert [part.whole is not None for part in parts] == [False] * 5 + [True]


def test_fixes_are_made_in_the_whole_file(tmp_path: Path) -> None:
    path = write(tmp_path, "fleet.yaml", fleet(130, length=2200))
    ran = lint("--fix", "--unsafe-fixes", "--select", "CF201", "fleet.yaml", cwd=tmp_path)
    assert "fixed 44 problems" in ran.err
    assert path.read_text("utf-8").count("fallthrough") == 44


def test_a_large_list_is_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "fleet.yaml", fleet(130, length=2200))
    home = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    first = lint("--jobs", "1", "fleet.yaml", cwd=tmp_path, env=home)
    monkeypatch.setattr(work, "outcome", None)
    again = lint("--jobs", "1", "fleet.yaml", cwd=tmp_path, env=home)
    assert (first.status, first.out) == (again.status, again.out)


@pytest.mark.parametrize(
    ("jobs", "files", "items", "started"),
    [
        (2, 130, 0, 2), (1000, 3000, 0, 61), (50, 120, 0, 50), (5, 99, 0, 0), (1, 3000, 0, 0),
        (2, 0, 200, 2), (2, 0, 80, 0), (2, 60, 60, 2), (2, 20, 60, 0), (1, 0, 200, 0),
    ],
)  # fmt: skip
def test_processes_are_started_where_there_is_work_for_them(
    monkeypatch: pytest.MonkeyPatch, jobs: int, files: int, items: int, started: int
) -> None:
    pools = pool(monkeypatch)
    tasks = [Task(str(number), Settings()) for number in range(files + (items > 0))]

    def pieces_of(number: int, _: Task) -> Iterator[Piece]:
        if number < files:
            yield Piece(number)
            return
        for done in range(20, items + 1, 20):
            yield Piece(number, Portion("", OffsetMap.identity(0), 20, done, items))

    monkeypatch.setattr(outcomes, "pieces_of", pieces_of)
    monkeypatch.setattr(outcomes, "of_piece", lambda task, _: Outcome(task))
    found = list(outcomes.outcomes(tasks, jobs))
    assert [outcome.task.path for outcome in found] == [
        task.path for task in tasks for _ in range(1 if int(task.path) < files else items // 20)
    ]
    assert pools == [started] * (started > 0)


def test_pieces_are_made_as_they_are_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    pool(monkeypatch)
    made: list[int] = []

    def rest() -> Iterator[Piece]:
        for number in range(1000):
            made.append(number)
            yield Piece(0, Portion("", OffsetMap.identity(0), 20, 20, 20))

    task = Task("fleet.yaml", Settings())
    found = processes.in_processes([task], [], rest(), 2)
    next(found)
    assert len(made) < 20
    assert sum(1 for _ in found) == 999


def pool(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Have a pool that does nothing, and return how many processes each has."""
    started: list[int] = []

    class Done:
        def __init__(self, values: list[tuple[()]]) -> None:
            self.values = values

        def result(self) -> list[tuple[()]]:
            return self.values

    class Pool:
        def __init__(self, number: int, *, initializer: object, initargs: object) -> None:
            assert initializer is processes.begin
            started.append(number)

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def submit(self, function: Callable[..., object], pieces: Sequence[Piece]) -> Done:
            assert function is processes.of_pieces
            return Done([()] * len(pieces))

    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor", Pool)
    return started


def test_a_list_that_cannot_be_read_is_said_so_once(tmp_path: Path) -> None:
    text = b"# \0" + fleet(130, length=2200).encode()
    write(tmp_path, "fleet.yaml", text)
    ran = [
        lint("--jobs", "1", "fleet.yaml", cwd=tmp_path),
        lint_process("--jobs", "2", "-", cwd=tmp_path, stdin=text),
    ]
    said = "corefile-lint: error: {}: a binary file, not text\n"
    assert [each.err for each in ran] == [said.format("fleet.yaml"), said.format("-")]
    assert [each.status for each in ran] == [3, 3]


class Terminal:
    """A terminal that keeps what is written."""

    def __init__(self) -> None:
        self.text = ""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> None:
        self.text += text

    def flush(self) -> None:
        pass


def test_progress_is_by_items_within_a_large_file(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setattr("time.monotonic", iter(range(100)).__next__)
    steps = [(1, 1), (20, 60), (40, 60), (60, 60), (1, 1)]
    assert list(watched(steps, 3, lambda step: step)) == steps
    shown = [line.rpartition("]")[2].strip() for line in terminal.text.split("\r")]
    assert shown == [
        "", "1/3 files", "20/60 items", "40/60 items", "2/3 files", "3/3 files", "", "",
    ]  # fmt: skip
