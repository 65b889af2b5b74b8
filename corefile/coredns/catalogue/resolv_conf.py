"""Files like /etc/resolv.conf (miekg/dns, ClientConfigFromReader)."""

from corefile.coredns.catalogue.zones import normalize

__all__ = ["HOST_FILE", "search_domains"]

#: The file of the machine, or of the container, that CoreDNS runs on.
HOST_FILE = "/etc/resolv.conf"


def search_domains(text: str) -> tuple[str, ...]:
    """Return the domains of the search path, in lower case, with a dot at their ends."""
    found: list[str] = []
    for line in text.splitlines():
        words = line.split()
        if words[:1] == ["search"]:
            found = words[1:]
        elif words[:1] == ["domain"] and len(words) > 1:
            found = words[1:2]
    return tuple(map(normalize, found))
