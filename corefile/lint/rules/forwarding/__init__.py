"""`forward` and its upstreams."""
