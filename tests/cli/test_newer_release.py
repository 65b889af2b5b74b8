from pathlib import Path

import pytest

from corefile.coredns.releases.release import NEWEST
from tests.cli.programs import lint

NOTE = (
    f"corefile-lint: note: CoreDNS 1.99.1 is newer than {NEWEST}, the newest release known here: "
    f"files are checked as for {NEWEST}\n"
)


@pytest.mark.parametrize(
    "release", ["1.99.1", f"{NEWEST},1.99.1", "latest", f"{NEWEST.major}.{NEWEST.minor}.x"]
)
def test_a_release_that_is_not_known_is_taken_for_the_newest(release: str, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.corefile").write_text(". {\n    nosuch\n}\n", "utf-8")
    ran = lint("--coredns", release, "a.corefile", "b.corefile", cwd=tmp_path)
    assert ran.status == 1
    assert ran.out.count(f"CoreDNS {NEWEST} has no plugin `nosuch`") == 2
    assert ran.err == (NOTE if "1.99.1" in release else "")
