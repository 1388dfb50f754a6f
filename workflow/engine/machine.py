"""The one place that knows the ``transitions`` library: process -> machine -> may it fire, and where to.

One flat machine per published process, built once and never changed: models are
never attached (attaching resets the state), no automatic transitions (they pass by
every guard), no queue (it runs on foreign threads), no callbacks (an error in one
leaves the new state behind).  Tried in ``tests/engine/test_transitions_traps.py``.
"""

import logging
from functools import partial
from typing import Any

from transitions import EventData, Machine, MachineError

from workflow.engine.situation import Situation
from workflow.engine.targets import target_of
from workflow.refusals import Refusal, Refused
from workflow.rulebook.process import Action, Process
from workflow.rulebook.soundness import possible_targets

logging.getLogger("transitions").setLevel(logging.WARNING)  # at INFO each callback costs a log line

_machines: dict[str, Machine] = {}
built = 0  # how many machines were ever built; the bench shows that acts build none


class _Token:
    """A light thing with a state to fire on; never a row, never attached."""

    __slots__ = ("state",)

    def __init__(self, state: str):
        self.state = state


class _ProcessMachine(Machine):
    def add_model(self, *_: Any, **__: Any) -> None:
        raise TypeError("models are never attached: fire on a token")


def machine_for(process: Process) -> Machine:
    """The machine of a process version, built at its first use and kept."""
    machine = _machines.get(process.hash)
    if machine is None:
        machine = _machines.setdefault(process.hash, _build(process))
    return machine


def fire(situation: Situation, action: str) -> str:
    """The state that ``action`` leads to; raises ``Refused`` when no edge is open.

    Guards and signatures are judged before (``decide``); the machine answers which of
    the exclusive edges applies, and that there is one.
    """
    machine = machine_for(situation.process)
    token = _Token(situation.case.state)
    try:
        fired = machine.events[action].trigger(token, situation=situation)
    except MachineError:
        raise Refused(wrong_state(situation, situation.process.actions[action])) from None
    if not fired:
        raise Refused(Refusal("nothing_to_go_back_to", {"action": situation.process.actions[action].label}))
    return token.state


def wrong_state(situation: Situation, action: Action) -> Refusal:
    """This action does not start from the state in which the case stands."""
    states = situation.process.states
    sources = tuple(states[source].label for source in action.sources)
    values = {"action": action.label, "state": states[situation.case.state].label, "from": sources}
    return Refusal("wrong_state", values)


def _leads_here(action: str, dest: str, event: EventData) -> bool:
    """True (a bool: the library compares ``== True``) on the one edge that the process names for this situation."""
    situation: Situation = event.kwargs["situation"]
    return target_of(situation, situation.process.actions[action]) == dest


def _build(process: Process) -> Machine:
    global built
    built += 1
    edges = [
        {"trigger": action.code, "source": source, "dest": dest,
         "conditions": [partial(_leads_here, action.code, dest)]}
        for action in process.actions.values()
        for road in action.roads
        for source in road.sources
        for dest in sorted(possible_targets(process, road, source))
    ]
    return _ProcessMachine(
        model=None,
        states=list(process.states),
        transitions=edges,
        initial=process.initial,
        auto_transitions=False,
        send_event=True,
        queued=False,
        ignore_invalid_triggers=False,
    )
