"""Lines that a block holds only because its `}` is missing or comes too late.

CoreDNS parses such a text, and refuses what is in the block. Laid out, the lines would be deeper
than before, and no reader would see any more where the `}` belongs.
"""

from collections.abc import Iterator

from corefile.syntax.tree import Corefile, ServerBlock, Snippet, Statement, Token

__all__ = ["swallowed"]

#: What the names of plugins do not have, and keys of server blocks and names of snippets do.
_OF_KEYS = frozenset(".:/(")
_MISSING = "a `}` is missing above it, or on the wrong line"


def swallowed(tree: Corefile) -> tuple[Token, str] | None:
    """Return the first line that a block holds by mistake, and what to say; None where none is.

    It is not indented deeper than what it is in, and CoreDNS refuses it there: a server block in
    another one, or a plugin in a plugin that has no such property.
    """
    found = [*shallow(tree)]
    refused = refused_in(tree) if any(isinstance(owner, Statement) for owner, _ in found) else ()
    for owner, line in found:
        name = line.name
        if not isinstance(owner, Statement):
            return name, f"`{name.value}` is inside another server block: {_MISSING}"
        if name in refused:
            return name, f"`{name.value}` is not a property of `{owner.name.value}`: {_MISSING}"
    return None


def shallow(tree: Corefile) -> Iterator[tuple[ServerBlock | Snippet | Statement, Statement]]:
    """Yield what is in a block by its braces and not by its depth, with what it is in."""
    for server in tree.items:
        if not isinstance(server, ServerBlock | Snippet):
            continue
        for plugin in server.body.items:
            if not isinstance(plugin, Statement) or plugin.block is None:
                continue
            if not _OF_KEYS.isdisjoint(plugin.name.value) and not is_deeper(plugin, server):
                yield server, plugin
            for line in plugin.block.items:
                if isinstance(line, Statement) and not is_deeper(line, plugin):
                    yield plugin, line


def is_deeper(line: Statement, owner: ServerBlock | Snippet | Statement) -> bool:
    """Tell whether a line is indented deeper than another, or does not begin its line."""
    first, other = line.first_token, owner.first_token
    return not first.begins_line or depth(first) > depth(other)


def depth(token: Token) -> int:
    """Return how many columns are before the first token of a line."""
    return len(token.prefix.rpartition("\n")[2].expandtabs())


def refused_in(tree: Corefile) -> frozenset[Token]:
    """Return the names of plugins that CoreDNS refuses in the block of another plugin."""
    # Plugins are needed for texts only that may be wrong.
    from corefile.coredns.catalogue.lookup import plugin_class  # noqa: PLC0415
    from corefile.coredns.imports.expand import expand  # noqa: PLC0415
    from corefile.coredns.model.config import configure  # noqa: PLC0415
    from corefile.coredns.releases.builds import stock  # noqa: PLC0415

    build = stock()
    expansion = expand(tree, env=None, read=None, directives=build.plugins)
    return frozenset(
        refusal.token.token
        for refusal in configure(expansion, build=build).refusals
        if refusal.certain and refusal.token.text in build.plugins
        for kind in [plugin_class(refusal.plugin)]
        if kind is not None and refusal.token.text not in kind.specs()
    )
