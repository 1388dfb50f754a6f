"""Fills a house with many past classes and rosters, by bulk inserts: to measure reading in, proved by nothing."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import Connection, Table, insert

from tests.district import DEPARTMENTS, a_class
from workflow.bench.likeness_world import Likeworld
from workflow.bench.year import tidy
from workflow.domain.declaration import to_json
from workflow.engine.likeness.signature import signature
from workflow.engine.likeness.titles import Reader
from workflow.office import Office
from workflow.office.likeness import rebuild, region_of
from workflow.office.likeness_contents import units_of
from workflow.store.cases import case, class_audience, class_declaration, content
from workflow.store.people import cadre
from workflow.store.rosters import enrolment
from workflow.wording.catalogue import CHINA

FIRST_CASE, ROWS = 1_000_000, 5_000
SINCE, DAYS = date(2011, 1, 10), 5_400  # until the autumn of 2025
CREATED = datetime(2010, 1, 4, 9, 0, tzinfo=CHINA)


def fill(office: Office, classes: int, people: int, each: int, seed: int = 7) -> tuple[int, ...]:
    """So many past classes, ``each`` with that many of ``people`` cadres; the ids of the cadres."""
    dice, leaves = Random(seed), tuple(office.rulebook.audiences)
    body = json.dumps(to_json(a_class()), ensure_ascii=False)
    with office.database.write() as connection:
        made = connection.execute(insert(cadre).returning(cadre.c.id), [
            {"staff_no": f"F{n:06d}", "name": f"学员{n}", "unit": "CIVIL", "rank": "section",
             "managing_level": "district", "audience": "TOWN_LEAD"} for n in range(people)])
        ids = tuple(sorted(made.scalars()))
        for first in range(0, classes, ROWS):
            rows: dict[Table, list[dict[str, Any]]] = {
                case: [], content: [], class_declaration: [], class_audience: [], enrolment: []}
            for number in range(first, min(first + ROWS, classes)):
                for table, row in _class(FIRST_CASE + number, dice, leaves, body, ids, each):
                    rows[table].append(row)
            for table, made_rows in rows.items():
                _insert(connection, table, made_rows)
        connection.commit()
    tidy(office)
    return ids


def let_them_be_found(office: Office, classes: int) -> None:
    """Put so many classes of ten years into the index under the numbers of those that :func:`fill` made, all of the
    district itself: on every topic, for everybody, as a made-up world words them."""
    world = Likeworld(office.rulebook, seed=7)
    with office.database.write() as connection:
        units = units_of(connection)
        reader = Reader(office.rulebook.lexicon, tuple(unit.label.zh for unit in units.values()))
        region = region_of(units, DEPARTMENTS[0])
        rebuild(connection, (signature(replace(told, id=FIRST_CASE - 1 + told.id, region=region), reader)
                             for told, _ in world.classes(classes)), reader.lexicon.version)
        connection.commit()
    tidy(office)


def _class(case_id: int, dice: Random, leaves: tuple[str, ...], body: str, ids: tuple[int, ...],
           each: int) -> Iterator[tuple[Table, dict[str, Any]]]:
    start = SINCE + timedelta(days=dice.randrange(DAYS))
    days = {"start_date": start, "end_date": start + timedelta(days=2)}
    yield case, {
        "id": case_id, "kind": "class_declaration", "process_hash": "p" * 64, "policy_hash": "p" * 64,
        "state": "completed", "version": 1, "rounds": 0, "chain_n": 1, "chain_head": "0" * 64,
        "number": f"OLD-{case_id}", "host_unit": dice.choice(DEPARTMENTS), "created_by": 1, "created_at": CREATED,
        "entered_at": CREATED, "remembered": {}, "form_n": 1, "form_hash": "0" * 64, "findings_n": 0, "stamp_seen": 0}
    yield content, {"case_id": case_id, "n": 1, "hash": "0" * 64, "body": body, "by": 1, "at": CREATED}
    yield class_declaration, {
        "case_id": case_id, "class_name": f"往年培训班{case_id}", "topic_code": "COMMUNITY_WORK",
        "class_kind": "rotation", "plan_type": "in_plan", "tier": "leading", "channel": "in", "venue": "党校",
        **days, "half_days": 6, "trainee_count": each, "staff_count": 2, "total_fen": 10_000_00}
    yield class_audience, {"leaf": dice.choice(leaves), "case_id": case_id, **days}
    for one in dice.sample(ids, each):
        yield enrolment, {"case_id": case_id, "cadre_id": one, "unit": "CIVIL", "status": "attended", **days,
                          "out_of_province": False, "hours": 18}


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """By the fastest road each driver has; values as the column types write them."""
    columns = list(rows[0])
    binders = [table.c[name].type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
               for name in columns]
    values = [[row[name] if bind is None or row[name] is None else bind(row[name])
               for name, bind in zip(columns, binders, strict=True)] for row in rows]
    named = ", ".join(f'"{name}"' for name in columns)
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "postgresql":
        with driver.cursor().copy(f'COPY "{table.name}" ({named}) FROM STDIN') as copying:
            for row in values:
                copying.write_row(row)
        return
    marks = ", ".join("?" for _ in columns)
    driver.executemany(f'INSERT INTO "{table.name}" ({named}) VALUES ({marks})', values)
