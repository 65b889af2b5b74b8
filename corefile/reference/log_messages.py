"""What a running CoreDNS logs: the messages that no line of a Corefile is refused with.

What CoreDNS refuses is not here: the modules of the plugins and the examples of the rules say that.
"""

import re
from functools import cache

from corefile.text.brief import Brief
from corefile.text.records import dataclass
from corefile.text.regex import regex

__all__ = ["LOG_MESSAGES", "LogMessage", "pattern_of"]

#: What Go's `fmt` replaces with values.
_VERB = regex(r"%[+#]?[a-zA-Z]")


@dataclass(frozen=True, slots=True)
class LogMessage(Brief):
    """A message that CoreDNS logs while it runs."""

    #: The message, with the verbs of Go's `fmt` where the values are.
    printed: str
    #: The file that prints it: of coredns/coredns, or of Go or a module of Go that is named first.
    source: str
    #: What has happened, and what to do about it.
    meaning: str
    #: The plugins whose pages say more.
    plugins: tuple[str, ...] = ()
    #: The rules that find the cause in a Corefile.
    rules: tuple[str, ...] = ()
    #: The last release that prints it; empty where the newest does.
    last: str = ""


@cache
def pattern_of(printed: str) -> re.Pattern[str]:
    """Return what finds a message in a line of a log."""
    return re.compile("[^\n]*?".join(map(re.escape, _VERB.split(printed))), re.IGNORECASE)


