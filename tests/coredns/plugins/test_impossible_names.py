"""What CoreDNS says of names that no machine can have, and of those that every machine has."""

import pytest

from corefile.coredns.imports.files import Files, Memory
from corefile.coredns.model.verdict import verdict
from corefile.syntax.parser import parse

ZERO = "a\0b"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (f"tls {ZERO} c", f"plugin/tls: could not load TLS cert: open {ZERO}: invalid argument"),
        (f"tls c {ZERO}", f"plugin/tls: could not load TLS cert: open {ZERO}: invalid argument"),
        (f"tls c k {ZERO}", f"plugin/tls: error reading {ZERO}: open {ZERO}: invalid argument"),
        (f"forward . tls://192.0.2.1 {{\ntls {ZERO}\n}}", f"plugin/forward: error reading {ZERO}"),
        (f"grpc . 192.0.2.1 {{\ntls {ZERO} k\n}}", "plugin/grpc: could not load TLS cert: open"),
        (f"auto {{\ndirectory {ZERO}\n}}", f"Unable to access root path '{ZERO}': stat {ZERO}:"),
        (f"hosts {ZERO}", f"unable to access hosts file '{ZERO}': stat {ZERO}: invalid argument"),
        (f"dnssec {{\nkey file {ZERO}\n}}", f"plugin/dnssec: open {ZERO}.key: invalid argument"),
        (f"sign db {{\nkey file {ZERO}\n}}", f"plugin/sign: open {ZERO}.key: invalid argument"),
        (
            f"kubernetes {{\nendpoint a\ntls {ZERO} k c\n}}",
            f"plugin/kubernetes: invalid configuration: unable to read client-cert {ZERO} for  due",
        ),
        (
            f"kubernetes {{\nendpoint a\ntls c {ZERO} a\n}}",
            f"unable to read client-key {ZERO} for  due to open {ZERO}: invalid argument",
        ),
        (
            f"kubernetes {{\nendpoint a\ntls c k {ZERO}\n}}",
            f"unable to read certificate-authority {ZERO} for  due to open {ZERO}: invalid",
        ),
        (
            f"kubernetes {{\nkubeconfig {ZERO}\n}}",
            f'error loading config file "{ZERO}": open {ZERO}: invalid argument',
        ),
        (f"autopath {ZERO}", f'failed to parse "a\\x00b": open {ZERO}: invalid argument'),
        (
            f"clouddns a.:p:z {{\ncredentials {ZERO}\n}}",
            f'invalid credentials file "a\\x00b": open {ZERO}: invalid argument',
        ),
        (
            f"grpc . /{ZERO}",
            f'not an IP address or file "/a\\x00b": open /{ZERO}: invalid argument',
        ),
        (f"forward . /{ZERO}", f'failed to resolve "/a\\x00b": lookup /{ZERO}.: no such host'),
        (f"geoip {ZERO}", f"failed to open database file: open {ZERO}: invalid argument"),
    ],
)
def test_a_zero_byte_is_in_no_name(line: str, words: str) -> None:
    assert words in verdict(parse(f". {{\n{line}\n}}\n"), read=None).message


def test_the_zone_of_a_socket() -> None:
    lines = "dynupdate {\nfile db\nallow a. * *\n}\n"
    words = 'plugin/dynupdate: invalid server block zone "unix://a.org.:"'
    assert verdict(parse(f"unix://a.org {{\n{lines}}}\n"), read=None).message == words


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "192.0.2.1"])
def test_the_loopback_interface_has_its_addresses_everywhere(address: str) -> None:
    text = f"a.org {{\nbind lo\n}}\na.org {{\nbind {address}\n}}\n"
    taken = f"cannot serve dns://a.org.:53 on {address} - it is already defined"
    assert verdict(parse(text)).message == ("" if address == "192.0.2.1" else taken)


@pytest.mark.parametrize("files", [{}, {"/etc/coredns/Corefile": "", "/etc/x/y": ""}])
def test_a_pattern_is_checked_with_the_first_name(files: dict[str, str]) -> None:
    message = verdict(parse("import *.d\\\n"), read=Memory(files, "/etc/coredns")).message
    assert message.endswith("syntax error in pattern" if files else "")
    assert bool(message) == bool(files)


def test_a_pattern_is_checked_in_a_folder_with_names(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("empty")
    tree = parse(f"import {folder}/*.d\\\n")
    assert verdict(tree, read=Files()).accepted
    (folder / "x").touch()
    assert verdict(tree, read=Files()).message.endswith("syntax error in pattern")


@pytest.mark.parametrize("host", ["::1", "[::1]"])
def test_an_address_is_printed_in_brackets(host: str) -> None:
    message = verdict(parse(f". {{\nforward . grpc://{host}\n}}\n"), read=None).message
    assert message.endswith("in forward: grpc://[::1]:443")
