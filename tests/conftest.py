"""What all tests share: how much Hypothesis tries, whether the slow ones run, and whether CoreDNS
itself is asked.
"""

import atexit
import gc
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests import rows
from tests.oracle import live

#: How many examples are tried of what says nothing else (tests.examples is for what does): few
#: where somebody waits, as many as Hypothesis thinks fit before a change is taken, or very many.
PROFILES = {"default": 10, "gate": 100, "thorough": 20_000}

#: The machines that tests run on are slow at times; how long an example takes says nothing. What
#: decides about a change tries the same examples every time, so that a change passes or fails on
#: any day alike; `thorough` looks for new ones.
for name, number in PROFILES.items():
    settings.register_profile(
        name,
        max_examples=number,
        deadline=None,
        derandomize=name != "thorough",
        suppress_health_check=[HealthCheck.too_slow],
    )
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

#: No run of the program leaves anything behind, or finds what another left; only what is built of
#: CoreDNS to compare with is kept for the next time.
os.environ.setdefault("ORACLE_CACHE", os.environ.get("XDG_CACHE_HOME", ""))
os.environ["XDG_CACHE_HOME"] = os.devnull

# A shell lets what it runs in the background ignore Ctrl+C, and all that is run by that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

#: Where Python is told to write no bytecode, each process that the tests start would compile all
#: modules again. Those write it to a folder that is theirs, and is gone when the tests end.
if sys.dont_write_bytecode and os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
    os.environ["PYTHONPYCACHEPREFIX"] = tempfile.mkdtemp(prefix="corefile-bytecode-")
    atexit.register(shutil.rmtree, os.environ["PYTHONPYCACHEPREFIX"], ignore_errors=True)

#: What goes wrong in a program ends the test with a traceback.
os.environ["COREFILE_DEBUG"] = "1"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--coredns",
        action="store_true",
        help="also run the tests that ask CoreDNS itself, which needs Go and is built the first "
        f"time (the variable {live.ASKED}=1 does the same)",
    )
    parser.addoption(
        "--slow",
        action="store_true",
        help="also run the tests marked `slow`; those of a file that is named run without it",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "coredns: asks CoreDNS itself, which only `--coredns` does")
    config.addinivalue_line(
        "markers", "slow: takes long, and runs with `--slow`, or where its file is named"
    )
    if config.getoption("--coredns"):
        # The processes that run tests are started later, and read it.
        os.environ[live.ASKED] = "1"


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Build CoreDNS before the processes start that run tests: none of them waits for another."""
    is_one_of_them = hasattr(session.config, "workerinput")
    if live.is_asked_for() and not is_one_of_them:
        live.prepare(lambda line: say(session.config, line))


def say(config: pytest.Config, line: str) -> None:
    """Print a line now."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None:
        reporter.write_line(line)
        reporter.flush()


def pytest_report_header(config: pytest.Config) -> str | None:
    return None if config.getoption("--slow") else "slow tests: only those of files you name"


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Spare the collector of garbage the thousands of tests and modules, which all stay."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_pycollect_makeitem(collector: pytest.Collector) -> Iterator[None]:
    """Join the rows of tables, unless the command names their file or asks for words of names."""
    made = yield
    picks = collector.session.isinitpath(collector.path) or collector.config.getoption("-k")
    return made if picks or not isinstance(made, list) else rows.joined(made)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    slow = [item for item in items if item.get_closest_marker("slow")]
    quick = [item for item in items if not item.get_closest_marker("slow")]
    runs = [item for item in slow if config.getoption("--slow") or is_named(item)]
    config.hook.pytest_deselected(items=[item for item in slow if item not in runs])
    # The longest modules are begun first, so that no process is left alone with one at the end.
    items[:] = [*runs, *quick]
    if not live.is_asked_for():
        for item in items:
            if item.get_closest_marker("coredns"):
                item.add_marker(pytest.mark.skip(reason=live.HOW_TO_ASK))


def is_named(item: pytest.Item) -> bool:
    """Tell whether the command names the file of a test, or the test."""
    return item.session.isinitpath(item.path)
