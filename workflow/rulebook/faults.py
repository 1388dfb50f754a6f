"""What is wrong with a definition file: where, in one sentence, and how to mend it.

A reader never stops at the first fault: it gathers them and raises them together.
The words live in the catalogue under ``rulebook.<what>`` and ``rulebook.<what>.mend``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from workflow.wording import say


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: ``file``, ``line`` (from 1), the keys of its sentence and of its mend, the values that fill both."""

    file: str
    line: int
    message_key: str
    values: Mapping[str, Any] = field(default_factory=dict)
    mend: str = ""

    def sentence(self, language: str) -> str:
        """What is wrong."""
        return say(self.message_key, language, **self.values)

    def way_out(self, language: str) -> str:
        """How to mend it."""
        return say(self.mend, language, **self.values)

    def say(self, language: str) -> str:
        """``file:line: what is wrong. how to mend it.``"""
        gap = "" if language == "zh" else " "
        return f"{self.file}:{self.line}: {self.sentence(language)}{gap}{self.way_out(language)}"

    def to_json(self, language: str) -> dict[str, Any]:
        """The fault for ``--json``; ``code`` is the same in both languages."""
        return {
            "file": self.file,
            "line": self.line,
            "code": self.message_key.removeprefix("rulebook."),
            "message": self.sentence(language),
            "mend": self.way_out(language),
        }


class DefinitionFaults(Exception):
    """Definition files cannot be used; carries every fault found, in the order of file and line, never none."""

    def __init__(self, faults: Iterable[Fault]):
        self.faults = tuple(sorted(faults, key=lambda fault: (fault.file, fault.line, fault.message_key)))
        if not self.faults:
            raise ValueError("DefinitionFaults without a fault")
        super().__init__(self.faults)

    def __str__(self) -> str:
        return "\n".join(fault.say("en") for fault in self.faults)


def fault(file: str, line: int, what: str, /, mend: str = "", **values: Any) -> Fault:
    """A fault by its short name; ``mend`` names another mend than the usual one."""
    key = f"rulebook.{what}"
    return Fault(file, line, key, values, f"{key}.{mend or 'mend'}")


def unknown(file: str, line: int, what: str, name: str, known: Iterable[str], /, **values: Any) -> Fault:
    """A fault about a name nobody knows, with the nearest known name, else with the known ones."""
    names = sorted(known)
    near = get_close_matches(name, names, n=1, cutoff=0.7)
    if near:
        return fault(file, line, what, "near", name=name, near=near[0], **values)
    return fault(file, line, what, name=name, known=tuple(names[:40]) or ("–",), **values)
