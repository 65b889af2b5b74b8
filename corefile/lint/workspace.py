"""From what a project says to what the rules go by."""

import os

from corefile.coredns.releases.builds import Build, BuildError, read_build, stock
from corefile.coredns.releases.release import NEWEST, Release, for_kubernetes, parse_release
from corefile.lint.configuration import Configuration, ConfigurationError
from corefile.lint.patterns import matches
from corefile.lint.selection import UnknownRule, select
from corefile.lint.settings import Settings
from corefile.lint.site import Site
from corefile.vocabulary import MAX_BYTES

__all__ = ["build_of", "excluded", "settings_of", "silent_rules"]


def silent_rules(said: Configuration, path: str) -> tuple[str, ...]:
    """Return the rules that do not run in a file."""
    return tuple(
        rule
        for pattern, rules in said.per_file_ignores.items()
        if matches([pattern], relative(said, path))
        for rule in rules
    )


def settings_of(said: Configuration, silent: tuple[str, ...] = ()) -> Settings:
    """Return the settings of rules if some of them do not run. Raises ConfigurationError."""
    try:
        rules = select(said.select, said.extend_select, (*said.ignore, *silent))
    except UnknownRule as error:
        raise ConfigurationError(str(error)) from None
    site = Site(said.profile, said.cluster_zones, said.cluster_addresses)
    return Settings(rules, said.severity, said.rules, build_of(said), site)


def excluded(said: Configuration, path: str, *, folder: bool = False) -> bool:
    """Tell whether the project leaves out a file, or a folder with all that is in it."""
    patterns = said.exclude
    return bool(patterns) and matches(patterns, relative(said, path), folder=folder)


def relative(said: Configuration, path: str) -> str:
    """Return the path that patterns are about: from the folder of the configuration file."""
    return os.path.relpath(os.path.abspath(path), said.folder).replace(os.sep, "/")


def build_of(said: Configuration) -> Build | None:
    """Return the CoreDNS that will read the files; None for the newest release.

    Raises ConfigurationError.
    """
    if not (said.coredns or said.kubernetes or said.external_plugins or said.plugin_cfg):
        return None
    if said.coredns and said.kubernetes:
        raise ConfigurationError("give `coredns` or `kubernetes`, not both")
    try:
        release = NEWEST
        if said.coredns:
            release = parse_release(said.coredns)
        elif said.kubernetes:
            release = for_kubernetes(said.kubernetes)
        build = stock(release)
        if said.plugin_cfg:
            build = own_build(said.plugin_cfg, release)
        return build.with_external(said.external_plugins)
    except ValueError as error:
        raise ConfigurationError(str(error)) from None


def own_build(path: str, release: Release) -> Build:
    """Read the plugin.cfg of a build. Raises BuildError."""
    try:
        with open(path, "rb") as file:
            text = file.read(MAX_BYTES).decode("utf-8", "replace")
        return read_build(text, release)
    except OSError as error:
        raise BuildError(f"{path}: {error.strerror or error}") from None
    except BuildError as error:
        raise BuildError(f"{path}: {error}") from None
