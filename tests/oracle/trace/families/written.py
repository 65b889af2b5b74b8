"""Cases written by hand: Corefiles as they are in use, and behaviour that chance rarely meets."""

from collections.abc import Iterator
from pathlib import Path

from tests.oracle.trace.client import Draft
from tests.oracle.trace.families.queries import parse_all

FOLDER = Path(__file__).parent / "written"


def drafts() -> Iterator[tuple[str, Draft]]:
    """Read the files of the folder `written`, each the Corefiles of a family.

    Cases begin with `===== NAME`. Then comes the Corefile, after `--- FILE` a file in its folder,
    and after `?` the queries, one a line.
    """
    for path in sorted(FOLDER.glob("*.txt")):
        for part in path.read_text(encoding="utf-8").split("===== ")[1:]:
            name, _, text = part.partition("\n")
            text, _, asks = text.rpartition("\n?\n")
            corefile, *files = text.split("\n--- ")
            contents = {head: body + "\n" for head, _, body in (f.partition("\n") for f in files)}
            wait = 700 if "secondary" in corefile else 0  # till the zone is there
            yield f"{path.stem}-{name}", Draft(corefile + "\n", parse_all(asks), contents, wait)
