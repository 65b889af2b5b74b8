"""What came of an expansion, in one line for each server block."""

from corefile import Expansion


def outcome(expansion: Expansion) -> str | list[str]:
    """Return the error, or for each server block its keys and its plugins' tokens with their lines.

    So `a b: log 2:log` stands for a server block of two keys whose one plugin is on line 2.
    """
    if expansion.error is not None:
        return str(expansion.error)
    return [
        f"{' '.join(server.keys)}:"
        + "".join(
            f" {name} " + " ".join(f"{token.line}:{token.text}" for token in tokens)
            for name, tokens in sorted(server.tokens().items())
        )
        for server in expansion.servers
    ]
