"""root: where relative names of files begin (plugin/root/root.go)."""

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.schema import Plugin, Reading, Scope, Value
from corefile.coredns.releases.changes import Change
from corefile.text.records import dataclass
from corefile.text.typed import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Root(Plugin):
    """Names the folder in which plugins look for their files."""

    name: ClassVar[str] = "root"
    usage: ClassVar[str] = "root FOLDER"
    stanzas: ClassVar[Stanzas] = "last"
    role: ClassVar[Role] = "setting"
    changes: ClassVar[tuple[Change, ...]] = (
        Change(
            release="1.11.3",
            kind="order",
            text="it comes before `tls`, which finds its files below the folder that `root` names",
            advice="look at relative paths of `tls` in a server block with `root`",
            source="core/dnsserver/zdirectives.go",
        ),
    )

    #: Of several, the last applies.
    folder: Value[str]

    @classmethod
    def read(cls, cursor: Cursor, scope: Scope) -> Reading["Root"]:
        """Read pairs of words, whatever they are: every other word is a folder."""
        stanzas: list[Root] = []
        refusals: list[Refused] = []
        while cursor.next():
            name = cursor.token
            if cursor.next_arg():
                stanzas.append(cls(token=name, folder=Value(cursor.value, cursor.token)))
            else:
                refusals.append(cursor.arg_error())
        if stanzas and not refusals:
            refusals += impossible(stanzas[-1].folder, cursor)
        return Reading(tuple(stanzas), tuple(refusals))


def impossible(folder: Value[str], cursor: Cursor) -> list[Refused]:
    """Refuse a folder that no machine can have. One that is not there is only warned of."""
    if "\0" not in folder.value:
        return []
    why = f"stat {folder.value}: invalid argument"
    return [cursor.error(f"unable to access root path '{folder.value}': {why}")]
