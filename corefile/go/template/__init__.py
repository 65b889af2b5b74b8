"""Go's text/template."""
