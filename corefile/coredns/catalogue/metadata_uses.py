"""Where stanzas use the metadata that `metadata` collects."""

from collections.abc import Iterator

from corefile.coredns.catalogue.values import Value
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.text.regex import regex
from corefile.text.typed import TypeAlias

__all__ = ["MetadataUse", "in_format"]

#: Where metadata is used, and what comes of it when there is none.
MetadataUse: TypeAlias = tuple[ExpandedToken, str]

#: A place in a format that a piece of metadata is put in (pkg/replacer).
_PLACE = regex(r"\{/[^{}]+\}")


def in_format(text: Value[str] | None) -> Iterator[MetadataUse]:
    """Yield where a line to be printed has places for metadata."""
    place = _PLACE.search(text.value) if text else None
    if text and place:
        yield text.token, f"`{place[0]}` is always `-`"
