"""What comes of checking a file."""

from dataclasses import dataclass

from corefile.lint.place import Located
from corefile.text.source import Source

__all__ = ["Checked"]


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in a file."""

    #: The file.
    source: Source
    #: What is wrong, in the order of the text; what is imported from other files comes last.
    findings: tuple[Located, ...]
    #: How many Corefiles were checked.
    corefiles: int
    #: How many imports of files were not followed.
    not_followed: int
