"""The plugins of CoreDNS: one module each, found by the plugin's name."""
