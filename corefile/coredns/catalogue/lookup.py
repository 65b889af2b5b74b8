"""The class that describes a plugin, found by name and loaded when it is asked for."""

from functools import lru_cache
from importlib import import_module

from corefile.coredns.catalogue.schema import Plugin


@lru_cache(maxsize=1024)
def plugin_class(name: str) -> type[Plugin] | None:
    """Return the class that describes a plugin, None when there is none."""
    try:
        module = import_module(f"corefile.coredns.plugins.{name}")
    except ModuleNotFoundError:
        return None
    found = (item for item in vars(module).values() if isinstance(item, type))
    own = (item for item in found if item.__module__ == module.__name__)
    return next((item for item in own if issubclass(item, Plugin)), None)