#: The first one that is found in a line explains it: what has happened before how it was noticed.
LOG_MESSAGES: tuple[LogMessage, ...] = (
    LogMessage(
        "Loop (%s -> %s) detected for zone %q",
        "plugin/loop/loop.go",
        "A query that CoreDNS sent came back to it: it forwards to itself, so every query would go"
        " round until CoreDNS runs out of memory. `loop` ends CoreDNS instead. Most often"
        " /etc/resolv.conf of the node names 127.0.0.1 or 127.0.0.53 (systemd-resolved), or the"
        " address of CoreDNS's own Service. Forward to the addresses of the real DNS servers, or"
        " give the kubelet `resolvConf: /run/systemd/resolve/resolv.conf`. Removing `loop` does"
        " not remove the loop.",
        ("loop", "forward"),
        ("forward-loop-to-self",),
    ),
    LogMessage(
        "[FATAL] plugin/loop",
        "plugin/loop/loop.go",
        "`loop` has ended CoreDNS because its own query came back: CoreDNS forwards to itself. The"
        " rest of the line names the addresses. Forward to the real DNS servers instead.",
        ("loop", "forward"),
        ("forward-loop-to-self",),
    ),
    LogMessage(
        "HINFO: %s i/o timeout",
        "plugin/errors/errors.go",
        "This is the query that `loop` sends when CoreDNS starts, to see whether it comes back. It"
        " came to nobody: the server that `forward` names does not answer. CoreDNS goes on, but"
        " names that it forwards will fail in the same way. Look whether a firewall or network"
        " policy lets the pods of CoreDNS send UDP and TCP to port 53 of that server.",
        ("loop", "forward"),
    ),
    LogMessage(
        "no next plugin found",
        "plugin/plugin.go",
        "No plugin of the server block answers this name: the last one that was asked passed it"
        " on, and none comes after it. Clients get SERVFAIL. Add a plugin that answers, such as"
        " `forward`, or leave out the `fallthrough` that leads nowhere.",
        (),
        ("fallthrough-to-nothing", "no-answering-plugin", "hosts-missing-fallthrough"),
    ),
    LogMessage(
        "no healthy proxies",
        "plugin/forward/forward.go",
        "All servers that `forward` names have failed their health checks, and"
        " `failfast_all_unhealthy_upstreams` says not to try them anyway. Look whether they can be"
        " reached from the pods of CoreDNS.",
        ("forward",),
    ),
    LogMessage(
        "no healthy gRPC proxies",
        "plugin/grpc/grpc.go",
        "None of the servers that `grpc` names can be reached.",
        ("grpc",),
    ),
    LogMessage(
        "concurrent queries exceeded maximum",
        "plugin/forward/setup.go",
        "More queries waited for an answer of the servers of `forward` than `max_concurrent`"
        " allows, so this one is refused. Most often those servers are slow or cannot be reached:"
        " look at that first, then at a higher `max_concurrent`.",
        ("forward",),
    ),
    LogMessage(
        "x509: certificate signed by unknown authority",
        "go:crypto/x509/verify.go",
        "The other side of an encrypted connection has a certificate that is not signed by a known"
        " authority. For `forward` to `tls://`, name the authority's file with `tls`, and the name"
        " in the certificate with `tls_servername`.",
        ("forward", "tls"),
        ("tls-upstream-without-servername",),
    ),
    LogMessage(
        "bind: address already in use",
        "go:syscall/zerrors_linux_amd64.go",
        "Another program, or another server block of this Corefile, uses the port already. On port"
        " 53 of a node that is often systemd-resolved or dnsmasq. `bind` chooses other addresses;"
        " the ports of `health`, `ready`, `prometheus` and `pprof` must differ from each other.",
        ("bind", "health", "ready", "prometheus"),
        ("http-port-collision",),
    ),
    LogMessage(
        "bind: permission denied",
        "go:syscall/zerrors_linux_amd64.go",
        "CoreDNS may not use a port below 1024: run it as root, give it the capability"
        " NET_BIND_SERVICE, or let it listen on a higher port such as `.:1053`.",
    ),
    LogMessage(
        "bind: cannot assign requested address",
        "go:syscall/zerrors_linux_amd64.go",
        "`bind` names an address that this machine does not have.",
        ("bind",),
    ),
    LogMessage(
        "Failed to watch",
        "k8s.io/client-go:tools/cache/reflector.go",
        "`kubernetes` may not read, or cannot reach, the API server. If the line ends in"
        " `is forbidden`, the ClusterRole of CoreDNS lacks the rights to list and watch what it"
        " names: endpointslices, services, namespaces or pods. Else look whether the pods of"
        " CoreDNS reach the API server.",
        ("kubernetes",),
    ),
    LogMessage(
        "waiting for Kubernetes API before starting server",
        "plugin/kubernetes/kubernetes.go",
        "CoreDNS waits until it has read Services and endpoints from the API server, for as long as"
        " `startup_timeout` says. If the line comes again and again, it cannot reach that server.",
        ("kubernetes",),
    ),
    LogMessage(
        "starting server with unsynced Kubernetes API",
        "plugin/kubernetes/kubernetes.go",
        "CoreDNS could not read Services and endpoints in time and starts without them: names of"
        " the cluster get SERVFAIL until it has. Look whether its pods reach the API server.",
        ("kubernetes",),
    ),
    LogMessage(
        "Plugins not ready: %q",
        "plugin/ready/ready.go",
        "The readiness check fails because of these plugins, so Kubernetes sends no queries to the"
        " pod. For `kubernetes`, look whether it reaches the API server.",
        ("ready", "kubernetes"),
    ),
    LogMessage(
        "plugin/ready: Still waiting on: %q",
        "plugin/ready/ready.go",
        "The readiness check fails because of these plugins, so Kubernetes sends no queries to the"
        " pod. For `kubernetes`, look whether it reaches the API server. Releases before 1.12.2"
        " print this.",
        ("ready", "kubernetes"),
        last="1.12.1",
    ),
    LogMessage(
        "Local health request to %q",
        "plugin/health/overloaded.go",
        "CoreDNS asks its own `health` every second, and that failed or took more than a second:"
        " the process has too little CPU, or another program uses the port.",
        ("health",),
        ("http-port-collision",),
    ),
    LogMessage(
        "Corefile changed but reload failed: %s",
        "plugin/reload/reload.go",
        "The new Corefile is refused, for the reason at the end of the line, and CoreDNS goes on"
        " with the old one. It fails when it is restarted: repair the Corefile before that.",
        ("reload",),
    ),
    LogMessage(
        "Corefile parse failed: %s",
        "plugin/reload/reload.go",
        "The new Corefile cannot be read, for the reason at the end of the line, and CoreDNS goes"
        " on with the old one. It fails when it is restarted: repair the Corefile before that.",
        ("reload",),
    ),
    LogMessage(
        "File does not exist: %s",
        "plugin/hosts/setup.go",
        "The file that `hosts` names is not there. CoreDNS goes on without its entries, and reads"
        " it when it appears. In a cluster the file has to be mounted into the pod.",
        ("hosts",),
        ("file-not-mounted",),
    ),
    LogMessage(
        "Failed to open %q: trying again in %s",
        "plugin/file/setup.go",
        "The zone file is not there, or CoreDNS may not read it: queries for the zone get SERVFAIL"
        " until it can. In a cluster the file has to be mounted into the pod.",
        ("file",),
        ("file-not-mounted",),
    ),
    LogMessage(
        "Directory does not exist: %s",
        "plugin/auto/setup.go",
        "The folder that `auto` searches for zone files is not there.",
        ("auto",),
        ("file-not-mounted",),
    ),
    LogMessage(
        "Zone %s is expired",
        "plugin/file/file.go",
        "The zone could not be copied from its primary for so long that it may not be used any"
        " more: queries get SERVFAIL. Look why the transfers fail.",
        ("secondary",),
    ),
    LogMessage(
        "Failed to transfer `%s' from %q: %v",
        "plugin/file/secondary.go",
        "The primary does not let this server copy the zone, or cannot be reached. At the primary,"
        " `transfer` has to name the address of this server.",
        ("secondary", "transfer"),
    ),
    LogMessage(
        "Recovered from panic in server: %q %v",
        "core/dnsserver/server.go",
        "A plugin of CoreDNS itself has failed on a query; the client got SERVFAIL, and CoreDNS"
        " goes on. Report it to its authors, with this line and those below it.",
    ),
    LogMessage(
        "i/o timeout",
        "go:internal/poll/fd.go",
        "A server that CoreDNS asked did not answer in time. The line says which: the address after"
        " `->`. If that is the upstream of `forward`, look whether the pods of CoreDNS may send UDP"
        " and TCP to its port 53, and whether it answers: `dig @ADDRESS example.org` from the same"
        " node. If it is the API server, the same holds for its port.",
        ("forward",),
    ),
    LogMessage(
        "connection refused",
        "go:syscall/zerrors_linux_amd64.go",
        "Nothing listens at the address that the line names: the upstream of `forward`, the API"
        " server, or another service has the wrong address or port, or does not run.",
        ("forward",),
    ),
    LogMessage(
        "network is unreachable",
        "go:syscall/zerrors_linux_amd64.go",
        "This machine has no route to the address that the line names. For an IPv6 address, the"
        " machine or the pod may have no IPv6 at all: leave such upstreams out.",
        ("forward",),
    ),
    LogMessage(
        "no such host",
        "go:net/net.go",
        "CoreDNS looked up a name of its own configuration, and there is none. It looks names up"
        " with the DNS servers of the machine or the pod, not with itself.",
    ),
)
