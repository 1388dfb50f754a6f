"""What a test of acts asks of a case: its situation, who is asked, what was recorded, why it was refused."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select

from tests.district import District, add_person
from workflow.engine.situation import Situation
from workflow.office.gather import gather
from workflow.refusals import Refused
from workflow.store.trail import trail
from workflow.trail.record import read_record

CIVIL, HEAD = "CIVIL.declarant", "CIVIL.unit_head"
B1, B2 = ("COMM_WORKER_B1",), ("COMM_WORKER_B2",)


def look(d: District, case_id: int) -> Situation:
    with d.office.database.read() as connection:
        return gather(connection, d.office, d.actor("auditor"), case_id).situation


def refused(d: District, case_id: int, action: str, who: str, **given: object) -> tuple[str, ...]:
    with pytest.raises(Refused) as why:
        d.take(case_id, action, who, **given)
    return why.value.codes


def seats(d: District, case_id: int, act: str) -> list[tuple[str, str]]:
    return [(seat.role, seat.status) for seat in look(d, case_id).seats if seat.act == act and seat.pending]


def acts_of(d: District, case_id: int) -> list[str]:
    with d.office.database.read() as connection:
        rows = connection.execute(
            select(trail.c.record).where(trail.c.case_id == case_id).order_by(trail.c.n)
        ).scalars()
        return [read_record(text).act for text in rows]


def resubmitted(d: District, case_id: int) -> None:
    d.take(case_id, "resubmit", CIVIL)
    d.take(case_id, "resubmit", HEAD)


def somebody(d: District, name: str, *chairs: tuple[str, str]) -> str:
    """One more person with these chairs; their name in the district."""
    number = 500 + len(d.people)
    with d.office.database.write() as connection:
        d.people[name] = add_person(connection, number, name, *chairs)
        connection.commit()
    return name


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """What each of these answers or is refused when all begin at the same moment."""
    gate = threading.Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        gate.wait(10)
        try:
            return call()
        except Refused as refused:
            return refused

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))
