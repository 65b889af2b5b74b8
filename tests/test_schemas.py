"""The JSON schemas that the site publishes: of the configuration, and of what is printed."""

import json
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from corefile.cli.lint import main
from corefile.lint import CheckResult, ConfigurationError, all_rules
from corefile.lint.configuration import OF_RULES, SETTINGS, read_settings
from corefile.lint.rule import Option
from corefile.reference.explain import rule_dict
from corefile.reference.links import schema_uri
from corefile.report import statistics
from corefile.report.json import render
from corefile.report.jsonl import render as render_lines
from tests.cli.programs import ROOT, corefile
from tests.lint.test_configuration import ALL, WRONG
from tests.report.findings import hostile_results, linted
from tools import configuration_schema

FOLDER = Path(__file__).parents[1] / "docs" / "schemas"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))


@cache
def validator(name: str) -> Draft202012Validator:
    found = {each: json.loads((FOLDER / f"{each}.json").read_text()) for each in NAMES}
    resources = [(each["$id"], Resource.from_contents(each)) for each in found.values()]
    return Draft202012Validator(found[name], registry=Registry().with_resources(resources))


def is_valid(name: str, value: object) -> bool:
    return bool(validator(name).is_valid(value))


def accepts(said: dict[str, object]) -> bool:
    try:
        read_settings(".corefile.toml", {key: said[key] for key in said if key != "extend"})
    except ConfigurationError:
        return False
    return True


@pytest.mark.parametrize("name", NAMES)
def test_they_are_schemas(name: str) -> None:
    schema = json.loads((FOLDER / f"{name}.json").read_text())
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == schema_uri(name)


def test_the_schema_knows_every_setting() -> None:
    schema = json.loads((FOLDER / "configuration.json").read_text())
    assert set(schema["properties"]) == {*OF_RULES, *SETTINGS, "extend"}


def test_what_the_reader_takes_is_valid() -> None:
    said = tomllib.loads(ALL)
    assert accepts(said)
    assert list(validator("configuration").iter_errors(said)) == []


#: What a schema cannot tell: whether a release, a zone or an address is one, or a file is there.
BEYOND = ("coredns", "kubernetes", "cluster-zones = ['", "cluster-addresses = ['", "extend = ")


@pytest.mark.parametrize("text", [text for text, _ in WRONG if not text.startswith(BEYOND)])
def test_what_the_reader_refuses_is_not_valid(text: str) -> None:
    try:
        said = tomllib.loads(text)
    except (ValueError, RecursionError):
        return
    assert not is_valid("configuration", said)


BEYOND_SETTINGS = {"coredns", "kubernetes", "cluster-zones", "cluster-addresses", "extensions"}

VALUES = st.one_of(
    st.sampled_from(sorted(configuration_schema.selectors())),
    st.sampled_from(["CF", "C", "", "all", "ALL", "cf201", "error", "k3s", "warning", "None"]),
    st.booleans(),
    st.integers(0, 3),
)


@given(
    st.dictionaries(
        st.sampled_from([*OF_RULES, *SETTINGS, "Select", "x"]),
        st.one_of(
            VALUES,
            st.lists(VALUES, max_size=2),
            st.dictionaries(st.text("ab", max_size=2), st.lists(VALUES, max_size=1), max_size=2),
            st.dictionaries(st.sampled_from(["CF2", "CF201", "x"]), VALUES, max_size=2),
        ),
        max_size=2,
    )
)
def test_valid_is_what_the_reader_takes(said: dict[str, object]) -> None:
    by_schema = is_valid("configuration", said)
    # Which releases, zones, addresses and packages there are is for the reader alone.
    if not BEYOND_SETTINGS & said.keys():
        assert accepts(said) is by_schema
    elif accepts(said):
        assert by_schema or {"coredns", "kubernetes"} <= said.keys()


@pytest.mark.parametrize("key", ["extensions", "extend"])
def test_rules_of_extensions_are_valid_where_there_may_be_some(key: str) -> None:
    """Which rules an extension has, a schema cannot tell."""
    named = {"select": ["ACME001", "CF2"], "rules": {"no-public-upstream": {"addresses": []}}}
    assert not is_valid("configuration", named)
    said: object = ["corefile-acme"] if key == "extensions" else "base.toml"
    assert is_valid("configuration", {**named, key: said})
    assert not is_valid("configuration", {"select": ["CF9"], key: said})


