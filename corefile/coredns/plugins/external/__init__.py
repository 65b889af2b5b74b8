"""Plugins that are not CoreDNS's own, each as its own parser reads it."""
