import json

import pytest

from corefile.coredns.model.verdict import verdict
from corefile.coredns.releases.release import NEWEST
from corefile.syntax.parser import parse
from tests.coredns.plugins import HERE, case_names, case_texts


@pytest.mark.parametrize("name", case_names())
def test_agrees_with_coredns(name: str) -> None:
    lines = (HERE / "recorded" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    head, *answers = map(json.loads, lines)
    assert head["release"].removeprefix("v") == str(NEWEST)
    assert [answer["text"] for answer in answers] == case_texts(name), "record the cases again"
    for answer in answers:
        ours = verdict(parse(answer["text"]), read=None)
        assert (ours.stage, ours.message or None) == (answer["stage"], answer["message"]), (
            f"on:\n{answer['text']}"
        )
