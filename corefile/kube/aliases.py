"""The `hostAliases` of pods: names that Kubernetes writes into the hosts file of a pod."""

from collections.abc import Iterator

import yaml

from corefile.documents.yaml.fields import TAG, fields_of, text_of, value_of
from corefile.go.kubernetes import dns1123_subdomain_errors
from corefile.go.net import parse_ip
from corefile.kube.manifests import Manifest, name_of
from corefile.text.brief import Brief
from corefile.text.records import dataclass
from corefile.text.typed import TypeAlias

__all__ = ["Aliases", "HostAlias", "Report", "Service", "read_aliases"]

KEY = "hostAliases"

#: The kinds of Kubernetes itself that have pods.
KINDS = frozenset(
    (
        "CronJob",
        "DaemonSet",
        "Deployment",
        "Job",
        "Pod",
        "PodTemplate",
        "ReplicaSet",
        "ReplicationController",
        "StatefulSet",
    )
)

#: What shows that somebody else fills in a value.
PLACEHOLDERS = ("{{", "${", "$(", "{%", "<")

TEMPLATE = "a template: render it first, for example with `helm template`"


@dataclass(frozen=True, slots=True)
class HostAlias(Brief):
    """A name of a pod, with its address."""

    #: The file that it is in.
    file: str
    #: Where the name is in the file.
    offset: int
    #: As it is written.
    address: str
    #: As it is written.
    name: str
    #: The object that has the pod, as `Deployment web`.
    owner: str
    #: The namespace of that; empty where none is said.
    namespace: str
    #: Where the pod's `hostAliases` are in the file.
    pod: int


@dataclass(frozen=True, slots=True)
class Service(Brief):
    """A Service, whose name pods of its namespace ask for."""

    #: Empty where none is said.
    namespace: str
    #: Its name.
    name: str


@dataclass(frozen=True, slots=True)
class Report(Brief):
    """Something to know about a place of a manifest."""

    #: The file.
    file: str
    #: Where it is there.
    offset: int
    #: What is not imported, or what to know about what is.
    message: str
    #: Whether it is imported anyway.
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class Aliases(Brief):
    """What manifests say of the names of pods."""

    #: The names that CoreDNS can have, in the order of the files.
    names: tuple[HostAlias, ...] = ()
    #: The Services.
    services: tuple[Service, ...] = ()
    #: What stays in the manifests, and why.
    reports: tuple[Report, ...] = ()

    def __add__(self, other: "Aliases") -> "Aliases":
        """Return what is in either."""
        return Aliases(
            self.names + other.names,
            self.services + other.services,
            self.reports + other.reports,
        )


def read_aliases(manifest: Manifest, file: str) -> Aliases:
    """Return the names of pods in a manifest called `file`. Values for Helm are read by shape."""
    names: list[HostAlias] = []
    services: list[Service] = []
    reports: list[Report] = []
    seen: set[yaml.Node] = set()
    for kind, node in manifest.objects():
        namespace, name = name_of(node)
        if kind == "Service":
            services.append(Service(namespace, name))
        owner = Owner(file, f"{kind} {name}".strip(), kind, namespace)
        for pod, key, value in pods(node, seen):
            for found in of_pod(owner, pod, key, value):
                (names if isinstance(found, HostAlias) else reports).append(found)  # type: ignore[arg-type]
    for problem in manifest.problems:
        what = TEMPLATE if "{{" in manifest.text else "correct it"
        message = f"not YAML from here on: nothing below is imported; {what}"
        reports.append(Report(file, problem.offset, message))
    return Aliases(tuple(names), tuple(services), tuple(reports))


@dataclass(frozen=True, slots=True)
class Owner:
    """The object that has a pod."""

    file: str
    shown: str
    kind: str
    namespace: str

    def stays(self, node: yaml.Node, message: str) -> Report:
        """Return the report about what is not imported."""
        return Report(self.file, node.start_mark.index, f"not imported: {message}")

    def note(self, node: yaml.Node, message: str) -> Report:
        """Return the report about what is imported."""
        return Report(self.file, node.start_mark.index, message, is_note=True)


Pod: TypeAlias = tuple[yaml.MappingNode, yaml.Node, yaml.Node]


def pods(root: yaml.MappingNode, seen: set[yaml.Node]) -> Iterator[Pod]:
    """Yield each mapping in an object that has `hostAliases`, with that key and its value."""
    waiting: list[yaml.Node] = [root]
    while waiting:
        node = waiting.pop()
        if node in seen or isinstance(node, yaml.ScalarNode):
            continue
        seen.add(node)
        if isinstance(node, yaml.SequenceNode):
            waiting += reversed(node.value)
            continue
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if isinstance(key, yaml.ScalarNode) and key.value == KEY:
                    yield node, key, value
            waiting += [value for _, value in reversed(node.value)]


