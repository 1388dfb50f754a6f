"""Named effects of the process files: each turns a situation into intents, never touches the database."""

from collections.abc import Callable, Iterable
from typing import Any

from workflow.domain.declaration import ClassDeclaration, Share
from workflow.domain.funding import Holding
from workflow.domain.inputs import CLAIMED
from workflow.engine import intents as do
from workflow.engine.facts_kept import kept_facts
from workflow.engine.guards_of_money import approved_fen, line_of, shares_to_hold
from workflow.engine.intents import Intent
from workflow.engine.proposals import DECIDED
from workflow.engine.situation import Situation
from workflow.refusals import Refusal, Refused
from workflow.rulebook.process import Call
from workflow.rulebook.vocabulary import ActionName, MemoryKey, StateName
from workflow.wording.values import Term

Intents = Iterable[Intent]
TAKING_IN = "taking_in"  # remembered: merged classes whose people wait for the adoption of the joined content


def adopt_form(s: Situation, target: str, not_to: StateName | None = None) -> Intents:
    """The proposed content becomes the effective one (not when the case goes to ``not_to`` to be judged first).

    A lower amount was agreed for the total of then; another total makes it void.
    """
    if s.proposed is None or target == not_to:
        return ()
    other_total = getattr(s.proposed, "total_fen", None) != getattr(s.form, "total_fen", None)
    return (do.Adopt(), do.Keep("cut_to_fen", None)) if other_total and s.form is not None else (do.Adopt(),)


def drop_proposal(s: Situation, target: str) -> Intents:
    """The proposed content is given up, and with it the people of a class that it would have taken in."""
    return () if s.proposed is None else (do.Drop(), do.Keep(TAKING_IN, None))


def take_in(s: Situation, target: str, not_to: StateName | None = None) -> Intents:
    """The people of a merged class come over with its content: now, or once the content that waits is adopted."""
    merged = [*s.case.remembered.get(TAKING_IN, ()), *([s.given["absorbed"]] if "absorbed" in s.given else ())]
    if not merged:
        return ()
    if target == not_to:
        return (do.Keep(TAKING_IN, merged),)
    return (do.TakeIn(tuple(merged)), do.Keep(TAKING_IN, None))


def assign_number(s: Situation, target: str, series: str) -> Intents:
    """A dense number of the series; a case that has one keeps it. That there is a reply or a receipt is remembered."""
    if series == "declaration" and s.case.number:
        return ()
    kept = (do.Keep(series, True),) if series in DECIDED else ()
    return (do.AssignNumber(series), *kept)


def fix_declared_on(s: Situation, target: str) -> Intents:
    """From today on the declaration counts (R-02), by the policy in force today; so does a plan (R-03)."""
    if isinstance(s.form, ClassDeclaration):
        return (do.SetSubject("declared_on", s.today),)
    return (do.Keep("declared_on", s.today.isoformat()),)


def list_class(s: Situation, target: str) -> Intents:
    return (do.ListClass(),)


def unlist_class(s: Situation, target: str) -> Intents:
    return (do.UnlistClass(),)


def list_plan(s: Situation, target: str) -> Intents:
    return (do.ListPlan(),)


def reserve_fund(s: Situation, target: str) -> Intents:
    """Hold the approved amount on the class's lines; absolute, so a second pass changes nothing."""
    return _hold(s, shares_to_hold(s.form, approved_fen(s)), lambda fen: Holding(reserved=fen), s.form)


def commit_fund(s: Situation, target: str) -> Intents:
    total = approved_fen(s)
    held = _hold(s, shares_to_hold(s.form, total), lambda fen: Holding(committed=fen), s.form)
    return (*held, do.SetSubject("approved_fen", total))


def renew_fund(s: Situation, target: str) -> Intents:
    """What is already held follows the new content, its total, lines and year, in the account where it is (ruling 25).

    On a line that is not there nothing can be held: the funding gate, which such a change re-opens, will say so.
    """
    form = s.content
    held = [Holding(*h) for h in s.holdings.values()]
    if not any(h.reserved or h.committed for h in held):
        return ()
    committed = any(h.committed for h in held)
    def make(fen: int) -> Holding:
        return Holding(committed=fen) if committed else Holding(reserved=fen)

    total = approved_fen(s, form)
    approved = (do.SetSubject("approved_fen", total),) if committed and form.total_fen != s.form.total_fen else ()
    there = [(share, fen) for share, fen in shares_to_hold(form, total) if line_of(s, share, form) is not None]
    return (*_hold(s, there, make, form), *approved)


def release_fund(s: Situation, target: str, not_to: StateName | None = None) -> Intents:
    """Give back whatever this case still holds and has not spent."""
    if target == not_to:
        return ()
    return tuple(
        do.Hold(line, Holding(spent=spent)) for line, (reserved, committed, spent) in s.holdings.items()
        if reserved or committed
    )


