"""Reports about classes: channels and months, and the cost per person-day against the standard.

Counted are the declared classes that open in the year and were not rejected, withdrawn, cancelled, lapsed, stopped or
merged away.  A class is measured by the policy under which it was declared.
"""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Subquery, and_, exists, func, literal, null, select, true
from sqlalchemy import case as when

from workflow.domain.declaration import CHANNELS
from workflow.office import Office
from workflow.office.gather import CLASS
from workflow.queries.labels import names
from workflow.queries.reports_learnt import figures_day
from workflow.queries.reports_scope import Scope
from workflow.queries.reports_shape import (
    COUNT,
    HOURS,
    MONEY,
    PEOPLE,
    PERMILLE,
    PERSON_DAYS,
    TOTAL,
    Column,
    Row,
    Table,
    Wish,
    in_order,
    permille,
)
from workflow.store.cases import case, class_declaration, finding
from workflow.store.funding import fund_share
from workflow.store.people import cadre
from workflow.store.roster_reading import took_part
from workflow.store.rosters import enrolment
from workflow.store.teaching import teaching
from workflow.wording import Term

HELD_END = "completed"
CEILING = "quota.class3.total_fen"  # division level and below: everyone a district trains
ABOUT_MONEY = ("R-05", "R-06", "R-07", "R-08")
EXPLAINED = "explained"
SHARES = (Column("classes", COUNT, True), Column("share_classes", PERMILLE), Column("heads", PEOPLE, sums=True),
            Column("person_days", PERSON_DAYS, sums=True), Column("total", MONEY, sums=True),
            Column("share_money", PERMILLE),
            Column("rate", MONEY))
TRAINED = (Column("trained", PEOPLE, sums=True), Column("times", COUNT, sums=True), Column("hours", HOURS, sums=True))
MONTHS = (Column("classes", COUNT, True), Column("heads", PEOPLE, sums=True),
          Column("person_days", PERSON_DAYS, sums=True), Column("total", MONEY, sums=True))
SPENDING = (Column("classes", COUNT, True), Column("person_days", PERSON_DAYS, sums=True),
            Column("granted", MONEY, sums=True), Column("spent", MONEY, sums=True),
            Column("lecturers", MONEY, sums=True), Column("rate", MONEY), Column("standard", MONEY),
            Column("of_standard", PERMILLE), Column("above", COUNT, True), Column("explained", COUNT, True))
Sums = dict[str, int]
NOBODY: Sums = {"trained": 0, "times": 0, "hours": 0}


def channels(connection: Connection, office: Office, scope: Scope, wish: Wish) -> tuple[Table, ...]:
    """Classes, people, days and money by channel and by month."""
    found = _summed(connection, office, scope, wish, (class_declaration.c.channel, _month()), {})
    trained = _trained_by_channel(connection, office, scope, wish)
    whole = _whole(found)
    rows = _rows(found, 0, lambda key: Term(f"channel.{key}"), lambda sums: _channel(sums, whole))
    rows = tuple(Row(row.key, row.head, {**row.values, **trained.get(row.key, NOBODY)}) for row in rows)
    total = Row(TOTAL, Term("reports.total"), {**_channel(whole, whole), "trained": None, **{
        name: sum(row.values[name] for row in rows) for name in ("times", "hours")}})
    months = _rows(found, 1, lambda key: Term(f"reports.month.{int(key)}"), lambda sums: sums)
    of_months = Row(TOTAL, Term("reports.total"), whole)
    return (Table("channel", (*SHARES, *TRAINED), rows, total, drawn=("share_classes", "share_money")),
            Table("month", MONTHS, months, of_months, drawn=("total",)))


