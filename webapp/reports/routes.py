"""Hangs up the room: importing a page adds its routes."""

from webapp.reports import figures, report
from webapp.reports.room import room

PAGES = (report, figures)
__all__ = ["PAGES", "room"]
