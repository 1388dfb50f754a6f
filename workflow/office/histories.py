"""Rows to values: the people on a roster with their other classes, and who of them stands how."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from workflow.domain.days import office_day
from workflow.domain.rosters import ON_LEAVE, Heads
from workflow.engine.rules.histories import Roster, Trainee, Training
from workflow.store.prepared import Row
from workflow.store.roster_reading import COUNTING
from workflow.wording.values import Label


def roster_of(rows: Mapping[str, Sequence[Row]]) -> Roster:
    """The roster that the parts of ``store.roster_reading.HISTORIES`` tell."""
    histories: dict[int, list[Training]] = defaultdict(list)
    for row in rows["histories"]:
        histories[row["cadre_id"]].append(training_of(row))
    people = tuple(
        Trainee(row["id"], row["audience"], row["rank"], tuple(sorted(histories[row["id"]], key=_in_order)))
        for row in sorted(rows["people"], key=lambda row: row["id"]))
    return Roster(people, _since(rows))


def heads_of(rows: Mapping[str, Sequence[Row]]) -> Heads:
    """The roster in numbers, of the parts of ``store.roster_reading.COUNTS``."""
    by_unit: dict[str, int] = defaultdict(int)
    for row in rows["heads"]:
        by_unit[row["unit"]] += row["people"] if row["status"] in COUNTING else 0
    answered = [row for row in rows["quotas"] if row["answer"]]
    return Heads(
        enrolled=sum(by_unit.values()),
        on_leave=sum(row["people"] for row in rows["heads"] if row["status"] == ON_LEAVE),
        unfilled=sum(max(row["places"] - by_unit[row["unit"]], 0) for row in answered),
        unanswered=tuple(Label(row["name_zh"], row["name_en"]) for row in rows["quotas"] if not row["answer"]),
    )


def training_of(row: Row) -> Training:
    """One class of somebody's history."""
    return Training(row["class_name"], row["class_kind"], row["topic_code"], row["level"], row["start_date"],
                    row["end_date"], bool(row["out_of_province"]), row["case_id"],
                    not row["case_id"] or row["hours"] != 0)


def _since(rows: Mapping[str, Sequence[Row]]) -> date | None:
    """The first day of which the house knows anything: of its first case, or of what was entered from elsewhere."""
    days = [office_day(row["created_at"]) for row in rows["first_case"]]
    days += [row["start_date"] for row in rows["first_elsewhere"]]
    return min(days, default=None)


def _in_order(one: Training) -> tuple[date, str]:
    return one.start, one.name
