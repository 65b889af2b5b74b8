"""What is said about files and folders that hold no Corefile."""

from collections.abc import Collection, Mapping, Sequence

from corefile.cli.guard import complain

__all__ = ["of_files", "of_folders"]


def of_folders(
    program: str, folders: Mapping[str, Collection[str] | None], held: Collection[str]
) -> None:
    """Name the folders none of whose files are among those that held a Corefile."""
    holding = frozenset(held)
    for folder, found in folders.items():
        if found is not None and holding.isdisjoint(found):
            complain(program, "warning", f"no Corefile found in {folder}")


def of_files(program: str, without: Sequence[str]) -> None:
    """Name the first of the files without a Corefile that were named, and count the others."""
    if without:
        first, *others = without
        more = f" and {len(others)} more" if others else ""
        complain(program, "warning", f"no Corefile in {first}{more}")
