"""Go's text/template, as CoreDNS's `template` plugin has it parsed, with Go's own error messages.

The messages and the lines in them follow from the steps of a hand-written parser with three items
of lookahead (text/template/parse, parse.go), so these are followed rather than a grammar. What goes
wrong when a template is executed is the concern of `corefile.go.template.execute`.
"""

from collections.abc import Collection, Mapping
from functools import lru_cache

from corefile.go.errors import Invalid
from corefile.go.steps import run
from corefile.go.template.found import Found
from corefile.go.template.lexer import Lexer
from corefile.go.template.nodes import Body
from corefile.go.template.parser import Tree
from corefile.text.records import dataclass, field

__all__ = ["BUILTINS", "FUNCTIONS", "Invalid", "Template", "check_template"]

#: The functions that every template has (text/template, funcs.go).
BUILTINS = frozenset(
    (
        "and call eq ge gt html index js le len lt ne not or print printf println slice urlquery"
    ).split()
)
#: The functions that a template in a Corefile has (plugin/template/template.go: newTemplate).
FUNCTIONS = BUILTINS | {"parseInt"}
#: The versions of Go that began to read line breaks inside `{{…}}`, `{{break}}` and `{{continue}}`,
#: and `{{else with}}`.
LINES = (1, 16)
BREAKS = (1, 18)
ELSE_WITH = (1, 23)


@dataclass(frozen=True, slots=True)
class Template:
    """What there is to know about a template that Go accepts; names are in order, each once."""

    #: Fields of the data, such as `.Name` and `.Group.x`, wherever dot or `$` is the data: not
    #: through the dot of `range`, `with`, `define` and `block`.
    fields: tuple[str, ...]
    #: Variables, such as `$x`.
    variables: tuple[str, ...]
    #: Functions.
    functions: tuple[str, ...]
    #: Templates that are defined, and that are used.
    defined: tuple[str, ...]
    used: tuple[str, ...]
    #: What each template consists of; the whole text is one too, under its own name.
    bodies: Mapping[str, Body] = field(default_factory=dict, compare=False, repr=False)


def check_template(
    text: str,
    *,
    functions: Collection[str] = FUNCTIONS,
    name: str = "answer",
    go: tuple[int, int] = ELSE_WITH,
) -> Template:
    """Read a template as `template.New(name).Funcs(functions).Parse(text)` does.

    `go` is the version of Go that reads it. Raises Invalid with Go's message.
    """
    return checked(text, frozenset(functions), name, go)


@lru_cache(maxsize=512)
def checked(text: str, functions: frozenset[str], name: str, go: tuple[int, int]) -> Template:
    """Read a template."""
    found = Found(else_with=go >= ELSE_WITH)
    tree = Tree(Lexer(text, functions, go >= BREAKS, go >= LINES), name, functions, found)
    run(tree.parse())
    return Template(
        tuple(found.fields),
        tuple(found.variables),
        tuple(found.functions),
        tuple(found.defined),
        tuple(found.used),
        found.bodies,
    )
