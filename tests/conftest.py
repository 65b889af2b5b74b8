"""What all tests share: how much Hypothesis tries, and whether CoreDNS itself is asked."""

import os

import pytest
from hypothesis import HealthCheck, settings

from tests.oracle import live

#: How many examples are tried of what says nothing else (tests.examples is for what does): few
#: where somebody waits, as many as Hypothesis thinks fit before a change is taken, or very many.
PROFILES = {"default": 25, "gate": 100, "thorough": 20_000}

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

#: What goes wrong in a program ends the test with a traceback.
os.environ["COREFILE_DEBUG"] = "1"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--coredns",
        action="store_true",
        help="also run the tests that ask CoreDNS itself, which needs Go and is built the first "
        f"time (the variable {live.ASKED}=1 does the same)",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "coredns: asks CoreDNS itself, which only `--coredns` does")
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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if not live.is_asked_for():
        for item in items:
            if item.get_closest_marker("coredns"):
                item.add_marker(pytest.mark.skip(reason=live.HOW_TO_ASK))