def test_options_have_the_type_of_their_default() -> None:
    options = (
        Option("a", 1, "x"),
        Option("b", "x", "x"),
        Option("c", default=True, about="x"),
        Option("d", ("x",), "x"),
    )
    check = Draft202012Validator(configuration_schema.options_of(options))
    assert check.is_valid({"a": 3, "b": "", "c": False, "d": []})
    wrong: tuple[dict[str, object], ...] = ({"a": "3"}, {"b": 1}, {"c": 1}, {"d": [1]}, {"e": 1})
    assert [each for each in wrong if check.is_valid(each)] == []


@given(hostile_results())
def test_findings(results: list[CheckResult]) -> None:
    found = json.loads("".join(render(results, color=False)))
    assert list(validator("findings").iter_errors(found)) == []
    lines = "".join(render_lines(results, color=False)).splitlines()
    assert all(is_valid("finding", json.loads(line)) for line in lines)


def test_findings_with_all_there_is() -> None:
    for text in (
        ". {\n    forward . 9.9.9.9 }\n",
        ". {\n    cache 30s\n    hosts\n    whoami\n}\n",
    ):
        found = json.loads("".join(render([linted(text)], color=False)))
        assert found["findings"]
        assert list(validator("findings").iter_errors(found)) == []
    found["findings"][0]["more"] = 1
    assert not is_valid("findings", found)


def test_statistics() -> None:
    counted = json.loads("".join(statistics.render_json([linted()], color=False)))
    assert counted["statistics"]
    assert list(validator("statistics").iter_errors(counted)) == []


def test_a_baseline(tmp_path: Path) -> None:
    (tmp_path / "Corefile").write_text(". {\n    cache 30s\n}\n")
    path = tmp_path / "known.json"
    assert main(["--isolated", "--write-baseline", str(path), str(tmp_path / "Corefile")]) == 0
    found = json.loads(path.read_text())
    assert found["findings"]
    assert list(validator("baseline").iter_errors(found)) == []


def test_rules() -> None:
    found = {"rules": [rule_dict(rule) for rule in all_rules()]}
    assert list(validator("rules").iter_errors(found)) == []


EXAMPLES = ROOT / "examples"
QUERIES = sorted(str(path) for path in (EXAMPLES / "queries").glob("*.corefile"))
PLAIN, MANIFEST = str(EXAMPLES / "Corefile"), str(EXAMPLES / "coredns-configmap.yaml")
AS_JSON = ["--output-format", "json"]

#: What commands print, and the schemas of it.
PRINTED = [
    ("expand", ["expand", PLAIN]),
    ("expand", ["expand", "-"]),
    ("extract", ["extract", *AS_JSON, MANIFEST]),
    ("rules", ["rules", *AS_JSON]),
    *(("names", ["names", *AS_JSON, file]) for file in (PLAIN, MANIFEST, *QUERIES)),
    *(("diff", ["diff", *AS_JSON, PLAIN, file]) for file in (PLAIN, MANIFEST, *QUERIES)),
    *(("graph", ["graph", *AS_JSON, file]) for file in (PLAIN, MANIFEST, *QUERIES, "-")),
    *(
        ("migrate", ["migrate", "--diff", *AS_JSON, "--from", old, "--to", new, file])
        for file in (PLAIN, MANIFEST, str(EXAMPLES / "upgrade" / "coredns.yaml"), "-")
        for old, new in (("1.1.0", "1.15.0"), ("1.8.6", "1.12.0"), ("1.15.0", "1.6.0"))
    ),
    *(
        ("trace", ["trace", *AS_JSON, *words, file])
        for file in (PLAIN, MANIFEST, *QUERIES)
        for words in (["www.example.org"], ["-x", "192.0.2.1"], ["a.b.cluster.local", "AAAA"])
    ),
]


@pytest.mark.parametrize(("name", "words"), PRINTED, ids=lambda value: "".join(value)[-40:])
def test_what_commands_print(name: str, words: list[str]) -> None:
    ran = corefile(*words, stdin=b"import x\nimport y\n. {\n whoami }\n")
    printed = json.loads(ran.out)
    assert list(validator(name).iter_errors(printed)) == []


def test_each_schema_is_used_and_on_the_page() -> None:
    page = (ROOT / "docs" / "output.md").read_text() + (ROOT / "docs/configuration.md").read_text()
    assert set(re.findall(r"\]\(schemas/([a-z]+)\.json\)", page)) == set(NAMES)
