"""Changes of the server, its image and its metrics, for a configuration and the file around it."""

from collections.abc import Callable, Iterator

from corefile.coredns.model.config import Config
from corefile.coredns.releases.changes import Change
from corefile.coredns.releases.server_changes import METRICS, SERVER_CHANGES
from corefile.migrating.route import Route
from corefile.text.regex import regex

__all__ = ["is_done", "renamed_metrics", "server_changes"]

#: A network whose mask does not end with a number of its address.
ODD_NETWORK = regex(r"/(\d+)")
#: Metrics that each server has, whatever its plugins.
OF_ALL = ("coredns_dns_request", "coredns_dns_response", "coredns_panic")
#: What a role has to name, so that a change is of no consequence.
RESOURCES = ("endpointslices",)
#: Metrics of `acl`, which is not in their names.
OF_ACL = regex(r"_(?:block|allow)")


def server_changes(config: Config, around: str, route: Route) -> Iterator[Change]:
    """Yield the changes of the server that are about a configuration, in a file with that text."""
    for change in SERVER_CHANGES:
        meets = MEETS.get(change.what)
        arrives = route.is_upwards or change.kind != "added"
        is_new = arrives and change.between(route.old.release, route.new.release)
        if meets and is_new and config.servers and meets(config, around):
            yield change


def has(*names: str) -> Callable[[Config, str], bool]:
    """Return what tells whether a server block has one of these plugins."""
    return lambda config, _: any(server.has(name) for server in config.servers for name in names)


def always(config: Config, around: str) -> bool:
    """Tell that a change is about every configuration."""
    return True


def has_odd_network(config: Config, around: str) -> bool:
    """Tell whether a key is a network of more than one zone."""
    keys = (key.text for server in config.servers for key in server.keys)
    masks = (ODD_NETWORK.search(key.rpartition("//")[2]) for key in keys)
    return any(mask is not None and int(mask[1]) % 8 for mask in masks)


def shares_plugins(config: Config, around: str) -> bool:
    """Tell whether a server block with several zones has plugins that keep something."""
    shared = (server for server in config.servers if len(server.addresses) > 1)
    return any(server.has("cache") or server.has("forward") for server in shared)


def has_relative_path(config: Config, around: str) -> bool:
    """Tell whether a plugin reads a file that is named without its folder."""
    return any(
        not use.token.text.startswith("/")
        for server in config.servers
        for stanza in server.plugins
        for use in type(stanza).files((stanza,))
    )


def lacks_capability(config: Config, around: str) -> bool:
    """Tell whether the file does not give the container the right to listen on port 53."""
    return "NET_BIND_SERVICE" not in around


def asks_for_user(config: Config, around: str) -> bool:
    """Tell whether the file wants the image to have a user."""
    return "runAsNonRoot" in around


#: By `Change.what`: whether a change of the server is about a configuration, and the file around
#: it. What a verdict tells anyway, and flags, which no Corefile has, are not here.
MEETS: dict[str, Callable[[Config, str], bool]] = {
    "log": has("log", "errors"),
    "EDNS0": always,
    "EDNS0 options": always,
    "CNAME": always,
    "networks": has_odd_network,
    "several zones": shares_plugins,
    "user of the image": lacks_capability,
    "folder of the image": has_relative_path,
    "number of the user": asks_for_user,
    "processors": always,
    "names": has("prometheus"),
    "image": always,
}


def renamed_metrics(release: str, used: frozenset[str], route: Route) -> dict[str, str]:
    """Return what became of metrics of some plugins in a release, in words, by their old names."""
    return {
        old: renamed(old, new, route)
        for old, new in METRICS.get(release, {}).items()
        if is_of(f"{old} {new}", used)
    }


def renamed(old: str, new: str, route: Route) -> str:
    """Say what a metric is called; "" for the new name of one that is gone."""
    if not new:
        return f"there is {'no' if route.is_upwards else 'a'} `{old}` {AGAIN[route.is_upwards]}"
    before, after = (old, new) if route.is_upwards else (new, old)
    return f"`{before}` is now `{after}`"


#: How something is that was otherwise, or is again as it was.
AGAIN = {True: "any more", False: "again"}


def is_done(change: Change, around: str) -> bool:
    """Tell whether the file has what a change asks of the cluster."""
    return change.kind == "cluster" and change.what in RESOURCES and change.what in around


def is_of(names: str, used: frozenset[str]) -> bool:
    """Tell whether a metric is one of some plugins, or of all servers."""
    if OF_ACL.search(names):
        return "acl" in used
    return names.startswith(OF_ALL) or any(f"_{name}_" in names for name in used)
