"""Which arguments of a line are missing or too many, by the line that shows how it is used."""

from corefile.coredns.catalogue.lookup import plugin_class
from corefile.coredns.model.config import Refusal
from corefile.syntax.lexer import cut
from corefile.text.records import dataclass
from corefile.text.regex import regex

__all__ = ["ArgumentCount", "words_of"]

_BRACKETS = regex(r"\[[^][]*\]")


@dataclass(frozen=True, slots=True)
class ArgumentCount:
    """What is said of a line with too few or too many arguments."""

    #: The words of the line, up to a block.
    line: str
    #: Those that are missing, as the usage calls them.
    missing: tuple[str, ...]
    #: The first word that is too many; empty where none is, or that cannot be told.
    surplus: str
    #: How the line is used.
    usage: str

    @property
    def message(self) -> str:
        """What is wrong; empty where that cannot be told."""
        if self.missing:
            verb = "are" if len(self.missing) > 1 else "is"
            listed = " and ".join(f"`{each}`" for each in self.missing)
            return f"`{self.line}` is not complete: {listed} {verb} missing"
        name = self.line.partition(" ")[0]
        return f"`{self.surplus}` is a word too many for `{name}`" if self.surplus else ""

    @property
    def help(self) -> str:
        """What to write."""
        return f"write `{self.usage}`" + ("" if " " in self.usage else " alone")


def words_of(refusal: Refusal) -> ArgumentCount | None:
    """Return what is said of the line of a refusal; None where its usage is not known."""
    kind, token = plugin_class(refusal.plugin), refusal.token
    if kind is None:
        return None
    words = [each.value for each in cut(token.source.line(token.line))[0][:-1]]
    words = words[: words.index("{")] if "{" in words else words
    if not words or token.text not in (*words, refusal.plugin, "{"):
        return None
    name, *given = words
    if name == kind.name:
        usage = kind.usage
    elif name.lower() in kind.specs():
        usage = f"{name} {kind.specs()[name.lower()].reader.syntax}".rstrip()
    else:
        return None
    missing = tuple(_missing(given, usage))
    return ArgumentCount(" ".join(words), missing, "" if missing else _surplus(given, usage), usage)


def _missing(given: list[str], usage: str) -> list[str]:
    """Return the words of a usage that a line has too few for."""
    required, before = usage, ""
    while before != required:
        before, required = required, _BRACKETS.sub("", required)
    names = required.split()[1:]
    # Whole lines that are alternatives are not told apart.
    return [] if any(map(_ends_one, names)) else names[len(given) :]


def _ends_one(name: str) -> bool:
    """Tell whether a word of a usage ends an alternative of several words, and begins another."""
    first, *others = name.split("|")
    return first.isupper() and not all(each.isupper() for each in others)


def _surplus(given: list[str], usage: str) -> str:
    """Return the first word of a line that its usage has none for."""
    most = len(usage.replace("[", " ").replace("]", " ").split()) - 1
    if "…" in usage or "|" in usage or len(given) <= most:
        return ""
    return given[most]
