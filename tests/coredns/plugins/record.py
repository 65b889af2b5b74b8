"""Ask CoreDNS about the cases of some plugins, or of all, and write its answers down.

python -m tests.coredns.plugins.record [NAME…]
"""

import json
import sys

from tests.coredns.plugins import HERE, case_names, case_texts
from tests.oracle import client
from tests.oracle.protocol import Request


def record(name: str) -> None:
    """Write down what CoreDNS says to the cases of one plugin."""
    texts = case_texts(name)
    answers = client.ask([Request(text) for text in texts])
    lines: list[dict[str, str | None]] = [{"release": client.coredns().release}]
    for text, answer in zip(texts, answers, strict=True):
        refused = answer.verdict == "refused"
        message = answer.message if refused else None
        lines.append({"text": text, "stage": answer.stage if refused else "", "message": message})
    out = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    (HERE / "recorded" / f"{name}.jsonl").write_text(out, encoding="utf-8")


if __name__ == "__main__":
    for plugin in sys.argv[1:] or case_names():
        record(plugin)
