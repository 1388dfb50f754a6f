"""Training needs: who lacks what, how many, why, and wanted by when (缺什么补什么)."""

from dataclasses import dataclass

from workflow.domain import form_text
from workflow.domain.plan import MAX_TRAINEES
from workflow.refusals import Refusal
from workflow.wording.values import Term

MAX_LACK = 500
MAX_REASON = 500
UNMET, PLANNED, MET = "unmet", "planned", "met"
STANDINGS = (UNMET, PLANNED, MET)  # nothing planned for it, a planned class meets it, that class was held
FIELDS = ("audience_code", "topic_code", "lack", "heads", "reason", "month")


@dataclass(frozen=True, slots=True)
class Need:
    """One need of ``unit`` in ``year``; ``heads`` people, wanted by the end of ``month`` (1-12)."""

    unit: str
    year: int
    topic_code: str = ""
    audience_code: str = ""
    heads: int = 0
    lack: str = ""
    reason: str = ""
    month: int = 0


def read_need(unit: str, year: int, raw: dict[str, str], topics: frozenset[str],
              audiences: frozenset[str]) -> tuple[Need, tuple[Refusal, ...]]:
    """A need as it was typed, and everything wrong with it, each fault at its field.

    ``topics`` and ``audiences`` are the codes that may be chosen.
    """
    values: dict[str, object] = {}
    faults: list[Refusal] = []
    for name in FIELDS:
        label = Term(f"plan.need_{name}")
        try:
            value = _read(name, raw.get(name, ""), topics, audiences)
        except form_text.Unreadable as fault:
            faults.append(fault.refusal(label, name))
            continue
        if not value:
            faults.append(Refusal("need_answer_missing", {"label": label}, field=name))
        else:
            values[name] = value
    return Need(unit, year, **values), tuple(faults)  # type: ignore[arg-type]


def complete(need: Need, topics: frozenset[str], audiences: frozenset[str]) -> tuple[Refusal, ...]:
    """The same faults of a need that did not come from a form."""
    raw = {name: str(getattr(need, name) or "") for name in FIELDS}
    return read_need(need.unit, need.year, raw, topics, audiences)[1]


def _read(name: str, typed: str, topics: frozenset[str], audiences: frozenset[str]) -> object:
    match name:
        case "heads":
            return form_text.whole(typed, 1, MAX_TRAINEES)
        case "month":
            return form_text.whole(typed, 1, 12)
        case "lack" | "reason":
            return form_text.text(typed, MAX_LACK if name == "lack" else MAX_REASON, lines=True)
    code = form_text.code(typed)
    if code and code not in (topics if name == "topic_code" else audiences):
        raise form_text.Unreadable("field_not_in_list", given=typed[:40])
    return code
