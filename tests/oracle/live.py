"""Whether tests ask CoreDNS itself, and what is built for them first."""

import os
import re
import time
from collections.abc import Callable

import pytest

from tests.oracle.build import SERVER, Unavailable, check_machine, is_built
from tests.oracle.client import coredns
from tests.oracle.trace import build as traces

#: The variable that says so; `pytest --coredns` sets it.
ASKED = "COREFILE_COREDNS"

HOW_TO_ASK = f"asks CoreDNS itself, which needs Go: run `pytest --coredns`, or set {ASKED}=1"


def is_asked_for() -> bool:
    """Tell whether tests ask CoreDNS."""
    return os.environ.get(ASKED, "") not in ("", "0")


def prepare(say: Callable[[str], None]) -> None:
    """Have CoreDNS at hand, and say what takes so long. Raises UsageError where it cannot be."""
    name = f"CoreDNS {release()}"
    begun = time.monotonic()
    try:
        check_machine()
        if not is_built():
            say(f"building {name} to compare with (a few minutes the first time) ...")
        coredns()
        prepare_traces(say)
    except Unavailable as reason:
        raise pytest.UsageError(f"{name} cannot be asked: {reason}") from None
    say(f"{name} is at hand after {time.monotonic() - begun:.0f} s")


def prepare_traces(say: Callable[[str], None]) -> None:
    """Have the program at hand that follows queries. Raises Unavailable."""
    if not traces.is_built(release()):
        say("building the program that follows queries (a minute more) ...")
    traces.program(release())


def release() -> str:
    """Return the release that is asked."""
    module = (SERVER / "go.mod").read_text("utf-8")
    (found,) = re.findall(r"github\.com/coredns/coredns v(\S+)", module)
    return str(found)
