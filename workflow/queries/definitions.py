"""Definition files looked at: is this one right, and what does that process say?

Checks need the house's own lists (roles, sources, policies) and the engine's vocabulary;
nothing is kept and no database is asked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workflow.engine.rules.register import RULES
from workflow.engine.vocabulary import vocabulary
from workflow.refusals import NotFound
from workflow.rulebook.faults import Fault
from workflow.rulebook.file_reading import faults_of_policy, faults_of_process
from workflow.rulebook.overlays import overlay_faults
from workflow.rulebook.policy import Overlay, Policy
from workflow.rulebook.policy_numbers import PATHS
from workflow.rulebook.process import Action, Process, Target
from workflow.rulebook.roles import Roles
from workflow.rulebook.rulebook import Rulebook
from workflow.rulebook.schemas import schemas
from workflow.rulebook.soundness import possible_targets
from workflow.rulebook.yaml_text import MAX_BYTES
from workflow.wording import Label

__all__ = ["MAX_BYTES", "ActionLine", "CheckedPolicy", "CheckedProcess", "ProcessPage", "StageBlock", "StateBlock",
           "check_policies", "check_process", "process_page", "schemas"]  # fmt: skip

File = tuple[str, bytes]  # its name as it is told in faults, and what stands in it


@dataclass(frozen=True, slots=True)
class CheckedProcess:
    """A process file and everything that is wrong with it; the numbers are 0 while it cannot be read."""

    file: str
    faults: tuple[Fault, ...]
    code: str = ""
    version: int = 0
    hash: str = ""
    states: int = 0
    actions: int = 0


@dataclass(frozen=True, slots=True)
class CheckedPolicy:
    """A policy file, what is wrong with it, and how far it can be relied on.

    ``confirmed`` of ``numbers`` have been confirmed by a named person; ``waiting`` are rules that are
    on but that this version of the program does not compute yet.
    """

    file: str
    faults: tuple[Fault, ...]
    code: str = ""
    kind: str = ""
    hash: str = ""
    numbers: int = 0
    confirmed: int = 0
    waiting: tuple[str, ...] = ()
    remark: Label | None = None


def check_process(rulebook: Rulebook, file: File) -> CheckedProcess:
    """Reads one process file and proves its structure."""
    source, data = file
    process, faults = faults_of_process(data, source, vocabulary(rulebook.roles, PATHS))
    if process is None:
        return CheckedProcess(source, faults)
    return CheckedProcess(
        source, faults, process.code, process.version, process.hash, len(process.states), len(process.actions)
    )


def check_policies(rulebook: Rulebook, files: Sequence[File]) -> tuple[CheckedPolicy, ...]:
    """Reads policy files; an overlay is held against the base among them, else against the house's own."""
    read = [(source, *faults_of_policy(data, source, rulebook.roles, rulebook.sources)) for source, data in files]
    bases = {policy.code: policy for policy in rulebook.policies.values()}
    bases |= {policy.code: policy for _, policy, _, _ in read if isinstance(policy, Policy)}
    checked = []
    for source, policy, faults, lines in read:
        more = overlay_faults(policy, bases.values(), lines) if isinstance(policy, Overlay) else []
        found = tuple(sorted((*faults, *more), key=lambda fault: (fault.line, fault.message_key)))
        checked.append(CheckedPolicy(source, found) if policy is None else _policy(source, found, policy))
    return tuple(checked)


def _policy(source: str, faults: tuple[Fault, ...], policy: Policy | Overlay) -> CheckedPolicy:
    rules: Mapping[str, Any] = policy.rules
    on = [rule for rule in rules if isinstance(policy, Policy) and policy.terms(rule) and rule not in RULES]
    return CheckedPolicy(
        file=source,
        faults=faults,
        code=policy.code,
        kind=policy.kind if isinstance(policy, Overlay) else "base",
        hash=policy.hash,
        numbers=len(policy.entries),
        confirmed=sum(bool(entry.confirmed_by) for entry in policy.entries.values()),
        waiting=tuple(on),
        remark=policy.remark if isinstance(policy, Overlay) and policy.remark.zh else None,
    )


@dataclass(frozen=True, slots=True)
class ActionLine:
    """One action from one state: where it may lead and who signs. ``targets`` are codes; empty = it stays."""

    code: str
    label: Label
    targets: tuple[str, ...]
    verb: str
    roles: tuple[Label, ...]
    decides: bool
    opinion_required: bool


@dataclass(frozen=True, slots=True)
class StateBlock:
    """A state with what may happen in it. ``due``: a path of the policy, or a number of working days."""

    code: str
    label: Label
    is_end: bool
    gate: str
    due: str | int | None
    actions: tuple[ActionLine, ...]


@dataclass(frozen=True, slots=True)
class StageBlock:
    """A stage with its states."""

    code: str
    label: Label
    states: tuple[StateBlock, ...]


@dataclass(frozen=True, slots=True)
class ProcessPage:
    """A process as people read it, stage by stage."""

    code: str
    version: int
    label: Label
    hash: str
    stages: tuple[StageBlock, ...]


def process_page(rulebook: Rulebook, code: str) -> ProcessPage:
    """The newest version of a process; ``NotFound`` if the house has none of that name."""
    try:
        process = rulebook.process(code)
    except KeyError:
        raise NotFound("process", code) from None
    stages = tuple(
        StageBlock(stage.code, stage.label, tuple(_states(process, stage.code, rulebook.roles)))
        for stage in process.stages
    )
    return ProcessPage(process.code, process.version, process.label, process.hash, stages)


def _states(process: Process, stage: str, roles: Roles) -> Iterable[StateBlock]:
    for state in process.states.values():
        if state.stage == stage:
            due = None if state.due is None else state.due.policy or state.due.days
            lines = tuple(_line(process, action, state.code, roles) for action in process.actions_from(state.code))
            yield StateBlock(state.code, state.label, state.kind == "end", state.gate or "", due, lines)


def _line(process: Process, action: Action, source: str, roles: Roles) -> ActionLine:
    road = action.road_from(source)
    target = road.target if road else Target()
    targets = sorted(possible_targets(process, road, source), key=list(process.states).index) if road else []
    return ActionLine(
        code=action.code,
        label=action.label,
        targets=() if target.stays else tuple(targets),
        verb=action.signers.verb,
        roles=tuple(dict.fromkeys(roles[signer.role].label for signer in action.signers.members)),
        decides=action.decides,
        opinion_required=action.opinion == "required",
    )
