"""What each release of CoreDNS knows."""
