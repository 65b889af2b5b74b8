"""Asks how much sense a text makes: what CoreDNS refuses of it, and how odd what is left looks."""

from corefile.coredns.imports.expand import expand
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.imports.files import Reader
from corefile.coredns.model.config import Config, Refusal, configure
from corefile.coredns.releases.builds import Build
from corefile.lint.effective_config import EffectiveConfig, effective_of
from corefile.lint.recovery.braces import oddness
from corefile.lint.recovery.words import Words
from corefile.syntax.parser import parse
from corefile.syntax.tree import Corefile, Token
from corefile.text.brief import Brief
from corefile.text.records import dataclass
from corefile.text.regex import regex
from corefile.text.source import Source

__all__ = ["Judge", "Judgement"]

_NUMBER = regex(r"\d+")


@dataclass(frozen=True, slots=True)
class Judgement(Brief):
    """How much sense a text makes."""

    text: str
    tree: Corefile
    config: Config
    #: How many things CoreDNS refuses.
    refused: int
    #: How many of these are words that are neither plugins nor, in a block, properties of any that
    #: the text names: such a word is another kind of mistake, which braces elsewhere only hide.
    unknown: int
    #: How odd it looks; 0 for what looks as everybody writes it.
    odd: float
    #: The tokens of the text alone, without what is put around it.
    tokens: tuple[Token, ...]

    @property
    def meaning(self) -> EffectiveConfig | None:
        """What CoreDNS reads; None where it refuses the text."""
        expansion = self.config.expansion
        return None if expansion is None else effective_of(expansion)

    @property
    def refuses_brace(self) -> bool:
        """Whether a brace is what CoreDNS refuses as an argument."""
        return any(refusal.token.text in ("{", "}") for refusal in self.config.refusals)

    @property
    def takes_brace(self) -> bool:
        """Whether a `}` is among the values of a plugin."""
        plugins = (plugin for server in self.config.servers for plugin in server.plugins)
        return any(has_brace(getattr(each, name)) for each in plugins for name in each.effective)

    @property
    def complaint(self) -> str:
        """What CoreDNS stops at, in its words without the numbers of lines; empty if at nothing."""
        error = None if self.config.expansion is None else self.config.expansion.error
        if error is not None:
            return _NUMBER.sub("", error.message)
        refusals = sorted(self.config.refusals, key=lambda r: r.reason != "unknown directive")
        return _NUMBER.sub("", refusals[0].message) if refusals else ""


@dataclass(frozen=True, slots=True)
class Judge(Brief):
    """Reads texts as a Corefile, or lines for one, is read."""

    name: str
    read: Reader | None
    build: Build
    words: Words
    #: What is put around lines so that they can be read.
    head: str = ""
    tail: str = ""

    def judge(self, text: str) -> Judgement:
        """Return how much sense a text makes."""
        tree = parse(Source(self.head + text + self.tail, self.name))
        expansion = expand(tree, env=None, read=self.read)
        config = configure(expansion, build=self.build, file=self.name)
        error = expansion.error
        here = error is not None and (error.at is None or error.at.source is tree.source)
        broken = max(len(tree.errors), int(here))
        # What an imported file has wrong is not this text's.
        own_refusals = [r for r in config.refusals if r.token.source is tree.source]
        unknown = sum(is_unknown(r, self.words) for r in own_refusals)
        refused = 3 * broken + len(own_refusals)
        own = tuple(parse(Source(text, self.name)).tokens()) if self.head else tuple(tree.tokens())
        odd = oddness(own, self.words, int(bool(self.head)))
        return Judgement(text, tree, config, refused, unknown, odd, own)


def has_brace(value: object) -> bool:
    """Tell whether a `}` was read as a value, or as a part of one."""
    if isinstance(value, tuple):
        return any(map(has_brace, value))
    if isinstance(value, ExpandedToken):
        return value.text == "}"
    parts = getattr(value, "__dataclass_fields__", ())
    return any(has_brace(getattr(value, name)) for name in parts)


def is_unknown(refusal: Refusal, words: Words) -> bool:
    """Tell whether what is refused is a word that is not known, wherever braces are."""
    word, token = refusal.token.text, refusal.token.token
    if refusal.reason == "unknown directive":
        return True
    if token.begins_line:
        return not (word in words.plugins or words.is_property(word) or set(word) & set("{}"))
    line = refusal.token.source.line(token.line).rstrip()
    return refusal.stage == "setup" and not set("{}") & {*line.removesuffix(" {")}
