"""What Go's libraries accept, with their own words of refusal.

Nothing here knows CoreDNS. It changes only when the Go that CoreDNS is built with does, or one of
the libraries that CoreDNS reads its configuration with.
"""
