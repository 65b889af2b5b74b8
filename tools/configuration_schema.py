"""The JSON schema of the configuration, for editors: made of what reads each setting."""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from corefile.lint import configuration
from corefile.lint.configuration import PACKAGE
from corefile.lint.registry import all_rules
from corefile.lint.rule import Option
from corefile.lint.selection import ALL
from corefile.reference.links import schema_uri
from corefile.vocabulary import PROFILES, SEVERITIES

__all__ = ["schema"]

PAGE = Path(__file__).resolve().parent.parent / "docs" / "configuration.md"
ROW = re.compile(r"^\| `([a-z-]+)` \|[^|]*\| (.*?) \|", re.MULTILINE)
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")

Schema = Mapping[str, object]
AnyOption = Option[int] | Option[str] | Option[bool] | Option[tuple[str, ...]]

TEXTS: Schema = {"type": "array", "items": {"type": "string"}}


#: The codes of rules that extensions bring, or how they begin, and the names.
OF_EXTENSIONS: Schema = {
    "type": "string",
    "pattern": "^(?:(?!CF[0-9]*$)[A-Z]{2,}[0-9]*|[a-z][a-z0-9]*(?:-[a-z0-9]+)+)$",
}


def schema() -> str:
    """Return the schema as text. Raises KeyError for a setting that nothing here describes."""
    about = {name: LINK.sub(r"\1", text) for name, text in ROW.findall(PAGE.read_text("utf-8"))}
    others = {**configuration.SETTINGS, "extend": configuration.file_name}
    made = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": schema_uri("configuration"),
        "title": "Configuration of corefile-lint and corefile-fmt",
        "description": "A .corefile.toml, or the table tool.corefile of a pyproject.toml.",
        "type": "object",
        "additionalProperties": False,
        "not": {"required": ["coredns", "kubernetes"]},
        "properties": {
            **{
                name: {"description": about[name], **of_rules("selector-of-any")[read]}
                for name, read in configuration.OF_RULES.items()
            },
            **{
                name: {"description": about[name], **kinds()[read]} for name, read in others.items()
            },
        },
        # A file without extensions names rules of this package only.
        "if": {"not": {"anyOf": [{"required": ["extensions"]}, {"required": ["extend"]}]}},
        "then": {
            "properties": {
                name: of_rules("selector", others=False)[read]
                for name, read in configuration.OF_RULES.items()
            }
        },
        "$defs": {
            "selector": {"enum": sorted(selectors()), "description": "Rules, by name or code."},
            "selector-of-any": {"anyOf": [{"$ref": "#/$defs/selector"}, OF_EXTENSIONS]},
        },
    }
    return json.dumps(made, indent=2) + "\n"


def kinds() -> Mapping[object, Schema]:
    """Return the schema of what each reader takes."""
    return {
        configuration.texts: TEXTS,
        configuration.packages: {
            "type": "array",
            "items": {"type": "string", "pattern": f"^(?:{PACKAGE})$"},
        },
        configuration.zones: TEXTS,
        configuration.addresses: TEXTS,
        configuration.file_name: {"type": "string", "pattern": "^[^\\u0000]*$"},
        configuration.release: {"type": "string", "examples": ["1.11.3", "1.11", "latest"]},
        configuration.kubernetes: {"type": "string", "examples": ["1.31"]},
        configuration.profile: {"enum": list(PROFILES)},
    }


def of_rules(selector: str, *, others: bool = True) -> Mapping[object, Schema]:
    """Return the schema of what each reader of settings about rules takes.

    `selector` is what describes a rule, and `others` says whether rules of extensions may be named.
    """
    ref = {"$ref": f"#/$defs/{selector}"}
    several = {"type": "array", "items": ref}
    return {
        configuration.selectors: several,
        configuration.per_file: {"type": "object", "additionalProperties": several},
        configuration.severities: {
            "type": "object",
            "propertyNames": ref,
            "additionalProperties": {"enum": list(SEVERITIES)},
        },
        configuration.options: {
            "type": "object",
            "additionalProperties": {"type": "object"} if others else False,
            "properties": {
                name: options_of(rule.options)
                for rule in all_rules()
                for name in (rule.name, rule.code)
            },
        },
    }


def selectors() -> set[str]:
    """Return all that stands for rules: names, codes, beginnings of codes."""
    codes = {rule.code[:length] for rule in all_rules() for length in range(2, 6)}
    return {ALL, *codes, *(rule.name for rule in all_rules())}


def options_of(options: Iterable[AnyOption]) -> Schema:
    """Return the schema of the options of a rule."""
    types: Mapping[type, Schema] = {
        bool: {"type": "boolean"},
        int: {"type": "integer"},
        str: {"type": "string"},
        tuple: TEXTS,
    }
    known = {
        option.name: {"description": option.about, **types[type(option.default)]}
        for option in options
    }
    return {"type": "object", "additionalProperties": False, "properties": known}
