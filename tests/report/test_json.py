"""JSON for programs."""

import json

from corefile.lint import Checked, Finding, Located, Note, Place
from corefile.report import FORMATS, renderer
from corefile.syntax.source import Source, Span


def test_every_field() -> None:
    source = Source("a\nbc\udcff\n", "Corefile\udcff")
    finding = Finding("a-rule", "CF999", "warning", "m", source, Span(2, 5), "h")
    item = Located(finding, Place(source, 2, 6), (Note(Place(source, 0, 1), "n"),))
    (text,) = renderer("json")([Checked(source, (item,), 1, 0)], color=True)
    assert text.isascii()
    assert json.loads(text) == {
        "findings": [
            {
                "rule": "a-rule",
                "code": "CF999",
                "severity": "warning",
                "message": "m",
                "path": "Corefile\udcff",
                "line": 2,
                "column": 1,
                "end_line": 3,
                "end_column": 1,
                "help": "h",
                "related": [
                    {
                        "message": "n",
                        "path": "Corefile\udcff",
                        "line": 1,
                        "column": 1,
                        "end_line": 1,
                        "end_column": 2,
                    }
                ],
            }
        ]
    }


def test_every_format_can_be_loaded() -> None:
    for name in FORMATS:
        assert "".join(renderer(name)([], color=False))
