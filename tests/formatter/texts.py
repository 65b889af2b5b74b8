"""Corefiles that CoreDNS takes, written in every way there is."""

from hypothesis import strategies as st

#: Words of every form: glued comments, strings, what strings and words have in common.
WORDS = [
    "a",
    "log",
    "s",
    "(s)",
    "example.org:53",
    "10.0.0.1",
    "10.0.0.100",
    "a,",
    "8.8.8.8#53",
    "a#",
    "a\rb",
    "\ufeffa",
    "é\udcff",
    "a\x1cb",
    "{$X}",
    "{%X%}",
    "{$X}.org",
    "a{",
    "\\",
    'a"b',
    '""',
    '"a"',
    '"a b"',
    '"a\tb"',
    '"#"',
    '"{"',
    '"}"',
    '"import"',
    '"{$X}"',
    '"{{ .Name }}"',
    '"a\nb"',
    '"a\r\n\n  b"',
    '"\\""',
    '"^a$"',
    '"example.org:53"',
]
KEYS = ["a", ".", "example.org", "(s)", ".:53", "{$X}", "{$X}:53", "localhost", '"a."']
BLANKS = [" ", " ", " ", "  ", "    ", "\t", "\r", "\u3000", " \x85"]
COMMENTS = ["#", "# a", "#a  b", "# a \t", '# "', "# {", "# é\u2028", "#\ra"]
ENDS = ["\n", "\n", "\n", "\r\n", "\r\n", "\n\n", "\n \n\t\n", "\r\n\r\n"]


@st.composite
def gaps(draw: st.DrawFn) -> str:
    """What may stand between two lines."""
    pieces = [draw(st.sampled_from(["", "", *BLANKS]))]
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 2]))):
        pieces += draw(st.sampled_from(COMMENTS)), draw(st.sampled_from(ENDS))
        pieces.append(draw(st.sampled_from(["", "    ", "\t", "  "])))
    if len(pieces) == 1 or draw(st.booleans()):
        pieces.append(draw(st.sampled_from(ENDS)))
    pieces.append(draw(st.sampled_from(["", "    ", "\t", "  "])))
    return "".join(pieces)


@st.composite
def lines(draw: st.DrawFn, depth: int) -> str:
    """Some lines of a block, the first beginning where the text stands."""
    text = ""
    for _ in range(draw(st.integers(0, 4))):
        line = draw(words())
        text += draw(gaps()) + line
        if "import" not in line and depth and not draw(st.integers(0, 3)):
            text += draw(st.sampled_from([*BLANKS, "\n"])) + "{"
            text += draw(lines(depth - 1)) + draw(gaps()) + "}"
    return text


@st.composite
def words(draw: st.DrawFn) -> str:
    """The words of a line."""
    if not draw(st.integers(0, 7)):
        return draw(st.sampled_from(["import s", "import  a", '"import" "s"', "import\t{$X}"]))
    first, *others = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4))
    return first + "".join(draw(st.sampled_from(BLANKS)) + word for word in others)


@st.composite
def corefiles(draw: st.DrawFn) -> str:
    """A whole Corefile; nearly all of them have no fault."""
    text = draw(st.sampled_from(["", "", "", "\ufeff", "\n", "# a\n", "\n\n  "]))
    for _ in range(draw(st.integers(0, 3))):
        keys = draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=2))
        text += draw(st.sampled_from([" ", "  ", ", ", ",\n", ",\r\n\n"])).join(keys)
        text += draw(st.sampled_from([" ", " ", "\t", "\n", "\r\n  ", " # c\n", "\n# c\n"])) + "{"
        text += draw(lines(2)) + draw(gaps()) + "}" + draw(gaps())
    return text + draw(st.sampled_from(["", "", "# end", '"', 'x "open\n', "a.org {\n}"]))
