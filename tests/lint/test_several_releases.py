"""A file checked for several releases of CoreDNS: one finding for each mistake, and for which."""

import pytest

from corefile.coredns.releases.builds import stock
from corefile.coredns.releases.release import named
from corefile.documents import read
from corefile.lint import CheckResult, Settings, lint_document
from corefile.lint.several_releases import lint_for_each, words_for
from tests.lint.test_fixing import replacing

SERVER = ". {\n    errors\n    forward . 192.0.2.53\n    cache\n}\n"


def check(text: str, *releases: str, name: str = "Corefile") -> CheckResult:
    *older, newest = map(stock, releases)
    return lint_document(
        read(text, name), settings=Settings(build=newest, older_builds=tuple(older))
    )


def found(checked: CheckResult) -> list[tuple[str, int, tuple[str, ...]]]:
    return [
        (item.finding.rule.name, item.place.first.line, item.finding.releases)
        for item in checked.findings
        if item.finding.severity == "error"
    ]


# The releases are those of CoreDNS's own release notes: `upstream` of `kubernetes` is refused from
# 1.7.0 on, `startup_timeout` is read from 1.12.3 on, and several `forward` from 1.9.4 on.
@pytest.mark.parametrize(
    ("text", "releases", "expected"),
    [
        (SERVER, ("1.8.6", "1.15.0"), []),
        (
            ". {\n    kubernetes cluster.local {\n        upstream\n    }\n}\n",
            ("1.6.7", "1.7.0", "1.15.0"),
            [("option-not-in-version", 3, ("1.7.0", "1.15.0"))],
        ),
        (
            ". {\n    kubernetes cluster.local {\n        startup_timeout 1s\n    }\n}\n",
            ("1.12.2", "1.12.3"),
            [("option-not-in-version", 3, ("1.12.2",))],
        ),
        (
            ". {\n    forward a.example 192.0.2.1\n    forward . 192.0.2.2\n}\n",
            ("1.9.3", "1.9.4"),
            [("plugin-used-twice", 3, ("1.9.3",))],
        ),
        (
            ". {\n    nosuch\n}\n",
            ("1.8.6", "1.12.0", "1.15.0"),
            [("unknown-directive", 2, ())],
        ),
    ],
)
def test_one_finding_says_for_which_releases_it_holds(
    text: str, releases: tuple[str, ...], expected: list[tuple[str, int, tuple[str, ...]]]
) -> None:
    checked = check(text, *releases)
    assert found(checked) == expected
    for item in checked.findings:
        says = "(only with CoreDNS " in item.finding.message
        assert says == bool(item.finding.releases)


def test_what_an_error_hides_in_a_release_may_hold_there() -> None:
    text = (
        ". {\n    forward . 192.0.2.53 {\n        policy random\n        max_idle_conns 4\n"
        "    }\n}\n"
    )

    def useless(*releases: str) -> list[tuple[str, ...]]:
        items = (item.finding for item in check(text, *releases).findings)
        return [item.releases for item in items if item.rule.name == "forward-ineffective-option"]

    assert useless("1.14.0") == []
    assert useless("1.14.0", "1.14.1") == useless("1.14.1") == [()]


def test_findings_in_manifests_stand_where_they_are() -> None:
    text = (
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: coredns\ndata:\n  Corefile: |\n"
        "    . {\n        forward . 192.0.2.53 {\n            max_idle_conns 4\n        }\n    }\n"
    )
    checked = check(text, "1.14.0", "1.14.1", name="coredns.yaml")
    assert found(checked) == [("option-not-in-version", 9, ("1.14.0",))]


def test_a_comment_that_is_of_use_for_one_release_is_of_use() -> None:
    text = (
        ". {\n    errors\n    cache\n    forward a.example 192.0.2.1\n"
        "    forward . 192.0.2.2 # corefile: ignore[plugin-used-twice] we upgrade first\n}\n"
    )

    def unused(*releases: str) -> list[str]:
        items = check(text, *releases).findings
        return [i.finding.rule.name for i in items if i.finding.rule.name == "unused-suppression"]

    assert unused("1.9.4") == ["unused-suppression"]
    assert unused("1.9.3", "1.9.4") == []


def test_only_what_all_releases_agree_on_is_fixed() -> None:
    rule = replacing("a", "b")

    def fixes(*with_rule: bool) -> list[bool]:
        wanted = dict(zip(("1.8.6", "1.15.0"), with_rule, strict=True))
        checked = lint_for_each(
            [stock(release) for release in wanted],
            lambda build: lint_document(
                read(". {\n a\n}\n", "Corefile"),
                settings=Settings((rule,) if wanted[str(build.release)] else ()),
            ),
        )
        return [item.fix is not None for item in checked.findings]

    assert fixes(True, True) == [True]
    assert fixes(True, False) == fixes(False, True) == [False]


@pytest.mark.parametrize(
    ("releases", "words"),
    [
        ("1.8.6", "1.8.6"),
        ("1.8.6 1.12.0", "1.8.6, 1.12.0"),
        ("1.8.6 1.8.7", "1.8.6, 1.8.7"),
        ("1.8.6 1.8.7 1.9.0 1.15.0", "1.8.6 to 1.9.0, 1.15.0"),
    ],
)
def test_rows_of_releases_are_said_by_their_ends(releases: str, words: str) -> None:
    assert words_for([*map(named, releases.split())]) == words
