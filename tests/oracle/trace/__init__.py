"""What queries meet in CoreDNS, measured and kept as data."""
