"""Sets of characters and case folding, as regexp/syntax has them (parse.go, unicode/letter.go).

A set is a list of ranges and of names of Unicode tables. The contents of the tables are not kept:
nothing that Go says about a pattern depends on them, except where two classes that are written
differently turn out to be the same set in a pattern that just touches a limit of size.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cache, lru_cache

from corefile.go.regexp.tables import FOLDS, NAMES, ORBITS
from corefile.text.typed import TypeAlias

Range: TypeAlias = tuple[int, int]
#: A table: its name, whether it is negated, whether it is folded, and if it is a set put together
#: from ranges and tables, these.
Table: TypeAlias = tuple[str, bool, bool, tuple[Range, ...], "frozenset[Table]"]

MAX_RUNE = 0x10FFFF
#: A sequence of bytes that is not UTF-8, as a `str` holds it.
SURROGATES = range(0xD800, 0xE000)

PERL = {
    "d": [(0x30, 0x39)],
    "s": [(0x09, 0x0A), (0x0C, 0x0D), (0x20, 0x20)],
    "w": [(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)],
}

POSIX = {
    "alnum": [(0x30, 0x39), (0x41, 0x5A), (0x61, 0x7A)],
    "alpha": [(0x41, 0x5A), (0x61, 0x7A)],
    "ascii": [(0x00, 0x7F)],
    "blank": [(0x09, 0x09), (0x20, 0x20)],
    "cntrl": [(0x00, 0x1F), (0x7F, 0x7F)],
    "digit": [(0x30, 0x39)],
    "graph": [(0x21, 0x7E)],
    "lower": [(0x61, 0x7A)],
    "print": [(0x20, 0x7E)],
    "punct": [(0x21, 0x2F), (0x3A, 0x40), (0x5B, 0x60), (0x7B, 0x7E)],
    "space": [(0x09, 0x0D), (0x20, 0x20)],
    "upper": [(0x41, 0x5A)],
    "word": [(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)],
    "xdigit": [(0x30, 0x39), (0x41, 0x46), (0x61, 0x66)],
}

#: Tables that matter by what they hold: a set of one character is a literal to Go.
SPELLED_OUT = {
    "Any": [(0, MAX_RUNE)],
    "Ascii": [(0x00, 0x7F)],
    "Zl": [(0x2028, 0x2028)],
    "Zp": [(0x2029, 0x2029)],
}

#: Tables that are not found since Go compares names in another form.
EXACT_ONLY = """
    Anatolian_Hieroglyphs Bassa_Vah Canadian_Aboriginal Caucasian_Albanian Cypro_Minoan
    Dives_Akuru Egyptian_Hieroglyphs Gunjala_Gondi Hanifi_Rohingya Imperial_Aramaic
    Inscriptional_Pahlavi Inscriptional_Parthian Kayah_Li Khitan_Small_Script Linear_A Linear_B
    Masaram_Gondi Meetei_Mayek Mende_Kikakui Meroitic_Cursive Meroitic_Hieroglyphs Nag_Mundari
    New_Tai_Lue Nyiakeng_Puachue_Hmong Ol_Chiki Old_Hungarian Old_Italic Old_North_Arabian
    Old_Permic Old_Persian Old_Sogdian Old_South_Arabian Old_Turkic Old_Uyghur Pahawh_Hmong
    Pau_Cin_Hau Phags_Pa Psalter_Pahlavi SignWriting Sora_Sompeng Syloti_Nagri Tai_Le Tai_Tham
    Tai_Viet Warang_Citi Zanabazar_Square
