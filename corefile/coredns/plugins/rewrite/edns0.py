"""Rules of `rewrite` about EDNS0 options (plugin/rewrite/edns0.go)."""

from collections.abc import Iterator

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.metadata_uses import MetadataUse
from corefile.coredns.catalogue.schema import Value
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.plugins.rewrite.names import Mode, Rule
from corefile.coredns.releases.release import span
from corefile.go.errors import Invalid
from corefile.go.numbers import parse_uint_prefixed
from corefile.go.strconv import quote
from corefile.text.records import dataclass

ACTIONS = ("append", "replace", "set", "unset")
OPTIONS = ("local", "nsid", "subnet")
VARIABLES = (
    *("{qname}", "{qtype}", "{client_ip}", "{client_port}"),
    *("{protocol}", "{server_ip}", "{server_port}"),
)
#: How many words each option takes, itself and the action included, and what is said otherwise.
SIZES = {
    "local": (4, "EDNS0 local rules require three or four args", "write `local ACTION CODE DATA`"),
    "nsid": (2, "EDNS0 NSID rules can accept no more than one arg", "write `nsid ACTION`"),
    "subnet": (
        4,
        "EDNS0 subnet rules require three or four args",
        "write `subnet ACTION IPV4-LENGTH IPV6-LENGTH`",
    ),
}
#: The same before 1.11.4, which brought `revert` (edns0.go).
OLD_SIZES = {
    "local": (4, "EDNS0 local rules require exactly three args", "write `local ACTION CODE DATA`"),
    "nsid": (2, "EDNS0 NSID rules do not accept args", "write `nsid ACTION`"),
    "subnet": (
        4,
        "EDNS0 subnet rules require exactly three args",
        "write `subnet ACTION IPV4-LENGTH IPV6-LENGTH`",
    ),
}
UNSET_SIZES = {
    "local": (3, "local unset action requires exactly two arguments", "write `local unset CODE`"),
    "nsid": (2, "nsid unset action requires exactly one argument", "write `nsid unset`"),
    "subnet": (2, "subnet unset action requires exactly one argument", "write `subnet unset`"),
}
CODE_HELP = "write the option's code as a number up to 65535, such as 0xffee"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edns0Rule(Rule):
    """Changes an EDNS0 option of the query."""

    #: One of OPTIONS and one of ACTIONS.
    option: str
    action: str
    #: Code and data of a `local` option; the data may be a variable such as `{qname}`.
    code: Value[int] | None = None
    data: Value[str] | None = None
    #: How much of an IPv4 and of an IPv6 address a `subnet` option tells.
    ipv4_length: Value[int] | None = None
    ipv6_length: Value[int] | None = None
    #: Whether the answer gets back what the query had.
    revert: bool = False

    def metadata_uses(self) -> Iterator[MetadataUse]:
        """Return the data, where it is none that the plugin knows itself."""
        data = self.data
        if data and data.value.startswith("{") and data.value not in VARIABLES:
            yield data.token, f"there is no `{data.value}`, and the rule does nothing"


def read_edns0_rule(
    cursor: Cursor, mode: Mode, rule: ExpandedToken, args: list[ExpandedToken]
) -> Edns0Rule:
    """Read `local|nsid|subnet ACTION … [revert]` (newEdns0Rule). Raises Refused."""
    if len(args) < 2:
        help_text = "write `edns0 local|nsid|subnet ACTION …`"
        raise Refused("too few arguments for an EDNS0 rule", rule, help_text)
    option, action = args[0].text.lower(), args[1].text.lower()
    actions = (
        ACTIONS[:-1] if cursor.release not in span("1.12.3") else ACTIONS
    )  # it brought `unset` (edns0.go)
    if action not in actions:
        help_text = f"write one of {', '.join(f'`{name}`' for name in actions)}"
        if action in ACTIONS:
            help_text = f"`{action}` appeared in CoreDNS 1.12.3: {help_text}, or upgrade"
        raise Refused(f"invalid action: {quote(action)}", args[1], help_text)
    unset = action == "unset"
    old = cursor.release not in span("1.11.4")
    revert = not (unset or old) and args[-1].text == "revert"
    words = args[:-1] if revert else args
    if option not in OPTIONS:
        help_text = f"write one of {', '.join(f'`{name}`' for name in OPTIONS)}"
        raise Refused(f"invalid rule type {quote(option)}", args[0], help_text)
    size, message, help_text = (UNSET_SIZES if unset else OLD_SIZES if old else SIZES)[option]
    if len(words) != size:
        if old and words[-1].text == "revert":
            help_text = "`revert` appeared in CoreDNS 1.11.4: leave it out, or upgrade"
        raise Refused(message, words[size - 1] if len(words) > size else args[1], help_text)
    lengths = (None, None) if option != "subnet" or unset else subnet_lengths(*words[2:])
    return Edns0Rule(
        mode=mode,
        option=option,
        action=action,
        code=Value(number(words[2], CODE_HELP), words[2]) if option == "local" else None,
        data=None if option != "local" or unset else local_data(words[3]),
        ipv4_length=lengths[0],
        ipv6_length=lengths[1],
        revert=revert,
    )


def number(token: ExpandedToken, help_text: str) -> int:
    """Read a number of 16 bits, which may be hexadecimal. Raises Refused."""
    try:
        return parse_uint_prefixed(token.text, 16)
    except Invalid as invalid:
        raise Refused(str(invalid), token, help_text) from None


def subnet_lengths(ipv4: ExpandedToken, ipv6: ExpandedToken) -> tuple[Value[int], Value[int]]:
    """Read how many bits of an address are told. Raises Refused."""
    found = []
    for token, version, most in ((ipv4, "IPv4", 32), (ipv6, "IPv6", 128)):
        help_text = f"write a number of bits from 0 to {most}"
        bits = number(token, help_text)
        if bits > most:
            raise Refused(f"invalid {version} bit mask length {bits}", token, help_text)
        found.append(Value(bits, token))
    return found[0], found[1]


def local_data(token: ExpandedToken) -> Value[str]:
    """Read the data of a local option: text, `0x…` or a variable. Raises Refused."""
    text = token.text
    if text.startswith("{") and text.endswith("}"):
        if text not in VARIABLES and not is_label(text[1:-1]):
            known = ", ".join(f"`{name}`" for name in VARIABLES)
            help_text = f"write one of {known}, or a metadata label such as `{{geoip/city/name}}`"
            raise Refused(f"unsupported variable name {quote(text)}", token, help_text)
    elif text.startswith("0x"):
        try:
            check_hex(text[2:])
        except Invalid as invalid:
            help_text = "write two hexadecimal digits for each byte"
            raise Refused(str(invalid), token, help_text) from None
    return Value(text, token)


def is_label(text: str) -> bool:
    """Tell whether text can name a piece of metadata (metadata.IsLabel)."""
    return 0 < text.find("/") < len(text) - 1


def check_hex(text: str) -> None:
    """Check that text is bytes in hexadecimal (hex.DecodeString). Raises Invalid."""
    data = text.encode("utf-8", "surrogateescape")
    for byte in data:
        if byte not in b"0123456789abcdefABCDEF":
            character = chr(byte)
            shown = f" '{character}'" if character.isprintable() and byte != 0xA0 else ""
            raise Invalid(f"encoding/hex: invalid byte: U+{byte:04X}{shown}")
    if len(data) % 2:
        raise Invalid("encoding/hex: odd length hex string")
