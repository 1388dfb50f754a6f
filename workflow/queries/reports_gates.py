"""Where declarations wait: by step and by post, how long, what is overdue, how much goes back.

Derived from the rounds and seats.  A stay in a step is the round of its deciding action; its length is counted in
working days from the office day on which it began (not counted) to the one on which it ended (counted).  The database
counts the stays by these two days, so that a year of any size comes back as some thousand pairs.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, type_coerce
from sqlalchemy import case as when

from workflow.domain.days import first_moment
from workflow.domain.seats import SIGNED
from workflow.office import Office
from workflow.office.gather import CLASS
from workflow.queries.labels import names
from workflow.queries.reports_learnt import policy_of
from workflow.queries.reports_scope import Scope
from workflow.queries.reports_shape import CASE, COUNT, DAYS, PERMILLE, Column, Longest, Row, Table, Wish, permille
from workflow.rulebook.process import Process
from workflow.rulebook.workdays import Workdays
from workflow.store.cases import case, seat, seat_round
from workflow.store.trail import trail
from workflow.store.types import Id

EPOCH = date(1970, 1, 1)
DAY = 86_400_000_000  # microseconds
CHINA = 8 * 3_600_000_000
BACK = ("return", "unit_return", "closing_return")  # the actions that send a declaration back
GATES = (Column("open", COUNT, True), Column("overdue", COUNT, True), Column("passed", COUNT, True),
         Column("median", DAYS), Column("p95", DAYS), Column("limit", DAYS), Column("returned", COUNT, True),
         Column("return_share", PERMILLE), Column("longest", CASE))
POSTS = (Column("signed", COUNT, True), Column("median", DAYS), Column("p95", DAYS), Column("late", COUNT, True),
         Column("late_share", PERMILLE))


@dataclass(frozen=True, slots=True, order=True)
class Stays:
    """So many stays of so many working days; ``case_id`` is one of them."""

    days: int
    count: int
    case_id: int = 0


def gates(connection: Connection, office: Office, scope: Scope, wish: Wish) -> tuple[Table, ...]:
    """Each step that waits for somebody, and each post that signs."""
    process = office.rulebook.process(CLASS)
    steps = [code for code, state in process.states.items() if state.due is not None and process.deciding(code)]
    ended, begun = _stays(connection, office, scope, wish, process, steps)
    standing = _standing(connection, office, scope, steps)
    back = _sent_back(connection, scope, wish)
    numbers = _numbers(connection, [max(found).case_id for found in _both(ended, begun).values()])
    rows = []
    for step in steps:
        stays, (here, late), gone = ended.get(step, []), standing.get(step, (0, 0)), back.get(step, 0)
        if not (stays or here or gone):
            continue
        passed = sum(stay.count for stay in stays)
        longest = max((*stays, *begun.get(step, ())), default=None)
        rows.append(Row(step, process.states[step].label, {
            "open": here, "overdue": late, "passed": passed, "median": quantile(stays, 500),
            "p95": quantile(stays, 950), "limit": _limit(office, wish, process, step), "returned": gone,
            "return_share": permille(gone, passed),
            "longest": longest and Longest(longest.days, longest.case_id, numbers.get(longest.case_id)),
        }))  # fmt: skip
    return (Table("gate", GATES, tuple(rows), drawn=("median", "p95")), _posts(connection, office, scope, wish))


def quantile(stays: Iterable[Stays], part: int) -> int | None:
    """The least number of days that so many per mille of the stays do not exceed; ``None`` of nothing."""
    ordered = sorted(stays)
    whole, seen = sum(stay.count for stay in ordered), 0
    for stay in ordered:
        seen += stay.count
        if seen * 1000 >= part * whole:
            return stay.days
    return None


def working_days(workdays: Workdays, start: date, end: date) -> int:
    """The working days after ``start`` up to ``end``, which counts where it is one."""
    return workdays.between(start, end + timedelta(days=1)) if end > start else 0


def signed(wish: Wish) -> ColumnElement[bool]:
    """The seats that were signed in the year, by those who were asked."""
    return and_(seat.c.status == SIGNED, seat.c.opened_at.is_not(None), in_year(seat.c.signed_at, wish))


def signed_late() -> ColumnElement[bool]:
    """Of those the ones that were signed after their day."""
    return seat.c.signed_at > seat.c.due_at


def of_class(scope: Scope) -> ColumnElement[bool]:
    """The declared classes of this reader."""
    return and_(case.c.kind == CLASS, case.c.number.is_not(None), scope.within(case.c.host_unit))


def in_year(column: ColumnElement[Any], wish: Wish) -> ColumnElement[bool]:
    """The moments that fall into the year."""
    return and_(column >= first_moment(wish.first), column < first_moment(date(wish.year + 1, 1, 1)))


def deciding(process: Process, steps: Iterable[str]) -> ColumnElement[bool]:
    """The rounds that are a stay in one of these steps: no errand has the action of a decision."""
    of, found = seat_round.c, {step: action.code for step in steps if (action := process.deciding(step))}
    return and_(of.state.in_(list(found)), of.action.in_(sorted(set(found.values()))))


def _stays(connection: Connection, office: Office, scope: Scope, wish: Wish, process: Process,
           steps: list[str]) -> tuple[dict[str, list[Stays]], dict[str, list[Stays]]]:
    """The stays that ended in the year, and those that have not ended, by step."""
    of, today = seat_round.c, office.today()
    first, last = _day_number(of.opened_at), _day_number(of.closed_at)
    rows = connection.execute(
        select(of.state, first.label("first"), last.label("last"), func.count(), func.max(of.case_id))
        .join_from(seat_round, case, case.c.id == of.case_id)
        .where(deciding(process, steps), of_class(scope), or_(of.closed_at.is_(None), in_year(of.closed_at, wish)))
        .group_by(of.state, first, last)
    )
    ended: dict[str, list[Stays]] = defaultdict(list)
    begun: dict[str, list[Stays]] = defaultdict(list)
    for state, opened, closed, count, one in rows:
        end = today if closed is None else EPOCH + timedelta(days=closed)
        days = working_days(office.rulebook.workdays, EPOCH + timedelta(days=opened), end)
        (begun if closed is None else ended)[state].append(Stays(days, count, one))
    return ended, begun


def _standing(connection: Connection, office: Office, scope: Scope, steps: list[str]) -> dict[str, tuple[int, int]]:
    """How many stand in each step now, and how many of them are past their day."""
    late = when((case.c.due_at < office.clock(), 1), else_=0)
    rows = connection.execute(
        select(case.c.state, func.count(), func.sum(late))
        .where(of_class(scope), case.c.state.in_(steps))
        .group_by(case.c.state)
    )
    return {state: (here, int(overdue)) for state, here, overdue in rows}


def _sent_back(connection: Connection, scope: Scope, wish: Wish) -> dict[str, int]:
    rows = connection.execute(
        select(trail.c.from_state, func.count())
        .join_from(trail, case, case.c.id == trail.c.case_id)
        .where(trail.c.act.in_(BACK), in_year(trail.c.at, wish), of_class(scope))
        .group_by(trail.c.from_state)
    )
    return {state: count for state, count in rows if state}


def _posts(connection: Connection, office: Office, scope: Scope, wish: Wish) -> Table:
    """How long each post takes from being asked to signing."""
    of = seat.c
    first, last = _day_number(of.opened_at), _day_number(of.signed_at)
    rows = connection.execute(
        select(of.role, first, last, func.count(), func.sum(when((signed_late(), 1), else_=0)))
        .join_from(seat, case, case.c.id == of.case_id)
        .where(signed(wish), of_class(scope))
        .group_by(of.role, first, last)
    )
    stays: dict[str, list[Stays]] = defaultdict(list)
    late: dict[str, int] = defaultdict(int)
    for role, opened, closed, count, overdue in rows:
        days = working_days(office.rulebook.workdays, *(EPOCH + timedelta(days=day) for day in (opened, closed)))
        stays[role].append(Stays(days, count))
        late[role] += int(overdue)
    known = names(connection, office.rulebook.roles)
    return Table("post", POSTS, tuple(
        Row(role, known.role(role), {
            "signed": (made := sum(stay.count for stay in stays[role])), "median": quantile(stays[role], 500),
            "p95": quantile(stays[role], 950), "late": late[role], "late_share": permille(late[role], made)})
        for role in office.rulebook.roles if role in stays
    ))  # fmt: skip


def _limit(office: Office, wish: Wish, process: Process, step: str) -> int | None:
    due = process.states[step].due
    if due is None:
        return None
    return due.days if due.policy is None else policy_of(office, wish).get(due.policy)


def _both(one: dict[str, list[Stays]], other: dict[str, list[Stays]]) -> dict[str, list[Stays]]:
    return {step: [*one.get(step, ()), *other.get(step, ())] for step in (*one, *other)}


def _numbers(connection: Connection, cases: list[int]) -> dict[int, str]:
    rows = connection.execute(select(case.c.id, case.c.number).where(case.c.id.in_(cases)))
    return {row.id: row.number for row in rows}


def _day_number(column: ColumnElement[Any]) -> ColumnElement[int]:
    """The office day of a moment as days since 1970, in whole numbers that both databases reckon alike."""
    return (type_coerce(column, Id) + CHINA) // DAY
