"""The year's reports: one figure is one number of one table, counted in the database and opened by ``reports_rows``."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, func, select

from workflow.domain.findings import Finding
from workflow.domain.people import Actor
from workflow.engine.rules.coverage import enough_days, enough_hours
from workflow.office import Office
from workflow.queries import reports_classes, reports_gates, reports_people, reports_plan, reports_reasons
from workflow.queries.labels import Said
from workflow.queries.reports_learnt import asked_of, figures_day, long_since, policy_of
from workflow.queries.reports_scope import Scope, scope_of, units_of
from workflow.queries.reports_shape import Opinion, Report, Table, Wish
from workflow.store.cases import class_declaration
from workflow.store.rosters import enrolment, outside_training

Answer = tuple[tuple[Table, ...], tuple[Opinion, ...], tuple[Finding, ...]]
Build = Callable[[Connection, Office, Scope, Wish], Answer]


def _tables_only(build: Callable[[Connection, Office, Scope, Wish], tuple[Table, ...]]) -> Build:
    return lambda connection, office, scope, wish: (build(connection, office, scope, wish), (), ())


def _coverage(connection: Connection, office: Office, scope: Scope, wish: Wish) -> Answer:
    tables, findings = reports_people.coverage(connection, office, scope, wish)
    return tables, (), findings


def _reasons(connection: Connection, office: Office, scope: Scope, wish: Wish) -> Answer:
    tables, words = reports_reasons.reasons(connection, office, scope, wish)
    return tables, words, ()


REPORTS: Mapping[str, Build] = {
    "coverage": _coverage,
    "hours": _tables_only(reports_people.hours),
    "untrained": _tables_only(reports_people.untrained),
    "channels": _tables_only(reports_classes.channels),
    "spending": _tables_only(reports_classes.spending),
    "gates": _tables_only(reports_gates.gates),
    "reasons": _reasons,
    "plan": _tables_only(reports_plan.plan),
}
FIRST_YEAR, LAST_YEAR = 2000, 2099


def report(office: Office, actor: Actor, wish: Wish) -> Report:
    """One report of one year as this reader may see it; ``NotFound`` for who may see none."""
    scope = scope_of(office, actor)
    with office.database.read() as connection:
        units = units_of(connection, scope)
        wish = wish if wish.unit in units else replace(wish, unit="")
        narrow = scope.of(wish.unit)
        tables, words, findings = REPORTS[wish.report](connection, office, narrow, wish)
        return Report(wish, tables, _notes(connection, office, wish), office.clock(), narrow.names_any,
                      years_known(connection, wish.year, office.today()), units, words, findings)


def wished(office: Office, name: str, year: int, unit: str) -> Wish:
    """What an address asks for, put right: an unknown report is the first, an impossible year the present one."""
    year = year if FIRST_YEAR <= year <= LAST_YEAR else office.today().year
    return Wish(name if name in REPORTS else next(iter(REPORTS)), year, unit)


def years_known(connection: Connection, asked: int, today: date) -> tuple[int, ...]:
    """The years about which there is anything, newest first."""
    opening = class_declaration.c.start_date
    first, last = connection.execute(select(func.min(opening), func.max(opening))).one()
    years = {asked, today.year}
    if first and last:
        years |= set(range(max(first.year, today.year - 9), last.year + 1))
    return tuple(sorted(years, reverse=True))


def _notes(connection: Connection, office: Office, wish: Wish) -> tuple[Said, ...]:
    """What the figures count, in sentences."""
    year = str(wish.year)
    held = Said("reports.note.classes", {"year": year})
    match wish.report:
        case "coverage":
            return (Said("reports.note.people"), Said("reports.note.trained", {"year": year}))
        case "hours":
            asked, five = asked_of(office, wish)
            policy = policy_of(office, wish)
            against = {"year": year, "first": str(wish.year - 4), "asked": asked, "five": five}
            instead = {"days": policy.get("hours.year_days") or 0, "hours": enough_hours(policy),
                       "months": policy.get("hours.county_5y_months") or 0, "span": enough_days(policy)}
            return (Said("reports.note.people"), Said("reports.note.hours", against),
                    Said("reports.note.days", instead))
        case "untrained":
            return (Said("reports.note.long", {"since": long_since(office, wish), "day": figures_day(office, wish)}),
                    _seen_since(connection))
        case "channels":
            return (held, Said("reports.note.channels"))
        case "spending":
            return (held, Said("reports.note.rate"), Said("reports.note.standard"))
        case "gates":
            return (Said("reports.note.stays", {"year": year}), Said("reports.note.quantiles"))
        case "reasons":
            return (Said("reports.note.reasons", {"year": year}),)
    return (Said("reports.note.plan", {"year": year}), Said("reports.note.overdue"))


def _seen_since(connection: Connection) -> Said:
    """Since when these records can see (ruling 59)."""
    days = [select(func.min(table.c.start_date)) for table in (enrolment, outside_training)]
    found = [first for first in (connection.execute(day).scalar() for day in days) if first]
    return Said("reports.note.since", {"day": min(found)}) if found else Said("reports.note.nothing_seen")


__all__ = ["REPORTS", "Report", "Wish", "report", "wished"]
