"""What the project in the working directory uses besides: rules and plugins of extensions."""

from corefile.lint import Configuration, find_configuration, load_configuration

__all__ = ["load_own"]


def load_own() -> Configuration:
    """Return what the nearest configuration file says, with the extensions that it names loaded.

    Raises ConfigurationError.
    """
    name = find_configuration(".")
    return load_configuration(name) if name else Configuration()
