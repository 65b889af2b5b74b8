"""What a project says about its Corefiles, in `.corefile.toml` or in pyproject.toml.

In the latter it is the table `[tool.corefile]`.  The nearest file above a Corefile counts, and that
alone, unless it names another with `extend`.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain

from corefile.coredns.catalogue.zones import normalize_exact
from corefile.coredns.releases.release import parse_releases, releases_for_kubernetes
from corefile.go.net import parse_ip
from corefile.lint.finding import Severity
from corefile.lint.registry import all_rules
from corefile.lint.rule import OptionValue, Rule
from corefile.lint.selection import find_rule, matching
from corefile.lint.site import PROFILES, Profile
from corefile.text.brief import Brief
from corefile.text.records import dataclass, field, replace
from corefile.text.regex import regex
from corefile.text.spelling import did_you_mean
from corefile.text.typed import Any, TypeVar
from corefile.vocabulary import CONFIGURATION_FILES, SEVERITIES

__all__ = [
    "Configuration",
    "ConfigurationError",
    "find_configuration",
    "forget_configurations",
    "load_configuration",
]


T = TypeVar("T")
Rules = tuple[Rule, ...]

_MAX_EXTENDS = 20
_MAX_BYTES = 1 << 20

#: The names of packages, as indexes of packages have them.
PACKAGE = r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?"
_PACKAGE = regex(PACKAGE)

_PLACE = regex(r"at line (\d+), column (\d+)")


class ConfigurationError(Brief, ValueError):
    """A configuration file that cannot be used; the text names the file, the setting and why."""


@dataclass(frozen=True, slots=True)
class Configuration(Brief):
    """What a configuration file says; a field is called like its setting.

    These are as in the file: `extensions`, `select`, `extend_select`, `ignore`, `exclude`,
    `baseline`, `coredns`, `kubernetes`, `external_plugins`, `plugin_cfg`, `profile` and
    `cluster_addresses`.
    """

    #: The file, "" when there is none.
    path: str = ""
    #: The files that it extends.
    extended: tuple[str, ...] = ()
    extensions: tuple[str, ...] = ()
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
    def known_rules(self) -> tuple[Rule, ...]:
        """The rules to choose from: those of this package, and those of the extensions."""
        return rules_with(self.extensions)

    @property
    def folder(self) -> str:
        """The folder that patterns and names of files are relative to."""
        return os.path.dirname(os.path.abspath(self.path)) if self.path else os.getcwd()


class InvalidSetting(Exception):
    """A value that a setting does not take; the text says what it takes instead."""


class WrongEntry(Exception):
    """Something is wrong with one of the entries of a table."""

    def __init__(self, key: str, reason: Exception) -> None:
        super().__init__(key)
        #: The keys that lead to it.
        self.keys: tuple[str, ...] = (key,)
        self.reason: Exception = reason
        if isinstance(reason, WrongEntry):
            self.keys, self.reason = (key, *reason.keys), reason.reason


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


def packages(value: object) -> tuple[str, ...]:
    """Read a list of installed packages, and load what they bring. Raises ValueError."""
    names = texts(value)
    for name in names:
        if not _PACKAGE.fullmatch(name):
            raise InvalidSetting(f"must be a list of installed packages, which `{name}` is not")
    rules_with(names)
    return names


def rules_with(extensions: Sequence[str]) -> Rules:
    """Return the rules of this package, then those of extensions. Raises ExtensionError."""
    if not extensions:
        return all_rules()
    from corefile.lint.extensions import load_extension  # noqa: PLC0415 - few projects have any

    others = {rule.code: rule for name in extensions for rule in load_extension(name).rules}
    return (*all_rules(), *sorted(others.values(), key=lambda rule: rule.code))


def selectors(value: object, known: Rules) -> tuple[str, ...]:
    """Read a list of rules."""
    names = texts(value)
    for name in names:
        matching(name, known)
    return names


def table(value: object) -> Mapping[str, object]:
    """Read a table."""
    if not isinstance(value, dict):
        raise InvalidSetting("must be a table")
    return value


def entries(value: object, read: Callable[[str, object], Iterable[T]]) -> Iterator[T]:
    """Yield what is read from each key of a table and its value. Raises WrongEntry."""
    for key, said in table(value).items():
        try:
            yield from read(key, said)
        except (InvalidSetting, WrongEntry, ValueError) as reason:
            raise WrongEntry(key, reason) from None


def per_file(value: object, known: Rules) -> dict[str, tuple[str, ...]]:
    """Read a table from patterns of paths to lists of rules."""
    return dict(entries(value, lambda pattern, names: [(pattern, selectors(names, known))]))


def severities(value: object, known: Rules) -> dict[str, Severity]:
    """Read a table from rules to severities."""
    return dict(entries(value, lambda name, said: severity_of(name, said, known)))


def severity_of(name: str, said: object, known: Rules) -> Iterator[tuple[str, Severity]]:
    """Yield the severity of one rule, or of those whose codes begin alike."""
    severity = next((known for known in SEVERITIES if known == said), None)
    if severity is None:
        raise InvalidSetting(f"must be {' or '.join(map(repr, SEVERITIES))} for `{name}`")
    yield from ((rule.code, severity) for rule in matching(name, known))


def options(value: object, known: Rules) -> dict[tuple[str, str], OptionValue]:
    """Read a table from rules to tables of their options."""
    return dict(entries(value, lambda name, said: options_of(find_rule(name, known), name, said)))


def options_of(
    rule: Rule, name: str, settings: object
) -> Iterator[tuple[tuple[str, str], OptionValue]]:
    """Yield the options of a rule, which the file calls by a name or code."""
    defaults = {option.name: option.default for option in rule.options}

    def read(key: str, given: object) -> Iterator[tuple[tuple[str, str], OptionValue]]:
        if key not in defaults:
            advice = did_you_mean(key, defaults) or f"`{rule.name}` has {listed(defaults)}"
            raise InvalidSetting(f"has no option `{key}` for `{rule.name}`: {advice}")
        yield (rule.code, key), option_value(given, defaults[key], f"{name}.{key}")

    yield from entries(settings, read)


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
    """Read a release of CoreDNS, or several. Raises ValueError."""
    name = text(value)
    parse_releases(name)
    return name


def kubernetes(value: object) -> str:
    """Read a version of Kubernetes, or several. Raises ValueError."""
    version = text(value)
    releases_for_kubernetes(version)
    return version


def said_of(name: str, wrong: Exception) -> str:
    """Say what is wrong with a setting."""
    return f"`{name}`{'' if isinstance(wrong, InvalidSetting) else ':'} {wrong}"


#: What each setting about rules is read with, which takes the rules that there are.
OF_RULES: dict[str, Callable[[object, Rules], object]] = {
    "select": selectors,
    "extend-select": selectors,
    "ignore": selectors,
    "per-file-ignores": per_file,
    "severity": severities,
    "rules": options,
}

#: What each other setting is read with.
SETTINGS: dict[str, Callable[[object], object]] = {
    "extensions": packages,
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


def find_configuration(folder: str) -> str:
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


def forget_configurations() -> None:
    """Read configuration files again when they are next asked for: they may have changed."""
    known_folders.cache_clear()
    load_configuration.cache_clear()


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
            raise refusal(path, ("extend",), f"`extend` {wrong}") from None
        base = extended(os.path.join(os.path.dirname(path), name), (*seen, where))
    others = (*base.extended, base.path) if base.path else ()
    return replace(base, path=path, extended=others, **read_settings(path, said, base.extensions))


def own_settings(path: str) -> Mapping[str, object]:
    """Return the settings that a file holds, unread."""
    if os.path.basename(path) != "pyproject.toml":
        return read_toml(path)
    settings = tools(path).get("corefile", {})
    if not isinstance(settings, dict):
        raise refusal(path, (), "`tool.corefile` must be a table")
    return settings


def refusal(path: str, keys: tuple[str, ...], message: str) -> ConfigurationError:
    """Return what is said of a setting, with the line of its file."""
    from corefile.lint.toml_lines import line_of  # noqa: PLC0415 - for mistakes only

    above = ("tool", "corefile") if os.path.basename(path) == "pyproject.toml" else ()
    try:
        # Of a pipe there is one reading only.
        line = line_of(toml_text(path), (*above, *keys)) if os.path.isfile(path) else None
    except (OSError, ValueError):  # it was there a moment ago
        line = None
    return ConfigurationError(f"{path}:{line}: {message}" if line else f"{path}: {message}")


def tools(path: str) -> Mapping[str, object]:
    """Return the table `tool` of a pyproject.toml."""
    tool = read_toml(path).get("tool")
    return tool if isinstance(tool, dict) else {}


def read_toml(path: str) -> dict[str, object]:
    """Read a file in TOML. Raises ConfigurationError."""
    import tomllib  # noqa: PLC0415 - most runs find no such file

    try:
        return tomllib.loads(toml_text(path))
    except OSError as error:
        raise ConfigurationError(f"{path}: {error.strerror or error}") from None
    except RecursionError:
        raise ConfigurationError(f"{path}: nested too deep") from None
    except UnicodeDecodeError:
        raise ConfigurationError(f"{path}: not TOML: it is not UTF-8") from None
    except ValueError as error:
        raise ConfigurationError(f"{path}{mistake(str(error))}") from None


def toml_text(path: str) -> str:
    """Return the text of a file in TOML. Raises OSError and UnicodeDecodeError."""
    with open(path, "rb") as file:
        return file.read(_MAX_BYTES).decode()


def mistake(words: str) -> str:
    """Return where a file is not TOML, by a parser's words, which differ between Pythons.

    They name no place for a number with more digits than Python reads.
    """
    found = _PLACE.search(words)
    if found:
        return f":{found[1]}:{found[2]}: not TOML: there is a mistake here"
    return f": not TOML{': there is a mistake at its end' if 'end of document' in words else ''}"


def read_settings(
    path: str, said: Mapping[str, object], extensions: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Read settings, by the names of their fields. Raises ConfigurationError.

    `extensions` are those of the file that this one extends; more are added to them.
    """
    found: dict[str, Any] = {}
    for name in sorted(said, key=lambda name: name != "extensions"):
        if name not in SETTINGS and name not in OF_RULES:
            advice = did_you_mean(name, (*OF_RULES, *SETTINGS))
            more = f": {advice}" if advice else ""
            raise refusal(path, (name,), f"there is no setting `{name}`{more}")
        try:
            if name in OF_RULES:
                read = OF_RULES[name](said[name], rules_with(found.get("extensions", extensions)))
            else:
                read = SETTINGS[name](said[name])
        except WrongEntry as wrong:
            raise refusal(path, (name, *wrong.keys), said_of(name, wrong.reason)) from None
        except (InvalidSetting, ValueError) as wrong:
            raise refusal(path, (name,), said_of(name, wrong)) from None
        if name in _PATHS and isinstance(read, str):
            read = os.path.join(os.path.dirname(path), read)
        if name == "extensions" and isinstance(read, tuple):
            read = tuple(dict.fromkeys((*extensions, *read)))
        found[name.replace("-", "_")] = read
    return found
