"""Rules about plugins that keep queries from others: one of them speaks about a stanza."""

import pytest

from corefile.coredns.releases.builds import stock
from corefile.lint import lint

#: What several rules could say something about, and which do: at the lines given.
CASES = {
    "later dead": (
        "forward . 192.0.2.53\nwhoami\n",
        {("unreachable-plugin", 3)},
    ),
    "root": (
        "file db.example\nforward . 192.0.2.53\n",
        {("authoritative-plugin-on-root", 2)},
    ),
    "root twice": (
        "kubernetes\nfile db.example\nforward . 192.0.2.53\n",
        {("authoritative-plugin-on-root", 2)},
    ),
    "match": (
        "template IN A {\nmatch ^a[.]\n}\nforward . 192.0.2.53\n",
        {("template-missing-fallthrough", 2)},
    ),
    "template in front of template": (
        "template IN A {\nrcode REFUSED\n}\ntemplate IN A {\nmatch ^a[.]\n}\n"
        "forward . 192.0.2.53\n",
        {("unreachable-plugin", 5)},
    ),
    "template in front of the root": (
        "template ANY ANY\nkubernetes\nforward . 192.0.2.53\n",
        {("unreachable-plugin", 3), ("unreachable-plugin", 4)},
    ),
    "table": (
        "hosts {\n192.0.2.1 a.example\n}\nforward . 192.0.2.53\n",
        {("hosts-missing-fallthrough", 2)},
    ),
    "forward of each zone": (
        "forward a.example 192.0.2.53\nforward b.example 192.0.2.54\n"
        "forward a.example 192.0.2.55\n",
        set(),
    ),
    "forward twice": ("forward . 192.0.2.53\nforward . 192.0.2.54\n", set()),
    "types": (
        "template IN AAAA {\nrcode NOERROR\n}\ntemplate IN A {\nrcode REFUSED\n}\nwhoami\n",
        set(),
    ),
    "zones": ("file db.a a.example\nkubernetes b.example\nforward . 192.0.2.53\n", set()),
    "fallthrough for some": (
        "etcd {\nfallthrough a.example\n}\nforward a.example 192.0.2.53\n",
        set(),
    ),
    "import": ("import more\nforward . 192.0.2.53\nwhoami\n", set()),
    "other names by rewrite": (
        "rewrite name suffix .a .b answer auto\nforward . 192.0.2.53 {\nexcept a\n}\nwhoami\n",
        set(),
    ),
    "some zones": (
        "file db.a a.example\netcd b.example a.example\nforward . 192.0.2.53\n",
        {("unreachable-plugin", 3)},
    ),
    "zones below": (
        "file db.a a.example\netcd b.example x.a.example\nforward . 192.0.2.53\n",
        {("unreachable-plugin", 3)},
    ),
    "a zone above": (
        "file db.a x.a.example\netcd b.example a.example\nforward . 192.0.2.53\n",
        set(),
    ),
    "some zones of addresses": (
        "k8s_external e.example in-addr.arpa\nkubernetes cluster.local in-addr.arpa\n"
        "forward . 192.0.2.53\n",
        {("unreachable-plugin", 3)},
    ),
    "some zones pass": (
        "k8s_external e.example in-addr.arpa {\nfallthrough in-addr.arpa\n}\n"
        "kubernetes cluster.local in-addr.arpa\nforward . 192.0.2.53\n",
        set(),
    ),
    "zones of addresses by template": (
        "template IN PTR in-addr.arpa {\nmatch ^10[.]\n}\n"
        "kubernetes cluster.local in-addr.arpa\nforward . 192.0.2.53\n",
        {("template-missing-fallthrough", 2)},
    ),
    "services from a plugin that is not asked": (
        "k8s_external a.example\nkubernetes a.example\nforward . 192.0.2.53\n",
        {("unreachable-plugin", 3)},
    ),
    "nomad stands last": (
        "nomad service.nomad\nforward . 192.0.2.53\n",
        {("unreachable-plugin", 2)},
    ),
}
SPEAKERS = {
    "authoritative-plugin-on-root",
    "hosts-missing-fallthrough",
    "template-missing-fallthrough",
    "unreachable-plugin",
}
DEAD = ("unreachable-plugin", "forward-shadowed")


@pytest.mark.parametrize(("lines", "expected"), CASES.values(), ids=CASES)
def test_one_rule_speaks_about_a_stanza(lines: str, expected: set[tuple[str, int]]) -> None:
    findings = lint(f". {{\n{lines}}}\n")
    found = [
        (finding.rule.name, finding.source.position(finding.span.start).line)
        for finding in findings
        if finding.rule.name in SPEAKERS
    ]
    assert set(found) == expected
    assert len(found) == len({line for _, line in found})


def test_names_that_are_rewritten_come_to_a_plugin_for_another_zone() -> None:
    text = "corp.example {\n%sfile db.corp\nforward . 192.0.2.53\n}\n"
    rewrite = "rewrite name suffix .corp.example .other.example answer auto\n"
    assert "unreachable-plugin" in {finding.rule.name for finding in lint(text % "")}
    assert "unreachable-plugin" not in {finding.rule.name for finding in lint(text % rewrite)}


def test_what_a_snippet_brings_may_be_asked_elsewhere() -> None:
    dead = "(all) {\nforward . 192.0.2.53\n}\na.example {\nfile db.a\nimport all\n}\n"
    assert "unreachable-plugin" in {finding.rule.name for finding in lint(dead)}
    asked = {finding.rule.name for finding in lint(f"{dead}. {{\nimport all\n}}\n")}
    assert "unreachable-plugin" not in asked


def test_two_plugins_together_may_keep_all_queries_from_a_third() -> None:
    text = "a.example b.example {\nforward a.example 192.0.2.1\nforward b.example 192.0.2.2\n%s}\n"
    found = [item for item in lint(text % "forward . 192.0.2.3\n") if item.rule.name in DEAD]
    assert [item.rule.name for item in found] == ["unreachable-plugin"]
    found = [
        item for item in lint(text % "forward a.example 192.0.2.3\n") if item.rule.name in DEAD
    ]
    assert [item.rule.name for item in found] == ["forward-shadowed"]


@pytest.mark.parametrize(
    ("release", "advised"), [("1.5.0", False), ("1.12.1", False), ("1.12.2", True)]
)
def test_fallthrough_is_advised_where_the_release_has_it(release: str, advised: bool) -> None:
    text = "a.example {\nfile db.a\nforward . 192.0.2.53\n}\n"
    (finding,) = (
        f for f in lint(text, build=stock(release)) if f.rule.name == "unreachable-plugin"
    )
    assert ("`fallthrough`" in finding.message + finding.help) is advised


def test_what_k8s_external_takes_its_services_from_stays() -> None:
    found = lint(". {\nk8s_external a.example\nkubernetes a.example\n}\n")
    (told,) = (each for each in found if each.rule.name == "unreachable-plugin")
    assert "remove" not in str(told.help)
    assert "write `fallthrough` in it" in str(told.help)
