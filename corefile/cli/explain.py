"""The command `corefile explain`: what a rule, a plugin or a message of CoreDNS is about."""

import shutil
import sys
import textwrap
from collections.abc import Iterator, Sequence

from corefile.cli.guard import CLEAN, FINDINGS, UNREADABLE, USAGE, complain, guarded
from corefile.cli.help import Parser
from corefile.vocabulary import MAX_BYTES, STDIN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.reference.explaining import Explanation

__all__ = ["main"]

_DESCRIPTION = """\
Print the page of a rule or of a plugin, or what a message means that CoreDNS has printed.
"""

_EPILOG = """\
examples:
  corefile explain hosts-missing-fallthrough   a rule; or its code, CF201
  corefile explain forward                     a plugin
  corefile explain 'plugin/errors: 2 example.org. A: no next plugin found'
  kubectl -n kube-system logs deploy/coredns | corefile explain -

exit status:
  0  explained
  1  CoreDNS is not known to print this
  2  wrong usage, or a name that nothing has
  3  standard input could not be read
"""

#: What is said of words that nobody knows.
_UNKNOWN = (
    "CoreDNS is not known to print this: give its line whole, as in the log, or the name of a rule"
    " or plugin; `corefile rules` and `corefile plugins` list them"
)

#: The most and the fewest columns of a line.
_WIDEST, _NARROWEST = 80, 40


def main(argv: Sequence[str] | None = None, program: str = "corefile explain") -> int:
    """Run the command and give its exit status. `argv` does not hold the command's name."""
    return guarded(program, lambda: run(sys.argv[1:] if argv is None else argv, program))


def run(argv: Sequence[str], program: str) -> int:
    """Explain what the arguments name, or the lines of standard input."""
    parser = Parser(
        prog=program,
        usage=f"{program} [-h] RULE | PLUGIN | MESSAGE | -",
        description=_DESCRIPTION,
        epilog=_EPILOG,
    )
    parser.add_argument(
        "words",
        metavar="TEXT",
        nargs="+",
        help="a rule, a plugin, what CoreDNS printed, or - for standard input",
    )
    # A message may begin with a dash or hold one.
    words = argv if argv and argv[0] not in ("-h", "--help") else parser.parse_args(argv).words
    from corefile.cli.own import load_own  # noqa: PLC0415 - help needs none of it
    from corefile.lint import ConfigurationError  # noqa: PLC0415

    try:
        load_own()
    except ConfigurationError as error:
        complain(program, "error", str(error))
        return USAGE
    if list(words) == [STDIN]:
        return explain_log(program)
    text = " ".join(words)
    return explain_name(text, program) if len(text.split()) == 1 else explain_text(text, program)


def explain_name(name: str, program: str) -> int:
    """Print the page of a rule or plugin."""
    from corefile.reference.explaining import explain_line, page_of  # noqa: PLC0415

    try:
        sys.stdout.write(page_of(name))
    except LookupError as error:
        found = explain_line(name)
        if found is None:
            complain(program, "error", str(error.args[0]))
            return USAGE
        show(found, name)
    return CLEAN


def explain_text(text: str, program: str) -> int:
    """Say what a message means."""
    from corefile.reference.explaining import explain_line  # noqa: PLC0415

    for line in text.splitlines():
        found = explain_line(line)
        if found is not None:
            show(found, line)
            return CLEAN
    complain(program, "error", _UNKNOWN)
    return FINDINGS


def explain_log(program: str) -> int:
    """Say what the lines of standard input mean, each kind once."""
    from corefile.reference.explaining import explain_line  # noqa: PLC0415
    from corefile.text.printable import printable  # noqa: PLC0415

    try:
        data = b"" if sys.stdin is None else sys.stdin.buffer.read(MAX_BYTES)
    except OSError as error:
        complain(program, "error", f"-: {error.strerror or error}")
        return UNREADABLE
    if not data.strip():
        from corefile.cli.inputs import NOTHING  # noqa: PLC0415 - where something went wrong

        complain(program, "error", f"-: {NOTHING}")
        return UNREADABLE
    lines = data.decode("utf-8", "replace").splitlines()
    kinds: dict[Explanation, list[str]] = {}
    for line in dict.fromkeys(lines):
        found = explain_line(line)
        if found is not None:
            kinds.setdefault(found, []).append(line)
    for number, (found, alike) in enumerate(kinds.items()):
        more = f" (and {len(alike) - 1} more like it)" if len(alike) > 1 else ""
        sys.stdout.write("\n" * bool(number))
        sys.stdout.write(filled(f"{printable(alike[0].strip())}{more}"))
        show(found, alike[0])
    if not kinds:
        complain(program, "note", f"nothing is known of {len(lines)} lines")
    return CLEAN if kinds else FINDINGS


def show(found: "Explanation", line: str) -> None:
    """Print what is known of a message, and what to write instead of what it refuses."""
    sys.stdout.write(filled(found.meaning))
    if found.plugins and found.rules:
        from corefile.reference.trying import advice  # noqa: PLC0415 - takes its time

        said = advice(line)
        sys.stdout.write(f"\n{filled(f'Most likely: {said}.')}" if said else "")
    sys.stdout.write("".join(f"{line}\n" for line in see(found)))


def see(found: "Explanation") -> Iterator[str]:
    """Yield the commands that say more."""
    if found.rules:
        yield ""
        yield "To find the line, and what to write instead:"
        yield "  corefile-lint Corefile"
    pages = (*found.rules, *found.plugins)
    if pages:
        yield ""
        yield "To read more:"
        yield from (f"  corefile explain {name}" for name in pages)


def filled(text: str) -> str:
    """Return a text with line breaks for the terminal."""
    columns = shutil.get_terminal_size((_WIDEST, 24)).columns
    width = max(_NARROWEST, min(columns, _WIDEST))
    return textwrap.fill(text, width, break_on_hyphens=False) + "\n"
