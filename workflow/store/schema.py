"""All tables of the house together: what the migrations must make, and which tables only grow."""

from workflow.store import (
    cases,
    completion,
    funding,
    house,
    learning,
    likeness,
    likeness_past,
    needs,
    paper_seats,
    people,
    policies,
    rosters,
    scan,
    settlement,
    teaching,
    trail,
)
from workflow.store.types import metadata

__all__ = ["APPEND_ONLY", "metadata"]

# importing them fills the metadata
_modules = (
    people, cases, paper_seats, trail, funding, house, needs, rosters, teaching, settlement, completion, policies,
    learning, likeness, likeness_past, scan,
)

# Triggers refuse UPDATE and DELETE on these in both databases: a guard against accidents, not the proof.
APPEND_ONLY = ("content", "trail", "refused_attempt", "ledger_entry", "hour_entry")
