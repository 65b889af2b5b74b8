"""The page of the documentation about what CoreDNS prints: the messages that people search for.

What a message means is `corefile explain`'s to say, and what to write instead the rules'; here are
the messages, and Corefiles that CoreDNS prints them of.
"""

from collections.abc import Iterator

from corefile import Memory
from corefile.lint import Finding, lint
from corefile.reference.explaining import Explanation, explain_line
from corefile.text.records import dataclass

__all__ = ["QUESTIONS", "Question", "explained", "finding", "page"]


@dataclass(frozen=True, slots=True)
class Question:
    """A message of CoreDNS."""

    #: The words that people search for.
    title: str
    #: A line with them, as CoreDNS prints it.
    line: str
    #: A Corefile that CoreDNS prints it of, if it comes from a Corefile.
    bad: str = ""
    #: What to write instead.
    good: str = ""


#: The messages below each heading.
QUESTIONS: dict[str, tuple[Question, ...]] = {
    "CoreDNS does not start": (
        Question(
            "Unknown directive",
            "Corefile:2 - Error during parsing: Unknown directive 'proxy'",
            ". {\n    proxy . 192.0.2.53\n}\n",
            ". {\n    forward . 192.0.2.53\n}\n",
        ),
        Question(
            "unknown property",
            "plugin/kubernetes: Corefile:3 - Error during parsing: unknown property 'upstream'",
            ". {\n    kubernetes cluster.local {\n        upstream\n    }\n}\n",
            ". {\n    kubernetes cluster.local\n}\n",
        ),
        Question(
            "Wrong argument count or unexpected line ending",
            "plugin/forward: Corefile:2 - Error during parsing: Wrong argument count or unexpected"
            " line ending after '.'",
            ". {\n    forward .\n}\n",
            ". {\n    forward . 192.0.2.53\n}\n",
        ),
        Question(
            "plugin/forward: failed to resolve",
            'plugin/forward: failed to resolve "192.0.2.53,192.0.2.54": lookup'
            " 192.0.2.53,192.0.2.54.: no such host",
            ". {\n    forward . 192.0.2.53,192.0.2.54\n}\n",
            ". {\n    forward . 192.0.2.53 192.0.2.54\n}\n",
        ),
        Question(
            "cannot serve … it is already defined",
            "cannot serve dns://.:53 - it is already defined",
            ".:53 {\n    forward . 192.0.2.53\n}\n\n"
            ". {\n    cache 30\n    forward . 192.0.2.53\n}\n",
            ".:53 {\n    cache 30\n    forward . 192.0.2.53\n}\n",
        ),
        Question(
            "this plugin can only be used once per Server Block",
            "plugin/cache: this plugin can only be used once per Server Block",
            ". {\n    cache 30\n    cache 60 example.org\n    forward . 192.0.2.53\n}\n",
            ". {\n    cache 30\n    forward . 192.0.2.53\n}\n",
        ),
        Question(
            "Unexpected '}' because no matching opening brace",
            "Corefile:1 - Error during parsing: Unexpected '}' because no matching opening brace",
            ". { forward . 192.0.2.53 }\n",
            ". {\n    forward . 192.0.2.53\n}\n",
        ),
        Question(
            "File to import not found",
            "Corefile:2 - Error during parsing: File to import not found: common.conf",
            ". {\n    import common.conf\n    forward . 192.0.2.53\n}\n",
            "(common) {\n    errors\n    cache 30\n}\n\n"
            ". {\n    import common\n    forward . 192.0.2.53\n}\n",
        ),
        Question(
            "Unknown directive '.'",
            "Corefile:4 - Error during parsing: Unknown directive '.'",
            "example.org {\n    forward . 192.0.2.53\n\n. {\n    forward . 192.0.2.54\n}\n",
            "example.org {\n    forward . 192.0.2.53\n}\n\n. {\n    forward . 192.0.2.54\n}\n",
        ),
        Question(
            "zone is not a valid domain name",
            "error inspecting server blocks: zone is not a valid domain name: .:53{",
            ".:53{\n    forward . 192.0.2.53\n}\n",
            ".:53 {\n    forward . 192.0.2.53\n}\n",
        ),
        Question(
            "unknown property '192.0.2.1'",
            "plugin/hosts: Corefile:4 - Error during parsing: unknown property '192.0.2.1'",
            ". {\n    hosts {\n        fallthrough\n        192.0.2.1 www.example.org\n    }\n"
            "    forward . 192.0.2.53\n}\n",
            ". {\n    hosts {\n        192.0.2.1 www.example.org\n        fallthrough\n    }\n"
            "    forward . 192.0.2.53\n}\n",
        ),
        Question(
            "missing unit in duration",
            'plugin/cache: time: missing unit in duration "1"',
            ". {\n    cache 30 {\n        prefetch 10 1\n    }\n    forward . 192.0.2.53\n}\n",
            ". {\n    cache 30 {\n        prefetch 10 1m\n    }\n    forward . 192.0.2.53\n}\n",
        ),
        Question(
            "missing port in address",
            "plugin/health: address 8080: missing port in address",
            ". {\n    health 8080\n    forward . 192.0.2.53\n}\n",
            ". {\n    health :8080\n    forward . 192.0.2.53\n}\n",
        ),
        Question(
            "Loop … detected for zone",
            '[FATAL] plugin/loop: Loop (127.0.0.1:55953 -> :53) detected for zone ".", see'
            ' https://coredns.io/plugins/loop#troubleshooting. Query: "HINFO'
            ' 4547991504243258144.3688648895315093531."',
            ". {\n    loop\n    forward . 127.0.0.1\n}\n",
            ". {\n    loop\n    forward . 192.0.2.53\n}\n",
        ),
        Question(
            "bind: address already in use",
            "Listen: listen tcp :53: bind: address already in use",
        ),
        Question(
            "bind: permission denied",
            "Listen: listen tcp :53: bind: permission denied",
        ),
        Question(
            "bind: cannot assign requested address",
            "Listen: listen tcp 192.0.2.10:53: bind: cannot assign requested address",
        ),
    ),
    "CoreDNS runs, but names are not answered": (
        Question(
            "no next plugin found",
            "[ERROR] plugin/errors: 2 example.com. A: plugin/hosts: no next plugin found",
            ". {\n    errors\n    hosts {\n        192.0.2.1 www.example.org\n"
            "        fallthrough\n    }\n}\n",
            ". {\n    errors\n    hosts {\n        192.0.2.1 www.example.org\n"
            "        fallthrough\n    }\n    forward . 192.0.2.53\n}\n",
        ),
        Question(
            "i/o timeout",
            "[ERROR] plugin/errors: 2 example.com. A: read udp 10.244.0.5:43210->192.0.2.53:53:"
            " i/o timeout",
        ),
        Question(
            "HINFO: … i/o timeout",
            "[ERROR] plugin/errors: 2 4547991504243258144.3688648895315093531. HINFO: read udp"
            " 10.244.0.5:33893->192.0.2.53:53: i/o timeout",
        ),
        Question(
            "connection refused",
            "[ERROR] plugin/errors: 2 example.com. A: dial tcp 192.0.2.53:53: connect: connection"
            " refused",
        ),
        Question(
            "network is unreachable",
            "[ERROR] plugin/errors: 2 example.com. A: dial udp [2001:db8::53]:53: connect: network"
            " is unreachable",
        ),
        Question(
            "concurrent queries exceeded maximum",
            "[ERROR] plugin/errors: 2 example.com. A: concurrent queries exceeded maximum 1000",
        ),
        Question(
            "x509: certificate signed by unknown authority",
            "[ERROR] plugin/errors: 2 example.com. A: tls: failed to verify certificate: x509:"
            " certificate signed by unknown authority",
        ),
        Question(
            "Corefile changed but reload failed",
            "[ERROR] plugin/reload: Corefile changed but reload failed: Corefile:2 - Error during"
            " parsing: Unknown directive 'proxy'",
        ),
    ),
    "In a cluster": (
        Question(
            "Failed to watch … is forbidden",
            "[ERROR] plugin/kubernetes: Failed to watch *v1.EndpointSlice: failed to list"
            " *v1.EndpointSlice: endpointslices.discovery.k8s.io is forbidden: User"
            ' "system:serviceaccount:kube-system:coredns" cannot list resource "endpointslices"',
        ),
        Question(
            "waiting for Kubernetes API before starting server",
            "[INFO] plugin/kubernetes: waiting for Kubernetes API before starting server",
        ),
        Question(
            "starting server with unsynced Kubernetes API",
            "[WARNING] plugin/kubernetes: starting server with unsynced Kubernetes API",
        ),
        Question(
            "Plugins not ready",
            '[INFO] plugin/ready: Plugins not ready: "kubernetes"',
        ),
        Question(
            "Still waiting on",
            '[INFO] plugin/ready: Still waiting on: "kubernetes"',
        ),
        Question(
            "Local health request",
            '[WARNING] plugin/health: Local health request to "http://:8080/health" failed: Get'
            ' "http://:8080/health": context deadline exceeded (Client.Timeout exceeded while'
            " awaiting headers)",
        ),
    ),
}

