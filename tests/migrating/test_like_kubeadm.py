"""Where kubeadm's own tool is right, the same words come out, plugin by plugin.

The cases are those of the tests of github.com/coredns/corefile-migration that start from a Corefile
which the old release takes and end in one that does the same. Left out are those that

- start with properties without their arguments, or with `ready` and `ttl` of `hosts` in 1.3.1, all
  of which CoreDNS refuses;
- take `protocol https_google` out of a Corefile for 1.1.3, where it chooses the upstreams;
- write `force_tcp` for the policy `least_conn`;
- take `upstream` out for 1.5.0, where CNAME records are still followed with it only;
- move `transfer to` of several zones into `transfer` for the first of them.
"""

from collections.abc import Mapping

import pytest

from corefile.coredns.imports.expand import expand
from corefile.migrating import migrate
from corefile.syntax.parser import parse

#: The words of plugins, one stanza a text; those of properties in braces.
Plugins = Mapping[str, tuple[str, ...]]

ZONES = "kubernetes cluster.local in-addr.arpa ip6.arpa"
FIRST: Plugins = {
    "errors": ("errors",),
    "health": ("health",),
    "kubernetes": (f"{ZONES} {{ pods insecure ; fallthrough in-addr.arpa ip6.arpa ; }}",),
    "prometheus": ("prometheus :9153",),
    "forward": ("forward . /etc/resolv.conf",),
    "cache": ("cache 30",),
    "loop": ("loop",),
    "reload": ("reload",),
    "loadbalance": ("loadbalance",),
}
PROXY = {"proxy": ("proxy . /etc/resolv.conf",), "forward": ()}
READY = {"ready": ("ready",)}
UPSTREAM = {
    "kubernetes": (f"{ZONES} {{ pods insecure ; upstream ; fallthrough in-addr.arpa ip6.arpa ; }}",)
}
LAMEDUCK = {"health": ("health { lameduck 5s ; }",)}
LIMITED = {"forward": ("forward . /etc/resolv.conf { max_concurrent 1000 ; }",)}
TTL = {"rewrite": (r"rewrite continue { ttl regex (.*)\\.coredns\\.rocks 15 ; }",)}

#: Old and new release, the plugins before, and after.
CASES = {
    "max_concurrent": (
        ("1.6.2", "1.7.0"),
        {**FIRST, **LAMEDUCK, **READY},
        {**FIRST, **LAMEDUCK, **READY, **LIMITED},
    ),
    "lameduck": (("1.6.2", "1.6.6"), {**FIRST, **READY}, {**FIRST, **READY, **LAMEDUCK}),
    "properties of kubernetes": (
        ("1.4.0", "1.7.1"),
        {
            **FIRST,
            **PROXY,
            "kubernetes": (
                f"{ZONES} {{ resyncperiod 60s ; pods insecure ; upstream ; "
                "fallthrough in-addr.arpa ip6.arpa ; }",
            ),
        },
        {**FIRST, **LAMEDUCK, **READY, **LIMITED},
    ),
    "endpoints": (
        ("1.3.1", "1.5.2"),
        {
            **FIRST,
            **PROXY,
            "kubernetes": (
                f"{ZONES} {{ endpoint http://thing1 http://thing2 ; pods insecure ; upstream ; "
                "fallthrough in-addr.arpa ip6.arpa ; }",
            ),
        },
        {
            **FIRST,
            **READY,
            "kubernetes": (
                f"{ZONES} {{ endpoint http://thing1 ; pods insecure ; "
                "fallthrough in-addr.arpa ip6.arpa ; }",
            ),
        },
    ),
    "loop and ready": (
        ("1.1.3", "1.5.2"),
        {**FIRST, **UPSTREAM, **PROXY, "loop": ()},
        {**FIRST, **READY},
    ),
    "rules for TTLs": (
        ("1.2.6", "1.5.0"),
        {**FIRST, **PROXY, **TTL},
        {**FIRST, **READY, **TTL},
    ),
    "down to 1.1.3": (
        ("1.6.2", "1.1.3"),
        {**FIRST, **UPSTREAM, **READY},
        {**FIRST, **UPSTREAM, "loop": ()},
    ),
    "down to 1.3.1": (("1.5.0", "1.3.1"), {**FIRST, **UPSTREAM, **READY}, {**FIRST, **UPSTREAM}),
}


def written(plugins: Plugins) -> str:
    """Return a Corefile with these plugins."""
    words = " ".join(f"{stanza}\n" for stanzas in plugins.values() for stanza in stanzas)
    return ".:53 {\n " + words.replace(" ;", "\n").replace("{ ", "{\n") + "}\n"


def read(text: str) -> list[dict[str, list[list[str]]]]:
    """Return the words of each plugin in each server block, as CoreDNS reads them."""
    found: list[dict[str, list[list[str]]]] = []
    for server in expand(parse(text)).servers:
        lines: dict[str, list[list[str]]] = {}
        for line in server.directives:
            lines.setdefault(line.name, []).append([token.text for token in line.tokens])
        found.append(lines)
    return found


@pytest.mark.parametrize("name", CASES)
def test_the_same_words_for_each_plugin(name: str) -> None:
    releases, before, after = CASES[name]
    upwards = name.startswith("down") is False
    found = migrate(written(before), *releases, defaults=upwards, deprecated=upwards)
    assert not found.is_refused
    assert read(found.text) == read(written(after))


def test_stub_domains_get_server_blocks() -> None:
    """The key is that of the old server block, with its port; the plugins are the same."""
    stubs = ("proxy stub-1.example 1.2.3.4", "proxy stub-2.example 5.6.7.8")
    text = written(
        {**FIRST, **UPSTREAM, "forward": (), "loop": (), "proxy": (*stubs, *PROXY["proxy"])}
    )
    found = migrate(text, "1.1.3", "1.5.2", defaults=True, deprecated=True)
    assert [server.keys for server in expand(parse(found.text)).servers] == [
        (".:53",),
        ("stub-1.example:53",),
        ("stub-2.example:53",),
    ]
    root, *others = read(found.text)
    assert [root] == read(written({**FIRST, **READY}))
    for upstream, other in zip(("1.2.3.4", "5.6.7.8"), others, strict=True):
        own = {name: FIRST[name] for name in ("loop", "errors", "cache")}
        assert [other] == read(written({"forward": (f"forward . {upstream}",), **own}))
