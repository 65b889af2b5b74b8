"""Texts for the laws: made of what means something to CoreDNS, or of anything."""

from itertools import product
from random import Random

from hypothesis import strategies as st

from tests.examples import some

#: What has a meaning somewhere, and what nearly has.
PIECES = [
    "{",
    "}",
    "{",
    "}",
    "\n",
    "\n",
    " ",
    "\t",
    "\r",
    ",",
    '"',
    "#",
    "\\",
    "a",
    "b,",
    "(s)",
    "s",
]
PIECES += ["import", "{$", "{%", "%}", '""', '"{"', '"a\nb"', '\\"', "\ufeff", "\x85", "\x1c", "\0"]
PIECES += ["\nimport s", " {\n", "\n}\n", "\u2028", "\udcff", "😀"]
#: The same without what reaches outside of the text: imports and the environment.
CLOSED_PIECES = [piece for piece in PIECES if not piece.strip().startswith(("import", "{$", "{%"))]

#: Any text that some file can hold.
ANYTHING = st.binary().map(lambda data: data.decode("utf-8", "surrogateescape")) | st.text(
    st.characters(exclude_categories=["Cs"])
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | ANYTHING
CLOSED_TEXTS = st.lists(st.sampled_from(CLOSED_PIECES), max_size=40).map("".join)


def short_texts() -> list[str]:
    """Return every run of up to three tokens, and of those of four as many as the profile tries."""
    every = all_short_texts()
    longest = every[_UP_TO_THREE:]
    return [*every[:_UP_TO_THREE], *some(Random(0).sample(longest, len(longest)))]


#: How many runs of up to three tokens there are.
_UP_TO_THREE = 1 + 5 + 5**2 * 2 + 5**3 * 2**2


def all_short_texts() -> list[str]:
    """Return every run of up to four tokens, each on the line of the one before or on the next."""
    return [
        "".join(f"{token}{space}" for token, space in zip(tokens, (*spaces, ""), strict=False))
        for length in range(5)
        for tokens in product(["{", "}", "import", "a,", "b"], repeat=length)
        for spaces in product(" \n", repeat=max(length - 1, 0))
    ]
