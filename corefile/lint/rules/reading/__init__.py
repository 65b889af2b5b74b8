"""What stops CoreDNS, or keeps this linter, from reading a Corefile."""
