"""Resource records as CoreDNS's DNS library reads them from text."""
