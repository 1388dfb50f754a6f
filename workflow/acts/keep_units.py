"""Keep the units of the house and the cadres who are called to classes: its own lists, not evidence."""

import re
from collections.abc import Collection, Sequence

from sqlalchemy import insert, select

from workflow.acts.keep_people import keeper_faults
from workflow.acts.transaction import transaction
from workflow.domain.cadres import MANAGING_LEVELS, RANKS, Cadre
from workflow.domain.people import Actor, Unit
from workflow.office import Office
from workflow.refusals import Refusal, Refused
from workflow.store.people import cadre, unit

CODE = re.compile(r"[A-Z][A-Z0-9_]{0,63}")
KINDS = ("city", "district", "department", "town", "subdistrict", "village", "public_institution", "institution",
         "company", "association")
LEVELS = ("province", "city", "district", "town")
LONGEST_NAME = {"zh": 100, "en": 200}  # characters
LONGEST_STAFF_NO, LONGEST_CADRE_NAME = 32, 64


def add_unit(office: Office, actor: Actor, one: Unit) -> None:
    """Add one unit; see :func:`add_units`."""
    add_units(office, actor, (one,))


def add_units(office: Office, actor: Actor, units: Sequence[Unit]) -> None:
    """Add units, parents before their children; all or none.

    Refusals, each naming the unit: ``not_yours``, ``unit_code_wrong``, ``unit_taken``, ``unit_name_wrong``,
    ``unit_kind_unknown``, ``unit_parent_unknown``.
    """
    with transaction(office, actor) as work:
        known = {code for code, in work.connection.execute(select(unit.c.code))}
        faults = list(keeper_faults(office, actor))
        for one in units:
            faults += _unit_faults(one, known)
            known.add(one.code)
        if faults:
            raise Refused(faults)
        if units:
            work.connection.execute(insert(unit), [_unit_row(one) for one in units])


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


def _unit_faults(one: Unit, known: Collection[str]) -> list[Refusal]:
    faults = []
    if not CODE.fullmatch(one.code):
        faults.append(Refusal("unit_code_wrong", {"unit": one.code[:64]}, field="code"))
    if one.code in known:
        faults.append(Refusal("unit_taken", {"unit": one.code}, field="code"))
    if any(not 0 < len(one.label[language].strip()) <= most for language, most in LONGEST_NAME.items()):
        faults.append(Refusal("unit_name_wrong", {"unit": one.code}, field="name"))
    if one.kind not in KINDS or one.level not in LEVELS:
        faults.append(Refusal("unit_kind_unknown", {"unit": one.code, "kinds": KINDS, "levels": LEVELS}, field="kind"))
    if one.parent is not None and one.parent not in known:
        faults.append(Refusal("unit_parent_unknown", {"unit": one.code, "parent": one.parent}, field="parent"))
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
