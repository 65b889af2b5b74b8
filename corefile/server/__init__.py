"""A language server: what editors ask about Corefiles, in files of every kind that holds some.

Each module but one is a function from the analysis of a text to an answer, with offsets for
places. `corefile.server.start` and the modules of its tables speak the protocol; the packages that
takes are in `corefile[server]`.
"""

from corefile.server.project import Project

__all__ = ["Project", "serve"]


def serve(project: Project, address: tuple[str, int] | None = None) -> None:
    """Answer one editor until it leaves.

    `project` says what the command line knows: settings, and which files there are. The editor
    speaks through standard input and output; or, with `address`, a host and a port, over TCP.
    Raises ImportError where `corefile[server]` is not installed, OSError for an address that cannot
    be had.
    """
    from corefile.server.start import start  # noqa: PLC0415 - what is in the extra

    start(project, address)
