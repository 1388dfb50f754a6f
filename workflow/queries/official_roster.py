"""The roster behind a printed form: names where this person may see them, counts by unit elsewhere.

Names are personal data: the organisation department, a person's own unit and the auditor see them.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, select

from workflow.domain.people import Actor
from workflow.domain.rosters import ON_LEAVE, REMOVED, REPLACED
from workflow.office import Office
from workflow.queries.labels import names
from workflow.store.people import cadre
from workflow.store.rosters import enrolment
from workflow.wording import Label, say, speak

SEES_ALL = frozenset({"od_section", "od_deputy", "od_head", "auditor"})
SEES_OWN = frozenset({"declarant", "unit_finance", "unit_head"})
GONE = (REPLACED, REMOVED, ON_LEAVE)  # they do not come


def roster_sheet(
    connection: Connection, office: Office, actor: Actor, case_id: int, language: str
) -> dict[str, Any] | None:
    """The further sheet with the people who come to a class; ``None`` while nobody is enrolled."""
    rows = connection.execute(
        select(enrolment.c.unit, cadre.c.name, cadre.c.rank, cadre.c.id)
        .join_from(enrolment, cadre, cadre.c.id == enrolment.c.cadre_id)
        .where(enrolment.c.case_id == case_id, enrolment.c.status.not_in(GONE))
        .order_by(enrolment.c.unit, cadre.c.id)
    ).all()
    if not rows:
        return None
    known = names(connection, office.rulebook.roles, units=[row.unit for row in rows])
    masked = not all(may_see_names(actor, unit) for unit in {row.unit for row in rows})
    return {
        "title": say("documents.roster", language, count=len(rows)),
        "note": say("documents.roster_masked", language) if masked else "",
        "texts": [],
        "head": [say(f"documents.roster_{name}", language) for name in ("place", "name", "rank", "unit")],
        "widths": [10, 28, 22, 40], "aligned": ["r", "l", "l", "l"], "fresh": True,
        "rows": _lines(rows, actor, known.units, language),
    }  # fmt: skip


def may_see_names(actor: Actor, unit: str) -> bool:
    """Whether this actor may read the names of the people whom a unit sends."""
    return any(post.role in SEES_ALL or post.role in SEES_OWN and post.unit == unit for post in actor.posts)


def _lines(rows: Sequence[Any], actor: Actor, units: Mapping[str, Label], language: str) -> list[list[str]]:
    """A line for each person who may be named, one line with the number for each unit whose people may not."""
    lines: list[list[str]] = []
    place = 0
    for code, group in groupby(rows, key=lambda row: row.unit):
        people = list(group)
        unit = units.get(code, Label(code, code))[language]
        if may_see_names(actor, code):
            lines += [[speak(place + number, language), one.name, say(f"cadre.rank.{one.rank}", language), unit]
                      for number, one in enumerate(people, 1)]  # fmt: skip
        else:
            first, last = place + 1, place + len(people)
            lines.append([f"{first}–{last}" if last > first else str(first),
                          say("documents.people_unnamed", language, count=len(people)), "–", unit])  # fmt: skip
        place += len(people)
    return lines
