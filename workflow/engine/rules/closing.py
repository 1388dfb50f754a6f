"""The end of a class: its papers, whether it was approved before it was held, and the statement of its notice.

R-37, R-38, R-42; and what one person is credited with, R-34, R-36.
"""

from dataclasses import dataclass
from datetime import date

from workflow.domain import completion
from workflow.domain.completion import missed_too_much
from workflow.domain.days import days_of
from workflow.engine.rules.voice import CLOSING, CREDITING, NOTICE, Findings, Voice, rule
from workflow.rulebook.policy import Policy
from workflow.wording.values import Term


@dataclass(frozen=True, slots=True)
class ClosingFacts:
    """A class at its end. ``approved_on``: the day of the approval, or on which the filing was accepted; ``None`` =
    never; ``held_on``: the day it opened, ``None`` = it was not held; ``number``: of the reply or receipt."""

    policy: Policy
    papers: frozenset[str] = frozenset()
    approved_on: date | None = None
    held_on: date | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class CreditFacts:
    """One person's half-days in a class of so many: there, and away with or without leave."""

    policy: Policy
    half_days: int
    present: int
    away: int


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """What a training notice rests on: the number of the reply or receipt, empty = there is none."""

    policy: Policy
    number: str = ""


@rule("R-37", asked_at=CLOSING)
def approved_before_held(facts: ClosingFacts, voice: Voice) -> Findings:
    """A class without approval or filing, or held before it, is not reimbursed; the day of approval itself will do."""
    if facts.approved_on is None:
        return voice.fails()
    values = {"agreed": facts.approved_on, "number": facts.number}
    if facts.held_on is not None and facts.held_on < facts.approved_on:
        return voice.fails("before", **values, held=facts.held_on, count=(facts.approved_on - facts.held_on).days)
    return voice.clear(**values)


@rule("R-38", "closing.papers", asked_at=CLOSING)
def closing_papers(facts: ClosingFacts, voice: Voice) -> Findings:
    """The papers without which a class is not closed."""
    wanted = facts.policy["closing.papers"]
    missing = tuple(Term(f"paper.{kind}") for kind in wanted if kind not in facts.papers)
    values = {"count": len(wanted), "papers": tuple(Term(f"paper.{kind}") for kind in wanted)}
    return voice.fails(**values, missing=missing) if missing else voice.clear(**values)


@rule("R-42", asked_at=NOTICE)
def notice_statement(facts: NoticeFacts, voice: Voice) -> Findings:
    """What the notice says of approval: its number, or that the called units may refuse to send anybody."""
    return voice.clear(number=facts.number) if facts.number else voice.fails()


@rule("R-36", "hours.per_day", "hours.per_half_day", asked_at=CREDITING)
def hours_credited(facts: CreditFacts, voice: Voice) -> Findings:
    """Class hours by half-days: how many a whole day and half a day count."""
    hours = class_hours(facts.present, facts.policy)
    if hours is None:
        return None
    return voice.tells(days=days_of(facts.present), hours=hours, day=facts.policy["hours.per_day"],
                       half=facts.policy["hours.per_half_day"])


@rule("R-34", "hours.leave_one_in", asked_at=CREDITING)
def leave_taken(facts: CreditFacts, voice: Voice) -> Findings:
    """Away for more than one in so many of the hours: no credit. Exactly one in so many is still enough."""
    one_in = facts.policy.get("hours.leave_one_in")
    if one_in is None or not facts.half_days:
        return None
    values = {"away": days_of(facts.away), "days": days_of(facts.half_days), "one_in": one_in,
              "most": days_of(facts.half_days // one_in)}
    too_much = missed_too_much(facts.away, facts.half_days, one_in)
    return voice.fails(**values) if too_much else voice.clear(**values)


def class_hours(half_days: int, policy: Policy) -> int | None:
    """What so many half-days count, whole days by the day; ``None`` where the policy says nothing."""
    day, half = policy.get("hours.per_day"), policy.get("hours.per_half_day")
    if day is None or half is None:
        return None
    return completion.class_hours(half_days, day, half)
