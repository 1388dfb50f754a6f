"""How the year's plan was carried out: planned, declared, approved, held and closed, and the classes outside it.

An item counts as declared, approved and so on by its class that came farthest; a class that was rejected, withdrawn,
cancelled or lapsed counts for none, and one that was merged counts as the class that took it in.
"""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, literal, select, true
from sqlalchemy import case as when

from workflow.office import Office
from workflow.office.gather import CLASS
from workflow.queries.labels import names
from workflow.queries.reports_classes import classes_of, counted, gone
from workflow.queries.reports_scope import Scope
from workflow.queries.reports_shape import COUNT, PERMILLE, TOTAL, Column, Row, Table, Wish, in_order, permille
from workflow.store.cases import case, class_declaration, plan_item
from workflow.wording import Term

# Each stage with the first of the process's stages in which it is reached.
STAGES = {"declared": "acceptance", "approved": "waiting", "held": "session", "closed": "settling"}
PLAN = (Column("planned", COUNT, True), *(Column(stage, COUNT, True) for stage in STAGES), Column("share", PERMILLE),
        Column("overdue", COUNT, True), Column("extra", COUNT, True))
OF_ITEM = case.alias("case_of_item")
Sums = dict[str, int]


def plan(connection: Connection, office: Office, scope: Scope, wish: Wish) -> tuple[Table, ...]:
    """The items of the plan by tier and by unit, and how far they came."""
    reached = farthest(office)
    figures = {"planned": literal(1), **{stage: _one(reached >= place) for place, stage in enumerate(STAGES, 1)},
               "overdue": _one(overdue(office, wish))}
    items = connection.execute(
        select(plan_item.c.tier, plan_item.c.unit, *(func.sum(what).label(name) for name, what in figures.items()))
        .where(in_force(scope, wish))
        .group_by(plan_item.c.tier, plan_item.c.unit)
    )
    found: list[tuple[str, str, Sums]] = [
        (tier, unit, {**dict(zip(figures, map(int, sums), strict=True)), "extra": 0}) for tier, unit, *sums in items]
    extra = connection.execute(
        select(class_declaration.c.tier, case.c.host_unit, func.count()).select_from(classes_of())
        .where(counted(office, scope, wish), class_declaration.c.plan_type == "extra")
        .group_by(class_declaration.c.tier, case.c.host_unit)
    )
    found += [(tier, unit, {**dict.fromkeys(figures, 0), "extra": count}) for tier, unit, count in extra]
    heads = names(connection, office.rulebook.roles, units={unit for _, unit, _ in found}).unit
    by_tier = _rows([(tier, sums) for tier, _, sums in found], lambda key: Term(f"reports.tier.{key}"))
    by_unit = _rows([(unit, sums) for _, unit, sums in found], heads)
    total = next(iter(_rows([(TOTAL, sums) for *_, sums in found], lambda _: Term("reports.total"))), None)
    return (Table("tier", PLAN, by_tier, total, drawn=("planned", "closed")), Table("unit", PLAN, by_unit, total))


def in_force(scope: Scope, wish: Wish) -> ColumnElement[bool]:
    """The year's items of this reader's units that no adjustment gave up."""
    of = plan_item.c
    return and_(of.year == wish.year, of.cancelled_on.is_(None), scope.within(of.unit))


def farthest(office: Office) -> ColumnElement[int]:
    """How far the class of an item came: 0 not declared, 1 declared, ... in the order of :data:`STAGES`."""
    return func.coalesce(_of_item(office, func.max(_place(office))), 0)


def latest_class(office: Office) -> ColumnElement[int]:
    """The last class that was declared for an item and still counts; null if there is none."""
    return _of_item(office, func.max(when((_place(office) > 0, OF_ITEM.c.id))))


def steps_of(office: Office) -> list[tuple[int, list[str]]]:
    """The states in which a class has come so far, farthest first."""
    process = office.rulebook.process(CLASS)
    order = [stage.code for stage in process.stages]
    least = [order.index(stage) for stage in STAGES.values()]
    live = {code: order.index(state.stage) for code, state in process.states.items() if code not in gone(office)}
    return [(number, [code for code, place in live.items() if place >= bound])
            for number, bound in reversed(list(enumerate(least, 1)))]


def overdue(office: Office, wish: Wish) -> ColumnElement[bool]:
    """Items whose month has gone by and that nobody declared."""
    today = office.today()
    passed = 13 if wish.year < today.year else today.month if wish.year == today.year else 0
    return and_(plan_item.c.month < passed, farthest(office) == 0)


def behind(office: Office, wish: Wish, column: str) -> ColumnElement[bool]:
    """The items that a figure of the plan counts."""
    if column in STAGES:
        return farthest(office) >= 1 + list(STAGES).index(column)
    return overdue(office, wish) if column == "overdue" else true()


def _of_item(office: Office, found: ColumnElement[Any]) -> ColumnElement[Any]:
    """Of the classes of an item; one that was merged stands where the class stands that took it in."""
    of, own = class_declaration.alias("of_item"), case.alias("own_of_item")
    merged = and_(of.c.merged_into.is_not(None), own.c.state.in_(gone(office)))
    stands = when((merged, of.c.merged_into), else_=of.c.case_id)
    rows = select(found).join_from(of, own, own.c.id == of.c.case_id).join(OF_ITEM, OF_ITEM.c.id == stands)
    mine = rows.where(of.c.plan_item == plan_item.c.code, own.c.number.is_not(None))
    return mine.correlate(plan_item).scalar_subquery()


def _place(office: Office) -> ColumnElement[int]:
    return when(*((OF_ITEM.c.state.in_(states), number) for number, states in steps_of(office)), else_=0)


def _one(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return when((condition, 1), else_=0)


def _rows(found: Sequence[tuple[str, Sums]], head: Callable[[str], Any]) -> tuple[Row, ...]:
    by_key: dict[str, Sums] = {}
    for key, sums in found:
        held = by_key.setdefault(key, dict.fromkeys(sums, 0))
        for name, value in sums.items():
            held[name] += value
    return tuple(Row(key, head(key), {**sums, "share": permille(sums["declared"], sums["planned"])})
                 for key in sorted(by_key, key=in_order) for sums in (by_key[key],))
