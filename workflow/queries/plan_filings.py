"""Who filed what of a year: the annual plan (R-03) and the report on the year before (R-41), unit by unit.

The report is made from the year's records: every class of the unit that began in that year and was held.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from workflow.domain.execution import Execution, Held, from_json
from workflow.domain.findings import CLEAR, Finding
from workflow.domain.people import Actor
from workflow.engine.guards_of_holding import HELD
from workflow.engine.rules.register import judge_year
from workflow.engine.rules.year import YearFacts, report_due
from workflow.office import Office
from workflow.office.plan_judging import HANDED_IN
from workflow.queries.labels import look, names
from workflow.queries.plan_scope import among, units_seen, units_written
from workflow.refusals import NotFound
from workflow.store.cases import annual_plan, case, class_declaration, content, plan_item
from workflow.store.funding import fund_share
from workflow.store.needs import execution_report
from workflow.wording import Label, Term, say, speak

REPORT_RULE, PLAN_RULE = "R-41", "R-03"


@dataclass(frozen=True, slots=True)
class Filing:
    """One unit's year. ``plan``/``report``: what the rules say of them, ``None`` = nothing is asked of the unit."""

    unit_code: str
    unit: Label
    plan_id: int | None
    plan_state: Label | None
    plan_look: str
    plan_on: date | None
    plan: Finding | None
    report_on: date | None
    report: Finding | None
    mine: bool


@dataclass(frozen=True, slots=True)
class Filings:
    """``late``: how many plans and reports are filed late or still missing after their day."""

    year: int
    years: tuple[int, ...]
    rows: tuple[Filing, ...]
    late_plans: int
    late_reports: int
    last_day: date


@dataclass(frozen=True, slots=True)
class ReportPage:
    """The report of a unit on a year as it was filed, and as the records tell it now."""

    unit_code: str
    unit: Label
    year: int
    due: date
    filed_on: date | None
    filed: Execution | None
    made: Execution
    writes: bool


def filings(office: Office, actor: Actor, year: int = 0) -> Filings:
    """The plan of a year and the report on the year before, of the units this actor may see."""
    seen, own, today = units_seen(office, actor), units_written(actor), office.today()
    year = year or today.year
    policy = office.rulebook.policy_on(today)
    with office.database.read() as connection:
        plans = _plans(connection, office, year, seen)
        reports = _reports(connection, year - 1, seen)
        held = _held_counts(connection, year - 1, seen)
        hosts = {*plans, *reports, *held, *own, *_planned_before(connection, year, seen)}
        known = names(connection, office.rulebook.roles, units=hosts)
        rows = []
        for code in sorted(hosts):
            label = known.units.get(code, Label(code, code))
            plan = plans.get(code)
            facts = YearFacts(policy, label, year, today, _handed_in(office, plan), reports.get(code),
                              held.get(code, 0) or int(code in reports))
            found = {finding.rule: finding for finding in judge_year(facts)}
            rows.append(_filing(office, code, label, plan, found, reports.get(code), code in own))
        years = {*_years(connection, seen), today.year, today.year + 1}
    return Filings(year, tuple(sorted(years, reverse=True)), tuple(rows),
                   sum(_late(row.plan) for row in rows), sum(_late(row.report) for row in rows),
                   report_due(policy, year - 1))


def report_page(office: Office, actor: Actor, unit: str, year: int) -> ReportPage:
    """The report of a unit on a year; raises ``NotFound`` for a unit whose reports this actor may not see."""
    seen = units_seen(office, actor)
    if seen is not None and unit not in seen:
        raise NotFound("unit", unit)
    with office.database.read() as connection:
        known = names(connection, office.rulebook.roles, units=[unit])
        if unit not in known.units:
            raise NotFound("unit", unit)
        row = connection.execute(select(execution_report).where(
            execution_report.c.unit == unit, execution_report.c.year == year)).one_or_none()
        made = Execution(unit, year, _made(connection, office, unit, year))
    filed = None if row is None else Execution(unit, year, from_json(row.body), row.remarks)
    return ReportPage(unit, known.units[unit], year, report_due(office.rulebook.policy_on(office.today()), year),
                      row.filed_on if row else None, filed, made,
                      unit in units_written(actor) and year < office.today().year)


def _late(finding: Finding | None) -> bool:
    return finding is not None and finding.severity != CLEAR and finding.wording != "waiting"


def _filing(office: Office, code: str, label: Label, plan: Any, found: Mapping[str, Finding], report: date | None,
            mine: bool) -> Filing:
    process = office.rulebook.processes[plan.process_hash] if plan else None
    return Filing(
        code, label, plan.id if plan else None, process.states[plan.state].label if process else None,
        look(process, plan.state) if process else "", plan.filed_on if plan else None, found.get(PLAN_RULE), report,
        found.get(REPORT_RULE), mine,
    )