#: What follows what is wrong in the message of a finding.
REFUSED = "; CoreDNS refuses the file: "

HEAD = """\
# FAQ: messages of CoreDNS

What CoreDNS prints when something is wrong, what it means, and what to write instead. `corefile
explain` says the same of these and of all other messages that it knows, in a terminal:

```sh
corefile explain 'plugin/hosts: no next plugin found'
kubectl -n kube-system logs deploy/coredns | corefile explain -
```

A message with `Corefile:3` names the line where CoreDNS stopped reading, which may be far below the
mistake. `corefile-lint` shows the mistake itself.
"""


def page() -> str:
    """Return the page in Markdown."""
    parts = [HEAD]
    for heading, questions in QUESTIONS.items():
        parts.append(f"## {heading}\n")
        parts += ("\n".join(lines(question)) for question in questions)
    return "\n".join(parts).rstrip("\n") + "\n"


def lines(question: Question) -> Iterator[str]:
    """Yield the lines about a message."""
    known, found = explained(question), finding(question)
    yield f"### `{question.title}`"
    yield ""
    yield from fenced("text", f"{question.line}\n")
    yield known.meaning
    yield ""
    if found:
        yield "For example:"
        yield ""
        yield from fenced("corefile", question.bad)
        wrong, _, _ = found.message.partition(REFUSED)
        advice = "" if not found.help or found.help in known.meaning else found.help
        yield f"{sentence(wrong)} {sentence(advice)}".strip()
        yield ""
        yield from fenced("corefile", question.good)
    rules = dict.fromkeys((*((found.rule.name,) if found else ()), *known.rules))
    links = [f"[{name}](rules/{name}.md)" for name in rules]
    links += [f"[{name}](plugins/{name}.md)" for name in known.plugins]
    if links:
        yield f"More: {', '.join(links)}."
        yield ""


def sentence(words: str) -> str:
    """Return words of a message as a sentence."""
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def fenced(language: str, text: str) -> Iterator[str]:
    """Yield a block of code."""
    yield f"```{language}\n{text}```"
    yield ""


def explained(question: Question) -> Explanation:
    """Return what `corefile explain` says of a message. Raises LookupError if it says nothing."""
    known = explain_line(question.line)
    if known is None:
        raise LookupError(f"nothing is known of `{question.line}`")
    return known


def finding(question: Question) -> Finding | None:
    """Return what the linter finds in the Corefile that CoreDNS prints a message of."""
    order = ("error", "warning", "info")
    found = lint(question.bad, read=Memory({}))
    found.sort(key=lambda each: order.index(each.severity))
    return found[0] if found and question.bad else None
