"""Names that are accepted and never asked for: in `rewrite`, in reverse zones, of namespaces."""

import pytest

from corefile.coredns.releases.builds import stock
from corefile.lint import lint


def found(text: str, rule: str, release: str = "1.15.0") -> list[tuple[str, str]]:
    items = lint(text, build=stock(release))
    return [(item.message, item.help) for item in items if item.rule.name == rule]


def rewrite(words: str, rule: str, release: str = "1.15.0") -> list[tuple[str, str]]:
    return found(f". {{\nrewrite {words}\nforward . 192.0.2.53\n}}\n", rule, release)


@pytest.mark.parametrize(
    ("words", "help_"),
    [
        ("name exact play.example.net 203.0.113.9", "`203.0.113.9 play.example.net`"),
        ("name play.example.net 2001:db8::1", "`2001:db8::1 play.example.net`"),
        ("name play.example.net 203.0.113.9:80", "`203.0.113.9 play.example.net`"),
        ("name regex (.*)[.]pool[.] 10.0.0.{1}", "`template`"),
        ("name suffix .example.net 203.0.113.9", "`template`"),
        ("cname exact a.example. 203.0.113.9", "`template`"),
    ],
)
def test_an_address_is_a_name_for_rewrite(words: str, help_: str) -> None:
    ((message, advice),) = rewrite(words, "rewrite-to-address")
    assert "is a name here" in message
    assert "NXDOMAIN" in message
    assert help_ in advice


@pytest.mark.parametrize(
    "words", ["name a.example b.example", "name exact 10.0.0.1.nip.example b.example", "ttl a. 30"]
)
def test_a_name_is_a_name_for_rewrite(words: str) -> None:
    assert rewrite(words, "rewrite-to-address") == []


@pytest.mark.parametrize(
    ("words", "release", "help_"),
    [
        ("cname suffix .a.example .b.example.", "1.15.0", "`.a.example.`"),
        ("cname suffix .a.example. .b.example", "1.15.0", "`.b.example.`"),
        (r"cname regex (.*)\.a\.$ {1}.b", "1.15.0", "`{1}.b.`"),
        ("cname exact a.example b.example.", "1.14.6", "`a.example.`"),
        ("cname a.example. b.example", "1.14.6", "`b.example.`"),
        ("cname a.example b.example", "1.14.7", ""),
        ("cname suffix .a.example. .b.example.", "1.15.0", ""),
        ("cname prefix www web", "1.15.0", ""),
        ("cname suffix {$ZONE} .b.example.", "1.15.0", ""),
    ],
)
def test_the_dot_that_a_rule_for_targets_needs(words: str, release: str, help_: str) -> None:
    advice = [each for _, each in rewrite(words, "rewrite-cname-without-dot", release)]
    assert [help_ in each for each in advice] == [True] * bool(help_)


def test_a_pattern_of_targets_without_its_dot() -> None:
    assert rewrite(r"cname regex (.*)\.a$ {1}.b.", "regex-never-matches")


@pytest.mark.parametrize(
    ("rule", "answer", "fits"),
    [
        (r"(.*)\.apps {1}.svc.cluster.local", r"(.*)\.default\.svc\.cluster\.local {1}.a", False),
        (r"(.*)\.apps {1}.svc.cluster.local", r"(.*)\.svc\.cluster\.local$ {1}.a", False),
        (r"(.*)\.apps {1}.svc.cluster.local", r"(.*)\.svc\.cluster\.local {1}.apps", True),
        (r"(.*)-(lab)\.a {1}.service.{2}.b", r"(.*)\.service\.(lab)\.b {1}-{2}.a", True),
        # A group may hold several labels.
        (r"(.*)\.a {1}.b", r"(.*)\.(.*)\.b {1}.{2}.a", True),
        (r"(.*)\.{$ZONE} {1}.b", r"(.*)\.c {1}.a", True),
    ],
)
def test_answers_that_keep_the_rewritten_name(rule: str, answer: str, fits: bool) -> None:
    words = f"stop {{\nname regex {rule}\nanswer name {answer}\n}}"
    assert rewrite(words, "rewrite-answer-never-fits") == [] or not fits
    assert rewrite(words, "rewrite-answer-never-fits") or fits


