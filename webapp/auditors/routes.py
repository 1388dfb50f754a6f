"""Hangs up the room: importing a page adds its routes."""

from webapp.auditors import archive, records, trail
from webapp.auditors.room import room

PAGES = (archive, records, trail)
__all__ = ["PAGES", "room"]
