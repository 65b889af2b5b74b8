"""A Corefile in a file that is not YAML, but for a slip: judged as it is meant, at its places."""

import pytest

from corefile.documents import Unwritable, read
from corefile.documents.writing import write_back
from corefile.lint.document import lint_document
from corefile.lint.fixing import fix_document
from corefile.lint.result import Located
from corefile.text.edits import Edit

HEAD = "kind: ConfigMap\nmetadata:\n  name: coredns\ndata:\n"
TEXT = "  . {\n    wohami\n  }\n"
RIGHT = f"{HEAD}  Corefile: |\n    . {{\n      whoami\n    }}\n"

#: With a slip in the YAML, and one in a name.
SLIPS = [
    (f"{HEAD}  Corefile: |\n{TEXT}", 7),
    (f"{HEAD}  Corefile |\n    . {{\n      wohami\n    }}\n", 7),
    (f"{HEAD}  Corefile: |\n    . {{\n  wohami\n    }}\n", 7),
    (f"# A\n{HEAD}  Corefile: |\n{TEXT}", 8),
    # As if the space before the first line was not copied.
    (RIGHT.replace("whoami", "wohami").replace("\n", "\n    ").rstrip(" "), 7),
    (RIGHT.replace("whoami", "wohami").replace("\n", "\n\t\t").rstrip("\t"), 7),
    (RIGHT.replace("    ", "\t").replace("whoami", "wohami").replace("\n", "\n\t"), 7),
]


@pytest.mark.parametrize(("text", "line"), SLIPS)
def test_it_is_judged_and_not_edited(text: str, line: int) -> None:
    document = read(text, "coredns.yaml")
    (corefile,) = document.corefiles
    assert "key Corefile" in corefile.origin.title
    rules = [(item.finding.rule.name, item.place.first.line) for item in errors(text)]
    assert ("unknown-directive", line) in rules
    assert [name for name, _ in rules].count("unreadable-document") == 1
    with pytest.raises(Unwritable, match="not valid YAML"):
        write_back(document, corefile, [Edit(0, 0, "# x\n")])


@pytest.mark.parametrize("space", ["    ", " ", "\t", "\t  "])
def test_lines_that_are_deeper_than_the_first_are_indented_as_that(space: str) -> None:
    text = RIGHT.replace("\n", f"\n{space}").rstrip(" \t")
    assert fix_document(read(text, "coredns.yaml")).text == RIGHT
    assert not errors(f"{HEAD}{RIGHT.removeprefix(HEAD)}")


@pytest.mark.parametrize(
    "text",
    [
        f"name: x\n  {HEAD}",  # no manifest
        f"kind: ConfigMap\n  data:\nmetadata:\n  name: {{}}\n  Corefile: |\n{TEXT}",
    ],
)
def test_other_lines_are_not_moved(text: str) -> None:
    assert all(not problem.edits for problem in read(text, "coredns.yaml").problems)


def test_both_slips_are_corrected_one_after_the_other() -> None:
    done = fix_document(read(SLIPS[0][0], "coredns.yaml"))
    assert done.text == RIGHT


def test_what_is_before_the_slip_is_read_once_and_edited() -> None:
    first = f"{HEAD}  Corefile: |\n    . {{\n      whoami\n    }}\n---\n"
    document = read(f"{first}{HEAD}  Corefile: |\n{TEXT}---\n{RIGHT}", "coredns.yaml")
    assert [each.origin.read_only for each in document.corefiles] == [
        "",
        "the file is not valid YAML",
        "the file is not valid YAML",
    ]


def test_what_is_read_after_the_slip_is_read_once() -> None:
    custom = HEAD.replace("coredns", "coredns-custom")
    sound = f"{RIGHT}---\n{custom}  log.override: |\n    log\n"
    slipped = sound.replace("Corefile: |", "Corefile:|")
    assert [each.origin.key for each in read(slipped, "coredns.yaml").corefiles] == [
        "Corefile",
        "log.override",
    ]
    assert fix_document(read(slipped, "coredns.yaml")).text == sound


def errors(text: str) -> list[Located]:
    """Return the errors in a file."""
    found = lint_document(read(text, "coredns.yaml")).findings
    return [item for item in found if item.finding.severity == "error"]
