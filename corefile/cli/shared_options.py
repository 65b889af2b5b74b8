"""Options that several programs have: files, configuration, colours."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

__all__ = ["add_color", "add_exclude", "add_stdin_filename", "names"]


def add_color(group: "argparse._ActionsContainer") -> None:
    """Add the option about colours."""
    from corefile.cli.help import one_of  # noqa: PLC0415

    group.add_argument(
        "--color",
        type=one_of(("auto", "always", "never")),
        metavar="WHEN",
        help="use colours: auto, always or never (default: auto)",
    )


def add_exclude(group: "argparse._ActionsContainer") -> None:
    """Add the options that say which configuration applies and which files are left out."""
    group.add_argument("--config", metavar="FILE", help="use only this configuration file")
    group.add_argument("--isolated", action="store_true", help="use no configuration file")
    group.add_argument(
        "--exclude",
        metavar="PATTERN,...",
        type=names,
        action="extend",
        help="leave out these files when searching folders (patterns as in .gitignore)",
    )
    group.add_argument(
        "--force-exclude",
        action="store_true",
        help="apply excludes to explicitly named files too",
    )


def add_stdin_filename(group: "argparse._ActionsContainer") -> None:
    """Add the option that names standard input."""
    group.add_argument(
        "--stdin-filename",
        metavar="PATH",
        help="read standard input, under this name; the settings for that path apply",
    )


def names(text: str) -> list[str]:
    """Read names with commas between them."""
    return [name.strip() for name in text.split(",") if name.strip()]
