"""Plugins that the newest CoreDNS has no more, as the releases that had them read them."""
