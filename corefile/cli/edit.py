"""What the commands have in common that edit a Corefile: their options, and where the text goes."""

import argparse
import os
from collections.abc import Callable, Sequence

from corefile.cli.guard import CLEAN, FINDINGS, UNREADABLE, USAGE, complain
from corefile.cli.help import Parser
from corefile.cli.running import add_build, said_for
from corefile.vocabulary import MANIFESTS, MARKDOWN, STDIN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from corefile.documents import Document, Written
    from corefile.editing import Editor, Server, SnippetBlock
    from corefile.lint import Settings

    #: Does an edit, and says what there is to say about it, mostly nothing.
    Change: TypeAlias = "Callable[[Editor, EditOptions], str]"

__all__ = [
    "EXIT_STATUS",
    "EditOptions",
    "edit",
    "edit_file",
    "edited",
    "in_block",
    "look",
    "read_words",
]

_UNCHANGED = "nothing was written; use --force to write anyway"

_SHARED = "other keys have this text by an alias: it changes there too"

EXIT_STATUS = """\
exit status:
  0  done, or there was nothing to do; with --diff: nothing would change
  1  with --diff: the file would change
  2  wrong usage, or an edit that is refused; the file does not change
  3  the file could not be read or written, or contains no Corefile
"""


class EditOptions(argparse.Namespace):
    """What the words of a command line say."""

    #: The words that are not options. argparse wants none to be there before.
    words: list[str]

    def __init__(self) -> None:
        self.server = ""
        self.corefile = ""
        self.diff = False
        self.force = False
        self.strict = False
        self.all = False
        self.coredns = ""
        self.kubernetes = ""
        self.external_plugins: list[str] = []
        self.isolated = False
        #: Of the commands that read other files than the one they edit.
        self.into = ""
        self.cluster_domain = ""
        self.prefer = ""
        self.remove_from_manifests = False

    @property
    def file(self) -> str:
        """The last word: the file to edit."""
        return self.words[-1]


def read_words(parser: argparse.ArgumentParser, argv: Sequence[str], least: int) -> EditOptions:
    """Read a command line with at least so many words, the file among them."""
    options = parser.parse_intermixed_args(argv, EditOptions())
    words = options.words
    if len(words) < least:
        # The file comes last, so a word that is one is the only one that is not missing.
        if words and (words[-1] == STDIN or os.path.isfile(words[-1])):
            parser.error(f"only FILE is given: write what to do before `{words[-1]}`")
        parser.error("FILE is missing: name it last, or write `-` for standard input")
    if not all(words if not options.force else words[-1:]):
        parser.error("a word is empty: a variable of the shell has no value?")
    more = next((word for word in words[:-1] if is_input(word)), "")
    if more and words[0] != "import" and not options.force:
        parser.error(f"one FILE is edited at a time: `{more}` is one too, or use --force")
    return options


def is_input(word: str) -> bool:
    """Tell whether a word is most likely one more file to edit, as `*.corefile` names them."""
    name = os.path.basename(word).lower()
    ends = (".corefile", *MANIFESTS, *MARKDOWN)
    is_named = name.startswith("corefile") or name.endswith(ends)
    return word == STDIN or (is_named and os.path.isfile(word))


