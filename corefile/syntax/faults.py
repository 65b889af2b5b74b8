"""What the language refuses, in plain words and in CoreDNS's own (parse.go, dispenser.go)."""

from corefile.syntax.tree import Block, Import, Statement, SyntaxFault, Token

MAX_SNIPPET_EXPANSIONS = 10000

OWN_LINE = "put `}` on a line of its own"


def closing_brace_on_line(close: Token, name: Token) -> SyntaxFault:
    """Report a server block that is closed on the line of its last plugin."""
    return SyntaxFault(
        f"`}}` is on the line of `{name.value}`, where it closes nothing",
        close,
        "Unexpected '}' because no matching opening brace",
        close,
        OWN_LINE,
        name,
        "this line has no `{` of its own",
    )


def server_never_closed(open_brace: Token, last: Token) -> SyntaxFault:
    """Report that the text ends inside a server block."""
    return SyntaxFault(
        "the server block that begins here is never closed",
        open_brace,
        f"Unexpected token '{last.value}', expecting '}}'",
        last,
        "add a `}` on a line of its own where the server block ends",
        last,
        "the text ends here",
    )


def snippet_never_closed(open_brace: Token, last: Token) -> SyntaxFault:
    """Report that the text ends inside a snippet."""
    return SyntaxFault(
        "the snippet that begins here is never closed",
        open_brace,
        f"Unexpected token '{last.value}', expecting '}}'",
        last,
        "add a `}` where the snippet ends",
        last,
        "the text ends here",
    )


def block_never_closed(open_brace: Token, last: Token) -> SyntaxFault:
    """Report that the text ends inside the block of a plugin."""
    return SyntaxFault(
        "the block that begins here is never closed",
        open_brace,
        "Unexpected EOF",
        last,
        "add a `}` on a line of its own where the block ends, and one more for the server block",
        last,
        "the text ends here",
    )


def brace_after_comma(key: Token, open_brace: Token) -> SyntaxFault:
    """Report a comma that promises another key where a brace follows."""
    return SyntaxFault(
        f"the comma of `{key.value}` promises another zone, but `{{` follows",
        key,
        "Expected another address but had '{' - check for extra comma",
        open_brace,
        "remove the comma",
        open_brace,
        "this brace comes too early",
    )


def end_after_comma(key: Token, last: Token) -> SyntaxFault:
    """Report a comma that promises another key where the text ends."""
    return SyntaxFault(
        f"the comma of `{key.value}` promises another zone, but the text ends",
        key,
        "Unexpected EOF",
        last,
        "remove the comma, or add the zone",
    )


def snippet_without_brace(name: Token, found: Token) -> SyntaxFault:
    """Report a snippet without braces."""
    return SyntaxFault(
        f"the snippet `{name.value}` has no `{{`",
        found,
        f"Unexpected token '{found.value}', expecting '{{'",
        found,
        f"write `{name.value} {{`, the lines of the snippet, and `}}`",
        name,
        "the snippet's name",
    )


def snippet_twice(name: str, key: Token, at: Token, first: Token) -> SyntaxFault:
    """Report a snippet's name that is given a second time."""
    return SyntaxFault(
        f"the snippet `{name}` is defined a second time",
        key,
        f"redeclaration of previously declared snippet {name}",
        at,
        "give one of the two another name",
        first,
        "first defined here",
    )


def snippet_imports_itself(name: str, target: Token, close: Token) -> SyntaxFault:
    """Report a snippet that imports itself."""
    return SyntaxFault(
        f"the snippet `{name}` imports itself",
        target,
        f"maximum snippet import depth ({MAX_SNIPPET_EXPANSIONS}) exceeded",
        close,
        "remove this import",
    )


def stray_open_brace(open_brace: Token) -> SyntaxFault:
    """Report a brace where a plugin's name should be."""
    return SyntaxFault(
        "`{` is where the name of a plugin should be",
        open_brace,
        "Unknown directive '{'",
        open_brace,
        "put the brace on the line of the plugin it belongs to, or remove it and its `}`",
    )


def import_arity(node: Import, close: Token | None) -> SyntaxFault | None:
    """Return the fault of an import that has not exactly one argument, or None.

    `close` is the brace after the import, if one follows: on the same line it is an argument.
    """
    extra = [*node.args]
    if node.block is not None and not node.block.open.begins_line:
        extra.append(node.block.open)
    elif close is not None and node.block is None and not close.begins_line:
        extra.append(close)
    if not extra:
        return SyntaxFault(
            "`import` names nothing to import",
            node.name,
            "Wrong argument count or unexpected line ending after 'import'",
            node.name,
            "name a snippet or a file: `import NAME`",
        )
    if not extra[0].value:
        return SyntaxFault(
            "`import` has an empty name",
            extra[0],
            "Import requires a non-empty filepath",
            extra[0],
            "name a snippet or a file: `import NAME`",
        )
    if len(extra) > 1:
        return SyntaxFault(
            f"`import` takes one name, and `{extra[1].value}` is a second",
            extra[1],
            "Import takes only one argument (glob pattern or file)",
            extra[1],
            OWN_LINE if extra[1] is close else "write one `import` line for each",
        )
    if extra[0] not in node.args:
        return SyntaxFault(
            f"`import` takes `{extra[0].value}` for the name of a file",
            extra[0],
            f"File to import not found: {extra[0].value}",
            extra[0],
            "name a snippet or a file: `import NAME`",
        )
    return None


def unclosed(item: Statement | Block) -> Block | None:
    """Return the innermost of the blocks at the end of a line that the text does not close."""
    found = None
    while True:
        block = item if isinstance(item, Block) else (item.tail or (item.block,))[-1]
        if not isinstance(block, Block) or block.close is not None:
            return found
        found = block
        if not block.items:
            return found
        item = block.items[-1]
