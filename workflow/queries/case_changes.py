"""What a content that waits for adoption would change: each answer before and after, in words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from workflow.domain.days import days_of
from workflow.domain.declaration import ClassDeclaration
from workflow.domain.form_fields import FIELD, Field
from workflow.queries.case_facts import topic, village
from workflow.queries.labels import Names, Said
from workflow.queries.plan_changes import plan_changes
from workflow.rulebook.rulebook import Rulebook
from workflow.wording import Fen, Label, Term


@dataclass(frozen=True, slots=True)
class Change:
    """One answer of the form: as it is in force, and as it is asked for."""

    name: Any  # a word of the catalogue, or the name of a planned class
    before: Any
    after: Any


def case_changes(
    old: Any, new: Any, changed: Iterable[str], known: Names, rulebook: Rulebook
) -> tuple[Change, ...]:
    """The changed answers in the order of the form; of a plan its changed classes; other subjects only name them."""
    if isinstance(old, dict) and isinstance(new, dict) and "items" in old:
        return tuple(Change(*row) for row in plan_changes(old, new, rulebook))
    if not isinstance(old, ClassDeclaration) or not isinstance(new, ClassDeclaration):
        return tuple(Change(Term(f"form.{name}"), None, None) for name in changed)
    asked = [field for field in FIELD.values() if field.attribute in set(changed)]
    return tuple(
        Change(field.label, *(_told(field, getattr(form, field.attribute), known, rulebook) for form in (old, new)))
        for field in asked
    )


def _told(field: Field, value: Any, known: Names, rulebook: Rulebook) -> Any:
    if value in (None, "", (), {}):
        return None
    if field.kind in ("choice", "many_choice"):
        codes = value if isinstance(value, tuple) else (value,)
        return tuple(_chosen(field, code, known, rulebook) for code in codes)
    return _KINDS.get(field.kind, _plain)(field, value, known)


def _chosen(field: Field, code: str, known: Names, rulebook: Rulebook) -> Any:
    if field.words:
        return Term(f"{field.words}.{code}")
    if field.options in ("units", "organisers"):
        return known.unit(code)
    if field.options == "topics":
        return topic(rulebook, code)
    found = rulebook.audiences.get(code) if field.options == "audiences" else None
    return found.label if found else code


def _plain(_field: Field, value: Any, _known: Names) -> Any:
    return value


def _money(_field: Field, value: int, _known: Names) -> Said:
    return Said("case.yuan", {"fen": Fen(value)})


def _days(_field: Field, value: int, _known: Names) -> Said:
    return Said("case.days", {"days": days_of(value)})


def _rates(_field: Field, value: Mapping[str, int], _known: Names) -> tuple[Said, ...]:
    return tuple(
        Said("case.amount_of", {"what": Term(f"budget.{item}"), "fen": Fen(fen)}) for item, fen in value.items() if fen
    )


def _rows(field: Field, value: tuple[Any, ...], known: Names) -> tuple[Any, ...]:
    """The rows by what tells them apart: fund lines by their money, courses by hours, lecturers by fee."""
    if field.attribute == "fund_shares":
        return tuple(
            Said("case.amount_of", {"what": Said("case.line_of", {"owner": known.unit(share.owner), "source": Term(
                f"source.{share.source}")}), "fen": Fen(share.fen)})
            for share in value
        )  # fmt: skip
    if field.attribute == "villages":
        return tuple(village(row) for row in value)
    if field.attribute == "lecturers":
        return tuple(Said("case.amount_of", {"what": _name(row.name), "fen": Fen(row.total_fen)}) for row in value)
    return tuple(Said("case.course", {"title": row.title, "count": row.hours}) for row in value)


def _name(text: str) -> Label:
    return Label(text, text)


_KINDS: Mapping[str, Callable[[Field, Any, Names], Any]] = {
    "yuan": _money,
    "half_days": _days,
    "rates": _rates,
    "rows": _rows,
}
