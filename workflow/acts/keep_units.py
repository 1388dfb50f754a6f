"""Add units, told by the book of units, and the cadres who are called to classes, which are the house's own list."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import insert, select

from workflow.acts.house_books import UNITS, house_book, keeper_faults, keeper_post
from workflow.acts.transaction import Work, in_one_go, transaction
from workflow.domain.cadres import MANAGING_LEVELS, RANKS, Cadre
from workflow.domain.people import Actor, Unit
from workflow.office import Office
from workflow.refusals import Refusal, Refused
from workflow.store.people import cadre, unit
from workflow.wording import Label

CODE = re.compile(r"[A-Z][A-Z0-9_]{0,63}")
KINDS = ("city", "district", "department", "town", "subdistrict", "village", "public_institution", "institution",
         "company", "association")
LEVELS = ("province", "city", "district", "town")
LONGEST_NAME = {"zh": 100, "en": 200}  # characters
LONGEST_STAFF_NO, LONGEST_CADRE_NAME = 32, 64


def add_unit(office: Office, actor: Actor, one: Unit, *, from_day: date | None = None) -> None:
    """Add one unit; see :func:`add_units`."""
    add_units(office, actor, (one,), from_day=from_day)


def add_units(office: Office, actor: Actor, units: Sequence[Unit], *, from_day: date | None = None) -> None:
    """Add units that stand since ``from_day`` (``None`` = long since), parents before their children; all or none.

    Refusals, each naming the unit: ``not_yours``, ``unit_code_wrong``, ``unit_taken``, ``unit_name_wrong``,
    ``unit_kind_unknown``, ``unit_parent_unknown``, ``unit_parent_ended``, ``unit_day_later``.
    """
    def do(work: Work) -> None:
        known = {row.code: row.active for row in work.connection.execute(select(unit.c.code, unit.c.active))}
        faults = list(keeper_faults(office, actor))
        if from_day is not None and from_day > office.today():
            faults.append(Refusal("unit_day_later", {"today": office.today()}, field="from_day"))
        for one in units:
            faults += _unit_faults(one, known)
            known[one.code] = True
        if faults:
            raise Refused(faults)
        if units:
            rows = [{**_unit_row(one), "from_day": from_day, "to_day": None} for one in units]
            book = house_book(work, UNITS)
            work.connection.execute(insert(unit), [{**row, "case_id": book.id} for row in rows])
            book.enter("add_units", post=keeper_post(office, actor), rows={unit.name: rows})

    in_one_go(office, actor, None, "add_units", do)


def add_cadres(office: Office, actor: Actor, cadres: Sequence[Cadre]) -> int:
    """Add cadres by the hundred; how many.  All or none; every fault names its staff number.

    Refusals: ``not_yours``, ``staff_no_wrong``, ``staff_no_taken``, ``cadre_name_wrong``, ``cadre_wrong``.
    """
    with transaction(office, actor) as work:
        units = {code for code, in work.connection.execute(select(unit.c.code))}
        taken = {number for number, in work.connection.execute(select(cadre.c.staff_no))}
        faults = list(keeper_faults(office, actor))
        for one in cadres:
            faults += _cadre_faults(one, office, units, taken)
            taken.add(one.staff_no)
        if faults:
            raise Refused(faults)
        if cadres:
            work.connection.execute(insert(cadre), [_cadre_row(one) for one in cadres])
    return len(cadres)


def unit_name_faults(code: str, name: Label) -> list[Refusal]:
    """Whether a unit can be called so, in both languages."""
    if all(0 < len(name[language].strip()) <= most and name[language].isprintable()
           for language, most in LONGEST_NAME.items()):
        return []
    return [Refusal("unit_name_wrong", {"unit": code}, field="name")]


def _unit_faults(one: Unit, known: Mapping[str, bool]) -> list[Refusal]:
    faults = []
    if not CODE.fullmatch(one.code):
        faults.append(Refusal("unit_code_wrong", {"unit": one.code[:64]}, field="code"))
    if one.code in known:
        faults.append(Refusal("unit_taken", {"unit": one.code}, field="code"))
    faults += unit_name_faults(one.code, one.label)
    if one.kind not in KINDS or one.level not in LEVELS:
        faults.append(Refusal("unit_kind_unknown", {"unit": one.code, "kinds": KINDS, "levels": LEVELS}, field="kind"))
    if one.parent is not None and one.parent not in known:
        faults.append(Refusal("unit_parent_unknown", {"unit": one.code, "parent": one.parent[:64]}, field="parent"))
    elif one.parent is not None and not known[one.parent]:
        faults.append(Refusal("unit_parent_ended", {"parent": one.parent}, field="parent"))
    return faults


def _cadre_faults(one: Cadre, office: Office, units: Collection[str], taken: Collection[str]) -> list[Refusal]:
    faults = []
    if not 0 < len(one.staff_no.strip()) <= LONGEST_STAFF_NO:
        faults.append(Refusal("staff_no_wrong", {"number": one.staff_no[:64]}, field="staff_no"))
    elif one.staff_no in taken:
        faults.append(Refusal("staff_no_taken", {"number": one.staff_no}, field="staff_no"))
    if not 0 < len(one.name.strip()) <= LONGEST_CADRE_NAME:
        faults.append(Refusal("cadre_name_wrong", {"number": one.staff_no[:64]}, field="name"))
    unknown = {
        "unit": one.unit not in units,
        "rank": one.rank not in RANKS,
        "managing_level": one.managing_level not in MANAGING_LEVELS,
        "audience": one.audience not in office.rulebook.audiences,
    }
    faults += [Refusal("cadre_wrong", {"number": one.staff_no[:64], "value": getattr(one, name)[:64]}, field=name)
               for name, wrong in unknown.items() if wrong]
    return faults


def _unit_row(one: Unit) -> dict[str, object]:
    return {"code": one.code, "name_zh": one.label.zh.strip(), "name_en": one.label.en.strip(), "kind": one.kind,
            "level": one.level, "parent": one.parent, "system": one.system, "active": one.active}


def _cadre_row(one: Cadre) -> dict[str, object]:
    return {"staff_no": one.staff_no.strip(), "name": one.name.strip(), "unit": one.unit, "rank": one.rank,
            "managing_level": one.managing_level, "audience": one.audience}
