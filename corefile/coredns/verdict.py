"""Whether CoreDNS would take a configuration, and in which words it refuses."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from corefile.coredns.config import configure
from corefile.coredns.expand import NO_ENVIRONMENT, expand
from corefile.coredns.files import Files, Reader
from corefile.coredns.releases import NEWEST, plugin_order
from corefile.syntax.tree import Corefile


@dataclass(frozen=True, slots=True)
class Verdict:
    """CoreDNS's answer to a configuration, as far as the text decides it."""

    accepted: bool
    #: How far CoreDNS gets: the text itself, the keys, a plugin's set-up, all servers together.
    stage: Literal["", "parse", "keys", "setup", "servers"] = ""
    plugin: str = ""
    #: CoreDNS's words, empty when it accepts.
    message: str = ""


def verdict(
    tree: Corefile,
    *,
    env: Mapping[str, str] = NO_ENVIRONMENT,
    read: Reader | None = Files(),  # noqa: B008 - immutable
    release: str = NEWEST,
) -> Verdict:
    """Give the verdict of a release of CoreDNS on a configuration.

    `env` and `read` are as for `expand`.
    """
    expansion = expand(tree, env=env, read=read, directives=plugin_order(release))
    if expansion.error is not None:
        return Verdict(False, "parse", "", str(expansion.error))
    for refusal in configure(expansion, release=release, file=tree.source.name).refusals:
        return Verdict(False, refusal.stage, refusal.plugin, refusal.message)
    return Verdict(True)
