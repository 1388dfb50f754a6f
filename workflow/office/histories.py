"""Rows to values: the people on a roster with their other classes, and who of them stands how."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from workflow.domain.days import office_day
from workflow.engine.rules.histories import Roster, Trainee, Training
from workflow.store.prepared import Row


def roster_of(rows: Mapping[str, Sequence[Row]]) -> Roster:
    """The roster that the parts of ``store.roster_reading.HISTORIES`` tell."""
    histories: dict[int, list[Training]] = defaultdict(list)
    for row in rows["histories"]:
        histories[row["cadre_id"]].append(training_of(row))
    people = tuple(
        Trainee(row["id"], row["audience"], row["rank"], tuple(sorted(histories[row["id"]], key=_in_order)))
        for row in sorted(rows["people"], key=lambda row: row["id"]))
    return Roster(people, _since(rows))


def training_of(row: Row) -> Training:
    """One class of somebody's history."""
    return Training(row["class_name"], row["class_kind"], row["topic_code"], row["level"], row["start_date"],
                    row["end_date"], bool(row["out_of_province"]), row["case_id"])


def _since(rows: Mapping[str, Sequence[Row]]) -> date | None:
    """The first day of which the house knows anything: of its first case, or of what was entered from elsewhere."""
    days = [office_day(row["created_at"]) for row in rows["first_case"]]
    days += [row["start_date"] for row in rows["first_elsewhere"]]
    return min(days, default=None)


def _in_order(one: Training) -> tuple[date, str]:
    return one.start, one.name
