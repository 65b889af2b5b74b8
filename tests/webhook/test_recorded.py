"""Reviews that a real API server has sent (Kubernetes 1.34.4), and how they are answered.

The page "In a cluster" says how they were recorded. Kubernetes' own types, which are asked with
`--coredns`, decode the reviews and the answers strictly.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corefile.webhook.reviews import answer, read_review
from corefile.webhook.wording import UNJUDGED
from tests.oracle.admission import mistakes
from tests.webhook.serving import Served, served

RECORDED = json.loads(Path(__file__).with_name("recorded.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def webhook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    objects = ["--object", "kube-system/coredns*"]
    objects += ["--object", "HelmChartConfig:kube-system/rke2-coredns"]
    with served(tmp_path_factory.mktemp("webhook"), "--time-limit", "20", *objects) as running:
        yield running


@pytest.mark.parametrize("case", RECORDED, ids=lambda case: str(case["about"]))
def test_how_they_are_answered(webhook: Served, case: dict[str, Any]) -> None:
    response = webhook.ask(case["review"])
    assert response["allowed"] is case["allowed"]
    read = read_review(json.dumps(case["review"]).encode())
    request = case["review"]["request"]
    assert (read.operation, read.dry_run) == (request["operation"], request["dryRun"])
    assert (read.subresource, read.kind) == (
        request.get("subResource", ""),
        request["kind"]["kind"],
    )


@pytest.mark.coredns
def test_kubernetes_decodes_them_strictly(webhook: Served) -> None:
    asked = [case["review"] for case in RECORDED]
    answers = [json.loads(webhook.post(json.dumps(review).encode())[1]) for review in asked]
    answers += [answer("1", warnings=[text]) for text in UNJUDGED.values()]
    objects = [review["request"]["object"] for review in asked if review["request"]["object"]]
    known = [thing for thing in objects if thing["kind"] in ("ConfigMap", "Secret")]
    assert len(known) > 5
    assert [each for each in mistakes([*asked, *answers, *known]) if each] == []
    wrong = [{**answers[0], "respones": {}}, {**answers[0], "Kind": "AdmissionReview"}]
    assert all(mistakes(wrong))
