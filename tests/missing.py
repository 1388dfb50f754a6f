"""What this machine cannot test: skipped and said loudly at the very end; with ``CI=true`` a failure."""

import os
from typing import NoReturn

import pytest

MARK = "[not on this machine]"


def missing(what: str) -> NoReturn:
    """Leave the running test because ``what`` is not to be had here (ruling 52)."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{MARK} {what}", pytrace=False)
    pytest.skip(f"{MARK} {what}")


def missing_in(reporter: "pytest.TerminalReporter") -> dict[str, int]:
    """What was missing in a finished run, and how many tests it cost."""
    lost: dict[str, int] = {}
    for outcome in ("skipped", "failed", "error"):
        for report in reporter.stats.get(outcome, []):
            text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr or "")
            if MARK in text:
                what = text.partition(MARK)[2].strip().splitlines()[0]
                lost[what] = lost.get(what, 0) + 1
    return lost
