"""What the commands have in common that edit a Corefile: their options, and where the text goes."""

import argparse
import os
from collections.abc import Callable, Sequence

from corefile.cli.guard import CLEAN, FINDINGS, UNREADABLE, USAGE, complain
from corefile.cli.help import Help
from corefile.vocabulary import STDIN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from corefile.documents.model import Document
    from corefile.editing.handles import Server, SnippetBlock

    #: Does an edit, and says what there is to say about it, mostly nothing.
    Change: TypeAlias = "Callable[[Server | SnippetBlock], str]"

__all__ = ["EXIT_STATUS", "Options", "edit", "look", "read_words"]

_UNCHANGED = "nothing was written; use --force to write anyway"

_SHARED = "other keys have this text by an alias: it changes there too"

EXIT_STATUS = """\
exit status:
  0  done, or there was nothing to do; with --diff: nothing would change
  1  with --diff: the file would change
  2  wrong usage, or an edit that is refused; the file does not change
  3  the file could not be read or written, or contains no Corefile
"""


class Options:
    """What the words of a command line say."""

    #: The words that are not options. argparse wants none to be there before.
    words: list[str]

    def __init__(self) -> None:
        self.server = ""
        self.corefile = ""
        self.diff = False
        self.force = False
        self.all = False

    @property
    def file(self) -> str:
        """The last word: the file to edit."""
        return self.words[-1]


def read_words(parser: argparse.ArgumentParser, argv: Sequence[str], least: int) -> Options:
    """Read a command line with at least so many words, the file among them."""
    options = parser.parse_intermixed_args(argv, Options())
    if len(options.words) < least:
        parser.error("something is missing")
    return options


def arguments(program: str, usage: str, description: str, epilog: str) -> argparse.ArgumentParser:
    """Make the parser of a command line."""
    parser = argparse.ArgumentParser(
        prog=program,
        usage=f"{program} {usage}",
        description=description,
        epilog=f"{epilog}\n{EXIT_STATUS}",
        formatter_class=Help,
        allow_abbrev=False,
    )
    parser.add_argument("words", nargs="*", help=argparse.SUPPRESS)
    parser.add_argument(
        "--server",
        metavar="KEY",
        type=not_empty,
        default=argparse.SUPPRESS,
        help="the server block with this key, or the snippet with this name in parentheses "
        "(default: the only server block, else the one for `.`)",
    )
    parser.add_argument(
        "--corefile",
        metavar="PART",
        type=not_empty,
        default=argparse.SUPPRESS,
        help="if a file has several Corefiles: the one with this in its namespace, name or "
        "key, as `kube-system/coredns`, or `code block 2` in Markdown",
    )
    parser.add_argument(
        "--diff", action="store_true", help="write nothing; print the changes as a patch"
    )
    parser.add_argument(
        "--force",
        action="store_true",
        help="edit text that CoreDNS cannot parse, and write text that it would refuse",
    )
    return parser


def not_empty(text: str) -> str:
    """Read the value of an option; one that is empty is most likely a variable that is not set."""
    if not text:
        raise argparse.ArgumentTypeError("it is empty")
    return text


def look(program: str, options: Options, change: "Change") -> int:
    """Let a function see a server block and give the exit status. Nothing is written."""
    from corefile.cli.edit_choice import chosen_body, chosen_corefile  # noqa: PLC0415
    from corefile.cli.inputs import Unreadable, load  # noqa: PLC0415
    from corefile.documents import read  # noqa: PLC0415
    from corefile.editing.editor import Editor  # noqa: PLC0415
    from corefile.editing.errors import EditError  # noqa: PLC0415

    try:
        document = read(load(options.file), options.file)
        embedded = chosen_corefile(document, options.corefile)
        note = change(chosen_body(Editor(embedded.text), options.server))
    except Unreadable as error:
        return failed(program, options.file, str(error), UNREADABLE)
    except EditError as error:
        return failed(program, options.file, str(error), USAGE)
    if note:
        complain(program, "note", f"{options.file}: {note}")
    return CLEAN


