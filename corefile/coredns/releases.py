"""What each release of CoreDNS knows."""

#: The newest release described here.
NEWEST = "1.14.7"

#: The plugins of that release in the order in which queries pass through them (plugin.cfg).
PLUGIN_ORDER = tuple(
    """
    root metadata geoip cancel proxyproto quic grpc_server https https3 timeouts multisocket reload
    nsid bufsize bind debug trace ready health pprof shed prometheus errors log dnstap local dns64
    any chaos loadbalance tsig rewrite autopath acl cache header dnssec tls minimal template
    transfer hosts route53 azure clouddns k8s_external kubernetes file auto secondary etcd loop
    forward grpc erratic whoami on sign view nomad
    """.split()
)


def plugin_order(release: str = NEWEST) -> tuple[str, ...]:
    """Give the plugins of a release in the order in which queries pass through them."""
    return PLUGIN_ORDER
