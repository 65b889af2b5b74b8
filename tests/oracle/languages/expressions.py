"""Generates view expressions."""

from random import Random

WORDS = r"""
name() type() client_ip() incidr(client_ip(),'10.0.0.0/8') metadata('geoip/city/name') size() do()
id() bufsize() port() proto name type len foo $env true false nil 1 0 2.5 .5 1e3 0x1F 0b11 0o17
017 1_000 1e400 0x 9223372036854775808 'a' "b" `c` 'a\n' "\u{1F600}" '\q' '\U00110000' 'abc
b'\xff' b"\400" "(" '%d(' + - * / % ** ^ == != < > <= >= && || and or not ! in matches contains
startsWith endsWith .. ?? ? : ?. . , ; | [ ] ( ) { } let x = y x # #index #acc #foo :: if else ?:
=> & @ ~ \ /* */ // /*c*/ map filter all any count sum sortBy reduce groupBy find join split sort
now() date duration timezone first last get keys upper lower trim int float string max min abs
concat toJSON fromJSON [1,2] {a:1} {'a':1} é 世 not_in notin $x _y now().Year()
duration('1h').Hours() 1..3 [] {} () x.y "a".b name().foo
""".split()
OPERATORS = (
    "+ - * / % ** ^ == != < > <= >= && || and or in matches contains startsWith endsWith .. ?? | "
    "not|in not|contains"
).split()
ATOMS = r"""
name() type() client_ip() incidr(client_ip(),'10.0.0.0/8') metadata('a') size() do() id() nil true
false 1 0 2 1.5 "a" 'b.*' `c` "(" [1,2,3] ["a","b"] [] [1,"a"] {a:1} {"a":1,"b":"c"} 1..3 now()
len name split(name(),".") duration("1h") timezone("UTC") fromJSON("1") $env foo keys({a:1}) b'a'
now().Weekday() date("2020-01-01") [nil] now().Location() first([1]) [[1],[2]] toJSON(1)
$env["name"] $env.foo x y
""".split()
FUNCTIONS = """
len abs ceil int float string trim upper lower split replace repeat join indexOf hasPrefix max min
mean toJSON fromJSON now duration date timezone first last get take keys values toPairs fromPairs
reverse uniq concat flatten sort bitand bitnot bitshl foo name incidr metadata size type ::type
::len ::name trimPrefix median sum count
""".split()
PREDICATES = (
    "all none any one filter map find findIndex findLast groupBy sortBy reduce count sum"
).split()
MEMBERS = (
    ".Year() .Unix() .Add(1) .foo .foo() [0] [1:2] [:] ['a'] [1:] ?.foo ?.[0] .Date() .Hours()"
    " .Weekday().String() .Zone() .Sub(now()) .in .not .Month() .In(nil)"
).split()
#: Operands of each sort, so that something fits together.
SORTED = {
    "string": "name() 'a' `b` lower('A') metadata('x') string(1) now().String() 'a'[0:1]".split(),
    "number": "1 2.5 size() len('a') -1 int('1') [1,2][0] max(1,2) abs(-1) now().Year()".split(),
    "bool": "true do() (1<2) !do() ('a'in['a']) any([1],#>0) incidr('a','b')".split(),
    "list": "[1,2] split('a','b') 1..3 ['a'] map([1],#) filter([1,2],#>1) sort([2,1])".split(),
    "map": "{a:1} groupBy([1],#) fromPairs([])".split(),
    "unknown": "fromJSON('1') $env first([1]) [1,'a'][0] {a:1}.a (nil??nil)".split(),
    "time": "now() date('2020-01-01') now().Add(duration('1h'))".split(),
    "duration": "duration('1h') (now()-now()) duration('1h').Abs()".split(),
}


def random_expression(random: Random) -> str:
    """Return an expression."""
    kinds = [structured, structured, sorted_operands, sorted_operands, soup, typical]
    return random.choice(kinds)(random)


def sorted_operands(random: Random) -> str:
    """Return operators between operands that often fit."""
    sort = random.choice(list(SORTED))
    parts = []
    for _ in range(random.randint(1, 4)):
        chosen = sort if random.random() < 0.8 else random.choice(list(SORTED))
        operand = random.choice(SORTED[chosen])
        if random.random() < 0.2:
            operand = f"{random.choice(FUNCTIONS)}({operand})"
        if random.random() < 0.1:
            operand += random.choice(MEMBERS)
        parts.append(operand)
    text = parts[0]
    for part in parts[1:]:
        text += f" {random.choice(OPERATORS).replace('not|', 'not ')} {part}"
    return text


def soup(random: Random) -> str:
    """Return anything after anything."""
    return random.choice([" ", " ", ""]).join(random.choices(WORDS, k=random.randint(1, 8)))


def typical(random: Random) -> str:
    """Return what is written in Corefiles."""
    word = random.choice(
        ["name()", "type()", "client_ip()", "metadata('geoip/country/code')", "size()"]
    )
    value = random.choice(
        ["'a.example.'", "['A', 'AAAA']", "1232", '"^a\\\\.b$"', "'10.0.0.0/8'", "("]
    )
    test = f"{word} {random.choice(OPERATORS).replace('|', ' ')} {value}"
    return test if random.random() < 0.6 else f"{test} {random.choice(['&&', 'or', ';'])} {test}"


def structured(random: Random, depth: int = 3) -> str:
    """Return nested operations, mostly of the right form."""
    if depth == 0 or random.random() < 0.15:
        return random.choice(ATOMS)
    part = [structured(random, depth - 1) for _ in range(4)]
    name = random.choice(FUNCTIONS)
    arguments = ", ".join(part[: random.choice([0, 1, 1, 1, 2, 2, 3])])
    special = random.choice(PREDICATES)
    predicate = random.choice(
        ["#", "# == 1", ". > 1", "#.foo", "true", "nil", "#acc + #", "#index", part[1]]
    )
    third = random.choice(["", "", "", ', "desc"', ", 0", ",", f", {part[2]}"])
    operator = (
        random.choice(OPERATORS).replace("not|", "not ").replace("|", random.choice(["|", "&&"]))
    )
    return random.choice(
        [
            f"{part[0]} {operator} {part[1]}",
            f"{part[0]} {operator} {part[1]}",
            f"({part[0]})",
            f"{random.choice(['not ', '!', '-', '+'])}{part[0]}",
            f"{name}({arguments})",
            f"{name}({arguments})",
            f"{special}({part[0]}, {predicate}{third})",
            f"{special}({part[0]}, {{{predicate}}}{third})",
            f"{special}({part[0]})",
            f"{part[0]} | {name}({arguments})",
            f"{part[0]}{random.choice(MEMBERS)}",
            f"{part[0]} ? {part[1]} : {part[2]}",
            f"if {part[0]} {{ {part[1]} }} else {{ {part[2]} }}",
            f"let x = {part[0]}; {part[1]}",
            f"[{part[0]}, {part[1]}]",
            f"{{a: {part[0]}, (name()): {part[1]}}}",
        ]
    )
