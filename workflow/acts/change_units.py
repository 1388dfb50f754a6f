"""Give a unit another name from a day on, or set it below another unit; both told by the book of units."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, func, select

from workflow.acts.house_books import UNITS, house_book, keeper_faults, keeper_post
from workflow.acts.keep_units import unit_name_faults
from workflow.acts.notes import words
from workflow.acts.transaction import Work, in_one_go
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.refusals import NotFound, Refusal, Refused
from workflow.store.people import unit, unit_name
from workflow.store.people_writing import MOVE_UNIT, NEW_UNIT_NAME, RENAME_UNIT
from workflow.wording import Label

NO_GROUNDS = "unit_grounds_missing"


def rename_unit(office: Office, actor: Actor, code: str, name: Label, from_day: date, grounds: str) -> None:
    """Call a unit otherwise from a day on, today or earlier; the former name stays known for the days before.

    Refusals: ``not_yours``, ``unit_ended``, ``unit_name_wrong``, ``unit_name_same``, ``unit_day_later``,
    ``unit_day_earlier``, ``unit_grounds_missing``. ``NotFound`` for an unknown unit.
    """
    def do(work: Work) -> None:
        row = standing_unit(work, code)
        said, faults = grounds_of(work, row, grounds)
        faults += unit_name_faults(code, name)
        new = Label(name.zh.strip(), name.en.strip())
        if new == Label(row.name_zh, row.name_en):
            faults.append(Refusal("unit_name_same", {"unit": code}, field="name"))
        faults += _day_faults(work, row, from_day)
        if faults:
            raise Refused(faults)
        former = {"unit": code, "to_day": from_day - timedelta(days=1), "name_zh": row.name_zh, "name_en": row.name_en}
        told = {"name_zh": new.zh, "name_en": new.en}
        book = house_book(work, UNITS)
        work.write(NEW_UNIT_NAME, case_id=book.id, **former)
        work.write(RENAME_UNIT, key_code=code, key_name_zh=row.name_zh, key_name_en=row.name_en, **told)
        book.enter("rename_unit", post=keeper_post(office, actor), opinion=said,
                   rows={unit_name.name: [former], unit.name: [{"code": code, **told}]}, given={"unit": code})

    in_one_go(office, actor, None, "rename_unit", do)


def move_unit(office: Office, actor: Actor, code: str, parent: str | None, grounds: str) -> None:
    """Set a unit below another one, or (``None``) at the top.

    Refusals: ``not_yours``, ``unit_ended``, ``unit_parent_unknown``, ``unit_parent_ended``, ``unit_parent_same``,
    ``unit_circle``, ``unit_grounds_missing``. ``NotFound`` for an unknown unit.
    """
    def do(work: Work) -> None:
        row = standing_unit(work, code)
        said, faults = grounds_of(work, row, grounds)
        known = tree(work)
        if parent is not None and parent not in known:
            faults.append(Refusal("unit_parent_unknown", {"unit": code, "parent": parent[:64]}, field="parent"))
        elif parent is not None and not known[parent].active:
            faults.append(Refusal("unit_parent_ended", {"parent": parent}, field="parent"))
        elif parent == row.parent:
            faults.append(Refusal("unit_parent_same", {"unit": code}, field="parent"))
        elif lies_below(known, parent, code):
            faults.append(Refusal("unit_circle", {"unit": code, "other": str(parent)}, field="parent"))
        if faults:
            raise Refused(faults)
        book = house_book(work, UNITS)
        work.write(MOVE_UNIT, key_code=code, key_active=True, parent=parent)
        book.enter("move_unit", post=keeper_post(office, actor), opinion=said,
                   rows={unit.name: [{"code": code, "parent": parent}]}, given={"unit": code})

    in_one_go(office, actor, None, "move_unit", do)


def standing_unit(work: Work, code: str) -> Row[Any]:
    """The row of a unit; ``NotFound`` when there is none."""
    row = work.connection.execute(select(unit).where(unit.c.code == code)).one_or_none() if code.isprintable() else None
    if row is None:
        raise NotFound("unit", code[:64])
    return row


def grounds_of(work: Work, row: Row[Any], grounds: str) -> tuple[str, list[Refusal]]:
    """On what document it rests, and what keeps this actor from changing this unit at all."""
    faults = list(keeper_faults(work.office, work.actor))
    if not row.active:
        faults.append(Refusal("unit_ended", {"unit": row.code, "ended": row.to_day}))
    try:
        return words(grounds, NO_GROUNDS), faults
    except Refused as refused:
        return "", [*faults, *(Refusal(one.code, one.values, "grounds") for one in refused.refusals)]


def tree(work: Work) -> Mapping[str, Row[Any]]:
    """Every unit by its code."""
    return {row.code: row for row in work.connection.execute(select(unit))}


def lies_below(known: Mapping[str, Row[Any]], code: str | None, above: str) -> bool:
    """Whether a unit is ``above`` itself or stands below it."""
    while code is not None and code != above:
        code = known[code].parent
    return code is not None


def _day_faults(work: Work, row: Row[Any], from_day: date) -> list[Refusal]:
    today, of = work.office.today(), unit_name.c
    if from_day > today:
        return [Refusal("unit_day_later", {"today": today}, field="from_day")]
    last = work.connection.execute(select(func.max(of.to_day)).where(of.unit == row.code)).scalar()
    began = max((day for day in (last and last + timedelta(days=1), row.from_day) if day), default=None)
    if began is not None and from_day <= began:
        return [Refusal("unit_day_earlier", {"began": began}, field="from_day")]
    return []
