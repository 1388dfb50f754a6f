"""Processes that write are killed at any moment: no act that was acknowledged is lost, no chain is broken."""

import os
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.clocks import SetClock
from tests.district import District
from workflow.bootstrap import written_rules
from workflow.office import Office
from workflow.queries.trail_check import verify_all
from workflow.store.database import Database
from workflow.store.trail import trail

ROOT = Path(__file__).resolve().parents[2]
AT_ONCE = 2  # children that write at the same time
LONGEST_LIFE = 0.5  # seconds from the first act on


@pytest.fixture
def office(sqlite_template: Path, tmp_path: Path) -> Office:
    """On SQLite alone: PostgreSQL's own processes outlive a killed client."""
    path = tmp_path / "shenbao.db"
    shutil.copy(sqlite_template, path)
    return Office(database=Database(f"sqlite:///{path}"), rulebook=written_rules(), clock=SetClock(), home=tmp_path)


def started(office: Office, seed: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.acts.writing_child", str(office.database.url.database), str(seed)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True)


def told_before_its_end(child: "subprocess.Popen[str]") -> set[tuple[int, int]]:
    """What a killed child had acknowledged; a line it was cut off in does not count."""
    out, _ = child.communicate(timeout=60)
    lines = [line.split() for line in out.splitlines(keepends=True) if line.endswith("\n")]
    return {(int(case_id), int(n)) for case_id, n in (line for line in lines if line != ["ready"])}


def kill_some(office: Office, kills: int, dice: random.Random) -> int:
    """Kill so many writing children, always several at once, and look after each time; the number of acts they told."""
    acknowledged: set[tuple[int, int]] = set()
    for round_ in range(kills // AT_ONCE):
        children = [started(office, dice.randrange(10**6)) for _ in range(AT_ONCE)]
        for child in children:
            assert child.stdout is not None
            assert child.stdout.readline() == "ready\n"
        for child in children:
            try:
                child.wait(dice.uniform(0, LONGEST_LIFE))
            except subprocess.TimeoutExpired:
                os.kill(child.pid, signal.SIGKILL)
        for child in children:
            acknowledged |= told_before_its_end(child)
            assert child.returncode == -signal.SIGKILL
        with office.database.read() as connection:
            kept = {(case_id, n) for case_id, n in connection.execute(select(trail.c.case_id, trail.c.n))}
        assert not acknowledged - kept, f"lost after {(round_ + 1) * AT_ONCE} kills"
        found = verify_all(office)
        assert found.ok, found.first_bad
    return len(acknowledged)


def test_eight_kills_lose_nothing(office: Office) -> None:
    District(office)
    assert kill_some(office, 8, random.Random(8)) > 8


@pytest.mark.thorough
def test_two_hundred_kills_lose_nothing(office: Office) -> None:
    District(office)
    assert kill_some(office, 200, random.Random(200)) > 200
