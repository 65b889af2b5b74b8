"""What changes between two Corefiles, by meaning."""

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefile.coredns.imports.expand import expand
from corefile.coredns.model.cells import ELSEWHERE
from corefile.coredns.model.config import Config, configure
from corefile.coredns.model.difference import Change, Unchanged, changes
from corefile.coredns.model.outcome import outcome_of
from corefile.coredns.model.trace import Assumptions, Prepared
from corefile.coredns.releases.builds import stock
from corefile.formatter.layout import format_corefile
from corefile.report.difference import Sides, text
from corefile.report.trace import Place
from corefile.syntax.parser import parse
from corefile.text.source import Source
from tests.work import growth


def config_of(written: str, release: str = "1.15.0") -> Config:
    return configure(expand(parse(Source(written, "Corefile"))), build=stock(release))


def difference(old: str, new: str) -> list[Change]:
    return list(changes(Prepared(config_of(old)), Prepared(config_of(new))))


def said(old: str, new: str, releases: tuple[str, str] = ("1.15.0", "1.15.0")) -> list[str]:
    """Return the sentences about two Corefiles, without places."""
    configs = [config_of(one, release) for one, release in zip((old, new), releases, strict=True)]
    found = list(changes(*map(Prepared, configs)))
    sides = Sides(lambda _: Place("-", 1, 1), lambda _: Place("-", 1, 1), ("-", "-"))
    lines = text(found, sides).replace(" (old:1:1)", "").replace(" (new:1:1)", "")
    return sorted(lines.splitlines())


