"""Cadres: the people who are called to classes.  Personal data: never in the trail, only by staff number elsewhere."""

from dataclasses import dataclass

COUNTY = "county_division"  # the rank whose hours are counted over five years; all others by the year
RANKS = (COUNTY, "section", "deputy_section", "staff", "village", "community", "professional")
MANAGING_LEVELS = ("city", "district", "unit", "town")


@dataclass(frozen=True, slots=True)
class Cadre:
    """One trainee-to-be: where from, of what rank, managed by whom, counted in which coded audience."""

    staff_no: str
    name: str
    unit: str
    rank: str
    managing_level: str
    audience: str
