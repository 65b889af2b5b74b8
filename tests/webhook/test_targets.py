"""Which objects are judged."""

import pytest

from corefile.webhook.reviews import Review
from corefile.webhook.targets import DEFAULT_TARGETS, Target, content_of, is_judged, read_target


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("dns/coredns", Target("dns", "coredns")),
        ("*/coredns*", Target("*", "coredns*")),
        ("HelmChartConfig:a/b", Target("a", "b", "HelmChartConfig")),
    ],
)
def test_how_targets_are_written(text: str, target: Target) -> None:
    assert read_target(text) == target


@pytest.mark.parametrize("text", ["", "coredns", "/", "a/", "/b", "a/b/c", ":a/b", "a.b:c/d"])
def test_what_is_not_a_target(text: str) -> None:
    with pytest.raises(ValueError, match="is not NAMESPACE/NAME"):
        read_target(text)


def of(**fields: str) -> Review:
    usual = {"kind": "ConfigMap", "namespace": "kube-system", "name": "coredns"}
    return Review(**{"uid": "1", "operation": "CREATE", **usual, **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("review", "expected"),
    [
        (of(), True),
        (of(operation="UPDATE"), True),
        (of(name="coredns-custom"), True),
        (of(operation="DELETE"), False),
        (of(operation="CONNECT"), False),
        (of(operation=""), False),
        (of(subresource="status"), False),
        (of(kind="Secret"), False),
        (of(name="coredns-autoscaler"), False),
        (of(namespace="default"), False),
        (of(name=""), False),
    ],
)
def test_what_is_judged_by_default(review: Review, expected: bool) -> None:
    assert is_judged(review, DEFAULT_TARGETS) is expected


def test_patterns_and_other_kinds() -> None:
    targets = [Target("*", "coredns*"), Target("kube-system", "rke2-coredns", "HelmChartConfig")]
    assert is_judged(of(namespace="dns", name="coredns-2"), targets)
    assert not is_judged(of(kind="HelmChartConfig"), targets)
    assert is_judged(of(kind="HelmChartConfig", name="rke2-coredns"), targets)


def test_what_of_an_object_is_looked_at() -> None:
    thing = {"metadata": {"annotations": {"a": "b"}}, "data": {"a": "b"}, "spec": {"a": "c"}}
    assert content_of("ConfigMap", thing) == {"data": {"a": "b"}}
    assert content_of("HelmChartConfig", thing) == {"spec": {"a": "c"}}
    assert content_of("ConfigMap", {"data": None}) == {}
