"""A process file whose shape and names are right -> the frozen :class:`Process`."""

from typing import Any

from workflow.rulebook.process import Action, Call, Due, Process, Road, Signer, Signers, Stage, State, Target
from workflow.rulebook.process_shape import (
    ActionShape,
    DueDays,
    DuePolicy,
    ForkShape,
    ProcessShape,
    RecallShape,
    SignerShape,
    StateShape,
)
from workflow.rulebook.roles import Roles
from workflow.rulebook.yaml_text import Lines
from workflow.wording.values import Label


def build_process(shape: ProcessShape, lines: Lines, roles: Roles, digest: str, text: str) -> Process:
    """The process of a file; ``digest`` is its identity."""
    return Process(
        code=shape.process,
        version=shape.version,
        label=Label(shape.zh, shape.en),
        subject=shape.subject,
        roles=tuple(shape.roles),
        initial=shape.initial,
        stages=tuple(Stage(code, Label(stage.zh, stage.en)) for code, stage in shape.stages.items()),
        states={code: _state(code, state, lines) for code, state in shape.states.items()},
        actions={code: _action(code, action, lines, roles) for code, action in shape.actions.items()},
        hash=digest,
        text=text,
    )


def _state(code: str, shape: StateShape, lines: Lines) -> State:
    return State(
        code=code,
        label=Label(shape.zh, shape.en),
        stage=shape.stage,
        kind=shape.kind,
        due=_due(shape.due),
        gate=shape.gate,
        remember=shape.remember,
        line=lines.of(("states", code)),
    )


def _due(shape: DueDays | DuePolicy | None) -> Due | None:
    match shape:
        case DueDays():
            return Due(days=shape.days)
        case DuePolicy():
            return Due(policy=shape.policy)
    return None


def _action(code: str, shape: ActionShape, lines: Lines, roles: Roles) -> Action:
    roads: list[tuple[Any, Any]] = [(road.from_, road.to) for road in shape.roads or ()]
    return Action(
        code=code,
        label=Label(shape.zh, shape.en),
        roads=tuple(Road(_sources(sources), _target(to)) for sources, to in roads or [(shape.from_, shape.to)]),
        signers=_signers(shape.signers, roles),
        decides=shape.decides,
        guards=tuple(map(_call, shape.guards)),
        effects=tuple(map(_call, shape.effects)),
        opinion=shape.opinion,
        recallable=shape.recallable,
        reopens=shape.reopens,
        relies_on=tuple(shape.relies_on),
        inputs=tuple(shape.inputs),
        line=lines.of(("actions", code)),
    )


def _sources(written: Any) -> tuple[str, ...]:
    return (written,) if isinstance(written, str) else tuple(written)


def _target(shape: Any) -> Target:
    match shape:
        case str():
            return Target(state=shape)
        case RecallShape():
            return Target(recall=shape.recall, or_earlier=shape.or_earlier is not None)
        case ForkShape():
            return Target(test=_call(shape.if_), then=_target(shape.then), otherwise=_target(shape.else_))
    return Target()


def _signers(shape: Any, roles: Roles) -> Signers:
    if isinstance(shape, str):
        return Signers(shape)
    verb = next(iter(shape.model_fields_set))
    return Signers(verb, tuple(_signer(member, roles) for member in getattr(shape, verb)))


def _signer(shape: SignerShape, roles: Roles) -> Signer:
    own = "host" if roles[shape.role].scope == "unit" else "district"
    return Signer(shape.role, shape.of or own, None if shape.when is None else _call(shape.when), shape.act)


def _call(shape: Any) -> Call:
    """Lists become tuples, so that a call can be compared and hashed."""
    if isinstance(shape, str):
        return Call(shape)
    name, given = next(iter(shape.items()))
    return Call(name, tuple((key, tuple(value) if isinstance(value, list) else value) for key, value in given.items()))
