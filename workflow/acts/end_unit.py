"""End a unit, naming who follows it; what it had open goes on with the first of them (ruling 57).

Nothing of a case is rewritten: its host, its seats and its money keep the unit they had. The first successor holds the
chairs of the ended unit from the next day on (``store/posts.py``), the posts in it end, and each open case tells so in
its own chain.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, or_, select

from workflow.acts.change_units import grounds_of, lies_below, standing_unit, tree
from workflow.acts.house_books import UNITS, house_book, keeper_post
from workflow.acts.keep_posts import end_posts
from workflow.acts.notes import noted, opened
from workflow.acts.transaction import Work, in_one_go
from workflow.domain.people import Actor
from workflow.domain.seats import OPEN, WAITING
from workflow.office import Office
from workflow.refusals import Refusal, Refused
from workflow.store.cases import case, seat
from workflow.store.identity import next_ids
from workflow.store.people import person, post, succession, unit
from workflow.store.people_writing import END_UNIT, MOVE_CADRES, MOVE_UNIT, NEW_SUCCESSION
from workflow.store.posts import in_force
from workflow.wording import Label

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Going:
    """What is at hand when a unit ends."""

    row: Row[Any]
    last_day: date
    successors: tuple[str, ...]
    cases: tuple[Any, ...]  # rows of the open ones that it hosts, or that ask it for a signature
    children: tuple[str, ...]

    @property
    def heir(self) -> str | None:
        """Who takes the open cases: the first successor."""
        return next(iter(self.successors), None)


def end_unit(
    office: Office, actor: Actor, code: str, last_day: date, successors: Sequence[str], grounds: str
) -> int:
    """Let a unit end with ``last_day``, yesterday or today, followed by these units; how many open cases went over.

    The first successor takes the open cases, the cadres and the units below; every post in the unit ends. Who decides
    about classes takes over none that are open. Refusals: ``not_yours``, ``unit_ended``, ``unit_in_policy``,
    ``unit_end_day``, ``unit_successor_unknown``, ``unit_successor_ended``, ``unit_circle``, ``unit_left_open``,
    ``unit_heir_decides``, ``unit_heir_unstaffed``, ``unit_grounds_missing``. ``NotFound`` for an unknown unit.
    """
    def do(work: Work) -> int:
        going = _going(work, standing_unit(work, code), last_day, successors)
        said, faults = grounds_of(work, going.row, grounds)
        faults += [*_house_faults(work, going), *_successor_faults(work, going)]
        faults += _holder_faults(work, going) if not faults else []
        if faults:
            raise Refused(faults)
        _write(work, going, said)
        return len(going.cases)

    return in_one_go(office, actor, None, "end_unit", do)


def _going(work: Work, row: Row[Any], last_day: date, successors: Sequence[str]) -> Going:
    asked = set(work.connection.execute(
        select(seat.c.case_id).where(seat.c.unit == row.code, seat.c.status.in_((OPEN, WAITING)))).scalars())
    wanted = select(case.c.id, case.c.host_unit, case.c.process_hash, case.c.state).where(
        case.c.process_hash.is_not(None), or_(case.c.host_unit == row.code, case.c.id.in_(asked))).order_by(case.c.id)
    processes = work.office.rulebook.processes
    running = tuple(one for one in work.connection.execute(wanted) if one.process_hash in processes and (
        one.id in asked or processes[one.process_hash].deciding(one.state) is not None))
    below = select(unit.c.code).where(unit.c.parent == row.code, unit.c.active).order_by(unit.c.code)
    return Going(row, last_day, tuple(dict.fromkeys(successors)), running,
                 tuple(work.connection.execute(below).scalars()))


def _house_faults(work: Work, going: Going) -> list[Refusal]:
    faults, today = [], work.office.today()
    policy = work.office.rulebook.policy_on(today)
    if going.row.code in (policy["district.code"], *policy["district.competent_units"]):
        faults.append(Refusal("unit_in_policy", {"unit": going.row.code}))
    if not today - ONE_DAY <= going.last_day <= today:
        faults.append(Refusal("unit_end_day", {"yesterday": today - ONE_DAY, "today": today}, field="last_day"))
    if going.cases and going.heir in policy["district.competent_units"]:
        faults.append(Refusal("unit_heir_decides", {"unit": going.heir}, field="successor"))
    if going.heir is None and (going.cases or going.children):
        faults.append(Refusal("unit_left_open", {"cases": len(going.cases), "units": len(going.children)},
                              field="successor"))
    return faults


def _successor_faults(work: Work, going: Going) -> list[Refusal]:
    faults, known = [], tree(work)
    for code in going.successors:
        if code not in known:
            faults.append(Refusal("unit_successor_unknown", {"unit": code[:64]}, field="successor"))
        elif not known[code].active:
            faults.append(Refusal("unit_successor_ended", {"unit": code}, field="successor"))
        elif lies_below(known, code, going.row.code):
            faults.append(Refusal("unit_circle", {"unit": going.row.code, "other": code}, field="successor"))
    return faults


def _holder_faults(work: Work, going: Going) -> list[Refusal]:
    """Whoever is asked in an open case, or would be, must have somebody in the unit that takes it."""
    if going.heir is None or not going.cases:
        return []
    roles, first = work.office.rulebook.roles, going.last_day + ONE_DAY
    asked = set(work.connection.execute(select(seat.c.role).where(
        seat.c.unit == going.row.code, seat.c.status.in_((OPEN, WAITING)))).scalars())
    processes = work.office.rulebook.processes
    signing = {role for one in going.cases for role in processes[one.process_hash].roles if roles[role].scope == "unit"}
    missing = sorted((asked | signing & _held(work, going.row.code, going.last_day)) - _held(work, going.heir, first))
    if not missing:
        return []
    heir = standing_unit(work, going.heir)
    labels = tuple(roles[role].label for role in missing)
    return [Refusal("unit_heir_unstaffed", {"unit": Label(heir.name_zh, heir.name_en), "roles": labels,
                                            "count": len(going.cases)}, field="successor")]


def _held(work: Work, code: str, day: date) -> set[str]:
    """The roles that open accounts hold in a unit on a day."""
    return set(work.connection.execute(select(post.c.role).join(person, person.c.id == post.c.person_id).where(
        post.c.unit == code, in_force(day), person.c.disabled_at.is_(None))).scalars())


def _write(work: Work, going: Going, said: str) -> None:
    code, day, keeper = going.row.code, going.last_day, keeper_post(work.office, work.actor)
    book = house_book(work, UNITS)
    followed = _followed(work, going)
    ids = next_ids(work.connection, succession, len(followed))
    rows = [{"id": number, **one} for number, one in zip(ids, followed, strict=True)]
    for row in rows:
        work.write(NEW_SUCCESSION, case_id=book.id, **row)
    work.write(END_UNIT, key_code=code, key_active=True, active=False, to_day=day)
    for child in going.children:
        work.write(MOVE_UNIT, key_code=child, key_active=True, parent=going.heir)
    told = [{"code": code, "active": False, "to_day": day},
            *({"code": child, "parent": going.heir} for child in going.children)]
    book.enter("end_unit", post=keeper, opinion=said, rows={unit.name: told, succession.name: rows},
               given={"unit": code, "successor": going.heir})
    if going.heir is not None:
        work.write(MOVE_CADRES, key_unit=code, unit=going.heir)
    last = select(post.c.id).where(post.c.unit == code, or_(post.c.to_day.is_(None), post.c.to_day > day))
    if ending := work.connection.execute(last.order_by(post.c.id)).scalars().all():
        end_posts(work, "end_posts", ending, day, unit=code)
    for one in going.cases:
        work.finish()
        noted(opened(work, one.id), "follow_unit", keeper, opinion=said,
              given={"unit": code, "successor": going.heir})


def _followed(work: Work, going: Going) -> list[dict[str, Any]]:
    """This unit's successors; and the one that takes over also follows the units that this one had taken over."""
    first = {"from_day": going.last_day + ONE_DAY}
    rows = [{"unit": going.row.code, "successor": one, "takes": one == going.heir, **first}
            for one in going.successors]
    before = select(succession.c.unit).where(succession.c.successor == going.row.code, succession.c.takes)
    if going.heir is not None:
        rows += [{"unit": former, "successor": going.heir, "takes": True, **first}
                 for former in work.connection.execute(before.order_by(succession.c.id)).scalars()]
    return rows
