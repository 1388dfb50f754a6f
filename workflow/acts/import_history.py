"""Enter what cadres learnt before the house began, or elsewhere (ruling 59): all rows or none, told in a book.

The book's records name people by id and the file by its SHA-256, so that anybody can ask which sheet a line came from.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select

from workflow.acts.books import Book
from workflow.acts.house_books import keeper_faults
from workflow.acts.transaction import Work, transaction
from workflow.domain.people import Actor
from workflow.domain.trainings import Learnt
from workflow.office import Office
from workflow.refusals import Refused
from workflow.store.identity import next_ids
from workflow.store.rosters import outside_training

TOLD_AT_ONCE = 500  # rows in one record: a record stays small enough to read
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Entered:
    """How many rows were new, and how many stood there already (same person, class and first day)."""

    added: int
    known: int


def add_history(office: Office, actor: Actor, learnt: Sequence[Learnt], source: str, *,
                progress: Progress = lambda done, total: None) -> Entered:
    """Enter these classes; ``source`` is the SHA-256 of the file they were read from.

    Refused (``not_yours``) for who does not keep the house's lists.  ``progress(done, total)`` counts rows.
    """
    faults = keeper_faults(office, actor)
    if faults:
        raise Refused(faults)
    with transaction(office, actor) as work:
        fresh = tuple(_unknown(work, learnt))
        if fresh:
            _enter(work, fresh, source, progress)
    return Entered(len(fresh), len(learnt) - len(fresh))


def _unknown(work: Work, learnt: Sequence[Learnt]) -> Iterator[Learnt]:
    if not learnt:
        return
    of = outside_training.c
    days = of.start_date.between(min(one.start for one in learnt), max(one.start for one in learnt))
    known = {tuple(row) for row in work.connection.execute(
        select(of.cadre_id, of.class_name, of.start_date).where(days))}
    for one in learnt:
        key = (one.cadre_id, one.class_name, one.start)
        if key not in known:
            known.add(key)
            yield one


def _enter(work: Work, fresh: Sequence[Learnt], source: str, progress: Progress) -> None:
    book = Book(work, f"training-{work.office.today().year}")
    ids = next_ids(work.connection, outside_training, len(fresh))
    for first in range(0, len(fresh), TOLD_AT_ONCE):
        part = [_row(number, one, source) for number, one in
                zip(ids[first:first + TOLD_AT_ONCE], fresh[first:first + TOLD_AT_ONCE], strict=True)]
        work.connection.execute(insert(outside_training), [{**row, "case_id": book.id} for row in part])
        book.enter("import_history", post=None, rows={"outside_training": part}, given={"sheet": source})
        work.finish()
        progress(first + len(part), len(fresh))


def _row(number: int, one: Learnt, source: str) -> dict[str, Any]:
    return {
        "id": number, "cadre_id": one.cadre_id, "class_name": one.class_name, "class_kind": one.class_kind,
        "topic_code": one.topic_code, "level": one.level, "start_date": one.start, "end_date": one.end,
        "hours": one.hours, "out_of_province": one.out_of_province, "source": source,
    }
