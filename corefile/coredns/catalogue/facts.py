"""What is constant about a plugin, in closed sets: each plugin's class says it, and rules ask.

Each fact is read from CoreDNS's sources: `setup.go` for how stanzas are read, the plugin's handler
for the rest.
"""

from corefile.text.typed import Literal, TypeAlias

#: What a plugin does with a query. setting: configures the server or process, sees no query.
#: observes: tells people about queries and answers, and passes all on unchanged. wraps: looks at
#: queries or answers on their way and passes all of them on. changes: alters the query or its
#: answer. answers: answers queries, as `serve` says, and passes on the rest.
Role = Literal["setting", "observes", "wraps", "changes", "answers"]

#: What becomes of several stanzas in a server block. once: the second is refused. first: only the
#: first is read. last: the words on the last one's line apply, and of each property the last value.
#: last given: the same, but a line without words changes nothing. merged: all together configure
#: one handler. each: each is a handler of its own.
Stanzas = Literal["once", "first", "last", "last given", "merged", "each"]

#: What a plugin answers queries about. zones: all names of its zones, of which it knows which do
#: not exist. names: single names out of a table or pattern. forwarding: what other DNS servers
#: know. kind: one kind of query that no other plugin answers. test: every query, with an answer
#: that says nothing about the name. nothing: no query.
Serves = Literal["zones", "names", "forwarding", "kind", "test", "nothing"]

#: Whom a plugin asks for what it answers. resolvers: other DNS servers, query by query. primaries:
#: DNS servers that it copies zones from. services: something that speaks no DNS.
Peer = Literal["resolvers", "primaries", "services", "nobody"]

#: Which mistakes have a rule of their own; "" is all others.
Reason = Literal[
    "",
    "after fallthrough",
    "key",
    "listener",
    "no tls",
    "not compiled in",
    "not in release",
    "served twice",
    "twice",
    "unknown directive",
]

#: What a plugin lets others ask it for: the methods Metadata, Ready, AutoPath, Transfer and Filter
#: of its handler.
Offer = Literal["metadata", "readiness", "search path", "whole zones", "filter"]
#: Several of these.
Offers: TypeAlias = frozenset[Offer]
