"""What is refused of a plugin besides that at which CoreDNS stops."""

from collections.abc import Sequence

import pytest

from corefile.coredns.imports.expand import expand
from corefile.coredns.model.config import configure
from corefile.syntax.parser import parse

HOSTS = ". {\n    hosts {\n        %s\n    }\n}\n"
TTL = "ttl needs a number of second"
UNSUPPORTED = "fallthrough_unsupported requires fallthrough"
SHED = "only plain DNS server blocks are supported; "


def messages(text: str) -> list[str]:
    """Return the words of all refusals in a Corefile."""
    return [refusal.message for refusal in configure(expand(parse(text), read=None)).refusals]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (HOSTS % "fallthrough_unsupported", [UNSUPPORTED]),
        (HOSTS % "ttl x\n        fallthrough_unsupported", [TTL]),
        (HOSTS % "ttl x\n        ttl y", [TTL, TTL]),
        ("tls://. {\n    shed\n}\n", [SHED]),
        ("tls://. {\n    shed now\n}\n", ["Wrong argument count or unexpected line ending"]),
    ],
)
def test_stanzas_are_judged_together_where_each_is_right(text: str, words: Sequence[str]) -> None:
    """Of a stanza that is refused nobody knows what it would have said."""
    found = messages(text)
    assert len(found) == len(words)
    assert all(word in message for word, message in zip(words, found, strict=True))
