"""Hangs up the room: importing a page adds its routes."""

from webapp.reports import figures, registers, report
from webapp.reports.room import room

PAGES = (report, figures, registers)
__all__ = ["PAGES", "room"]
