"""Fills in the wizard's steps as a person does: types, ticks, chooses, asks for more rows where there are too few."""

from collections.abc import Mapping, Sequence
from typing import Any

from playwright.sync_api import Locator

from tests.stories.desk import Desk
from workflow.domain.declaration_form import Field, fields_of

Answers = Mapping[str, Any]  # by question, as the demo's files have them; lists of rows are lists of mappings


def fill_step(desk: Desk, step: int, answers: Answers) -> None:
    """Answer every question of one step that ``answers`` answers."""
    for asked in fields_of(step):
        if asked.name in answers:
            answer(desk, asked, answers[asked.name])


def answer(desk: Desk, asked: Field, given: Any) -> None:
    """Answer one question with what its kind of control takes."""
    match asked.kind:
        case "rates":
            for item, amount in given.items():
                input_of(desk, f"rates-{item}").fill(str(amount))
        case "rows":
            _rows(desk, asked, given)
        case "many_choice":
            for code in given:
                _tick(desk, f"{asked.name}-{code}")
        case "yes_no":
            input_of(desk, asked.name).set_checked(given == "yes")
        case "choice" if input_of(desk, asked.name).evaluate("place => place.tagName") == "FIELDSET":
            _tick(desk, f"{asked.name}-{given}")
        case "choice":
            input_of(desk, asked.name).select_option(given)
        case _:
            input_of(desk, asked.name).fill(str(given))


def input_of(desk: Desk, name: str) -> Locator:
    """The control of a question, or of a cell: ``lecturers-0-name``."""
    found: Locator = desk.page.locator(f'[id="f-{name}"]')
    return found


def _rows(desk: Desk, asked: Field, rows: Sequence[Answers]) -> None:
    for place, row in enumerate(rows):
        if not input_of(desk, f"{asked.name}-{place}-{next(iter(row))}").count():
            desk.press(desk.words("draft.more_rows"), within=f'.card:has([id="f-{asked.name}"])')
        for column in asked.columns:
            cell = column.name.split(".")[1]
            if cell in row:
                answer(desk, column_at(column, f"{asked.name}-{place}-{cell}"), row[cell])


def column_at(column: Field, name: str) -> Field:
    """A cell as a question of its own, under the name of its input."""
    return Field(name, column.step, column.kind, options=column.options, words=column.words)


def _tick(desk: Desk, name: str) -> None:
    """Open the list a choice is folded into, as one has to, and choose it by its words."""
    box = input_of(desk, name)
    for folded in box.locator("xpath=ancestor::details[not(@open)]").all():
        folded.locator("> summary").click()
    desk.page.locator(f'label[for="f-{name}"]').click()
    assert box.is_checked()
