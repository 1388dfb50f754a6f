"""Hangs up the room: importing a page adds its routes."""

from webapp.declarations import accounts, action, findings, merging, page, pairs, papers, topics
from webapp.declarations.room import room

PAGES = (accounts, action, findings, merging, page, pairs, papers, topics)
__all__ = ["PAGES", "room"]
