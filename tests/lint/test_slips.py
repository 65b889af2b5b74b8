"""One slip of the hand is one finding, at the slip, with the fix that undoes it."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from textwrap import indent

import pytest

from benchmarks.slips.make import Slip, slips
from benchmarks.slips.manifests import manifest_of, manifest_slips, within
from benchmarks.slips.score import Score, matters, score
from corefile.documents import read
from corefile.lint import lint, lint_document
from corefile.lint.fixing import fix_document
from corefile.text.edits import apply_edits

SOUND = """\
.:53 {
    errors
    health {
        lameduck 5s
    }
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
        pods insecure
        fallthrough in-addr.arpa ip6.arpa
        ttl 30
    }
    prometheus :9153
    forward . /etc/resolv.conf {
        max_concurrent 1000
    }
    cache 30 {
        disable success cluster.local
        disable denial cluster.local
    }
    loop
    reload
    loadbalance
}
"""

#: What is changed in the sound text, into what, and the rule and line of the only finding.
SLIPS = [
    ("max_concurrent 1000\n    }\n", "max_concurrent 1000\n", "unbalanced-braces", 13),
    ("    loadbalance\n}\n", "    loadbalance\n", "unbalanced-braces", 1),
    ("health {", "health", "unbalanced-braces", 3),
    ("    ready\n", "    }\n    ready\n", "unbalanced-braces", 6),
    ("health {", "health { {", "unbalanced-braces", 3),
    ("health {", "health{", "missing-space-before-brace", 3),
    ("health {", "health\n    {", "brace-misplaced", 4),
    ("prometheus :9153", "prometheus :9153 {}", "brace-misplaced", 12),
    ("    loop\n", "    log {}\n    loop\n", "brace-misplaced", 20),
    ("loadbalance\n}\n", "loadbalance\n}\nexample.org {}\n", "brace-misplaced", 24),
    # What CoreDNS reads as it looks.
    ("loadbalance\n}\n", "loadbalance\n} example.org {\n    whoami\n}\n", "", 0),
    ("1000\n    }\n", "1000}\n", "brace-misplaced", 14),
    ("        ttl 30\n    }\n", "    }\n        ttl 30\n", "brace-misplaced", 10),
    ("cache 30 {", "{", "brace-without-plugin", 16),
    ("    loop\n", "    {\n        loop\n    }\n", "brace-without-plugin", 20),
    ("    errors\n", "    {\n        errors\n        log\n    }\n", "brace-without-plugin", 2),
    (".:53", ". : 53", "server-key", 1),
    (".:53", ".: 53", "server-key", 1),
    (".:53", ". :53", "server-key", 1),
    (".:53", "dns://. :1053, b.example:\t53", "server-key", 1),
    ("loop", "loop:", "foreign-punctuation", 20),
    ("ready", "ready: 8181", "foreign-punctuation", 6),
    ("loop", "loop;", "foreign-punctuation", 20),
    ("    loop", "    // no circles\n    loop", "foreign-punctuation", 20),
    ("ttl 30", "ttl = 30", "foreign-punctuation", 10),
    ("cluster.local in-addr.arpa ip6.arpa {", "cluster.local \\\n x {", "foreign-punctuation", 7),
    ("forward . ", "forward . 192.0.2.1, ", "foreign-punctuation", 13),
    ("forward . ", "forward ", "forward-without-zone", 13),
    ("30 {", '"30 {', "unterminated-quote", 16),
    ("/etc/resolv.conf", '/etc/resolv.conf"', "single-or-smart-quotes", 13),
    ("/etc/resolv.conf", "“192.0.2.1”", "single-or-smart-quotes", 13),
    ("        lameduck 5s\n", "        lameduck 5s\n        ttl 30\n", "plugin-refused", 5),
    ("        lameduck 5s\n", "        minimal\n        lameduck 5s\n", "line-in-wrong-block", 4),
    (
        "        ttl 30\n    }\n",
        "        ttl 30\n    }\n    max_fails 3\n",
        "line-in-wrong-block",
        12,
    ),
    ("    loadbalance\n}\n", "}\n    loadbalance\n", "brace-misplaced", 22),
    ("    loop\n", "    log\n    {\n        class error\n    }\n    loop\n", "brace-misplaced", 21),
    ("loadbalance", "loadbalence", "unknown-directive", 22),
    ("1000\n    }\n", "1000}\n", "brace-misplaced", 14),
    ("    loadbalance\n}\n", "    loadbalance }\n", "brace-misplaced", 22),
    (
        "cluster.local\n    }\n    loop\n    reload\n    loadbalance\n}",
        "cluster.local\n    }}",
        "brace-misplaced",
        19,
    ),
    ("cluster.local\n    }\n    loop", "cluster.local }\n    loop", "brace-misplaced", 18),
    ("health {\n        lameduck 5s\n    }", "health { lameduck 5s }", "brace-misplaced", 3),
    ("in-addr.arpa ip6.arpa {", "in-addr.arpa,ip6.arpa {", "foreign-punctuation", 7),
    ("loop", "loop ; no loops", "foreign-punctuation", 20),
    (".:53 {", "log\n.:53 {", "line-in-wrong-block", 1),
    (".:53 {", "DNS of the lab\n\n.:53 {", "foreign-punctuation", 1),
    (".:53 {", "[the manual](https://a.example/b)\n\n.:53 {", "foreign-punctuation", 1),
    ("    loadbalance\n}\n", "    loadbalance\n}\n// run it as root\n", "zone-name-suspicious", 24),
    ("1000\n", "1000\n        health 5s\n", "plugin-refused", 15),
    ("    ready\n", "    - ready\n", "foreign-punctuation", 6),
    ("/etc/resolv.conf", "192.0.2.1\n        192.0.2.2", "foreign-punctuation", 14),
]

#: Slips whose repair is not certain: the finding says what is wrong, and `--fix` leaves them.
UNCERTAIN = [
    "a.example b.example :5353 {\n    whoami\n}\n",
    "a.example {\n    whoami\n}\nlog\nb.example {\n    whoami\n}\n",
    ". {\n    forward a.example 192.0.2.1\n    forward 192.0.2.2\n}\n",
    ". {\n    rewrite name a.example b.example\n    whoami\n}\nrewrite ttl a.example 30\n",
    ". {\n    {\n        block net 10.1.0.0/16\n    }\n    whoami\n}\n",
]


@pytest.mark.parametrize(("old", "new", "rule", "line"), SLIPS)
def test_one_slip_is_one_finding(old: str, new: str, rule: str, line: int) -> None:
    found = lint_document(read(SOUND.replace(old, new, 1), "Corefile")).findings
    said = [
        (item.finding.rule.name, item.place.first.line)
        for item in found
        if item.finding.severity != "info"
    ]
    assert said == ([(rule, line)] if rule else [])


@pytest.mark.parametrize("text", UNCERTAIN)
def test_what_is_not_certain_stays(text: str) -> None:
    found = [item.finding for item in lint_document(read(text, "Corefile")).findings]
    assert "error" in {finding.severity for finding in found} or len(found) == 1
    assert fix_document(read(text, "Corefile")).text == text


def test_slips_in_imported_keys() -> None:
    """They are found in the key, and what the Corefile makes of them is not."""
    base = ". {\n    errors\n    import custom/*.override\n    whoami\n}\nimport custom/*.server\n"
    server = "a.example {\n    cache {\n        success 9984\n    whoami\n}\n"
    override = "hosts {\n    192.0.2.1 a.example\n    fallthrough\n"
    slips = {"a.server": (server, 2), "b.override": (override, 1)}
    for name, (text, line) in slips.items():
        manifest = MANIFEST + indent(base, "    ") + "---\n"
        manifest += "kind: ConfigMap\nmetadata: {name: coredns-custom}\ndata:\n"
        start = manifest.count("\n") + 1
        manifest += f"  {name}: |\n{indent(text, '    ')}"
        document = read(manifest, "x.yaml")
        (item,) = [i for i in lint_document(document).findings if i.finding.severity != "info"]
        assert item.finding.rule.name == "unbalanced-braces"
        assert item.finding.severity == "error"
        assert item.place.first.line == start + line
        after = read(fix_document(document).text, "x.yaml")
        assert not [i for i in lint_document(after).findings if i.finding.severity == "error"]


MANIFEST = "kind: ConfigMap\nmetadata: {name: coredns}\ndata:\n  Corefile: |\n"


@pytest.mark.parametrize("depth", ["", "    "])
def test_the_fix_undoes_it(depth: str) -> None:
    head, name = (MANIFEST, "x.yaml") if depth else ("", "Corefile")
    sound = head + "".join(f"{depth}{line}\n" for line in SOUND.splitlines())
    slip = sound.replace(f"1000\n{depth}    }}\n", "1000\n")
    assert slip != sound
    assert fix_document(read(slip, name)).text == sound


def test_what_follows_is_counted_and_kept() -> None:
    (found,) = lint(SOUND.replace("1000\n    }\n", "1000\n"))
    assert len(found.consequences) > 1
    (alone,) = lint(SOUND.replace("loop", "loop;"))
    assert alone.fix is not None
    assert apply_edits(alone.source.text, alone.fix.edits) == SOUND


def test_what_does_not_follow_is_found_too() -> None:
    text = SOUND.replace("1000\n    }\n", "1000\n") + "a..b {\n    whoami\n}\n"
    found = lint(text)
    assert [each.rule.name for each in found] == ["unbalanced-braces", "server-key"]
    assert [each.source.position(each.span.start).line for each in found] == [13, 23]


@pytest.mark.parametrize(
    ("line", "others"),
    [
        ("kubernetes cluster.local {\nexcept corp.example\n}", ["hosts-missing-fallthrough"]),
        ("cache {\nkeep 30\n}", ["hosts-missing-fallthrough"]),
        ("kubernetes cluster.local {\nupstream\n}", ["hosts-missing-fallthrough"]),
        ("loadbalance sometimes", ["hosts-missing-fallthrough"]),
        ("cache {\nservestale\n}", ["hosts-missing-fallthrough"]),  # may mean `serve_stale`
        ("cache {\nkubernetes\n}", []),
        ("hosts corp.example", []),  # what is refused is `hosts` itself
    ],
)
def test_a_refused_property_hides_no_other_warning(line: str, others: list[str]) -> None:
    text = f".:53 {{\nhosts {{\n192.0.2.1 a.example\n}}\n{line}\nforward . 192.0.2.53\n}}\n"
    found = lint(text)
    assert [f.severity for f in found].count("error") == 1
    assert [f.rule.name for f in found if f.severity != "error"] == others


@pytest.mark.parametrize(
    ("lines", "others"),
    [
        # `proxy` came after `file` and `hosts`, and answered.
        ("proxy . 192.0.2.53\nfile example.org", ["authoritative-plugin-on-root"]),
        ("proxy . 192.0.2.53\nhosts {\n192.0.2.1 a.example\n}", ["hosts-missing-fallthrough"]),
        ("proxy . 192.0.2.53\nlog stdout", ["log-format-misplaced"]),
        ("reverse {\n}\nforward . 192.0.2.53\nlog stdout", ["log-format-misplaced"]),
        # Where an external plugin comes is not always known.
        ("mdns local\nhosts {\n192.0.2.1 a.example\n}", []),
        (
            "alternate NXDOMAIN . 192.0.2.53\nhosts {\n192.0.2.1 a.example\n}\nforward . 9.9.9.9",
            ["hosts-missing-fallthrough"],
        ),
        ("mine\nlog stdout", ["log-format-misplaced"]),
        ("mine\nhosts {\n192.0.2.1 a.example\n}", []),  # nobody knows what `mine` is for
    ],
)
def test_a_plugin_of_another_build_hides_no_other_warning(lines: str, others: list[str]) -> None:
    found = lint(f".:53 {{\n{lines}\n}}\n")
    assert [f.rule.name for f in found if f.severity == "error"] == ["unknown-directive"]
    assert [f.rule.name for f in found if f.severity == "warning"] == others


def test_a_refused_property_is_not_taken_for_its_absence() -> None:
    text = ". {\nforward . 192.0.2.53 {\nleave_out lab.example\n}\nwhoami\n}\n"
    assert [f.severity for f in lint(text)] == ["error"]
    older = ". {\nfile lab.zone {\ntransfer to *\n}\n}\n"
    assert [f.rule.name for f in lint(older)] == [
        "authoritative-plugin-on-root",
        "option-not-in-version",
    ]


def test_two_slips() -> None:
    text = SOUND.replace("health {", "health{").replace("loop", "loop;")
    rules = ["missing-space-before-brace", "foreign-punctuation"]
    assert [each.rule.name for each in lint(text)] == rules
    assert fix_document(read(text, "Corefile")).text == SOUND


#: What is changed in the sound text, in pairs, and the rules and lines of the findings.
IN_ONE_BLOCK = [
    # The `}` is lost, and a name in the block is misspelt: near a property, or near nothing.
    (
        ("    }\n    prometheus", "    prometheus", "pods insecure", "pod insecure"),
        [("unbalanced-braces", 7), ("plugin-refused", 8)],
    ),
    (
        ("    }\n    prometheus", "    prometheus", "ttl 30", "timetolive 30"),
        [("unbalanced-braces", 7), ("plugin-refused", 10)],
    ),
    # A value is wrong.
    (
        ("5s\n    }\n", "5s\n", "lameduck 5s", "lameduck 5"),
        [("unbalanced-braces", 3), ("plugin-refused", 4)],
    ),
    (
        ("    disable success", "disable sucess", "cache 30 {", "cache 30{"),
        [("missing-space-before-brace", 16), ("plugin-refused", 17)],
    ),
    (
        ("forward .", "forward=.", "max_concurrent 1000", "max_concurrent 1k"),
        [("foreign-punctuation", 13), ("plugin-refused", 14)],
    ),
    # Two slips of the hand, one of which is a misspelt plugin.
    (
        ("health {", "health{", "    ready", "    raedy"),
        [("missing-space-before-brace", 3), ("unknown-directive", 6)],
    ),
    # What CoreDNS takes otherwise than it was meant.
    (
        ("cache 30 {", "cache 30{", "disable success cluster.local", "success 30"),
        [("missing-space-before-brace", 16), ("cache-capacity-looks-like-ttl", 17)],
    ),
]


@pytest.mark.parametrize(("changes", "expected"), IN_ONE_BLOCK)
def test_the_first_slip_does_not_hide_the_second(
    changes: tuple[str, str, str, str], expected: list[tuple[str, int]]
) -> None:
    text = SOUND.replace(*changes[:2], 1).replace(*changes[2:], 1)
    found = [each for each in lint(text) if each.severity != "info"]
    said = [(f.rule.name, f.source.position(f.span.start).line) for f in found]
    assert said == expected


def test_unknown_plugins_are_no_misplaced_server_blocks() -> None:
    text = """\
