"""YAML and JSON: nodes, the places of the characters of strings, and edits of these."""
