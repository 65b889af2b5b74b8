"""Configuration of a wanted size in four languages: what people write, over and over, numbered."""

from collections.abc import Iterable, Iterator

COREFILE = """\
# Zone {n}: served from here, all else is passed on.
zone{n}.example.org:53 {{
    bind 10.0.{high}.{low}
    errors
    log . {{
        class denial error # the rest is noise
    }}
    health 127.0.0.1:{port} {{
        lameduck 5s
    }}
    kubernetes cluster{n}.local in-addr.arpa ip6.arpa {{
        pods insecure
        ttl 30
        fallthrough in-addr.arpa ip6.arpa
    }}
    hosts /etc/coredns/hosts.{n} {{
        10.1.{high}.{low} host{n}.example.org "host {n}"
        fallthrough
    }}
    forward . tls://9.9.9.9 tls://149.112.112.112 {{
        tls_servername dns.quad9.net
        health_check 5s
    }}
    cache 30
    import common
}}

"""

HCL = """\
# Instance {n}: serves its own, passes on the rest.
resource "aws_instance" "server{n}" {{
  ami           = "ami-{n}"
  instance_type = "t3.micro"
  private_ip    = "10.0.{high}.{low}"
  tags = {{
    Name = "server {n}"
    Role = "dns" # the rest is noise
  }}
  ebs_block_device {{
    device_name = "/dev/sdf"
    volume_size = {port}
  }}
  security_groups = ["dns", "health", "group{n}"]
  lifecycle {{
    create_before_destroy = true
  }}
}}

"""

INI = """\
# Zone {n}: served from here, all else is passed on.
[zone{n}.example.org]
bind = 10.0.{high}.{low}
class = denial error
; the rest is noise
health = 127.0.0.1:{port}
lameduck = 5s
cluster = cluster{n}.local in-addr.arpa ip6.arpa
pods = insecure
ttl = 30
forward = tls://9.9.9.9
    tls://149.112.112.112
servername = dns.quad9.net
cache = 30

"""

NGINX = """\
# Server {n}: serves its own, passes on the rest.
upstream backend{n} {{
    server 10.0.{high}.{low}:{port};
    server 10.1.{high}.{low}:{port} backup; # the rest is noise
}}
server {{
    listen 80;
    server_name server{n}.example.org "server {n}";
    access_log /var/log/nginx/server{n}.log;
    location / {{
        proxy_pass http://backend{n};
        proxy_set_header Host $host;
        proxy_read_timeout 30s;
    }}
    location /health {{
        return 200 "fine";
    }}
}}

"""

#: What stands around the blocks: nginx wants its servers in a context.
AROUND = {NGINX: ("events {\n}\nhttp {\n", "}\n")}


#: What kubeadm installs, with a few words that differ from cluster to cluster.
KUBEADM = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns
  namespace: cluster-{n}
data:
  Corefile: |
    .:53 {{
        errors
        health {{
           lameduck 5s
        }}
        ready
        kubernetes c{n}.example.org in-addr.arpa ip6.arpa {{
           pods insecure
           fallthrough in-addr.arpa ip6.arpa
           ttl 30
        }}
        prometheus :9153
        forward . 10.{high}.{low}.10 {{
           max_concurrent {port}
        }}
        cache 30 {{
           disable success c{n}.example.org
           disable denial c{n}.example.org
        }}
        loop
        reload
        loadbalance
    }}
"""


def config_maps(size: int, *, same: bool = False) -> Iterator[str]:
    """Yield the ConfigMaps of so many clusters: their Corefiles differ, or are one text."""
    for number in range(size):
        n = 0 if same else number
        made = KUBEADM.format(n=n, high=n // 250 % 250, low=n % 250, port=1000 + n % 50_000)
        yield made.replace(f"namespace: cluster-{n}", f"namespace: cluster-{number}")


def as_list(manifests: Iterable[str]) -> str:
    """Return manifests as the items of one List."""
    items = ("- " + manifest.replace("\n", "\n  ").rstrip(" ") for manifest in manifests)
    return "apiVersion: v1\nkind: List\nitems:\n" + "".join(items)


def text(block: str, size: int) -> str:
    """Return at least `size` characters of a language, in whole blocks."""
    begin, end = AROUND.get(block, ("", ""))
    blocks: list[str] = []
    length = 0
    while length < size:
        n = len(blocks)
        one = block.format(n=n, high=n // 250 % 250, low=n % 250, port=10_000 + n % 50_000)
        blocks.append(one)
        length += len(one)
    return begin + "".join(blocks) + end


def fleet(manifest: str, size: int) -> str:
    """Return a manifest `size` times, each in a namespace of its own, as the items of one List."""
    lines = "\n".join(f"  {line}" if line else "" for line in manifest.splitlines())
    items = (
        "- " + lines.replace("namespace: kube-system", f"namespace: cluster-{n}")[2:]
        for n in range(size)
    )
    return "apiVersion: v1\nkind: List\nitems:\n" + "\n".join(items) + "\n"
