"""Hangs up the room: importing a page adds its routes."""

from webapp.rules import pages, publishing
from webapp.rules.room import room

PAGES = (pages, publishing)
__all__ = ["PAGES", "room"]
