"""The closed vocabulary that a process file may use.

The names come from the engine and are *given* to the reader, so that this floor
knows the shape of a word and never the code behind it.  A parameter's type says
what the reader must check: plain types (``int``, ``str``, ``bool``, ``tuple`` for a list of words)
and the names of things in the same process or house (``StateName`` ...).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from workflow.rulebook.roles import Roles


class StateName(str):
    """A state of the same process."""


class ActionName(str):
    """An action of the same process."""


class GateName(str):
    """The gate of one of the states of the same process, or one that the policy knows (notice, closing)."""


class MemoryKey(str):
    """A key under which the process remembers something."""


class RuleName(str):
    """A rule of the policy, R-01 and so on."""


class PolicyPath(str):
    """A dotted path of the policy, e.g. ``timing.gates.funding``."""


@dataclass(frozen=True, slots=True)
class Optional:
    """A parameter that may be left out: it has a default in the code."""

    type: type


Parameters = Mapping[str, "type | Optional"]
"""Name of a parameter -> its type; wrapped in :class:`Optional` when it has a default."""


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Every word a process file may use, by kind.

    ``fields``: subject kind -> names of its content fields (what ``relies_on`` may name).
    ``inputs``: what an actor may state with an action.  ``policy_paths``: what ``due`` may name.
    """

    guards: Mapping[str, Parameters]
    predicates: Mapping[str, Parameters]
    effects: Mapping[str, Parameters]
    inputs: frozenset[str]
    fields: Mapping[str, frozenset[str]]
    rules: frozenset[str]
    roles: Roles
    policy_paths: frozenset[str] = field(default_factory=frozenset)