def arguments(program: str, usage: str, description: str, epilog: str) -> argparse.ArgumentParser:
    """Make the parser of a command line."""
    parser = Parser(
        prog=program,
        usage=f"{program} {usage}",
        description=description,
        epilog=f"{epilog}\n{EXIT_STATUS}",
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
    parser.add_argument(
        "--strict", action="store_true", help="refuse an edit that causes a finding of any kind"
    )
    add_build(parser)
    return parser


def not_empty(text: str) -> str:
    """Read the value of an option; one that is empty is most likely a variable that is not set."""
    if not text:
        raise argparse.ArgumentTypeError("it is empty")
    return text


def in_block(change: "Callable[[Server | SnippetBlock], str]") -> "Change":
    """Return a change of the server block that is named, or of the one that is likely meant."""

    def whole(editor: "Editor", options: EditOptions) -> str:
        from corefile.cli.edit_choice import chosen_body  # noqa: PLC0415

        return change(chosen_body(editor, options.server))

    return whole


def look(program: str, options: EditOptions, change: "Change", *, every: bool = False) -> int:
    """Let a function see a Corefile and give the exit status. Nothing is written.

    With `every`, it is given all server blocks of a file that are in several keys.
    """
    from corefile.cli.edit_choice import chosen_corefile  # noqa: PLC0415
    from corefile.cli.inputs import Unreadable, load  # noqa: PLC0415
    from corefile.documents import read  # noqa: PLC0415
    from corefile.editing import EditError, Editor  # noqa: PLC0415

    try:
        document = read(load(options.file), options.file)
        keys = [item for item in document.corefiles if item.kind in ("corefile", "server")]
        if not every or options.corefile or any(item.kind == "corefile" for item in keys):
            keys = [chosen_corefile(document, options.corefile)]
        note = "".join(change(Editor(item.text), options) for item in keys)
    except Unreadable as error:
        return failed(program, options.file, str(error), UNREADABLE)
    except EditError as error:
        return failed(program, options.file, str(error), USAGE)
    if note:
        complain(program, "note", f"{options.file}: {note}")
    return CLEAN


def edit(program: str, options: EditOptions, change: "Change") -> int:
    """Edit a Corefile of a file, and give the exit status."""
    return edit_file(
        program,
        options,
        lambda document, settings: edited(document, settings, options, change),
    )


def edited(
    document: "Document", settings: "Settings", options: EditOptions, change: "Change"
) -> "tuple[Written, str]":
    """Return the edits of a file that a change of its Corefile makes, and what is said of it.

    Raises Unreadable, Unwritable or EditError.
    """
    from corefile.cli.edit_choice import chosen_corefile  # noqa: PLC0415
    from corefile.documents import write_back  # noqa: PLC0415
    from corefile.editing import EditError, Editor  # noqa: PLC0415

    embedded = chosen_corefile(document, options.corefile)
    # What CoreDNS refuses, the findings of the outcome say better.
    text, template = embedded.text, document.template
    editor = Editor(text, build=settings.build, check=False)
    if template is not None:
        words = template.as_words(text)
        keys = [server.keys[0].start for server in editor.tree.servers if server.keys]
        # Marks such as `%{ if x }` have braces that open no block, and others look like keys.
        if editor.tree.errors or any(words[key] == "#" for key in keys):
            text = words
            editor = Editor(text, build=settings.build, check=False)
    if editor.tree.errors and not options.force:
        raise EditError(f"{editor.tree.errors[0].message}; {_UNCHANGED}")
    tree = editor.tree
    note = change(editor, options)
    edits = () if str(editor) == text else editor.edits
    if template is not None and any(template.word in edit.text for edit in edits):
        raise EditError("this would change a line that a template puts something into")
    if template is not None and edits:
        from corefile.editing.conditions import outside  # noqa: PLC0415

        if any(f"#{template.word}" in text[edit.start : edit.end] for edit in edits):
            raise EditError("this would take out a line of the template")
        edits = outside(template, embedded.text, tree, edits)
    if edits and embedded.origin.is_shared:
        note = f"{note}; {_SHARED}" if note else _SHARED
    return write_back(document, embedded, edits), note


def edit_file(
    program: str,
    options: EditOptions,
    write: "Callable[[Document, Settings], tuple[Written, str]]",
) -> int:
    """Edit a file, and give the exit status.

    `write` gives the edits, and what there is to say about them, mostly nothing.
    """
    from corefile.cli.inputs import Unreadable, load  # noqa: PLC0415
    from corefile.documents import Unwritable, read  # noqa: PLC0415
    from corefile.editing import EditError  # noqa: PLC0415
    from corefile.lint import ConfigurationError, settings_of  # noqa: PLC0415
    from corefile.text.edits import apply_edits  # noqa: PLC0415

    path = options.file
    try:
        settings = settings_of(said_for(options, path))
        document = read(load(path), path)
        written, note = write(document, settings)
    except Unreadable as error:
        last = "" if os.path.lexists(path) or path == STDIN else " (FILE comes last)"
        return failed(program, path, f"{error}{last}", UNREADABLE)
    except Unwritable as error:
        return failed(program, path, f"cannot be edited: {error}", UNREADABLE)
    except ConfigurationError as error:
        complain(program, "error", str(error))
        return USAGE
    except EditError as error:
        return failed(program, path, str(error), USAGE)
    if note:
        complain(program, "note", f"{path}: {note}")
    after = apply_edits(document.text, written.edits)
    if after != document.text and not judged(program, options, document, after, settings):
        return USAGE
    if options.diff:
        from corefile.cli.output import put_patch  # noqa: PLC0415
        from corefile.text.patch import patch  # noqa: PLC0415

        put_patch(patch(document.text, written.edits, path))
        return CLEAN if after == document.text else FINDINGS
    return deliver(program, path, document.text, after)


def judged(
    program: str, options: EditOptions, document: "Document", after: str, settings: "Settings"
) -> bool:
    """Tell whether a new text may be written, and print the findings that the change causes."""
    from corefile import Files  # noqa: PLC0415
    from corefile.documents import read  # noqa: PLC0415
    from corefile.lint import lint_document, new_findings  # noqa: PLC0415

    name = document.name
    files = None if name == STDIN else Files(os.path.dirname(name) or ".")
    then = lint_document(read(after, name), read=files, settings=settings)
    found = new_findings(lint_document(document, read=files, settings=settings), then)
    fatal = [item for item in found if options.strict or item.finding.severity == "error"]
    if fatal and not options.force:
        failed(program, name, f"{fatal[0].finding.message}; {_UNCHANGED}", USAGE)
        return False
    for item in found:
        line = item.place.source.position(item.place.start).line
        severity = "warning" if item.finding.severity == "error" else item.finding.severity
        rule = item.finding.rule.name
        complain(program, severity, f"{name}:{line}: {item.finding.message} [{rule}]")
    return True


def deliver(program: str, path: str, before: str, after: str) -> int:
    """Put the new text where the old one came from, and give the exit status."""
    if path == STDIN:
        from corefile.cli.output import put  # noqa: PLC0415

        put(after)
    elif after != before:
        from corefile.cli.replacing import replaced  # noqa: PLC0415

        if failure := replaced(path, before, after):
            return failed(program, path, failure, UNREADABLE)
    return CLEAN


def failed(program: str, path: str, reason: str, status: int) -> int:
    """Say why nothing is done, and give the exit status."""
    complain(program, "error", f"{path}: {reason}")
    return status
