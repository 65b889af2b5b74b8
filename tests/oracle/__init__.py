"""The comparison with CoreDNS itself, which decides every doubt about the language."""
