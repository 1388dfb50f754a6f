"""Hangs up the room: importing a page adds its routes."""

from webapp.account import sign_in, stand_ins
from webapp.account.room import room

PAGES = (sign_in, stand_ins)
__all__ = ["PAGES", "room"]
