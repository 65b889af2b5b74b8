"""Corefiles in all kinds of layout, most of them sound."""

from hypothesis import strategies as st

from tests.syntax.texts import PIECES, TEXTS

WORDS = st.sampled_from(["a", "b", "log", "forward", ".", '"x y"', '""', "8.8.8.8#53", "1.1.1.1"])
NAMES = st.sampled_from(
    ["log", "errors", "forward", "hosts", "10.0.0.1", "cache", "kubernetes", "x"]
)
BLANK = st.sampled_from([" ", "  ", "\t", "   "])
COMMENT = st.sampled_from(["# one", "#two", "# { three", '# "four', "#"])
INDENT = st.sampled_from(["", " ", "    ", "\t"])


@st.composite
def lines(draw: st.DrawFn, depth: int = 2) -> str:
    """Return the lines inside of a pair of braces, each with its line break."""
    return "".join(draw(st.lists(line(depth), max_size=4)))


@st.composite
def line(draw: st.DrawFn, depth: int) -> str:
    """Return a line, with what may stand above and behind it."""
    indent = draw(INDENT)
    above = draw(st.sampled_from(["", "", "\n", "{c}\n", "{c}\n\n", "\n{c}\n", "{c}\n{c}\n"]))
    behind = draw(st.sampled_from(["", "", " ", " {c}"]))
    words = draw(NAMES) + "".join(draw(BLANK) + draw(WORDS) for _ in range(draw(st.integers(0, 2))))
    if depth and draw(st.booleans()):
        opening = draw(st.sampled_from([" {\n", " { # o\n", " { y\n", " {\n\n"]))
        words += opening + draw(lines(depth - 1)) + indent + "}"
    text = above + indent + words + behind + "\n"
    while "{c}" in text:
        text = text.replace("{c}", indent + draw(COMMENT), 1)
    return text


@st.composite
def corefiles(draw: st.DrawFn) -> str:
    """Return a Corefile; CoreDNS's syntax is kept, the plugins mean nothing."""
    text = draw(
        st.sampled_from(["", "# head\n", "# head\n\n", "\ufeff", "\n\n", "(s) {\n log\n}\n"])
    )
    keys = st.sampled_from([".", "a b", "a, b", "a,\nb", "a, # first\n # second\n b,\n c", '"a"#k'])
    for _ in range(draw(st.integers(0, 3))):
        opening = draw(st.sampled_from([" {\n", " { # o\n", "\n{\n", " { errors\n"]))
        divider = draw(st.sampled_from(["", "\n", "# free\n\n", "# own\n", "import s\n"]))
        text += (
            divider
            + draw(keys)
            + opening
            + draw(lines())
            + "}"
            + draw(st.sampled_from(["\n", " # e\n"]))
        )
    if draw(st.booleans()):
        text += draw(st.sampled_from([".", "b\n", ". # k\n"])) + "\n" + draw(lines())
    text = text.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n"])))
    return text if draw(st.booleans()) else text.rstrip("\r\n")


ANY_TEXTS = st.one_of(corefiles(), corefiles(), TEXTS)
#: What may be asked for, sensible or not.
VALUES = st.one_of(
    st.sampled_from(
        ["a", "import", "x y", "{", "}", "", "a,", "(s)", "a#b", 'say "no"', "end\\", "1"]
    ),
    st.lists(st.sampled_from(PIECES), max_size=3).map("".join),
)
