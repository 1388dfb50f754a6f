"""Hangs up the rooms: importing a page adds its routes."""

from webapp.units import roster_pages, roster_people, roster_records, roster_sheets
from webapp.units.roster_room import people, room

PAGES = (roster_pages, roster_people, roster_records, roster_sheets)
__all__ = ["PAGES", "people", "room"]
