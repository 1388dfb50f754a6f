"""The statements about signatures on paper: one is entered, and it is closed once, in one of three ways."""

from workflow.store.act_writing import inserting, updating
from workflow.store.paper_seats import paper_seat

NEW_SHEET = inserting(paper_seat)
CLOSE_SHEET = updating(paper_seat, ("id", "status"), "status", "closed_by", "closed_at", "words", "trail_n",
                       counted=True)
