"""Turn `grammar/corefile.lark` into the tables that the parser runs on.

    python -m tools.compile_grammar           write corefile/syntax/tables.py
    python -m tools.compile_grammar --check   fail when that file is not what the grammar gives

Lark does the work: it reads the grammar and computes the LALR(1) tables. They are written down as
plain Python so that a user of the library waits neither for Lark to be imported nor for the tables
to be built.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, cast

from lark import Lark
from lark.lexer import Lexer, LexerState, Token
from lark.load_grammar import load_grammar
from lark.parsers.lalr_analysis import Shift

if TYPE_CHECKING:
    from lark.common import LexerConf
    from lark.grammar import Rule
    from lark.lexer import TerminalDef
    from lark.parsers.grammar_analysis import RulePtr
    from lark.parsers.lalr_analysis import ParseTable

ROOT = Path(__file__).resolve().parent.parent
GRAMMAR = ROOT / "grammar" / "corefile.lark"
TABLES = ROOT / "corefile" / "syntax" / "tables.py"
START = "corefile"
State: TypeAlias = "frozenset[RulePtr]"

HEAD = '''"""The tables of the Corefile language. Generated from grammar/corefile.lark; do not edit.

Written by `python -m tools.compile_grammar`.
"""

'''


class NoLexer(Lexer):
    """Stands in for a lexer: only the parser tables are wanted here."""

    def __init__(self, conf: "LexerConf") -> None:
        self.conf = conf

    def lex(self, lexer_state: LexerState, parser_state: object) -> Iterator[Token]:
        """Return no token."""
        return iter(())


def build_parser(grammar: str) -> Lark:
    """Return Lark's own LALR parser for the grammar, without a lexer."""
    return Lark(grammar, parser="lalr", lexer=NoLexer, start=START)


def terminals(grammar: str) -> "dict[str, TerminalDef]":
    """Return the terminals that the grammar defines by a pattern, in its order."""
    compiled, _ = load_grammar(grammar, GRAMMAR.name, [], False)  # type: ignore[no-untyped-call]
    defined, _, _ = compiled.compile([START], "*")
    return {terminal.name: terminal for terminal in defined}


def parse_table(parser: Lark) -> "ParseTable":
    """Return the LALR table that Lark computed."""
    table: ParseTable = parser.parser.parser._parse_table
    return table


def numbered(table: "ParseTable") -> dict[State, int]:
    """Assign numbers to the states in the order in which a walk from the start meets them."""
    walk: list[State] = [table.start_states[START]]
    for state in walk:  # grows meanwhile
        targets = (
            target for _, (kind, target) in sorted(table.states[state].items()) if kind is Shift
        )
        walk.extend(target for target in targets if target not in walk)
    return {state: number for number, state in enumerate(walk)}


def tables(grammar: str) -> str:
    """Return the text of `corefile/syntax/tables.py` for the text of a grammar."""
    defined = terminals(grammar)
    parser = build_parser(grammar)
    table = parse_table(parser)
    states = numbered(table)
    rules = list(parser.rules)

    def entry(action: tuple[object, object]) -> int:
        kind, target = action
        return (
            -1 - rules.index(cast("Rule", target))
            if kind is not Shift
            else states[cast("State", target)]
        )

    def row(state: State) -> str:
        actions = sorted(table.states[state].items())
        cells = (f"{str(symbol)!r}: {entry(action)}" for symbol, action in actions)
        return f"    {{{', '.join(cells)}}},"

    def rule_row(rule: "Rule") -> str:
        made = str(rule.origin.name)
        return f"    ({made!r}, {len(rule.expansion)}, {str(rule.alias or made)!r}),"

    lines = [
        f"TRIVIA = {expression(defined, 'TRIVIA')}",
        f"TOKEN = {expression(defined, 'WORD', 'STRING')}",
        "# Values that make a kind of token of their own.",
        f"LITERALS = {literals(defined)!r}",
        "# Every other value: the first pattern that matches it whole names its kind.",
        f"PATTERNS = {patterns(defined)!r}",
        "# Of each rule: what it makes, of how many parts, and what builds it.",
        "RULES: tuple[tuple[str, int, str], ...] = (",
        *map(rule_row, rules),
        ")",
        f"ACCEPT = {states[table.end_states[START]]}",
        "# Of each state: the next state by symbol, or -1 less the number of the rule to apply",
        "STATES: tuple[dict[str, int], ...] = (",
        *map(row, states),
        ")",
    ]
    return HEAD + "\n".join(lines) + "\n"


def expression(defined: "dict[str, TerminalDef]", *names: str) -> str:
    """Return one regular expression that matches any of the terminals, as Python source."""
    return ascii("|".join(defined[name].pattern.to_regexp() for name in names))


def literals(defined: "dict[str, TerminalDef]") -> dict[str, str]:
    """Return the terminals that are one fixed value: value to name."""
    return {t.pattern.value: t.name for t in defined.values() if t.pattern.type == "str"}


def patterns(defined: "dict[str, TerminalDef]") -> list[tuple[str, str]]:
    """Return the other kinds of token, as (name, regular expression), in the grammar's order."""
    cut = {"TRIVIA", "WORD", "STRING"}
    return [
        (t.name, t.pattern.to_regexp())
        for t in defined.values()
        if t.pattern.type == "re" and t.name not in cut
    ]


def main(arguments: list[str]) -> int:
    """Write the tables, or with `--check` compare them. Gives the exit status."""
    text = tables(GRAMMAR.read_text(encoding="utf-8"))
    if "--check" in arguments:
        if TABLES.read_text(encoding="utf-8") == text:
            return 0
        print(
            f"{TABLES.name} is not what {GRAMMAR.name} gives: run `python -m tools.compile_grammar`"
        )
        return 1
    TABLES.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
