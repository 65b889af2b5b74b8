"""What the rules go by in each file: the nearest configuration file, and the options over it."""

import os
from functools import cached_property

from corefile.cli.options import Options
from corefile.lint import (
    PROFILES,
    Configuration,
    ConfigurationError,
    Settings,
    find_configuration,
    is_excluded,
    load_configuration,
    settings_of,
    silent_rules,
)
from corefile.text.path import displayed
from corefile.text.records import replace

__all__ = ["Chooser", "read_from", "records"]


class Chooser:
    """Chooses the settings for each file. What it is asked raises ConfigurationError."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self._settings: dict[tuple[str, tuple[str, ...]], Settings] = {}
        self._configurations: dict[str, Configuration] = {}

    def settings(self, path: str) -> Settings:
        """Return what the rules go by in a file."""
        configuration = self.configuration(path)
        key = (configuration.path, silent_rules(configuration, path))
        if key not in self._settings:
            self._settings[key] = settings_of(configuration, key[1])
        return self._settings[key]

    def excluded(self, path: str, folder: bool = False) -> bool:
        """Tell whether a file or folder is to be left out."""
        return is_excluded(self.configuration(path), path, folder=folder) or is_excluded(
            self._of_options, path, folder=folder
        )

    def configuration(self, path: str) -> Configuration:
        """Return what the nearest configuration file and the options say."""
        options = self.options
        name = options.config
        if not name and not options.isolated:
            name = displayed(find_configuration(os.path.dirname(path) or "."))
        if name not in self._configurations:
            said = load_configuration(name) if name else Configuration()
            self._configurations[name] = over(said, options)
        return self._configurations[name]

    @cached_property
    def _of_options(self) -> Configuration:
        """What the options say about files, from the working directory."""
        return Configuration(exclude=tuple(self.options.exclude or ()))


def over(said: Configuration, options: Options) -> Configuration:
    """Put options over what a file says. Raises ConfigurationError."""
    if options.profile and options.profile not in PROFILES:
        raise ConfigurationError(f"--profile must be one of {', '.join(PROFILES)}")
    chosen = replace(
        said,
        select=said.select if options.select is None else tuple(options.select),
        extend_select=(*said.extend_select, *(options.extend_select or ())),
        ignore=(*said.ignore, *(options.ignore or ())),
        external_plugins=(*said.external_plugins, *external(options)),
        plugin_cfg=options.plugin_cfg or said.plugin_cfg,
        profile=next((p for p in PROFILES if p == options.profile), said.profile),
        baseline="" if options.ignore_baseline else options.baseline or said.baseline,
    )
    if options.coredns or options.kubernetes:
        return replace(chosen, coredns=options.coredns, kubernetes=options.kubernetes)
    return chosen


def read_from(said: Configuration) -> tuple[str, ...]:
    """Return the files that settings were read from, the configuration itself aside.

    Those that differ as soon as an extension does are among them.
    """
    names = (*said.extended, said.baseline, said.plugin_cfg, *records(said))
    return tuple(os.path.abspath(name) for name in names if name)


def records(said: Configuration) -> tuple[str, ...]:
    """Return the file for each extension that differs as soon as it does; "" where none is sure."""
    if not said.extensions:
        return ()
    from corefile.lint import load_extension  # noqa: PLC0415 - few projects have any

    return tuple(load_extension(name).record for name in said.extensions)


def external(options: Options) -> tuple[str, ...]:
    """Return the plugins that options name."""
    return tuple(name for text in options.external_plugins for name in text.split(","))
