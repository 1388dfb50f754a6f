"""Hangs up the room: importing a page adds its routes."""

from webapp.auditors import records, trail
from webapp.auditors.room import room

PAGES = (records, trail)
__all__ = ["PAGES", "room"]
