"""Which certificate is shown, and when a new one is."""

import os
import ssl
import time
from pathlib import Path

import pytest

from corefile.webhook.certificates import Certificates
from tests.webhook.keys import make_pair

DAY = 24 * 3600


def shown(certificates: Certificates) -> str:
    """Return the name in the certificate that a client is shown."""
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.check_hostname = False
    client.verify_mode = ssl.CERT_NONE
    there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    asking = client.wrap_bio(back, there)
    asked = certificates.context.wrap_bio(there, back, server_side=True)
    for side in (asking, asked, asking):
        try:
            side.do_handshake()
        except ssl.SSLWantReadError:
            continue
    der = asking.getpeercert(binary_form=True)
    assert der is not None
    return next(name for name in ("first", "second") if name.encode() in der)


@pytest.fixture
def mounted(tmp_path: Path) -> Path:
    """Return a folder as the kubelet mounts a Secret: links to links."""
    make_pair(tmp_path / "..1", "first", 10)
    make_pair(tmp_path / "..2", "second", 20)
    os.symlink("..1", tmp_path / "..data")
    for name in ("tls.crt", "tls.key"):
        os.symlink(f"..data/{name}", tmp_path / name)
    return tmp_path


def swap(mounted: Path, folder: str) -> None:
    """Lead all links elsewhere at once, as the kubelet does."""
    os.symlink(folder, mounted / "..new")
    os.replace(mounted / "..new", mounted / "..data")


def test_a_new_pair_is_shown(mounted: Path) -> None:
    certificates = Certificates(str(mounted / "tls.crt"), str(mounted / "tls.key"))
    assert shown(certificates) == "first"
    assert 9 * DAY < certificates.expires - time.time() < 11 * DAY
    assert not certificates.reload()
    swap(mounted, "..2")
    assert certificates.reload()
    assert shown(certificates) == "second"
    assert 19 * DAY < certificates.expires - time.time() < 21 * DAY
    assert not certificates.reload()


def test_a_pair_that_cannot_be_used_changes_nothing(mounted: Path) -> None:
    certificates = Certificates(str(mounted / "tls.crt"), str(mounted / "tls.key"))
    (mounted / "..1" / "tls.key").write_bytes((mounted / "..2" / "tls.key").read_bytes())
    for _ in range(2):
        with pytest.raises(OSError, match="MISMATCH"):
            certificates.reload()
    assert shown(certificates) == "first"
    (mounted / "..1" / "tls.crt").unlink()
    with pytest.raises(FileNotFoundError):
        certificates.reload()
    swap(mounted, "..2")
    assert certificates.reload()
    assert shown(certificates) == "second"


def test_what_cannot_be_used_at_the_start(mounted: Path) -> None:
    certificate, key = str(mounted / "tls.crt"), str(mounted / "tls.key")
    for wrong in (key, str(mounted / "none"), str(mounted)):
        with pytest.raises(OSError):  # noqa: PT011 - each system has words of its own
            Certificates(wrong, key)
    with pytest.raises(OSError):  # noqa: PT011
        Certificates(certificate, certificate)
