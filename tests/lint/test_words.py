"""What is said of what CoreDNS refuses: what is missing or too much, and what to write."""

import pytest

from corefile.lint import lint

#: A line of a server block, a part of what is said of it, and what to write instead.
SAID = [
    (
        "bind",
        "`bind` is not complete: `ADDRESS|INTERFACE…` is missing;",
        "write `bind ADDRESS|INTERFACE…`",
    ),
    (
        "hosts {\n ttl\n }",
        "`ttl` is not complete: `SECONDS` is missing;",
        "write `ttl SECONDS`",
    ),
    (
        "acl {\n block net\n }",
        "`block net` is not complete;",
        "write `net *` for all; the line is `block [type TYPE…] [net NETWORK…]`",
    ),
    (
        "forward {\n except a.example\n policy random\n }",
        "`forward` is not complete: `FROM` and `TO…` are missing;",
        "write `forward FROM TO…`",
    ),
    (
        "dnssec {\n key file\n }",
        "`key file` has too few or too many arguments;",
        "write `key file FILE…|aws_secretsmanager NAME…`",
    ),
    (
        "forward",
        "`forward` is not complete: `FROM` and `TO…` are missing;",
        "write `forward FROM TO…`",
    ),
    (
        "forward .",
        "`forward .` is not complete: `TO…` is missing;",
        "name the servers: `forward . 192.0.2.53`; the line is `forward FROM TO…`",
    ),
    (
        "forward . {\n force_tcp\n }",
        "`forward .` is not complete: `TO…` is missing;",
        "name the servers: `forward . 192.0.2.53`; the line is `forward FROM TO…`",
    ),
    (
        "forward 192.0.2.1",
        "the zone of `forward` is missing",
        "names: `forward . 192.0.2.1`",
    ),
    (
        "forward tls://192.0.2.1",
        "the zone of `forward` is missing",
        "names: `forward . tls://192.0.2.1`",
    ),
    (
        "forward /etc/resolv.conf",
        "the zone of `forward` is missing",
        "names: `forward . /etc/resolv.conf`",
    ),
    (
        "grpc 192.0.2.1",
        "`TO…` is missing;",
        "the zone comes first: `grpc . 192.0.2.1`; the line is `grpc FROM TO…`",
    ),
    (
        "forward . 1.1.1.1, 1.0.0.1, 8.8.8.8",
        "a comma separates nothing",
        "separate words by spaces, without `,`: `forward . 1.1.1.1 1.0.0.1 8.8.8.8`",
    ),
    (
        "forward . 8.8.8.8;",
        "`8.8.8.8;`",
        "without `;`: `forward . 8.8.8.8`",
    ),
    (
        "forward . $(kubectl get svc -n dns -o jsonpath={.spec.clusterIP})",
        "does not take `$(kubectl` here",
        "`$(…)` is for a shell, and CoreDNS reads it as a host name: write the address",
    ),
    (
        "forward . tls://192.0.2.1@a.example tls://192.0.2.2@b.example",
        "does not take `tls://192.0.2.1@a.example` here",
        "write `tls://IP%NAME` for an address and its certificate's name (CoreDNS 1.13.2)",
    ),
    ("forward . 192.0.2.1 {\n max_fails\n }", "`NUMBER` is missing;", "write `max_fails NUMBER`"),
    ("log {\n class eror\n }", "does not take `eror`", "did you mean `error`?"),
    ("forward . 192.0.2.1 {\n policy randm\n }", "`randm`", "did you mean `random`?"),
    (
        "forward . 192.0.2.1 {\n policy fastest\n }",
        "`fastest`",
        "write one of `random`, `round_robin`, `sequential`",
    ),
    (
        "loadbalance weighted_round_robin w.db {\n reload 10s\n }",
        "`weighted_round_robin`",
        "write one of `round_robin`, `weighted`",
    ),
    ("loadbalance {\n reload 10s\n }", "`reload`", "`reload` is for `weighted FILE` only"),
    (
        "loadbalance weighted w.db {\n prefer 192.0.2.0/24\n }",
        "`prefer`",
        "`prefer` is for `round_robin` only",
    ),
    ("rewrite name sufix a b", "`sufix`", "did you mean `suffix`?"),
    (
        "health { lameduck 5s }",
        "does not close the block of `health`",
        "put `}` on a line of its own",
    ),
    ("forward . tcp://1.1.1.1:53", "does not take `tcp://1.1.1.1:53`", "leave `tcp://` out"),
    ("loop x", "`x` is a word too many for `loop`;", "write `loop` alone"),
    ("loop\nloop", "only once;", "remove one of the two"),
    ("hosts {\n }\nhosts {\n }", "only once;", "put the lines of both into one `hosts`"),
    ("reload 1s", "does not take `1s`", "write at least `2s`"),
    ("reload 10", "does not take `10`", "write a number with a unit: `500ms`, `30s`, `5m`, `1h`"),
    ("cache 0", "does not take `0`", "write 1 or more; to switch caching off, remove `cache`"),
    ("cache {\n denial 9984 0\n }", "does not take `0`", "write a whole number of 1 or more"),
    ("template IN A {\n rcode SUCCESS\n }", "`SUCCESS`", "did you mean `NOERROR`?"),
    ("template IN A {\n rcode nxdomain\n }", "`nxdomain`", "write `NXDOMAIN`"),
    ("template IN A {\n rcode NXDOMIAN\n }", "`NXDOMIAN`", "did you mean `NXDOMAIN`?"),
    (
        "secondary a.example",
        "`secondary` is not complete;",
        "add `transfer from ADDRESS…` to the block",
    ),
    (
        "geoipCity.mmdb",
        "no plugin `geoipCity.mmdb`",
        "put a space after `geoip`: `geoip City.mmdb`",
    ),
    ("cache30", "no plugin `cache30`", "put a space after `cache`: `cache 30`"),
]


@pytest.mark.parametrize(("line", "message", "advice"), SAID)
def test_what_is_said(line: str, message: str, advice: str) -> None:
    found = lint(f". {{\n{line}\nwhoami\n}}\n")
    (error,) = (each for each in found if each.severity == "error")
    assert message in error.message
    assert error.help.endswith(advice)