def spending(connection: Connection, office: Office, scope: Scope, wish: Wish) -> tuple[Table, ...]:
    """What a person-day costs against the standard of the policy under which the class was declared."""
    share, fees = _spent(), _lecturers(wish)
    joined = classes_of().outerjoin(share, share.c.case_id == case.c.id)
    joined = joined.outerjoin(fees, fees.c.case_id == case.c.id)
    of, ceiling = class_declaration.c, standard(office)
    halves = of.trainee_count * of.half_days
    quota = of.total_fen - func.coalesce(fees.c.fen, 0)
    figures = {
        "granted": of.approved_fen, "spent": share.c.fen, "lecturers": fees.c.fen, "quota": quota,
        "allowed": ceiling * halves, "above": when((2 * quota > ceiling * halves, 1), else_=0),
        EXPLAINED: when((explained(), 1), else_=0),
    }
    found = _summed(connection, office, scope, wish, (of.tier, case.c.host_unit), figures, joined)
    heads = names(connection, office.rulebook.roles, units={keys[1] for keys, _ in found}).unit
    tiers = _rows(found, 0, lambda key: Term(f"reports.tier.{key}"), _cost)
    units = _rows(found, 1, heads, _cost)
    total = Row(TOTAL, Term("reports.total"), _cost(_whole(found))) if found else None
    return (Table("tier", SPENDING, tiers, total, drawn=("rate", "standard")), Table("unit", SPENDING, units, total))


def classes_of() -> FromClause:
    """The declarations with their cases; narrow them by :func:`counted`."""
    return case.join(class_declaration, class_declaration.c.case_id == case.c.id)


def counted(office: Office, scope: Scope, wish: Wish) -> ColumnElement[bool]:
    """Which classes count in the year's figures."""
    of = class_declaration.c
    in_year = of.start_date.between(wish.first, wish.last)
    return and_(case.c.number.is_not(None), case.c.state.not_in(gone(office)), in_year, scope.within(case.c.host_unit))


def gone(office: Office) -> frozenset[str]:
    """The ends in which no class was held to its end."""
    return office.rulebook.ends(CLASS) - {HELD_END}


def standard(office: Office) -> ColumnElement[Any]:
    """The ceiling per person-day in fen of the policy by which a class was declared; null where it names none."""
    ceilings = {key: policy.get(CEILING) for key, policy in office.rulebook.policies.items()}
    known = [(case.c.policy_hash == key, int(fen)) for key, fen in ceilings.items() if fen is not None]
    return when(*known, else_=null()) if known else null()


def above_standard(office: Office, wish: Wish) -> ColumnElement[bool]:
    """The classes whose cost without lecturers is above the whole standard."""
    fees = _lecturers(wish)
    of = class_declaration.c
    fee = select(fees.c.fen).where(fees.c.case_id == case.c.id).scalar_subquery()
    return 2 * (of.total_fen - func.coalesce(fee, 0)) > standard(office) * of.trainee_count * of.half_days


def explained() -> ColumnElement[bool]:
    """The unit explained something that a rule about the quota found."""
    of = finding.c
    return exists().where(of.case_id == case.c.id, of.n == case.c.findings_n, of.rule.in_(ABOUT_MONEY),
                          of.explanation.is_not(None))


def _trained_by_channel(connection: Connection, office: Office, scope: Scope, wish: Wish) -> dict[str, Sums]:
    """Persons, person-times and hours of the classes held, by channel: first by person, so that each counts once."""
    of = class_declaration.c
    joined = enrolment.join(class_declaration, of.case_id == enrolment.c.case_id)
    if scope.units is not None:
        joined = joined.join(cadre, cadre.c.id == enrolment.c.cadre_id)
    hours = func.coalesce(enrolment.c.hours, 0)
    by_person = (
        select(*(func.sum(when((of.channel == channel, figure), else_=0)).label(f"{name}_{channel}")
                 for name, figure in (("times", literal(1)), ("hours", hours)) for channel in CHANNELS))
        .select_from(joined)
        .where(enrolment.c.start_date.between(wish.first, wish.last), took_part(figures_day(office, wish)))
        .where(true() if scope.units is None else scope.within(cadre.c.unit))
        .group_by(enrolment.c.cadre_id)
        .subquery("by_person")
    )  # fmt: skip
    told = {(channel, name): func.coalesce(func.sum(figure), 0) for channel in CHANNELS for name, figure in (
        ("trained", when((by_person.c[f"times_{channel}"] > 0, 1), else_=0)),
        ("times", by_person.c[f"times_{channel}"]), ("hours", by_person.c[f"hours_{channel}"]))}
    row = connection.execute(select(*told.values()).select_from(by_person)).one()
    found: dict[str, Sums] = {channel: {} for channel in CHANNELS}
    for (channel, name), value in zip(told, row, strict=True):
        found[channel][name] = int(value)
    return found


