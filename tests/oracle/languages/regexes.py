"""Generates regular expressions."""

import re
from random import Random

PIECES = (
    r"a b c A B k K s \u017f é \u03c3 \u03a3 \u03c2 世 0 1 - _ . ^ $ \. \\ \d \D \w \W \s \S \b \B"
    r" \A \z \Z \C \n \t \a \x41 \x{1F600} \x{110000} \x{} \x4 \xg \x{g} \07 \1 \18 \08 \012 \0 \8"
    r" \_ \- \/ \é \q \pL \PN \p{Greek} \p{^Lu} \P{Zl} \p{Zl} \p{Foo} \p{} \p \pX \p{Any} \P{Any}"
    r" \p{greek} \p{L-l} \p{ASCII} \p{uppercase_letter} \p{Old_Turkic} \p{Lt} \p{ \Qa.b\E \Qa+ \E"
    r" (?i) (?s) (?m) (?U) (?-i) (?i-s) (?-) (?i-) (?--) (?z) (? (?: (?i: (?P<n> (?P<n (?<m> (?P<>"
    r" (?P<a-b> (?< (?P (?=a) (?!a) (?#a) () (|) (a|b) [a] [aA] [^a] [a-z] [z-a] [] []a] [^]a] [a"
    r" [[:alpha:]] [[:^digit:]] [[:foo:]] [[:word:]-z] [\d-z] [\w\pL] [a-\d] [--a] [a-] [-a]"
    r" [\x{41}-\x{5A}] [\Q] [\z] [kK] [k-l] [^\x{0}-\x{10FFFF}] [\p{Zl}] [a[:] [[:alpha] [[.a.]]"
    r" [\u03c3\u03c2] [ab] [^\n] ab abc abd [\pL] [\PL] [^\pL]"
)
ATOMS = re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), PIECES).split(" ")
REPEATS = (
    "* + ? *? +? ?? ** +* a{2} {2} {0} {1} {1,} {0,} {2,3} {3,2} {1000} {1001} {,2} {2, {02} {-1} "
    "{2}{3} {2}* {500} {100}? {33} {32} {99999999999} {1,99999999999} {2 }"
).split(" ")
WORDS = (
    "a A b ab aB [ab] [aA] [bB] a{2} [ab]{2} [ab]{2}? . \\n (?s:.) \\d \\pL a* (a) ^ k K \u017f s S"
).split()
DEPTHS = (10, 330, 331, 332, 333, 334, 498, 499, 500, 501, 997, 998, 999, 1000, 1001)
NESTS = "( )|(?: )|( )*|(?: _b)|(a_ )|(?:a )+|a_(a )".split("|")
COUNTS = "{1000} {1000,} {0,1000} {999,1000} {500}{2} {10} {999}".split()


def random_regex(random: Random) -> str:
    """Return a pattern."""
    if random.random() < 0.05:
        return random.choice([deep, large])(random)
    return random.choice([structured, structured, soup, alternation])(random)


def soup(random: Random) -> str:
    """Return anything after anything."""
    pieces = [*ATOMS, *REPEATS, "(", ")", "|", "[", "]"]
    return "".join(random.choices(pieces, k=random.randint(1, 12)))


def structured(random: Random, depth: int = 4) -> str:
    """Return groups, alternatives and repetitions, mostly as they should be."""
    if depth == 0 or random.random() < 0.25:
        return random.choice(ATOMS if random.random() < 0.3 else ATOMS[:40])
    kind = random.randrange(5)
    inner = [structured(random, depth - 1) for _ in range(random.randint(1, 4))]
    if kind == 0:
        return "|".join(inner)
    if kind == 1:
        return "".join(inner)
    if kind == 2:
        return random.choice(["(", "(?:", "(?i:", "(?P<a>", "(?<b1>"]) + "".join(inner) + ")"
    return inner[0] + random.choice(REPEATS)


def alternation(random: Random) -> str:
    """Return many alternatives with common starts, to be repeated until they are too large."""
    branches = [
        "".join(random.choices(WORDS, k=random.randint(0, 4))) for _ in range(random.randint(2, 12))
    ]
    body = "|".join(branches)
    flags = random.choice(["", "", "(?i)"])
    if random.random() < 0.9:
        return flags + body
    # How long is just too long: with 1,000 copies, some 3,355 instructions.
    copies = random.choice([1000, 999, 500])
    filling = "a" * random.choice([0, 1, 2]) + "a*" * random.randint(1600, 1680)
    factor = 1000 // copies
    return f"{flags}(?:{body}{filling * factor}|{body}){{{copies}}}"


def deep(random: Random) -> str:
    """Return something that is nested just about too deeply."""
    depth = random.choice(DEPTHS)
    opening, closing = random.choice(NESTS).replace("_", "|").split(" ")
    start = random.choice(["", "a", "a|b|", "(" * 30 + ")" * 30, "a|ab|abc|abcd|abcde|"])
    return start + opening * depth + random.choice(["", "a", "[ab]", "x|xa|xab"]) + closing * depth


def large(random: Random) -> str:
    """Return something that is just about too large."""
    inner = random.choice(
        ["a", "ab", "a*", "(a)", "[ab]", "a|b", "ab|ac", "\\pL", "(?i)k", "a?", "."]
    )
    times = 3355 // random.choice([1, 2, 3, 4])
    body = inner * (times + random.randint(-3, 3))
    count = random.choice(
        ["{1000}", "{1000,}", "{0,1000}", "{999,1000}", "{500}{2}", "{10}", "{999}"]
    )
    lead = random.choice(["", "", "b*", "(?:c{10}){2}", "x{0}", "(?:x{1000})*"])
    return f"{lead}({body}){count}" if random.random() < 0.7 else f"(?:{lead}{body}){count}"
