"""The client of these tests. Without the packages that it takes there is nothing to collect."""

from importlib.util import find_spec
from inspect import iscoroutinefunction

import pytest

if find_spec("pytest_lsp") is None or find_spec("pygls") is None:
    collect_ignore_glob = ["test_*.py"]
else:
    from tests.server.session import LOOP, client, open_

    __all__ = ["client", "open_"]

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
        """Run a test that is a coroutine where its client runs."""
        if not iscoroutinefunction(pyfuncitem.obj):
            return None
        names = pyfuncitem._fixtureinfo.argnames
        LOOP.run_until_complete(pyfuncitem.obj(**{n: pyfuncitem.funcargs[n] for n in names}))
        return True
