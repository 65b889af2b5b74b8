"""Executes templates as text/template does (exec.go), on data of which some may not be known.

What depends on something that is not known, or on what is not worked out here, is `UNKNOWN` as a
whole; work and output are bounded, and what goes beyond is UNKNOWN too. Where Go ends with an
error, so that CoreDNS fails the query, `Failed` has Go's message.
"""

from corefile.go.literals import unquote
from corefile.go.steps import Steps, run
from corefile.go.strconv import quote
from corefile.go.template.compile import Template
from corefile.go.template.functions import FUNCTIONS, MAX_TEXT, SHORT_CIRCUIT
from corefile.go.template.lexer import (
    BOOL,
    DOT,
    FIELD,
    IDENTIFIER,
    RAW_STRING,
    STRING,
    TEXT,
    VARIABLE,
)
from corefile.go.template.nodes import Body, Branch, Node, Pipe, shown
from corefile.go.template.operands import members, number
from corefile.go.template.values import (
    MISSING,
    UNKNOWN,
    Boxed,
    CallFailed,
    Failed,
    Map,
    Open,
    Struct,
    Unknown,
    bare,
    plain,
    truth,
    type_of,
)
from corefile.text.typed import Any, Final, NoReturn

__all__ = ["UNKNOWN", "Failed", "Struct", "Unknown", "execute"]

#: How many nodes are worked out. A template that somebody writes has a few dozen.
MAX_STEPS = 20_000


def execute(template: Template, text: str, data: Struct, name: str = "answer") -> str | Unknown:
    """Return what a template makes of data, UNKNOWN where that is not known.

    `text` is that of which `template` was read. Raises Failed.
    """
    try:
        return run(_Execution(template, text, name, data).whole())
    except Open:
        return UNKNOWN


