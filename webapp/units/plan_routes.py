"""Hangs up the room of plans: importing a page adds its routes."""

from webapp.units import plan_board, plan_form, plan_needs, plan_page, plan_reports
from webapp.units.plan_room import room

PAGES = (plan_board, plan_form, plan_needs, plan_page, plan_reports)
__all__ = ["PAGES", "room"]
