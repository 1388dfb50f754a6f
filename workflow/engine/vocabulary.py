"""The words that process files may use, read off the functions themselves."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import fields
from types import UnionType
from typing import Any, get_args, get_type_hints

from workflow.domain.declaration import ClassDeclaration
from workflow.domain.inputs import INPUTS
from workflow.domain.plan import AnnualPlan
from workflow.engine.effects import EFFECTS
from workflow.engine.guards import GUARDS
from workflow.engine.predicates import PREDICATES
from workflow.engine.rules.register import RULES
from workflow.rulebook.roles import Roles
from workflow.rulebook.vocabulary import Optional, Vocabulary

ABOUT_THE_CASE = {"s", "target", "return"}  # what the engine passes; not a parameter of the file


def vocabulary(roles: Roles, policy_paths: frozenset[str] = frozenset()) -> Vocabulary:
    """The closed vocabulary: names of guards, predicates, effects with their parameters, inputs, fields, rules."""
    return Vocabulary(
        guards={name: _parameters(function) for name, function in GUARDS.items()},
        predicates={name: _parameters(function) for name, function in PREDICATES.items()},
        effects={name: _parameters(function) for name, function in EFFECTS.items()},
        inputs=frozenset(INPUTS),
        fields={
            "class_declaration": frozenset(field.name for field in fields(ClassDeclaration)),
            "annual_plan": frozenset(field.name for field in fields(AnnualPlan)),
            "form": frozenset(),
        },
        rules=frozenset(RULES),
        roles=roles,
        policy_paths=policy_paths,
    )


def _parameters(function: Callable[..., Any]) -> Mapping[str, "type | Optional"]:
    hints = get_type_hints(function)
    found: dict[str, type | Optional] = {}
    for name, parameter in inspect.signature(function).parameters.items():
        if name in ABOUT_THE_CASE:
            continue
        kind = _plain(hints[name])
        found[name] = kind if parameter.default is inspect.Parameter.empty else Optional(kind)
    return found


def _plain(hint: Any) -> type:
    """``X | None`` of a parameter with a default is X to the file."""
    if isinstance(hint, UnionType):
        hint = next(part for part in get_args(hint) if part is not type(None))
    plain: type = hint
    return plain
