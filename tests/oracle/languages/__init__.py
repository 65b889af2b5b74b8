"""The comparison of the embedded languages with the implementations that CoreDNS uses."""