def settle_fund(s: Situation, target: str) -> Intents:
    """True-up: the actual cost is spent, the difference freed; a second settlement corrects by new entries."""
    return _hold(s, shares_to_hold(s.form, int(s.given["actual_fen"])), lambda fen: Holding(spent=fen), s.form)


def apply_cut(s: Situation, target: str) -> Intents:
    """The unit agreed to a lower amount; it is what will be reserved."""
    return (do.Keep("cut_to_fen", s.given["cut_to_fen"]),)


def allow_overrun(s: Situation, target: str) -> Intents:
    return (do.Keep("overrun_fen", s.given["overrun_fen"]),)


def remember(s: Situation, target: str, key: MemoryKey, state: StateName) -> Intents:
    return (do.Keep(key, state),)


def remember_day(s: Situation, target: str, key: MemoryKey) -> Intents:
    """Today, or the earlier day for which it is entered."""
    day = next((s.given[name] for name in CLAIMED if s.given.get(name)), s.today)
    return (do.Keep(key, day.isoformat()),)


def remember_facts(s: Situation, target: str, key: MemoryKey, action: ActionName) -> Intents:
    """The facts of the content on which that action relies: what is agreed to here is agreed of them."""
    return (do.Keep(key, kept_facts(s.form, s.process.actions[action])),)


def remember_survivor(s: Situation, target: str) -> Intents:
    other = s.given["survivor"]
    return (do.Keep("survivor", other), do.SetSubject("merged_into", other), do.Consulted(other))


def forget_survivor(s: Situation, target: str) -> Intents:
    if s.case.remembered.get("survivor") is None:
        return ()
    return (do.Keep("survivor", None), do.SetSubject("merged_into", None))


def flag(s: Situation, target: str, key: MemoryKey) -> Intents:
    return (do.Keep("flags", {**s.case.remembered.get("flags", {}), str(key): True}),)


def count_up(s: Situation, target: str) -> Intents:
    times = dict(s.case.remembered.get("times", {}))
    times[s.action] = int(times.get(s.action, 0)) + 1
    return (do.Keep("times", times),)


def pause_clock(s: Situation, target: str) -> Intents:
    return (do.Pause(True),)


def resume_clock(s: Situation, target: str) -> Intents:
    return (do.Pause(False),)


def close_errand(s: Situation, target: str, action: ActionName) -> Intents:
    return (do.CloseErrand(action),)


def close_class(s: Situation, target: str, step: str) -> Intents:
    """A step of the closing is kept with its figures; ``passed`` credits the hours (R-34, R-36), ``stopped`` none."""
    return (do.Close(step),)


def post_to_survivor(s: Situation, target: str, action: ActionName) -> Intents:
    """The class that remains takes in this one, in the same transaction."""
    return (do.FollowUp(int(s.case.remembered["survivor"]), action),)


def notify(s: Situation, target: str, kind: str) -> Intents:
    """A message to those concerned; what a recall could still undo is held until its window ends (ruling 32)."""
    return (do.Notify(kind, after_recall_window=s.process.actions[s.action].recallable),)


def _hold(s: Situation, parts: Iterable[tuple[Share, int]], make: Callable[[int], Holding], form: Any) -> Intents:
    """These sums and no others are held from now on; refused (``fund_line_missing``) where there is no line for one."""
    wanted = {}
    for share, fen in parts:
        line = line_of(s, share, form)
        if line is None:
            raise Refused(Refusal("fund_line_missing", {"lines": (Term(f"source.{share.source}"),)}))
        wanted[line.id] = make(fen)
    left = {line: Holding(spent=spent) for line, (_, _, spent) in s.holdings.items() if line not in wanted}
    return tuple(do.Hold(line, holding) for line, holding in sorted({**left, **wanted}.items()))


Effect = Callable[..., Intents]
EFFECTS: dict[str, Effect] = {
    f.__name__: f
    for f in (
        adopt_form, drop_proposal, take_in, assign_number, fix_declared_on, list_class, unlist_class, list_plan,
        reserve_fund, commit_fund, renew_fund, release_fund, settle_fund, apply_cut, allow_overrun, remember,
        remember_day, remember_facts, remember_survivor, forget_survivor, flag, count_up, pause_clock, resume_clock,
        close_errand, close_class, post_to_survivor, notify,
    )
}


def intents_of(s: Situation, calls: Iterable[Call], target: str) -> tuple[Intent, ...]:
    """All that the effects of an action want, in the order of the process file."""
    return tuple(intent for call in calls for intent in EFFECTS[call.name](s, target, **call.kwargs))
