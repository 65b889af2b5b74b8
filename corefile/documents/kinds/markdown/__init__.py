"""Blocks of code in Markdown."""
