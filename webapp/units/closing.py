"""Hangs up the room: importing a page adds its routes."""

from webapp.units import (
    closing_answers,
    closing_evaluation,
    closing_import,
    closing_overview,
    closing_people,
    closing_sheets,
)
from webapp.units.closing_room import door, room

PAGES = (closing_answers, closing_evaluation, closing_import, closing_overview, closing_people, closing_sheets)
__all__ = ["PAGES", "door", "room"]
