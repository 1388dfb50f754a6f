"""Hangs up the room: importing a page adds its routes."""

from webapp.documents import checking, printing
from webapp.documents.printing import install
from webapp.documents.room import room

PAGES = (checking, printing)
__all__ = ["PAGES", "install", "room"]
