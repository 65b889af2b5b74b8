"""Rules and descriptions of plugins that other packages bring.

An extension is an installed package with entry points in the groups `corefile.rules` and
`corefile.plugins`, which a configuration names. What it does not name is not imported, and nothing
is ever imported from the working directory: a repository that is checked may choose among what is
installed, and cannot bring code of its own.
"""

import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib import metadata

from corefile.coredns.catalogue.lookup import add_plugins, described_by, is_stock
from corefile.coredns.catalogue.schema import Plugin
from corefile.lint.registry import add_rules, known_rules
from corefile.lint.rule import Rule
from corefile.text.brief import Brief
from corefile.text.records import dataclass
from corefile.text.regex import regex
from corefile.vocabulary import SEVERITIES

__all__ = ["Extension", "ExtensionError", "failure", "load_extension"]

RULES, PLUGINS = "corefile.rules", "corefile.plugins"

#: What indexes of packages write as one hyphen.
_BETWEEN = regex(r"[-_.]+")

#: What codes and names are made of; the codes of this package begin with `CF`.
_CODE = regex(r"(?!CF\d)[A-Z]{2,}\d{3,}", re.ASCII)
_NAME = regex(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+")
_PLUGIN = regex(r"[a-z][a-z0-9_-]*")
_PLACE = regex(r"(?:before|after) [a-z][a-z0-9_-]*|")

#: What the class of a plugin has to say.
_FACTS = ("name", "usage", "stanzas", "role")

#: How much is shown of what an entry point raises.
_MOST_SHOWN = 200


class ExtensionError(Brief, ValueError):
    """An extension that cannot be used; the text says why."""


@dataclass(frozen=True, slots=True)
class Extension(Brief):
    """An installed package that brings rules or describes plugins."""

    #: The name of the package, as the configuration has it.
    name: str
    #: Its version.
    version: str
    #: The rules that it brings, by code.
    rules: tuple[Rule, ...] = ()
    #: The classes that describe plugins.
    plugins: tuple[type[Plugin], ...] = ()
    #: The file that differs as soon as the package does; "" where its code may change at any time.
    record: str = ""


def load_extension(name: str) -> Extension:
    """Import an installed package's rules and descriptions of plugins. Raises ExtensionError.

    They are then known in this whole process; which rules run, the settings say.
    """
    return loaded(_BETWEEN.sub("-", name).lower())


@cache
def loaded(name: str) -> Extension:
    """Load an extension, whose name is as indexes of packages write it. Raises ExtensionError."""
    with installed_only():
        found = next(iter(metadata.Distribution.discover(name=name)), None)
        if found is None:
            raise ExtensionError(f"the package `{name}` is not installed where this program is")
        points = [each for each in found.entry_points if each.group in (RULES, PLUGINS)]
        if not points:
            raise ExtensionError(f"`{name}` has no entry points `{RULES}` or `{PLUGINS}`")
        brought = [load(name, each) for each in points]
    rules = tuple(sorted((each for each in brought if isinstance(each, Rule)), key=by_code))
    plugins = tuple(each for each in brought if not isinstance(each, Rule))
    check_rules(name, rules)
    check_plugins(name, plugins)
    add_rules(rules, name, found.version)
    add_plugins(name, plugins)
    _HOMES[name] = {home_of(each.module) for each in points}
    return Extension(name, found.version, rules, plugins, record_of(found))


#: Where the code of each extension is that was loaded.
_HOMES: dict[str, set[str]] = {}


def home_of(module: str) -> str:
    """Return the folder of the package that a module is in, or the file of a module alone."""
    file = getattr(sys.modules.get(module.partition(".")[0]), "__file__", None) or module
    return os.path.dirname(file) if os.path.basename(file) == "__init__.py" else file


def by_code(rule: Rule) -> str:
    """Return what rules are sorted by."""
    return rule.code


@contextmanager
def installed_only() -> Iterator[None]:
    """Import modules from where packages are installed, and not from the working directory.

    What comes after Python's own library is the folders of packages, and those that these name: it
    may be the working directory if somebody has installed that, as a way to a folder.
    """
    everywhere = list(sys.path)
    library = os.path.dirname(os.__file__)
    own = everywhere.index(library) if library in everywhere else len(everywhere)
    try:
        here = os.path.realpath(os.getcwd())
    except OSError:  # it is gone
        here = ""
    first = (place for place in everywhere[:own] if place and os.path.realpath(place) != here)
    sys.path[:] = (*first, *everywhere[own:])
    try:
        yield
    finally:
        sys.path[:] = everywhere


def load(extension: str, point: metadata.EntryPoint) -> Rule | type[Plugin]:
    """Import what an entry point names. Raises ExtensionError."""
    shown = f"`{point.name}` of `{extension}`"
    try:
        made: object = point.load()
    except (Exception, SystemExit) as error:
        raise ExtensionError(f"{shown} cannot be imported: {shown_error(error)}") from error
    if point.group == RULES:
        if isinstance(made, Rule) and type(made) is not Rule:
            return made
        raise ExtensionError(f"{shown} is not a rule: {point.value} has to be a `CorefileRule`, …")
    if isinstance(made, type) and issubclass(made, Plugin):
        return made
    raise ExtensionError(f"{shown} does not describe a plugin: it is not a class of `Plugin`")


def check_rules(extension: str, rules: tuple[Rule, ...]) -> None:
    """Look whether the rules of an extension are sound, and not called as others are.

    Raises ExtensionError.
    """
    taken = {name for rule in known_rules() for name in (rule.code, rule.name)}
    for rule in rules:
        shown = f"the rule `{rule.name}` ({rule.code}) of `{extension}`"
        for name in (rule.code, rule.name):
            if name in taken:
                raise ExtensionError(f"{shown} is called as another one is: `{name}`")
            taken.add(name)
        for wrong in faults(rule):
            raise ExtensionError(f"{shown} {wrong}")


def faults(rule: Rule) -> Iterator[str]:
    """Yield what is wrong with a rule, whose types nobody may have checked."""
    if not _CODE.fullmatch(rule.code):
        yield "needs a code such as ACME001: capital letters, not `CF`, and three digits or more"
    if not _NAME.fullmatch(rule.name):
        yield "needs a name of two words or more, such as `no-public-upstream`"
    if rule.severity not in SEVERITIES:
        yield f"has the severity {rule.severity!r}: there are {', '.join(SEVERITIES)}"
    if not (rule.documentation or "").strip():
        yield "has no page: write it as the docstring of the module that has its `check`"
    name = getattr(rule.check, "__name__", "")
    if getattr(sys.modules.get(rule.check.__module__), name, None) is not rule.check:
        yield "needs a `check` that is a function at the top of a module"


def check_plugins(extension: str, plugins: tuple[type[Plugin], ...]) -> None:
    """Look whether the classes of an extension describe plugins that nobody else does.

    Raises ExtensionError.
    """
    names: set[str] = set()
    for kind in plugins:
        shown = f"the class `{kind.__name__}` of `{extension}`"
        missing = [fact for fact in _FACTS if not hasattr(kind, fact)]
        if missing:
            raise ExtensionError(f"{shown} does not say its `{missing[0]}`")
        if not _PLUGIN.fullmatch(kind.name):
            raise ExtensionError(f"{shown} has a name that no plugin has: {kind.name!r}")
        if not _PLACE.fullmatch(kind.place):
            raise ExtensionError(f"{shown} has the place {kind.place!r}: write `before forward`")
        owner = described_by(kind.name) or (extension if kind.name in names else "")
        if is_stock(kind.name):
            raise ExtensionError(f"{shown} describes `{kind.name}`, a plugin of CoreDNS itself")
        if owner:
            raise ExtensionError(f"{shown} describes `{kind.name}`, which `{owner}` does too")
        names.add(kind.name)


def record_of(found: metadata.Distribution) -> str:
    """Return the file that lists the files of a package with their digests, as pip writes it.

    "" where there is none, and where the package is only a way to a folder that somebody works in.
    """
    direct = found.read_text("direct_url.json") or ""
    if "editable" in direct and is_editable(direct):
        return ""
    listed = (file for file in found.files or () if file.name == "RECORD")
    path = next((str(file.locate()) for file in listed), "")
    return path if os.path.isfile(path) else ""


def is_editable(text: str) -> bool:
    """Tell by its direct_url.json whether a package was installed with `pip install --editable`."""
    import json  # noqa: PLC0415 - seldom needed

    try:
        said: Mapping[str, Mapping[str, object]] = json.loads(text)
        return said["dir_info"]["editable"] is True
    except (KeyError, TypeError, ValueError):
        return False


def failure(error: BaseException) -> str:
    """Return what is said of an exception in the code of an extension, "" for one of others."""
    name = blamed(error)
    return f"the extension `{name}` has failed ({shown_error(error)})" if name else ""


def shown_error(error: BaseException) -> str:
    """Return the type of an exception and the beginning of what it says, in one line."""
    words = " ".join(f"{type(error).__name__}: {error}".split())
    return words if len(words) <= _MOST_SHOWN else f"{words[:_MOST_SHOWN]}…"


def blamed(error: BaseException) -> str:
    """Return the extension in whose code an exception was raised, "" for none."""
    import traceback  # noqa: PLC0415 - for mistakes only

    text = "".join(traceback.format_exception(error))
    named = (name for name, homes in _HOMES.items() if any(home in text for home in homes))
    return next(named, "")
