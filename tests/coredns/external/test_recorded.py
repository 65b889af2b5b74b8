"""The descriptions of external plugins say what the plugins' own parsers say."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from corefile.coredns.catalogue.lookup import external_class, is_stock, plugin_class
from corefile.coredns.model.verdict import verdict
from corefile.coredns.releases.builds import stock
from corefile.coredns.releases.externals import EXTERNALS
from corefile.syntax.parser import parse

#: Where a message says that something is: in the middle, where it is quoted.
_PLACE = re.compile(r"^(?:plugin/\w+: )?(?:\S+:\d+ - )?")


def recorded() -> Iterator[tuple[str, str, str]]:
    """Yield plugin, text, and what the plugin's parser says of it."""
    plugin = ""
    path = Path(__file__).parent / "recorded.jsonl"
    for line in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        if "plugin" in line:
            plugin = line["plugin"]
            assert line["source"].startswith(f"{EXTERNALS[plugin][0]}@")
        else:
            yield plugin, line["text"], line["message"]


def said(message: str) -> str:
    """Return a message without where it is about."""
    return _PLACE.sub("", message)


@pytest.mark.parametrize(("plugin", "text", "message"), list(recorded()))
def test_agrees_with_the_plugin(plugin: str, text: str, message: str) -> None:
    build = stock().with_external([plugin])
    ours = verdict(parse(f"example.org {{\n{text}\n}}\n"), read=None, build=build)
    assert said(ours.message) == said(message)


def test_those_that_are_described_are_those_that_were_asked() -> None:
    names = {plugin for plugin, _, _ in recorded()}
    assert [name for name in names if is_stock(name) or external_class(name) is None] == []
    assert [name for name in EXTERNALS if (plugin_class(name) is None) is (name in names)] == []
