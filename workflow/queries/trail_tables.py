"""Which table is proved by the trail, column by column, and which is only a working copy (ruling 39).

Every table of the database stands in exactly one of ``PROVED`` and ``WORKING_COPIES``, and every
column of a proved table is compared or named in ``WORKING_COLUMNS``; a test keeps it so.
Rows are read raw, as the database holds them: a value that no type would accept must be
found, not stumble over.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Column, Connection, Select, Table, select, type_coerce
from sqlalchemy.types import NULLTYPE

from workflow.domain import declaration, plan
from workflow.store.cases import (
    annual_plan,
    case,
    class_declaration,
    content,
    finding,
    form,
    pair,
    paper,
    plan_item,
    seat,
    seat_round,
)
from workflow.store.completion import attendance, class_note, closing, hour_entry, trainee_evaluation
from workflow.store.funding import (
    correction,
    fund_line,
    fund_motion,
    fund_share,
    ledger_entry,
    reconcile,
    reconcile_line,
)
from workflow.store.learning import learnt_version, learnt_wording
from workflow.store.needs import execution_report, need_link, training_need
from workflow.store.paper_seats import paper_seat
from workflow.store.people import post, stand_in, succession, unit, unit_name
from workflow.store.policies import policy_proposal
from workflow.store.rosters import enrolment, outside_training, place_quota
from workflow.store.settlement import settlement, settlement_item, voucher
from workflow.store.trail import refused_attempt, trail
from workflow.store.types import Body, Moment
from workflow.trail.record import canonical
from workflow.trail.replay import micros

# What names a row within its case, by table; the case's own column is left out.
KEYS: Mapping[str, tuple[str, ...]] = {
    "attendance": ("day", "half", "cadre_id"),
    "class_note": ("k",),
    "closing": ("k",),
    "content": ("n",),
    "correction": ("trail_n", "k"),
    "enrolment": ("cadre_id",),
    "execution_report": ("unit",),
    "finding": ("n", "rule", "part"),
    "fund_line": ("id",),
    "fund_motion": ("id",),
    "hour_entry": ("k", "cadre_id"),
    "ledger_entry": ("trail_n", "k"),
    "learnt_version": ("id",),
    "learnt_wording": ("id",),
    "need_link": ("need_id", "code"),
    "outside_training": ("id",),
    "pair": ("other_id",),
    "paper": ("id",),
    "paper_seat": ("id",),
    "place_quota": ("unit",),
    "post": ("id",),
    "plan_item": ("code",),
    "policy_proposal": ("id",),
    "reconcile": ("id",),
    "reconcile_line": ("reconcile_id", "indicator"),
    "seat": ("round", "place"),
    "seat_round": ("n",),
    "stand_in": ("id",),
    "settlement": (),
    "succession": ("id",),
    "settlement_item": ("item",),
    "training_need": ("id",),
    "trainee_evaluation": ("k",),
    "unit": ("code",),
    "unit_name": ("unit", "to_day"),
    "voucher": ("k",),
}
TOLD_TABLES: tuple[Table, ...] = (content, seat_round, seat, ledger_entry, finding, pair, paper, paper_seat, fund_line,
                                  plan_item, enrolment, place_quota, outside_training, attendance, class_note,
                                  trainee_evaluation, closing, hour_entry, training_need, need_link, execution_report,
                                  fund_motion, correction, reconcile, reconcile_line, settlement, settlement_item,
                                  voucher, stand_in, policy_proposal, learnt_version, learnt_wording,
                                  unit, unit_name, succession, post)
FOUND_BEFORE: tuple[Table, ...] = (unit, post)  # may hold rows from before the first record of their book
SUBJECTS: tuple[Table, ...] = (class_declaration, annual_plan, form)
PROVED: tuple[Table, ...] = (trail, case, *TOLD_TABLES, fund_share, *SUBJECTS, refused_attempt)

# Columns of proved tables that no record tells: they say nothing about what was decided.
WORKING_COLUMNS: Mapping[str, frozenset[str]] = {
    "case": frozenset({"version", "stamp_seen"}),  # locks against two at once
    "content": frozenset({"body"}),  # proved by its hash
    "fund_line": frozenset({"appropriated", "reserved", "committed", "spent"}),  # proved by the sum of all entries
    "finding": frozenset({"gate", "body"}),  # what a rule said is proved by the digest of its generation
    "refused_attempt": frozenset({"id"}),
    "enrolment": frozenset({"start_date", "end_date", "out_of_province"}),  # copied from the content, for searching
}

# Columns of a subject that acts assign.
ASSIGNED: Mapping[str, tuple[str, ...]] = {
    "class_declaration": ("declared_on", "approved_fen", "reply_no", "receipt_no", "merged_into"),
    "annual_plan": ("filed_on",),
    "form": ("title",),
}
# Columns of a subject that are copied from its content in force, and how they follow from it.
SHOWN: Mapping[str, Mapping[str, Callable[[Any], Any]]] = {
    "class_declaration": {
        "class_name": lambda form: form.class_name,
        "topic_code": lambda form: form.topic_code,
        "class_kind": lambda form: form.class_kind,
        "plan_type": lambda form: form.plan_type,
        "plan_item": lambda form: form.plan_item or None,
        "tier": lambda form: form.audience_tier,
        "channel": lambda form: form.channel,
        "venue": lambda form: form.venue,
        "start_date": lambda form: form.start_date and form.start_date.isoformat(),
        "end_date": lambda form: form.end_date and form.end_date.isoformat(),
        "half_days": lambda form: form.half_days,
        "trainee_count": lambda form: form.trainee_count,
        "staff_count": lambda form: form.staff_count,
        "total_fen": lambda form: form.total_fen,
    },
    "annual_plan": {
        "unit": lambda plan: plan.unit,
        "year": lambda plan: plan.year,
        "total_fen": lambda plan: plan.total_fen,
    },
    "form": {},
}
READ: Mapping[str, Callable[[Any], Any]] = {"class_declaration": declaration.from_json, "annual_plan": plan.from_json}
SHOWN_ONCE: Mapping[str, str] = {"annual_plan": "filed_on"}  # copied only by the act that assigns this column

WORKING_COPIES = (
    "working_copy",  # what somebody is typing
    "class_audience",  # copied from the contents, for searching
    "likeness_mark",  # copied from the contents, for finding repeated classes
    "likeness_posting",
    "likeness_term",
    "likeness_snapshot",
    "likeness_past",
    "scan",  # pairs of classes that are alike, reckoned from the marks
    "scan_slice",
    "scan_pair",
    "teaching",  # copied from the contents, for the register of lecturers
    "evaluation_code",  # who may still answer an evaluation; not who answered what
    "audience_stamp",  # a counter that tells signers that something changed
    "number_series",  # the next number; the numbers given stand in the trail
    "outbox",  # messages under way
    "setting",
    "process_version",  # named in each record by their hash; a text that does not fit its hash is not used
    "policy_version",
    "person",  # the house's own lists; a record names people by number
    "cadre",
    "person_view",  # who looked at a training record: a log of reading
)

Raw = tuple[Any, ...]
BATCH = 500  # rows fetched at a time


def raw_columns(columns: Iterable[Column[Any]]) -> list[Any]:
    """The columns as the database holds them, without the conversions of their types."""
    return [type_coerce(column, NULLTYPE).label(column.name) for column in columns]


def compared(table: Table) -> tuple[Column[Any], ...]:
    """The columns of a told table that are compared one by one."""
    left_out = {"case_id", *KEYS[table.name], *WORKING_COLUMNS.get(table.name, ())}
    return tuple(column for column in table.c if column.name not in left_out)


def reader_of(column: Column[Any]) -> Callable[[Any], Any] | None:
    """How a told value becomes what the column holds; ``None`` where it is the same."""
    if isinstance(column.type, Moment):
        return lambda told: micros(told) if isinstance(told, str) else told
    if isinstance(column.type, Body):
        return lambda told: None if told is None else canonical(told)
    return None


def by_case(table: Table, columns: Iterable[str]) -> Select[Any]:
    """All rows of a table: the case first, then these columns, ordered by case and by what names a row in it."""
    of_case = table.c.id if table is case else table.c.case_id
    keys = [table.c[name] for name in (("n",) if table is trail else KEYS.get(table.name, ()))]
    wanted = select(*raw_columns([of_case, *(table.c[name] for name in columns)])).order_by(of_case, *keys)
    return wanted.where(of_case.is_not(None)) if table in FOUND_BEFORE else wanted


class Stream:
    """The rows of one statement, handed out case by case; holds one batch in memory."""

    def __init__(self, connection: Connection, statement: Select[Any]):
        streaming = {"yield_per": BATCH, "stream_results": True}
        self._result = connection.execute(statement, execution_options=streaming)
        self._rows: Iterator[Any] = iter(self._result)
        self._next: Any = next(self._rows, None)

    def close(self) -> None:
        """Give back the database's cursor, also before the end."""
        self._result.close()

    @property
    def heads(self) -> tuple[Any, ...]:
        """The case of the next row, as a tuple of one; empty at the end."""
        return () if self._next is None else (self._next[0],)

    def of(self, case_id: Any) -> Iterator[Any]:
        """The rows of this case; take them all before asking for the next case."""
        while self._next is not None and self._next[0] == case_id:
            row, self._next = self._next, next(self._rows, None)
            yield row
