"""The rows of an annual plan as they are typed in a form or stand in a spreadsheet.

A row that is empty is none.  Of every other row each answer is read by itself, and everything wrong is said at
once.  A choice may come as its code or, from a spreadsheet, as its word in either language.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workflow.domain import form_text
from workflow.domain.days import days_of
from workflow.domain.declaration import CHANNELS, KINDS, TIERS
from workflow.domain.form_fields import MOST_FEN
from workflow.domain.plan import MAX_HALF_DAYS, MAX_NAME, MAX_REASON, MAX_TRAINEES, PlanItem
from workflow.refusals import Refusal
from workflow.wording import LANGUAGES, say
from workflow.wording.values import Label, Term

CHOSEN: Mapping[str, tuple[str, tuple[str, ...]]] = {  # field -> words of its codes, the codes
    "class_kind": ("kind", KINDS), "tier": ("tier", TIERS), "channel": ("channel", CHANNELS),
}
COLUMNS = ("class_name", "topic_code", "class_kind", "tier", "channel", "month", "trainee_count", "half_days",
           "total_fen")  # the columns of the form and of the spreadsheet, in order
TYPED = ("class_name", "month", "trainee_count", "half_days", "total_fen")  # a row with none of these is empty


@dataclass(frozen=True, slots=True)
class RowFault:
    """One fault of one row: ``place`` counts rows from 0, ``given`` is what stood there."""

    place: int
    column: str
    given: str
    refusal: Refusal


def field_name(place: int, column: str) -> str:
    """The name of an input: ``items-3-month``."""
    return f"items-{place}-{column}"


def read_rows(rows: Sequence[Mapping[str, Any]], topics: Mapping[str, Label]) -> tuple[
        tuple[PlanItem, ...], tuple[RowFault, ...]]:
    """The items of these rows, and all that is wrong with them; items only of rows without a fault.

    ``topics``: the codes of the lexicon with their labels.
    """
    words = {name: _words(prefix, codes) for name, (prefix, codes) in CHOSEN.items()}
    words["topic_code"] = {key: code for code, label in topics.items() for key in (code, label.zh, label.en.lower())}
    items, faults = [], []
    for place, row in enumerate(rows):
        if is_empty(row):
            continue
        values, wrong = _read_row(row, place, words)
        faults += wrong
        if not wrong:
            items.append(PlanItem(**values))
    return tuple(items), tuple(faults)


def is_empty(row: Mapping[str, Any]) -> bool:
    """Whether nothing was typed in a row: words chosen from lists alone make no class."""
    return not row.get("code") and not any(str(row.get(name, "") or "").strip() for name in TYPED)


def to_row(item: PlanItem) -> dict[str, Any]:
    """An item as its inputs hold it."""
    return {
        "class_name": item.class_name, "topic_code": item.topic_code, "class_kind": item.class_kind,
        "tier": item.tier, "channel": item.channel, "month": str(item.month) if item.month else "",
        "trainee_count": str(item.trainee_count) if item.trainee_count else "",
        "half_days": days_of(item.half_days) if item.half_days else "",
        "total_fen": _yuan(item.total_fen) if item.total_fen else "", "code": item.code,
        "needs": [str(need) for need in item.needs], "dropped": item.dropped,
    }


def _read_row(row: Mapping[str, Any], place: int, words: Mapping[str, Mapping[str, str]]) -> tuple[
        dict[str, Any], list[RowFault]]:
    values: dict[str, Any] = {}
    faults: list[RowFault] = []
    for name in (*COLUMNS, "code", "needs", "dropped"):
        raw = row.get(name, "")
        label = Term(f"plan_item.{name}")
        try:
            value = _read(name, raw, words)
        except form_text.Unreadable as fault:
            refusal = fault.refusal(label, field_name(place, name))
            faults.append(RowFault(place, name, str(raw)[:60], refusal))
            continue
        if value in (None, "") and name in COLUMNS:
            missing = Refusal("plan_cell_missing", {"place": place + 1, "label": label}, field_name(place, name))
            faults.append(RowFault(place, name, "", missing))
        values[name] = value
    return values, faults


def _read(name: str, raw: Any, words: Mapping[str, Mapping[str, str]]) -> Any:
    match name:
        case "month":
            return form_text.whole(form_text.plain(raw).removesuffix("月"), 1, 12)
        case "trainee_count":
            return form_text.whole(raw, 1, MAX_TRAINEES)
        case "half_days":
            return form_text.half_days(raw, 1, MAX_HALF_DAYS)
        case "total_fen":
            found = form_text.yuan(raw, MOST_FEN)
            return None if found is None else int(found)
        case "needs":
            chosen = raw if isinstance(raw, list | tuple) else [raw] if raw else []
            return tuple(sorted({number for one in chosen if (number := form_text.whole(one, 1, 10**15))}))
        case "class_name" | "dropped":
            return form_text.text(raw, MAX_NAME if name == "class_name" else MAX_REASON)
        case "code":
            return form_text.code(raw)
    typed = form_text.code(raw)
    code = words[name].get(typed) or words[name].get(typed.lower()) if typed else ""
    if code is None:
        raise form_text.Unreadable("field_not_in_list", given=typed[:40])
    return code


def _words(prefix: str, codes: Sequence[str]) -> dict[str, str]:
    """Every way to write a choice: its code, and its word in both languages."""
    return {key: code for code in codes
            for key in (code, *(say(f"{prefix}.{code}", language).lower() for language in LANGUAGES))}


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}".removesuffix(".00")
