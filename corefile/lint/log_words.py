"""The words after `log` that were not meant as names."""

import re

from corefile.coredns.catalogue.schema import Value
from corefile.coredns.catalogue.zones import parents
from corefile.coredns.model.config import Server
from corefile.coredns.plugins.log import Log
from corefile.text.regex import regex

__all__ = ["CLASSES", "is_for_queries", "is_output", "is_word", "singular"]

#: A name without placeholders, asterisks and quotes.
PLAIN = regex(r"[\w.-]+", re.ASCII)
#: What old versions took as the place to write to.
OUTPUTS = ("stdout", "stderr")
#: The kinds of answers, which belong after `class`.
CLASSES = ("all", "denial", "error", "success")
#: Levels and switches of other programs. None is the domain of a country or of anybody else.
OTHERS = (
    *("warn", "warning", "info", "notice", "debug", "verbose", "fatal", "critical", "level"),
    *("on", "off", "true", "false", "yes", "enable", "enabled", "disable", "disabled"),
    *("any", "everything", "query", "queries", "class", "format", "common", "combined"),
    *("json", "text", "plain", "console", "syslog", "file"),
)


def is_output(text: str) -> bool:
    """Tell whether a word is where to write to."""
    return text in OUTPUTS or text.startswith("/")


def singular(word: str) -> str:
    """Return a word in lower case, `error` for `Errors`."""
    text = word.lower()
    return text if text in CLASSES else text.removesuffix("s")


def is_word(server: Server, name: Value[str]) -> bool:
    """Tell whether a name is a class or a level, and no zone of the server block's own."""
    text = name.token.text.lower()
    known = text in OTHERS or singular(text) in (*CLASSES, *OTHERS)
    return known and not any(f"{text}." in parents(zone) for zone in server.zones)


def is_for_queries(server: Server, log: Log, name: Value[str]) -> bool:
    """Tell whether a name is there for the queries that it has, and was not meant otherwise."""
    text = name.token.text
    plain = PLAIN.fullmatch(text) is not None and not is_output(text)
    return name.token is not log.token and plain and not is_word(server, name)
