"""Whether CoreDNS would take a configuration, and in which words it refuses."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from corefile.coredns.imports.expand import NO_ENVIRONMENT, expand
from corefile.coredns.imports.files import Files, Reader
from corefile.coredns.model.config import configure
from corefile.coredns.releases.builds import Build, stock
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
    build: Build | None = None,
) -> Verdict:
    """Return CoreDNS's verdict on a configuration.

    `env` and `read` are as for `expand`, `build` as for `configure`.
    """
    build = build or stock()
    expansion = expand(tree, env=env, read=read, directives=build.plugins)
    if expansion.error is not None:
        return Verdict(False, "parse", "", str(expansion.error))
    for refusal in configure(expansion, build=build, file=tree.source.name).refusals:
        return Verdict(False, refusal.stage, refusal.plugin, refusal.message)
    return Verdict(True)
