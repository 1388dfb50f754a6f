"""The room of needs, annual plans and reports on a year; the district's readers see the same pages as the units."""

from collections.abc import Sequence

from flask import Blueprint, abort, request

from webapp.numbers import number_in
from workflow.wording import Label

room = Blueprint("plan", __name__, url_prefix="/plan")
SHEETS = ("xlsx", "csv")


def year_asked() -> int:
    """The year in the address; 0 = none, or none that can be read."""
    year = number_in(request.values.get("year", ""), 4) or 0
    return year if 2000 <= year <= 2100 else 0


def asked(name: str, allowed: Sequence[str]) -> str:
    """One word of the address out of a closed list; "" for anything else."""
    found = request.args.get(name, "")
    return found if found in allowed else ""


def unit_asked() -> str:
    """A unit's code in the address or the form, as it was typed."""
    return request.values.get("unit", "")[:64]


def own_unit(units: Sequence[tuple[str, Label]]) -> str:
    """The unit written for: the one asked, if it is one's own, else the first; 403 for who writes for none."""
    codes = [code for code, _ in units]
    if not codes:
        abort(403)
    found = unit_asked()
    return found if found in codes else codes[0]
