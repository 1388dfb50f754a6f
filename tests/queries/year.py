"""A small year written straight into the tables, small enough to be counted by hand (see ``test_reports``).

Two units, eight cadres, five classes that count and two that do not, three cadres of five years.
"""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert

from tests.queries.rows import add_case, add_finding, add_units
from tests.rows import AT, a_trail_row
from workflow.domain.declaration import ClassDeclaration
from workflow.store.cases import class_declaration, plan_item, seat, seat_round
from workflow.store.people import cadre
from workflow.store.rosters import enrolment, outside_training
from workflow.store.teaching import teaching
from workflow.store.trail import trail
from workflow.trail.record import canonical

YUAN = 100
# number, unit, rank, audience leaf
CADRES = (
    (1, "CIVIL", "section", "SEC_NEW"), (2, "CIVIL", "staff", "CS_NEW"), (3, "CIVIL", "staff", "CS_NEW"),
    (4, "CIVIL", "county_division", "COUNTY_RANK"), (5, "PLC", "section", "SEC_NEW"),
    (6, "PLC", "village", "VILL_SEC"), (7, "PLC", "village", "VILL_SEC"), (8, "PLC", "county_division", "COUNTY_RANK"),
)
# case, host, channel, tier, opening, half-days, heads, total, lecturers' part, state, plan type
CLASSES = (
    (1, "CIVIL", "in", "leading", date(2026, 4, 13), 10, 40, 47_000, 9_000, "completed", "in_plan"),
    (2, "CIVIL", "out", "leading", date(2026, 10, 12), 14, 20, 80_000, 3_000, "in_session", "in_plan"),
    (3, "PLC", "down", "rural", date(2026, 4, 20), 4, 25, 4_500, 0, "completed", "extra"),
    (4, "PLC", "in", "rural", date(2026, 11, 2), 4, 30, 9_000, 3_000, "approved", "in_plan"),
    (5, "PLC", "in", "community", date(2026, 12, 1), 4, 10, 3_600, 0, "funding_review", "extra"),
    (6, "CIVIL", "in", "leading", date(2026, 5, 11), 4, 99, 99_000, 0, "rejected", "in_plan"),
    (7, "CIVIL", "in", "leading", date(2025, 5, 12), 4, 10, 5_000, 0, "completed", "in_plan"),
)
# case, cadre, status, hours
PLACES = (
    (1, 1, "attended", 30), (1, 2, "attended", 60), (1, 5, "absent", None), (3, 6, "attended", 12),
    (3, 1, "attended", 12), (2, 3, "enrolled", None), (7, 7, "attended", 12), (7, 4, "attended", 500),
)
# cadre, opening, hours
ELSEWHERE = ((4, date(2026, 3, 2), 60), (2, date(2026, 6, 1), 30), (8, date(2021, 3, 1), 600))


def add_year(connection: Connection, policy: str, process: str, *, units: bool = True) -> None:
    """All of it; the cases are of this policy and this process. ``units``: the units are not there yet."""
    if units:
        add_units(connection)
    for number, unit, rank, audience in CADRES:
        connection.execute(insert(cadre).values(_like(cadre, {
            "id": number, "staff_no": f"CX{number:05d}", "name": f"学员{number}", "unit": unit, "rank": rank,
            "managing_level": "district", "audience": audience})))
    for number, *told in CLASSES:
        _class(connection, number, *told, policy=policy, process=process)
    days = {number: told[3] for number, *told in CLASSES}
    for number, person, status, hours in PLACES:
        connection.execute(insert(enrolment).values(_like(enrolment, {
            "case_id": number, "cadre_id": person, "unit": "CIVIL", "status": status, "hours": hours,
            "start_date": days[number], "end_date": days[number]})))
    for number, (person, start, hours) in enumerate(ELSEWHERE, 1):
        connection.execute(insert(outside_training).values(_like(outside_training, {
            "id": number, "case_id": 1, "cadre_id": person, "class_name": "上级调训", "class_kind": "topic",
            "level": "city", "start_date": start, "end_date": start, "hours": hours, "out_of_province": False,
            "source": "0" * 64})))
    _waiting(connection)
    _sent_back(connection)


