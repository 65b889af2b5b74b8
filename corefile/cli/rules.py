"""The command `corefile rules`: what the linter finds."""

import sys
from collections.abc import Sequence

from corefile.cli.guard import CLEAN, USAGE, complain, guarded
from corefile.cli.help import Parser, one_of

__all__ = ["main"]

_EPILOG = """\
examples:
  corefile rules                             all rules
  corefile rules hosts-missing-fallthrough   what a rule finds; how to fix it
  corefile rules CF201 CF203                 the same for two, by their codes
"""


def main(argv: Sequence[str] | None = None, program: str = "corefile rules") -> int:
    """Run the command and give its exit status. `argv` does not hold the command's name."""
    return guarded(program, lambda: run(sys.argv[1:] if argv is None else argv, program))


def run(argv: Sequence[str], program: str) -> int:
    """Print a table of the rules, or the pages of some."""
    parser = Parser(
        prog=program,
        description="Say which rules the linter has, and what each finds.",
        epilog=_EPILOG,
    )
    parser.add_argument("names", metavar="RULE", nargs="*", help="the name or the code of a rule")
    parser.add_argument(
        "--output-format",
        metavar="{text,json}",
        type=one_of(("text", "json")),
        default="text",
        help="how to print it (default: text)",
    )
    options = parser.parse_args(argv)
    # Loaded here, so that `--help` costs next to nothing.
    from corefile.cli.own import load_own  # noqa: PLC0415
    from corefile.lint import ConfigurationError, UnknownRule, find_rule, known_rules  # noqa: PLC0415
    from corefile.reference.explain import explain, rule_dict, table  # noqa: PLC0415

    try:
        load_own()
        chosen = [find_rule(name) for name in options.names]
    except (UnknownRule, ConfigurationError) as error:
        complain(program, "error", str(error))
        return USAGE
    if options.output_format == "json":
        import json  # noqa: PLC0415

        shown = [rule_dict(rule) for rule in chosen or known_rules()]
        print(json.dumps({"rules": shown}, indent=2))
    elif chosen:
        sys.stdout.write("\n".join(explain(rule) for rule in chosen))
    else:
        print("\n".join(table()))
    return CLEAN
