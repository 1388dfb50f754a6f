"""The check of a roster against all other classes of its people: how long it takes among how many places, and whether
the database reads more than those people's own."""

import gc
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import Connection, insert

from workflow.acts.transaction import transaction
from workflow.bench.spread import Twice
from workflow.bench.year import HEADS, Progress, fill_classes, fill_year
from workflow.domain.declaration import ClassDeclaration
from workflow.domain.people import system_actor
from workflow.domain.rosters import ENROLLED
from workflow.engine.rules.facts import Facts
from workflow.engine.rules.persons import PERSON_RULES, history_window
from workflow.engine.rules.register import RULES, ask
from workflow.office import Office
from workflow.office.histories import roster_of
from workflow.store.prepared import Reading
from workflow.store.roster_reading import HISTORIES, histories
from workflow.store.rosters import enrolment

ROSTER, CHECKS, WARM = 60, 200, 10  # people of a roster; rosters timed, after so many that warm up
YEARS, EACH, LOOKED_BACK = 10, 20, 3  # years of the places; classes of one person in them; years a check looks back
SEED = 20261123
_READING = Reading(**HISTORIES)


def bench_persons(office: Office, enrolments: int, progress: Progress | None = None) -> dict[str, Any]:
    """Fill an empty house with so many places and check rosters of sixty drawn from all of its people."""
    filled = fill_year(office, enrolments, years=YEARS, each=EACH, gates=False, progress=progress)
    asking = range(filled // HEADS + 1, filled // HEADS + 1 + WARM + CHECKS)
    _fill_rosters(office, asking, people=filled // EACH)
    facts = _facts(office)
    times, trainings = Twice(), []
    gc.freeze()  # as the web service does
    with office.database.read() as connection:
        for case_id in asking:
            trainings.append(times.time(partial(_check, connection, case_id, facts)))
        plan = plan_of_histories(connection, asking[-1], facts.declared_on)
    gc.unfreeze()
    return {"enrolments": filled, "roster": ROSTER, "classes_read_p50": sorted(trainings)[len(trainings) // 2],
            **times.told(WARM), "plan": plan}


def _check(connection: Connection, case_id: int, facts: Facts) -> int:
    """All rules about people; how many of their classes were read."""
    rows = _READING.run(connection, **_binds(case_id, facts.declared_on))
    ask([RULES[code] for code in PERSON_RULES], replace(facts, roster=roster_of(rows)))
    return len(rows["histories"])


def plan_of_histories(connection: Connection, case_id: int, start: date) -> list[str]:
    """How the database goes about reading the other classes of a roster's people."""
    asked = histories().params(**_binds(case_id, start)).compile(
        dialect=connection.dialect, compile_kwargs={"literal_binds": True})
    asking = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
    return [str(row[-1]) for row in connection.exec_driver_sql(f"{asking} {asked}")]


def _binds(case_id: int, start: date) -> dict[str, Any]:
    first, last = history_window(start, LOOKED_BACK)
    return {"case_id": case_id, "history_from": first, "history_to": last}


def _facts(office: Office) -> Facts:
    """A class of today that all rules about people ask about."""
    today, book = office.today(), office.rulebook
    form = ClassDeclaration(class_kind="rotation", audience_tier="section", start_date=today, end_date=today)
    return Facts(form, today, book.policy_on(today), book.workdays, book.audiences, book.lexicon)


def _fill_rosters(office: Office, numbers: Sequence[int], people: int) -> None:
    """Classes of today, each for sixty people drawn by chance."""
    chance, today = random.Random(SEED), office.today()
    with transaction(office, system_actor()) as work:
        fill_classes(work.connection, office, numbers, 1, 1, gates=False)
        work.connection.execute(insert(enrolment), [
            {"case_id": case_id, "cadre_id": cadre_id, "unit": "U00", "status": ENROLLED, "start_date": today,
             "end_date": today} for case_id in numbers for cadre_id in chance.sample(range(1, people + 1), ROSTER)])
