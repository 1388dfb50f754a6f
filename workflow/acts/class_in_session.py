"""What is written down while a class is held: sign-in per half-day, changes of the timetable, group discussions.

Each is a record beside the road: no state moves.  In the trail people are ids.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from workflow.acts.case_change import CaseChange
from workflow.acts.notes import noted, opened, own_post
from workflow.acts.transaction import Work, in_one_go
from workflow.domain import form_text
from workflow.domain.completion import HALVES, MARKS, NOTES, TIMETABLE, Marks
from workflow.domain.people import Actor
from workflow.engine.guards_of_holding import takes_attendance
from workflow.engine.situation import Situation
from workflow.office.office import Office
from workflow.refusals import Refusal, Refused
from workflow.store.holding_reading import NUMBERS, SIGN_IN
from workflow.store.holding_writing import CLEAR_MARK, NEW_NOTE, ROWS_AT_ONCE, marking
from workflow.wording.values import Term

MAX_TITLE, MAX_TEXT = 200, 2000


def take_attendance(office: Office, actor: Actor, case_id: int, day: date, half: str,
                    marks: Mapping[int, str]) -> int:
    """Sign people in for one half-day; see :func:`take_sheets`."""
    return take_sheets(office, actor, case_id, {(day, half, person): mark for person, mark in marks.items()})


def take_sheets(office: Office, actor: Actor, case_id: int, marks: Marks) -> int:
    """Sign people in; the number of the record, 0 when nothing differs from what stood there.

    ``marks``: day, half and person to ``present``, ``absent`` or ``leave``; "" takes a mark away.  Whoever is not
    named keeps theirs.  Anybody of the host unit may, from the opening until the closing papers are handed in.
    """

    def do(work: Work) -> int:
        change = opened(work, case_id)
        s = change.situation
        held_now(s)
        post = own_post(s)
        roster, standing = _sheet(work, case_id)
        halves = sorted({(day, half) for day, half, _ in marks})
        faults = _mark_faults(marks, roster)
        for fault in (one for day, half in halves for one in _half_day_faults(s, day, half)):
            if fault not in faults:  # said once, not for each half-day
                faults.append(fault)
        if not faults:
            faults = _too_many(s, {**standing, **marks}, roster)
        if faults:
            raise Refused(faults)
        if not _write_marks(change, standing, marks):
            return 0
        return noted(change, "take_attendance", post, given={"days": sorted({str(day) for day, _ in halves})})

    return in_one_go(office, actor, case_id, "take_attendance", do)


def note_class(office: Office, actor: Actor, case_id: int, kind: str, day: date, half: str | None, title: str,
               text: str) -> int:
    """Keep a change of the timetable with its reason, or what a group discussed; the number of the note."""

    def do(work: Work) -> int:
        change = opened(work, case_id)
        s = change.situation
        held_now(s)
        post = own_post(s)
        faults = _half_day_faults(s, day, half, later=kind == TIMETABLE)
        if kind not in NOTES:
            faults.append(Refusal("note_kind"))
        said = {"title": _read(title, "title", MAX_TITLE, faults), "text": _read(text, "text", MAX_TEXT, faults)}
        if faults:
            raise Refused(faults)
        k = 1 + max((row["k"] for row in NUMBERS.run(work.connection, case_id=case_id)["notes"]), default=0)
        row = {"k": k, "kind": kind, "day": day, "half": half, **said, "by": actor.id, "at": work.now}
        work.write(NEW_NOTE, case_id=case_id, **row)
        change.rows["class_note"] = [row]
        noted(change, f"note_{kind}", post)
        return k

    return in_one_go(office, actor, case_id, "note_class", do)


def held_now(s: Situation) -> None:
    """Refused unless the class is being held, or its closing papers are being put together."""
    if not takes_attendance(s.process, s.case.state):
        raise Refused(Refusal("not_held_now", {"state": s.process.states[s.case.state].label}))


def _sheet(work: Work, case_id: int) -> tuple[frozenset[int], Marks]:
    rows = SIGN_IN.run(work.connection, case_id=case_id)
    marks = {(row["day"], row["half"], row["cadre_id"]): row["mark"] for row in rows["marks"]}
    return frozenset(row["cadre_id"] for row in rows["roster"]), marks


def _half_day_faults(s: Situation, day: date, half: str | None, *, later: bool = False) -> list[Refusal]:
    """A half-day of the class that has come; ``later``: it may also lie ahead."""
    faults = []
    if not s.form.start_date <= day <= s.form.end_date:
        faults.append(Refusal("day_outside_class", {"start": s.form.start_date, "end": s.form.end_date}, field="day"))
    elif day > s.today and not later:
        faults.append(Refusal("day_not_yet", {"day": day}, field="day"))
    if half is not None and half not in HALVES:
        faults.append(Refusal("half_unknown", {"halves": tuple(Term(f"closing.half.{one}") for one in HALVES)},
                              field="half"))
    return faults


def _mark_faults(marks: Marks, roster: frozenset[int]) -> list[Refusal]:
    faults = []
    strangers = {person for (_, _, person), mark in marks.items() if person not in roster and mark}
    if strangers:
        faults.append(Refusal("not_on_roster", {"count": len(strangers)}, field="marks"))
    if any(mark not in ("", *MARKS) for mark in marks.values()):
        faults.append(Refusal("mark_unknown", {"marks": tuple(Term(f"closing.mark.{one}") for one in MARKS)},
                              field="marks"))
    return faults


def _too_many(s: Situation, marks: Marks, roster: frozenset[int]) -> list[Refusal]:
    """No more half-days than the class was approved for."""
    begun = {(day, half) for (day, half, person), mark in marks.items() if mark and person in roster}
    if len(begun) <= s.form.half_days:
        return []
    return [Refusal("half_days_full", {"wanted": s.form.half_days}, field="day")]


def _write_marks(change: CaseChange, standing: Marks, marks: Marks) -> bool:
    """Write what differs; whether anything did."""
    told, set_ = [], []
    for (day, half, person), mark in sorted(marks.items()):
        if mark == standing.get((day, half, person), ""):
            continue
        place = {"day": day, "half": half, "cadre_id": person}
        if mark:
            set_.append({"case_id": change.id, **place, "mark": mark})
            told.append({**place, "mark": mark})
        else:
            change.work.write(CLEAR_MARK, key_case_id=change.id, key_day=day, key_half=half, key_cadre_id=person)
            told.append({**place, "gone": True})
    for first in range(0, len(set_), ROWS_AT_ONCE):
        part = set_[first:first + ROWS_AT_ONCE]
        change.work.write(marking(len(part)), **by_place(part))
    if told:
        change.rows["attendance"] = told
    return bool(told)


def by_place(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The binds of a statement that writes several rows at once."""
    return {f"{name}_{place}": value for place, row in enumerate(rows) for name, value in row.items()}


def _read(typed: str, field: str, most: int, faults: list[Refusal]) -> str:
    label = Term(f"closing.note_{field}")
    try:
        text = form_text.text(typed, most, lines=field == "text")
    except form_text.Unreadable as fault:
        faults.append(fault.refusal(label, field))
        return ""
    if not text:
        faults.append(Refusal("field_missing", {"label": label, "the": label}, field=field))
    return text
