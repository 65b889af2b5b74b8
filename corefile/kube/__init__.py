"""What other parts of a cluster say of names, for CoreDNS (docs/migrating.md)."""
