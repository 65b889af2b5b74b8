"""Which words can be where, as the catalogue of plugins knows them."""

import re
from collections.abc import Iterable
from functools import lru_cache

from corefile.coredns.catalogue.lookup import plugin_class
from corefile.coredns.catalogue.schema import Plugin
from corefile.coredns.releases.builds import Build
from corefile.coredns.releases.release import every_plugin, removed_properties
from corefile.go.net import parse_ip
from corefile.syntax.tree import Token
from corefile.text.records import dataclass
from corefile.text.regex import regex

__all__ = ["Words", "has_expression", "is_address", "serves_http", "taken_apart"]

_NAME = regex(r"[a-z][a-z0-9_-]*")


#: What arguments begin with, and the rest of a plugin's name does not.
_GLUED = regex(r"(?:[A-Z0-9/:@]|\.(?![A-Za-z_-])|cluster\.local$).*", re.ASCII)


def taken_apart(word: str, plugins: Iterable[str]) -> tuple[str, ...]:
    """Return a plugin and its arguments that are glued to it; nothing for another word."""
    for plugin in plugins:
        rest = word.removeprefix(plugin)
        if rest == word or not _GLUED.fullmatch(rest):
            continue
        if rest.startswith("./") or (rest.startswith(".") and is_address(rest[1:])):
            return plugin, ".", rest[1:]
        if rest.isdigit() and serves_http(plugin):
            return plugin, f":{rest}"
        return plugin, rest.removeprefix(".") or rest
    return ()


def serves_http(plugin: str) -> bool:
    """Tell whether a plugin has an HTTP server, so that its argument is an address with a port."""
    from corefile.coredns.catalogue.http_servers import HttpServer  # noqa: PLC0415 - for slips only

    kind = plugin_class(plugin) if _NAME.fullmatch(plugin) else None
    return kind is not None and issubclass(kind, HttpServer)


def is_address(word: str) -> bool:
    """Tell whether a word is an IP address."""
    return word[:1].isalnum() and parse_ip(word.partition("%")[0]) is not None


@lru_cache(maxsize=512)
def properties(plugin: str) -> frozenset[str]:
    """Return the names of a plugin's properties, those of all releases."""
    kind = plugin_class(plugin) if _NAME.fullmatch(plugin) else None
    return frozenset() if kind is None else frozenset({*kind.specs(), *removed_properties(plugin)})


def has_expression(kind: type[Plugin], name: str) -> bool:
    """Tell whether a property's words are an expression, which has strings of its own."""
    spec = kind.specs().get(name)
    return spec is not None and "EXPRESSION" in spec.reader.syntax.split()


@lru_cache(maxsize=512)
def is_table(plugin: str) -> bool:
    """Tell whether the block of a plugin is a table of addresses and names."""
    kind = plugin_class(plugin)
    return kind is not None and "unknown" in vars(kind)


@lru_cache(maxsize=512)
def takes_block(plugin: str) -> bool:
    """Tell whether a plugin may have a block."""
    kind = plugin_class(plugin) if _NAME.fullmatch(plugin) else None
    return kind is None or bool(kind.specs()) or vars(kind).get("unknown") is not None


@lru_cache(maxsize=512)
def is_described(plugin: str) -> bool:
    """Tell whether it is known which properties a plugin has."""
    return _NAME.fullmatch(plugin) is not None and plugin_class(plugin) is not None


def one_slip(word: str, known: str) -> bool:
    """Tell whether words differ by one letter, or by two neighbours that are swapped."""
    if word == known or abs(len(word) - len(known)) > 1:
        return word.lower() == known != word
    head = next((n for n, (a, b) in enumerate(zip(word, known, strict=False)) if a != b), None)
    at = min(len(word), len(known)) if head is None else head
    rest, other = word[at:], known[at:]
    swapped = rest[1:2] + rest[:1] + rest[2:] == other
    return swapped or rest[1:] == other[1:] or rest[1:] == other or rest == other[1:]


@lru_cache(maxsize=512)
def is_near(word: str, plugin: str) -> bool:
    """Tell whether a word is a property of a plugin but for one slip of a finger."""
    is_name = _NAME.fullmatch(word) is not None
    return is_name and any(one_slip(word, each) for each in properties(plugin))


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a build of CoreDNS."""

    #: The names of all plugins, those of other releases among them.
    plugins: frozenset[str]
    #: Those that a text names.
    named: tuple[str, ...]

    @classmethod
    def of(cls, build: Build, tokens: Iterable[Token]) -> "Words":
        """Return the words of a build, for a text."""
        plugins = frozenset({*build.plugins, *every_plugin()})
        return cls(plugins, tuple(sorted(plugins & {token.value for token in tokens})))

    def is_property(self, word: str) -> bool:
        """Tell whether a word is a property of a plugin that the text names."""
        return any(word in properties(name) for name in self.named)

    def is_expression(self, word: str) -> bool:
        """Tell whether the words after this one are an expression of a plugin that is named."""
        kinds = (kind for name in self.named if (kind := plugin_class(name)) is not None)
        return any(has_expression(kind, word) for kind in kinds)

    def as_key(self, word: str) -> float:
        """Return how odd a word is as the first key of a server block."""
        if word in self.plugins and word != "local":
            return 6
        if set(word) & set("{}") and "{$" not in word and "{%" not in word:
            return 6
        if any(sign in word for sign in ".:/") and not word.endswith((";", "//")):
            return 4 if is_address(word) else 0
        if word[:1] == "(" or "{" in word:
            return 0
        if word == "import":
            return 1
        # Few zones have no dot; such a word is a plugin of another build more often.
        return 5 if self.is_property(word) else 3

    def as_plugin(self, word: str, around: str) -> float:
        """Return how odd a word is as a plugin, where `around` is the last one that had a block."""
        if word in self.plugins or word == "import":
            return 0
        if word in properties(around):
            return 7
        if is_near(word, around):
            return 6
        if _NAME.fullmatch(word):
            return 5 if self.is_property(word) else 3
        return 2 if "{$" in word or "{{" in word else 6

    def as_property(self, word: str, plugin: str) -> float:
        """Return how odd a word is as a property of a plugin."""
        if word == "import" or not is_described(plugin):
            return 1 if word in self.plugins else 0
        if word.lower() in properties(plugin) or (is_table(plugin) and is_address(word)):
            return 0
        if word in self.plugins:
            return 7
        if is_near(word, plugin):
            return 1
        return 2 if "{$" in word or "{{" in word else 4

    def takes_block(self, plugin: str) -> bool:
        """Tell whether a word is a plugin that may have a block."""
        return takes_block(plugin)

    def near(self, word: str) -> tuple[str, ...]:
        """Return the plugins and properties that differ from a word by one slip of a finger."""
        known = {*self.plugins, *(name for plugin in self.named for name in properties(plugin))}
        return tuple(sorted(each for each in known if one_slip(word, each)))[:4]
