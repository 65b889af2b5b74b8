"""What CoreDNS accepts is not an error if a word of it is left to a variable."""

import json
import re
from collections.abc import Iterator

import pytest

from corefile.coredns.imports.expand import expand
from corefile.coredns.imports.files import Memory
from corefile.coredns.model.config import configure
from corefile.lint.engine import lint
from corefile.syntax.parser import parse
from tests.coredns.plugins import HERE, case_names
from tests.examples import some

NOTHING = Memory({})


def accepted(name: str) -> list[str]:
    """Return the Corefiles about a plugin that CoreDNS accepts."""
    lines = (HERE / "recorded" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [answer["text"] for answer in map(json.loads, lines[1:]) if not answer["stage"]]


def opened(text: str) -> Iterator[str]:
    """Yield a Corefile with a variable for each word outside quotes, and for parts of it."""
    for word in re.finditer(r'"[^"]*"|[^\s"]+', text):
        found = word.group()
        if found in "{}" or found[0] == '"':
            continue
        forms = ("{$V}", f"{found[:1]}{{$V}}", f"{{%V%}}{found[1:]}")
        for form in forms if len(found) > 1 else forms[:1]:
            yield text[: word.start()] + form + text[word.end() :]


@pytest.mark.slow
@pytest.mark.parametrize("name", case_names())
def test_accepted_stays_accepted(name: str) -> None:
    cases = [case for text in accepted(name) for case in opened(text)]
    for case in some(cases):
        refusals = configure(expand(parse(case), env=None, read=NOTHING)).refusals
        assert not [r.message for r in refusals if r.certain], case


VALUES = [
    "dnstap tcp://{$HOST}:6000 full",
    "dnstap {$MODE} tcp://127.0.0.1:6001 {\n tls a.pem a.key\n}",
    "view a {\n expr size() > {$MAX}\n}",
    "view a {\n expr incidr(client_ip(), {$CIDR})\n}",
    "template IN {$T} {\n expr name() == 'a.'\n rcode NXDOMAIN\n}",
    "template IN A {\n var {$V} 1\n expr v + 1 == 2\n}",
    "kubernetes {$DOMAIN} {\n multicluster cluster.local\n}",
    "bind 192.0.2.1 {\n except {$IP}\n}",
    "loadbalance {$POLICY} w.db {\n reload 10s\n}",
    "dnssec {\n key {$K} Kexample.org\n}",
    "rewrite edns0 local set 0xffee {$V}",
    "rewrite {$STOP} name a.example.org b.example.org",
    "grpc {$FROM} resolv.conf",
    "{$NAME} {\n bogus\n}",
    "import {$FILE}",
    "cache {\n {$OPTION} 30\n}",
]


@pytest.mark.parametrize("lines", VALUES)
def test_an_open_word_is_no_error(lines: str) -> None:
    findings = lint(parse(f". {{\n{lines}\n}}\n"), read=NOTHING)
    assert not [f.message for f in findings if f.severity == "error"]


@pytest.mark.parametrize("keys", ["{$ZONE}", "{$SCHEME}a.org", "a.org:{$PORT}", "{$A}, a.org"])
def test_an_open_key_is_no_error(keys: str) -> None:
    findings = lint(parse(f"{keys} {{\n whoami\n}}\na.net {{\n whoami\n}}\n"), read=NOTHING)
    assert not [f.message for f in findings if f.severity == "error"]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("forward . {$UPSTREAM} {\n max_fials 3\n}", "unknown property 'max_fials'"),
        ("cache {$TTL}\n cache 30", "can only be used once"),
        ("errors {$V}\n reload 1s", "interval value must be"),
        ("bind {$IP}\n forwrd . 192.0.2.1", "Unknown directive 'forwrd'"),
    ],
)
def test_what_no_value_makes_right_is_an_error(lines: str, words: str) -> None:
    findings = lint(parse(f". {{\n{lines}\n}}\n"), read=NOTHING)
    assert any(words in f.message for f in findings if f.severity == "error")
