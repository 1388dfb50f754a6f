"""Who could come in a person's place: of the same unit and tier, with no person rule against them (R-21 to R-24, R-P1).

One reading of the unit's people with their classes.  Names are for those who may see them; a host of another unit
is told how many there are and whom to ask.
"""

from dataclasses import dataclass

from sqlalchemy import select

from workflow.domain.findings import BLOCK, WARN
from workflow.domain.people import Actor
from workflow.engine.rules.facts import Facts
from workflow.engine.rules.histories import Roster
from workflow.engine.rules.persons import LIMITS, history_window
from workflow.engine.rules.register import ask
from workflow.office import Office
from workflow.office.gather import gather
from workflow.office.histories import roster_of
from workflow.queries.cadre_list import Listed
from workflow.queries.official_roster import may_see_names
from workflow.store.people import cadre
from workflow.store.prepared import Reading
from workflow.store.roster_reading import OF_UNIT

READING = Reading(**OF_UNIT)
SUGGESTED = 50  # names offered; who looks for others types on


@dataclass(frozen=True, slots=True)
class Replacements:
    """``unit``: whose place it is; ``fitting``: how many of its people fit; ``people``: the first of them, by name,
    ``None`` where this actor may not see the names."""

    unit: str
    fitting: int
    people: tuple[Listed, ...] | None


def replacements(office: Office, actor: Actor, case_id: int, cadre_id: int, unit: str) -> Replacements:
    """For the place of this person, which is the unit's.  The right to the roster is asked before (``roster_page``)."""
    with office.database.read() as connection:
        s = gather(connection, office, actor, case_id).situation
        start = s.form.start_date if s.form is not None else None
        if start is None:
            return Replacements(unit, 0, () if may_see_names(actor, unit) else None)
        first, last = history_window(start, int(s.policy.get("load.long_course_years", 3)))
        rows = READING.run(connection, case_id=case_id, unit=unit, history_from=first, history_to=last)
        audience = connection.execute(select(cadre.c.audience).where(cadre.c.id == cadre_id)).scalar_one()
    roster = _of_tier(office, roster_of(rows), audience)
    facts = Facts(s.form, s.today, s.policy, office.rulebook.workdays, office.rulebook.audiences,
                  office.rulebook.lexicon, roster=roster)
    against = {finding.part for finding in ask(LIMITS, facts) if finding.severity in (BLOCK, WARN)}
    fitting = {one.cadre_id for one in roster.people if str(one.cadre_id) not in against}
    named = sorted((Listed(row["id"], row["staff_no"], row["name"], unit, row["rank"], row["audience"])
                    for row in rows["people"] if row["id"] in fitting), key=lambda one: one.staff_no)
    return Replacements(unit, len(fitting), tuple(named[:SUGGESTED]) if may_see_names(actor, unit) else None)


def _of_tier(office: Office, roster: Roster, audience: str) -> Roster:
    """Those of the roster who belong to the tier of this audience."""
    audiences = office.rulebook.audiences
    wanted = audiences.get(audience)
    people = tuple(one for one in roster.people if wanted is not None and (
        known := audiences.get(one.audience)) is not None and known.tier == wanted.tier)
    return Roster(people, roster.since)
