"""Parses templates, step by step as text/template/parse does (parse.go).

Every method that can go deeper is a generator for `steps.run`.
"""

from collections.abc import Collection

from corefile.go.errors import Invalid
from corefile.go.literals import Malformed, unquote
from corefile.go.steps import Steps
from corefile.go.strconv import quote
from corefile.go.template.found import Found, is_blank
from corefile.go.template.lexer import (
    ASSIGN,
    BOOL,
    CHARACTER,
    CHARACTER_CONSTANT,
    COMPLEX,
    DECLARE,
    DOT,
    END_OF_TEXT,
    ERROR,
    FIELD,
    IDENTIFIER,
    LEFT_DELIMITER,
    LEFT_PAREN,
    NO_ITEM,
    NUMBER,
    PIPE,
    RAW_STRING,
    RIGHT_DELIMITER,
    RIGHT_PAREN,
    SPACE,
    STRING,
    TEXT,
    VARIABLE,
    Item,
    Kind,
    Lexer,
)
from corefile.go.template.nodes import Body, Branch, Node, Pipe, Word
from corefile.go.template.numbers import check_constant
from corefile.text.typed import NoReturn

MAX_PARENS = 10_000
CONSTANTS = (CHARACTER_CONSTANT, COMPLEX, NUMBER)
STRINGS = (STRING, RAW_STRING)
#: What cannot be called, so that it has no place in a pipeline after the first command.
NOT_EXECUTABLE = (BOOL, DOT, "nil", *CONSTANTS, *STRINGS)
OPERANDS = (*NOT_EXECUTABLE, FIELD, IDENTIFIER, VARIABLE, LEFT_PAREN)
END, ELSE = Node("{{end}}", 0), Node("{{else}}", 0)


