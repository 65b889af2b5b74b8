"""Regular expressions as Go compiles them."""
