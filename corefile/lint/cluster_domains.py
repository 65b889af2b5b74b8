"""The domain of a cluster, and how people miswrite it."""

from corefile.coredns.catalogue.schema import Zone
from corefile.lint.placeholders import is_known
from corefile.lint.rule import Context
from corefile.text.regex import regex
from corefile.text.spelling import is_slip

__all__ = ["USUAL", "mistake"]

#: What nearly all clusters have (kubeadm's `dnsDomain`).
USUAL = "cluster.local"
#: What several clusters have.
OTHER = regex(r"cluster[^.]+\.local")


def mistake(ctx: Context, zone: Zone) -> str:
    """Return why a zone of `kubernetes` cannot be a cluster's domain; "" for one that may be."""
    own = {zone.removesuffix(".") for zone in ctx.site.cluster_zones}
    name = zone.name.removesuffix(".")
    # `CLUSTER_DOMAIN` is what a script is going to replace.
    if name in own or not is_known(zone.token) or zone.token.text.isupper():
        return ""
    if "_" in name:
        return f"`{name}` cannot be a cluster's domain: those have no `_`"
    if is_slip(name, USUAL) and not OTHER.fullmatch(name):
        return f"`{name}` is nearly `{USUAL}`: no pod asks for names below it"
    return ""
