"""Ask the reference about cases of an embedded language and write its answers down.

python -m tests.go.record [LANGUAGE…]
"""

import json
import sys
from dataclasses import asdict
from typing import Any

from tests.go import HERE, LANGUAGES, case_texts
from tests.oracle.languages import client
from tests.oracle.languages.generate import generate

#: How many generated texts are recorded, and how long each may be.
GENERATED = 600
LONGEST = 300
#: Texts that cannot be written in a list of cases: their bytes are no UTF-8.
NOT_UTF8 = {
    "regex": (
        r"% a% \% [%] [a-%] (?%) (?P<%>a) (?P<a% \p% \p{%} \p{% \x% \x4% \x{%} \Q%\E (% *% a**%"
    ).split(),
    "template": ["%", "{{%}}", "{{a%}}", '{{"%"}}', "{{`%`}}", "{{.%}}", "{{$%}}", "{{'%'}}"],
    "expression": ["%", "'%'", "1 %% 2 @", "name() '%'", "`%`", "a%b", "1 b'%'", "# %"],
}


def record(language: str) -> None:
    """Write down what the reference says about one language."""
    texts = case_texts(language)
    broken = [text.replace("%", "\udcff") for text in NOT_UTF8.get(language, [])]
    generated = (text for text in generate(language, texts, "recorded", GENERATED))
    short = [text for text in generated if len(text) <= LONGEST]
    every = list(dict.fromkeys([*texts, *broken, *short]))
    lines: list[dict[str, Any]] = [client.versions()]
    for text, answer in zip(every, client.ask(language, every), strict=True):
        said = {k: v for k, v in asdict(answer).items() if v not in (None, 0, False, (), [])}
        lines.append({"text": text, **said})
    # Lone surrogates stand for bytes; they need to be escaped.
    out = "".join(json.dumps(line) + "\n" for line in lines)
    (HERE / "recorded" / f"{language}.jsonl").write_text(out, encoding="utf-8")


if __name__ == "__main__":
    for language in sys.argv[1:] or LANGUAGES:
        record(language)
