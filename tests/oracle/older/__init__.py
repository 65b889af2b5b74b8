"""What older releases of CoreDNS say to the cases of tests/coredns/plugins.

The oldest are also asked about `early.corefiles`: what went away since, and what was new then.

`python -m tests.oracle.older.record` asks each of them and writes its answers down, for which it
needs Linux and Go; `python -m tests.oracle.older.report` shows where the library says otherwise.
"""

from pathlib import Path

from tests.coredns.plugins import DIVIDER

#: The releases before 1.8.6 that are asked. Kubernetes 1.18 shipped the second, and so on to 1.21.
EARLY = ("1.5.0", "1.6.7", "1.7.0", "1.8.0")
#: The releases that are asked. Kubernetes 1.24 ships 1.8.6, 1.26, 1.28 and 1.32 the next ones.
RELEASES = (*EARLY, "1.8.6", "1.9.3", "1.10.1", "1.11.3", "1.12.4", "1.13.2", "1.14.7")
#: What the texts of `early.corefiles` are about, where others are about a plugin.
EARLY_TEXTS = "early"


def early_texts() -> list[str]:
    """Return the Corefiles that only the oldest releases are asked about."""
    path = Path(__file__).parent / "early.corefiles"
    return path.read_text(encoding="utf-8").split(DIVIDER)


def asked(plugin: str) -> tuple[str, ...]:
    """Return the releases that are asked about the texts of a plugin."""
    return EARLY if plugin == EARLY_TEXTS else RELEASES
