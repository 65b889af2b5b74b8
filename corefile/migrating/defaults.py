"""What kubeadm writes into a Corefile for a release, and a Corefile from an earlier one has not.

kubeadm itself writes these through github.com/coredns/corefile-migration, into any Corefile that it
finds; the last of them it writes into new Corefiles only (cmd/kubeadm/app/phases/addons/dns).
"""

from collections.abc import Iterator, Sequence

from corefile.coredns.releases.release import Release, span
from corefile.editing.batch import Added
from corefile.editing.editor import Editor
from corefile.editing.handles import Body, Line
from corefile.migrating.notice import Notice
from corefile.migrating.steps import Step, at
from corefile.text.records import dataclass

__all__ = ["default_steps", "defaults_for"]


@dataclass(frozen=True, slots=True)
class Default:
    """A line that kubeadm writes."""

    #: The first release of CoreDNS that it is written for.
    since: str
    #: The line.
    row: tuple[str, ...]
    #: The plugins that a server block has it for, one of them.
    beside: tuple[str, ...]
    #: What it is good for.
    text: str
    #: Whether it is a property of that plugin, and not a plugin of the server block.
    is_property: bool = False


DEFAULTS = (
    Default(
        "1.2.1",
        ("loop",),
        ("forward", "proxy"),
        "CoreDNS stops with an error where queries come back to it",
    ),
    Default(
        "1.5.0",
        ("ready",),
        ("kubernetes",),
        "`/ready` on port 8181 tells when there is data of the cluster",
    ),
    Default(
        "1.6.5",
        ("lameduck", "5s"),
        ("health",),
        "queries are answered for 5 seconds while the pod is taken out of the Service",
        is_property=True,
    ),
    Default(
        "1.7.0",
        ("max_concurrent", "1000"),
        ("forward",),
        "more than 1000 queries at a time are refused, so that they cannot use up the memory",
        is_property=True,
    ),
)


def defaults_for(release: Release) -> Iterator[Default]:
    """Yield the lines that kubeadm writes for a release."""
    return (default for default in DEFAULTS if release in span(default.since))


def default_steps(editor: Editor, default: Default) -> Iterator[Step]:
    """Yield what writes a line of kubeadm's default into the server blocks that lack it."""
    snippets = {each.name: each for each in editor.snippets}
    for server in editor.servers:
        names = {word for line in server.imports for word in line.args[:1]}
        bodies = (server, *(snippets[name] for name in names if name in snippets))
        yield from missing(server, bodies, default)


def missing(server: Body, bodies: Sequence[Body], default: Default) -> Iterator[Step]:
    """Yield what writes a line of the default, where a server block lacks it."""
    owners = [line for body in bodies for name in default.beside for line in body.plugins(name)]
    name = default.row[0]
    if default.is_property:
        for line in owners:
            if not line.find(name) and is_default(line):
                yield Step((notice(line, default),), (Added(line, default.row),))
    elif owners and not any(name in body for body in bodies):
        yield Step((notice(owners[0], default),), (Added(server, default.row),))


def is_default(line: Line) -> bool:
    """Tell whether a line is as in kubeadm's default: for all names, or for none in particular."""
    return line.name != "forward" or line.args[:1] == ["."]


def notice(line: Line, default: Default) -> Notice:
    """Return what there is to know about a line that is written."""
    plugin, what = line.name, default.row[0]
    text = f"`{' '.join(default.row)}`: {default.text}"
    return at(Notice("written", text, "", default.since, plugin, what), line)
