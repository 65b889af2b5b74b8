"""What a zone has for a name and a type (RFC 1034, section 4.3.2; plugin/file/lookup.go)."""

import pytest

from corefile.coredns.catalogue.zone_file import Found, read_zone

ZONE = """\
$TTL 1h
$ORIGIN example.org.
@       3600 IN SOA ns.example.org. admin.example.org. (
                1       ; serial ( not a bracket
                7200 3600 1209600 3600 )
@            NS   ns
             MX   10 mail
ns           A    192.0.2.1
www     IN 60 A   192.0.2.2
        60 IN TXT "a ; b" "c ( d"
alias        CNAME www
a.b.deep     A    192.0.2.3
*.wild       A    192.0.2.4
x.y.wild     A    192.0.2.5
sub          NS   ns.sub
sub          DS   1 8 2 00
ns.sub       A    192.0.2.6
old          DNAME new
UPPER        TYPE65 \\# 0
$ORIGIN other.example.org.
host         A    192.0.2.7
outside.example.net. A 192.0.2.8
"""


@pytest.mark.parametrize(
    ("name", "type_", "found"),
    [
        ("www", "A", "records"),
        ("www", "TXT", "records"),
        ("www", "AAAA", "nodata"),
        ("nothing", "A", "missing"),
        ("", "SOA", "records"),
        ("", "NS", "records"),
        ("", "MX", "records"),
        ("alias", "A", "alias"),
        ("alias", "CNAME", "records"),
        # A name that only has others below it is there, without records.
        ("deep", "A", "empty"),
        ("b.deep", "A", "empty"),
        ("a.b.deep", "A", "records"),
        ("c.deep", "A", "missing"),
        # A wildcard is for all names below its parent, but not beside names that are there.
        ("one.wild", "A", "records"),
        ("one.wild", "MX", "nodata"),
        ("one.two.wild", "A", "records"),
        ("wild", "A", "empty"),
        # Against RFC 4592, CoreDNS gives the wildcard to a name that only has others below it.
        ("y.wild", "A", "records"),
        ("z.y.wild", "A", "missing"),
        # What another server has; DS is at the parent.
        ("sub", "A", "delegation"),
        ("sub", "DS", "records"),
        ("a.sub", "A", "delegation"),
        ("ns.sub", "A", "delegation"),
        ("a.old", "A", "alias"),
        ("old", "A", "nodata"),
        ("upper", "TYPE65", "records"),
        ("host.other", "A", "records"),
    ],
)
def test_look_up(name: str, type_: str, found: Found) -> None:
    zone = read_zone(ZONE, "example.org.")
    assert zone is not None
    assert zone.look_up(f"{name}.example.org." if name else "example.org.", type_) == found


def test_records_of_other_zones_are_left_out() -> None:
    zone = read_zone(ZONE, "example.org.")
    assert zone is not None
    assert "outside.example.net." not in zone.types


@pytest.mark.parametrize(
    "text",
    [
        "$INCLUDE other\n",
        "$GENERATE 1-2 a$ A 192.0.2.$\n",
        "www what 1\n",
        "www A (\n",
        "a b c d\n",
    ],
)
def test_what_is_not_understood_gives_no_zone(text: str) -> None:
    assert read_zone(f"@ SOA a b 1 2 3 4 5\n{text}", "example.org.") is None


def test_a_zone_without_soa_fails() -> None:
    for text in ("", "www A 192.0.2.1\n"):
        zone = read_zone(text, "example.org.")
        assert zone is not None
        assert zone.look_up("www.example.org.", "A") == "failure"
