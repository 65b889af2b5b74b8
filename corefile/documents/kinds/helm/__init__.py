"""Values for the Helm chart of CoreDNS, and the Corefile that it makes of them."""
