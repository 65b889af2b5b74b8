"""The descriptions of plugins, against what the real CoreDNS says.

`cases/NAME.corefiles` holds Corefiles about one plugin, divided by lines of `=====`;
`python -m tests.coredns.plugins.record NAME` asks CoreDNS and writes `recorded/NAME.jsonl`.
"""

from pathlib import Path

HERE = Path(__file__).parent
DIVIDER = "=====\n"


def case_texts(name: str) -> list[str]:
    """Return the Corefiles written about a plugin."""
    text = (HERE / "cases" / f"{name}.corefiles").read_text(encoding="utf-8")
    return text.split(DIVIDER)


def case_names() -> list[str]:
    """Return the plugins that Corefiles are written about."""
    return sorted(path.stem for path in (HERE / "cases").glob("*.corefiles"))
