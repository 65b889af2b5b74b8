"""The webhook as an API server meets it."""

import json
import socket
import ssl
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.programs import run
from tests.webhook.asking import BROKEN, DOUBTFUL, SOUND, config_map, review
from tests.webhook.keys import make_pair
from tests.webhook.serving import Served, served

EXAMPLES = Path(__file__).parents[2] / "examples"

#: A name that only the ConfigMap has.
SECRET = "secret-name.example"
#: Judging it takes longer than the webhook may.
LONG = ".:53 {\n" + "".join(f"    rewrite name a{n} b{n}\n" for n in range(40_000)) + "}\n"


@pytest.fixture(scope="module")
def webhook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("webhook")
    settings = 'coredns = "1.11.3"\nignore = ["missing-errors"]\n'
    (folder / "corefile.toml").write_text(settings, "utf-8")
    with served(folder, "--config", "corefile.toml", "--time-limit", "20") as running:
        yield running


OTHER_KIND = {"kind": {"group": "", "version": "v1", "kind": "Secret"}}
DELETED = {"operation": "DELETE", "oldObject": config_map(BROKEN)}
LABELLED = {"operation": "UPDATE", "oldObject": config_map(BROKEN)}
CHANGED = {"operation": "UPDATE", "oldObject": config_map(SOUND)}


@pytest.mark.parametrize(
    ("sent", "allowed", "warned"),
    [
        (review(config_map(SOUND)), True, []),
        (review(config_map(BROKEN)), False, []),
        (review(config_map(BROKEN), dryRun=True), False, []),
        (review(config_map(BROKEN), **CHANGED), False, []),
        # What was so before keeps nobody from setting a label.
        (review(config_map(BROKEN), **LABELLED), True, ["error[unknown-directive]"]),
        (review(config_map(DOUBTFUL)), True, ["warning[seconds-with-unit]"]),
        (review(None, **DELETED), True, []),
        (review(config_map(BROKEN), subResource="status"), True, []),
        (review(config_map(BROKEN), **OTHER_KIND), True, []),
        (review(config_map(BROKEN, name="mine")), True, []),
        (review(config_map(BROKEN), namespace="default"), True, []),
        # A property that the release of the configuration does not have.
        (review(config_map(SOUND.replace("cache 30", "multisocket"))), False, []),
    ],
)
def test_reviews(webhook: Served, sent: dict[str, Any], allowed: bool, warned: list[str]) -> None:
    response = webhook.ask(sent)
    assert response["allowed"] is allowed
    said = response.get("warnings", [])
    assert [each.split()[1] for each in said] == warned
    assert ("status" in response) is not allowed


def test_the_message_says_what_and_where(webhook: Served) -> None:
    status = webhook.ask(review(config_map(BROKEN)))["status"]
    assert status["message"].startswith("Corefile:3:5: error[unknown-directive] ")
    assert "Unknown directive 'forwrd'" in status["message"]


def test_the_review_of_the_examples_is_denied(webhook: Served) -> None:
    sent = json.loads((EXAMPLES / "webhook" / "review.json").read_text("utf-8"))
    response = webhook.ask(sent)
    assert response["allowed"] is False
    assert response["status"]["message"].startswith("Corefile:3:5: error[unknown-directive] ")


@pytest.mark.parametrize(
    ("body", "content_type", "status", "word"),
    [
        (b"{", "application/json", 400, "not JSON"),
        (b"[" * 100_000, "application/json", 400, "not JSON"),
        (b"{}", "application/json; charset=utf-8", 400, "not an AdmissionReview"),
        (b"{}", "text/plain", 400, "the content type is not application/json"),
        (b" " * (8 * 1024 * 1024 + 1), "application/json", 413, "too large"),
        (
            json.dumps({**review(None), "apiVersion": "admission.k8s.io/v1beta1"}).encode(),
            "application/json",
            400,
            "the version is not admission.k8s.io/v1",
        ),
    ],
)
def test_what_is_refused(
    webhook: Served, body: bytes, content_type: str, status: int, word: str
) -> None:
    try:
        assert webhook.post(body, content_type) == (status, f"{word}\n")
    except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
        # The answer has come before all was sent.
        assert status == 413


def test_other_pages(webhook: Served) -> None:
    assert webhook.get("/healthz") == (200, "ok\n")
    assert webhook.get("/readyz") == (200, "ok\n")
    assert webhook.get("/validate")[0] == 405
    assert webhook.get("/")[0] == 404


def metrics(webhook: Served) -> dict[str, float]:
    """Return what is counted, by name and labels."""
    status, text = webhook.get("/metrics")
    assert status == 200
    lines = [line.rpartition(" ") for line in text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in lines}


def test_metrics(webhook: Served) -> None:
    before = metrics(webhook)
    webhook.ask(review(config_map(BROKEN)))
    webhook.ask(review(config_map(SOUND, name="mine")))
    webhook.post(b"{")
    after = metrics(webhook)
    grown = {name: value - before.get(name, 0) for name, value in after.items()}
    assert grown['corefile_webhook_requests_total{result="denied"}'] == 1
    assert grown['corefile_webhook_requests_total{result="skipped"}'] == 1
    assert grown['corefile_webhook_requests_total{result="refused"}'] == 1
    assert grown["corefile_webhook_request_seconds_count"] == 3
    expires = after["corefile_webhook_certificate_expiry_timestamp_seconds"]
    assert 29 < (expires - time.time()) / 86400 < 31


