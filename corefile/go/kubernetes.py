"""Names as Kubernetes checks them (k8s.io/apimachinery/pkg/util/validation)."""

from corefile.text.regex import regex

__all__ = ["dns1123_label_errors", "dns1123_subdomain_errors"]

LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
SUBDOMAIN = rf"{LABEL}(\.{LABEL})*"

LABEL_PATTERN = regex(LABEL)
#: The same as the pattern that Kubernetes prints, and quick for every text.
QUICK_LABEL = "[a-z0-9]++(?>(?:-++[a-z0-9]++)*)"
SUBDOMAIN_PATTERN = regex(rf"{QUICK_LABEL}(?>(?:\.{QUICK_LABEL})*)")

NOT_A_LABEL = (
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must"
    " start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for"
    f" validation is '{LABEL}')"
)
NOT_A_SUBDOMAIN = (
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.',"
    " and must start and end with an alphanumeric character (e.g. 'example.com', regex used for"
    rf" validation is '{SUBDOMAIN}')"
)


def dns1123_label_errors(text: str) -> list[str]:
    """Say why a text is not a label (IsDNS1123Label); nothing where it is one."""
    found = too_long(text, 63)
    if not LABEL_PATTERN.fullmatch(text):
        is_name = SUBDOMAIN_PATTERN.fullmatch(text)
        found.append("must not contain dots" if is_name else NOT_A_LABEL)
    return found


def dns1123_subdomain_errors(text: str) -> list[str]:
    """Say why a text is not a name of labels (IsDNS1123Subdomain); nothing where it is one."""
    found = too_long(text, 253)
    return found if SUBDOMAIN_PATTERN.fullmatch(text) else [*found, NOT_A_SUBDOMAIN]


def too_long(text: str, most: int) -> list[str]:
    """Say that a text is longer than so many bytes, if it is."""
    is_long = len(text.encode("utf-8", "surrogateescape")) > most
    return [f"must be no more than {most} characters"] if is_long else []
