"""Hangs up the room: importing a page adds its routes."""

from webapp.approvers import decision, inbox, ledger, ledger_checks, motions, paper_seats, reconcile
from webapp.approvers.room import room

PAGES = (decision, inbox, ledger, ledger_checks, motions, paper_seats, reconcile)
__all__ = ["PAGES", "room"]
