"""The command `corefile stub`: zones that other DNS servers know."""

import sys
from collections.abc import Callable, Sequence

from corefile.cli.edit import EditOptions, arguments, edit_file, edited, look, read_words
from corefile.cli.guard import guarded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.documents import Document, Written
    from corefile.editing import Editor
    from corefile.editing.stubs import Stub
    from corefile.lint import Settings

__all__ = ["main"]

#: What managed clusters import server blocks from.
_CUSTOM = "coredns-custom"

_USAGE = """\
add ZONE UPSTREAM ... FILE
       corefile stub set ZONE UPSTREAM ... FILE
       corefile stub remove ZONE ... FILE
       corefile stub list FILE
"""

_DESCRIPTION = """\
Have zones looked up at other DNS servers, as the stub domains of kube-dns are. Each zone gets a
server block of its own. FILE is a Corefile, a Kubernetes manifest with one, or - for standard
input; the result then goes to standard output.
"""

_EPILOG = """\
  add     give a zone a server block that forwards its names
  set     give it other upstreams
  remove  remove its server block; its names are then looked up as all others
  list    print the zones and their upstreams

The server block has the port of the one for all names, and its `bind`, `errors`, `cache` and
`loop`. The zone of the cluster is refused. What other server blocks know of the zone, such as
entries of `hosts`, is no longer asked, nor is an `acl` there: `add` says what that is. In the
ConfigMap `coredns-custom` of a managed cluster, `add` writes a key of its own, `ZONE.server`.

examples:
  corefile stub add corp.example 10.0.0.53 10.0.1.53 Corefile
  corefile stub set corp.example tls://10.0.0.53 k8s/coredns.yaml
  corefile stub remove --diff corp.example Corefile
"""


def main(argv: Sequence[str] | None = None, program: str = "corefile stub") -> int:
    """Run the command and give its exit status. `argv` does not hold the command's name."""
    return guarded(program, lambda: run(sys.argv[1:] if argv is None else argv, program))


def run(argv: Sequence[str], program: str) -> int:
    """Do what the first word says."""
    parser = arguments(program, _USAGE, _DESCRIPTION, _EPILOG)
    options = read_words(parser, argv, 1)
    action = options.words.pop(0)
    if action not in _ACTIONS:
        parser.error(f"{action!r} is not one of {', '.join(_ACTIONS)}")
    least, takes, change = _ACTIONS[action]
    if len(options.words) < least or (action == "list" and len(options.words) > least):
        parser.error(f"{action} takes {takes}")
    if options.server:
        parser.error("--server: a stub domain has a server block of its own")
    words = options.words[:-1]
    if action == "list":
        return look(program, options, lambda editor, _: change(editor, words), every=True)

    def write(document: "Document", settings: "Settings") -> "tuple[Written, str]":
        is_new = choose_key(document, options, words[0])
        if action == "add" and is_new:
            return new_key(document, settings, words)
        return edited(document, settings, options, lambda editor, _: change(editor, words))

    return edit_file(program, options, write)


def choose_key(document: "Document", options: EditOptions, zone: str) -> bool:
    """Choose the key of `coredns-custom` that has a zone; tell whether none has."""
    from corefile.documents import has_config_map  # noqa: PLC0415
    from corefile.editing import Editor  # noqa: PLC0415

    is_whole = any(item.kind == "corefile" for item in document.corefiles)
    if options.corefile or is_whole or not has_config_map(document, _CUSTOM):
        return False
    for item in document.corefiles:
        editor = Editor(item.text, check=False)
        if item.kind == "server" and editor.find_servers(zone, any_port=True):
            options.corefile = item.origin.title
            return False
    return True


def new_key(
    document: "Document", settings: "Settings", words: Sequence[str]
) -> "tuple[Written, str]":
    """Write a stub domain as a key of `coredns-custom`. Raises Refused or Unwritable."""
    from corefile.documents import with_key  # noqa: PLC0415
    from corefile.editing import Editor  # noqa: PLC0415

    zone = words[0].removesuffix(".")
    editor = Editor("", build=settings.build, check=False)
    note = add(editor, [zone if ":" in zone else f"{zone}:53", *words[1:]])
    key = zone.rpartition("://")[2].replace(":", "-").replace("/", "-")
    return with_key(document, _CUSTOM, f"{key}.server", str(editor)), note


