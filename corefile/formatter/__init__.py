"""One layout for Corefiles: the same words on the same lines, with the spaces that belong there.

`format_corefile` lays out a Corefile, `corefile.formatter.document` those of a file.
The rules are in docs/formatting.md.
"""

from corefile.formatter.layout import Formatted, format_corefile

__all__ = ["Formatted", "format_corefile"]