def of_pod(
    owner: Owner, pod: yaml.MappingNode, key: yaml.Node, value: yaml.Node
) -> Iterator[HostAlias | Report]:
    """Yield the names of a pod, and what there is to say about them."""
    if not isinstance(value, yaml.SequenceNode):
        if value.tag != TAG + "null":
            yield owner.stays(value, f"`{KEY}` is not a list")
        return
    if not value.value:
        return
    if reason := asks_another(fields_of(pod)):
        yield owner.stays(key, f"{reason}, so the pod does not ask this CoreDNS")
        return
    found = [each for item in value.value for each in of_item(owner, key, item)]
    if any(isinstance(each, HostAlias) for each in found):
        if owner.kind not in KINDS:
            what = f"`{owner.kind}` is not a kind of Kubernetes itself" if owner.kind else "values"
            yield owner.note(key, f"imported by its shape: {what}")
        for node in own_hosts(pod):
            yield owner.note(
                node, "this container has a hosts file of its own: it gets these names only now"
            )
    yield from found


def asks_another(fields: dict[str, tuple[yaml.ScalarNode, yaml.Node, bool]]) -> str:
    """Say why a pod asks other DNS servers than those of the cluster; empty where it asks them."""
    policy = text_of(fields, "dnsPolicy") or "ClusterFirst"
    if policy in ("Default", "None"):
        return f"`dnsPolicy` is `{policy}`"
    if text_of(fields, "hostNetwork") == "true" and policy != "ClusterFirstWithHostNet":
        return "it has `hostNetwork` without `dnsPolicy: ClusterFirstWithHostNet`"
    return ""


def own_hosts(pod: yaml.MappingNode) -> Iterator[yaml.Node]:
    """Yield where a container of a pod mounts something as `/etc/hosts`."""
    containers = value_of(fields_of(pod), "containers")
    for container in items(containers):
        for mount in items(value_of(fields_of(container), "volumeMounts")):
            fields = fields_of(mount)
            if text_of(fields, "mountPath") == "/etc/hosts":
                yield fields["mountPath"][1]


def items(node: yaml.Node | None) -> list[yaml.MappingNode]:
    """Return the mappings of a list; none for what is not a list."""
    found = node.value if isinstance(node, yaml.SequenceNode) else []
    return [item for item in found if isinstance(item, yaml.MappingNode)]


def of_item(owner: Owner, key: yaml.Node, item: yaml.Node) -> Iterator[HostAlias | Report]:
    """Yield the names of an entry of `hostAliases`."""
    fields = fields_of(item) if isinstance(item, yaml.MappingNode) else {}
    address, hostnames = text_of(fields, "ip"), value_of(fields, "hostnames")
    if address is None:
        what = "its `ip` is to be filled in" if "ip" in fields else "it has no `ip`"
        yield owner.stays(item, f"{what}: Kubernetes refuses this entry")
        return
    at = fields["ip"][1]
    if reason := why_to_stay(address):
        yield owner.stays(at, reason)
        return
    if not isinstance(hostnames, yaml.SequenceNode) or not hostnames.value:
        yield owner.stays(item, f"`{address}` has no list `hostnames`; indent it as deep as `ip`")
        return
    if parse_ip(address) is not None and is_link_local(address):
        yield owner.note(
            at,
            f"imported, but `{address}` is link-local: on each node something else may answer",
        )
    for node in hostnames.value:
        if not isinstance(node, yaml.ScalarNode) or dns1123_subdomain_errors(node.value):
            shown = node.value if isinstance(node, yaml.ScalarNode) else "this"
            yield owner.stays(node, f"`{shown}` is not a host name: {refusal(str(shown))}")
        else:
            start = node.start_mark.index
            pod = key.start_mark.index
            yield HostAlias(
                owner.file, start, address, node.value, owner.shown, owner.namespace, pod
            )


def refusal(text: str) -> str:
    """Say what is wrong with a name or address."""
    if any(mark in text for mark in PLACEHOLDERS):
        return "it is to be filled in"
    return "Kubernetes refuses it (letters a to z, digits, `-` and `.` only)"


def why_to_stay(address: str) -> str:
    """Say why an address is only for the pod that has it; empty where it is for all pods."""
    found = parse_ip(address)
    if found is None:
        what = (
            "it is to be filled in"
            if refusal(address).startswith("it")
            else "Kubernetes refuses it"
        )
        return f"`{address}` is not an IP address: {what}"
    if found.is_loopback:
        return f"`{address}` is the pod itself; for all pods it would be each of them"
    if found.is_unspecified:
        return f"`{address}` blocks the names in this pod; in the table it would in all pods"
    return ""


def is_link_local(address: str) -> bool:
    """Tell whether an address is one of the link."""
    found = parse_ip(address)
    return found is not None and found.is_link_local
