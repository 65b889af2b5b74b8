"""What is found in a template while it is parsed."""

from corefile.go.template.lexer import TEXT
from corefile.go.template.nodes import Body
from corefile.text.records import dataclass, field

#: White space as bytes.TrimSpace takes it.
GO_SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)


@dataclass(slots=True)
class Found:
    """What a template and those defined in it have; the names are keys, for their order."""

    fields: dict[str, None] = field(default_factory=dict)
    variables: dict[str, None] = field(default_factory=dict)
    functions: dict[str, None] = field(default_factory=dict)
    used: dict[str, None] = field(default_factory=dict)
    #: Of each template that is defined, whether it is empty.
    defined: dict[str, bool] = field(default_factory=dict)
    #: What each template consists of.
    bodies: dict[str, Body] = field(default_factory=dict)
    #: Whether `{{else with}}` is one word to the Go that reads the template.
    else_with: bool = True


def is_blank(body: Body) -> bool:
    """Tell whether a template is nothing but white space."""
    return all(node.kind == TEXT and not node.text.strip(GO_SPACE) for node in body)