.:53 {
    errors
    route inside {
        file db.inside
        forward . 192.0.2.1
    }
    route . {
        file db.outside
        forward . 192.0.2.2
    }
}
"""
    names = [(each.rule.name, each.source.position(each.span.start).line) for each in lint(text)]
    assert names == [("unknown-directive", 3), ("unknown-directive", 7)]


def test_a_plugin_of_another_build_may_have_an_empty_block() -> None:
    text = SOUND.replace("    loop\n", "    inventory {}\n", 1)
    assert [each.rule.name for each in lint(text) if each.severity != "info"] == [
        "unknown-directive"
    ]


def test_a_plugin_of_another_build_may_have_lists() -> None:
    line = "        except a.example,b.example\n"
    unknown = SOUND.replace("    loop\n", f"    inventory {{\n{line}    }}\n", 1)
    known = SOUND.replace("        max_concurrent 1000\n", line, 1)
    rules = [
        [each.rule.name for each in lint(text) if each.severity != "info"]
        for text in (unknown, known)
    ]
    assert rules == [["unknown-directive"], ["foreign-punctuation"]]


#: Server blocks in the block of another, where the first begins, and what they are meant to be.
NESTED = [
    (
        ". {\n    errors\n    a.example {\n        whoami\n    }\n}\n",
        3,
        ". {\n    errors\n}\n\na.example {\n    whoami\n}\n",
    ),
    (
        ". {\n    a.example b.example:54 {\n        cache {\n            success 9\n        }\n"
        "        whoami\n    }\n    c.example {\n        whoami\n    }\n    errors\n}\n",
        2,
        ". {\n    errors\n}\n\na.example b.example:54 {\n    cache {\n        success 9\n    }\n"
        "    whoami\n}\n\nc.example {\n    whoami\n}\n",
    ),
    (
        '. {\n    a.example {\n        template IN TXT {\n            answer "x\n'
        '    y"\n        }\n    }\n    whoami\n}\n',
        2,
        '. {\n    whoami\n}\n\na.example {\n        template IN TXT {\n            answer "x\n'
        '    y"\n        }\n    }\n',
    ),
    (
        ". {\na.example {\nwhoami\n}\nerrors\nb.example {\nwhoami\n}\n}\n",
        2,
        ". {\nerrors\n}\n\na.example {\nwhoami\n}\n\nb.example {\nwhoami\n}\n",
    ),
    (
        "example:53 {\n\tlog\n\ta.example {\n\t\twhoami\n\t}\n\tb.example {\n\t\twhoami\n\t}\n}",
        3,
        "example:53 {\n\tlog\n}\n\na.example {\n\twhoami\n}\n\nb.example {\n\twhoami\n}",
    ),
]


@pytest.mark.parametrize(("text", "line", "meant"), NESTED)
def test_nested_server_blocks_are_one_finding(text: str, line: int, meant: str) -> None:
    errors = [each for each in lint(text) if each.severity == "error"]
    assert [each.source.position(each.span.start).line for each in errors] == [line]
    said = errors[0].message
    assert said.startswith("server blocks cannot be nested: `a.example` is in the block of")
    assert f"Corefile:{line} - Error during parsing: Unknown directive 'a.example'" in said
    assert fix_document(read(text, "Corefile")).text == meant


@pytest.mark.parametrize(
    ("key", "inner", "is_same"),
    [
        (".:53", ".", True),
        (". a.example", "a.example:53", True),
        ("A.example", "a.example.", True),
        (".:53", ".:5353", False),
        (".:53", "a.example", False),
        (".:53", ".a.example", False),  # which CoreDNS refuses as a key
    ],
)
def test_a_server_block_in_one_for_the_same_names(key: str, inner: str, is_same: bool) -> None:
    text = f"{key} {{\n    errors\n    {inner} {{\n    whoami\n    }}\n}}\n"
    errors = [each for each in lint(text) if each.severity == "error"]
    assert len(errors) == 1 or not is_same
    assert ("for these names already" in errors[0].message) is is_same
    if is_same:
        fixed = fix_document(read(text, "Corefile")).text
        assert fixed == f"{key} {{\n    errors\n    whoami\n}}\n"


def test_a_comment_suppresses_a_slip() -> None:
    text = SOUND.replace("    loop", "    loop; # corefile: ignore[foreign-punctuation]")
    assert "foreign-punctuation" not in [each.rule.name for each in lint(text)]


def sample(made: Iterable[Slip], seed: int) -> list[Score]:
    """Score one slip of each kind."""
    chance = random.Random(seed)
    by_kind: defaultdict[str, list[Slip]] = defaultdict(list)
    for slip in made:
        by_kind[slip.kind].append(slip)
    chosen = (chance.choice(slips) for slips in by_kind.values())
    return [score(slip) for slip in chosen if matters(slip)]


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(lambda: slips(SOUND), id="a Corefile"),
        pytest.param(lambda: manifest_slips(manifest_of(SOUND)), id="the YAML around one"),
        pytest.param(lambda: map(within, [*slips(SOUND)][::9]), id="a Corefile in a ConfigMap"),
    ],
)
def test_a_sample_of_all_kinds(made: Callable[[], Iterable[Slip]]) -> None:
    scores = sample(made(), seed=3)
    number = len(scores)
    assert number > 12
    assert sum(each.findings for each in scores) <= 1.2 * number
    assert sum(each.at_slip for each in scores) >= 0.95 * number
    assert sum(each.fixed == "restored" for each in scores) >= 0.6 * number
    assert not [each.slip for each in scores if each.fixed == "worse"]


@pytest.mark.parametrize("text", ["{" * 900, "}\n" * 500, ". {\n" * 400, 'a "\n' * 501])
def test_hostile_texts_take_no_time(text: str) -> None:
    assert lint(text)


@pytest.mark.parametrize(
    ("lines", "severities"),
    [
        ("forward . 192.0.2.1 { max_concurrent 9 }", ["info"]),
        ("health { lameduck 5s }\n    forward . 192.0.2.1", ["error"]),
        (
            "health { lameduck 5s }\n    forward . 192.0.2.1 { max_concurrent 9 }",
            ["error", "info"],
        ),
        (
            "forward . 192.0.2.1 { max_concurrent 9 }\n    health { lameduck 5s }",
            ["info", "error"],
        ),
        ("template ANY ANY a.example { rcode NXDOMAIN }", ["info"]),
        # The brace is one more record for it.
        ('template IN A a.example { answer "a.example A 192.0.2.1" }', ["warning"]),
    ],
)
def test_a_brace_that_coredns_accepts_is_no_error(lines: str, severities: list[str]) -> None:
    found = lint(f".:53 {{\n    errors\n    {lines}\n}}\n")
    findings = [each for each in found if each.rule.name == "brace-misplaced"]
    assert [each.severity for each in findings] == severities
    for each in findings:
        is_error = each.severity == "error"
        is_harmless = each.severity == "info"
        assert ("it does not close the block of" in each.message) != is_harmless
        assert ("CoreDNS accepts it here" in each.message) == is_harmless
        assert ("CoreDNS refuses the file" in each.message) == is_error


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (
            "a.example:53 { errors cache 30 forward . 192.0.2.1 { prefer_udp } }\n",
            "a.example:53 {\n    errors\n    cache 30\n    forward . 192.0.2.1 {\n"
            "        prefer_udp\n    }\n}\n",
        ),
        (
            "  .:53 { errors whoami }\n  a.example {\n    whoami\n  }\n",
            "  .:53 {\n      errors\n      whoami\n  }\n  a.example {\n    whoami\n  }\n",
        ),
        (
            ". { forward . 192.0.2.1 { max_fails 1 } } a.example { log whoami }\n",
            ". {\n    forward . 192.0.2.1 {\n        max_fails 1\n    }\n}\n"
            "a.example {\n    log\n    whoami\n}\n",
        ),
    ],
)
def test_a_server_block_on_one_line(text: str, meant: str) -> None:
    document = read(text, "Corefile")
    (found,) = lint_document(document).findings
    assert found.finding.rule.name == "brace-misplaced"
    assert "a server block is written on one line" in found.finding.message
    assert fix_document(document).text == meant


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("errors\nforward . 192.0.2.1\ncache 30\n", "warning"),
        ("forward . 192.0.2.1\n", "warning"),
        ("# a comment\n\nlog . {\n    class error\n}\nforward . 192.0.2.1\n", "error"),
        ("hosts {\n    192.0.2.1 a.example\n    fallthrough\n}\nforward . 192.0.2.9\n", "error"),
        ("nomad {\n    whoami\n}\n", ""),
        ("local {\n    whoami\n}\n", ""),
        ("errors {\n    whoami\n}\n. {\n    whoami\n}\n", ""),
    ],
)
def test_lines_without_a_server_block(text: str, severity: str) -> None:
    located = lint_document(read(text, "Corefile")).findings
    told = [each.finding for each in located if each.finding.rule.name == "no-server-block"]
    assert [each.severity for each in told] == ([severity] if severity else [])
    assert not told or len(located) == 1


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("forward . 192 0 2.1", "forward . 192.0.2.1"),
        ("forward . 192.0 2.1 192.0.2.2", "forward . 192.0.2.1 192.0.2.2"),
    ],
)
def test_spaces_in_an_address(line: str, meant: str) -> None:
    document = read(f". {{\n{line}\n}}\n", "Corefile")
    (found,) = lint_document(document).findings
    assert "spaces divide this address" in found.finding.message
    assert fix_document(document).text == f". {{\n{meant}\n}}\n"
