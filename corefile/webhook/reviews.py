"""Reads an AdmissionReview, and makes the one that answers it.

The format is `admission.k8s.io/v1`, as in k8s.io/api/admission/v1/types.go.
"""

import json
from collections.abc import Mapping, Sequence

from corefile.text.brief import Brief
from corefile.text.records import dataclass, field

__all__ = ["NotAReview", "Review", "answer", "read_review"]

_VERSION, _KIND = "admission.k8s.io/v1", "AdmissionReview"

#: What a denied request fails with: the status that an API server itself has for an object that
#: does not pass its validation.
_CODE, _REASON = 422, "Invalid"


class NotAReview(Brief, ValueError):
    """A text that is not an AdmissionReview; the message says why in a few words."""


@dataclass(frozen=True, slots=True)
class Review(Brief):
    """What an API server asks: whether an object may be stored."""

    #: What the answer repeats.
    uid: str
    #: The kind of the object, such as `ConfigMap`.
    kind: str = ""
    #: Its namespace.
    namespace: str = ""
    #: Its name.
    name: str = ""
    #: What is done: `CREATE`, `UPDATE`, `DELETE` or `CONNECT`.
    operation: str = ""
    #: The part of the object that it is done to, such as `status`; empty for the object itself.
    subresource: str = ""
    #: Whether nothing is to be stored.
    dry_run: bool = False
    #: The object; empty where it is deleted.
    new: Mapping[str, object] = field(default_factory=dict)
    #: What is stored until now; empty where it is created.
    old: Mapping[str, object] = field(default_factory=dict)


def read_review(body: bytes | bytearray) -> Review:
    """Read what an API server sends. Raises NotAReview."""
    try:
        review = json.loads(body)
    except (ValueError, RecursionError):
        raise NotAReview("not JSON") from None
    if not isinstance(review, dict) or review.get("kind") != _KIND:
        raise NotAReview("not an AdmissionReview")
    if review.get("apiVersion") != _VERSION:
        raise NotAReview(f"the version is not {_VERSION}")
    request = review.get("request")
    if not isinstance(request, dict) or not _text(request, "uid"):
        raise NotAReview("no request with a uid")
    return Review(
        uid=_text(request, "uid"),
        kind=_text(_table(request, "kind"), "kind"),
        namespace=_text(request, "namespace"),
        name=_text(request, "name"),
        operation=_text(request, "operation"),
        subresource=_text(request, "subResource"),
        dry_run=request.get("dryRun") is True,
        new=_table(request, "object"),
        old=_table(request, "oldObject"),
    )


def _text(fields: Mapping[str, object], name: str) -> str:
    """Return a field that is a string; "" for any other."""
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def _table(fields: Mapping[str, object], name: str) -> Mapping[str, object]:
    """Return a field that is an object; an empty one for any other."""
    value = fields.get(name)
    return value if isinstance(value, dict) else {}


def answer(uid: str, denial: str = "", warnings: Sequence[str] = ()) -> dict[str, object]:
    """Return the AdmissionReview that answers one.

    With a `denial`, which says why, the request fails; otherwise it goes on.
    """
    response: dict[str, object] = {"uid": uid, "allowed": not denial}
    if denial:
        response["status"] = {"code": _CODE, "reason": _REASON, "message": denial}
    if warnings:
        response["warnings"] = list(warnings)
    return {"apiVersion": _VERSION, "kind": _KIND, "response": response}
