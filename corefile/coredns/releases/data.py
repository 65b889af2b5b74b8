"""What each release of CoreDNS knows. Generated from CoreDNS's history; do not edit.

Written by `python -m tools.compile_releases`.
"""

#: The releases, oldest first.
RELEASES = """
    1.0.0 1.0.1 1.0.2 1.0.3 1.0.4 1.0.5 1.0.6 1.1.0 1.1.1 1.1.2 1.1.3 1.1.4 1.2.0 1.2.1 1.2.2 1.2.3
    1.2.4 1.2.5 1.2.6 1.3.0 1.3.1 1.4.0 1.5.0 1.5.1 1.5.2 1.6.0 1.6.1 1.6.2 1.6.3 1.6.4 1.6.5 1.6.6
    1.6.7 1.6.8 1.6.9 1.7.0 1.7.1 1.8.0 1.8.1 1.8.2 1.8.3 1.8.4 1.8.5 1.8.6 1.8.7 1.9.0 1.9.1 1.9.2
    1.9.3 1.9.4 1.10.0 1.10.1 1.11.0 1.11.1 1.11.3 1.11.4 1.12.0 1.12.1 1.12.2 1.12.3 1.12.4 1.13.0
    1.13.1 1.13.2 1.14.0 1.14.1 1.14.2 1.14.3 1.14.4 1.14.5 1.14.6 1.14.7 1.15.0
"""
#: The order of plugins that holds from a release on, with those of later ones.
ORDERS = (
    (
        "1.0.0",
        """
            tls nsid root bind debug trace health pprof prometheus errors log dnstap chaos cache
            rewrite loadbalance dnssec autopath reverse template hosts federation kubernetes file
            auto secondary etcd proxy erratic whoami startup shutdown
        """,
    ),
    (
        "1.0.5",
        """
            metadata geoip cancel tls timeouts reload nsid bufsize root bind debug trace ready
            health pprof prometheus errors log dnstap local dns64 acl any chaos loadbalance tsig
            cache rewrite header dnssec autopath reverse minimal template transfer hosts route53
            azure clouddns federation k8s_external kubernetes file auto secondary etcd loop forward
            proxy grpc erratic whoami on startup sign shutdown view
        """,
    ),
    (
        "1.11.3",
        """
            root metadata geoip cancel tls proxyproto quic grpc_server https https3 timeouts
            multisocket reload nsid bufsize bind debug trace ready health pprof prometheus errors
            log dnstap local dns64 acl any chaos loadbalance tsig cache rewrite header dnssec
            autopath minimal template transfer hosts route53 azure clouddns k8s_external kubernetes
            file auto secondary etcd loop forward grpc erratic whoami on sign view nomad
        """,
    ),
    (
        "1.14.3",
        """
            root metadata geoip cancel tls proxyproto quic grpc_server https https3 timeouts
            multisocket reload nsid bufsize bind debug trace ready health pprof prometheus errors
            log dnstap local dns64 any chaos loadbalance tsig cache rewrite acl header dnssec
            autopath minimal template transfer hosts route53 azure clouddns k8s_external kubernetes
            file auto secondary etcd loop forward grpc erratic whoami on sign view nomad
        """,
    ),
    (
        "1.14.7",
        """
            root metadata geoip cancel proxyproto quic grpc_server https https3 timeouts multisocket
            reload nsid bufsize bind debug trace ready health pprof shed prometheus errors log
            dnstap local dns64 siit any chaos loadbalance tsig rewrite autopath acl cache header
            dnssec tls minimal template transfer dynupdate hosts route53 azure clouddns k8s_external
            kubernetes file auto secondary etcd loop forward grpc erratic whoami on sign view nomad
        """,
    ),
)
#: First release with a plugin and first without it, where some release lacks it.
PLUGINS = {
    "acl": ("1.6.4", ""),
    "any": ("1.5.1", ""),
    "azure": ("1.6.2", ""),
    "bufsize": ("1.6.6", ""),
    "cancel": ("1.5.0", ""),
    "clouddns": ("1.6.3", ""),
    "dns64": ("1.7.0", ""),
    "dynupdate": ("1.15.0", ""),
    "federation": ("", "1.7.0"),
    "forward": ("1.0.6", ""),
    "geoip": ("1.8.5", ""),
    "grpc": ("1.5.0", ""),
    "grpc_server": ("1.14.0", ""),
    "header": ("1.8.5", ""),
    "https": ("1.14.0", ""),
    "https3": ("1.14.0", ""),
    "k8s_external": ("1.3.0", ""),
    "local": ("1.8.1", ""),
    "loop": ("1.2.1", ""),
    "metadata": ("1.2.0", ""),
    "minimal": ("1.8.4", ""),
    "multisocket": ("1.12.0", ""),
    "nomad": ("1.13.0", ""),
    "nsid": ("1.0.1", ""),
    "on": ("1.0.5", ""),
    "proxy": ("", "1.5.0"),
    "proxyproto": ("1.14.2", ""),
    "quic": ("1.12.2", ""),
    "ready": ("1.5.0", ""),
    "reload": ("1.1.0", ""),
    "reverse": ("", "1.2.0"),
    "route53": ("1.0.5", ""),
    "shed": ("1.14.7", ""),
    "shutdown": ("", "1.1.1"),
    "sign": ("1.6.3", ""),
    "siit": ("1.15.0", ""),
    "startup": ("", "1.1.1"),
    "template": ("1.0.3", ""),
    "timeouts": ("1.10.1", ""),
    "transfer": ("1.6.5", ""),
    "tsig": ("1.9.4", ""),
    "view": ("1.10.0", ""),
}
#: The same for every property; "" is the plugin's own.
PROPERTIES = {
    "acl": {
        "allow": ("", ""),
        "block": ("", ""),
        "filter": ("1.8.2", ""),
        "drop": ("1.10.1", ""),
    },
    "auto": {
        "directory": ("", ""),
        "reload": ("1.2.3", ""),
        "upstream": ("", ""),
    },
    "azure": {
        "subscription": ("", ""),
        "tenant": ("", ""),
        "client": ("", ""),
        "secret": ("", ""),
        "environment": ("", ""),
        "fallthrough": ("", ""),
        "access": ("1.6.8", ""),
        "refresh": ("1.15.0", ""),
    },
    "bind": {
        "except": ("1.8.4", ""),
    },
    "cache": {
        "success": ("", ""),
        "denial": ("", ""),
        "prefetch": ("", ""),
        "serve_stale": ("1.6.6", ""),
        "serve_stale_policy": ("1.14.7", ""),
        "servfail": ("1.9.4", ""),
        "disable": ("1.9.4", ""),
        "keepttl": ("1.10.1", ""),
    },
    "clouddns": {
        "credentials": ("", ""),
        "upstream": ("", ""),
        "endpoint": ("1.15.0", ""),
        "refresh": ("1.15.0", ""),
        "fallthrough": ("", ""),
    },
    "dns64": {
        "prefix": ("", ""),
        "translate_all": ("", ""),
        "allow_ipv4": ("1.8.7", ""),
    },
    "dnssec": {
        "key": ("", ""),
        "cache_capacity": ("", ""),
    },
    "dnstap": {
        "identity": ("1.9.4", ""),
        "version": ("1.9.4", ""),
        "extra": ("1.11.1", ""),
        "tls": ("1.14.4", ""),
        "skipverify": ("1.11.0", ""),
    },
    "dynupdate": {
        "file": ("", ""),
        "allow": ("", ""),
        "database": ("", ""),
        "max_records": ("", ""),
        "max_bytes": ("", ""),
        "max_update_records": ("", ""),
    },
    "erratic": {
        "drop": ("", ""),
        "truncate": ("", ""),
        "delay": ("", ""),
        "large": ("1.2.5", ""),
    },
    "errors": {
        "stacktrace": ("1.9.3", ""),
        "consolidate": ("1.2.6", ""),
    },
    "etcd": {
        "path": ("", ""),
        "endpoint": ("", ""),
        "credentials": ("1.4.0", ""),
        "tls": ("", ""),
        "min-lease-ttl": ("1.12.4", ""),
        "max-lease-ttl": ("1.12.4", ""),
        "fallthrough": ("", ""),
        "upstream": ("", ""),
        "stubzones": ("", ""),
        "debug": ("", ""),
        "no_apex_fallback": ("1.15.0", ""),
    },
    "file": {
        "reload": ("1.2.3", ""),
        "reload_by_mtime": ("1.14.4", ""),
        "fallthrough": ("1.12.2", ""),
        "upstream": ("", ""),
    },
    "forward": {
        "except": ("", ""),
        "max_fails": ("", ""),
        "max_connect_attempts": ("1.13.2", ""),
        "health_check": ("", ""),
        "force_tcp": ("", ""),
        "prefer_udp": ("1.2.0", ""),
        "tls": ("", ""),
        "tls_servername": ("", ""),
        "expire": ("", ""),
        "max_age": ("1.14.3", ""),
        "max_idle_conns": ("1.14.1", ""),
        "read_timeout": ("1.14.5", ""),
        "doh_method": ("1.14.5", ""),
        "policy": ("", ""),
        "max_concurrent": ("1.6.8", ""),
        "next": ("1.11.4", ""),
        "next_on_nodata": ("1.14.4", ""),
        "failfast_all_unhealthy_upstreams": ("1.12.1", ""),
        "failover": ("1.13.0", ""),
        "resolver": ("1.14.4", ""),
        "source_address": ("1.14.6", ""),
    },
    "geoip": {
        "edns-subnet": ("1.9.2", ""),
    },
    "grpc": {
        "except": ("", ""),
        "tls": ("", ""),
        "tls_servername": ("", ""),
        "policy": ("", ""),
        "fallthrough": ("1.12.3", ""),
    },
    "grpc_server": {
        "max_streams": ("", ""),
        "max_connections": ("", ""),
    },
    "header": {
        "query": ("1.9.4", ""),
        "response": ("1.9.4", ""),
    },
    "health": {
        "lameduck": ("1.0.5", ""),
    },
    "hosts": {
        "fallthrough": ("", ""),
        "fallthrough_unsupported": ("1.14.7", ""),
        "no_reverse": ("1.4.0", ""),
        "ttl": ("1.4.0", ""),
        "reload": ("1.4.0", ""),
    },
    "https": {
        "max_connections": ("", ""),
        "max_streams": ("1.15.0", ""),
    },
    "https3": {
        "max_streams": ("", ""),
        "max_connections": ("1.14.7", ""),
    },
    "k8s_external": {
        "apex": ("", ""),
        "ttl": ("", ""),
        "headless": ("1.9.4", ""),
        "fallthrough": ("1.11.0", ""),
    },
    "kubernetes": {
        "endpoint": ("", ""),
        "tls": ("", ""),
        "kubeconfig": ("1.2.3", ""),
        "apiserver_qps": ("1.14.0", ""),
        "apiserver_burst": ("1.14.0", ""),
        "apiserver_max_inflight": ("1.14.0", ""),
        "namespaces": ("", ""),
        "namespace_labels": ("1.5.0", ""),
        "labels": ("", ""),
        "pods": ("", ""),
        "endpoint_pod_names": ("", ""),
        "ttl": ("", ""),
        "noendpoints": ("1.0.6", ""),
        "fallthrough": ("", ""),
        "ignore": ("1.1.3", ""),
        "multicluster": ("1.12.2", ""),
        "zonal": ("1.14.7", ""),
        "startup_timeout": ("1.12.3", ""),
    },
    "loadbalance": {
        "reload": ("1.10.1", ""),
        "prefer": ("1.12.4", ""),
    },
    "local": {
        "localhost_prefix": ("1.14.5", ""),
    },
    "log": {
        "class": ("", ""),
    },
    "nomad": {
        "address": ("", ""),
        "filter": ("1.13.2", ""),
        "token": ("", ""),
        "ttl": ("", ""),
    },
    "pprof": {
        "block": ("1.5.0", ""),
    },
    "prometheus": {
        "runtime_metrics": ("1.14.3", ""),
        "tls": ("1.14.3", ""),
    },
    "proxyproto": {
        "allow": ("", ""),
        "default": ("", ""),
        "udp_session_tracking": ("1.14.3", ""),
        "tlv_metadata": ("1.15.0", ""),
    },
    "quic": {
        "max_streams": ("", ""),
        "max_connections": ("1.15.0", ""),
        "worker_pool_size": ("", ""),
    },
    "ready": {
        "monitor": ("1.12.2", ""),
    },
    "route53": {
        "aws_access_key": ("", ""),
        "aws_endpoint": ("1.8.7", ""),
        "credentials": ("1.2.3", ""),
        "upstream": ("1.2.3", ""),
        "fallthrough": ("1.2.3", ""),
        "refresh": ("1.6.2", ""),
    },
    "secondary": {
        "transfer": ("", ""),
        "catalog": ("1.14.5", ""),
        "fallthrough": ("1.14.4", ""),
    },
    "sign": {
        "key": ("", ""),
        "directory": ("", ""),
    },
    "siit": {
        "ipv6_prefix": ("", ""),
        "eam": ("", ""),
    },
    "template": {
        "match": ("", ""),
        "answer": ("", ""),
        "additional": ("", ""),
        "authority": ("", ""),
        "var": ("1.15.0", ""),
        "expr": ("1.15.0", ""),
        "rcode": ("", ""),
        "ederror": ("1.10.1", ""),
        "fallthrough": ("", ""),
        "upstream": ("1.0.6", ""),
    },
    "timeouts": {
        "read": ("", ""),
        "write": ("", ""),
        "idle": ("", ""),
        "maxtcpqueries": ("1.14.7", ""),
    },
    "tls": {
        "client_auth": ("1.5.1", ""),
        "keylog": ("1.14.3", ""),
        "acme": ("1.14.7", ""),
        "email": ("1.14.7", ""),
        "ca": ("1.14.7", ""),
        "storage": ("1.14.7", ""),
        "ca_root": ("1.14.7", ""),
        "resolver": ("1.14.7", ""),
    },
    "trace": {
        "every": ("", ""),
        "service": ("", ""),
        "client_server": ("", ""),
        "datadog_analytics_rate": ("1.8.0", ""),
        "zipkin_max_backlog_size": ("1.9.4", ""),
        "zipkin_max_batch_size": ("1.9.4", ""),
        "zipkin_max_batch_interval": ("1.9.4", ""),
    },
    "transfer": {
        "to": ("", ""),
        "source": ("1.14.5", ""),
    },
    "tsig": {
        "secret": ("", ""),
        "secrets": ("", ""),
        "require": ("", ""),
        "require_opcode": ("1.14.3", ""),
    },
    "view": {
        "expr": ("", ""),
    },
}
#: Properties that the newest release knows no more.
REMOVED = {
    "auto": {
        "no_reload": ("", "1.5.0"),
        "transfer": ("", "1.8.0"),
    },
    "file": {
        "no_reload": ("", "1.5.0"),
        "transfer": ("", "1.8.0"),
    },
    "header": {
        "clear": ("", "1.12.4"),
        "set": ("", "1.12.4"),
    },
    "kubernetes": {
        "resyncperiod": ("", "1.7.0"),
        "transfer": ("1.0.6", "1.8.0"),
        "upstream": ("", "1.7.0"),
    },
    "secondary": {
        "upstream": ("", "1.8.0"),
    },
}
