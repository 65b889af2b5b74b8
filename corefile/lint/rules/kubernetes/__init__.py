"""CoreDNS inside a cluster."""
