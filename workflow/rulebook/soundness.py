"""Is a process whole? The structural check that every definition passes before it may be used.

Here only the picture of states and actions is looked at, not signatures and votes: every state
reached, an end in reach of every open state, one deciding action where one is needed,
nothing that two edges claim at once.  The names are the reader's business.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from workflow.rulebook.closure import closure
from workflow.rulebook.faults import Fault, fault
from workflow.rulebook.process import Action, Process, Road, State, Target


def check(process: Process, source: str = "") -> tuple[Fault, ...]:
    """All structural faults; ``source`` is the file named in them (the process' own name if empty)."""
    file = source or f"{process.code}.v{process.version}.yaml"
    found = (*_states(process, file), *_actions(process, file), *_reach(process, file), *_memory(process, file))
    return tuple(sorted(found, key=lambda one: (one.line, one.message_key)))


def possible_targets(process: Process, road: Road, source: str) -> frozenset[str]:
    """Every state this road may lead to from ``source``: forks on both sides, recalls to all that may be remembered.

    A road without a target stays: its only target is ``source`` itself.
    """
    return _targets(process, road.target, source, _remembered(process))


@lru_cache(maxsize=256)
def _remembered(process: Process) -> Mapping[str, frozenset[str]]:
    """Key -> the states that may be remembered under it.

    A state that remembers keeps where the case came from, and a recall may itself lead into
    such a state: so the sets grow until nothing is added.
    """
    keys = {state.remember for state in process.states.values() if state.remember}
    found: dict[str, frozenset[str]] = {key: frozenset() for key in keys}
    for action in process.actions.values():
        for effect in action.effects:
            given = effect.kwargs
            if "key" in given and "state" in given:
                found[given["key"]] = found.get(given["key"], frozenset()) | {given["state"]}
    while True:
        before = dict(found)
        for _, road, source in _edges(process):
            for target in _targets(process, road.target, source, found):
                key = process.states[target].remember if target in process.states else None
                if key and target != source:
                    found[key] = found[key] | {source}
        if found == before:
            return found


def _targets(process: Process, target: Target, source: str, remembered: Mapping[str, frozenset[str]]) -> frozenset[str]:
    if target.stays:
        return frozenset((source,))
    if target.state is not None:
        return frozenset((target.state,))
    if target.test is not None and target.then is not None and target.otherwise is not None:
        return _targets(process, target.then, source, remembered) | _targets(
            process, target.otherwise, source, remembered
        )
    recalled = remembered.get(target.recall or "", frozenset())
    return recalled | _earlier_gates(process, recalled) if target.or_earlier else recalled


def _earlier_gates(process: Process, recalled: frozenset[str]) -> frozenset[str]:
    """Gates that stand before the last of these states: a changed fact may send the case back to them."""
    order = list(process.states)
    last = max((order.index(state) for state in recalled if state in process.states), default=0)
    return frozenset(code for code in order[:last] if process.states[code].gate and process.deciding(code))


def _edges(process: Process) -> Iterator[tuple[Action, Road, str]]:
    for action in process.actions.values():
        for road in action.roads:
            for source in road.sources:
                yield action, road, source


def _states(process: Process, file: str) -> Iterator[Fault]:
    if process.states[process.initial].kind == "end":
        yield fault(file, process.states[process.initial].line, "initial_is_end", state=process.initial)
    if all(state.kind == "open" for state in process.states.values()):
        yield fault(file, 1, "no_end")
    for code, state in process.states.items():
        deciding = [a for a in process.actions.values() if a.decides and code in a.sources]
        if len(deciding) > 1:
            names = tuple(a.code for a in deciding)
            yield fault(file, deciding[1].line, "two_deciding", state=code, actions=names)
        if state.kind == "end":
            yield from _end(process, code, state, file)
        elif not deciding and not _leaves_by_itself(process, code):
            yield fault(file, state.line, "gate_undecided" if state.gate else "undecided", state=code)


def _leaves_by_itself(process: Process, code: str) -> bool:
    """A state that only the system leads out of waits for nobody, and needs no deciding action."""
    exits = [a for a in process.actions_from(code) if any(not r.target.stays for r in a.roads if code in r.sources)]
    return bool(exits) and all(action.signers.verb == "system" for action in exits)


def _end(process: Process, code: str, state: State, file: str) -> Iterator[Fault]:
    if state.due:
        yield fault(file, state.line, "end_with_due", state=code)
    for action in process.actions_from(code):
        if not action.reopens:
            yield fault(file, action.line, "end_left", state=code, action=action.code)


def _actions(process: Process, file: str) -> Iterator[Fault]:
    for action in process.actions.values():
        seen: set[str] = set()
        for source in action.sources:
            if source in seen:
                yield fault(file, action.line, "edge_twice", action=action.code, state=source)
            seen.add(source)
        open_ones = [source for source in action.sources if process.states[source].kind == "open"]
        if action.reopens and open_ones:
            yield fault(file, action.line, "reopens_open", action=action.code, state=open_ones[0])
        yield from _signers(process, action, file)


def _signers(process: Process, action: Action, file: str) -> Iterator[Fault]:
    """The signing acts must be usable where the round stands; seats that hold the round up must exist."""
    if action.decides and action.signers.verb in ("gate", "system"):
        yield fault(file, action.line, "decides_without_signers", action=action.code)
    if action.signers.verb == "gate":
        for source in action.sources:
            if process.deciding(source) is None:
                yield fault(file, action.line, "gate_without_seats", action=action.code, state=source)
    for signer in action.signers.members:
        if signer.act is None:
            continue
        signing = process.actions[signer.act]
        if signer.act == action.code or action.signers.verb != "in_order":
            yield fault(file, action.line, "act_misplaced", action=action.code, act=signer.act)
        elif not set(action.sources) <= set(signing.sources):
            missing = next(source for source in action.sources if source not in signing.sources)
            yield fault(file, signing.line, "act_elsewhere", action=action.code, act=signer.act, state=missing)
        elif signer.role not in {member.role for member in signing.signers.members}:
            yield fault(file, signing.line, "act_other_role", action=action.code, act=signer.act, role=signer.role)


def _reach(process: Process, file: str) -> Iterator[Fault]:
    forward: dict[str, set[str]] = {code: set() for code in process.states}
    backward: dict[str, set[str]] = {code: set() for code in process.states}
    for _, road, source in _edges(process):
        for target in possible_targets(process, road, source):
            forward[source].add(target)
            backward[target].add(source)
    reached = closure({process.initial}, forward.__getitem__)
    ends = {code for code, state in process.states.items() if state.kind == "end"}
    ending = closure(ends, backward.__getitem__)
    for code, state in process.states.items():
        if code not in reached:
            yield fault(file, state.line, "unreachable", state=code)
        elif state.kind == "open" and ends and code not in ending:
            yield fault(file, state.line, "dead_end", state=code)


def _memory(process: Process, file: str) -> Iterator[Fault]:
    remembered = _remembered(process)
    recalled: set[str] = set()
    for action in process.actions.values():
        for key in {key for road in action.roads for key in _recalls(road.target)}:
            recalled.add(key)
            if not remembered.get(key):
                yield fault(file, action.line, "never_remembered", action=action.code, key=key)
    for state in process.states.values():
        if state.remember and state.remember not in recalled:
            yield fault(file, state.line, "never_recalled", state=state.code, key=state.remember)


def _recalls(target: Target | None) -> Iterator[str]:
    if target is None:
        return
    if target.recall is not None:
        yield target.recall
    yield from _recalls(target.then)
    yield from _recalls(target.otherwise)