def _handed_in(office: Office, plan: Any) -> date | None:
    """The day on which the unit handed its plan in; ``None`` while the plan is with the unit."""
    if plan is None or not (plan.filed_on or office.rulebook.processes[plan.process_hash].states[plan.state].gate):
        return None
    day = plan.remembered.get(HANDED_IN)
    return date.fromisoformat(day) if day else plan.filed_on


def _plans(connection: Connection, office: Office, year: int, units: Collection[str] | None) -> dict[str, Any]:
    """The newest plan of each unit; one that was declined or withdrawn gives way to another."""
    rows = connection.execute(
        select(case.c.id, case.c.state, case.c.process_hash, case.c.remembered, annual_plan.c.unit,
               annual_plan.c.filed_on)
        .join_from(case, annual_plan, annual_plan.c.case_id == case.c.id)
        .where(annual_plan.c.year == year, among(annual_plan.c.unit, units)).order_by(case.c.id)).all()
    found: dict[str, Any] = {}
    for row in rows:
        stopped = look(office.rulebook.processes[row.process_hash], row.state) == "stop"
        if row.unit not in found or not stopped:
            found[row.unit] = row
    return found


def _reports(connection: Connection, year: int, units: Collection[str] | None) -> dict[str, date]:
    rows = connection.execute(select(execution_report.c.unit, execution_report.c.filed_on).where(
        execution_report.c.year == year, among(execution_report.c.unit, units)))
    return {row.unit: row.filed_on for row in rows}


def _held_counts(connection: Connection, year: int, units: Collection[str] | None) -> dict[str, int]:
    """How many classes of the year each unit held."""
    found: dict[str, int] = {}
    for row in _classes(connection, year, units):
        found[row.host_unit] = found.get(row.host_unit, 0) + 1
    return found


def _planned_before(connection: Connection, year: int, units: Collection[str] | None) -> set[str]:
    """Units that planned classes in this year or the one before: they are expected to plan again."""
    rows = connection.execute(select(plan_item.c.unit).distinct().where(
        plan_item.c.year.in_((year - 1, year)), among(plan_item.c.unit, units)))
    return set(rows.scalars())


def _years(connection: Connection, units: Collection[str] | None) -> set[int]:
    return set(connection.execute(select(annual_plan.c.year).distinct().where(
        among(annual_plan.c.unit, units))).scalars())


def _classes(connection: Connection, year: int, units: Collection[str] | None) -> list[Any]:
    """The classes that were opened, also those that were stopped: they cost money too."""
    of = class_declaration.c
    rows = connection.execute(
        select(case.c.id, case.c.state, case.c.process_hash, case.c.host_unit, case.c.remembered, class_declaration)
        .join_from(case, class_declaration, of.case_id == case.c.id)
        .where(of.start_date >= date(year, 1, 1), of.start_date <= date(year, 12, 31), among(case.c.host_unit, units),
               case.c.number.is_not(None)).order_by(of.start_date, case.c.id))
    return [row for row in rows if HELD in row.remembered]


def _made(connection: Connection, office: Office, unit: str, year: int) -> tuple[Held, ...]:
    """One row per class held, out of its declaration, its settlement and its state."""
    rows = _classes(connection, year, [unit])
    bodies = {n: json.loads(body) for n, body in connection.execute(
        select(case.c.id, content.c.body).join_from(case, content, (content.c.case_id == case.c.id) & (
            content.c.n == case.c.form_n)).where(case.c.id.in_([row.id for row in rows])))}
    sums = connection.execute(
        select(fund_share.c.case_id, func.sum(fund_share.c.spent).label("fen")).where(
            fund_share.c.case_id.in_([row.id for row in rows])).group_by(fund_share.c.case_id))
    spent = {row.case_id: int(row.fen or 0) for row in sums}
    return tuple(_held_row(office, row, bodies.get(row.id, {}), spent.get(row.id, 0)) for row in rows)


def _held_row(office: Office, row: Any, body: Mapping[str, Any], spent: int) -> Held:
    """The official paper is Chinese: words of lists stand in it as they are called there."""
    process = office.rulebook.processes[row.process_hash]
    topic = office.rulebook.lexicon.topics.get(row.topic_code)
    sources = dict.fromkeys(speak(Term(f"source.{share['source']}"), "zh") for share in body.get("fund_shares", ()))
    fen = spent or int(row.approved_fen or 0)
    return Held(
        class_name=row.class_name, content=body.get("purpose", "") or (topic.label.zh if topic else row.topic_code),
        time=say("plan.held_days", "zh", start=row.start_date, end=row.end_date), place=row.venue,
        trainees=row.trainee_count or 0, staff=row.staff_count or 0, fen=fen, source="、".join(sources),
        results=process.states[row.state].label.zh, case_id=row.id,
    )
