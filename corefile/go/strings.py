"""Text as Go changes it (package strings)."""


def lower(text: str) -> str:
    """Return text in lower case, letter by letter (strings.ToLower)."""
    return text.lower() if text.isascii() else "".join(letter.lower()[:1] for letter in text)