def test_a_client_that_talks_nonsense_or_nothing_keeps_nobody_waiting(webhook: Served) -> None:
    address = ("localhost", webhook.port)
    context = ssl._create_unverified_context()
    with (
        socket.create_connection(address),
        socket.create_connection(address) as plain,
        context.wrap_socket(socket.create_connection(address)) as slow,
        context.wrap_socket(socket.create_connection(address)) as broken,
    ):
        plain.sendall(b"GET / HTTP/1.1\r\n\r\n")
        slow.sendall(b"POST /validate HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n")
        broken.sendall(b"\0\xff nonsense\r\n\r\n")
        assert broken.recv(1000).startswith(b"HTTP/1.1 400 ")
        assert webhook.ask(review(config_map(SOUND)))["allowed"]


def test_what_takes_too_long_is_let_through_with_a_warning(tmp_path: Path) -> None:
    with served(tmp_path, "--time-limit", "0.2", "--workers", "1") as webhook:
        # That of a request which is never sent whole is over too.
        connection = webhook.connect()
        connection.putrequest("POST", "/validate")
        connection.putheader("Content-Type", "application/json")
        connection.putheader("Content-Length", "1000")
        connection.endheaders(b"{")
        assert connection.getresponse().status == 408
        connection.close()
        response = webhook.ask(review(config_map(LONG)))
        assert response["allowed"]
        assert response["warnings"] == ["corefile: not checked: it took too long"]
        assert metrics(webhook)["corefile_webhook_workers_replaced"] == 1


def test_it_ends_in_order_and_logs_no_content(tmp_path: Path) -> None:
    with served(tmp_path, "--workers", "1", "--time-limit", "30") as webhook:
        named = BROKEN.replace("errors", f"rewrite name {SECRET} b.example")
        sent = review(config_map(named))
        webhook.ask(sent)
        webhook.post(b'{"kind": "' + SECRET.encode())
        body = json.dumps(sent).encode()
        context = ssl.create_default_context(cafile=str(tmp_path / "tls.crt"))
        address = ("localhost", webhook.port)
        with context.wrap_socket(
            socket.create_connection(address), server_hostname="localhost"
        ) as connection:
            head = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
            expects = f"POST /validate HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n{head}\r\n"
            connection.sendall(expects.encode())
            assert connection.recv(1000).startswith(b"HTTP/1.1 100 ")
            # The request is begun, and nothing of its body has come.
            webhook.process.terminate()
            while not refuses(address):
                time.sleep(0.05)
            connection.sendall(body)
            answer = b"".join(iter(lambda: connection.recv(10_000), b""))
        assert webhook.stop() == 0
    assert b'"allowed":false' in answer
    assert [each["event"] for each in webhook.log] == ["review", "refused", "review", "stopped"]
    first = webhook.log[0]
    assert 0 < first.pop("seconds") < 30
    assert first.pop("time")
    assert first == {
        "level": "info",
        "event": "review",
        "result": "denied",
        "uid": "705ab4f5-6393-11e8-b7cc-42010a800002",
        "operation": "CREATE",
        "kind": "ConfigMap",
        "namespace": "kube-system",
        "name": "coredns",
        "dryRun": False,
        "rules": ["unknown-directive"],
    }
    assert SECRET not in json.dumps(webhook.log)


def refuses(address: tuple[str, int]) -> bool:
    """Tell whether nobody takes connections any more."""
    try:
        socket.create_connection(address).close()
    except ConnectionRefusedError:
        return True
    return False


def test_a_new_certificate_is_shown(tmp_path: Path) -> None:
    with served(tmp_path, "--workers", "1") as webhook:
        before = ssl.get_server_certificate(("localhost", webhook.port))
        make_pair(tmp_path, "second")
        deadline = time.monotonic() + 60
        while ssl.get_server_certificate(("localhost", webhook.port)) == before:
            assert time.monotonic() < deadline
            time.sleep(0.2)
        assert webhook.get("/healthz") == (200, "ok\n")
        assert webhook.stop() == 0
    assert "certificate loaded" in [each["event"] for each in webhook.log]


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        ((), 2, "the following arguments are required: --tls-cert, --tls-key"),
        (("--tls-cert", "none.crt", "--tls-key", "none.key"), 3, "none.crt: No such file"),
        (("--tls-cert", "a", "--tls-key", "b", "--port", "65536"), 2, "is not a port"),
        (("--tls-cert", "a", "--tls-key", "b", "--time-limit", "nan"), 2, "is not a number of"),
        (("--tls-cert", "a", "--tls-key", "b", "--workers", "0"), 2, "is not a number from 1"),
        (("--tls-cert", "a", "--tls-key", "b", "--object", "x"), 2, "is not NAMESPACE/NAME"),
        (("--tls-cert", "a", "--tls-key", "b", "--config", "none.toml"), 2, "none.toml"),
    ],
)
def test_wrong_usage(options: tuple[str, ...], status: int, said: str) -> None:
    ran = run("corefile.cli.webhook", *options)
    assert (ran.status, ran.out) == (status, "")
    assert said in ran.err


def test_what_it_cannot_begin_with_is_named(tmp_path: Path) -> None:
    certificate, key = make_pair(tmp_path / "one", "one")
    _, other = make_pair(tmp_path / "two", "two")
    pem = ("--tls-cert", str(certificate), "--tls-key")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        place = f"127.0.0.1:{taken.getsockname()[1]}"
        port = place.partition(":")[2]
        busy = run("corefile.cli.webhook", *pem, str(key), "--host", "127.0.0.1", "--port", port)
    for ran, said in (
        (busy, f"error: {place}: Address already in use"),
        (run("corefile.cli.webhook", *pem, str(other)), f"error: the key in {other} is not that"),
        (run("corefile.cli.webhook", *pem, str(certificate)), "a certificate and its key, in PEM"),
    ):
        assert ran.status == 3
        assert said in ran.err
