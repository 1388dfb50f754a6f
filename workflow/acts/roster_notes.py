"""What acts on a roster share: whose roster it is, when it may change, and that a change is judged at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from workflow.acts.case_change import CaseChange
from workflow.acts.judge_again import ask_more, judge_present, settled, store_judged
from workflow.acts.notes import noted, post_in, running
from workflow.acts.transaction import Work
from workflow.domain.declaration import ClassDeclaration
from workflow.domain.people import Post
from workflow.domain.rosters import ENROLLED
from workflow.engine.predicates import flagged
from workflow.engine.rules.place import out_of_province
from workflow.office.gather import Gathered, gather, read_content
from workflow.refusals import NotFound, Refusal, Refused
from workflow.rulebook.vocabulary import MemoryKey
from workflow.store.cases import working_copy
from workflow.store.rosters import enrolment, place_quota

CALLED = MemoryKey("called")  # remembered by the case once its notice went out
AT_NOTICE = "notice"
Person = Mapping[str, Any]


@dataclass
class OpenRoster:
    """The roster of one class, ready to be changed: the class as it is typed or in force, people, places."""

    change: CaseChange
    gathered: Gathered
    form: ClassDeclaration
    people: dict[int, Person]  # rows of ``enrolment`` by cadre
    places: dict[str, Person]  # rows of ``place_quota`` by unit

    @property
    def work(self) -> Work:
        return self.change.work

    @property
    def host_post(self) -> Post | None:
        """The post by which the actor speaks for the host; ``None`` if they are of another unit."""
        return post_in(self.change.situation, self.change.situation.case.host)

    def post_for(self, unit: str) -> Post:
        """The post by which the actor may say who comes from this unit: the host's, or an invited unit's own."""
        post = self.host_post or (post_in(self.change.situation, unit) if unit in self.places else None)
        if post is None:
            raise Refused(Refusal("not_your_roster"))
        return post

    def count(self, unit: str | None = None) -> int:
        """How many come, of one unit or of all."""
        return sum(row["status"] == ENROLLED and unit in (None, row["unit"]) for row in self.people.values())

    def days(self) -> dict[str, Any]:
        """The class's days and whether they lead out of the province, as they are copied to each person's row."""
        start, end = self.form.start_date, self.form.end_date
        if start is None or end is None:
            raise Refused(Refusal("roster_needs_dates"))
        away = out_of_province(self.form, self.change.situation.policy)
        return {"start_date": start, "end_date": end, "out_of_province": away}

    def tell(self, table: str, key: str, value: Any, **row: Any) -> None:
        """What the record says of one row of a side table."""
        self.change.rows.setdefault(table, []).append({key: value, **row})


def opened_roster(work: Work, case_id: int) -> OpenRoster:
    """The roster of a class that still runs and has not ended; ``NotFound`` when the case is no class."""
    gathered = gather(work.connection, work.office, work.actor, case_id, now=work.now)
    change = CaseChange(work, gathered)
    s = change.situation
    running(s)
    form = s.form if s.form is not None else _typed(work, case_id, change.row["kind"])
    if not isinstance(form, ClassDeclaration):
        raise NotFound("case", case_id)
    if s.form is not None and form.end_date is not None and s.today > form.end_date:
        raise Refused(Refusal("roster_closed", {"end": form.end_date}))
    found = work.connection.execute(select(enrolment).where(enrolment.c.case_id == case_id)).mappings()
    places = work.connection.execute(select(place_quota).where(place_quota.c.case_id == case_id)).mappings()
    return OpenRoster(change, gathered, form, {row["cadre_id"]: dict(row) for row in found},
                      {row["unit"]: dict(row) for row in places})


def before_opening(roster: OpenRoster) -> None:
    """Refused once the class has begun: from then on attendance says who came."""
    start: date | None = roster.form.start_date
    if start is not None and roster.change.situation.today >= start:
        raise Refused(Refusal("roster_begun", {"start": start}))


def finished(roster: OpenRoster, act: str, post: Post, *, brings: frozenset[int] = frozenset(), opinion: str = "",
             given: dict[str, Any] | None = None) -> int:
    """Judge the class with its roster as it is now, and write the record; its number.

    ``brings``: who is new on the roster.  After the notice nobody is brought on whom a rule stops (``person_blocked``).
    """
    work, change = roster.work, roster.change
    s = change.situation
    if s.form is not None:
        work.finish()  # the rules read the roster as this act leaves it
        judged = judge_present(work.connection, work.office, roster.gathered)
        change.situation = settled(s, judged)
        _stops(change, brings)
        store_judged(change, judged)
        change.new["stamp_seen"] = change.row["stamp"]
        ask_more(change)
    return noted(change, act, post, opinion=opinion, given=given)


def _stops(change: CaseChange, brings: frozenset[int]) -> None:
    if not flagged(change.situation, CALLED):
        return
    blocks = [f for f in change.situation.findings
              if f.blocks and f.gate == AT_NOTICE and f.part.isdigit() and int(f.part) in brings]
    if blocks:
        raise Refused([Refusal("person_blocked", {"person": f.part, "rule": f.rule}, who=f.over) for f in blocks])


def _typed(work: Work, case_id: int, kind: str) -> Any:
    body = work.connection.execute(
        select(working_copy.c.body).where(working_copy.c.case_id == case_id)).scalar_one_or_none()
    return None if body is None else read_content(kind, body)
