"""Hangs up the room: importing a page adds its routes."""

from webapp.approvers import decision, inbox, ledger
from webapp.approvers.room import room

PAGES = (decision, inbox, ledger)
__all__ = ["PAGES", "room"]
