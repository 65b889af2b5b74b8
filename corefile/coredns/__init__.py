"""What CoreDNS makes of a tree. Knows nothing of rules."""
