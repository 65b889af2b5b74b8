"""What kube-dns makes of its ConfigMap: beside each value is what kube-dns itself says."""

import json
from collections.abc import Mapping

import pytest

from corefile.kube.manifests import config_maps, read_manifest
from corefile.kube.settings import KubeDns, read_settings, settings_in


def read(data: Mapping[str, str]) -> KubeDns:
    """Read the data of a ConfigMap of kube-dns."""
    manifest = {"kind": "ConfigMap", "metadata": {"name": "kube-dns"}, "data": data}
    (found,) = settings_in(config_maps(read_manifest(json.dumps(manifest))))
    return read_settings(found)


def stubs(zone: str, *servers: str) -> str:
    """Return stub domains as they are written."""
    return json.dumps({zone: list(servers)})


TAKEN = [
    ("192.0.2.4", "192.0.2.4"),
    ("192.0.2.4:32564", "192.0.2.4:32564"),
    ("192.0.2.4:", "192.0.2.4"),
    ("2001:db8::1", "2001:db8::1"),
    ("[2001:db8::1]:10053", "[2001:db8::1]:10053"),
    ("ns.example", None),
    ("256.1.1.1", None),  # a name, for kube-dns
    ("010.0.0.1", None),
]


@pytest.mark.parametrize(("server", "upstream"), TAKEN)
def test_servers_of_stub_domains(server: str, upstream: str | None) -> None:
    found = read({"stubDomains": stubs("foo.example", server)})
    assert not found.faults
    ((written,),) = (stub.servers for stub in found.stub_domains)
    assert written.text == server
    assert (written.upstream if written.is_address else None) == upstream


#: What is said of servers and zones.
SERVER, ZONE, TYPE = "invalid nameserver: ", "invalid domain name: ", "json: cannot unmarshal "

REFUSED = [
    ("stubDomains", stubs("foo", "$$$$"), f'{SERVER}"$$$$"'),
    ("stubDomains", stubs("foo", "192.0.2.4:65564"), f'{SERVER}"192.0.2.4:65564"'),
    ("stubDomains", stubs("foo", "192.0.2.4 192.0.2.5"), f'{SERVER}"192.0.2.4 192.0.2.5"'),
    ("stubDomains", stubs("foo", "ns.example:53"), f'{SERVER}"ns.example:53"'),
    ("stubDomains", stubs("", "192.0.2.4"), f'{ZONE}""'),
    ("stubDomains", stubs("foo_bar.example", "192.0.2.4"), f'{ZONE}"foo_bar.example"'),
    ("stubDomains", stubs("foo.example.", "192.0.2.4"), f'{ZONE}"foo.example."'),
    ("stubDomains", stubs("*.foo.example", "192.0.2.4"), f'{ZONE}"*.foo.example"'),
    ("stubDomains", stubs("Foo.example", "192.0.2.4"), f'{ZONE}"Foo.example"'),
    ("stubDomains", '{"a": "192.0.2.4"}', f"{TYPE}string into Go value of type []string"),
    (
        "stubDomains",
        '["192.0.2.4"]',
        f"{TYPE}array into Go value of type map[string][]string",
    ),
    (
        "stubDomains",
        "{'a': ['192.0.2.4']}",
        "invalid character '\\'' looking for beginning of object key string",
    ),
    (
        "stubDomains",
        "foo.example: [192.0.2.4]",
        "invalid character 'o' in literal false (expecting 'a')",
    ),
    (
        "upstreamNameservers",
        '["192.0.2.4", "192.0.2.5", "192.0.2.6", "192.0.2.7"]',
        "upstreamNameserver cannot have more than three entries",
    ),
    ("upstreamNameservers", '["192.0.2.4:abc"]', 'bad port number: "abc"'),
    ("upstreamNameservers", '["192.0.2.4:"]', 'bad port number: ""'),
    ("upstreamNameservers", '["ns.x"]', "address ns.x: missing port in address"),
    ("upstreamNameservers", "192.0.2.4", "invalid character '.' after top-level value"),
    ("upstreamNameservers", "", "unexpected end of JSON input"),
    ("federations", "a.b=cdef", '"a.b" not a valid federation name: ["must not contain dots"]'),
    ("federations", '{"foo": "foo.example"}', "invalid format, must be key=value"),
]


@pytest.mark.parametrize(("key", "value", "said"), REFUSED)
def test_what_kube_dns_refuses(key: str, value: str, said: str) -> None:
    found = read({key: value})
    assert [fault.said for fault in found.faults] == [said]
    assert found.is_refused
    assert found.faults[0].message.startswith(f"kube-dns refuses `{key}`")


def test_what_kube_dns_reads() -> None:
    found = read(
        {
            "stubDomains": '{"a.example": ["192.0.2.1"], "a.example": ["192.0.2.2"], "b": []}',
            "upstreamNameservers": '["192.0.2.4", "[2001:db8::1]:53"]',
            "federations": " myfed=fed.example.org, b=c ",
        }
    )
    read_stubs = [(s.zone, [each.text for each in s.servers]) for s in found.stub_domains]
    assert read_stubs == [("a.example", ["192.0.2.2"]), ("b", [])]
    assert [each.text for each in found.upstreams] == ["192.0.2.4", "[2001:db8::1]:53"]
    assert found.federations == (("myfed", "fed.example.org"), ("b", "c"))
    assert not found.faults
    assert read({"stubDomains": "null", "upstreamNameservers": "null"}) == read({}) == KubeDns()
    assert read({"federations": " "}).federations == ()


def test_which_comes_first() -> None:
    """Kube-dns reads all keys before it looks at what they say, and prints one fault."""
    found = read({"stubDomains": stubs("foo", "$X"), "upstreamNameservers": "["})
    assert [f.said for f in found.faults] == ["unexpected end of JSON input", f'{SERVER}"$X"']
    assert "the shell was to put an address here" in found.faults[1].message


def test_what_is_no_setting() -> None:
    text = 'kind: ConfigMap\ndata:\nstubDomains: "{}"\nmetadata: {name: kube-dns}\n'
    (config_map,) = settings_in(config_maps(read_manifest(text)))
    found = read_settings(config_map)
    assert [text[f.offset : f.end] for f in found.faults] == ["stubDomains"]
    found = read({"upstreamnameservers": "[]"})
    assert [f.is_refused for f in found.faults] == [False]
    text = "kind: ConfigMap\ndata: {stubDomains: {a: [192.0.2.1]}}\n"
    (config_map,) = settings_in(config_maps(read_manifest(text)))
    assert "a mapping, not text" in read_settings(config_map).faults[0].message
