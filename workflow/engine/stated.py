"""What counts as stated with an action: the actor's own words, and what an earlier signer of the round stated.

Who signs after another signs what that one stated: the second may refuse, not restate.
"""

from collections.abc import Mapping
from typing import Any

from workflow.engine.situation import Situation
from workflow.refusals import Refusal
from workflow.rulebook.process import Action
from workflow.wording.values import Term, pack, unpack

KEY = "given"  # what the case remembers: by round, what was stated in it


def stated_before(s: Situation, action: Action) -> dict[str, Any]:
    """What earlier signers of the rounds that wait for this action stated."""
    rounds = sorted({seat.round for seat in s.seats if seat.pending and seat.act == action.code})
    kept = s.case.remembered.get(KEY, {})
    return {name: unpack(value) for number in rounds for name, value in kept.get(str(number), {}).items()}


def misstated(s: Situation, action: Action, before: Mapping[str, Any]) -> list[Refusal]:
    """What the actor states that this action does not ask for, or otherwise than an earlier signer of the round."""
    faults = []
    for name, value in s.given.items():
        if name in before:
            if value is not None and value != before[name]:
                faults.append(Refusal("stated_before", {"input": Term(f"input.{name}")}, field=name))
        elif name not in action.inputs:
            faults.append(Refusal("input_not_asked", {"name": name[:64], "action": action.label}))
    return faults


def kept_after(s: Situation, given: Mapping[str, Any], waiting: int | None, ended: frozenset[int]) -> dict[str, Any]:
    """What the case remembers as stated from now on: ``given`` under the round that still waits, no ended ones."""
    kept = {number: told for number, told in s.case.remembered.get(KEY, {}).items() if int(number) not in ended}
    told = {name: pack(value) for name, value in given.items() if value is not None}
    if waiting is not None and told:
        kept[str(waiting)] = told
    return kept
