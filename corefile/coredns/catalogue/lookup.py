"""The class that describes a plugin, found by name and loaded when it is asked for."""

from collections.abc import Iterable
from functools import lru_cache
from importlib import import_module
from types import ModuleType

from corefile.coredns.catalogue.schema import Plugin
from corefile.coredns.releases.release import every_plugin
from corefile.text.regex import regex

#: What the names of plugins are made of.
_NAME = regex("[a-z0-9_]+")


def module_of(name: str) -> ModuleType | None:
    """Return the module of a plugin, None when there is none."""
    try:
        return import_module(f"corefile.coredns.plugins.{name}")
    except ModuleNotFoundError:
        return None


def plugin_class(name: str) -> type[Plugin] | None:
    """Return the class that describes a plugin, None when there is none."""
    other = _OTHERS.get(name)
    return stock_class(name) or external_class(name) if other is None else other[1]


def stock_class(name: str) -> type[Plugin] | None:
    """Return the class that describes a plugin of CoreDNS, None when there is none."""
    return class_in(name, ("", "gone."))


def external_class(name: str) -> type[Plugin] | None:
    """Return the class that describes a plugin that CoreDNS never had, None when there is none."""
    return class_in(name, ("external.",))


@lru_cache(maxsize=1024)
def class_in(name: str, folders: tuple[str, ...]) -> type[Plugin] | None:
    """Return the class that describes a plugin in one of some folders, None when there is none."""
    if not _NAME.fullmatch(name):
        return None  # a text of somebody else must not say what is imported
    module = next(filter(None, (module_of(f"{folder}{name}") for folder in folders)), None)
    if module is None:
        return None
    found = (item for item in vars(module).values() if isinstance(item, type))
    own = (item for item in found if item.__module__ == module.__name__)
    return next((item for item in own if issubclass(item, Plugin)), None)


def add_plugins(extension: str, kinds: Iterable[type[Plugin]]) -> None:
    """Make the descriptions that an extension brings known in this process."""
    _OTHERS.update((kind.name, (extension, kind)) for kind in kinds)


def described_by(name: str) -> str:
    """Return the extension that describes a plugin, "" where none does."""
    return _OTHERS.get(name, ("", None))[0]


def other_plugins() -> dict[str, str]:
    """Return the plugins that extensions describe, each with its place (`Plugin.place`)."""
    return {name: kind.place for name, (_, kind) in _OTHERS.items()}


def is_stock(name: str) -> bool:
    """Tell whether a release of CoreDNS has a plugin."""
    return stock_class(name) is not None or name in every_plugin()


#: The extension that describes each plugin that is not one of CoreDNS's own, and the class.
_OTHERS: dict[str, tuple[str, type[Plugin]]] = {}
