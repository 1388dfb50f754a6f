"""Every name of a process file against what it may name: the file itself, the vocabulary, roles and policy."""

from collections.abc import Iterable, Mapping
from typing import Any, get_args, get_origin

from workflow.rulebook.faults import Fault, fault, unknown
from workflow.rulebook.policy_shape import Gate
from workflow.rulebook.process_shape import ActionShape, ForkShape, ProcessShape, RecallShape, SignerShape, SignersShape
from workflow.rulebook.shape_faults import dotted
from workflow.rulebook.vocabulary import (
    ActionName,
    GateName,
    MemoryKey,
    Optional,
    Parameters,
    PolicyPath,
    RuleName,
    StateName,
    Vocabulary,
)
from workflow.rulebook.yaml_text import Lines, Path
from workflow.wording.values import Term

_PLAIN = {int: "number", str: "text", bool: "boolean", tuple: "list", list: "list"}


def name_faults(shape: ProcessShape, data: Mapping[str, Any], lines: Lines, vocabulary: Vocabulary) -> list[Fault]:
    """All names that nobody knows, each with the nearest one that is known.

    ``data`` is the file as it stands; the names of its states and actions count even where
    their own shape was at fault and ``shape`` lacks them.
    """
    check = _Check(shape, data, lines, vocabulary)
    check.head()
    for code in shape.states:
        check.state(code)
    for code, action in shape.actions.items():
        check.action(code, action)
    return check.faults


