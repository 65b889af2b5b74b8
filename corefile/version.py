"""The version of the package."""

#: The version of this package, as its tag has it without the `v`.
__version__ = "0.1.0"
