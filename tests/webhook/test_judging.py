"""What is found in objects, and where."""

from base64 import b64encode
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefile.lint.settings import Settings
from corefile.lint.site import Site
from corefile.webhook.judging import judge
from tests.webhook.asking import BROKEN, DOUBTFUL, SOUND
from tests.webhook.test_reviews import JSON

SETTINGS = Settings()
VALUES = (
    "servers:\n- zones:\n  - zone: .\n  port: 53\n  plugins:\n  - name: errors\n  - name: {name}\n"
)
MARKED = """\
.:53 {
    template ANY A {
        answer "{{ .Name }} 60 IN A 192.0.2.1"
    }
    x
}
"""
NODE_LOCAL = """\
.:53 {
    errors
    bind __PILLAR__LOCAL__DNS__
    forward . __PILLAR__UPSTREAM__SERVERS__
}
"""

Row = tuple[str, str, str]


def told(
    content: dict[str, Any], name: str = "coredns", kind: str = "ConfigMap", **more: Any
) -> list[Row]:
    settings = more.get("settings", SETTINGS)
    found = judge(kind, "kube-system", name, content, settings)
    return [(each.severity, each.rule, each.place) for each in found]


def data(**keys: str) -> dict[str, Any]:
    return {"data": {name.replace("__", "."): text for name, text in keys.items()}}


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (data(Corefile=SOUND), []),
        (data(Corefile=BROKEN), [("error", "unknown-directive", "Corefile:3:5")]),
        (data(Corefile=DOUBTFUL), [("warning", "seconds-with-unit", "Corefile:4:11")]),
        # Marks of templates are what they are here: a template may render them to anything.
        (data(Corefile=MARKED), [("error", "unknown-directive", "Corefile:5:5")]),
        # What node-cache replaces is not known.
        (data(Corefile=NODE_LOCAL), [("info", "template-placeholder", "Corefile:3:10")]),
        (
            data(Corefile=NODE_LOCAL.replace("errors", "errrs")),
            [
                ("error", "unknown-directive", "Corefile:2:5"),
                ("info", "template-placeholder", "Corefile:3:10"),
            ],
        ),
        ({"binaryData": {"Corefile": b64encode(BROKEN.encode()).decode()}},
         [("error", "unknown-directive", "Corefile:3:5")]),
        ({"binaryData": {"other": "AAAA"}, **data(Corefile=SOUND)}, []),
        (data(other="x"), [("error", "corefile-key-missing", "")]),
        (data(Corefile=SOUND, NodeHosts="192.0.2.7 a\n"), []),
    ],
)  # fmt: skip
def test_what_is_found(content: dict[str, Any], rows: list[Row]) -> None:
    assert told(content) == rows


def test_keys_of_their_own_are_judged_beside_the_corefiles_of_vendors() -> None:
    key = data(a__override="whoami x\n", b__server="b.example {\n    whoami y\n}\n")
    found = told(key, "coredns-custom")
    assert ("error", "plugin-refused", "a.override:1:8") in found
    assert ("error", "plugin-refused", "b.server:2:12") in found
    twice = data(a__override="forward . 192.0.2.1\n")
    # Others than AKS and k3s may have a Corefile that it is right in.
    assert not [row for row in told(twice, "coredns-custom") if row[0] == "error"]
    on_aks = Settings(site=Site("aks"))
    assert told(twice, "coredns-custom", settings=on_aks) == [
        ("warning", "override-repeats-base-plugin", "a.override:1:1"),
        ("warning", "forward-shadowed", "a.override:1:1"),
    ]


def test_values_for_helm_have_places_in_their_own_text() -> None:
    spec = {"chart": "x", "valuesContent": VALUES.replace("{name}", "whomai")}
    found = told({"spec": spec}, "rke2-coredns", "HelmChartConfig")
    assert found == [("error", "unknown-directive", "valuesContent:7:11")]
    spec["valuesContent"] = VALUES.replace("{name}", "whoami")
    assert told({"spec": spec}, "rke2-coredns", "HelmChartConfig") == []


def test_a_corefile_in_another_resource() -> None:
    found = told({"spec": {"corefile": BROKEN}}, "coredns", "CoreDNS")
    assert found == [("error", "unknown-directive", "Corefile:3:5")]


@given(
    st.dictionaries(
        st.sampled_from(("data", "binaryData", "spec")),
        JSON
        | st.dictionaries(
            st.sampled_from(("Corefile", "a.server", "valuesContent", "b.override")),
            JSON | st.text(alphabet="{}.:\n\x00\x7f\ud800\U0001f600 ax\"'#\\"),
        ),
    ),
    st.sampled_from(("ConfigMap", "HelmChartConfig")),
    st.sampled_from(("coredns", "coredns-custom")),
)
def test_nothing_breaks_it(content: dict[str, Any], kind: str, name: str) -> None:
    assert isinstance(told(content, name, kind), list)
