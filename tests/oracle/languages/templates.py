"""Generates templates."""

from random import Random

WORDS = r"""
if range with else end define block template break continue nil true false . $ $x $y $.A .Name
.Group.x .A.B. $x.Y index printf parseInt and foo len not "a" `r` 'c' '' '\n' 'ab' '\'' '" 1 0 -1
+1 1.5 .5 5. 1e3 1e400 0x1F 0x1p4 0x1.8 0b1 0o7 089 017 1_000 1__0 1i 1+2i 1e+2-3i 0b1+1i 0x_f 1e 3x
18446744073709551616 18446744073709551615 -9223372036854775808 ( ) ) ( | | , := = : :: ; ! @ # % & *
- -- "\n" "\q" "\x4" "\u12" "\400" "a `a 'a /* */ /**/ é .é é() $é 世 ≠ {{ }} {{- -}} }
""".split()
TEXTS = (
    "a ", "\n", " ", "{{.Name}} 60 IN A ", "\n\n  x\n", "{", "}", "{{/* c */}}", "{{- /*\n*/ -}}",
)  # fmt: skip
TERMS = (
    ".Name", "$.Zone", "index .Match 1", "(index .Group \"a\")", ".Group.x", "printf \"%s\" .Name",
    "$x", "1", "\"s\"", "parseInt .Group.a 16 8", ".", "nil", "true", "(.A).B", "(len .A | printf)",
    "not .A", "$x := 1", "$k, $v := .A", "$x = 2", "'c'", "1.5", "1+2i", "foo",
)  # fmt: skip


def random_template(random: Random) -> str:
    """Return a template."""
    return random.choice([structured, structured, action, soup, action])(random)


def spaced(random: Random, body: str) -> str:
    """Return an action with some white space."""
    opening = random.choice(["{{", "{{", "{{ ", "{{- ", "{{-", "{{\n"])
    closing = random.choice(["}}", "}}", " }}", " -}}", "-}}", "\n-}}", "  -}}"])
    return opening + body + closing


def soup(random: Random) -> str:
    """Return anything after anything."""
    pieces = random.choices([*WORDS, " ", "\n", "{{", "}}", " }}", "{{end}}", "text"], k=12)
    return random.choice(["", " "]).join(pieces[: random.randint(1, 12)])


def action(random: Random) -> str:
    """Return an action of any words."""
    words = random.choices(WORDS, k=random.randint(0, 6))
    body = random.choice([" ", " ", "", "\n", "  "]).join(words)
    return random.choice(["", "a\n"]) + spaced(random, body) + random.choice(["", "{{end}}", "\nb"])


def pipeline(random: Random) -> str:
    """Return terms and pipes."""
    return random.choice([" ", " | ", "|", " "]).join(random.choices(TERMS, k=random.randint(1, 3)))


def structured(random: Random, depth: int = 3) -> str:
    """Return nested actions, mostly as they should be."""
    if depth == 0 or random.random() < 0.2:
        return random.choice([random.choice(TEXTS), spaced(random, pipeline(random))])
    inner = [structured(random, depth - 1) for _ in range(random.randint(0, 3))]
    body = "".join(inner)
    word = random.choice(["if", "range", "with", "define", "block", "template", "", ""])
    if not word:
        return body
    name = random.choice(['"a"', '"b"', "`c`", '"answer"', ".Name", ""])
    heads = {"define": name, "block": f"{name} {pipeline(random)}", "template": f"{name} ."}
    head = spaced(random, f"{word} {heads.get(word) or pipeline(random)}")
    if word == "template":
        return head + body
    turn = random.choice(["", "", "{{else}}", "{{else if .A}}", "{{else with .B}}", "{{break}}"])
    end = random.choice(["{{end}}"] * 6 + ["", "{{ end}}{{end}}", "{{end x}}"])
    return head + body + turn + structured(random, depth - 1) * bool(turn) + end
