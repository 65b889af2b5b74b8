"""What Go refuses, in its own words."""


class Invalid(ValueError):
    """A value that Go refuses; the argument is Go's message."""
