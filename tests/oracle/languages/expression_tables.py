"""Write corefile/go/expr/tables.py from Go's types.

python -m tests.oracle.languages.expression_tables
"""

from pathlib import Path

from tests.oracle.languages import client

TARGET = Path(__file__).parents[3] / "corefile" / "go" / "expr" / "tables.py"


def main() -> None:
    """Write the file."""
    facts = client.tables()["expression"]
    versions = client.versions()
    builtins = {name: tuple(facts["builtins"][name] or ()) for name in facts["builtins"]}
    text = (
        f'"""Facts of expr-lang {versions["expr"]} and of CoreDNS {versions["coredns"]}. '
        'Generated.\n\nWritten by `python -m tests.oracle.languages.expression_tables`.\n"""\n\n'
        "# ruff: noqa: E501\n\n"
        "#: What CoreDNS adds (plugin/pkg/expression).\n"
        f"ENVIRONMENT: dict[str, str] = {facts['environment']!r}\n\n"
        "#: What every expression has (builtin/builtin.go), with the ways in which it may be\n"
        "#: called; none where a procedure decides.\n"
        f"BUILTINS: dict[str, tuple[str, ...]] = {builtins!r}\n\n"
        "#: What Go's named types are.\n"
        f"KINDS: dict[str, str] = {facts['kinds']!r}\n\n"
        "#: The methods of types; the type itself comes first unless it is an interface.\n"
        f"METHODS: dict[str, dict[str, str]] = {facts['methods']!r}\n"
    )
    TARGET.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
