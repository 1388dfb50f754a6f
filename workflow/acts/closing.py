"""The closing of a class: what was handed in, what the hours are, what a re-opening corrects.

A closing is kept each time with its figures.  Hours are credited from the sign-in when it is passed;
after a re-opening the next one writes the differences as further entries, and the older stay.
A class that is stopped is not closed: nobody is credited with hours, and it took the days until then.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from workflow.acts.case_change import CaseChange
from workflow.acts.class_in_session import by_place
from workflow.acts.listing import cut_short
from workflow.domain.completion import NO_CREDIT, Credit, Marks, credit, held, presence
from workflow.domain.rosters import ENROLLED
from workflow.store.completion import closing
from workflow.store.holding_reading import CLOSINGS
from workflow.store.holding_writing import (
    CREDIT,
    DECIDE_CLOSING,
    NEW_CLOSING,
    REOPEN_CLOSING,
    ROWS_AT_ONCE,
    STOP_PLACES,
    crediting,
)

PASSED, SENT_BACK = "passed", "sent_back"
ATTENDED, ABSENT = "attended", "absent"  # of an enrolment, after the class
Row = dict[str, Any]


def close_class(change: CaseChange, step: str) -> None:
    """One step of a closing (``intents.Close``)."""
    rows = CLOSINGS.run(change.work.connection, case_id=change.id)
    steps = {"handed_in": _submit, "sent_back": _return, "passed": _pass, "reopened": _reopen, "stopped": _stop}
    steps[step](change, rows)


def _submit(change: CaseChange, rows: Mapping[str, list[Row]]) -> None:
    s = change.situation
    roster = [row["cadre_id"] for row in rows["roster"]]
    counted = held(_marks(rows), roster, s.form.half_days)
    stated = s.given.get("attended", 0)
    row = {
        "k": _last(rows["closings"]) + 1, "people": len(roster) or stated,
        "attended": counted.attended if roster else stated, "late": s.overdue, "note": s.opinion or None,
        "submitted_by": change.work.actor.id, "submitted_at": change.now, "outcome": None, "decided_by": None,
        "decided_at": None, "hours": None, "reason": None, "reopened_by": None, "reopened_at": None,
        "reopened_why": None,
    }
    change.work.write(NEW_CLOSING, case_id=change.id, **row)
    change.rows[closing.name] = [row]


def _return(change: CaseChange, rows: Mapping[str, list[Row]]) -> None:
    _decide(change, rows, SENT_BACK, hours=None)


def _pass(change: CaseChange, rows: Mapping[str, list[Row]]) -> None:
    """Credit everybody on the roster; who was credited before gets the difference."""
    k, marks = _last(rows["closings"]), _marks(rows)
    before = _credited(rows["credited"])
    hours = 0
    for person in sorted(rows["roster"], key=lambda row: int(row["cadre_id"])):
        found = _credit(change, marks, person)
        hours += found.hours
        _write(change, k, person, found, before.get(person["cadre_id"]))
    entries = [{"case_id": change.id, **entry} for entry in change.rows.get("hour_entry", ())]
    for first in range(0, len(entries), ROWS_AT_ONCE):
        part = entries[first:first + ROWS_AT_ONCE]
        change.work.write(crediting(len(part)), **by_place(part))
    _decide(change, rows, PASSED, hours=hours)


def _reopen(change: CaseChange, rows: Mapping[str, list[Row]]) -> None:
    told = {"reopened_by": change.work.actor.id, "reopened_at": change.now,
            "reopened_why": change.situation.opinion}
    k = _last(rows["closings"])
    change.work.write(REOPEN_CLOSING, key_case_id=change.id, key_k=k, **told)
    change.rows[closing.name] = [{"k": k, **told}]


def _stop(change: CaseChange, rows: Mapping[str, list[Row]]) -> None:
    nothing = {"hours": 0, "result": NO_CREDIT}
    last = min(change.situation.form.end_date, change.situation.today)
    cut_short(change, last)
    change.work.write(STOP_PLACES, key_case_id=change.id, key_status=ENROLLED, end_date=last, **nothing)
    told = [{"cadre_id": row["cadre_id"], **nothing} for row in rows["roster"] if row["status"] == ENROLLED]
    if told:
        change.rows["enrolment"] = sorted(told, key=lambda row: int(row["cadre_id"]))


def _decide(change: CaseChange, rows: Mapping[str, list[Row]], outcome: str, *, hours: int | None) -> None:
    told = {"outcome": outcome, "decided_by": change.work.actor.id, "decided_at": change.now, "hours": hours,
            "reason": change.situation.opinion or None}
    k = _last(rows["closings"])
    change.work.write(DECIDE_CLOSING, key_case_id=change.id, key_k=k, **told)
    change.rows[closing.name] = [{"k": k, **told}]


def _credit(change: CaseChange, marks: Marks, person: Row) -> Credit:
    s = change.situation
    hours = (s.policy["hours.per_day"], s.policy["hours.per_half_day"])
    return credit(presence(marks, person["cadre_id"]), s.form.half_days, hours,
                  s.policy.get("hours.leave_one_in"), person["result"])


def _write(change: CaseChange, k: int, person: Row, found: Credit, before: tuple[int, str] | None) -> None:
    """The entry of this closing, unless the earlier ones come to the same, and the sums in the enrolment."""
    number, there = person["cadre_id"], found.presence
    told = {"status": ATTENDED if there.present else ABSENT, "hours": found.hours, "result": found.result,
            "leave_half_days": there.missed}
    if before == (found.hours, found.result):
        return
    entry = {"k": k, "cadre_id": number, "hours": found.hours - (before[0] if before else 0), "result": found.result,
             "present_half_days": there.present, "leave_half_days": there.leave, "absent_half_days": there.absent,
             "at": change.now}
    change.rows.setdefault("hour_entry", []).append(entry)
    change.work.write(CREDIT, key_case_id=change.id, key_cadre_id=number, **told)
    change.rows.setdefault("enrolment", []).append({"cadre_id": number, **told})


def _marks(rows: Mapping[str, list[Row]]) -> Marks:
    return {(row["day"], row["half"], row["cadre_id"]): row["mark"] for row in rows["marks"]}


def _credited(entries: Iterable[Row]) -> dict[int, tuple[int, str]]:
    """Per person the sum of the hours so far, and the result of the latest entry."""
    sums: dict[int, tuple[int, str]] = {}
    for row in sorted(entries, key=lambda row: int(row["k"])):
        hours, _ = sums.get(row["cadre_id"], (0, ""))
        sums[row["cadre_id"]] = (hours + row["hours"], row["result"])
    return sums


def _last(closings: Iterable[Row]) -> int:
    return max((row["k"] for row in closings), default=0)