def edit(program: str, options: Options, change: "Change") -> int:
    """Edit a server block of a file, and give the exit status."""
    from corefile.cli.edit_choice import chosen_body, chosen_corefile  # noqa: PLC0415
    from corefile.cli.inputs import Unreadable, load  # noqa: PLC0415
    from corefile.documents import read  # noqa: PLC0415
    from corefile.documents.writing import Unwritable, write_back  # noqa: PLC0415
    from corefile.editing.editor import Editor  # noqa: PLC0415
    from corefile.editing.errors import EditError  # noqa: PLC0415
    from corefile.text.edits import apply_edits  # noqa: PLC0415

    path = options.file
    try:
        document = read(load(path), path)
        embedded = chosen_corefile(document, options.corefile)
        editor = Editor(embedded.text)
        if editor.tree.errors and not options.force:
            raise EditError(f"{editor.tree.errors[0].message}; {_UNCHANGED}")
        note = change(chosen_body(editor, options.server))
        edits = () if str(editor) == embedded.text else editor.edits
        written = write_back(document, embedded, edits)
    except Unreadable as error:
        return failed(program, path, str(error), UNREADABLE)
    except Unwritable as error:
        return failed(program, path, f"cannot be edited: {error}", UNREADABLE)
    except EditError as error:
        return failed(program, path, str(error), USAGE)
    if note:
        complain(program, "note", f"{path}: {note}")
    after = apply_edits(document.text, written.edits)
    refusal = new_refusal(document, after) if after != document.text else ""
    if refusal and not options.force:
        return failed(program, path, f"{refusal}; {_UNCHANGED}", USAGE)
    if refusal:
        complain(program, "warning", f"{path}: {refusal}")
    if embedded.origin.is_shared and after != document.text:
        complain(program, "warning", f"{path}: {_SHARED}")
    if options.diff:
        from corefile.cli.output import put  # noqa: PLC0415
        from corefile.text.patch import patch  # noqa: PLC0415

        put("".join(patch(document.text, written.edits, path)))
        return CLEAN if after == document.text else FINDINGS
    return deliver(program, path, document.text, after)


def deliver(program: str, path: str, before: str, after: str) -> int:
    """Put the new text where the old one came from, and give the exit status."""
    if path == STDIN:
        from corefile.cli.output import put  # noqa: PLC0415

        put(after)
    elif after != before:
        from corefile.text.writing import replace_file  # noqa: PLC0415

        try:
            old, new = (text.encode("utf-8", "surrogateescape") for text in (before, after))
            replace_file(path, new, old)
        except OSError as error:
            reason = f"cannot be written: {error.strerror or error}"
            return failed(program, path, reason, UNREADABLE)
    return CLEAN


def failed(program: str, path: str, reason: str, status: int) -> int:
    """Say why nothing is done, and give the exit status."""
    complain(program, "error", f"{path}: {reason}")
    return status


def new_refusal(document: "Document", after: str) -> str:
    """Say why CoreDNS would refuse a new text, as far as that is not so already; "" if it is not.

    What differs in nothing but a number, such as that of a line, is the same.
    """
    import re  # noqa: PLC0415
    from collections import Counter  # noqa: PLC0415

    from corefile.coredns.imports.files import Files  # noqa: PLC0415
    from corefile.documents import read  # noqa: PLC0415
    from corefile.lint.document import lint_document  # noqa: PLC0415

    name = document.name
    files = None if name == STDIN else Files(os.path.dirname(name) or ".")
    number = re.compile(r"\d+")
    known = Counter(
        number.sub("", item.finding.message)
        for item in lint_document(document, read=files).findings
        if item.finding.severity == "error"
    )
    for item in lint_document(read(after, name), read=files).findings:
        if item.finding.severity == "error":
            same = number.sub("", item.finding.message)
            if not known[same]:
                return item.finding.message
            known[same] -= 1
    return ""