#: Old, new, and what changes: by what the plugins' ServeDNS functions do.
PAIRS = [
    (
        # A zone of its own takes its names out of those of the root.
        ". {\n forward . 1.1.1.1\n}",
        ". {\n forward . 1.1.1.1\n}\ncorp.example {\n forward . 10.0.0.53\n}",
        ["corp.example and names below it: forward 1.1.1.1 → forward 10.0.0.53"],
    ),
    (
        # `except` never holds for FROM itself (forward.go, match).
        "corp.example {\n forward corp.example 1.1.1.1\n}",
        "corp.example {\n forward corp.example 1.1.1.1 {\n except corp.example\n }\n}",
        ["names below corp.example: forward 1.1.1.1 → SERVFAIL, no plugin answers"],
    ),
    (
        # A name in the table never goes on: other types get an empty answer (hosts.go).
        ". {\n hosts {\n fallthrough\n }\n forward . 1.1.1.1\n}",
        ". {\n hosts {\n 10.0.0.7 a.example\n fallthrough\n }\n forward . 1.1.1.1\n}",
        [
            "7.0.0.10.in-addr.arpa (PTR): forward 1.1.1.1 → hosts a.example",
            "a.example (A): forward 1.1.1.1 → hosts 10.0.0.7",
            "a.example (AAAA, other types): forward 1.1.1.1 → hosts (no records)",
        ],
    ),
    (
        # Without `fallthrough` names that are not in the table fail; addresses go on.
        ". {\n hosts {\n 10.0.0.7 a.example\n fallthrough\n }\n forward . 1.1.1.1\n}",
        ". {\n hosts {\n 10.0.0.7 a.example\n }\n forward . 1.1.1.1\n}",
        [
            "all other names (except in-addr.arpa, ip6.arpa, a.example):"
            " forward 1.1.1.1 → SERVFAIL by hosts",
            "in-addr.arpa and names below it, ip6.arpa and names below it (other types):"
            " forward 1.1.1.1 → SERVFAIL by hosts",
        ],
    ),
    (
        ". {\n forward . 1.1.1.1\n}",
        ". {\n acl {\n block net 10.1.0.0/16\n }\n forward . 1.1.1.1\n}",
        ["all names (from 10.1.0.0/16): forward 1.1.1.1 → REFUSED by acl"],
    ),
    (
        # A template without `match` fits all names of its zone, for its type alone.
        "example.org {\n whoami\n}",
        "example.org {\n template IN AAAA {\n rcode NXDOMAIN\n }\n whoami\n}",
        ["example.org and names below it (AAAA): whoami → NXDOMAIN by template"],
    ),
    (
        # The longest zone has the name; a name rewritten stays in its server block.
        ". {\n rewrite name exact a.example b.example\n hosts {\n 10.0.0.1 b.example\n }\n}",
        ". {\n hosts {\n 10.0.0.1 b.example\n }\n}",
        [
            "a.example (A): hosts 10.0.0.1 → SERVFAIL by hosts",
            "a.example (AAAA, other types): hosts (no records) → SERVFAIL by hosts",
        ],
    ),
    (
        # Only one of two patterns can be met by a name that stands for all.
        ". {\n template IN A {\n match ^a[.]\n rcode NXDOMAIN\n fallthrough\n }\n whoami\n}",
        ". {\n template IN A {\n match ^b[.]\n rcode NXDOMAIN\n fallthrough\n }\n whoami\n}",
        ["some of all names (A): `template`: `^a[.]` → `^b[.]` (old:1:1 → new:1:1)"],
    ),
    (
        # The pattern is the same, and what comes after it another.
        ". {\n template IN A a.example {\n match example\n fallthrough\n }\n forward . 1.1.1.1\n}",
        ". {\n template IN A a.example {\n match example\n fallthrough\n }\n forward . 1.1.1.2\n}",
        [
            "all other names (except a.example): forward 1.1.1.1 → forward 1.1.1.2",
            "a.example and names below it (other types): forward 1.1.1.1 → forward 1.1.1.2",
            "some of a.example and names below it (A): those that no pattern fits: "
            "forward 1.1.1.1 → forward 1.1.1.2",
        ],
    ),
    (
        # Without `fallthrough` no name goes on.
        ". {\n template IN A a.example {\n match example\n }\n forward . 1.1.1.1\n}",
        ". {\n template IN A a.example {\n match example\n }\n forward . 1.1.1.2\n}",
        [
            "all other names (except a.example): forward 1.1.1.1 → forward 1.1.1.2",
            "a.example and names below it (other types): forward 1.1.1.1 → forward 1.1.1.2",
        ],
    ),
    (
        ". {\n template IN A {\n match ^a[.]\n fallthrough\n }\n whoami\n}",
        ". {\n template IN A {\n match ^a[.]\n }\n whoami\n}",
        ["all names (A): whoami → SERVFAIL by template (some in another way)"],
    ),
    (
        # One line, whatever becomes of the names otherwise.
        "a.example {\n rewrite name regex ^x[.](.*)$ {1}\n whoami\n file db b.a.example\n}",
        "a.example {\n rewrite name regex ^y[.](.*)$ {1}\n whoami\n file db b.a.example\n}",
        [
            "some of a.example and other names below it, b.a.example and names below it: "
            "`rewrite`: `name regex ^x[.](.*)$ {1}.` → `name regex ^y[.](.*)$ {1}.` "
            "(old:1:1 → new:1:1)"
        ],
    ),
    (
        ". {\n rewrite name substring a b\n rewrite name substring c d\n whoami\n}",
        ". {\n rewrite name substring c d\n rewrite name substring a b\n whoami\n}",
        ["some of all names: the lines of `rewrite` are in another order (old:1:1 → new:1:1)"],
    ),
    (
        ". {\n view v {\n expr name() startsWith 'a'\n }\n whoami\n}\n. {\n erratic\n}",
        ". {\n view v {\n expr name() startsWith 'b'\n }\n whoami\n}\n. {\n erratic\n}",
        [
            "some of all names: `view`: `name() startsWith 'a'` → `name() startsWith 'b'` "
            "(old:1:1 → new:1:1)"
        ],
    ),
    (
        "a.example {\n whoami\n}",
        "b.example {\n whoami\n}",
        [
            "a.example and names below it: whoami → REFUSED, no server block has the name",
            "b.example and names below it: REFUSED, no server block has the name → whoami",
        ],
    ),
    (
        ".:53 {\n whoami\n}",
        ".:1053 {\n whoami\n}",
        [
            "  all names: no answer, nothing listens there → whoami",
            "  all names: whoami → no answer, nothing listens there",
            "dns://:1053",
            "dns://:53",
        ],
    ),
]


