"""Settings as a configuration file has them."""

import json
from collections.abc import Iterable, Iterator

from corefile.lint.configuration import Configuration
from corefile.lint.rule import OptionValue, Rule

__all__ = ["configuration_toml"]

#: A value of a setting.
Value = OptionValue


def configuration_toml(said: Configuration, rules: Iterable[Rule]) -> str:
    """Return the text of a configuration file, in TOML, that says the same.

    `rules` are those that run. What is as it is without any configuration is left out; patterns and
    names of files are as they are, from the folders that they began at.
    """
    named = {rule.code: rule.name for rule in rules}
    return "\n".join((*plain(said, named.values()), *tables(said))) + "\n"


def plain(said: Configuration, rules: Iterable[str]) -> Iterator[str]:
    """Yield the settings that are not tables."""
    values: dict[str, Value] = {
        "extensions": said.extensions,
        "select": tuple(rules),
        "exclude": said.exclude,
        "baseline": said.baseline,
        "coredns": said.coredns,
        "kubernetes": said.kubernetes,
        "profile": said.profile or "",
        "external-plugins": said.external_plugins,
        "plugin-cfg": said.plugin_cfg,
        "cluster-zones": said.cluster_zones,
        "cluster-addresses": said.cluster_addresses,
    }
    for name, value in values.items():
        if value or name == "select":
            yield f"{name} = {written(value)}"


def tables(said: Configuration) -> Iterator[str]:
    """Yield the settings that are tables."""
    if said.severity:
        yield "\n[severity]"
        yield from (f"{code} = {written(value)}" for code, value in said.severity.items())
    if said.per_file_ignores:
        yield "\n[per-file-ignores]"
        for pattern, rules in said.per_file_ignores.items():
            yield f"{quoted(pattern)} = {written(rules)}"
    if said.rules:
        yield "\n[rules]"
        for (code, option), value in said.rules.items():
            yield f"{code}.{option} = {written(value)}"


def written(value: Value) -> str:
    """Return a value; a list of several has a line for each."""
    if isinstance(value, tuple):
        items = [quoted(item) for item in value]
        if len(items) < 2:
            return f"[{', '.join(items)}]"
        return "\n".join(("[", *(f"    {item}," for item in items), "]"))
    if isinstance(value, str):
        return quoted(value)
    return json.dumps(value)


def quoted(text: str) -> str:
    """Return a string; TOML escapes as JSON does, and the last of the control characters too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
