"""A Corefile as CoreDNS understands it: server blocks, their listeners, and the way of a query."""
