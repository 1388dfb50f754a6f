"""Hangs up the room: importing a page adds its routes."""

from webapp.directory import accounts, posts, units
from webapp.directory.room import room

PAGES = (units, posts, accounts)
__all__ = ["PAGES", "room"]
