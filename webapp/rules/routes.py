"""Hangs up the room: importing a page adds its routes."""

from webapp.rules import learning, pages, publishing
from webapp.rules.room import room

PAGES = (learning, pages, publishing)
__all__ = ["PAGES", "room"]
