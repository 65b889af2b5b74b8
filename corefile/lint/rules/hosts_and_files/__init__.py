"""`hosts`, `file` and the files that plugins read."""
