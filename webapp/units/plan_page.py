"""One annual plan: what it holds, its versions, and what a version changes."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from webapp.at_hand import actor, office
from webapp.numbers import number_in
from webapp.units.plan_room import room
from workflow.domain.days import days_of
from workflow.queries.plan_page import plan_page
from workflow.wording import Fen, Label, Term

WORDS = {"class_kind": "kind", "tier": "tier", "channel": "channel"}  # answers that are words of the catalogue


@room.get("/<int:case_id>")
def page(case_id: int) -> ResponseReturnValue:
    """The version in force; ``?old=1&new=2`` compares two versions."""
    old, new = (number_in(request.args.get(name, ""), 6) or 0 for name in ("old", "new"))
    found = plan_page(office(), actor(), case_id, old, new)

    def said(field: str, value: object) -> object:
        """An answer of a planned class in words."""
        if field in WORDS:
            return Term(f"{WORDS[field]}.{value}")
        match field:
            case "topic_code":
                return found.topics.get(str(value), value)
            case "total_fen":
                return Fen(int(str(value)))
            case "half_days":
                return days_of(int(str(value)))
            case "needs":
                numbers = value if isinstance(value, tuple) else ()
                return tuple(found.needs[n].topic if n in found.needs else Label(f"#{n}", f"#{n}") for n in numbers)
        return value

    return render_template("units/plan_page.html", page=found, said=said)
