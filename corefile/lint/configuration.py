"""What a project says about its Corefiles, in `.corefile.toml` or in pyproject.toml.

In the latter it is the table `[tool.corefile]`.  The nearest file above a Corefile counts, and that
alone, unless it names another with `extend`.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import chain
from typing import Any

from corefile.coredns.catalogue.zones import normalize_exact
from corefile.coredns.releases.release import for_kubernetes, parse_release
from corefile.go.net import parse_ip
from corefile.lint.finding import Severity
from corefile.lint.rule import OptionValue
from corefile.lint.selection import matching, the_rule
from corefile.lint.site import PROFILES, Profile
from corefile.text.spelling import did_you_mean
from corefile.vocabulary import CONFIGURATION_FILES, SEVERITIES

__all__ = ["Configuration", "ConfigurationError", "load_configuration", "nearest"]


_MAX_EXTENDS = 20
_MAX_BYTES = 1 << 20

_PLACE = re.compile(r"at line (\d+), column (\d+)")


class ConfigurationError(ValueError):
    """A configuration file that cannot be used; the text names the file, the setting and why."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """What a configuration file says; a field is called like its setting."""

    #: The file, "" when there is none.
    path: str = ""
    #: The files that it extends.
    extended: tuple[str, ...] = ()
    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    #: Patterns of paths, and the rules that do not run there.
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: By code.
    severity: Mapping[str, Severity] = field(default_factory=dict)
    #: Options of rules, by code and name of the option.
    rules: Mapping[tuple[str, str], OptionValue] = field(default_factory=dict)
    exclude: tuple[str, ...] = ()
    baseline: str = ""
    coredns: str = ""
    kubernetes: str = ""
    external_plugins: tuple[str, ...] = ()
    plugin_cfg: str = ""
    profile: Profile | None = None
    #: Normalized.
    cluster_zones: tuple[str, ...] = ("cluster.local.",)
    cluster_addresses: tuple[str, ...] = ()

    @property
    def folder(self) -> str:
        """The folder that patterns and names of files are relative to."""
        return os.path.dirname(os.path.abspath(self.path)) if self.path else os.getcwd()


class InvalidSetting(Exception):
    """A value that a setting does not take; the text says what it takes instead."""


def text(value: object) -> str:
    """Read a string."""
    if not isinstance(value, str):
        raise InvalidSetting("must be a string")
    return value


def texts(value: object) -> tuple[str, ...]:
    """Read a list of strings."""
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise InvalidSetting("must be a list of strings")
    return tuple(value)


def selectors(value: object) -> tuple[str, ...]:
    """Read a list of rules."""
    names = texts(value)
    for name in names:
        matching(name)
    return names


def table(value: object) -> Mapping[str, object]:
    """Read a table."""
    if not isinstance(value, dict):
        raise InvalidSetting("must be a table")
    return value


def per_file(value: object) -> dict[str, tuple[str, ...]]:
    """Read a table from patterns of paths to lists of rules."""
    return {pattern: selectors(names) for pattern, names in table(value).items()}


def severities(value: object) -> dict[str, Severity]:
    """Read a table from rules to severities."""
    found: dict[str, Severity] = {}
    for name, said in table(value).items():
        severity = next((known for known in SEVERITIES if known == said), None)
        if severity is None:
            raise InvalidSetting(f"must be {' or '.join(map(repr, SEVERITIES))} for `{name}`")
        found |= {rule.code: severity for rule in matching(name)}
    return found


def options(value: object) -> dict[tuple[str, str], OptionValue]:
    """Read a table from rules to tables of their options."""
    found: dict[tuple[str, str], OptionValue] = {}
    for name, settings in table(value).items():
        rule = the_rule(name)
        known = {option.name: option.default for option in rule.options}
        for key, given in table(settings).items():
            if key not in known:
                advice = did_you_mean(key, known) or f"`{rule.name}` has {listed(known)}"
                raise InvalidSetting(f"has no option `{key}` for `{rule.name}`: {advice}")
            found[rule.code, key] = option_value(given, known[key], f"{name}.{key}")
    return found


def option_value(given: object, default: OptionValue, name: str) -> OptionValue:
    """Read the value of an option, which is of the kind of its default."""
    if isinstance(default, tuple):
        return texts(given)
    if isinstance(given, (int, str)) and type(given) is type(default):
        return given
    kinds = {int: "a whole number", str: "a string", bool: "true or false"}
    raise InvalidSetting(f"must be {kinds[type(default)]} for `{name}`")


def listed(names: Mapping[str, object]) -> str:
    """Return names for a sentence."""
    return ", ".join(f"`{name}`" for name in names) or "no options"


def profile(value: object) -> Profile:
    """Read a profile."""
    found = next((known for known in PROFILES if known == value), None)
    if found is None:
        raise InvalidSetting(f"must be one of {', '.join(map(repr, PROFILES))}")
    return found


def zones(value: object) -> tuple[str, ...]:
    """Read a list of zones."""
    found = {name: normalize_exact(name) for name in texts(value)}
    wrong = next((name for name, zones_of in found.items() if not zones_of), None)
    if wrong is not None:
        raise InvalidSetting(f"must be a list of zones, which `{wrong}` is not")
    return tuple(chain.from_iterable(found.values()))


def addresses(value: object) -> tuple[str, ...]:
    """Read a list of IP addresses."""
    found = texts(value)
    wrong = next((address for address in found if parse_ip(address) is None), None)
    if wrong is not None:
        raise InvalidSetting(f"must be a list of IP addresses, which `{wrong}` is not")
    return found


def file_name(value: object) -> str:
    """Read the name of a file."""
    name = text(value)
    if "\0" in name:
        raise InvalidSetting("must be the name of a file")
    return name


def release(value: object) -> str:
    """Read a release of CoreDNS. Raises ValueError."""
    name = text(value)
    parse_release(name)
    return name


def kubernetes(value: object) -> str:
    """Read a version of Kubernetes. Raises ValueError."""
    version = text(value)
    for_kubernetes(version)
    return version


#: What each setting is read with.
_SETTINGS: dict[str, Callable[[object], object]] = {
    "select": selectors,
    "extend-select": selectors,
    "ignore": selectors,
    "per-file-ignores": per_file,
    "severity": severities,
    "rules": options,
    "exclude": texts,
    "baseline": file_name,
    "coredns": release,
    "kubernetes": kubernetes,
    "external-plugins": texts,
    "plugin-cfg": file_name,
    "profile": profile,
    "cluster-zones": zones,
    "cluster-addresses": addresses,
}

#: Names of files, relative to the configuration file.
_PATHS = ("baseline", "plugin-cfg")


def nearest(folder: str) -> str:
    """Return the configuration file for the files of a folder, "" when there is none.

    It is looked for in the folder and in those above, as far as the root of the repository (a
    folder with `.git`).  A pyproject.toml that says nothing about Corefiles is passed over.
    """
    known = known_folders()
    passed: list[str] = []
    where = os.path.abspath(folder)
    while where not in known:
        passed.append(where)
        name, parent = named_in(where), os.path.dirname(where)
        if name or parent == where or os.path.exists(os.path.join(where, ".git")):
            known[where] = name
        else:
            where = parent
    known.update(dict.fromkeys(passed, known[where]))
    return known[where]


@cache
def known_folders() -> dict[str, str]:
    """Return the configuration files that were found, by folder; whoever looks adds to them."""
    return {}


def named_in(folder: str) -> str:
    """Return the configuration file in a folder, "" when there is none."""
    paths = (os.path.join(folder, name) for name in CONFIGURATION_FILES)
    return next(
        (
            path
            for path in paths
            if os.path.isfile(path)
            and (not path.endswith("pyproject.toml") or speaks_of_corefiles(path))
        ),
        "",
    )


def speaks_of_corefiles(path: str) -> bool:
    """Tell whether a pyproject.toml may have a table `[tool.corefile]`."""
    try:
        with open(path, "rb") as file:
            data = file.read(_MAX_BYTES)
    except OSError:
        return False
    return b"corefile" in data and "corefile" in tools(path)


@cache
def load_configuration(path: str) -> Configuration:
    """Read a configuration file, and those that it extends. Raises ConfigurationError."""
    return extended(path, ())


def extended(path: str, seen: tuple[str, ...]) -> Configuration:
    """Read a configuration file; `seen` are those that led to it."""
    where = os.path.abspath(path)
    if where in seen or len(seen) > _MAX_EXTENDS:
        raise ConfigurationError(f"{path}: `extend` goes round in a circle")
    said = dict(own_settings(path))
    base = Configuration()
    if "extend" in said:
        try:
            name = file_name(said.pop("extend"))
        except InvalidSetting as wrong:
            raise ConfigurationError(f"{path}: `extend` {wrong}") from None
        base = extended(os.path.join(os.path.dirname(path), name), (*seen, where))
    others = (*base.extended, base.path) if base.path else ()
    return replace(base, path=path, extended=others, **read_settings(path, said))


def own_settings(path: str) -> Mapping[str, object]:
    """Return the settings that a file holds, unread."""
    if os.path.basename(path) != "pyproject.toml":
        return read_toml(path)
    settings = tools(path).get("corefile", {})
    if not isinstance(settings, dict):
        raise ConfigurationError(f"{path}: `tool.corefile` must be a table")
    return settings


def tools(path: str) -> Mapping[str, object]:
    """Return the table `tool` of a pyproject.toml."""
    tool = read_toml(path).get("tool")
    return tool if isinstance(tool, dict) else {}


def read_toml(path: str) -> dict[str, object]:
    """Read a file in TOML. Raises ConfigurationError."""
    import tomllib  # noqa: PLC0415 - most runs find no such file

    try:
        with open(path, "rb") as file:
            return tomllib.loads(file.read(_MAX_BYTES).decode())
    except OSError as error:
        raise ConfigurationError(f"{path}: {error.strerror or error}") from None
    except RecursionError:
        raise ConfigurationError(f"{path}: nested too deep") from None
    except UnicodeDecodeError:
        raise ConfigurationError(f"{path}: not TOML: it is not UTF-8") from None
    except ValueError as error:
        raise ConfigurationError(f"{path}: not TOML{place_in(str(error))}") from None


def place_in(words: str) -> str:
    """Return the place that a parser names in its words, which differ between releases of Python.

    It has none for a number with more digits than Python reads.
    """
    found = _PLACE.search(words)
    if found:
        return f": there is a mistake at line {found[1]}, column {found[2]}"
    return ": there is a mistake at its end" if "end of document" in words else ""


def read_settings(path: str, said: Mapping[str, object]) -> dict[str, Any]:
    """Read settings, by the names of their fields. Raises ConfigurationError."""
    found: dict[str, Any] = {}
    for name, value in said.items():
        if name not in _SETTINGS:
            advice = did_you_mean(name, _SETTINGS)
            more = f": {advice}" if advice else ""
            raise ConfigurationError(f"{path}: there is no setting `{name}`{more}")
        try:
            read = _SETTINGS[name](value)
        except InvalidSetting as wrong:
            raise ConfigurationError(f"{path}: `{name}` {wrong}") from None
        except ValueError as error:
            raise ConfigurationError(f"{path}: `{name}`: {error}") from None
        if name in _PATHS and isinstance(read, str):
            read = os.path.join(os.path.dirname(path), read)
        found[name.replace("-", "_")] = read
    return found
