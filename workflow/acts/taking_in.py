"""Carries the people and places of a merged class over to the one that takes it in (ruling 23).

Who stands on both rosters comes once; who was let off here and is called there comes back.  The rows of the merged
class stay as they were: they say whom it called.  Units whose people come over get as many places, and have answered.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import select

from workflow.acts.case_change import CaseChange
from workflow.domain.declaration import ClassDeclaration
from workflow.domain.rosters import ENROLLED, FILLED
from workflow.engine.rules.place import out_of_province
from workflow.store.roster_writing import AFTER, COME_BACK, NEW_PLACES, ROWS_AT_ONCE, SET_PLACES, enrolling
from workflow.store.rosters import enrolment, place_quota

KEYS = ("case_id", "unit")
NEVER_OFF: Mapping[str, Any] = {"replaced_by": None, "reason": None}


def take_in(change: CaseChange, cases: Collection[int]) -> None:
    """Write the rosters and places as they are after the merge; nothing while the class has no days."""
    form = change.present
    if not isinstance(form, ClassDeclaration) or form.start_date is None or form.end_date is None:
        return
    connection = change.work.connection
    here = {row.cadre_id: row.status for row in connection.execute(
        select(enrolment.c.cadre_id, enrolment.c.status).where(enrolment.c.case_id == change.id))}
    called = connection.execute(
        select(enrolment.c.cadre_id, enrolment.c.unit).where(
            enrolment.c.case_id.in_(cases), enrolment.c.status == ENROLLED).order_by(enrolment.c.cadre_id))
    coming = {row.cadre_id: row.unit for row in called if here.get(row.cadre_id) != ENROLLED}
    _enrol(change, form, {one: unit for one, unit in coming.items() if one not in here})
    _bring_back(change, {one: unit for one, unit in coming.items() if one in here})
    _give_places(change, Counter(coming.values()))


def _enrol(change: CaseChange, form: ClassDeclaration, fresh: Mapping[int, str]) -> None:
    days = {"start_date": form.start_date, "end_date": form.end_date,
            "out_of_province": out_of_province(form, change.situation.policy)}
    for part in _parts(list(fresh)):
        binds: dict[str, Any] = {}
        for place, one in enumerate(part):
            row = {"case_id": change.id, "cadre_id": one, "unit": fresh[one], "status": ENROLLED, **NEVER_OFF, **days}
            binds.update({f"{name}_{place}": value for name, value in row.items()})
        change.work.write(enrolling(len(part)), **binds)
    for one, unit in fresh.items():
        _tell(change, "enrolment", cadre_id=one, unit=unit, status=ENROLLED, **NEVER_OFF, **dict.fromkeys(AFTER))


def _bring_back(change: CaseChange, back: Mapping[int, str]) -> None:
    """Sent by itself: the class's new days may touch the same rows, and one statement touches a row once."""
    if back:
        change.work.hold()
        change.work.finish()
    for one, unit in back.items():
        row = {"unit": unit, "status": ENROLLED, **NEVER_OFF}
        change.work.write(COME_BACK, key_case_id=change.id, key_cadre_id=one, **row)
        _tell(change, "enrolment", cadre_id=one, **row)


def _give_places(change: CaseChange, coming: Mapping[str, int]) -> None:
    """The host needs no places in its own class."""
    rows = change.work.connection.execute(select(place_quota).where(place_quota.c.case_id == change.id)).mappings()
    here = {row["unit"]: row for row in rows}
    for unit, count in sorted(coming.items()):
        if unit == change.situation.case.host:
            continue
        if unit in here:
            kept = {name: value for name, value in here[unit].items() if name not in KEYS}
            row = {**kept, "places": here[unit]["places"] + count}
            change.work.write(SET_PLACES, key_case_id=change.id, key_unit=unit, **row)
        else:
            row = {"places": count, "answer": FILLED, "reason": None, "answered_at": change.now}
            change.work.write(NEW_PLACES, case_id=change.id, unit=unit, **row)
        _tell(change, "place_quota", unit=unit, **row)


def _tell(change: CaseChange, table: str, **row: Any) -> None:
    change.rows.setdefault(table, []).append(row)


def _parts(people: list[int]) -> Iterable[list[int]]:
    return (people[first:first + ROWS_AT_ONCE] for first in range(0, len(people), ROWS_AT_ONCE))
