"""What the webhook answers, over HTTP."""

import asyncio
import time
from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from corefile.text.typed import Any
from corefile.webhook.certificates import Certificates
from corefile.webhook.judging import Told
from corefile.webhook.logs import log
from corefile.webhook.metrics import Metrics
from corefile.webhook.options import Options
from corefile.webhook.pool import Pool, Unjudged
from corefile.webhook.reviews import NotAReview, Review, answer, read_review
from corefile.webhook.targets import content_of, is_judged
from corefile.webhook.wording import UNJUDGED, denial_of, warnings_of

__all__ = ["Webhook"]

#: Bytes of a request. An API server takes objects of 3 MiB, and sends the new and the old one.
MAX_BODY = 8 << 20

#: Bytes of all requests that are being read and answered. JSON may take 30 times as much when read.
MAX_BODIES = 16 << 20


class Refused(Exception):
    """A request that is not answered with a review."""

    def __init__(self, status: int, word: str) -> None:
        super().__init__(word)
        self.status: int = status
        self.word: str = word


class Webhook:
    """Answers requests."""

    def __init__(self, options: Options, pool: Pool, certificates: Certificates) -> None:
        self._options = options
        self._pool = pool
        self._certificates = certificates
        #: The metrics.
        self.metrics: Metrics = Metrics()
        #: Whether the server is about to end.
        self.is_stopping: bool = False
        self._held = 0
        #: The application, as ASGI has it.
        self.app: Starlette = Starlette(
            routes=[
                Route("/validate", self.validate, methods=["POST"]),
                Route("/healthz", self.healthz),
                Route("/readyz", self.readyz),
                Route("/metrics", self.show_metrics),
            ]
        )

    async def healthz(self, _: Request) -> Response:
        """Tell that the server answers."""
        return PlainTextResponse("ok\n")

    async def readyz(self, _: Request) -> Response:
        """Tell whether the server can judge."""
        if self.is_stopping or not self._pool.is_ready:
            return PlainTextResponse("not ready\n", 503)
        return PlainTextResponse("ok\n")

    async def show_metrics(self, _: Request) -> Response:
        """Show what is counted."""
        text = self.metrics.text(self._certificates.expires, self._pool.replaced)
        return Response(text, media_type=self.metrics.media_type)

    async def validate(self, request: Request) -> Response:
        """Answer a review."""
        began = time.monotonic()
        body = bytearray()
        try:
            await self._read(request, body)
            review = read_review(body)
            result, reply = await self._review(review, began)
        except (Refused, NotAReview) as error:
            refused = error if isinstance(error, Refused) else Refused(400, str(error))
            result, reply = "refused", PlainTextResponse(f"{refused.word}\n", refused.status)
            log("refused", level="warning", reason=refused.word)
        finally:
            self._held -= len(body)
        self.metrics.count(result, time.monotonic() - began)
        return reply

    async def _read(self, request: Request, body: bytearray) -> None:
        """Read the body of a request. Raises Refused."""
        if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            raise Refused(400, "the content type is not application/json")
        try:
            async with asyncio.timeout(self._options.time_limit):
                async for chunk in request.stream():
                    self._held += len(chunk)
                    body += chunk
                    if len(body) > MAX_BODY:
                        raise Refused(413, "too large")
                    if self._held > MAX_BODIES:
                        raise Refused(503, "too many requests at once")
        except TimeoutError:
            raise Refused(408, "too slow") from None
        except ClientDisconnect:
            raise Refused(400, "cut off") from None

    async def _review(self, review: Review, began: float) -> tuple[str, Response]:
        """Return how a review ends, and its answer."""
        new = content_of(review.kind, review.new)
        if not is_judged(review, self._options.targets):
            return "skipped", JSONResponse(answer(review.uid))
        is_same = review.operation == "UPDATE" and new == content_of(review.kind, review.old)
        question = {
            "kind": review.kind,
            "namespace": review.namespace,
            "name": review.name,
            "content": new,
        }
        seconds = self._options.time_limit - (time.monotonic() - began)
        try:
            told = await self._pool.judge(question, seconds)
        except Unjudged as error:
            self._log(review, "unjudged", began, why=error.why, reason=error.reason)
            return "unjudged", JSONResponse(answer(review.uid, warnings=[UNJUDGED[error.why]]))
        # An error that is stored already must not keep anybody from setting a label.
        errors = [each for each in told if each.severity == "error" and not is_same]
        others = [each for each in told if each not in errors]
        result = "denied" if errors else "allowed"
        self._log(review, result, began, rules=_rules(told))
        reply = answer(review.uid, denial_of(errors), warnings_of(others))
        return result, JSONResponse(reply)

    def _log(self, review: Review, result: str, began: float, **fields: Any) -> None:
        """Log how a review has ended."""
        log(
            "review",
            result=result,
            uid=review.uid,
            operation=review.operation,
            kind=review.kind,
            namespace=review.namespace,
            name=review.name,
            dryRun=review.dry_run,
            seconds=round(time.monotonic() - began, 4),
            **fields,
        )


def _rules(told: Sequence[Told]) -> list[str]:
    """Return the rules of findings, each once."""
    return list(dict.fromkeys(each.rule for each in told))
