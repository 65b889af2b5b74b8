"""The page of the API reference for the classes of plugins, and for the values that they hold."""

import dataclasses
from collections.abc import Iterator
from typing import ClassVar, get_args, get_origin, get_type_hints

from corefile.coredns.catalogue.lookup import plugin_class
from corefile.coredns.catalogue.schema import Plugin
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.reference.plugins import plugin_names

HEAD = """\
# The classes of plugins

One class for each plugin, with a field for each argument and property: `server.first(Forward)` and
`server.all(Forward)` give its stanzas in a server block. A property that is not given is None, or
empty if every use applies; one whose name is a Python keyword has `_` after it.

`plugin.effective` adds CoreDNS's defaults, and says what is written:

```python
cache = server.first(Cache)  # of a line `cache`
cache.ttl  # None
cache.effective.ttl.value  # 3600
cache.effective.ttl.written  # None: nobody wrote it
cache.effective.servfail.timedelta  # datetime.timedelta(seconds=5)
```

## All plugins

::: corefile.coredns.catalogue.schema.Plugin
    options:
      show_signature: false
      filters: ["!^(read|arguments|unknown|check.*|default_words|specs)$"]
::: corefile.coredns.catalogue.effective.EffectiveValues
::: corefile.coredns.catalogue.effective.Effective

"""
SHARED = "## Values of several plugins\n\n"
#: What has its place on another page, with all that it holds.
ELSEWHERE = (ExpandedToken,)


def page() -> str:
    """Return the page, in Markdown with the directives of mkdocstrings."""
    sections: list[str] = []
    shared: set[type] = set()
    for name in plugin_names():
        kind = plugin_class(name)
        if kind is None:
            continue
        values = reached(kind) - {kind}
        shared |= {value for value in values if value.__module__ != kind.__module__}
        own = sorted(values - shared, key=path)
        link = f"[What it takes](../plugins/{name}.md) in a Corefile.\n\n"
        sections.append(f"## {name}\n\n{link}{fields_of(kind)}{''.join(map(directive, own))}\n")
    values_of_several = "".join(map(directive, sorted(shared, key=path)))
    return f"{HEAD}{SHARED}{values_of_several}\n{''.join(sections)}".rstrip("\n") + "\n"


def fields_of(kind: type[Plugin]) -> str:
    """Return the directive for the fields of a plugin; how they are read is no reader's concern."""
    common = {field.name for field in dataclasses.fields(Plugin)}
    names = [field.name for field in dataclasses.fields(kind) if field.name not in common]
    options = f"{{show_signature: false, members: [{', '.join(names)}]}}"
    return f"{directive(kind)}    options: {options}\n"


def directive(kind: type) -> str:
    """Return the line that stands for the documentation of a class."""
    return f"::: {path(kind)}\n"


def path(kind: type) -> str:
    """Return the full name of a class."""
    return f"{kind.__module__}.{kind.__qualname__}"


def reached(kind: type) -> set[type]:
    """Return a dataclass and all that its fields hold, and theirs."""
    found: set[type] = set()
    ahead = [kind]
    while ahead:
        here = ahead.pop()
        if here not in found:
            found.add(here)
            for hint in hints_of(here):
                ahead += [kind for kind in held(hint) if kind not in ELSEWHERE]
    return found


def hints_of(kind: type) -> list[object]:
    """Return the types of a dataclass's fields, and of no class attribute."""
    return [hint for hint in get_type_hints(kind).values() if get_origin(hint) is not ClassVar]


def held(hint: object) -> Iterator[type]:
    """Yield the dataclasses of this package that a type is made of."""
    kind = get_origin(hint) or hint
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        yield kind
    for part in get_args(hint):
        yield from held(part)
