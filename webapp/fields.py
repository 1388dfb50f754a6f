"""How questions are drawn (``_parts/fields.html``): which control each gets, and how long lists are grouped.

The questions, their limits and their words are the domain's (``workflow.domain.form_fields``).
"""

import re
from collections.abc import Mapping
from typing import Any

from flask import Flask

from webapp.at_hand import office
from workflow.domain.declaration import TIERS
from workflow.domain.declaration_form import Choices, Field, input_name, options
from workflow.wording import Term

AS_RADIOS = frozenset({"plan_type", "channel", "audience_tier", "mode", "managing_level"})  # few choices, all seen
WITH_GLOSS = frozenset({"channel"})  # each choice has one line that says what it means
CLOSED = frozenset({"co_hosts"})  # long lists that few need: closed until asked for
ON_CONDITION = {  # asked for by another answer
    "plan_item": "draft.when_in_plan", "extra_reason": "draft.when_extra", "partner": "draft.when_out",
    "villages": "draft.when_down"}

Group = tuple[Any, list[tuple[str, Any]]]


def install(app: Flask) -> None:
    """Lend the templates what ``_parts/fields.html`` draws by."""
    app.jinja_env.globals.update(
        options=options, input_name=input_name, grouped=grouped, rows_to_draw=rows_to_draw,
        as_radios=AS_RADIOS, with_gloss=WITH_GLOSS, closed=CLOSED, on_condition=ON_CONDITION, open_group=open_group,
    )


def grouped(asked: Field, choices: Choices) -> list[Group]:
    """The choices of a list of ticks under headings: audiences by tier, anything else in one group without."""
    found = options(asked, choices)
    if asked.options != "audiences":
        return [(None, list(found.items()))]
    audiences = office().rulebook.audiences
    groups = [
        (Term(f"tier.{tier}"), [(code, label) for code, label in found.items() if audiences[code].tier == tier])
        for tier in TIERS
    ]
    return [group for group in groups if group[1]]


def open_group(heading: Term, raw: Mapping[str, Any]) -> bool:
    """Whether a group of audiences is of the tier that was chosen: it is open, the others are folded."""
    return heading.key == f"tier.{raw.get('audience_tier', '')}"


def rows_to_draw(asked: Field, raw: Mapping[str, Any]) -> int:
    """The rows that hold something, and the empty ones after them; never more than the list may have."""
    numbers = [int(found[1]) for name in raw if (found := re.fullmatch(rf"{asked.name}-(\d{{1,3}})-\w+", name))]
    typed = [number for number in numbers if _is_typed(asked, raw, number)]
    return min(max(typed, default=-1) + 1 + asked.spare, asked.most)


def _is_typed(asked: Field, raw: Mapping[str, Any], row: int) -> bool:
    return any(raw.get(input_name(column, row), "") not in ("", column.standing) for column in asked.columns)