def _summed(connection: Connection, office: Office, scope: Scope, wish: Wish, keys: Sequence[ColumnElement[Any]],
            figures: dict[str, ColumnElement[Any]], joined: FromClause | None = None) -> list[tuple[Any, Sums]]:
    of = class_declaration.c
    always = {"heads": of.trainee_count, "person_days": of.trainee_count * of.half_days, "total": of.total_fen}
    sums = [func.coalesce(func.sum(figure), 0).label(name) for name, figure in {**always, **figures}.items()]
    rows = connection.execute(
        select(*keys, func.count().label("classes"), *sums)
        .select_from(classes_of() if joined is None else joined)
        .where(counted(office, scope, wish))
        .group_by(*keys)
    )
    width, told = len(keys), ("classes", *always, *figures)
    return [(tuple(row[:width]), dict(zip(told, map(int, row[width:]), strict=True))) for row in rows]


def _rows(found: Sequence[tuple[Any, Sums]], place: int, head: Callable[[str], Any],
          shown: Callable[[Sums], dict[str, Any]]) -> tuple[Row, ...]:
    by_key: dict[str, list[tuple[Any, Sums]]] = {}
    for keys, sums in found:
        by_key.setdefault(keys[place], []).append((keys, sums))
    return tuple(Row(key, head(key), shown(_whole(by_key[key]))) for key in sorted(by_key, key=in_order))


def _whole(found: Sequence[tuple[Any, Sums]]) -> Sums:
    whole: Sums = {"classes": 0, "heads": 0, "person_days": 0, "total": 0}
    for _, sums in found:
        for name, value in sums.items():
            whole[name] = whole.get(name, 0) + value
    return whole


def _channel(sums: Sums, whole: Sums) -> dict[str, Any]:
    return {**sums, "share_classes": permille(sums["classes"], whole["classes"]), "rate": _rate(sums["total"], sums),
            "share_money": permille(sums["total"], whole["total"])}


def _cost(sums: Sums) -> dict[str, Any]:
    """The rate without lecturers and the standard, both per person-day and rounded down to the fen."""
    halves = sums["person_days"]
    return {**sums, "rate": _rate(sums["quota"], sums), "standard": sums["allowed"] // halves if halves else None,
            "of_standard": permille(2 * sums["quota"], sums["allowed"])}


def _rate(fen: int, sums: Sums) -> int | None:
    return 2 * fen // sums["person_days"] if sums["person_days"] else None


def _month() -> ColumnElement[Any]:
    """The month of the opening, from the day as it is stored (ISO text)."""
    return func.substr(class_declaration.c.start_date, 6, 2, type_=case.c.state.type)


def _spent() -> Subquery:
    """What was settled, by class."""
    of = fund_share.c
    return select(of.case_id, func.sum(of.spent).label("fen")).group_by(of.case_id).subquery("settled")


def _lecturers(wish: Wish) -> Subquery:
    """What the lecturers of the year's classes get, by class."""
    of = teaching.c
    return (
        select(of.case_id, func.sum(of.hours * of.fee_fen).label("fen"))
        .where(of.start_date.between(wish.first, wish.last))
        .group_by(of.case_id)
        .subquery("fees")
    )
