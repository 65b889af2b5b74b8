"""What a word may have been meant to be."""

import pytest

from corefile.coredns.releases.externals import EXTERNALS
from corefile.coredns.releases.release import every_plugin
from corefile.text.spelling import did_you_mean

PLUGINS = sorted(every_plugin())


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("forwrad", "forward"),
        ("foward", "forward"),
        ("forwardd", "forward"),
        ("fprward", "forward"),
        ("Forward", "forward"),
        ("orward", "forward"),
        ("tsl", "tls"),
        ("kubernetse", "kubernetes"),
        ("k8s-external", "k8s_external"),
        ("k8ss_externl", "k8s_external"),
        # Two slips in one word are a guess, and so is one in a very short word.
        ("forrwad", ""),
        ("frwrd", ""),
        ("o", ""),
        ("a", ""),
        ("", ""),
        ("blocklist", ""),
        ("upstream", ""),
        ("resolver", ""),
        ("nameserver", ""),
    ],
)
def test_one_slip(word: str, meant: str) -> None:
    assert did_you_mean(word, PLUGINS) == (f"did you mean `{meant}`?" if meant else "")


def test_the_nearest_has_the_same_first_letter() -> None:
    assert did_you_mean("AAA", ("CAA", "AAAA")) == "did you mean `AAAA`?"
    assert did_you_mean("max_fial", ("max_fails", "max_fail")) == "did you mean `max_fail`?"


def test_external_plugins_are_not_those_of_coredns() -> None:
    assert not every_plugin() & EXTERNALS.keys()
