"""What changed in the server, in its image, and in what it needs of a cluster.

Changes of one plugin are in `changes` of its class.
"""

from corefile.coredns.releases.changes import Change
from corefile.coredns.releases.release import Release, parse_release

__all__ = ["METRICS", "SERVER_CHANGES", "has_image"]

#: The releases that have a tag but no image, each with the next that has one. The release notes of
#: 1.6.9 and 1.8.3 say so, and github.com/coredns/corefile-migration of 1.8.1.
NO_IMAGE = {"1.6.8": "1.6.9", "1.8.1": "1.8.3", "1.8.2": "1.8.3"}

#: The first release whose metrics have new names, each old name with the new one; "" for a metric
#: that is gone. They are in the release notes, and in the README of `forward` of 1.11.0.
METRICS = {
    "1.7.0": {
        "coredns_request_block_count_total": "coredns_dns_blocked_requests_total",
        "coredns_request_allow_count_total": "coredns_dns_allowed_requests_total",
        "coredns_dns_acl_request_block_count_total": "coredns_acl_blocked_requests_total",
        "coredns_dns_acl_request_allow_count_total": "coredns_acl_allowed_requests_total",
        "coredns_autopath_success_count_total": "coredns_autopath_success_total",
        "coredns_forward_request_count_total": "coredns_forward_requests_total",
        "coredns_forward_response_rcode_count_total": "coredns_forward_responses_total",
        "coredns_forward_healthcheck_failure_count_total": (
            "coredns_forward_healthcheck_failures_total"
        ),
        "coredns_forward_healthcheck_broken_count_total": (
            "coredns_forward_healthcheck_broken_total"
        ),
        "coredns_forward_max_concurrent_reject_count_total": (
            "coredns_forward_max_concurrent_rejects_total"
        ),
        "coredns_grpc_request_count_total": "coredns_grpc_requests_total",
        "coredns_grpc_response_rcode_count_total": "coredns_grpc_responses_total",
        "coredns_panic_count_total": "coredns_panics_total",
        "coredns_dns_request_count_total": "coredns_dns_requests_total",
        "coredns_dns_request_do_count_total": "coredns_dns_do_requests_total",
        "coredns_dns_request_type_count_total": "coredns_dns_requests_total",
        "coredns_dns_response_rcode_count_total": "coredns_dns_responses_total",
        "coredns_reload_failed_count_total": "coredns_reload_failed_total",
        "coredns_cache_size": "coredns_cache_entries",
    },
    "1.8.5": {
        "coredns_cache_misses_total": "coredns_cache_requests_total - coredns_cache_hits_total",
    },
    "1.9.4": {"coredns_forward_sockets_open": ""},
    "1.11.0": {
        "coredns_forward_requests_total": (
            'sum(coredns_proxy_request_duration_seconds_count{proxy_name="forward"})'
        ),
        "coredns_forward_responses_total": (
            'coredns_proxy_request_duration_seconds_count{proxy_name="forward"}'
        ),
        "coredns_forward_request_duration_seconds": (
            'coredns_proxy_request_duration_seconds{proxy_name="forward"}'
        ),
        "coredns_forward_healthcheck_failures_total": (
            'coredns_proxy_healthcheck_failures_total{proxy_name="forward"}'
        ),
        "coredns_forward_conn_cache_hits_total": (
            'coredns_proxy_conn_cache_hits_total{proxy_name="forward"}'
        ),
        "coredns_forward_conn_cache_misses_total": (
            'coredns_proxy_conn_cache_misses_total{proxy_name="forward"}'
        ),
    },
}


def has_image(release: str | Release) -> bool:
    """Tell whether there is an official image of a release.

    Raises ValueError for a release that is not known.
    """
    return str(parse_release(release)) not in NO_IMAGE


