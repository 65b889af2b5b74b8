"""Quotes that mean nothing to CoreDNS."""

__all__ = ["PAIRS"]

#: Quotes that are none, and what may close each (languages differ).
PAIRS = {
    "'": "'",
    "`": "`",
    "\u2018": "\u2019\u2018",
    "\u2019": "\u2019",
    "\u201a": "\u2019\u2018",
    "\u201c": "\u201d\u201c",
    "\u201d": "\u201d",
    "\u201e": "\u201d\u201c",
    "\u00ab": "\u00bb",
    "\u00bb": "\u00ab",
}