@pytest.mark.parametrize(("old", "new", "expected"), PAIRS)
def test_what_changes_is_said(old: str, new: str, expected: list[str]) -> None:
    assert said(old, new) == sorted(expected)


#: Old and new that mean the same.
SAME = [
    (". {\n log\n errors\n whoami\n}", ". {\n errors\n whoami\n log\n}"),
    (". {\n whoami\n}", ". { # all\n    cache 30\n    whoami\n}"),
    ("(s) {\n whoami\n}\na.example {\n import s\n}", "a.example {\n whoami\n}"),
    ("a.example {\n whoami\n}\nb.example {\n whoami\n}", "b.example a.example {\n whoami\n}"),
    (". {\n forward . 1.1.1.1\n}", ".:53 {\n forward . 1.1.1.1:53\n}"),
    (
        ". {\n hosts {\n 10.0.0.1 a\n 10.0.0.2 b\n }\n}",
        ". {\n hosts {\n 10.0.0.2 b\n 10.0.0.1 a\n ttl 60\n }\n}",
    ),
]


@pytest.mark.parametrize(("old", "new"), SAME)
def test_what_does_not_matter_is_no_change(old: str, new: str) -> None:
    assert said(old, new) == []


def test_the_order_of_plugins_changes_between_releases() -> None:
    # `acl` came after `cache` from 1.14.3 to 1.14.6, and `rewrite` before `acl` from 1.14.3 on.
    written = (
        ". {\n rewrite name exact a.example b.example\n"
        " acl b.example {\n block\n }\n forward . 1.1.1.1\n}"
    )
    assert said(written, written, ("1.11.3", "1.15.0")) == [
        "a.example: forward 1.1.1.1 → REFUSED by acl"
    ]


# ----- laws

LINES = (
    "whoami",
    "errors",
    "cache 30",
    "forward . 1.1.1.1",
    "forward corp.example 10.0.0.53",
    "forward . 8.8.8.8 {\n except corp.example a.example\n}",
    "hosts {\n10.0.0.1 a.example\n10.0.0.2 b.corp.example *.c.example\nfallthrough\n}",
    "hosts {\n10.0.0.1 a.example\nfe80::1 a.example\n}",
    "template IN A corp.example {\nrcode NXDOMAIN\n}",
    "template ANY ANY {\nmatch ^ip-\nrcode NXDOMAIN\nfallthrough corp.example\n}",
    "rewrite name suffix .old.example .corp.example",
    "rewrite name exact a.example x.corp.example",
    "acl corp.example {\nblock net 10.1.0.0/16\n}",
    "acl {\nallow type A net 10.1.2.0/24\nfilter type AAAA\n}",
    "kubernetes cluster.local in-addr.arpa {\nfallthrough in-addr.arpa\n}",
    "view v {\nexpr incidr(client_ip(), '10.1.0.0/16')\n}",
    "any",
    "local",
    "file db.corp corp.example",
)
KEYS = (".", "corp.example", "example", "10.0.0.0/8", "a.example:1053")
ONCE = ("hosts", "cache", "kubernetes", "view")


def one_of_each(lines: list[str]) -> list[str]:
    """Leave out lines that CoreDNS would refuse."""
    kept: list[str] = []
    for line in lines:
        name = line.split()[0]
        if name not in ONCE or not any(one.split()[0] == name for one in kept):
            kept.append(line)
    return kept


