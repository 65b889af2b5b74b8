"""A record of findings that something else wrote, or that is damaged, is as good as none."""

import contextlib
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefile.cli.options import Options
from corefile.cli.printing import print_findings
from corefile.cli.recorded import checked_again, recorded
from corefile.documents import read
from corefile.lint.document import lint_document
from corefile.report import FORMATS
from tests.cli.cached import WARNING

TEXT = WARNING + "x {\n    forward . 192.0.2.1 {\n        policy radnom\n    }\n    log log\n}\n"
#: Values that are nowhere in a record; numbers beyond the text among them.
OTHERS: list[object] = [None, 1.5, -1, 10**9, True, "x", [], {}, [1], [[]], {"a": 1}]


def record() -> str:
    found = recorded(lint_document(read(TEXT, "Corefile"), read=None), ())
    assert found
    return found


def printed(text: str) -> dict[str, str] | None:
    """Return what each format prints for a record, None where it is refused."""
    try:
        checked = checked_again("Corefile", (1, 0, text), (), lambda _: TEXT.encode())
    except ValueError:
        return None
    outputs = {}
    for name in FORMATS:
        options = Options()
        options.output_format = name
        with contextlib.redirect_stdout(io.StringIO()) as out:
            assert print_findings(options, [checked], "x")
        outputs[name] = out.getvalue()
    return outputs


def changed(value: Any) -> Iterator[Any]:
    """Yield a value with one part replaced, or left out, at a time."""
    yield from OTHERS
    for number, part in enumerate(value if isinstance(value, list) else ()):
        before, after = value[:number], value[number + 1 :]
        yield [*before, *after]
        yield from ([*before, other, *after] for other in changed(part))


@pytest.mark.parametrize("plugin", ["whoami", "forwrad"])
def test_a_record_of_a_file_that_names_its_release(plugin: str) -> None:
    text = f"image: coredns:1.9.3\ncorefile: |\n  . {{\n      {plugin}\n  }}\n"
    checked = lint_document(read(text, "a.yaml"))
    found = recorded(checked, ())
    assert found is not None
    again = checked_again("a.yaml", (1, 0, found), (), lambda _: text.encode())
    assert (again.release, len(again.findings)) == ("1.9.3", len(checked.findings))
    with pytest.raises(ValueError, match="release"):
        checked_again("a.yaml", (1, 0, found.replace("1.9.3", "\x1b")), (), lambda _: text.encode())


def test_a_record_that_is_whole() -> None:
    rows = json.loads(record())
    assert any(row[3] for row in rows)
    assert any(row[2] for row in rows)
    outputs = printed(record())
    assert outputs is not None
    assert all(outputs.values())


@pytest.mark.parametrize("part", range(5))
def test_one_part_is_wrong(part: int) -> None:
    rows = json.loads(record())
    row = next(row for row in rows if row[2] and row[3])
    refused = 0
    for other in changed(row[part]):
        refused += printed(json.dumps([[*row[:part], other, *row[part + 1 :]]])) is None
    assert refused


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ((1, 1), 0.5),
        ((1, 1), None),
        ((1, 1), -1),
        ((1, 1), True),
        ((1, 1), len(TEXT) + 1),
        ((1, 2), 0),
        ((1, 2), len(TEXT) + 1),
        ((1, 0), -1),
        ((1, 0), 1),
        ((1, 0), None),
        ((0, 2), "fatal"),
        ((0, 3), None),
        ((4,), -1),
        ((4,), 1.0),
        ((3, 2), 1),
        ((3, 1, 0, 0), -5),
        ((3, 1, 0, 1), len(TEXT) + 1),
        ((3, 1, 0, 2), None),
        ((2, 0, 0, 1), 0.5),
        ((2, 0, 1), 7),
    ],
)
def test_what_is_refused(path: tuple[int, ...], value: object) -> None:
    rows = json.loads(record())
    row = next(row for row in rows if row[2] and row[3] and row[3][1] and row[1][1])
    where = row
    for step in path[:-1]:
        where = where[step]
    where[path[-1]] = value
    assert printed(json.dumps(rows)) is None


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 300)
    | st.floats()
    | st.sampled_from(["error", "x"]),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=2), inner),
    max_leaves=20,
)


@given(st.text(max_size=30) | JSON.map(json.dumps) | JSON.map(lambda row: json.dumps([[row] * 5])))
def test_any_record(text: str) -> None:
    printed(text)
