"""The embedded languages, against what Go and CoreDNS say.

`cases/LANGUAGE.txt` holds texts, one a line, in which `⏎` stands for a line feed;
`python -m tests.go.record [LANGUAGE…]` asks the reference about these and about
generated ones and writes `recorded/LANGUAGE.jsonl`.
"""

from pathlib import Path

HERE = Path(__file__).parent
LANGUAGES = ("regex", "template", "expression", "record", "render")


def case_texts(language: str) -> list[str]:
    """Return the texts written in or about a language."""
    path = HERE / "cases" / f"{language}.txt"
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").split("\n")
    return [line.replace("⏎", "\n") for line in lines[:-1] if not line.startswith("## ")]
