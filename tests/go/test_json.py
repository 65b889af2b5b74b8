"""JSON as Go reads it: what Go said of each text is written beside it (encoding/json, go1.26)."""

import json

import pytest

from corefile.go.json import InvalidJson, JsonValue, parse_json

READ = [
    '{"a": ["1.2.3.4", "x\\u00e9\\n\\/"], "b": {"c": -1.5e+3, "d": [true, false, null, 0]}}',
    " [ ] ",
    "{}",
    '["\\ud83d\\ude00", "“”"]',
    '{"a": {"b": [[], {}]}}',
    '{"a": 1, "a": 2}',
]

REFUSED = [
    ("", "unexpected end of JSON input", 0),
    ("[1", "unexpected end of JSON input", 2),
    ('"ab', "unexpected end of JSON input", 3),
    ("{“a”: 1}", "invalid character 'â' looking for beginning of object key string", 1),
    ("{'a': 1}", "invalid character '\\'' looking for beginning of object key string", 1),
    ('{"a": 1,}', "invalid character '}' looking for beginning of object key string", 8),
    ("[1,]", "invalid character ']' looking for beginning of value", 3),
    ("[,]", "invalid character ',' looking for beginning of value", 1),
    ('{"a" 1}', "invalid character '1' after object key", 5),
    ('{"a": 1]', "invalid character ']' after object key:value pair", 7),
    ("[1 2]", "invalid character '2' after array element", 3),
    ("[] x", "invalid character 'x' after top-level value", 3),
    ("01", "invalid character '1' after top-level value", 1),
    ("foo", "invalid character 'o' in literal false (expecting 'a')", 1),
    ("tru", "invalid character ' ' in literal true (expecting 'e')", 3),
    ("-", "invalid character ' ' in numeric literal", 1),
    ("1.", "invalid character ' ' after decimal point in numeric literal", 2),
    ("1e", "invalid character ' ' in exponent of numeric literal", 2),
    ('"a\nb"', "invalid character '\\n' in string literal", 2),
    ('"\\q"', "invalid character 'q' in string escape code", 2),
    ('"\\u12', "invalid character ' ' in \\u hexadecimal character escape", 5),
]


def plain(value: JsonValue) -> object:
    """Return a value as Python's own reader makes it."""
    if value.kind == "object":
        return {key.text: plain(each) for key, each in value.members}
    if value.kind == "array":
        return [plain(each) for each in value.items]
    return value.text if value.kind == "string" else json.loads(value.text)


@pytest.mark.parametrize("text", READ)
def test_what_is_read(text: str) -> None:
    value = parse_json(text)
    assert plain(value) == json.loads(text)
    assert text[value.start : value.end] == text.strip()


@pytest.mark.parametrize(("text", "said", "offset"), REFUSED)
def test_what_is_refused(text: str, said: str, offset: int) -> None:
    with pytest.raises(InvalidJson) as caught:
        parse_json(text)
    assert (str(caught.value), caught.value.offset) == (said, offset)


def test_how_deep() -> None:
    assert parse_json("[" * 10000 + "]" * 10000).kind == "array"
    with pytest.raises(InvalidJson, match="exceeded max depth"):
        parse_json("[" * 10001)
    assert plain(parse_json('["\\ud800"]')) == ["\ufffd"]
