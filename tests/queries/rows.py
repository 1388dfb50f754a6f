"""A small district written straight into the tables, for readers that are tested below the acts."""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert

from tests.rows import AT, ZERO, a_case
from workflow.domain.declaration import ClassDeclaration, to_json
from workflow.store.cases import case, class_declaration, content, finding, pair, seat
from workflow.store.people import person, post, unit

UNITS = {"OD": "区委组织部", "CIVIL": "区民政局", "PLC": "区委政法委", "FIN": "区财政局", "SCHOOL": "区委党校"}


def add_units(connection: Connection) -> None:
    connection.execute(
        insert(unit),
        [
            {"code": code, "name_zh": name, "name_en": f"Unit {code}", "kind": "department", "level": "district",
             "system": "", "active": True}
            for code, name in UNITS.items()
        ],
    )  # fmt: skip


def add_person(connection: Connection, number: int, *posts: tuple[str, str], name: str = "何洁") -> None:
    """An account with posts in force since the new year; its password fits nobody."""
    connection.execute(
        insert(person).values(id=number, username=f"user{number}", name_zh=name, name_en="He Jie", password_hash="-",
                              language="zh", session_key="k", failures=0)
    )  # fmt: skip
    for role, where in posts:
        connection.execute(insert(post).values(person_id=number, role=role, unit=where, from_day=date(2026, 1, 1)))


def add_case(
    connection: Connection,
    number: int,
    *,
    host: str = "CIVIL",
    form: ClassDeclaration | None = None,
    seats: Sequence[dict[str, Any]] = (),
    numbered: bool = True,
    **changes: Any,
) -> None:
    """One class declaration with its frozen content, its subject row and its seats."""
    form = form or ClassDeclaration(
        class_name=f"班次{number}", host_unit=host, trainee_count=60, half_days=6, plan_type="in_plan", channel="in",
        audience_tier="community", start_date=date(2026, 11, 16), end_date=date(2026, 11, 18),
    )  # fmt: skip
    values = {"kind": "class_declaration", "state": "authority_review", "host_unit": host, "form_n": 1,
              "form_hash": ZERO, "number": f"CX-2026-{number:04d}" if numbered else None}  # fmt: skip
    connection.execute(insert(case).values(a_case(id=number, **{**values, **changes})))
    connection.execute(
        insert(content).values(case_id=number, n=1, hash=ZERO, body=json.dumps(to_json(form)), by=1, at=AT)
    )
    connection.execute(insert(class_declaration).values(case_id=number, **_subject(form)))
    for place, row in enumerate(seats):
        connection.execute(insert(seat).values(a_seat(number, place, **row)))


def a_seat(number: int, place: int = 0, **changes: Any) -> dict[str, Any]:
    """An open seat of the authority gate, due in two days."""
    return {"case_id": number, "round": 1, "place": place, "action": "authority_pass", "act": "authority_pass",
            "role": "od_section", "unit": None, "state": "authority_review", "gate": "authority", "status": "open",
            "opened_at": AT, "due_at": AT + timedelta(days=2), **changes}  # fmt: skip


def add_finding(connection: Connection, number: int, rule: str, severity: str, **changes: Any) -> None:
    connection.execute(
        insert(finding).values({
            "case_id": number, "n": 0, "rule": rule, "part": "", "severity": severity, "gate": "authority",
            "form_hash": ZERO, "policy_hash": ZERO, "body": {"values": {}}, "at": AT, **changes,
        })
    )  # fmt: skip


def add_pair(connection: Connection, number: int, other: int, **changes: Any) -> None:
    connection.execute(
        insert(pair).values({
            "case_id": number, "other_id": other, "facts_hash": ZERO, "shown": {}, "consulted": False, **changes,
        })
    )  # fmt: skip


def _subject(form: ClassDeclaration) -> dict[str, Any]:
    return {
        "class_name": form.class_name, "topic_code": form.topic_code, "class_kind": form.class_kind,
        "plan_type": form.plan_type, "tier": form.audience_tier, "channel": form.channel, "venue": form.venue,
        "start_date": form.start_date, "end_date": form.end_date, "half_days": form.half_days,
        "trainee_count": form.trainee_count, "total_fen": form.total_fen,
    }  # fmt: skip


def at(day: int, hour: int = 9) -> datetime:
    """An instant of October 2026, office time."""
    return AT.replace(day=day, hour=hour - 8)
