"""`python -m corefile`, which is the program `corefile`."""

import os
import sys

from corefile.cli.main import main

__all__: list[str] = []


def leave_out_working_directory() -> None:
    """Import nothing from the working directory, where Python looks first: it may be anybody's."""
    if sys.flags.safe_path or not sys.path:
        return
    home = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    if sys.path[0] != home:
        del sys.path[0]


if __name__ == "__main__":
    leave_out_working_directory()
    sys.exit(main())
