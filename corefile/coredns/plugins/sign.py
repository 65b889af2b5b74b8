"""sign: sign files of zones again and again (plugin/sign/setup.go, keys.go)."""

from collections.abc import Iterator

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.file_uses import NO_FILE, FileUse, key_files
from corefile.coredns.catalogue.schema import Plugin, Reader, Scope, Value, Zone, setting, settings
from corefile.coredns.releases.release import span
from corefile.go.strconv import quote
from corefile.text.brief import Brief
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Keys(Brief):
    """Where keys come from."""

    #: `file`; CoreDNS passes over any other word.
    source: Value[str]
    #: The files, with or without `.key` or `.private`.
    files: tuple[Value[str], ...] = ()


def read_keys(cursor: Cursor) -> Keys:
    """Read where keys come from; after an unknown word the line goes on as a property."""
    if not cursor.next_arg():
        raise cursor.arg_error()
    source = Value(cursor.value, cursor.token)
    if source.value == "directory":
        help_text = "write `key file` and the names of the files"
        raise Refused("directory: not implemented", source.token, help_text)
    if source.value != "file":
        return Keys(source)
    args = cursor.remaining()
    if not args:
        raise cursor.arg_error()
    for arg in args:
        if "\0" in arg.text:
            name = arg.text if arg.text.endswith(".key") else f"{arg.text}.key"
            raise Refused(f"open {name}: invalid argument", arg, "write the name of a file")
    return Keys(source, tuple(Value(arg.text, arg) for arg in args))


def read_directory(cursor: Cursor) -> Value[str]:
    """Read one folder."""
    name = cursor.token
    args = cursor.remaining()
    if len(args) != 1:
        message = 'can only be one argument after "directory"'
        raise Refused(message, args[1] if args else name, "write one folder")
    return Value(args[0].text, args[0])


#: The folder that the signed zones are written to, where no other is named.
DIRECTORY = "/var/lib/coredns"
#: What comes of a zone file that is not there.
UNSIGNED = f"CoreDNS logs `Error signing …: {NO_FILE}`, and signs nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign(Plugin):
    """Signs zones and writes them to files, from which `file` or `auto` serves them."""

    name: ClassVar[str] = "sign"
    usage: ClassVar[str] = "sign FILE [ZONE…]"
    stanzas: ClassVar[Stanzas] = "merged"
    role: ClassVar[Role] = "setting"

    #: The file with the zone as it is before it is signed.
    file: Value[str]
    #: The zones that are signed: by default those of the server block.
    zones: tuple[Zone, ...] = ()
    key: tuple[Keys, ...] = settings(
        Reader("file FILE…", read_keys), "the files with the keys to sign with"
    )
    directory: Value[str] | None = setting(
        Reader("FOLDER", read_directory),
        "the folder that the signed zones are written to",
        default=DIRECTORY,
    )

    @classmethod
    def files(cls, stanzas: "tuple[Sign, ...]") -> Iterator[FileUse]:
        """Return the zone files and the files of keys."""
        for stanza in stanzas:
            yield FileUse(stanza.file.token, UNSIGNED)
            for keys in stanza.key:
                yield from key_files(cls.name, (file.token for file in keys.files))

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the file and the zones."""
        if not cursor.next_arg():
            raise cursor.arg_error()
        file = Value(cursor.value, cursor.token)
        if "\ufffd" in file.value and cursor.release in span(
            "1.13.1"
        ):  # it began to look (setup.go)
            message = f"dbfile {quote(file.value)} contains invalid characters"
            raise Refused(message, file.token)
        return {"file": file, "zones": scope.origins(cursor.remaining())}