def add(editor: "Editor", words: Sequence[str]) -> str:
    """Give a zone a server block, and say what is no longer asked. Raises Refused."""
    from corefile.cli.edit_choice import listed  # noqa: PLC0415
    from corefile.editing import Refused  # noqa: PLC0415
    from corefile.editing.stubs import (  # noqa: PLC0415
        add_stub_domain,
        answered_as_before,
        hidden_by,
        key_for,
    )

    zone, *upstreams = words
    for server in editor.find_servers(key_for(editor, zone)):
        same = [stub.upstreams for stub in known(editor, zone)]
        if same == [tuple(upstreams)]:
            return ""
        keys = " ".join(server.keys)
        raise Refused(f"there is a server block `{keys}` already: see `corefile stub set`")
    hidden, others = hidden_by(editor, zone), answered_as_before(editor, zone)
    add_stub_domain(editor, zone, *upstreams)
    notes = [f"no longer asked for names below it: {listed(hidden)}"] if hidden else []
    if others:
        notes.append(f"queries that come to {listed(others)} are answered as before")
    return "; ".join(notes)


def set_stub(editor: "Editor", words: Sequence[str]) -> str:
    """Give a zone other upstreams. Raises NotFound or Refused."""
    from corefile.editing import NotFound, Refused  # noqa: PLC0415
    from corefile.editing.recipes import set_upstreams as change  # noqa: PLC0415

    zone, *upstreams = words
    found = known(editor, zone)
    if not found:
        raise NotFound(f"there is no stub domain `{zone}`: `corefile stub add` makes one")
    for stub in found:
        if stub.is_shared:
            keys = " ".join(stub.server.keys)
            raise Refused(
                f"the server block `{keys}` has other zones too: take `{zone}` out of it with"
                f" `corefile stub remove`, then `corefile stub add` makes one of its own"
            )
        change(stub.server, *upstreams)
    return ""


def known(editor: "Editor", zone: str) -> "list[Stub]":
    """Return the stub domains of a zone, with the port if that is named."""
    from corefile.editing.stubs import stub_domains  # noqa: PLC0415

    servers = editor.find_servers(zone, any_port=True)
    return [stub for stub in stub_domains(editor) if stub.server in servers]


def remove(editor: "Editor", words: Sequence[str]) -> str:
    """Take zones out, and say which were not there."""
    from corefile.cli.edit_choice import listed  # noqa: PLC0415
    from corefile.editing import NotFound  # noqa: PLC0415
    from corefile.editing.stubs import remove_stub_domain  # noqa: PLC0415

    missing = []
    with editor.atomic():
        for word in dict.fromkeys(words):
            try:
                remove_stub_domain(editor, word)
            except NotFound:
                missing.append(word)
    notes = [f"no stub domain: {listed(missing)}"] if missing else []
    if len(missing) < len(set(words)) and not editor.servers:
        notes.append("no server block is left: CoreDNS answers nothing")
    return "; ".join(notes)


def print_stubs(editor: "Editor", _words: Sequence[str]) -> str:
    """Print the zones and their upstreams."""
    from corefile.cli.output import put  # noqa: PLC0415
    from corefile.editing.stubs import stub_domains  # noqa: PLC0415

    put("".join(f"{stub.zone} {' '.join(stub.upstreams)}\n" for stub in stub_domains(editor)))
    return ""


#: How many words each takes at least, what they are, and what it does.
_ACTIONS: "dict[str, tuple[int, str, Callable[[Editor, Sequence[str]], str]]]" = {
    "add": (3, "a ZONE, an UPSTREAM or more, and a FILE", add),
    "set": (3, "a ZONE, an UPSTREAM or more, and a FILE", set_stub),
    "remove": (2, "a ZONE or more, and a FILE", remove),
    "list": (1, "a FILE and nothing else", print_stubs),
}


if __name__ == "__main__":
    sys.exit(main())
