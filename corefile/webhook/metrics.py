"""What the webhook counts, in the text format of Prometheus."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

__all__ = ["RESULTS", "Metrics"]

#: How requests end: the object may be stored or not, is not looked at, was not judged in time, or
#: the request is none that can be answered.
RESULTS = ("allowed", "denied", "skipped", "unjudged", "refused")

#: The upper ends of the histogram, in seconds: around a usual judgement, and up to the limits.
_SECONDS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


class Metrics:
    """The counters of one server."""

    #: The type of `text`, for HTTP.
    media_type: str = CONTENT_TYPE_LATEST

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._requests = Counter(
            "corefile_webhook_requests", "Requests, by result.", ["result"], registry=self._registry
        )
        for result in RESULTS:
            self._requests.labels(result)
        self._seconds = Histogram(
            "corefile_webhook_request_seconds",
            "Seconds from the head of a request to its answer.",
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._expiry = self._gauge(
            "certificate_expiry_timestamp_seconds", "When the certificate in use expires."
        )
        self._reloads = Counter(
            "corefile_webhook_certificate_reloads",
            "Changes of the certificate's files, by whether the new pair is in use.",
            ["result"],
            registry=self._registry,
        )
        self._replaced = self._gauge(
            "workers_replaced", "Processes for judging that were replaced since the start."
        )

    def _gauge(self, name: str, about: str) -> Gauge:
        return Gauge(f"corefile_webhook_{name}", about, registry=self._registry)

    def count(self, result: str, seconds: float) -> None:
        """Count a request."""
        self._requests.labels(result).inc()
        self._seconds.observe(seconds)

    def count_reload(self, result: str) -> None:
        """Count a change of the certificate's files: `loaded` or `failed`."""
        self._reloads.labels(result).inc()

    def text(self, expires: float, replaced: int) -> bytes:
        """Return all of it."""
        self._expiry.set(expires)
        self._replaced.set(replaced)
        return generate_latest(self._registry)
