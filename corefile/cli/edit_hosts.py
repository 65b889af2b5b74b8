"""The command `corefile hosts`: the table of the plugin `hosts`."""

import sys
from collections.abc import Callable, Sequence

from corefile.cli.edit import arguments, edit, look, read_words
from corefile.cli.guard import guarded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.editing.handles import Server, SnippetBlock

__all__ = ["main"]

_USAGE = """\
add ADDRESS NAME ... FILE
       corefile hosts set ADDRESS NAME ... FILE
       corefile hosts remove NAME|ADDRESS ... FILE
       corefile hosts list FILE
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

If there is no `hosts`, `add` and `set` write one with `fallthrough`, so that all other names are
looked up as before.

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
    parser = arguments(program, _USAGE, _DESCRIPTION, _EPILOG)
    options = read_words(parser, argv, 1)
    action = options.words.pop(0)
    if action not in _ACTIONS:
        parser.error(f"{action!r} is not one of {', '.join(_ACTIONS)}")
    least, takes, change = _ACTIONS[action]
    if len(options.words) < least or (action == "list" and len(options.words) > least):
        parser.error(f"{action} takes {takes}")
    work = look if action == "list" else edit
    return work(program, options, lambda body: change(body, options.words[:-1]))


def add(body: "Server | SnippetBlock", words: Sequence[str]) -> str:
    """Return names an address."""
    from corefile.editing.hosts import add_host  # noqa: PLC0415

    add_host(body, *words)
    return ""


def set_address(body: "Server | SnippetBlock", words: Sequence[str]) -> str:
    """Return names an address instead of those they have."""
    from corefile.editing.hosts import set_host  # noqa: PLC0415

    set_host(body, *words)
    return ""


def remove(body: "Server | SnippetBlock", words: Sequence[str]) -> str:
    """Take names and addresses out, and say which were not there."""
    from corefile.cli.edit_choice import listed  # noqa: PLC0415
    from corefile.editing.hosts import remove_host  # noqa: PLC0415

    missing = [word for word in dict.fromkeys(words) if not remove_host(body, word)]
    return f"not in the table: {listed(missing)}" if missing else ""


def print_table(body: "Server | SnippetBlock", _words: Sequence[str]) -> str:
    """Print the table."""
    from corefile.cli.output import put  # noqa: PLC0415
    from corefile.editing.hosts import hosts  # noqa: PLC0415

    put("".join(f"{' '.join((host.line.name, *host.names))}\n" for host in hosts(body)))
    return ""


#: How many words each takes at least, what they are, and what it does.
_ACTIONS: "dict[str, tuple[int, str, Callable[[Server | SnippetBlock, Sequence[str]], str]]]" = {
    "add": (3, "an ADDRESS, a NAME or more, and a FILE", add),
    "set": (3, "an ADDRESS, a NAME or more, and a FILE", set_address),
    "remove": (2, "a NAME or an ADDRESS or more, and a FILE", remove),
    "list": (1, "a FILE and nothing else", print_table),
}


if __name__ == "__main__":
    sys.exit(main())
