"""Runs the webhook as it runs in a cluster: a process, asked over TLS."""

import http.client
import json
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.cli.programs import ROOT, environment
from tests.webhook.keys import make_pair

JSON = "application/json"


@dataclass
class Served:
    """A webhook that runs."""

    process: subprocess.Popen[bytes]
    folder: Path
    port: int = 0
    #: What it has logged, once it is stopped.
    log: list[dict[str, Any]] = field(default_factory=list)

    def connect(self, seconds: float = 60) -> http.client.HTTPSConnection:
        """Return a connection that trusts no certificate but the webhook's."""
        context = ssl.create_default_context(cafile=str(self.folder / "tls.crt"))
        return http.client.HTTPSConnection("localhost", self.port, timeout=seconds, context=context)

    def get(self, path: str) -> tuple[int, str]:
        """Return status and body of a page."""
        connection = self.connect()
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def post(self, body: bytes, content_type: str = JSON) -> tuple[int, str]:
        """Return status and body of what answers a request."""
        connection = self.connect()
        try:
            connection.request("POST", "/validate?timeout=5s", body, {"Content-Type": content_type})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def ask(self, review: dict[str, Any]) -> dict[str, Any]:
        """Return the response to a review."""
        status, body = self.post(json.dumps(review).encode())
        assert status == 200, body
        answer: dict[str, Any] = json.loads(body)
        assert answer["response"]["uid"] == review["request"]["uid"]
        response: dict[str, Any] = answer["response"]
        return response

    def stop(self) -> int:
        """End it in order, and give its exit status."""
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(timeout=60)
        self.log += logged(self.folder)[1:]
        return status


def logged(folder: Path) -> list[dict[str, Any]]:
    """Return what a webhook has logged."""
    text = (folder / "log").read_text("utf-8")
    try:
        return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]
    except ValueError:
        raise AssertionError(text) from None


@contextmanager
def served(folder: Path, *options: str) -> Iterator[Served]:
    """Run a webhook whose certificate is made in a folder."""
    certificate, key = make_pair(folder, "localhost")
    command = [sys.executable, "-W", "error", "-m", "corefile.cli.main", "webhook"]
    command += ["--tls-cert", str(certificate), "--tls-key", str(key), "--port", "0", *options]
    # A file, and not a pipe, which would be full some time.
    with open(folder / "log", "w", encoding="utf-8") as log:
        process = subprocess.Popen(command, stderr=log, cwd=folder, env=environment(None))
    try:
        while not (said := logged(folder)) and process.poll() is None:
            time.sleep(0.05)
        assert said[0]["event"] == "listening", said
        yield Served(process, folder, said[0]["port"])
    finally:
        process.terminate()
        process.wait(timeout=60)


__all__ = ["ROOT", "Served", "served"]
