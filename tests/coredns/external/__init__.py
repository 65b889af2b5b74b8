"""What external plugins take, held against their own parsers.

Each line of `recorded.jsonl` with a plugin's name says which of its commits was asked; those after
it have a text, which stands alone in a server block for `example.org`, and what the parser said of
it: "" where it takes the text. The plugin's own code that reads it was built with CoreDNS 1.15.0
and called with `caddy.NewTestController`; what connects to clusters and databases was left out.
"""
