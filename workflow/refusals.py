"""Every no, with its reason.

A guard, a rule of the form or an act answers a :class:`Refusal`; nobody answers
``False``.  The same object feeds the button, the list "what you cannot do now",
the JSON answer and the tests.  The words live in the catalogue under
``refusal.<code>``; here are only the code and the values that fill the sentence.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Refusal:
    """One reason why something cannot be done.

    ``code`` is a word of the catalogue; ``values`` fill its sentence; ``field``
    names the form field to mend, if there is one; ``who`` are the labels of those
    who could do it instead.
    """

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    field: str | None = None
    who: tuple[Any, ...] = ()

    def __str__(self) -> str:
        return f"{self.code} {dict(self.values)}" if self.values else self.code


class Refused(Exception):
    """An act was refused; carries all the reasons at once, never none."""

    def __init__(self, *refusals: Refusal | Iterable[Refusal]):
        flat: list[Refusal] = []
        for refusal in refusals:
            flat.extend([refusal] if isinstance(refusal, Refusal) else refusal)
        if not flat:
            raise ValueError("Refused without a reason")
        self.refusals: tuple[Refusal, ...] = tuple(flat)
        super().__init__("; ".join(map(str, self.refusals)))

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(refusal.code for refusal in self.refusals)


class NotFound(Exception):
    """There is no such thing, or this actor may not know of it."""

    def __init__(self, what: str, key: object):
        self.what, self.key = what, key
        super().__init__(f"{what} {key}")
