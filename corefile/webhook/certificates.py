"""The certificate that the webhook shows, read again when its files change.

Kubernetes mounts a Secret as links that it changes all at once, so what is compared is what is in
the files. A pair that cannot be used leaves the one before it in use.
"""

import ssl
from email.utils import parsedate_to_datetime

__all__ = ["Certificates"]

#: So that a certificate tells its date also when that is over (`X509_V_FLAG_NO_CHECK_TIME`).
_NO_CHECK_TIME = 0x200000


class Certificates:
    """The pair of certificate and key in two files."""

    def __init__(self, certificate: str, key: str) -> None:
        """Read the pair. Raises OSError if it cannot be used."""
        self._paths = (certificate, key)
        self._read = self._bytes()
        self._current = self._context()
        #: When the certificate expires, in seconds since 1970.
        self.expires: float = expiry(self._current, certificate)
        #: What connections begin with. Each gets the newest pair.
        self.context: ssl.SSLContext = self._context()
        self.context.sni_callback = self._choose

    def reload(self) -> bool:
        """Read the pair again if its files have changed, and tell whether they had.

        Raises OSError if the new pair cannot be used.
        """
        read = self._bytes()
        if read == self._read:
            return False
        context = self._context()
        self.expires = expiry(context, self._paths[0])
        self._current, self._read = context, read
        return True

    def _choose(self, connection: ssl.SSLObject, _name: str | None, _: ssl.SSLContext) -> None:
        connection.context = self._current

    def _bytes(self) -> tuple[bytes, ...]:
        found = []
        for path in self._paths:
            with open(path, "rb") as file:
                found.append(file.read())
        return tuple(found)

    def _context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        # A key with a password fails at once, where OpenSSL would ask for it at the terminal.
        try:
            context.load_cert_chain(*self._paths, password="")
        except ssl.SSLError as error:
            raise OSError(unusable(*self._paths, error.reason or str(error))) from error
        return context


def unusable(certificate: str, key: str, reason: str) -> str:
    """Return what is said of a pair that OpenSSL refuses, with its own words in parentheses."""
    if reason == "KEY_VALUES_MISMATCH":
        return f"the key in {key} is not that of the certificate in {certificate} ({reason})"
    return (
        f"{certificate} and {key} have to be a certificate and its key, in PEM and without a"
        f" password ({reason})"
    )


def expiry(context: ssl.SSLContext, certificate: str) -> float:
    """Return when a certificate expires, by a handshake in memory with who trusts nothing else.

    Raises OSError if the pair cannot be used.
    """
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.check_hostname = False
    client.load_verify_locations(certificate)
    client.verify_flags = ssl.VerifyFlags(
        ssl.VerifyFlags.VERIFY_X509_PARTIAL_CHAIN | _NO_CHECK_TIME
    )
    there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    asking = client.wrap_bio(back, there)
    asked = context.wrap_bio(there, back, server_side=True)
    for side in (asking, asked, asking):
        try:
            side.do_handshake()
        except ssl.SSLWantReadError:
            continue
    shown = asking.getpeercert() or {}
    return parsedate_to_datetime(str(shown["notAfter"])).timestamp()
