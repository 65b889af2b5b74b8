"""The ConfigMap `coredns-custom`, alone in its file, beside the Corefiles of vendors."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from corefile.documents import read
from corefile.lint import (
    Settings,
    Site,
    fix_document,
    lint_document,
    lint_documents,
    suppress_document,
)
from corefile.lint.result import CheckResult
from corefile.lint.vendors import VENDORS, Vendor

TOP = "kind: ConfigMap\nmetadata:\n  name: {}\n  namespace: kube-system\ndata:\n"
STOCK = Path(__file__).parent / "stock"

NAMES = tuple(dict.fromkeys(vendor.name for vendor in VENDORS))
Found = list[tuple[int, str, str]]


def custom(name: str = "coredns-custom", **keys: str) -> str:
    """Return a ConfigMap with such keys; their names have `_` for the dot."""
    texts = {key.replace("_", "."): text for key, text in keys.items()}
    return TOP.format(name) + "".join(
        f"  {key}: |\n" + "".join(f"    {line}\n" for line in text.splitlines())
        for key, text in texts.items()
    )


def found(checked: CheckResult) -> Found:
    """Return lines, rules, and the vendors that the messages name."""
    return [
        (
            item.place.first.line,
            item.finding.rule.name,
            " ".join(
                vendor
                for vendor in ("AKS", "k3s", "Gardener")
                if f"{vendor} (" in item.finding.message
            ),
        )
        for item in checked.findings
        if item.finding.severity != "info" or "in a cluster of" in item.finding.message
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The vendor's server block has this key already.
        (custom(a_server=".:53 {\n    whoami\n}"), [(7, "duplicate-server-block", "AKS k3s")]),
        (custom(a_server="a.example:53 {\n    whoami\n}"), []),
        (custom(a_override="cache 9"), [(7, "plugin-used-twice", "AKS k3s Gardener")]),
        # Gardener asks on a port of its own, which tells its users from others.
        (custom(a_server=".:8053 {\n    whoami\n}"), [(7, "duplicate-server-block", "Gardener")]),
        (
            custom(a_server="a.example:8053 {\n    whoami\n}", b_override="cache 9"),
            [(11, "plugin-used-twice", "Gardener")],
        ),
        (
            custom(a_server="a.example {\n    whoami\n}", b_override="cache 9"),
            [(11, "plugin-used-twice", "AKS k3s")],
        ),
        (
            custom(a_server="a.example:5353 {\n    whoami\n}", b_override="cache 9"),
            [(11, "plugin-used-twice", "AKS k3s Gardener")],
        ),
        # Only k3s has `hosts`. The vendor's `forward` comes first in AKS and in older k3s.
        (
            custom(a_override="hosts {\n    192.0.2.1 a.example\n    fallthrough\n}"),
            [(7, "plugin-used-twice", "k3s")],
        ),
        (custom(a_override="log\nforward . 192.0.2.1"), [(8, "forward-shadowed", "AKS k3s")]),
        # The names are of the vendor's server block.
        (
            custom(
                a_server="a.example {\n    rewrite name substring a.example b.c.svc.cluster.local"
                " answer auto\n    forward . /etc/resolv.conf\n}"
            ),
            [(8, "rewrite-target-not-served-here", "AKS k3s")],
        ),
        # AKS says to write this where names of the zone are to be looked up.
        (custom(a_server="reddog.microsoft.com:53 {\n    forward . /etc/resolv.conf\n}"), []),
        (
            custom(a_server="cluster.local:53 {\n    forward . /etc/resolv.conf\n}"),
            [(7, "plugin-zone-outside-block", "AKS k3s")],
        ),
        # What is wrong alone is told once, without a vendor.
        (
            custom(a_server="a.example {\n    forwrad . 192.0.2.1\n}"),
            [(8, "unknown-directive", "")],
        ),
        (custom(a_server="a.example {\n    whoami"), [(7, "unbalanced-braces", "")]),
        (custom(a_conf="x"), [(6, "custom-key-not-imported", "")]),
        (custom(a_include="x", Corefile=".:53 {\n    whoami\n}"), []),
        (custom(a_server="a.example {\n    file /x/a.zone\n}", a_zone="x"), []),
        (custom("other", a_server=".:53 {\n    whoami\n}", b_conf="x"), []),
    ],
)
def test_what_vendors_have_already(text: str, expected: Found) -> None:
    assert found(lint_document(read(text, "a.yaml"))) == expected


@pytest.mark.parametrize(
    ("override", "severity"),
    [
        ("cache 9", "warning"),
        # The first `log` decides, and that is the user's.
        ("log", None),
        # It is refused in k3s; AKS tells its users to write this.
        ("hosts {\n    192.0.2.1 a.example\n    fallthrough\n}", "info"),
    ],
)
def test_what_is_wrong_with_one_vendor_alone_is_a_note(override: str, severity: str | None) -> None:
    found = lint_document(read(custom(a_override=override), "a.yaml")).findings
    assert [item.finding.severity for item in found] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        ("aks", [(7, "override-repeats-base-plugin", "")]),
        ("k3s", [(7, "override-repeats-base-plugin", "")]),
        ("kubernetes", []),
    ],
)
def test_who_says_what_the_cluster_is_gets_that_vendor(profile: str, expected: Found) -> None:
    site = replace(Site(), profile=profile)  # type: ignore[arg-type]
    document = read(custom(a_override="cache 9"), "a.yaml")
    assert found(lint_document(document, settings=Settings(site=site))) == expected


@pytest.mark.parametrize(
    ("text", "whose", "options"),
    [
        (
            custom(a_server=".:53 {\n    whoami\n}"),
            "AKS (as of January 2025) or k3s (since v1.26.6)",
            "; say whose cluster it is with `--profile aks` or `--profile k3s`",
        ),
        # In later releases, the vendor's `forward` comes second.
        (
            custom(a_override="log\nforward . 192.0.2.1"),
            "AKS (as of January 2025) or k3s (v1.26.6 to v1.33.4)",
            "; say whose cluster it is with `--profile aks` or `--profile k3s`",
        ),
        # No profile is that of Gardener.
        (custom(a_server=".:8053 {\n    whoami\n}"), "Gardener (since v1.115)", ""),
    ],
)
def test_messages_say_whose_cluster_it_is(text: str, whose: str, options: str) -> None:
    [item] = lint_document(read(text, "a.yaml")).findings
    assert item.finding.message.endswith(
        f"; this is so in a cluster of {whose}, whose own Corefile imports this"
    )
    assert item.finding.help.endswith(options)
    assert bool(options) == ("--profile" in item.finding.help)


SERVER = ".:53 {{{}\n    whoami\n}}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (custom(a_server=SERVER.format(" # corefile: ignore[CF008] both")), []),
        (custom(a_server=f"# corefile: ignore[duplicate-server-block]\n{SERVER.format('')}"), []),
        (custom(a_server=f"# corefile: ignore-file[CF008] both\n{SERVER.format('')}"), []),
        (custom(a_override="cache 9 # corefile: ignore[CF007]"), []),
        # Elsewhere, and for another rule, a comment does nothing.
        (
            custom(a_server=f"{SERVER.format('')} # corefile: ignore[CF008]"),
            [(7, "duplicate-server-block", "AKS k3s"), (9, "unused-suppression", "")],
        ),
        (
            custom(a_server=SERVER.format(" # corefile: ignore[CF203, CF008]")),
            [(7, "unused-suppression", "")],
        ),
        # What is never read as meant says nothing of the comments beside it.
        (
            custom(
                a_server=SERVER.format(" # corefile: ignore[CF008]"),
                b_server="a.example {\n    whoami",
            ),
            [(11, "unbalanced-braces", "")],
        ),
    ],
)
def test_comments_in_keys(text: str, expected: Found) -> None:
    assert found(lint_document(read(text, "a.yaml"))) == expected


def test_a_fix_takes_no_comment_away_that_is_needed() -> None:
    text = custom(a_server=SERVER.format(" # corefile: ignore[CF203, CF008]"))
    document = read(text, "a.yaml")
    [idle] = lint_document(document).findings
    assert idle.fix is None
    assert fix_document(document).text == text


@pytest.mark.parametrize("profile", [None, "aks", "k3s"])
@pytest.mark.parametrize(
    "keys",
    [
        {"a_server": SERVER.format("")},
        {"a_override": "cache 9", "b_override": "log\nforward . 192.0.2.1"},
    ],
)
def test_what_is_found_beside_vendors_can_be_suppressed(
    keys: dict[str, str], profile: str | None
) -> None:
    settings = Settings(site=replace(Site(), profile=profile))  # type: ignore[arg-type]
    document = read(custom(**keys), "a.yaml")
    assert lint_document(document, settings=settings).findings
    done = suppress_document(document, "why", settings=settings)
    assert (done.refused, done.checked.findings) == (0, ())
    assert done.text.count("# corefile: ignore[") == len(keys)


def test_a_corefile_that_is_given_counts_instead() -> None:
    own = custom("coredns", Corefile=".:5353 {\n    whoami\n}\nimport custom/*.server")
    text = custom(a_server=".:53 {\n    whoami\n}", a_conf="x")
    assert found(lint_document(read(f"{own}---\n{text}", "a.yaml"))) == []
    alone, _ = lint_documents([read(text, "a.yaml"), read(own, "b.yaml")])
    assert found(alone) == [(10, "custom-key-not-imported", "")]


@pytest.mark.parametrize("vendor", VENDORS, ids=lambda vendor: vendor.name)
def test_the_corefiles_are_what_vendors_ship(vendor: Vendor) -> None:
    stock, *_ = yaml.safe_load_all((STOCK / f"{vendor.name.lower()}.yaml").read_text())
    shipped, ours = (
        {line.split()[0] for line in text.splitlines() if line.strip()}
        for text in (stock["data"]["Corefile"], vendor.corefile)
    )
    assert {"kubernetes", "forward", "cache", "reload", "import"} <= ours & shipped
    assert lint_document(read(custom(a_override="log"), "a.yaml")).findings == ()


@pytest.mark.parametrize(
    "head",
    ["", "data:\n  ", "kind: ConfigMap\ndata:\n  ", "spec:\n- data:\n    "],
)
def test_parts_of_a_config_map_that_has_no_name(head: str) -> None:
    depth = " " * len(head.rpartition("\n")[2])
    text = f"{head}a.override: |\n{depth}  forward . 192.0.2.1\n"
    checked = lint_document(read(text, "a.yaml"))
    assert [rule for _, rule, _ in found(checked)] == ["forward-shadowed"]


@pytest.mark.parametrize(
    "text",
    [
        "a.override: |\n  color: red\n",
        "a.server: |\n  server {\n    listen 80;\n  }\n",
        "kind: ConfigMap\nmetadata:\n  name: web\ndata:\n  a.override: |\n    log\n",
    ],
)
def test_keys_of_other_programs(text: str) -> None:
    assert not read(text, "a.yaml").corefiles


def test_a_key_that_the_corefile_above_has_swallowed() -> None:
    text = "data:\n  Corefile: |\n    . {\n        whoami\n    }\n    a.db: |\n    192.0.2.1 a\n"
    [(line, rule, _)] = found(lint_document(read(text, "a.yaml")))
    assert (line, rule) == (6, "key-inside-corefile")


def test_each_block_of_a_text_is_judged_for_itself() -> None:
    one = custom(a_override="errors\n")
    other = custom(a_override="log\n", b_server="a.example {\n    whoami\n}\n")
    text = "".join(f"```yaml\n{each}```\n\n" for each in (one, other, other))
    checked = lint_document(read(text, "README.md"))
    assert found(checked) == [(8, "plugin-used-twice", "AKS k3s Gardener")]


def test_a_block_with_a_corefile_of_its_own_is_not_judged_by_those_of_vendors() -> None:
    own = custom("coredns", Corefile=". {\n    import custom/*.override\n    whoami\n}\n")
    text = f"```yaml\n{own}---\n{custom(a_override='errors')}```\n"
    assert found(lint_document(read(text, "README.md"))) == []
