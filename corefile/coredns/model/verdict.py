"""Whether CoreDNS would take a configuration, and in which words it refuses."""

from collections.abc import Mapping

from corefile.coredns.imports.expand import NO_ENVIRONMENT, expand
from corefile.coredns.imports.files import Files, Reader
from corefile.coredns.model.config import configure
from corefile.coredns.releases.builds import Build, stock
from corefile.coredns.releases.release import span
from corefile.syntax.tree import Corefile
from corefile.text.records import dataclass
from corefile.text.typed import Literal

#: The releases that refuse a snippet that imports itself where it is defined (caddy v1.1.4).
SNIPPETS_GUARDED = span("1.13.0")


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
    guarded = build.release in SNIPPETS_GUARDED
    expansion = expand(tree, env=env, read=read, directives=build.plugins, guarded=guarded)
    if expansion.error is not None:
        return Verdict(False, "parse", "", str(expansion.error))
    for refusal in configure(expansion, build=build, file=tree.source.name).refusals:
        return Verdict(False, refusal.stage, refusal.plugin, refusal.message)
    return Verdict(True)
