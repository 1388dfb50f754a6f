"""Can the people there are carry a case through all gates and stay apart?  Pure (ruling 19).

Every condition of a signer is taken to hold: a house must be able to staff its hardest case.
"""

from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass

from workflow.domain.seats import ALL, IN_ORDER, ONE
from workflow.rulebook.process import Action, Process, Signer
from workflow.rulebook.roles import Roles

Holders = Callable[[str, bool], Set[int]]  # (role, whether of the host unit) -> the people who hold it


@dataclass(frozen=True, slots=True)
class Chair:
    """A seat to staff: any holder of one of ``roles``; ``gate`` counts the gates from 1, 0 is the unit's own part."""

    roles: tuple[str, ...]
    gate: int


def chairs(process: Process, roles: Roles) -> tuple[Chair, ...]:
    """The unit's own chairs, each role once, and then the seats of every gate in the order of the process."""
    deciding = [action for action in process.actions.values() if action.decides]
    before, gates = _parts(process, deciding)
    of_unit = dict.fromkeys(
        signer.role for action in before for signer in action.signers.members if roles[signer.role].scope == "unit"
    )
    found = [Chair((role,), 0) for role in of_unit]
    for number, action in enumerate(gates, start=1):
        found += [Chair(names, number) for names in _seats(action, roles)]
    return tuple(found)


def unstaffed(places: Sequence[Chair], holders: Holders, *, apart: bool) -> Chair | None:
    """The first chair that cannot be staffed however the earlier ones are; ``None`` when all can.

    Nobody of the unit's part signs at a gate, nobody sits twice at one gate, nor, where
    the policy keeps them ``apart``, at two successive gates.
    """
    furthest = 0

    def fill(taken: tuple[int, ...]) -> bool:
        nonlocal furthest
        furthest = max(furthest, len(taken))
        if len(taken) == len(places):
            return True
        return any(fill((*taken, who)) for who in _free(places, taken, holders, apart))

    return None if fill(()) else places[furthest]


def _free(places: Sequence[Chair], taken: tuple[int, ...], holders: Holders, apart: bool) -> Iterator[int]:
    chair = places[len(taken)]
    barred = {
        who
        for who, other in zip(taken, places, strict=False)
        if other.gate in (0, chair.gate) or (apart and other.gate == chair.gate - 1)
    }
    able = {who for role in chair.roles for who in holders(role, chair.gate == 0)}
    return iter(sorted(able - barred))


def _parts(process: Process, deciding: Sequence[Action]) -> tuple[list[Action], list[Action]]:
    """The deciding actions outside gates, and the first of each gate in the order of the states."""
    by_gate: dict[str, Action] = {}
    outside: list[Action] = []
    for state in process.states.values():
        action = next((one for one in deciding if state.code in one.sources), None)
        if action is None:
            continue
        if state.gate is None:
            outside.append(action)
        else:
            by_gate.setdefault(state.gate, action)
    return outside, list(by_gate.values())


def _seats(action: Action, roles: Roles) -> Iterator[tuple[str, ...]]:
    """The seats of the district in one action's round, each as the roles that may fill it."""
    members: tuple[Signer, ...] = tuple(m for m in action.signers.members if roles[m.role].scope == "district")
    if action.signers.verb == ONE and members:
        yield tuple(member.role for member in members)
    elif action.signers.verb in (ALL, IN_ORDER):
        yield from ((member.role,) for member in members)