class _Check:
    def __init__(self, shape: ProcessShape, data: Mapping[str, Any], lines: Lines, vocabulary: Vocabulary):
        self.shape, self.lines, self.vocabulary = shape, lines, vocabulary
        self.faults: list[Fault] = []
        self.states, self.actions, self.stages = (_keys(data, part) for part in ("states", "actions", "stages"))
        self.gates = {*get_args(Gate), *(state.gate for state in shape.states.values() if state.gate)}
        self.known: dict[type, tuple[str, Iterable[str]]] = {
            StateName: ("unknown_state", self.states),
            ActionName: ("unknown_action", self.actions),
            GateName: ("unknown_gate", self.gates),
            RuleName: ("unknown_rule", vocabulary.rules),
            PolicyPath: ("unknown_policy_path", vocabulary.policy_paths),
        }

    def head(self) -> None:
        self._known("unknown_subject", self.shape.subject, self.vocabulary.fields, ("subject",))
        self._known("unknown_state", self.shape.initial, self.states, ("initial",))
        for place, role in enumerate(self.shape.roles):
            self._known("unknown_house_role", role, self.vocabulary.roles, ("roles", place))
            if role in self.shape.roles[:place]:
                self._note(("roles", place), "twice_in_list", name=role)

    def state(self, code: str) -> None:
        state, path = self.shape.states[code], ("states", code)
        self._known("unknown_stage", state.stage, self.stages, (*path, "stage"))
        named = getattr(state.due, "policy", None)
        if named is not None:
            self._known("unknown_policy_path", named, self.vocabulary.policy_paths, (*path, "due", "policy"))

    def action(self, code: str, action: ActionShape) -> None:
        path: Path = ("actions", code)
        for place, road in enumerate(action.roads or ()):
            self._road(road.from_, road.to, (*path, "roads", place))
        if action.from_ is not None:
            self._road(action.from_, action.to, path)
        if isinstance(action.signers, SignersShape):
            for verb in action.signers.model_fields_set:
                for place, signer in enumerate(getattr(action.signers, verb)):
                    self._signer(signer, (*path, "signers", verb, place))
        for place, call in enumerate(action.guards):
            self._call("guard", call, self.vocabulary.guards, (*path, "guards", place))
        for place, call in enumerate(action.effects):
            self._call("effect", call, self.vocabulary.effects, (*path, "effects", place))
        for place, name in enumerate(action.inputs):
            self._known("unknown_input", name, self.vocabulary.inputs, (*path, "inputs", place))
        self._relies_on(action.relies_on, (*path, "relies_on"))

    def _relies_on(self, names: list[str], path: Path) -> None:
        fields = self.vocabulary.fields.get(self.shape.subject, frozenset())
        facts = {*fields, *(f"findings.{rule}" for rule in self.vocabulary.rules)}
        for place, name in enumerate(names):
            self._known("unknown_fact", name, facts, (*path, place))

    def _road(self, sources: str | list[str], target: Any, path: Path) -> None:
        named = [sources] if isinstance(sources, str) else sources
        for place, source in enumerate(named):
            step: Path = ("from",) if isinstance(sources, str) else ("from", place)
            self._known("unknown_state", source, self.states, (*path, *step))
            if source in named[:place]:
                self._note((*path, *step), "twice_in_list", name=source)
        self._target(target, (*path, "to"))

    def _target(self, target: Any, path: Path) -> None:
        if isinstance(target, str):
            self._known("unknown_state", target, self.states, path)
        elif isinstance(target, ForkShape):
            self._call("predicate", target.if_, self.vocabulary.predicates, (*path, "if"))
            self._target(target.then, (*path, "then"))
            self._target(target.else_, (*path, "else"))
        else:
            assert target is None or isinstance(target, RecallShape)

    def _signer(self, signer: SignerShape, path: Path) -> None:
        role = self.vocabulary.roles.get(signer.role)
        if not self._known("unknown_role", signer.role, self.shape.roles, (*path, "role")):
            return
        if role is not None and signer.of is not None and (signer.of == "district") != (role.scope == "district"):
            self._note((*path, "of"), "wrong_scope", role.scope, role=signer.role, of=signer.of)
        if signer.when is not None:
            self._call("predicate", signer.when, self.vocabulary.predicates, (*path, "when"))
        if signer.act is not None:
            self._known("unknown_action", signer.act, self.actions, (*path, "act"))

    def _call(self, kind: str, call: Any, known: Mapping[str, Parameters], path: Path) -> None:
        name, given = (call, {}) if isinstance(call, str) else next(iter(call.items()))
        if not self._known(f"unknown_{kind}", name, known, path):
            return
        wanted = known[name]
        for parameter, value in given.items():
            step = (*path, name, parameter)
            if self._known("unknown_parameter", parameter, wanted, step, of=name):
                self._value(parameter, value, _bare(wanted[parameter]), step)
        for parameter, kind_ in wanted.items():
            if parameter not in given and not isinstance(kind_, Optional):
                self._note(path, "missing_parameter", name=parameter, of=name)

    def _value(self, parameter: str, value: Any, wanted: Any, path: Path) -> None:
        kind = get_origin(wanted) or wanted
        if kind in (tuple, list):
            if not isinstance(value, list):
                self._wrong_type(path, "list")
                return
            inside = next((part for part in get_args(wanted) if part is not Ellipsis), None)
            for place, item in enumerate(value):
                self._value(parameter, item, inside or type(item), (*path, place))
            return
        plain = kind if kind in _PLAIN else str
        if type(value) is not plain:
            self._wrong_type(path, _PLAIN[plain])
        elif kind in self.known:
            what, names = self.known[kind]
            self._known(what, value, names, path)
        else:
            assert kind in _PLAIN or kind is MemoryKey, f"parameter {parameter}: the reader cannot check {wanted}"

    def _wrong_type(self, path: Path, wanted: str) -> None:
        self._note(path, "wrong_type", where=dotted(path), wanted=Term(f"rulebook.type.{wanted}"))

    def _known(self, what: str, name: str, known: Iterable[str], path: Path, **values: Any) -> bool:
        if name in known:
            return True
        self.faults.append(unknown(self.lines.file, self.lines.of(path), what, name, known, **values))
        return False

    def _note(self, path: Path, what: str, mend: str = "", **values: Any) -> None:
        self.faults.append(fault(self.lines.file, self.lines.of(path), what, mend, **values))


def _bare(wanted: Any) -> Any:
    return wanted.type if isinstance(wanted, Optional) else wanted


def _keys(data: Mapping[str, Any], part: str) -> set[str]:
    inside = data.get(part)
    return {key for key in inside if isinstance(key, str)} if isinstance(inside, dict) else set()
