import json
from typing import Any

import pytest

from tests.go import HERE, case_texts
from tests.oracle.languages.client import Answer
from tests.oracle.languages.hunt import CHECKS, ours


def recorded(language: str) -> tuple[dict[str, str], list[dict[str, Any]]]:
    lines = (HERE / "recorded" / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()
    head, *answers = map(json.loads, lines)
    return head, answers


#: The share of texts whose answer is worked out, where it is not all.
KNOWN = {"record": 0.95, "render": 0.95}


@pytest.mark.parametrize("language", list(CHECKS))
def test_agrees_with_the_reference(language: str) -> None:
    _, answers = recorded(language)
    known = 0
    for fields in answers:
        mine = ours(language, fields["text"])
        known += mine is not None
        assert mine in (None, Answer.of(fields)), f"on {fields['text']!r}"
    assert known >= KNOWN.get(language, 1) * len(answers)


@pytest.mark.parametrize("language", list(CHECKS))
def test_every_case_is_recorded(language: str) -> None:
    head, answers = recorded(language)
    assert head == {"coredns": "v1.15.0", "expr": "v1.17.8", "go": "go1.26.8"}
    texts = {fields["text"] for fields in answers}
    missing = [text for text in case_texts(language) if text not in texts]
    assert not missing, "run python -m tests.go.record"
