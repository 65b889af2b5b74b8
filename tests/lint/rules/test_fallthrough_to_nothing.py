"""A `fallthrough` behind which nothing answers, as CoreDNS 1.15.0 was seen to answer."""

import pytest

from corefile.lint import lint

HOSTS = "hosts {\n192.0.2.1 www.a.example\nfallthrough%s\n}\n"
FILE = "file db.a a.example {\nfallthrough\n}\n"
KUBERNETES = "kubernetes cluster.local in-addr.arpa {\nfallthrough in-addr.arpa\n}\n"


def messages(lines: str, key: str = ".") -> list[str]:
    found = lint(f"{key} {{\n{lines}}}\n")
    return [item.message for item in found if item.rule.name == "fallthrough-to-nothing"]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (HOSTS % "", ["`hosts`", "SERVFAIL", "plugin/hosts: no next plugin found", "or without"]),
        (FILE, ["`a.example`", "plugin/file: no next plugin found", "instead of NXDOMAIN"]),
        (FILE + "loop\n", ["plugin/loop: no next plugin found", "instead of NXDOMAIN"]),
        (KUBERNETES, ["below `in-addr.arpa` that", "instead of NXDOMAIN"]),
        ("etcd b.example {\nfallthrough\n}\n", ["below `b.example` that", "instead of NXDOMAIN"]),
        ("k8s_external b.example {\nfallthrough\n}\nkubernetes cluster.local\n", ["`b.example`"]),
        (HOSTS % " a.example" + "forward b.example 192.0.2.53\n", ["below `a.example` that"]),
        ("template IN A a.example {\nmatch ^x[.]\nfallthrough\n}\n", ["`template`", "or without"]),
    ],
)
def test_nothing_answers(lines: str, words: list[str]) -> None:
    (message,) = messages(lines)
    for word in words:
        assert word in message


@pytest.mark.parametrize(
    "lines",
    [
        FILE + "forward . 192.0.2.53\n",
        FILE + "forward x.a.example 192.0.2.53\n",
        HOSTS % "" + "file db.a a.example\n",
        HOSTS % " a.example" + "whoami\n",
        KUBERNETES + "forward in-addr.arpa 192.0.2.53\n",
        FILE + "import more\n",
        "file db.a a.example\n",
        HOSTS % " {$ZONES}",
        FILE + "unknown_plugin\n",
    ],
)
def test_something_may_answer(lines: str) -> None:
    assert not messages(lines)