class Tree:
    """One template in the making: the whole, or what `define` or `block` defines."""

    def __init__(
        self, lexer: Lexer, name: str, functions: Collection[str], found: Found, main: str = ""
    ) -> None:
        self.lexer = lexer
        self.name: str = name
        self.main: str = main or name
        self.functions = functions
        self.found = found
        self.items: list[Item] = [NO_ITEM, NO_ITEM, NO_ITEM]
        self.ahead: int = 0
        self.variables: list[str] = ["$"]
        self.action_line: int = 0
        self.ranges: int = 0
        self.parens: int = 0
        # How many constructs there are around that give the dot another meaning.
        self.other_dots: int = int(bool(main))

    def next(self) -> Item:
        """Return the next item."""
        if self.ahead:
            self.ahead -= 1
        else:
            self.items[0] = self.lexer.next_item()
        return self.items[self.ahead]

    def back(self, *items: Item) -> None:
        """Put the last item back, and those before it, the earliest first."""
        for place, item in enumerate(reversed(items), 1):
            self.items[place] = item
        self.ahead = len(items) + 1 if items else self.ahead + 1

    def peek(self) -> Item:
        """Return the next item and leave it there."""
        item = self.next()
        self.back()
        return item

    def next_word(self) -> Item:
        """Return the next item that is not a space."""
        while (item := self.next()).kind == SPACE:
            pass
        return item

    def peek_word(self) -> Item:
        """Return the next item that is not a space and leave it there."""
        item = self.next_word()
        self.back()
        return item

    def fail(self, message: str) -> NoReturn:
        """Raise Invalid with the line of the newest item."""
        raise Invalid(f"template: {self.main}:{self.items[0].line}: {message}")

    def unexpected(self, item: Item, context: str) -> NoReturn:
        """Raise Invalid for an item that does not fit, or for what the lexer complains about."""
        if item.kind != ERROR:
            self.fail(f"unexpected {item} in {context}")
        where = ""
        if self.action_line not in (0, item.line):
            place = f"started at {self.main}:{self.action_line}"
            where = f" {place}" if item.value.endswith(" action") else f" in action {place}"
        self.fail(f"{item}{where}")

    def expect(self, context: str, *kinds: Kind) -> Item:
        """Return the next item that is not a space; it must be of one of these kinds."""
        item = self.next_word()
        if item.kind not in kinds:
            self.unexpected(item, context)
        return item

    def unquoted(self, item: Item) -> str:
        """Return what a string stands for."""
        try:
            return unquote(item.value)
        except Malformed as problem:
            self.fail(str(problem))

    def add(self, body: Body) -> None:
        """Put the template among those that are defined."""
        empty = is_blank(body)
        if self.found.defined.get(self.name, True):
            self.found.defined[self.name] = empty
            self.found.bodies[self.name] = body
        elif not empty:
            self.fail(f"template: multiple definition of template {quote(self.name)}")

    def parse(self) -> Steps[None]:
        """Read a whole text."""
        nodes: list[Node] = []
        while self.peek().kind != END_OF_TEXT:
            if self.peek().kind == LEFT_DELIMITER:
                delimiter = self.next()
                if self.next_word().kind == "define":
                    tree = self.inner("definition")
                    yield tree.definition()
                    continue
                self.back(delimiter)
            node = yield self.text_or_action()
            if node is END or node is ELSE:
                self.fail(f"unexpected {node.kind}")
            nodes.append(node)
        defined = dict(self.found.defined)
        self.add(tuple(nodes))
        self.found.defined = defined

    def inner(self, name: str) -> "Tree":
        """Return the tree for a template within this one."""
        return Tree(self.lexer, name, self.functions, self.found, self.main)

    def definition(self) -> Steps[None]:
        """Read what follows `define`."""
        context = "define clause"
        self.name = self.unquoted(self.expect(context, *STRINGS))
        self.expect(context, RIGHT_DELIMITER)
        yield self.body(context, self)

    def body(self, context: str, opener: "Tree") -> Steps[None]:
        """Read the text of a template within another, to its end.

        The opener, for a block the tree around it, gives the line of an error.
        """
        nodes, end = yield self.item_list()
        if end is not END:
            opener.fail(f"unexpected {end.kind} in {context}")
        self.add(nodes)

    def item_list(self) -> Steps[tuple[Body, Node]]:
        """Read text and actions to an `end` or `else`."""
        nodes: list[Node] = []
        while self.peek_word().kind != END_OF_TEXT:
            node = yield self.text_or_action()
            if node is END or node is ELSE:
                return tuple(nodes), node
            nodes.append(node)
        self.fail("unexpected EOF")

    def text_or_action(self) -> Steps[Node]:
        """Read a text or an action."""
        item = self.next_word()
        if item.kind == TEXT:
            return Node(TEXT, item.position, item.value)
        if item.kind != LEFT_DELIMITER:
            self.unexpected(item, "input")
        self.action_line = item.line
        node: Node = yield self.action()
        self.action_line = 0
        return node

    def action(self) -> Steps[Node]:
        """Read an action after its delimiter."""
        item = self.next_word()
        if item.kind in ("if", "range", "with", "block", "template"):
            works = {"block": self.block, "template": self.use}
            work = works[item.kind]() if item.kind in works else self.control(item.kind)
            node: Node = yield work
            return node
        if item.kind in ("break", "continue"):
            self.leave(item.kind)
            return Node(item.kind, item.position)
        if item.kind == "end":
            self.expect("end", RIGHT_DELIMITER)
            return END
        if item.kind == "else":
            known = ("if", "with") if self.found.else_with else ("if",)
            if self.peek_word().kind not in known:
                self.expect("else", RIGHT_DELIMITER)
            return ELSE
        self.back()
        self.peek()
        pipe: Pipe = yield self.pipeline("command", RIGHT_DELIMITER)
        return Branch("action", pipe.position, pipe=pipe)

    def leave(self, word: str) -> None:
        """Read what follows `break` or `continue`."""
        self.expect(f"{{{{{word}}}}}", RIGHT_DELIMITER)
        if not self.ranges:
            self.fail(f"{{{{{word}}}}} outside {{{{range}}}}")

    def control(self, word: str) -> Steps[Node]:
        """Read what follows `if`, `range` or `with`, to its end."""
        known = len(self.variables)
        pipe: Pipe = yield self.pipeline(word, RIGHT_DELIMITER)
        self.ranges += word == "range"
        self.other_dots += word != "if"
        body, end = yield self.item_list()
        self.ranges -= word == "range"
        self.other_dots -= word != "if"
        other: Body = ()
        if end is ELSE:
            other = yield self.alternative(word)
        del self.variables[known:]
        return Branch(word, pipe.position, pipe=pipe, body=body, other=other)

    def alternative(self, word: str) -> Steps[Body]:
        """Read what follows `else`, to the end; `else if` shares the end with its `if`."""
        if word in ("if", "with") and self.peek().kind == word:
            self.next()
            return ((yield self.control(word)),)
        nodes: tuple[Body, Node] = yield self.item_list()
        body, end = nodes
        if end is not END:
            self.fail(f"expected end; found {end.kind}")
        return body

    def block(self) -> Steps[Node]:
        """Read what follows `block`."""
        context = "block clause"
        name, place = self.template_name(context)
        pipe = yield self.pipeline(context, RIGHT_DELIMITER)
        yield self.inner(name).body(context, self)
        return Branch("template", place, name, pipe=pipe)

    def use(self) -> Steps[Node]:
        """Read what follows `template`."""
        context = "template clause"
        name, place = self.template_name(context)
        pipe = None
        if self.next_word().kind != RIGHT_DELIMITER:
            self.back()
            pipe = yield self.pipeline(context, RIGHT_DELIMITER)
        return Branch("template", place, name, pipe=pipe)

    def template_name(self, context: str) -> tuple[str, int]:
        """Read the name of a template; give it and its place."""
        item = self.expect(context, *STRINGS)
        name = self.unquoted(item)
        self.found.used[name] = None
        return name, item.position

    def pipeline(self, context: str, end: Kind) -> Steps[Pipe]:
        """Read declarations and commands up to the end of an action or a parenthesis."""
        place = self.peek_word().position
        declared, assigns = self.declarations(context)
        commands: list[Node] = []
        while (item := self.next_word()).kind != end:
            if item.kind not in OPERANDS:
                self.unexpected(item, context)
            self.back()
            commands.append((yield self.command()))
        if not commands:
            self.fail(f"missing value for {context}")
        for stage, command in enumerate(commands[1:], 2):
            if command.parts[0].kind in NOT_EXECUTABLE:
                self.fail(f"non executable command in pipeline stage {stage}")
        return Pipe("pipe", place, parts=tuple(commands), declared=declared, assigns=assigns)

    def declarations(self, context: str) -> tuple[tuple[str, ...], bool]:
        """Read `$x :=` or `$k, $v :=`, if there is any; tell whether it is `=`."""
        declared: list[str] = []
        while (variable := self.peek_word()).kind == VARIABLE:
            self.next()
            after = self.peek()
            following = self.peek_word()
            comma = following.kind == CHARACTER and following.value == ","
            if not comma and following.kind not in (ASSIGN, DECLARE):
                self.back(*([variable, after] if after.kind == SPACE else [variable]))
                break
            self.next_word()
            self.variables.append(variable.value)
            declared.append(variable.value)
            if not comma:
                return tuple(declared), following.kind == ASSIGN
            if context != "range" or len(declared) == 2:
                self.fail(f"too many declarations in {context}")
            if self.peek_word().kind not in (VARIABLE, RIGHT_DELIMITER, RIGHT_PAREN):
                self.fail("range can only initialize variables")
        return tuple(declared), False

    def command(self) -> Steps[Node]:
        """Read operands."""
        place = self.peek_word().position
        operands: list[Node] = []
        while True:
            self.peek_word()
            operand = yield self.operand()
            if operand is not None:
                operands.append(operand)
            item = self.next()
            if item.kind == SPACE:
                continue
            if item.kind in (RIGHT_DELIMITER, RIGHT_PAREN):
                self.back()
            elif item.kind != PIPE:
                self.unexpected(item, "operand")
            break
        if not operands:
            self.fail("empty command")
        return Node("command", place, parts=tuple(operands))

    def operand(self) -> Steps[Node | None]:
        """Read a term and the fields that follow it; None if there is none."""
        item = self.next_word()
        node: Node = Word(item.kind, item.position, item.value)
        if item.kind == LEFT_PAREN:
            node = yield self.parenthesis()
        elif not self.term(item):
            self.back()
            return None
        path = item.value
        if self.peek().kind == FIELD:
            place = self.peek().position
            while self.peek().kind == FIELD:
                path += self.next().value
            if item.kind in NOT_EXECUTABLE:
                self.fail(f"unexpected . after term {quote(item.value)}")
            if item.kind in (FIELD, VARIABLE):
                node = Word(item.kind, place, path)
            else:
                node = Node("chain", place, path[len(item.value) :], parts=(node,))
        self.note(item, path)
        return node

    def parenthesis(self) -> Steps[Pipe]:
        """Read what is in parentheses, after the first."""
        if self.parens >= MAX_PARENS:
            self.fail("max expression depth exceeded")
        self.parens += 1
        pipe: Pipe = yield self.pipeline("parenthesized pipeline", RIGHT_PAREN)
        self.parens -= 1
        return pipe

    def term(self, item: Item) -> bool:
        """Check a term that is one item; say whether it is one."""
        if item.kind == IDENTIFIER and item.value not in self.functions:
            self.fail(f"function {quote(item.value)} not defined")
        if item.kind == VARIABLE and item.value not in self.variables:
            self.fail(f"undefined variable {quote(item.value)}")
        if item.kind in STRINGS:
            self.unquoted(item)
        if item.kind in CONSTANTS:
            try:
                check_constant(item)
            except Malformed as problem:
                self.fail(str(problem))
        return item.kind in OPERANDS

    def note(self, item: Item, path: str) -> None:
        """Keep what an operand names."""
        if item.kind == IDENTIFIER:
            self.found.functions[item.value] = None
        elif item.kind == VARIABLE and item.value != "$":
            self.found.variables[item.value] = None
        elif item.kind == VARIABLE and path != "$" and self.name == self.main:
            self.found.fields[path[1:]] = None
        elif item.kind == FIELD and not self.other_dots:
            self.found.fields[path] = None
