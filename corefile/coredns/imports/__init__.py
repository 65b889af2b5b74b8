"""Expansion: imports, snippets and variables replaced as CoreDNS replaces them."""
