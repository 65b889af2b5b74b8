"""Plugins that no query reaches, or that answer otherwise than was meant."""