class _Execution:
    """One execution."""

    def __init__(self, template: Template, text: str, name: str, data: Any) -> None:
        self.bodies, self.text, self.file = template.bodies, text, name
        self.name = name
        self.data = data
        self.variables: list[tuple[str, Any]] = [("$", data)]
        self.out: list[str] = []
        self.size = self.steps = 0
        self.node: Node | None = None

    def whole(self) -> Steps[str]:
        """Execute the template."""
        yield self.walk(self.data, self.bodies[self.name])
        return "".join(self.out)

    # ----- bounds and errors

    def at(self, node: Node) -> None:
        """Note which node errors are about; count it."""
        self.node = node
        self.spend(1)

    def spend(self, steps: int) -> None:
        """Count work."""
        self.steps += steps
        if self.steps > MAX_STEPS:
            raise Open

    def fail(self, message: str) -> NoReturn:
        """Raise Failed."""
        node = self.node
        if node is None:
            raise Open
        before = self.text[: node.position]
        line = before.count("\n") + 1
        column = len(before[before.rfind("\n") + 1 :].encode("utf-8", "surrogateescape"))
        place = f"{self.file}:{line}:{column}"
        raise Failed(
            f"template: {place}: executing {quote(self.name)} at <{shown(node)}>: {message}"
        )

    def write(self, text: str) -> None:
        """Add a text."""
        self.size += len(text)
        if self.size > MAX_TEXT:
            raise Open
        self.out.append(text)

    # ----- actions

    def walk(self, dot: Any, body: Body) -> Steps[str]:
        """Execute nodes; give `break` or `continue` where one ends them."""
        for node in body:
            self.at(node)
            if node.kind == TEXT:
                self.write(node.text)
            elif node.kind in ("break", "continue"):
                return node.kind
            elif isinstance(node, Branch):
                leaves = yield _ACTIONS[node.kind](self, dot, node)
                if leaves:
                    return str(leaves)
        return ""

    def action(self, dot: Any, node: Branch) -> Steps[str]:
        """Print the value of a pipeline, unless it declares variables."""
        value = yield self.pipeline(dot, node.pipe)
        if node.pipe is not None and not node.pipe.declared:
            self.at(node)
            self.write("<no value>" if bare(value) is None else plain(value))
        return ""

    def condition(self, dot: Any, node: Branch) -> Steps[str]:
        """Execute an `if` or a `with`."""
        known = len(self.variables)
        value = yield self.pipeline(dot, node.pipe)
        leaves = ""
        if truth(value):
            leaves = yield self.walk(value if node.kind == "with" else dot, node.body)
        else:
            leaves = yield self.walk(dot, node.other)
        del self.variables[known:]
        return str(leaves)

    def loop(self, dot: Any, node: Branch) -> Steps[str]:
        """Execute a `range`."""
        known = len(self.variables)
        value = bare((yield self.pipeline(dot, node.pipe)))
        pipe = node.pipe
        if pipe is None:
            raise Open
        inside = len(self.variables)
        items = self.items(value, len(pipe.declared))
        self.spend(len(items))
        for place, item in items:
            if len(pipe.declared) > 1:
                self.set(pipe, 0, inside - 2, place)
            if pipe.declared:
                self.set(pipe, len(pipe.declared) - 1, inside - 1, item)
            leaves = yield self.walk(item, node.body)
            del self.variables[inside:]
            if leaves == "break":
                break
        if not items:
            leaves = yield self.walk(dot, node.other)
            del self.variables[known:]
            return str(leaves)
        del self.variables[known:]
        return ""

    def set(self, pipe: Pipe, number: int, place: int, value: Any) -> None:
        """Give a variable of `range` its value."""
        if pipe.assigns:
            self.assign(pipe.declared[number], value)
        else:
            self.variables[place] = (pipe.declared[number], value)

    def items(self, value: Any, declared: int) -> list[tuple[Any, Any]]:
        """Return what `range` goes through: the places, and what is there."""
        if isinstance(value, bool) or not isinstance(value, list | Map | int | None):
            self.fail(f"range can't iterate over {plain(value)}")
        if isinstance(value, int) and declared > 1:
            self.fail(f"can't use {int(value)} to iterate over more than one variable")
        return members(value, MAX_STEPS)

    def use(self, dot: Any, node: Branch) -> Steps[str]:
        """Execute another template."""
        body = self.bodies.get(node.text)
        if body is None:
            self.fail(f"template {quote(node.text)} not defined")
        data = (yield self.pipeline(dot, node.pipe)) if node.pipe is not None else None
        name, variables = self.name, self.variables
        self.name, self.variables = node.text, [("$", data)]
        leaves = yield self.walk(data, body)
        self.name, self.variables = name, variables
        return str(leaves)

    # ----- pipelines

    def pipeline(self, dot: Any, pipe: Pipe | None) -> Steps[Any]:
        """Return the value of a pipeline; declare or assign its variables."""
        if pipe is None:
            return None
        self.at(pipe)
        value: Any = MISSING
        for command in pipe.parts:
            value = bare((yield self.command(dot, command, value)))
        for name in pipe.declared:
            if pipe.assigns:
                self.assign(name, value)
            else:
                self.variables.append((name, value))
        return value

    def assign(self, name: str, value: Any) -> None:
        """Give a variable another value."""
        for place in range(len(self.variables) - 1, -1, -1):
            if self.variables[place][0] == name:
                self.variables[place] = (name, value)
                return
        self.fail(f"undefined variable: {name}")

    def variable(self, name: str) -> Any:
        """Return the value of a variable."""
        known = [value for known, value in self.variables if known == name]
        if not known:
            self.fail(f"undefined variable: {name}")
        return known[-1]

    def command(self, dot: Any, command: Node, final: Any) -> Steps[Any]:
        """Return the value of a command; `final` is that of the command before."""
        first = command.parts[0]
        extra = len(command.parts) > 1 or final is not MISSING
        if first.kind in (FIELD, "chain") or (first.kind == VARIABLE and "." in first.text):
            return (yield self.fields(dot, first, extra))
        if first.kind == IDENTIFIER:
            return (yield self.function(dot, first, command, command.parts[1:], final))
        if not isinstance(first, Pipe):
            self.at(first)
        if extra:
            self.fail(f"can't give argument to non-function {shown(first)}")
        if isinstance(first, Pipe):
            return (yield self.pipeline(dot, first))
        if first.kind == "nil":
            self.fail("nil is not a command")
        return self.operand(dot, first)

    def operand(self, dot: Any, node: Node) -> Any:
        """Return the value of an operand that has no parts."""
        self.at(node)
        if node.kind == VARIABLE:
            return self.variable(node.text)
        if node.kind == DOT:
            return dot
        if node.kind == BOOL:
            return node.text == "true"
        if node.kind in (STRING, RAW_STRING):
            return unquote(node.text)
        value = number(node)
        if value is None:
            self.fail(f"{node.text} overflows int")
        return value

    # ----- fields

    def fields(self, dot: Any, node: Node, extra: bool) -> Steps[Any]:
        """Return the value of fields of fields; `extra` says that there are arguments."""
        self.at(node)
        first, *names = node.text.split(".")
        value = dot
        if node.kind == "chain":
            value = yield self.argument(dot, "value", node.parts[0])
            if node.parts[0].kind == "nil":
                self.fail(f"indirection through explicit nil in {shown(node)}")
        elif node.kind == VARIABLE:
            value = self.variable(first)
        for place, name in enumerate(names, 1):
            value = self.field(node, value, name, extra and place == len(names))
        return value

    def field(self, node: Node, value: Any, name: str, extra: bool) -> Any:
        """Return a field of a struct, or what a map has under a key (evalField)."""
        if value is None:
            return None
        type_ = type_of(value)
        if isinstance(value, Boxed) and value.value is None:
            self.fail(f"nil pointer evaluating {type_}.{name}")
        value = bare(value)
        if isinstance(value, Struct) and name in value.fields:
            found = value.fields[name]
            if found is UNKNOWN:
                raise Open
            if extra:
                self.fail(f"{name} has arguments but cannot be invoked as function")
            return found
        if isinstance(value, Struct) and name in value.hidden:
            self.fail(f"{name} is an unexported field of struct type {type_}")
        if not isinstance(value, Map):
            self.fail(f"can't evaluate field {name} in type {type_}")
        if extra:
            self.fail(f"{name} is not a method but has arguments")
        return value.values.get(name)

    # ----- functions

    def function(
        self, dot: Any, name: Node, node: Node, arguments: tuple[Node, ...], final: Any
    ) -> Steps[Any]:
        """Call a function (evalCall)."""
        self.at(name)
        count = len(arguments) + (final is not MISSING)
        if name.text in SHORT_CIRCUIT and count:
            return (yield self.short_circuit(dot, name.text, arguments, final))
        if name.text not in FUNCTIONS:
            raise Open
        types, repeated, work = FUNCTIONS[name.text]
        least = len(types) - repeated
        if count < least or (not repeated and count > least):
            wanted = (
                f"at least {least} got {len(arguments)}" if repeated else f"{least} got {count}"
            )
            self.fail(f"wrong number of args for {name.text}: want {wanted}")
        values: list[Any] = []
        for place, argument in enumerate(arguments):
            wanted = types[min(place, len(types) - 1)]
            values.append((yield self.argument(dot, wanted, argument)))
        if final is not MISSING:
            values.append(self.fitting(final, types[min(count, len(types)) - 1]))
        try:
            return work(*values)
        except CallFailed as failed:
            self.at(node)
            self.fail(f"error calling {name.text}: {failed}")

    def short_circuit(
        self, dot: Any, name: str, arguments: tuple[Node, ...], final: Any
    ) -> Steps[Any]:
        """Return the first argument that decides, or else the last."""
        value: Any = None
        for argument in arguments:
            value = yield self.argument(dot, "value", argument)
            if truth(value) == (name == "or"):
                return value
        return value if final is MISSING else final

    def argument(self, dot: Any, wanted: str, node: Node) -> Steps[Any]:
        """Return the value of an argument of some type (evalArg)."""
        self.at(node)
        if node.kind == "nil":
            if wanted in ("string", "int"):
                self.fail(f"cannot assign nil to {wanted}")
            return None
        if isinstance(node, Pipe):
            return self.fitting((yield self.pipeline(dot, node)), wanted)
        if node.kind in (FIELD, "chain") or (node.kind == VARIABLE and "." in node.text):
            return self.fitting((yield self.fields(dot, node, False)), wanted)
        if node.kind == IDENTIFIER:
            value = yield self.function(dot, node, node, (), MISSING)
            return self.fitting(value, wanted)
        value = self.operand(dot, node)
        if node.kind in (DOT, VARIABLE):
            return self.fitting(value, wanted)
        return self.literal(node, value, wanted)

    def literal(self, node: Node, value: Any, wanted: str) -> Any:
        """Return a constant that a parameter takes."""
        text = node.kind in (STRING, RAW_STRING)
        if wanted == "string" and not text:
            self.fail(f"expected string; found {shown(node)}")
        if wanted == "int" and (text or node.kind == BOOL):
            self.fail(f"expected integer; found {shown(node)}")
        if wanted == "int" and not isinstance(value, int):
            raise Open
        return value

    def fitting(self, value: Any, wanted: str) -> Any:
        """Return a value that a parameter takes (validateType)."""
        if wanted not in ("string", "int"):
            return value
        if value is None:
            self.fail(f"invalid value; expected {wanted}")
        inner = bare(value)
        if inner is None or type_of(inner) != wanted:
            got = type_of(value if inner is None else inner)
            self.fail(f"wrong type for value; expected {wanted}; got {got}")
        return inner


_ACTIONS: Final = {
    "action": _Execution.action,
    "if": _Execution.condition,
    "range": _Execution.loop,
    "template": _Execution.use,
    "with": _Execution.condition,
}
