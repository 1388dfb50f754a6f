"""What an actor states with an action: dates, amounts, numbers, the other class.

The process file names inputs; here is how each is typed, whether it may be left out,
and how it is read from a form or an API.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from workflow.domain import form_text
from workflow.domain.form_fields import FIRST_YEAR, LAST_YEAR
from workflow.refusals import Refusal
from workflow.wording.values import Term

DAY, FEN, TEXT, CASE, COUNT, CONTENT = "day", "fen", "text", "case", "count", "content"

# name -> (kind, may be left out)
INPUTS: Mapping[str, tuple[str, bool]] = {
    "working_copy": (CONTENT, True),  # the content being typed is frozen with the first signature
    "absorbed": (CASE, True),  # the class that is merged into this one
    "survivor": (CASE, False),
    "higher_reply_no": (TEXT, False),
    "cut_to_fen": (FEN, False),
    "ground": (TEXT, False),
    "new_start_date": (DAY, False),
    "new_end_date": (DAY, False),
    "costs_fen": (FEN, True),
    "opened_on": (DAY, True),
    "attended": (COUNT, True),  # left out, it is taken from the sign-in
    "overrun_fen": (FEN, False),
    "actual_fen": (FEN, False),
}

CLAIMED = ("opened_on",)  # an earlier day for which something is entered today
GROUNDS = (
    "no_reason", "no_authority", "repeat", "meeting", "scenic", "charging", "company", "money", "out_of_province",
)
MAX_TEXT = 200
MAX_FEN = 10_000_000_000_00  # ten billion yuan: above any district, below every integer column


def missing_inputs(names: tuple[str, ...], given: Mapping[str, Any]) -> tuple[Refusal, ...]:
    """What must be stated with the action and is not, or is of the wrong kind; one refusal per input."""
    faults = []
    for name in names:
        kind, optional = INPUTS[name]
        value = given.get(name)
        if kind == CONTENT or (value is None and optional):
            continue
        if value is None or value == "":
            faults.append(Refusal("input_missing", {"input": Term(f"input.{name}")}, field=name))
        elif not _fits(kind, value) or (name == "ground" and value not in GROUNDS):
            faults.append(Refusal("input_wrong", {"input": Term(f"input.{name}")}, field=name))
    return tuple(faults)


def fitting(given: Mapping[str, Any]) -> dict[str, Any]:
    """Of what was stated, what is of its kind: nothing else is looked at by a guard or an effect."""
    return {name: value for name, value in given.items()
            if name in INPUTS and value is not None and _fits(INPUTS[name][0], value)}


def _fits(kind: str, value: Any) -> bool:
    if isinstance(value, int) and not isinstance(value, bool):
        return kind == CASE or kind in (FEN, COUNT) and 0 <= value <= MAX_FEN
    if isinstance(value, str):
        return kind == TEXT and form_text.is_text(value, MAX_TEXT)
    return kind == DAY and type(value) is date and FIRST_YEAR <= value.year <= LAST_YEAR