BLOCKS = st.lists(
    st.tuples(
        st.sampled_from(KEYS),
        st.lists(st.sampled_from(LINES), max_size=5, unique=True).map(one_of_each),
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda block: block[0],
)
Blocks = list[tuple[str, list[str]]]


def written(blocks: Blocks) -> str:
    return "\n".join(f"{key} {{\n" + "\n".join(lines) + "\n}" for key, lines in blocks)


def formatted(blocks: Blocks) -> str:
    return format_corefile(written(blocks)).text


def in_snippets(blocks: Blocks) -> str:
    snippets = "".join(
        f"(s{place}) {{\n" + "\n".join(lines) + "\n}\n" for place, (_, lines) in enumerate(blocks)
    )
    return snippets + written([(key, [f"import s{at}"]) for at, (key, _) in enumerate(blocks)])


def in_another_order(blocks: Blocks) -> str:
    """Move lines of different plugins; the order of those of one plugin matters."""
    moved = []
    for key, lines in blocks:
        names = list(dict.fromkeys(line.split()[0] for line in lines))
        random.Random(len(lines)).shuffle(names)
        moved.append((key, [line for name in names for line in lines if line.split()[0] == name]))
    return written(moved)


@pytest.mark.parametrize("change", [written, formatted, in_snippets, in_another_order])
def test_layout_snippets_and_order_do_not_matter(change: Callable[[Blocks], str]) -> None:
    @given(BLOCKS)
    def law(blocks: Blocks) -> None:
        assert difference(written(blocks), change(blocks)) == []

    law()


@given(BLOCKS, BLOCKS)
def test_each_change_is_met_by_its_example(old: Blocks, new: Blocks) -> None:
    before, after = Prepared(config_of(written(old))), Prepared(config_of(written(new)))
    for change in changes(before, after):
        assert outcome_of(before, change.example) == change.before
        assert outcome_of(after, change.example) == change.after
        assert change.before != change.after
        # Nothing is remembered from one query to the next that makes another trace of it.
        assert outcome_of(Prepared(before.config), change.example) == change.before


@given(BLOCKS, BLOCKS)
def test_backwards_the_same_names_change(old: Blocks, new: Blocks) -> None:
    there = {(c.names, c.share, c.before, c.after) for c in difference(written(old), written(new))}
    back = {(c.names, c.share, c.after, c.before) for c in difference(written(new), written(old))}
    assert {one[2:] for one in there} == {one[2:] for one in back}


def test_clients_outside_all_networks_are_told_apart() -> None:
    found = difference(
        ". {\n whoami\n}", ". {\n acl {\n allow net 10.0.0.0/8\n block\n }\n whoami\n}"
    )
    assert [change.share.clients for change in found] == [(ELSEWHERE,)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        *(pair[:2] for pair in PAIRS),
        # The same words on other lines.
        (
            ". {\n template IN A {\n match a\n rcode NXDOMAIN\n fallthrough\n }\n whoami\n}",
            ". {\n template IN A {\n match a rcode NXDOMAIN\n fallthrough\n }\n whoami\n}",
        ),
    ],
)
def test_leaving_out_what_is_unchanged_changes_nothing(
    old: str, new: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = (
        f"{old}\nunchanged.example {{\n    whoami\n}}\n",
        f"{new}\nunchanged.example {{\n whoami\n}}",
    )
    quick = difference(*both)
    monkeypatch.setattr(Unchanged, "at", lambda self, name: False)
    assert difference(*both) == quick


def test_a_file_may_say_more_than_the_same_words() -> None:
    config = config_of("example.org {\n    hosts table\n}\n")
    tables = ({"table": f"10.0.0.{last} a.example.org"}.get for last in (1, 2))
    old, new = (Prepared(config, Assumptions(read=read)) for read in tables)
    assert [change.example.name for change in changes(old, new)] == ["a.example.org."]


def test_the_work_grows_in_proportion() -> None:
    def compare(size: int) -> None:
        zones = "".join(f"z{at}.example {{\n forward . 1.1.1.1\n}}\n" for at in range(size))
        lines = "".join(f"10.0.{at // 200}.{at % 200} h{at}.corp\n" for at in range(size * 2))
        table = f"hosts {{\n{lines}fallthrough\n}}\n"
        old, new = (f"{zones}. {{\n{table}forward . {to}\n}}" for to in ("1.1.1.1", "8.8.8.8"))
        assert len(difference(old, new)) == 1

    assert growth(compare, 6) < 2.5
