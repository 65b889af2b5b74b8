"""What a run would look at, and by which settings, without looking."""

import os
import sys
from collections.abc import Sequence

from corefile.cli.session import Session
from corefile.lint import configuration_toml
from corefile.text.path import displayed
from corefile.text.printable import printable
from corefile.vocabulary import STDIN

__all__ = ["show_files", "show_settings"]


def show_files(session: Session, paths: Sequence[str]) -> int:
    """Print the name of each file that would be checked, and give the exit status.

    Raises ConfigurationError.
    """
    session.folders = {path: session.folder(path) for path in paths}
    for task in session.tasks(session.folders):
        sys.stdout.write(f"{printable(task.name or task.path)}\n")
    return session.status


def show_settings(session: Session, paths: Sequence[str]) -> int:
    """Print the settings of each path as a configuration file, and give the exit status.

    Raises ConfigurationError.
    """
    for number, path in enumerate(paths):
        name = session.options.stdin_filename if path == STDIN else path
        # Any name will do: what is asked about a folder is asked about the files in it.
        name = os.path.join(name, "Corefile") if os.path.isdir(name) else name or path
        said = session.chooser.configuration(name)
        files = ", ".join(displayed(each) for each in (said.path, *said.extended) if each)
        text = configuration_toml(said, session.chooser.settings(name).rules)
        origin = f"of {files}" if files else "without a configuration file"
        head = "\n" if number else ""
        sys.stdout.write(f"{head}# {printable(path)}: the settings {printable(origin)}\n{text}")
    return session.status
