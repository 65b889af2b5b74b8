"""Braces, quotes, snippets and variables that say something else than was meant."""
