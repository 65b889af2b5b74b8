"""redis: answer with zones that are kept in Redis (codysnider/coredns-redis, setup.go)."""

from collections.abc import Iterator

from corefile.coredns.catalogue.cursor import Cursor
from corefile.coredns.catalogue.external import External
from corefile.coredns.catalogue.facts import Peer, Role, Serves, Stanzas
from corefile.coredns.catalogue.kinds import WORD, one
from corefile.coredns.catalogue.reading import BY_VARIABLE
from corefile.coredns.catalogue.schema import (
    Reading,
    Scope,
    Value,
    WrittenSecret,
    read_first,
    setting,
)
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Redis(External):
    """Answers with zones that are kept in Redis."""

    name: ClassVar[str] = "redis"
    usage: ClassVar[str] = "redis"
    stanzas: ClassVar[Stanzas] = "first"
    role: ClassVar[Role] = "answers"
    serves: ClassVar[Serves] = "names"
    sends_to: ClassVar[Peer] = "services"

    #: What is on its line. Some releases ignore it, and then the block too.
    words: tuple[Value[str], ...] = ()

    address: Value[str] | None = setting(one(WORD), "where Redis is", default="localhost:6379")
    password: Value[str] | None = setting(one(WORD), "the password for Redis")
    prefix: Value[str] | None = setting(one(WORD), "what the keys begin with")
    suffix: Value[str] | None = setting(one(WORD), "what the keys end with")
    connect_timeout: Value[str] | None = setting(
        one(WORD), "the time to connect, in milliseconds; other words mean 0"
    )
    read_timeout: Value[str] | None = setting(
        one(WORD), "the time to wait for an answer, in milliseconds; other words mean 0"
    )
    ttl: Value[str] | None = setting(
        one(WORD), "TTL of records without one; other words mean 360", default="300"
    )

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the line, on which any words may be."""
        return {"words": tuple(Value(arg.text, arg) for arg in cursor.remaining())}

    @classmethod
    def read(cls, cursor: Cursor, scope: Scope) -> "Reading[Redis]":
        """Read the first stanza; a block after words on the line may not be read at all."""
        reading = read_first(cls, cursor, scope)
        ignored = any(stanza.words for stanza in reading.stanzas)
        return Reading(reading.stanzas, ()) if ignored else reading

    def written_secrets(self) -> Iterator[WrittenSecret]:
        """Return the password."""
        if self.password:
            yield WrittenSecret("password", self.password, BY_VARIABLE)
