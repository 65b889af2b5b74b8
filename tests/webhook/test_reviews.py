"""What is read from an API server, and what is answered."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefile.webhook.reviews import NotAReview, Review, answer, read_review
from tests.webhook.asking import SOUND, config_map, review

JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)


def test_what_is_read() -> None:
    new, old = config_map(SOUND), config_map("")
    sent = review(new, oldObject=old, operation="UPDATE", dryRun=True, subResource="status")
    assert read_review(json.dumps(sent).encode()) == Review(
        uid="705ab4f5-6393-11e8-b7cc-42010a800002",
        kind="ConfigMap",
        namespace="kube-system",
        name="coredns",
        operation="UPDATE",
        subresource="status",
        dry_run=True,
        new=new,
        old=old,
    )


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"\xff", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'{"a": ' + b"1" * 5000 + b"}", "not JSON"),
        (b"[]", "not an AdmissionReview"),
        (b"{}", "not an AdmissionReview"),
        (b'{"kind": "AdmissionReview"}', "the version is not admission.k8s.io/v1"),
        (
            b'{"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1beta1"}',
            "the version is not admission.k8s.io/v1",
        ),
        (
            b'{"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1"}',
            "no request with a uid",
        ),
        (
            b'{"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1",'
            b' "request": {"uid": ""}}',
            "no request with a uid",
        ),
    ],
)
def test_what_is_not_a_review(body: bytes, word: str) -> None:
    with pytest.raises(NotAReview, match=f"^{word}$"):
        read_review(body)


@given(st.dictionaries(st.sampled_from(sorted(review(None)["request"])), JSON))
def test_no_field_of_another_type_breaks_it(fields: dict[str, Any]) -> None:
    sent = review(None)
    sent["request"].update(fields, uid="1")
    read = read_review(json.dumps(sent).encode())
    assert read.uid == "1"
    assert isinstance(read.new, dict)


def test_answers() -> None:
    head = {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview"}
    assert answer("1") == {**head, "response": {"uid": "1", "allowed": True}}
    assert answer("1", "why", ["also"]) == {
        **head,
        "response": {
            "uid": "1",
            "allowed": False,
            "status": {"code": 422, "reason": "Invalid", "message": "why"},
            "warnings": ["also"],
        },
    }