@pytest.mark.parametrize(
    ("rule", "answer", "told"),
    [
        (".apps .prod.example", r"(.*)\.stage\.example {1}.apps", "does not fit"),
        (".apps .prod.example", r"^(.*)\.stage\.example\.$ {1}.apps", "does not fit"),
        (".apps .prod.example", r"(.*)\.prod\.example$ {1}.apps", "does not fit"),
        (".apps .prod.example", r"(.*)\.prod\.example {1}.web", "has the name `x.web.`"),
        (".apps .prod.example", r"(.*)\.prod\.example {1}.apps", ""),
        # What comes before the suffix may be what the pattern has there.
        (".apps .prod.example", r"(node[0-9])\.prod\.example {1}.apps", ""),
        (".apps .prod.example", r"(www|mail)\.prod\.example {1}.apps", ""),
        (".apps .apps", r"(.*)\.stage\.example {1}.apps", ""),
        # `auto` has given the name back already.
        (".apps .prod.example", r"auto answer name (.*)\.stage\.example {1}.apps", ""),
        (".apps {$TARGET}", r"(.*)\.stage\.example {1}.apps", ""),
    ],
)
def test_answers_of_a_rewritten_suffix(rule: str, answer: str, told: str) -> None:
    how = "" if answer.startswith("auto") else "name "
    found = rewrite(f"stop name suffix {rule} answer {how}{answer}", "rewrite-answer-never-fits")
    assert [told in message for message, _ in found] == [True] * bool(told)


@pytest.mark.parametrize(
    ("rule", "instead"),
    [
        ("name prefix dev- prod-", "`regex ^dev-(.*) prod-{1}`"),
        ("name substring -dev- -prod- answer auto", "`regex (.*)-dev-(.*) {1}-prod-{2}`"),
        ("name prefix a.dev- b", "`regex ^a[.]dev-(.*) b{1}`"),
        ("ttl prefix dev- 30", "`regex ^dev-(.*)`"),
        ("rcode substring dev- NXDOMAIN NOERROR", "`regex (.*)dev-(.*)`"),
        # A whole label, or several.
        ("name prefix dev prod", ""),
        ("name prefix dev-. prod-.", ""),
        ("name suffix dev- prod-", ""),
        ("name exact dev- prod-", ""),
        ("cname prefix dev- prod-", ""),
    ],
)
def test_parts_of_labels(rule: str, instead: str) -> None:
    advice = [each for _, each in rewrite(rule, "regex-never-matches")]
    assert [instead in each for each in advice] == [True] * bool(instead)


@pytest.mark.parametrize(
    ("zone", "right"),
    [
        ("10.in-addr-arpa", "`10.in-addr.arpa`"),
        ("10.in-addr.apra", "`10.in-addr.arpa`"),
        ("ip6-arpa", "`ip6.arpa`"),
        ("d.f.ipv6.arpa", "`d.f.ip6.arpa`"),
        ("192.168.1.in-addr.arpa", "`1.168.192.in-addr.arpa`"),
        ("172.16.in-addr.arpa", "`16.172.in-addr.arpa`"),
        ("fd00.ip6.arpa", "`0.0.d.f.ip6.arpa`"),
        ("10.300.in-addr.arpa", "0 to 255"),
        ("1.168.192.in-addr.arpa", ""),
        ("10.10.in-addr.arpa", ""),
        ("64/26.2.0.192.in-addr.arpa", ""),
        # The zone of a network is CoreDNS's own work.
        ("5.168.192.0/24", ""),
        ("home.arpa", ""),
        ("d.f.ip6.arpa", ""),
    ],
)
def test_reverse_zones(zone: str, right: str) -> None:
    for text in (f"{zone} {{\nwhoami\n}}\n", f". {{\nkubernetes cluster.local {zone}\n}}\n"):
        advice = [each for _, each in found(text, "reverse-zone-misspelled")]
        assert [right in each for each in advice] == [True] * bool(right)


@pytest.mark.parametrize(
    ("words", "help_"),
    [
        ("default kube-system", ""),
        ("{$NAMESPACE} <namespace>", ""),
        ("default,kube-system", "`default kube-system`"),
        ("Default", "`default`"),
        ("*", "leave `namespaces` out"),
        ("{/kubernetes/client-namespace}", "metadata"),
        ("kube_system", "hyphens"),
    ],
)
def test_namespaces(words: str, help_: str) -> None:
    text = f". {{\nkubernetes cluster.local {{\nnamespaces {words}\n}}\n}}\n"
    advice = [each for _, each in found(text, "namespace-impossible")]
    assert [help_ in each for each in advice] == [True] * bool(help_)


def test_port_zero_is_any_port() -> None:
    found_ = found(".:0 {\nwhoami\n}\n10.0.0.0/24:53 {\nwhoami\n}\n", "transport-port-mismatch")
    assert ["port 0" in message for message, _ in found_] == [True]


def test_all_keys_on_port_0_are_those_of_a_test() -> None:
    findings = [f for f in lint(".:0 {\n whoami\n}\n") if f.rule.name == "transport-port-mismatch"]
    assert [f.severity for f in findings] == ["info"]
