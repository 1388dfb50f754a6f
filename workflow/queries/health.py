"""Is the house well?  What ``shenbao doctor`` looks at: database, trail, calendar, posts, clock, papers.

Each look answers a :class:`Health`: well, worth a warning, or ill, with the values of its
sentence ``health.<name>.<grade>``.
"""

import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select, text

from workflow.domain.seats import OPEN
from workflow.engine.staffing import Holders, chairs, unstaffed
from workflow.files import path_of
from workflow.office import Office
from workflow.queries.labels import names, sitters
from workflow.queries.trail_check import verify_all
from workflow.store.cases import paper, seat
from workflow.store.migrating import revision_of
from workflow.store.people import person, post
from workflow.store.posts import in_force
from workflow.wording import Term

WELL, WARNING, ILL = "well", "warning", "ill"
FASTEST_DRIFT = timedelta(seconds=5)  # between this machine and the database server


@dataclass(frozen=True, slots=True)
class Health:
    """One thing looked at: its ``name``, its ``grade`` (well | warning | ill) and the values of its sentence."""

    name: str
    grade: str
    values: Mapping[str, Any] = field(default_factory=dict)


def look_over(office: Office) -> Iterator[Health]:
    """Everything, in the order of the looks; nothing is changed."""
    for look in LOOKS:
        yield from look(office)


def _database(office: Office) -> Iterator[Health]:
    """Its shape is the newest one, or the office would not have opened."""
    yield Health("database", WELL, {"kind": office.database.dialect, "revision": revision_of(office.database)})


def _trail(office: Office) -> Iterator[Health]:
    found = verify_all(office)
    if found.ok or found.first_bad is None:
        yield Health("trail", WELL, {"count": found.records, "cases": found.cases})
        return
    bad = found.first_bad
    yield Health("trail", ILL, {"count": found.bad_cases, "table": bad.table, "case": str(bad.case), "n": str(bad.n)})


def _calendar(office: Office) -> Iterator[Health]:
    """This year's and the next year's working days; the next year's list comes out in late autumn."""
    for year in (office.today().year, office.today().year + 1):
        provisional = office.rulebook.workdays.is_provisional(year)
        yield Health("calendar", WARNING if provisional else WELL, {"year": str(year)})


def staffing(office: Office) -> Iterator[Health]:
    """Whether the posts held today let every unit's class through all gates with people apart (ruling 19)."""
    held = _held(office)
    apart = bool(office.rulebook.policy_on(office.today()).get("separation.successive_gates", True))
    if not held:
        yield Health("posts_none", WARNING)
        return
    short = []
    for code in sorted({process.code for process in office.rulebook.processes.values()}):
        process = office.rulebook.process(code)
        places = chairs(process, office.rulebook.roles)
        for host in sorted({unit for role, unit in held if role in places[0].roles}) if places else ():
            missing = unstaffed(places, _holders(held, host), apart=apart)
            if missing is not None:
                short.append((process.label, host, missing.roles[0]))
    with office.database.read() as connection:
        called = names(connection, office.rulebook.roles, (host for _, host, _ in short))
    for label, host, role in short:
        yield Health("posts", WARNING, {"process": label, "unit": called.unit(host), "role": called.role(role)})
    if not short:
        yield Health("posts", WELL)


def open_chairs(office: Office) -> Iterator[Health]:
    """Whether somebody can give each signature that is waited for: in a unit, or in the one that took over from it."""
    with office.database.read() as connection:
        waiting = connection.execute(
            select(seat.c.role, seat.c.unit, func.count().label("count")).where(seat.c.status == OPEN)
            .group_by(seat.c.role, seat.c.unit).order_by(seat.c.role, seat.c.unit)).all()
        sitting = sitters(connection, [(row.role, row.unit) for row in waiting], office.today())
        alone = [row for row in waiting if not sitting[row.role, row.unit]]
        known = names(connection, office.rulebook.roles, (row.unit for row in alone))
    for row in alone:
        where = known.unit(row.unit) or Term("directory.whole_district")
        yield Health("seats", WARNING, {"unit": where, "role": known.role(row.role), "count": row.count})
    if not alone:
        yield Health("seats", WELL)


def _held(office: Office) -> dict[tuple[str, str], set[int]]:
    """Who holds which role in which unit today; closed accounts hold nothing."""
    held: dict[tuple[str, str], set[int]] = defaultdict(set)
    with office.database.read() as connection:
        for row in connection.execute(
            select(post.c.role, post.c.unit, post.c.person_id)
            .join_from(post, person, person.c.id == post.c.person_id)
            .where(in_force(office.today()), person.c.disabled_at.is_(None))
        ):
            held[row.role, row.unit].add(row.person_id)
    return held


def _holders(held: Mapping[tuple[str, str], set[int]], host: str) -> Holders:
    """Who holds a role: in the host unit only, or in the whole district."""

    def holders(role: str, own: bool) -> set[int]:
        return {who for (code, where), people in held.items() if code == role and (not own or where == host)
                for who in people}  # fmt: skip

    return holders


def _clock(office: Office) -> Iterator[Health]:
    if office.demo:
        yield Health("clock_demo", WELL, {"now": office.clock()})
    if office.database.dialect == "sqlite":
        yield Health("clock", WELL, {"now": office.real_clock()})
        return
    with office.database.read() as connection:
        theirs: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    drift = abs(office.real_clock() - theirs.astimezone(UTC))
    grade = WELL if drift <= FASTEST_DRIFT else WARNING
    yield Health("clock", grade, {"now": office.real_clock(), "count": int(drift.total_seconds())})


def _papers(office: Office) -> Iterator[Health]:
    """Whether papers can be written, and whether every paper that is named lies there."""
    with office.database.read() as connection:
        named = connection.execute(select(func.count()).select_from(paper)).scalar_one()
        digests = connection.execute(select(paper.c.sha256).distinct()).scalars()
        lost = [digest for digest in digests if not path_of(office.papers, digest).is_file()]
    folder = office.papers if office.papers.exists() else office.home
    if lost:
        yield Health("papers", ILL, {"count": len(lost), "folder": str(office.papers)})
    elif not os.access(folder, os.W_OK):
        yield Health("papers_locked", ILL, {"folder": str(folder)})
    else:
        yield Health("papers", WELL, {"count": named})


LOOKS: tuple[Callable[[Office], Iterator[Health]], ...] = (
    _database, _trail, _calendar, staffing, open_chairs, _clock, _papers)
