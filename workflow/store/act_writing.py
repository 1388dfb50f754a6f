"""The statements an act may write; each compiled once, all sent together (see ``prepared``)."""

from functools import cache

from sqlalchemy import Table, and_, bindparam, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert_postgresql
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.elements import BindParameter

from workflow.store.cases import (
    audience_stamp,
    case,
    class_audience,
    class_declaration,
    content,
    finding,
    pair,
    paper,
    seat,
    seat_round,
    working_copy,
)
from workflow.store.funding import fund_line, fund_share, ledger_entry
from workflow.store.house import outbox
from workflow.store.prepared import Statement
from workflow.store.trail import refused_attempt, trail
from workflow.store.types import Id


def inserting(table: Table, *, without: tuple[str, ...] = ()) -> Statement:
    """Insert one row with every column by name (those ``without`` fill themselves)."""
    names = [column.name for column in table.c if column.name not in without]
    return Statement(lambda: insert(table).values({name: bindparam(name, type_=table.c[name].type) for name in names}))


def updating(table: Table, keys: tuple[str, ...], *names: str, counted: bool = False) -> Statement:
    """Update the named columns of the row with these keys; the keys are bound as ``key_<name>``."""

    def build() -> ClauseElement:
        where = and_(*(table.c[key] == bindparam(f"key_{key}", type_=table.c[key].type) for key in keys))
        return update(table).where(where).values({name: bindparam(name, type_=table.c[name].type) for name in names})

    return Statement(build, counted)


@cache
def setting_class(names: tuple[str, ...]) -> Statement:
    """Set these columns of a class's row; one statement, since a row can be touched once in a joined one."""
    return updating(class_declaration, ("case_id",), *names)


def _bind(name: str) -> BindParameter[int]:
    return bindparam(name, type_=Id)


KEPT = ("policy_hash", "state", "rounds", "number", "entered_at", "due_at", "remembered", "form_n", "form_hash",
        "proposed_n", "findings_n", "findings_hash", "stamp_seen")
"""The columns of a case that acts change, beside its version and the head of its chain."""

# The projection of the trail onto the case: the only statement that writes ``state``.
# It finds the row only as it was read: two acts at once have one winner.
MOVE_CASE = updating(case, ("id", "version"), "version", "chain_n", "chain_head", *KEPT, counted=True)
NEW_CASE = inserting(case)
NEW_RECORD = inserting(trail)
NEW_CONTENT = inserting(content)
NEW_COPY = inserting(working_copy)
SAVE_COPY = updating(working_copy, ("case_id", "version"), "version", "body", "steps_done", "by", "at", counted=True)
DROP_COPY = Statement(lambda: delete(working_copy).where(working_copy.c.case_id == _bind("case_id")))
NEW_ROUND = inserting(seat_round)
END_ROUND = updating(seat_round, ("case_id", "n"), "closed_at", "outcome")
NEW_SEAT = inserting(seat)
SIGN_SEAT = updating(
    seat, ("case_id", "round", "place", "status"), "status", "closed_at", "signed_by", "signed_at", "acting_for",
    "form_hash", "findings_hash", "opinion", "trail_n", counted=True,
)
OPEN_SEAT = updating(seat, ("case_id", "round", "place"), "status", "opened_at", "due_at")
CLOSE_SEAT = updating(seat, ("case_id", "round", "place"), "status", "closed_at")
NEW_FINDING = inserting(finding)
EXPLAIN_FINDING = updating(finding, ("case_id", "n", "rule", "part"), "explanation", "explained_by", counted=True)
OVERRIDE_FINDING = updating(finding, ("case_id", "n", "rule", "part"), "overridden_by", "override_reason", counted=True)
NEW_PAIR = inserting(pair)
RENEW_PAIR = updating(
    pair, ("case_id", "other_id"), "facts_hash", "shown", "facts", "former", "verdict", "reason", "decided_by",
    "decided_at",
)
JUDGE_PAIR = updating(pair, ("case_id", "other_id"), "verdict", "reason", "decided_by", "decided_at", counted=True)
CONSULT_PAIR = updating(pair, ("case_id", "other_id"), "consulted", counted=True)
NEW_PAPER = inserting(paper)
REMOVE_PAPER = updating(paper, ("id",), "removed_at", counted=True)
NEW_CLASS = inserting(class_declaration)
NEW_LEDGER_ENTRY = inserting(ledger_entry)
NEW_SHARE = inserting(fund_share)
SET_SHARE = updating(fund_share, ("case_id", "line_id"), "reserved", "committed", "spent", counted=True)
NEW_MESSAGE = inserting(outbox, without=("id", "sent_at"))
NEW_REFUSED = inserting(refused_attempt, without=("id",))
UNLIST = Statement(lambda: delete(class_audience).where(class_audience.c.case_id == _bind("case_id")))
UNLIST_LEAF = Statement(
    lambda: delete(class_audience).where(
        class_audience.c.case_id == _bind("case_id"),
        class_audience.c.leaf == bindparam("leaf", type_=class_audience.c.leaf.type),
    )
)
LIST_LEAF = inserting(class_audience)
MOVE_LEAF = updating(class_audience, ("case_id", "leaf"), "start_date", "end_date")
CUT_LISTED = updating(class_audience, ("case_id",), "end_date")


def _raise_stamp() -> ClauseElement:
    new = upsert_postgresql(audience_stamp).values(leaf=bindparam("leaf", type_=audience_stamp.c.leaf.type), n=1)
    seen = audience_stamp.c.n == _bind("seen")
    return new.on_conflict_do_update(index_elements=["leaf"], set_={"n": audience_stamp.c.n + 1}, where=seen)


def _touch_stamp() -> ClauseElement:
    new = upsert_postgresql(audience_stamp).values(leaf=bindparam("leaf", type_=audience_stamp.c.leaf.type), n=1)
    return new.on_conflict_do_update(index_elements=["leaf"], set_={"n": audience_stamp.c.n + 1})


RAISE_STAMP = Statement(_raise_stamp, counted=True)  # only if nobody raised it since it was read
TOUCH_STAMP = Statement(_touch_stamp)


def _touch_listed() -> ClauseElement:
    mine = select(class_audience.c.leaf).where(class_audience.c.case_id == _bind("case_id"))
    return update(audience_stamp).where(audience_stamp.c.leaf.in_(mine)).values(n=audience_stamp.c.n + 1)


TOUCH_LISTED = Statement(_touch_listed)


def _draw() -> ClauseElement:
    left = fund_line.c.appropriated - fund_line.c.reserved - fund_line.c.committed - fund_line.c.spent
    more = {name: fund_line.c[name] + _bind(f"more_{name}") for name in ("reserved", "committed", "spent")}
    wanted = _bind("more_reserved") + _bind("more_committed") + _bind("more_spent")
    return update(fund_line).where(fund_line.c.id == _bind("line_id"), left >= wanted).values(more)


DRAW = Statement(_draw, counted=True)
"""Move money of a line by differences; no row is touched when the line does not cover it."""
