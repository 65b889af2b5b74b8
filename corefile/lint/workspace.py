"""From what a project says to what the rules go by."""

import os
from collections.abc import Mapping

from corefile.coredns.releases.builds import Build, BuildError, read_build, stock
from corefile.coredns.releases.release import (
    NEWEST,
    Release,
    parse_releases,
    releases_for_kubernetes,
)
from corefile.lint.configuration import Configuration, ConfigurationError
from corefile.lint.patterns import matches
from corefile.lint.registry import all_rules
from corefile.lint.selection import UnknownRule, select
from corefile.lint.settings import Settings
from corefile.lint.site import Site
from corefile.vocabulary import MAX_BYTES

__all__ = ["build_of", "is_excluded", "settings_of", "silent_rules"]


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
        rules = select(said.select, said.extend_select, (*said.ignore, *silent), said.known_rules)
    except UnknownRule as error:
        raise ConfigurationError(str(error)) from None
    site = Site(said.profile, said.cluster_zones, said.cluster_addresses)
    *older, build = builds_of(said) or (None,)
    return Settings(
        rules,
        said.severity,
        said.rules,
        build,
        site,
        older_builds=tuple(older),
        other_rules=said.known_rules[len(all_rules()) :],
    )


def is_excluded(said: Configuration, path: str, *, folder: bool = False) -> bool:
    """Tell whether the project leaves out a file; with `folder`, a folder and all in it."""
    patterns = said.exclude
    return bool(patterns) and matches(patterns, relative(said, path), folder=folder)


def relative(said: Configuration, path: str) -> str:
    """Return the path that patterns are about: from the folder of the configuration file."""
    return os.path.relpath(os.path.abspath(path), said.folder).replace(os.sep, "/")


def build_of(said: Configuration) -> Build | None:
    """Return the CoreDNS that will read the files; None for the newest release.

    Raises ConfigurationError, also where several will.
    """
    builds = builds_of(said)
    if len(builds) > 1:
        name = "coredns" if said.coredns else "kubernetes"
        said_here = said.coredns or said.kubernetes
        raise ConfigurationError(
            f"this is about one release, and `{name}` names several ({said_here}): "
            f"choose one with --coredns"
        )
    return builds[0] if builds else None


def builds_of(said: Configuration) -> tuple[Build, ...]:
    """Return each CoreDNS that will read the files, oldest first; none for the newest release.

    Raises ConfigurationError.
    """
    places = places_of(said)
    if not (said.coredns or said.kubernetes or said.external_plugins or said.plugin_cfg or places):
        return ()
    if said.coredns and said.kubernetes:
        raise ConfigurationError("give `coredns` or `kubernetes`, not both")
    try:
        releases: tuple[Release, ...] = (NEWEST,)
        if said.coredns:
            releases = parse_releases(said.coredns)
        elif said.kubernetes:
            releases = releases_for_kubernetes(said.kubernetes)
        builds = [
            own_build(said.plugin_cfg, release, places)
            if said.plugin_cfg
            else stock(release).with_placed(places)
            for release in releases
        ]
        return tuple(build.with_external(said.external_plugins) for build in builds)
    except ValueError as error:
        raise ConfigurationError(str(error)) from None


def places_of(said: Configuration) -> dict[str, str]:
    """Return the plugins that extensions describe, each with its place."""
    if not said.extensions:
        return {}
    from corefile.lint.extensions import load_extension  # noqa: PLC0415 - few projects have any

    kinds = (kind for name in said.extensions for kind in load_extension(name).plugins)
    return {kind.name: kind.place for kind in kinds}


def own_build(path: str, release: Release, places: Mapping[str, str]) -> Build:
    """Read the plugin.cfg of a build. Raises BuildError.

    `places` say where plugins come of which it has the names alone.
    """
    try:
        with open(path, "rb") as file:
            text = file.read(MAX_BYTES).decode("utf-8", "replace")
        build = read_build(text, release)
        return build.with_placed({n: at for n, at in places.items() if n in build.plugins})
    except OSError as error:
        raise BuildError(f"{path}: {error.strerror or error}") from None
    except BuildError as error:
        raise BuildError(f"{path}: {error}") from None
