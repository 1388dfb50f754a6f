"""Intents to rows: what the engine wants done, written into the change of a case."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import singledispatch
from typing import Any

from workflow.acts.case_change import CaseChange
from workflow.acts.closing import close_class
from workflow.acts.list_plan import list_plan
from workflow.acts.listing import list_class, unlist_class
from workflow.acts.numbers import assign_number
from workflow.acts.taking_in import take_in
from workflow.acts.teaching import register_lecturers, strike_lecturers
from workflow.domain.funding import AVAILABLE, Holding, entries_between
from workflow.engine import intents as do
from workflow.engine.intents import Intent
from workflow.engine.timing import resumed
from workflow.office.judging import Judged
from workflow.refusals import Refusal
from workflow.store.act_writing import (
    CONSULT_PAIR,
    DRAW,
    NEW_MESSAGE,
    SET_SHARE,
)
from workflow.trail.record import instant, moment_text
from workflow.wording.values import Fen

PAUSED = "paused_at"  # since when the clock of the state stands still
ACCOUNTS = ("reserved", "committed", "spent")


def carry_out(change: CaseChange, intents: Iterable[Intent], judged: Judged | None) -> list[do.FollowUp]:
    """Write every intent; answers the follow-ups on other cases, which are acts of their own."""
    follow_ups = []
    for intent in intents:
        if isinstance(intent, do.FollowUp):
            follow_ups.append(intent)
        elif isinstance(intent, do.ListClass | do.UnlistClass):
            continue  # last, when the content of the case is settled
        else:
            _write(intent, change)
    if any(isinstance(intent, do.UnlistClass) for intent in intents):
        unlist_class(change)
        strike_lecturers(change)
    elif any(isinstance(intent, do.ListClass) for intent in intents):
        list_class(change, judged)
        register_lecturers(change)
    return follow_ups


@singledispatch
def _write(intent: Any, change: CaseChange) -> None:
    raise TypeError(f"nobody carries out {type(intent).__name__}")


def _carries(kind: type) -> Callable[[Callable[[Any, CaseChange], None]], Callable[[Any, CaseChange], None]]:
    return _write.register(kind)


@_carries(do.Adopt)
def _adopt(intent: do.Adopt, change: CaseChange) -> None:
    change.adopt()


@_carries(do.Drop)
def _drop(intent: do.Drop, change: CaseChange) -> None:
    change.drop()


@_carries(do.Keep)
def _keep(intent: do.Keep, change: CaseChange) -> None:
    change.remember(intent.key, intent.value)


@_carries(do.SetSubject)
def _set(intent: do.SetSubject, change: CaseChange) -> None:
    change.assign(intent.column, intent.value)


@_carries(do.AssignNumber)
def _number(intent: do.AssignNumber, change: CaseChange) -> None:
    assign_number(change, intent.series)


@_carries(do.Hold)
def _hold(intent: do.Hold, change: CaseChange) -> None:
    """From what the case holds on the line to what it shall hold: entries, share and line, all or none."""
    old = Holding(*change.situation.holdings.get(intent.line, (0, 0, 0)))
    entries = entries_between(old, intent.holding)
    if not entries:
        return
    change.ledger += [
        {"line": intent.line, "kind": entry.kind, "from": entry.origin, "to": entry.target, "fen": entry.fen}
        for entry in entries
    ]
    holding = dict(zip(ACCOUNTS, intent.holding, strict=True))
    change.work.write(SET_SHARE, key_case_id=change.id, key_line_id=intent.line, **holding)
    more = {f"more_{name}": new - was for name, new, was in zip(ACCOUNTS, intent.holding, old, strict=True)}
    needed = sum(entry.fen for entry in entries if entry.origin == AVAILABLE)
    left = next((line.available for line in change.situation.lines if line.id == intent.line), 0)
    short = Refusal("fund_short", {"short": Fen(max(needed - left, 0)), "left": Fen(left)})
    change.work.demand(short, DRAW, line_id=intent.line, **more)


@_carries(do.TakeIn)
def _take_in(intent: do.TakeIn, change: CaseChange) -> None:
    take_in(change, intent.cases)


@_carries(do.CloseErrand)
def _close_errand(intent: do.CloseErrand, change: CaseChange) -> None:
    seats = [seat for seat in change.situation.seats if seat.action == intent.action and seat.pending]
    for seat in seats:
        change.close(seat)
    for number in sorted({seat.round for seat in seats}):
        change.end_round(number, done=False)


@_carries(do.Consulted)
def _consulted(intent: do.Consulted, change: CaseChange) -> None:
    change.rows.setdefault("pair", []).append({"other_id": intent.other, "consulted": True})
    change.work.write(CONSULT_PAIR, key_case_id=change.id, key_other_id=intent.other, consulted=True)


@_carries(do.Close)
def _close(intent: do.Close, change: CaseChange) -> None:
    close_class(change, intent.step)


@_carries(do.Pause)
def _pause(intent: do.Pause, change: CaseChange) -> None:
    if intent.on:
        change.remember(PAUSED, moment_text(change.now))
        return
    since, most = change.new["remembered"].get(PAUSED), int(change.situation.policy["timing.ask_pause_days"])
    if since:
        change.new["due_at"] = resumed(change.new["due_at"], instant(since), change.now, most)
    change.remember(PAUSED, None)


@_carries(do.ListPlan)
def _list_plan(intent: do.ListPlan, change: CaseChange) -> None:
    list_plan(change)


@_carries(do.Notify)
def _notify(intent: do.Notify, change: CaseChange) -> None:
    wait = timedelta(minutes=int(change.situation.policy.get("timing.recall_minutes", 0)))
    held = change.now + wait if intent.after_recall_window else None
    body = {"case": change.id, "n": change.n, "by": change.work.actor.id}
    change.work.write(
        NEW_MESSAGE, case_id=change.id, kind=intent.kind, body=body, at=change.now, not_before=held, tries=0)
