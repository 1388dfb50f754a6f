"""Hangs up the room of repeated training: importing a page adds its routes."""

from webapp.auditors import network, repeats
from webapp.auditors.repeats_room import room

PAGES = (repeats, network)
__all__ = ["PAGES", "room"]
