"""Generates resource records."""

from random import Random

OWNERS = ("www.example.org.", "www", "@", "a.b", "*.x.", "", '"x"', "a..b.", ".", "$TTL", "a\\.b.")
MIDDLES = ("60 IN", "IN 60", "60", "IN", "", "1h", "CH", "60 60", "CLASS3", "x", "ANY", "in")
DATA = {
    "A": ("10.0.0.1", "x", "::1", "10.0.0.300", "(10.0.0.1)", "10.0.0.1 ; c", ""),
    "AAAA": ("::1", "2001:db8::7", "10.0.0.1", "x", "::ffff:1.2.3.4"),
    "CNAME": ("b.example.org.", "b", "b c", "b..c", ".", "@", ""),
    "DNAME": ("b.",),
    "NS": ("ns.", "ns 1"),
    "PTR": ("host.example.org.", ""),
    "MX": ("10 mail.", "mail.", "10", "70000 mail"),
    "SRV": ("1 2 3 host.", "1 2 host.", "1 2 3", "1 2 3 host x"),
    "TXT": ('"a b" c', "a", '""', '"a', "a;b", '"a;b"', "a\\", '"a"b"c"'),
    "SOA": ("ns. host. 1 2 3 4 5", "ns. host. (1 2h 3 4 5m)", "ns. host. 1 2 3 4", "ns. 1 2 3 4 5"),
    "CAA": ('0 issue "x"', "0 issue x", "issue x", '0 "issue" x'),
    "NAPTR": ('1 2 "a" "b" "" c.', '1 2 a "b" "" c.', '1 2 "" "" "" .'),
    "HTTPS": ("1 . alpn=h2", '1 . alpn="h2,h3" port=1', "0 b.", "1", "1 . foo=1", '1 . port="1"x'),
    "TLSA": ("3 1 1 aa", "3 1 aa", "3 1 1 a a"),
    "SSHFP": ("1 1 aa", "1 1", "1 a aa"),
    "DS": ("1 8 2 aa", "1 RSASHA256 2 aa", "1 8 2 zz", "1 X 2 aa"),
    "DNSKEY": ("257 3 8 AA==", "257 3 8 A A==", "257 3 8"),
    "URI": ('1 2 "x"', "1 2 x y", "1 x"),
    "HINFO": ("a b", '"a b"', "a"),
    "TYPE777": ("\\# 2 aabb", "\\# 1 aabb", "x"),
}


def random_record(random: Random) -> str:
    """Return a record, mostly as it should be."""
    kind = random.choice(list(DATA))
    spaces = random.choice([" ", " ", "  ", "\t"])
    owner, middle = random.choice(OWNERS[:4] * 2 + OWNERS), random.choice(MIDDLES[:5] * 2 + MIDDLES)
    data = random.choice(DATA[kind])
    end = random.choice(["", "", "", " ", " ; c", "\n", " )", "\n x", ' "', " ("])
    return spaces.join(word for word in (owner, middle, kind, data) if word) + end
