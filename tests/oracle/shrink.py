"""Makes a Corefile on which something is wrong as small as it gets (delta debugging)."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from tests.oracle.protocol import Request

#: Which of some requests still show what is wrong.
Showing = Callable[[Sequence[Request]], Sequence[bool]]

#: How a text is cut, from coarse to fine: lines, words with the blanks before them, characters.
CUTS = (re.compile(r"[^\n]*\n|[^\n]+"), re.compile(r"\s*\S+|\s+"), re.compile(r".", re.DOTALL))
#: How many requests are tried at once.
AT_ONCE = 200


def shrink(request: Request, showing: Showing) -> Request:
    """Return a request that still shows it, from which nothing single can be taken."""
    while True:
        before = request
        for smaller in (without_variable, without_file):
            request = first_showing(smaller(request), showing) or request
        for cut in CUTS:
            request = shrink_text(request, cut, showing)
        if request == before:
            return request


def without_variable(request: Request) -> Iterator[Request]:
    """Yield the request without each of its variables."""
    for name in request.env:
        yield replace(request, env=without(request.env, name))


def without_file(request: Request) -> Iterator[Request]:
    """Yield the request without each of its files."""
    for name in request.files:
        yield replace(request, files=without(request.files, name))


def without(pairs: Mapping[str, str], name: str) -> dict[str, str]:
    """Return all pairs but one."""
    return {key: value for key, value in pairs.items() if key != name}


def shrink_text(request: Request, cut: re.Pattern[str], showing: Showing) -> Request:
    """Take away runs of pieces, half of the text first, single pieces last."""
    size = max(1, len(cut.findall(request.text)) // 2)
    while True:
        pieces = cut.findall(request.text)
        shorter = (
            replace(request, text="".join(pieces[:start] + pieces[start + size :]))
            for start in range(0, len(pieces), size)
        )
        smaller = first_showing(shorter, showing)
        if smaller is not None:
            request = smaller
        elif size == 1:
            return request
        else:
            size //= 2


def first_showing(candidates: Iterator[Request], showing: Showing) -> Request | None:
    """Return the first candidate that still shows it."""
    while some := list(islice(candidates, AT_ONCE)):
        for candidate, shows in zip(some, showing(some), strict=True):
            if shows:
                return candidate
    return None
