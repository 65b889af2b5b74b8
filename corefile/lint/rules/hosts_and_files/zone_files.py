"""The records of zone files beside a Corefile, for rules about them."""

from collections.abc import Iterator

from corefile.coredns.catalogue.zone_file import records_in
from corefile.coredns.model.config import Server
from corefile.coredns.plugins.file import File
from corefile.lint.rule import Context
from corefile.text.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from corefile.go.records.record import Record

__all__ = ["records_of"]


def records_of(ctx: Context, server: Server, file: File) -> "Iterator[tuple[str, list[Record]]]":
    """Yield the zones of a `file` with the records that its file has for each.

    Yields nothing for a file that is not beside the Corefile, or whose records are not known, and
    those above the first line that is not a record.
    """
    if server.has("root") or (
        ctx.folder and ctx.folder.elsewhere and not file.file.value.startswith("/")
    ):
        return  # CoreDNS looks for it in another folder
    text = ctx.text_of(file.file.value)
    for zone in file.zones:
        known = records_in(text, zone.name) if text is not None else None
        if known is None:
            return
        yield zone.name, known[0]
