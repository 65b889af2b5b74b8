"""Patterns and templates as the Go of older images of CoreDNS reads them, by recorded answers."""

import json

import pytest

from corefile.coredns.releases.libraries import GOES
from corefile.go.errors import Invalid
from corefile.go.regexp.compile import check_regex
from corefile.go.template.compile import check_template
from tests.go.older import RECORDED, newest

ROWS = [json.loads(line) for line in RECORDED.read_text(encoding="utf-8").splitlines()]
RELEASES = tuple(dict.fromkeys(row["go"] for row in ROWS))
#: A half of a character alone, which Go began to refuse in a string of a template.
SURROGATE = "\\ud800"


def version(release: str) -> tuple[int, int]:
    major, minor, _ = map(int, release.split("."))
    return major, minor


def is_refused(language: str, text: str, go: tuple[int, int]) -> bool:
    try:
        if language == "regex":
            check_regex(text, go)
        else:
            check_template(text, go=go)
    except Invalid:
        return True
    return False


@pytest.mark.parametrize("release", RELEASES)
def test_each_go_reads_what_it_read(release: str) -> None:
    otherwise = {(row["language"], row["text"]) for row in ROWS if row["go"] == release}
    wrong = [
        (language, text)
        for (language, text), refused in newest().items()
        if SURROGATE not in text
        and is_refused(language, text, version(release))
        != (refused != ((language, text) in otherwise))
    ]
    assert not wrong


def test_images_were_built_with_what_is_recorded() -> None:
    recorded = {version(release) for release in RELEASES}
    assert recorded <= {go for _, go in GOES} | {(1, 24)}
    assert {(1, 13), (1, 15), (1, 16), (1, 17), (1, 21)} <= recorded