def _class(connection: Connection, number: int, host: str, channel: str, tier: str, start: date, halves: int,
           heads: int, total: int, fees: int, state: str, plan_type: str, *, policy: str, process: str) -> None:
    form = ClassDeclaration(class_name=f"班次{number}", host_unit=host, trainee_count=heads, half_days=halves,
                            plan_type=plan_type, channel=channel, audience_tier=tier, start_date=start, end_date=start)
    add_case(connection, number, host=host, form=form, state=state, policy_hash=policy, process_hash=process)
    connection.execute(class_declaration.update().where(class_declaration.c.case_id == number).values(
        total_fen=total * YUAN, approved_fen=total * YUAN if state == "completed" else None,
        plan_item=f"2026-{number:03d}" if plan_type == "in_plan" else None))
    if fees:
        connection.execute(insert(teaching).values(
            case_id=number, place=0, name="王老师", title="senior", home="市委党校", topics="专题", hours=fees // 1_000,
            fee_fen=1_000 * YUAN, start_date=start, end_date=start))
    if plan_type == "in_plan" and start.year == 2026:
        connection.execute(insert(plan_item).values(_like(plan_item, {
            "code": f"2026-{number:03d}", "case_id": 1, "unit": host, "year": 2026, "class_name": f"班次{number}",
            "topic_code": "", "class_kind": "topic", "tier": tier, "channel": channel, "month": start.month,
            "trainee_count": heads, "half_days": halves, "total_fen": total * YUAN})))
    if number == 2:
        add_finding(connection, number, "R-05", "warn", explanation="赴外地，住宿较贵。")


def _waiting(connection: Connection) -> None:
    """Stays in two steps: Monday 1 June 2026 is day 0; ``None`` = still there."""
    monday = datetime(2026, 6, 1, 1, 0, tzinfo=AT.tzinfo)
    stays = ((1, "authority_review", "authority_pass", 0, 1), (2, "authority_review", "authority_pass", 0, 2),
             (3, "authority_review", "authority_pass", 4, 7), (4, "authority_review", "authority_pass", 0, 11),
             (5, "funding_review", "funding_pass", 0, None))
    for number, state, action, begun, ended in stays:
        opened, closed = monday + timedelta(days=begun), None if ended is None else monday + timedelta(days=ended)
        connection.execute(insert(seat_round).values(case_id=number, n=1, action=action, verb="one", state=state,
                                                     opened_at=opened, closed_at=closed))
        connection.execute(insert(seat).values(
            case_id=number, round=1, place=0, action=action, act=action, role="od_section", state=state,
            status="signed" if closed else "open", opened_at=opened, due_at=monday + timedelta(days=3),
            signed_at=closed, closed_at=closed, signed_by=1 if closed else None))
    connection.execute(case_due(5, monday + timedelta(days=3)))


def _sent_back(connection: Connection) -> None:
    told: tuple[tuple[int, int, str, str, str | None, dict[str, Any]], ...] = (
        (1, 1, "return", "authority_review", "returned", {"opinion": "材料不齐。"}),
        (4, 1, "return", "funding_review", "returned", {"opinion": "测算不清。"}),
        (4, 2, "return", "funding_review", "returned", {"opinion": "仍不清。"}),
        (6, 1, "reject", "authority_review", None, {"opinion": "重复。", "given": {"ground": "repeat"}}),
        (6, 2, "reject", "authority_review", "rejected", {"opinion": "同意不批。", "given": {"ground": "repeat"}}),
    )
    for number, n, act, source, target, record in told:
        connection.execute(insert(trail).values(a_trail_row(
            case_id=number, n=n, act=act, from_state=source, to_state=target, record=canonical(record))))


def case_due(number: int, due: datetime) -> Any:
    from workflow.store.cases import case

    return case.update().where(case.c.id == number).values(due_at=due)


def _like(table: Any, values: dict[str, Any]) -> dict[str, Any]:
    """The values with something in every further column that must have it."""
    must = {column.name: 0 for column in table.c if not column.nullable and column.default is None}
    return {**{name: value for name, value in must.items() if name not in values}, **values}
