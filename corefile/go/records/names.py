"""Domain names as a record contains them (miekg/dns, defaults.go and scan.go)."""

import re

from corefile.text.regex import regex

DIGITS = regex("[0-9]{3}", re.ASCII)
#: The longest name in octets, and the longest label.
MAX_NAME, MAX_LABEL = 256, 63


def absolute(name: str, origin: str) -> str | None:
    """Return a name below an origin, None for one that the library refuses (toAbsoluteName)."""
    if name == "@":
        return origin
    if name in ("", "\n") or not is_domain_name(name):
        return None
    if ends_with_dot(name):
        return name
    return name + origin if origin == "." else f"{name}.{origin}"


def ends_with_dot(name: str) -> bool:
    """Tell whether a name ends in a dot that is not escaped (IsFqdn)."""
    if not name.endswith("."):
        return False
    body = name[:-1]
    return (len(body) - len(body.rstrip("\\"))) % 2 == 0


def is_domain_name(name: str) -> bool:
    """Tell whether labels are neither empty nor too long (IsDomainName)."""
    if not ends_with_dot(name):
        name += "."
    place = begin = size = 0
    after_dot = escape = False
    while place < len(name):
        character = name[place]
        if character == "\\":
            escape, after_dot = not escape, False
            if size + 1 > MAX_NAME:
                return False
            skipped = 3 if DIGITS.match(name, place + 1) else 1
            place += skipped
            begin += skipped
        elif character == ".":
            length = place - begin
            size += 1 + length
            leading = place == 0 and len(name) > 1
            if leading or after_dot or length > MAX_LABEL or size > MAX_NAME:
                return False
            escape, after_dot = False, True
            begin = place + 1
        else:
            escape = after_dot = False
        place += 1
    return not escape
