"""Conditions of `view` and `template`: true, false, or not known."""

import pytest

from corefile.coredns.catalogue.conditions import condition, holds
from corefile.coredns.catalogue.query import Query
from corefile.coredns.imports.expand import expand
from corefile.go.expr.compile import check_expression
from corefile.syntax.parser import parse
from corefile.text.source import Source


def answer(text: str, query: Query) -> bool | None:
    """Tell whether a condition, written as in a Corefile, is true of a query."""
    expansion = expand(parse(Source(f". {{\n view v {{\n expr {text}\n }}\n}}\n")))
    (server,) = expansion.servers
    # Between the block's braces, after the word `expr`.
    words = list(server.directives[0].tokens)[4:-1]
    return holds(condition(words, check_expression), query)


KNOWN = Query("WWW.example.org.", "AAAA", client="10.1.2.3", address="127.0.0.1", port="53")


@pytest.mark.parametrize(
    ("text", "query", "holds_"),
    [
        ("name() == 'www.example.org.'", KNOWN, True),
        ("incidr(client_ip(), '10.0.0.0/8')", KNOWN, True),
        ("incidr(client_ip(), '10.0.0.0/8')", Query("a."), None),
        ("incidr(client_ip(), '10.0.0.0/8') && type() == 'MX'", Query("a."), False),
        ("incidr(client_ip(), '10.0.0.0/8') || type() == 'A'", Query("a."), True),
        # An error is no match, and so is every value but `true`.
        ("incidr(client_ip(), '10.0.0.0')", KNOWN, False),
        ("name()", KNOWN, False),
        ("len(name())", KNOWN, False),
        ("metadata('geoip/country/code') == 'DE'", KNOWN, None),
        ("id() == 1", KNOWN, None),
        ("proto() == 'udp'", KNOWN, True),
        ("proto() == 'tcp'", Query("a.", tcp=True), True),
        ("proto() == 'tcp'", Query("a.", transport="tls"), True),
        # Over TCP the size does not matter: 65535; over UDP without EDNS it is 512.
        ("bufsize() == 65535", Query("a.", tcp=True), True),
        ("bufsize() == 512", Query("a."), True),
        ("bufsize() == 1232", Query("a.", bufsize=1232), True),
        ("do()", Query("a.", do=True), True),
        ("opcode() == 5", Query("a.", opcode="UPDATE"), True),
        ("server_port() == '53' && server_ip() == '127.0.0.1'", KNOWN, True),
        ("class() == 'CH'", Query("a.", class_="CH"), True),
    ],
)
def test_conditions(text: str, query: Query, holds_: bool | None) -> None:
    assert answer(text, query) is holds_
