"""Names of the DNS: types, classes and response codes (miekg/dns, ztypes.go and msg.go)."""

import re

from corefile.text.regex import regex

#: The names of types. `None` and `Reserved` are in the table too, in these letters.
TYPES = frozenset(
    "A AAAA AFSDB AMTRELAY ANY APL ATMA AVC AXFR CAA CDNSKEY CDS CERT CNAME CSYNC DHCID DLV DNAME "
    "DNSKEY DS EID EUI48 EUI64 GID GPOS HINFO HIP HTTPS IPSECKEY ISDN IXFR KEY KX L32 L64 LOC LP "
    "MAILA MAILB MB MD MF MG MINFO MR MX NAPTR NID NIMLOC NINFO NS NSAP-PTR NSEC NSEC3 NSEC3PARAM "
    "NULL NXNAME NXT OPENPGPKEY OPT PTR PX RESINFO RKEY RP RRSIG RT SIG SMIMEA SOA SPF SRV SSHFP "
    "SVCB TA TALINK TKEY TLSA TSIG TXT UID UINFO UNSPEC URI X25 ZONEMD None Reserved".split()
)
#: The names of classes.
CLASSES = frozenset(("IN", "CS", "CH", "HS", "NONE", "ANY"))
RCODES = frozenset(
    "NOERROR FORMERR SERVFAIL NXDOMAIN NOTIMP NOTIMPL REFUSED YXDOMAIN YXRRSET NXRRSET NOTAUTH "
    "NOTZONE DSOTYPENI BADSIG BADKEY BADTIME BADMODE BADNAME BADALG BADTRUNC BADCOOKIE".split()
)

#: A character, or an escape of one, in the text of a name.
_CHARACTER = regex(rb"\\([0-9]{3})|\\(.)|(.)", re.DOTALL)
#: What has a backslash before it in a label (isDomainNameLabelSpecial).
_SPECIAL = frozenset(b". '@;()\"\\")


def received_name(text: str) -> str:
    """Return a name as CoreDNS has it when it comes in a message (UnpackDomainName)."""
    found: list[str] = []
    for match in _CHARACTER.finditer(text.encode("utf-8", "surrogatepass")):
        number, escaped, plain = match.groups()
        byte = int(number) & 255 if number else (escaped or plain)[0]
        if plain == b".":
            found.append(".")
        elif byte in _SPECIAL:
            found.append(f"\\{chr(byte)}")
        else:
            found.append(chr(byte) if 32 < byte < 127 else f"\\{byte:03}")
    return "".join(found)
