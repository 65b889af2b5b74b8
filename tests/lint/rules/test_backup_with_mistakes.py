"""The copy of a Corefile that a migration left: one finding for all that is wrong in it."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from corefile.coredns.releases.builds import stock
from corefile.documents import read
from corefile.lint import CheckResult, Located, Settings, lint_document
from corefile.lint.fixing import fix_document
from corefile.lint.selection import select

HEAD = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: coredns\ndata:\n"
LIVE = "  Corefile: |\n    . {\n        whoami\n    }\n"
#: One error of each stage, and a warning.
BACKUP = """\
. {
    errors
    hosts {
        192.0.2.1 a.example a.example
        fallthrough
    }
    cache 30 {
        prefetch x
    }
    nosuch
}
"""


def manifest(backup: str, live: str = LIVE) -> str:
    lines = "".join(f"    {line}\n" if line else "\n" for line in backup.splitlines())
    return f"{HEAD}{live}  Corefile-backup: |\n{lines}"


def check(backup: str, settings: Settings | None = None, live: str = LIVE) -> CheckResult:
    return lint_document(read(manifest(backup, live), "x.yaml"), settings=settings)


def the_one(checked: CheckResult) -> Located:
    (item,) = checked.findings
    assert (item.finding.rule.code, item.finding.rule.name) == ("CF015", "backup-with-mistakes")
    return item


def test_one_finding_for_all_mistakes() -> None:
    checked = check(BACKUP)
    item = the_one(checked)
    assert (checked.corefiles, item.finding.severity, item.fix) == (1, "info", None)
    # CoreDNS knows the names of its plugins before it sets one up.
    assert item.finding.message == (
        "`Corefile-backup`, which CoreDNS does not read, has 2 errors and 1 warning; put back, "
        "CoreDNS would refuse it: "
        "\"Corefile:10 - Error during parsing: Unknown directive 'nosuch'\""
    )
    assert (item.place.first.line, item.place.first.column) == (11, 5)
    assert [note.place.first.line for note in item.related] == [14, 18, 20]


@pytest.mark.parametrize(
    ("backup", "words"),
    [
        (
            ". {\n    whoami\n    ready x y\n}\n",
            'has 1 error; put back, CoreDNS would refuse it: "plugin/ready: Corefile:3 - Error '
            "during parsing: Wrong argument count or unexpected line ending after 'y'\"",
        ),
        # The first that CoreDNS comes to, which need not be the first of the findings.
        (". {\n    log }\n    nosuch\n}\n", "\"Corefile:2 - Error during parsing: Unexpected '}' "),
        (
            ". {\n    nosuch\n    log }\n}\n",
            '"Corefile:2 - Error during parsing: Unknown directive',
        ),
        ("", "has 1 warning"),
    ],
    ids=["set-up", "parsing", "plugin first", "empty"],
)
def test_the_words_of_coredns(backup: str, words: str) -> None:
    message = the_one(check(backup)).finding.message
    assert words in message
    assert ("put back" in message) is ("error" in message)


@pytest.mark.parametrize(
    "backup",
    [
        ". {\n    whoami\n}\n",
        # Worth knowing only.
        "(s) {\n    log\n}\n. {\n    whoami\n}\n",
        # What it imports is not known.
        ". {\n    whoami\n    import custom/*.override\n}\n",
        ". { # corefile: ignore-file[CF015] kept as it was\n    nosuch\n}\n",
        "# corefile: ignore[backup-with-mistakes] kept as it was\n. {\n    nosuch\n}\n",
        ". {\n    nosuch # corefile: ignore[unknown-directive] gone in 1.5.0\n}\n",
    ],
    ids=["clean", "notes", "imports", "whole", "first line", "mistake"],
)
def test_where_there_is_nothing_to_say(backup: str) -> None:
    checked = check(backup)
    assert (checked.findings, checked.corefiles, checked.not_followed) == ((), 1, 0)


def test_a_comment_in_vain_is_a_mistake() -> None:
    text = ". {\n    whoami # corefile: ignore[unknown-directive]\n}\n"
    assert "has 1 warning" in the_one(check(text)).finding.message


def test_settings_count() -> None:
    assert not check(BACKUP, Settings(select(None, without=["CF015"]))).findings
    assert not check(BACKUP, Settings(select(["CF015"]))).findings
    assert (
        "has 1 error;"
        in the_one(check(BACKUP, Settings(select(["CF015", "CF004"])))).finding.message
    )
    assert (
        the_one(check(BACKUP, Settings(severities={"CF015": "error"}))).finding.severity == "error"
    )
    milder = Settings(severities={"CF004": "info", "CF006": "info"})
    assert the_one(check(BACKUP, milder)).finding.message.endswith("has 1 warning")
    graver = Settings(select(["CF015", "CF203"]), severities={"CF203": "error"})
    text = (
        ". {\n    hosts {\n        192.0.2.1 a.example a.example\n        fallthrough\n    }\n}\n"
    )
    assert the_one(check(text, graver)).finding.message.endswith("has 1 error")
    # `proxy` went away in 1.5.0.
    old = ". {\n    proxy . 192.0.2.53\n}\n"
    assert the_one(check(old)).finding.severity == "info"
    assert not check(old, Settings(select(["CF015", "CF004"]), build=stock("1.4.0"))).findings


def test_the_corefile_beside_it_is_judged_as_ever() -> None:
    live = "  Corefile: |\n    . {\n        nosuch\n    }\n"
    rules = [(i.finding.rule.name, i.finding.severity) for i in check(BACKUP, live=live).findings]
    assert rules == [("unknown-directive", "error"), ("backup-with-mistakes", "info")]


def test_a_template() -> None:
    text = manifest(". {\n    cache {{ ttl }}\n    nosuch\n}\n")
    (item,) = lint_document(read(text, "x.yaml.j2")).findings
    assert "has 1 error" in item.finding.message
    assert [note.place.first.line for note in item.related] == [13]


def test_it_is_not_mended() -> None:
    document = read(manifest(BACKUP), "x.yaml")
    done = fix_document(document, unsafe=True)
    assert (done.text, done.fixed) == (document.text, ())


@given(st.lists(st.sampled_from(BACKUP.splitlines()), max_size=12).map("\n".join))
def test_as_many_places_as_the_corefile_has_mistakes(text: str) -> None:
    # The same text as a Corefile, whose findings are tested elsewhere.
    live = f"{HEAD}  Corefile: |\n    # x\n" + "".join(
        f"    {line}\n" for line in text.splitlines()
    )
    whole = lint_document(read(live, "x.yaml"), settings=Settings(explain_slips=False)).findings
    # A backup that is plainly something else has a note for each of its lines.
    assume(all(item.finding.rule.name != "not-a-corefile" for item in whole))
    mistakes = [item.finding.message for item in whole if item.finding.severity != "info"]
    found = check(f"# x\n{text}").findings
    assert [note.message for item in found for note in item.related] == mistakes
    assert len(found) == bool(mistakes)
