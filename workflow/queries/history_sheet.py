"""A sheet of classes learnt elsewhere or before the house began, read against the register of cadres (ruling 59)."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from workflow.domain.declaration import KINDS
from workflow.domain.trainings import LEVELS_CALLING, LONGEST_NAME, MOST_HOURS, Learnt
from workflow.office import Office
from workflow.queries.sheet_matching import NAME, STAFF_NO, Directory, fault_at
from workflow.refusals import Refusal
from workflow.sheets.columns import CellFault, Column, SheetRow, read_rows, words_for
from workflow.sheets.opening import open_table
from workflow.sheets.writing import annotated, template
from workflow.wording.catalogue import LANGUAGES, say

Progress = Callable[[int, int], None]
STEP = 500  # rows between two calls of ``progress``


@dataclass(frozen=True, slots=True)
class HistorySheet:
    """``learnt``: the rows that can be entered; ``source``: the file's SHA-256; ``back``: the annotated file."""

    learnt: tuple[Learnt, ...]
    faults: tuple[CellFault, ...]
    source: str
    back: Callable[[str], bytes]


def history_columns(office: Office) -> tuple[Column, ...]:
    """What the sheet asks for; the words of a choice are the catalogue's and the topic list's, in both languages."""
    lexicon = office.rulebook.lexicon
    topics = {"".join(lexicon[code].label[language].split()): code for code in lexicon for language in LANGUAGES}
    topics |= {code: code for code in lexicon}
    return (
        STAFF_NO, NAME,
        Column("class_name", "sheet.column.class_name", most=LONGEST_NAME),
        Column("class_kind", "sheet.column.class_kind", "choice", choices=words_for(KINDS, lambda one: f"kind.{one}")),
        Column("topic", "sheet.column.topic", "choice", required=False, choices=topics),
        Column("level", "sheet.column.level", "choice",
               choices=words_for(LEVELS_CALLING, lambda one: f"roster.level.{one}")),
        Column("start", "sheet.column.start", "day"),
        Column("end", "sheet.column.end", "day"),
        Column("hours", "sheet.column.hours", "whole", most=MOST_HOURS),
        Column("out_of_province", "sheet.column.out_of_province", "yes_no", required=False),
    )


def read_history(office: Office, name: str, data: bytes, *, progress: Progress = lambda done, total: None
                 ) -> HistorySheet:
    """Read such a file; ``Refused`` when it is none (``sheets.opening``), every fault of its rows otherwise."""
    columns, table = history_columns(office), open_table(name, data)
    found = read_rows(table, columns)
    with office.database.read() as connection:
        directory = Directory(connection)
    learnt, faults, today = [], list(found.faults), office.today()
    for place, row in enumerate(found.rows, 1):
        meant = directory.meant(row["staff_no"], row["name"])
        wrong = [*([meant.fault] if meant.fault else []), *_day_faults(row, today)]
        faults += [fault_at(found, columns, row, fault) for fault in wrong]
        if not wrong and meant.person is not None:
            learnt.append(Learnt(meant.person.id, row["class_name"], row["class_kind"], row["topic"], row["level"],
                                 row["start"], row["end"], row["hours"], bool(row["out_of_province"])))
        if place % STEP == 0 or place == len(found.rows):
            progress(place, len(found.rows))
    ordered = tuple(sorted(faults, key=lambda fault: (fault.row, fault.column)))
    return HistorySheet(tuple(learnt), ordered, hashlib.sha256(data).hexdigest(),
                        lambda language: annotated(table, ordered, found.head, language))


def history_template(office: Office, language: str) -> bytes:
    """An empty sheet with the headings."""
    return template(history_columns(office), (), language, hints=(say("sheet.history_hint", language),))


def _day_faults(row: SheetRow, today: date) -> list[Refusal]:
    if row["end"] < row["start"]:
        return [Refusal("learnt_days", {"start": row["start"]}, field="end")]
    return [Refusal("learnt_later", {"today": today}, field="end")] if row["end"] > today else []
