"""The command `corefile hosts`: the table of the plugin `hosts`."""

import sys
from collections.abc import Callable, Sequence

from corefile.cli.edit import EditOptions, arguments, edit, look, read_words
from corefile.cli.guard import guarded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.editing import Editor, Server, SnippetBlock

__all__ = ["main"]

_USAGE = """\
add ADDRESS NAME ... FILE
       corefile hosts set ADDRESS NAME ... FILE
       corefile hosts remove NAME|ADDRESS ... FILE
       corefile hosts list FILE
       corefile hosts import MANIFEST ... --into FILE
"""

_DESCRIPTION = """\
Give names fixed addresses in the `hosts` of a Corefile. FILE is a Corefile, a Kubernetes manifest
with one, or - for standard input; the result then goes to standard output.
"""

_EPILOG = """\
  add     give names one more address
  set     give names an address instead of their others of the same kind (IPv4, IPv6)
  remove  remove names, or all names of an address
  list    print the table, as lines of /etc/hosts
  import  add the `hostAliases` of manifests: see `corefile hosts import --help`

`add` and `set` write into the server block that is asked for the name. If there is no `hosts`, they
write one with `fallthrough`, so that all other names are looked up as before. `remove` and `list`
look in all server blocks, unless `--server` names one.

examples:
  corefile hosts add 10.255.0.170 registry registry.example.com Corefile
  corefile hosts set 10.255.0.171 registry k8s/coredns.yaml
  corefile hosts remove --diff registry k8s/coredns.yaml
  kubectl get configmap coredns -n kube-system -o yaml |
      corefile hosts add 10.255.0.170 registry - | kubectl apply -f -
"""


def main(argv: Sequence[str] | None = None, program: str = "corefile hosts") -> int:
    """Run the command and give its exit status. `argv` does not hold the command's name."""
    return guarded(program, lambda: run(sys.argv[1:] if argv is None else argv, program))


def run(argv: Sequence[str], program: str) -> int:
    """Do what the first word says."""
    if argv[:1] == ["import"]:
        from corefile.cli.hosts_import import run as run_import  # noqa: PLC0415

        return run_import(argv[1:], f"{program} import")
    parser = arguments(program, _USAGE, _DESCRIPTION, _EPILOG)
    options = read_words(parser, argv, 1)
    action = options.words.pop(0)
    from corefile.text.spelling import did_you_mean  # noqa: PLC0415

    if action not in _ACTIONS:
        known = f"{action!r} is not one of {', '.join(_ACTIONS)}"
        near = did_you_mean(action, _ACTIONS)
        parser.error(f"{known}: {near}" if near else known)
    least, takes, change = _ACTIONS[action]
    if len(options.words) < least or (action == "list" and len(options.words) > least):
        parser.error(f"{action} takes {takes}")
    work = look if action == "list" else edit
    words = options.words[:-1]
    return work(program, options, lambda editor, options: change(editor, options, words))


def add(editor: "Editor", options: EditOptions, words: Sequence[str]) -> str:
    """Give names one more address."""
    from corefile.editing.hosts import add_host  # noqa: PLC0415

    return in_their_blocks(add_host, editor, options, words)


def set_address(editor: "Editor", options: EditOptions, words: Sequence[str]) -> str:
    """Give names an address instead of those they have."""
    from corefile.editing.hosts import set_host  # noqa: PLC0415

    return in_their_blocks(set_host, editor, options, words)


def in_their_blocks(
    change: "Callable[..., None]", editor: "Editor", options: EditOptions, words: Sequence[str]
) -> str:
    """Change the tables that are asked for names, and say which if there is a choice."""
    from corefile.cli.edit_choice import listed, names_of, zones_of  # noqa: PLC0415
    from corefile.editing.hosts import holder_of  # noqa: PLC0415

    address, *names = words
    key = options.server
    with editor.atomic():
        if key or (editor.tree.errors and not editor.servers):
            bodies = dict.fromkeys(names, named_body(editor, key))
        else:
            bodies = {name: holder_of(editor, name) for name in names}
        for body in dict.fromkeys(bodies.values()):
            own = [name for name in names if bodies[name] == body]
            change(body, address, *own, anyway=options.force)
    if key:
        return ""
    chosen = list(dict.fromkeys(bodies.values()))
    zones = {zone for body in chosen for zone in zones_of(body)}
    elsewhere = [body for body in chosen if "." not in zones_of(body)]
    others = [each for each in editor.servers if each not in chosen and zones & zones_of(each)]
    notes = [f"in the `hosts` of {listed(map(names_of, elsewhere))}"] if elsewhere else []
    if others:
        notes.append(f"queries that come to {listed(map(names_of, others))} are answered as before")
    return "; ".join(notes)


def named_body(editor: "Editor", key: str) -> "Server | SnippetBlock":
    """Return the server block or snippet that is named, or the one that is likely meant."""
    from corefile.cli.edit_choice import chosen_body  # noqa: PLC0415

    return chosen_body(editor, key)


def bodies_of(editor: "Editor", key: str) -> "list[Server | SnippetBlock]":
    """Return the server block or snippet that is named, or all of them."""
    return [named_body(editor, key)] if key else [*editor.servers, *editor.snippets]


def remove(editor: "Editor", options: EditOptions, words: Sequence[str]) -> str:
    """Take names and addresses out of the tables, and say which were not there."""
    from corefile.cli.edit_choice import listed  # noqa: PLC0415
    from corefile.editing.hosts import remove_host  # noqa: PLC0415

    bodies = bodies_of(editor, options.server)
    with editor.atomic():
        missing = [
            word
            for word in dict.fromkeys(words)
            if not sum(remove_host(body, word) for body in bodies)
        ]
    return f"not in the table: {listed(missing)}" if missing else ""


def print_table(editor: "Editor", options: EditOptions, _words: Sequence[str]) -> str:
    """Print the tables."""
    from corefile.cli.output import put  # noqa: PLC0415
    from corefile.editing.hosts import hosts  # noqa: PLC0415

    found = (host for body in bodies_of(editor, options.server) for host in hosts(body))
    put("".join(f"{' '.join((host.line.name, *host.names))}\n" for host in found))
    return ""


#: How many words each takes at least, what they are, and what it does.
_ACTIONS: "dict[str, tuple[int, str, Callable[[Editor, EditOptions, Sequence[str]], str]]]" = {
    "add": (3, "an ADDRESS, a NAME or more, and a FILE", add),
    "set": (3, "an ADDRESS, a NAME or more, and a FILE", set_address),
    "remove": (2, "a NAME or an ADDRESS or more, and a FILE", remove),
    "list": (1, "a FILE and nothing else", print_table),
}


if __name__ == "__main__":
    sys.exit(main())
