"""The pages of plugins: what is told of their order."""

import re

import pytest

from corefile.coredns.catalogue.lookup import plugin_class
from corefile.coredns.releases.release import NEWEST, plugin_order
from corefile.reference.plugins import index, page, place, plugin_names


def test_a_plugin_without_an_order_says_what_is_missing() -> None:
    with pytest.raises(LookupError, match=r"`ads` is not in the order .*compile_releases"):
        place("ads")


def test_the_index_has_every_plugin_once_and_those_that_see_queries_in_their_order() -> None:
    listed = re.findall(r"^\| \[(\w+)\]", index(), re.MULTILINE)
    assert sorted(listed) == plugin_names()
    seeing = [name for name in listed if getattr(plugin_class(name), "role", "") != "setting"]
    order = plugin_order(NEWEST)
    assert listed[: len(seeing)] == seeing == sorted(seeing, key=order.index)


def test_only_a_terminal_is_told_the_neighbours() -> None:
    assert "it comes after `dynupdate` and before `route53`" in page("hosts")
    assert "it comes after" not in page("hosts", order=False)
