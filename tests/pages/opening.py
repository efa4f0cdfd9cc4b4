"""Opens pages in Streamlit's test bench, as the tests of single pages do."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import ROOT, Bench


def opened(page: str, **address: str) -> AppTest:
    """A page at an address, run once."""
    test = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    for name, value in address.items():
        test.query_params[name] = value
    return test.switch_page(f"pages/{page}.py").run()


def opener(bench: Bench, patch: pytest.MonkeyPatch, home: str, month: str) -> Callable[..., AppTest]:
    """``run(page, **address)`` for the base of a bench: ``home`` and ``month`` unless told otherwise; it must not fail."""
    patch.setenv("WUSE_DB", str(bench.db))
    patch.setenv("WUSE_PLAN", str(bench.plan))

    def run(page: str = home, **address: str) -> AppTest:
        test = opened(page, **{"month": month, **address})
        assert not test.exception
        return test

    return run
