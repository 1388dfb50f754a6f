"""The answers of a form as sentences, for reading again: one line per question, each with its way back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from webapp.units.layout import CARDS
from webapp.wording import shown, t
from workflow.domain.days import days_of
from workflow.domain.declaration import BUDGET_ITEMS, ClassDeclaration
from workflow.domain.declaration_form import Choices, Field, options
from workflow.wording import Fen, Term

NO_ANSWER = (None, "", ())


@dataclass(frozen=True, slots=True)
class Answer:
    """One question with its answer; ``given`` is false where nothing was answered."""

    name: str
    text: Markup
    given: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """One step's answers."""

    step: int
    rows: tuple[Answer, ...]


def answers(form: ClassDeclaration, choices: Choices) -> tuple[Answered, ...]:
    """All answers, by step, in the order of the cards; unanswered optional questions are left out."""
    found = []
    for step, cards in CARDS.items():
        rows = []
        for asked in (asked for card in cards for asked in card.fields):
            value = getattr(form, asked.attribute)
            empty = value in NO_ANSWER or asked.kind in ("rates", "yuan") and not value
            if not empty or asked.required:
                words = t("draft.not_answered") if empty else said(asked, value, choices)
                rows.append(Answer(asked.name, words, not empty))
        found.append(Answered(step, tuple(rows)))
    return tuple(found)


def said(asked: Field, value: Any, choices: Choices) -> Markup:
    """One answer in the words of the page."""
    match asked.kind:
        case "choice":
            return _chosen(asked, value, choices)
        case "many_choice":
            return shown(tuple(_chosen(asked, code, choices) for code in value))
        case "half_days":
            return t("draft.days_are", days=days_of(value))
        case "yuan":
            return t("draft.amount_yuan", fen=Fen(value))
        case "rates":
            items = sorted(value.items(), key=lambda pair: BUDGET_ITEMS.index(pair[0]))
            return _lines(t("draft.rate_line", item=Term(f"budget.{item}"), fen=Fen(fen)) for item, fen in items)
        case "rows":
            return _lines(_record(asked, record, choices) for record in value)
        case "long_text":
            return Markup('<span class="two-lines">{}</span>').format(shown(value))
    return shown(value)


def _record(asked: Field, record: Any, choices: Choices) -> Markup:
    parts = []
    for column in asked.columns:
        value = getattr(record, column.attribute)
        if value in NO_ANSWER or str(value) == column.standing:
            continue
        text = said(column, value, choices)
        counted = column.kind == "whole"
        parts.append(t("draft.column_is", column=column.label, value=text) if counted else text)
    return Markup(" · ").join(parts)


def _chosen(asked: Field, code: str, choices: Choices) -> Markup:
    known: Mapping[str, Any] = options(asked, choices)
    return shown(known.get(code, code))


def _lines(lines: Any) -> Markup:
    return Markup("<br>").join(lines)
