"""How far a declaration is written: the standing of each step, and the sums of its money."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from webapp.units.layout import CARDS, STEP_NUMBERS
from webapp.wording import t
from workflow.domain.declaration import ClassDeclaration
from workflow.domain.declaration_form import FIELD, complete, to_raw
from workflow.domain.papers import needed_papers
from workflow.queries.case_facts import Paper
from workflow.queries.draft_page import Draft
from workflow.refusals import Refusal
from workflow.wording import Fen

DONE, WRONG, BEGUN, UNTOUCHED = "done", "wrong", "begun", "untouched"
LOOKS = {DONE: "ok", WRONG: "mend", BEGUN: "run", UNTOUCHED: "draft"}


@dataclass(frozen=True, slots=True)
class Standing:
    """One step of the task list; ``faults`` = how many answers are missing or at odds."""

    number: int
    code: str
    look: str
    faults: int


def standings(text: Draft) -> tuple[Standing, ...]:
    """The standing of the six steps; the last can be done when nothing is missing in the others."""
    missing = [step_of(fault) for fault in complete(text.form)]
    empty = ClassDeclaration(host_unit=text.host)
    found = []
    for number, cards in CARDS.items():
        kept = [asked.attribute for card in cards for asked in card.fields]
        faults = missing.count(number)
        touched = any(getattr(text.form, name) != getattr(empty, name) for name in kept)
        if number in text.steps_done:
            code = WRONG if faults else DONE
        else:
            code = BEGUN if touched else UNTOUCHED
        found.append(Standing(number, code, LOOKS[code], faults))
    return (*found, Standing(STEP_NUMBERS[-1], UNTOUCHED, LOOKS[UNTOUCHED], 0))


def steps_of(text: Draft, current: int) -> tuple[tuple[Any, Any, str], ...]:
    """The bar above a step: name, state in words, and how it is marked."""
    rows = []
    for standing in standings(text):
        here = standing.number == current
        word = t("draft.step_now") if here else t(f"draft.step_{standing.code}")
        mark = "current" if here else ("done" if standing.code == DONE else "")
        rows.append((t(f"form.step.{standing.number}"), word, mark))
    return tuple(rows)


def step_of(fault: Refusal) -> int:
    """The step in which a fault is mended; 0 = in none."""
    asked = FIELD.get((fault.field or "").split("-")[0])
    return asked.step if asked else 0


def base_of(form: ClassDeclaration, number: int) -> str:
    """A fingerprint of one step's answers: whether somebody else changed this step since it was shown."""
    raw = to_raw(form)
    names = {name for card in CARDS[number] for name in card.names}
    answers = {key: value for key, value in raw.items() if key.split("-")[0] in names}
    return hashlib.sha256(json.dumps(answers, sort_keys=True).encode()).hexdigest()[:16]


def sums(form: ClassDeclaration) -> dict[str, Fen]:
    """The amounts that follow from what is written, by the name of the place they stand in."""
    scale = (form.trainee_count or 0) * (form.half_days or 0)
    found = {f"rates-{item}": Fen(rate * scale // 2) for item, rate in form.rates.items()}
    found.update(rate=Fen(form.rate_fen), quota=Fen(form.quota_fen), lecturers=Fen(form.lecturer_fen),
                 total=Fen(form.total_fen))
    return found


def missing_papers(attached: Iterable[Paper], form: ClassDeclaration) -> tuple[str, ...]:
    """Kinds of papers that the unit head's signature will ask for and that are not attached yet."""
    kinds = {paper.kind for paper in attached}
    return tuple(kind for kind in needed_papers(form) if kind not in kinds)
