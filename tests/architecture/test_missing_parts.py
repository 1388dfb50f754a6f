"""A machine without PostgreSQL or a browser says so in the last line; with ``CI=true`` the run fails (ruling 52)."""

import os
import subprocess
import sys

import pytest

from tests.architecture.reading import ROOT

NOWHERE = "postgresql://nobody@127.0.0.1:1/none"


@pytest.mark.parametrize(("ci", "code"), [("", 0), ("true", 1)])
@pytest.mark.parametrize("workers", [(), ("-n", "1")])
def test_a_missing_server_is_said_last(ci: str, code: int, workers: tuple[str, ...]) -> None:
    call = (sys.executable, "-m", "pytest", "tests/store/test_database.py", "-k", "setting", "-p", "no:cacheprovider")
    env = {**os.environ, "SHENBAO_TEST_DATABASE_URL": NOWHERE, "CI": ci}
    for inherited in ("PYTEST_XDIST_WORKER", "PYTEST_XDIST_WORKER_COUNT", "PYTEST_XDIST_TESTRUNUID", "PYTEST_ADDOPTS"):
        env.pop(inherited, None)
    done = subprocess.run([*call, *workers], cwd=ROOT, env=env, capture_output=True, text=True, timeout=120)
    assert done.returncode == code, done.stdout + done.stderr
    last = done.stdout.strip().splitlines()[-1]
    assert last.startswith("NOT TESTED (1 tests): PostgreSQL")
    assert "1 passed" in done.stdout
