"""The content that an action proposes: typed, moved to new dates, or joined with a merged class."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from workflow.domain.declaration import ClassDeclaration, Share
from workflow.domain.seats import OPEN, SIGNED, WAITING
from workflow.engine.situation import Situation
from workflow.rulebook.process import Action, Process

DECIDED = ("reply", "receipt")  # numbers that a case remembers: it was approved, or accepted as a filing
FORMER_POLICY = "former_policy"  # by which a class stays judged if the change proposed for it is given up


def proposes(action: Action) -> bool:
    """Whether the action brings a content of its own, frozen with its first signature."""
    return bool({"working_copy", "new_start_date", "absorbed"} & set(action.inputs))


def begun(s: Situation) -> dict[int, str]:
    """The rounds that wait for a further signature on a content their first signer brought: number -> action."""
    return begun_rounds(s.process, ((seat.round, seat.action, seat.status) for seat in s.seats))


def begun_rounds(process: Process, seats: Iterable[tuple[int, str, str]]) -> dict[int, str]:
    """The same of seats as round, action and status; what is not signed by all of its unit is not proposed yet."""
    known = tuple(seats)
    waiting = {number: action for number, action, status in known
               if status in (OPEN, WAITING) and proposes(process.actions[action])}
    signed = {number for number, _, status in known if status == SIGNED}
    return {number: action for number, action in waiting.items() if number in signed}


def as_seen_by(s: Situation, action: Action) -> Situation:
    """The situation as this action looks at it: a content that still waits in another action's round is none of its."""
    if s.proposed is None or action.code in (waiting := begun(s).values()) or not waiting:
        return s
    return s.with_(proposed=None, changed=())


def is_amendment(s: Situation) -> bool:
    """Whether the proposed content changes a class that was approved or filed already: an amendment, a new date, a
    merged class taken in."""
    return s.proposed is not None and any(s.case.remembered.get(series) for series in DECIDED)


def moved(form: ClassDeclaration, given: dict[str, Any]) -> ClassDeclaration:
    """The class on its new dates."""
    return replace(form, start_date=given["new_start_date"], end_date=given["new_end_date"])


def joined(survivor: ClassDeclaration, merged: ClassDeclaration, common: int = 0) -> ClassDeclaration:
    """The surviving class with the merged one's people and money; it asks for its money anew (ruling 23).

    ``common``: so many stand on both rosters and come once.
    """
    shares = {(share.owner, share.source): share.fen for share in survivor.fund_shares}
    people = (survivor.trainee_count or 0) + (merged.trainee_count or 0) - common
    grown = replace(
        survivor,
        audience_codes=tuple(dict.fromkeys(survivor.audience_codes + merged.audience_codes)),
        co_hosts=tuple(dict.fromkeys((*survivor.co_hosts, merged.host_unit))),
        trainee_count=people,
        other_system=survivor.other_system or merged.other_system,
        lower_leaders=survivor.lower_leaders or merged.lower_leaders,
    )
    more = grown.total_fen - survivor.total_fen
    for share in merged.fund_shares:
        part = min(share.fen, more)
        shares[share.owner, share.source] = shares.get((share.owner, share.source), 0) + part
        more -= part
    if more and survivor.fund_shares:
        first = survivor.fund_shares[0]
        shares[first.owner, first.source] += more
    return replace(grown, fund_shares=tuple(Share(owner, source, fen) for (owner, source), fen in shares.items()))
