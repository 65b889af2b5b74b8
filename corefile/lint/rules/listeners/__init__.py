"""Addresses, ports and zones of server blocks."""
