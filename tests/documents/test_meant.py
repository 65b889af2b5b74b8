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


def errors(text: str) -> list[Located]:
    """Return the errors in a file."""
    found = lint_document(read(text, "coredns.yaml")).findings
    return [item for item in found if item.finding.severity == "error"]
