"""What is asked of CoreDNS and what it answers."""

import base64
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

#: The folder of the Corefile in the file system that the program shows to CoreDNS.
HOME = "/etc/coredns"

#: refused: by the text alone. environment: the text is in order as far as could be seen, but the
#: machine lacks something that could not be supplied (docs/fidelity.md).
Outcome = Literal["accepted", "refused", "environment"]


@dataclass(frozen=True, slots=True)
class Request:
    """A Corefile and the world it is read in.

    `text` may hold bytes that are no UTF-8 as lone surrogates, as `surrogateescape` makes them.
    """

    text: str
    env: Mapping[str, str] = field(default_factory=dict)
    #: Name, absolute or beside the Corefile, to content; a name that ends in "/" is a folder.
    files: Mapping[str, str] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the request in the form that the program and the recordings use."""
        try:
            self.text.encode()
            fields: dict[str, Any] = {"text": self.text}
        except UnicodeEncodeError:
            data = self.text.encode("utf-8", "surrogateescape")
            fields = {"base64": base64.b64encode(data).decode()}
        if self.env:
            fields["env"] = dict(self.env)
        if self.files:
            fields["files"] = dict(self.files)
        return fields

    @classmethod
    def from_dict(cls, fields: Mapping[str, Any]) -> "Request":
        """Undo `to_dict`."""
        text = fields.get("text")
        if text is None:
            text = base64.b64decode(fields["base64"]).decode("utf-8", "surrogateescape")
        return cls(text, fields.get("env", {}), fields.get("files", {}))


@dataclass(frozen=True, slots=True)
class Fault:
    """Something the machine lacks. What comes after it in the same plugin has not been seen."""

    plugin: str
    message: str


@dataclass(frozen=True, slots=True)
class Assumption:
    """Something the text names that was supplied, or taken for granted, to get further."""

    kind: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What CoreDNS makes of one Corefile."""

    #: {"blocks": […]} or {"error": "…"}, whatever the names of the directives; None in no time.
    parsed: Mapping[str, Any] | None
    verdict: Outcome
    #: What refused: parse, keys, setup, servers; or timeout, crash, request.
    stage: str = ""
    plugin: str = ""
    message: str = ""
    faults: tuple[Fault, ...] = ()
    assumed: tuple[Assumption, ...] = ()
    #: Where CoreDNS itself does not always say the same: everything it says.
    unstable: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain data, without what is empty."""
        fields = {name: value for name, value in asdict(self).items() if value}
        return fields if self.parsed is None else {**fields, "parsed": self.parsed}

    @classmethod
    def from_dict(cls, fields: Mapping[str, Any]) -> "Answer":
        """Read an answer of the program or of a recording."""
        return cls(
            fields.get("parsed"),
            fields["verdict"],
            fields.get("stage", ""),
            fields.get("plugin", ""),
            fields.get("message", ""),
            tuple(Fault(**fault) for fault in fields.get("faults", ())),
            tuple(Assumption(**assumption) for assumption in fields.get("assumed", ())),
            tuple(fields.get("unstable", ())),
        )
