"""nsid: tell which server answered (plugin/nsid/setup.go)."""

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.schema import ONCE, Plugin, Reading, Scope, Value
from corefile.text.records import dataclass
from corefile.text.typed import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Nsid(Plugin):
    """Adds an identifier of the server to answers when the client asks for one."""

    name: ClassVar[str] = "nsid"
    usage: ClassVar[str] = "nsid [WORD…]"
    stanzas: ClassVar[Stanzas] = "once"
    role: ClassVar[Role] = "changes"

    #: The words with a space between each two; none for the name of the machine.
    words: tuple[Value[str], ...] = ()

    @classmethod
    def read(cls, cursor: Cursor, scope: Scope) -> Reading["Nsid"]:
        """Read the one line there may be. Anything on another, or in a block, is a second use."""
        stanzas: list[Nsid] = []
        refusals: list[Refused] = []
        while cursor.next():
            token = cursor.token
            if stanzas:
                help_text = "" if token.text == cls.name else "`nsid` takes no block"
                refusals.append(
                    Refused(ONCE, token, help_text, reason="twice", related=stanzas[0].token)
                )
                break
            words = tuple(Value(arg.text, arg) for arg in cursor.remaining())
            stanzas.append(cls(token=token, words=words))
        return Reading(tuple(stanzas), tuple(refusals))

    @property
    def data(self) -> str:
        """The identifier; empty where it is the name of the machine."""
        return " ".join(word.value for word in self.words)
