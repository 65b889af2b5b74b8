"""Write corefile/go/regexp/tables.py from the tables of Go's unicode package.

python -m tests.oracle.languages.unicode_tables
"""

from pathlib import Path

from tests.oracle.languages import client

TARGET = Path(__file__).parents[3] / "corefile" / "go" / "regexp" / "tables.py"
WIDTH = 96


def runs(orbits: list[list[int]]) -> list[tuple[int, ...]]:
    """Return orbits as runs: how many, their distance, and the first orbit of the run."""
    found: list[list[int]] = []
    for orbit in orbits:
        last = found[-1] if found else []
        if last and len(orbit) == len(last) - 2:
            count, step, *first = last
            distance = orbit[0] - first[0] if count == 1 else count * step
            if distance <= 2 * count and all(
                now - then == distance for now, then in zip(orbit, first, strict=True)
            ):
                last[:2] = [count + 1, distance // count]
                continue
        found.append([1, 1, *orbit])
    return [tuple(run) for run in found]


def wrapped(items: list[str]) -> str:
    """Return items in lines of limited width."""
    lines = [""]
    for item in items:
        if len(lines[-1]) + len(item) > WIDTH - 4:
            lines.append("")
        lines[-1] += item + " "
    return "".join(f"    {line.rstrip()}\n" for line in lines)


def main() -> None:
    """Write the file."""
    facts = client.tables()["regex"]
    names = sorted(f"{name}={table}" for name, table in facts["names"].items())
    orbits = [",".join(map(str, run)) for run in runs(facts["orbits"])]
    text = (
        f'"""Facts of Go\'s package unicode (Unicode {facts["unicode"]}). Generated.\n\n'
        "Written by `python -m tests.oracle.languages.unicode_tables`.\n"
        '"""\n\n'
        "#: The names that \\\\p takes, as they are compared, each with the table it stands for.\n"
        f'NAMES = """\n{wrapped(names)}"""\n\n'
        "#: The tables to which case folding adds characters.\n"
        f'FOLDS = """\n{wrapped(facts["folds"])}"""\n\n'
        "#: Characters that fold to each other: how often, at what distance, and which first.\n"
        f'ORBITS = """\n{wrapped(orbits)}"""\n'
    )
    TARGET.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