"""

#: The tables that have the line feed.
NEWLINE_TABLES = ("C", "Cc", "Common")


@cache
def orbits() -> dict[int, tuple[int, ...]]:
    """Return, for every character that folds to others, all characters it folds to, in order."""
    found: dict[int, tuple[int, ...]] = {}
    for run in ORBITS.split():
        count, step, *first = map(int, run.split(","))
        for offset in range(0, count * step, step):
            orbit = tuple(rune + offset for rune in first)
            found.update(dict.fromkeys(orbit, orbit))
    return found


@cache
def foldable() -> list[int]:
    """Return the characters that fold to others, in order."""
    return sorted(orbits())


def simple_fold(rune: int) -> int:
    """Return the next character that folds to the same, in a circle (unicode.SimpleFold)."""
    orbit = orbits().get(rune, (rune,))
    return orbit[(orbit.index(rune) + 1) % len(orbit)]


def least_fold(rune: int) -> int:
    """Return the first character that folds to the same."""
    return orbits().get(rune, (rune,))[0]


def clean(ranges: Iterable[Range]) -> list[Range]:
    """Return the same set as ordered ranges that do not touch."""
    found: list[Range] = []
    for low, high in sorted(ranges):
        if found and low <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(high, found[-1][1]))
        else:
            found.append((low, high))
    return found


def negate(ranges: Iterable[Range]) -> list[Range]:
    """Return every character that is not in clean ranges."""
    found: list[Range] = []
    start = 0
    for low, high in ranges:
        if start < low:
            found.append((start, low - 1))
        start = high + 1
    if start <= MAX_RUNE:
        found.append((start, MAX_RUNE))
    return found


def folded(ranges: Iterable[Range]) -> list[Range]:
    """Return the ranges with every character that folds to one of theirs."""
    return list(folded_tuple(tuple(clean(ranges))))


@lru_cache(maxsize=256)
def folded_tuple(ranges: tuple[Range, ...]) -> tuple[Range, ...]:
    """Return clean ranges folded."""
    more = list(ranges)
    every = foldable()
    for low, high in ranges:
        for rune in every[bisect_left(every, low) : bisect_right(every, high)]:
            more.extend((other, other) for other in orbits()[rune])
    return tuple(clean(more))


def group(ranges: list[Range], negated: bool, fold: bool) -> list[Range]:
    """Return a Perl or POSIX class, folded before it is negated."""
    base = folded(ranges) if fold else ranges
    return negate(base) if negated else base


@cache
def table_names() -> dict[str, str]:
    """Return the names of Unicode tables in the form in which they are compared."""
    return dict(pair.split("=") for pair in NAMES.split())


@cache
def exact_names() -> frozenset[str]:
    """Return the names that Go knew before it compared them in another form."""
    own = {*table_names().values(), "Any"} - {"Cn", "LC", "Ascii"}
    return frozenset((*own, *EXACT_ONLY.split()))


@cache
def folding_tables() -> frozenset[str]:
    """Return the tables to which folding adds characters."""
    return frozenset(FOLDS.split())


def canonical(name: str) -> str:
    """Return a table's name in the form in which names are compared: `lower-case` as Lowercase."""
    name = re.sub("[-_ ]", "", name)
    ascii_lower = "".join(c.lower() if c.isascii() else c for c in name[1:])
    return (name[:1].upper() if name[:1].isascii() else name[:1]) + ascii_lower


def table(name: str, negated: bool, fold: bool = False) -> Table:
    """Return the set that a table stands for."""
    return (name, negated, fold, (), frozenset())


def complement(
    ranges: list[Range], tables: frozenset[Table]
) -> tuple[list[Range], frozenset[Table]]:
    """Return every character that is neither in clean ranges nor in tables."""
    if not tables:
        return negate(ranges), tables
    return [], frozenset({("", True, False, tuple(ranges), tables)})


def has_newline(ranges: Iterable[Range], tables: frozenset[Table]) -> bool:
    """Say whether a set has the line feed."""
    return any(low <= 10 <= high for low, high in ranges) or any(
        (name in NEWLINE_TABLES or has_newline(inner, others)) != negated
        for name, negated, _, inner, others in tables
    )


def unicode_class(
    name: str, negated: bool, fold: bool, exact: bool = False
) -> tuple[list[Range], frozenset[Table]] | None:
    r"""Return the set for a name after `\p`; None if there is none of that name.

    An `exact` name is that of the table, letter by letter.
    """
    if exact and name not in exact_names():
        return None
    name = name if exact else canonical(name)
    if name == "Assigned":
        return [], frozenset({table("Cn", not negated)})
    key = name if exact or name in SPELLED_OUT else table_names().get(name)
    if key is None:
        return None
    spelled_out = SPELLED_OUT.get(key)
    if spelled_out is not None:
        return group(spelled_out, negated, fold), frozenset()
    return [], frozenset({table(key, negated, fold and key in folding_tables())})
