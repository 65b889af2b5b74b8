"""CoreDNS's own words."""

__all__ = ["file_name", "refusal"]

#: What CoreDNS puts between the place and the reason (caddyfile/dispenser.go, Err and SyntaxErr).
_KINDS = {"parsing": "Error during parsing: ", "syntax": "Syntax error: ", "limit": ""}


def file_name(path: str) -> str:
    """Return the last part of a path: which folder CoreDNS finds the file in is not known here."""
    return "Corefile" if path == "-" else path.rpartition("/")[2] or path


def refusal(path: str, line: int, kind: str, message: str) -> str:
    """Quote what CoreDNS prints when it refuses a file at a 1-based line."""
    return f'"{file_name(path)}:{line} - {_KINDS[kind]}{message}"'
