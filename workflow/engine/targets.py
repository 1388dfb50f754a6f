"""Where an action leads from here: a fixed state, a remembered one, or a fork."""

from workflow.engine.predicates import holds
from workflow.engine.situation import Situation
from workflow.rulebook.process import Action, Process, Target


def target_of(s: Situation, action: Action) -> str | None:
    """The state this action leads to now; ``None`` when what should be recalled was never remembered."""
    road = action.road_from(s.case.state)
    return _follow(s, road.target) if road else None


def reopened_actions(s: Situation) -> tuple[Action, ...]:
    """The deciding actions of the gates whose facts the proposed content changes, in the order of the process.

    ``relies_on`` of the process file alone decides it (ruling 26).
    """
    changed = set(s.changed)
    return tuple(a for a in gate_decisions(s.process) if changed.intersection(a.relies_on))


def gate_decisions(process: Process) -> tuple[Action, ...]:
    """The deciding action of each gate, in the order of the states."""
    found = (process.deciding(state.code) for state in process.states.values() if state.gate)
    return tuple(action for action in found if action is not None)


def _follow(s: Situation, target: Target) -> str | None:
    if target.stays:
        return s.case.state
    if target.state is not None:
        return target.state
    if target.test is not None:
        branch = target.then if holds(s, target.test) else target.otherwise
        return _follow(s, branch) if branch else None
    recalled = s.case.remembered.get(target.recall or "")
    if recalled is None or not target.or_earlier:
        return recalled
    return _earliest(s, recalled)


def _earliest(s: Situation, recalled: str) -> str:
    """The first gate before ``recalled`` whose facts changed, else ``recalled`` itself."""
    order = list(s.process.states)
    for action in reopened_actions(s):
        for source in action.sources:
            if order.index(source) < order.index(recalled):
                return source
    return recalled
