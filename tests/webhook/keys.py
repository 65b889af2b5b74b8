"""Certificates for tests, made by OpenSSL."""

import shutil
import subprocess
from pathlib import Path

import pytest

NAMES = "subjectAltName=DNS:localhost,IP:127.0.0.1"


def make_pair(folder: Path, name: str, days: int = 30) -> tuple[Path, Path]:
    """Write a certificate that vouches for itself, and its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("OpenSSL is not on this machine")
    folder.mkdir(exist_ok=True)
    certificate, key = folder / "tls.crt", folder / "tls.key"
    curve = f"-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days {days}"
    command = [openssl, "req", "-x509", *curve.split(), "-subj", f"/CN={name}", "-addext", NAMES]
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*command, *files], check=True, capture_output=True)
    return certificate, key