#: What changed in the server, its image, its flags and what it needs of a cluster, and the
#: releases without an image.
SERVER_CHANGES: tuple[Change, ...] = (
    Change(
        release="1.0.3",
        kind="added",
        what="fallthrough",
        text="`fallthrough` takes zones: only names below them go on to the next plugin",
    ),
    Change(
        release="1.1.0",
        kind="added",
        what="bind",
        text="several server blocks may have the same zone if they `bind` other addresses",
    ),
    Change(
        release="1.1.3",
        kind="added",
        what="https://",
        text="a key that begins with `https://` is for DNS over HTTPS; before, it was a name",
    ),
    Change(
        release="1.1.4",
        kind="ignored",
        what="-log",
        text="the flag `-log` has no effect",
        advice="leave it out",
    ),
    Change(
        release="1.3.0",
        kind="meaning",
        what="EDNS0",
        text="queries with an unknown version of EDNS0 get BADVERS",
    ),
    Change(
        release="1.6.0",
        kind="removed",
        what="-cpu",
        text="the flag `-cpu` is refused",
        advice="leave it out, and set GOMAXPROCS in the environment",
    ),
    Change(
        release="1.6.3",
        kind="meaning",
        what="log",
        text="lines of the log have no time",
        advice="look at what reads the log",
    ),
    Change(
        release="1.7.0",
        kind="metrics",
        what="names",
        text=f"{len(METRICS['1.7.0'])} metrics have other names",
        advice="look at dashboards and alerts",
    ),
    Change(
        release="1.8.0",
        until="1.8.7",
        kind="removed",
        what="https:// without tls",
        text="a key that begins with `https://` is refused in a server block without `tls`",
        advice="write `tls`",
        source="core/dnsserver/server_https.go",
    ),
    Change(
        release="1.8.4",
        kind="meaning",
        what="networks",
        text="a key such as `10.0.0.0/15` is for all zones of the network; before, for one zone of"
        " which only the network was served",
    ),
    Change(
        release="1.8.5",
        kind="meaning",
        what="several zones",
        text="the zones of a server block share its plugins: one cache and one limit of queries;"
        " before, each zone had its own",
        advice="write larger numbers for `max_concurrent` and the capacity of `cache` where a"
        " server block has several zones",
    ),
    Change(
        release="1.11.0",
        kind="cluster",
        what="user of the image",
        text="the image runs as the user `nonroot` (65532)",
        advice="add the capability NET_BIND_SERVICE or take ports from 1024 on, and let that user"
        " read all files",
        source="Dockerfile",
    ),
    Change(
        release="1.11.0",
        until="1.11.4",
        kind="cluster",
        what="folder of the image",
        text="the image's working directory is /home/nonroot, where relative paths begin",
        advice="write absolute paths",
        source="Dockerfile",
    ),
    Change(
        release="1.11.0",
        kind="added",
        what="quic://",
        text="a key that begins with `quic://` is for DNS over QUIC; before, it was a name",
    ),
    Change(
        release="1.12.0",
        kind="default",
        what="processors",
        text="it uses as many processors as its container may; before, all that the machine has",
        advice="set GOMAXPROCS in the environment to use more",
        source="coremain/run.go",
    ),
    Change(
        release="1.12.1",
        kind="meaning",
        what="CNAME",
        text="it follows chains of 10 CNAME records; before, of 7",
    ),
    Change(
        release="1.13.0",
        kind="removed",
        what="imports in a circle",
        text="imports in a circle and braces that are not closed are refused; before, CoreDNS hung",
        advice="fix the Corefile",
    ),
    Change(
        release="1.13.2",
        kind="added",
        what="https3://",
        text="a key that begins with `https3://` is for DNS over HTTP/3; before, it was a name",
    ),
    Change(
        release="1.14.7",
        kind="cluster",
        what="number of the user",
        text="the image says the number of its user, so that `runAsNonRoot` works without"
        " `runAsUser`",
        source="Dockerfile",
    ),
    Change(
        release="1.15.0",
        kind="removed",
        what="tls",
        text="server blocks for one port with other certificates or options of `tls` are refused;"
        " before, one of them applied to all",
        advice="give them the same `tls`",
    ),
    Change(
        release="1.15.0",
        kind="meaning",
        what="EDNS0 options",
        text="EDNS0 options that it does not know are not sent back",
    ),
    *(
        Change(
            release=release,
            until=following,
            kind="avoid",
            what="image",
            text=f"CoreDNS {release} has no official image",
            advice=f"take {following}",
            source="notes of 1.6.9 and 1.8.3",
        )
        for release, following in NO_IMAGE.items()
    ),
)
