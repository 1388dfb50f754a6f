"""The small year after a scan: which of its classes were found to repeat one another, counted by hand below."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, insert

from tests.queries.rows import add_pair
from tests.queries.year import YUAN, add_year
from tests.rows import AT, ZERO
from workflow.rulebook.scorecard import Scorecard
from workflow.store.likeness import likeness_mark
from workflow.store.rosters import enrolment
from workflow.store.scan import scan, scan_pair
from workflow.store.settlement import settlement

LEVELS = "021441201000"
# one, other: two classes of one host; one of them a year before; settled as distinct; two of the other host
PAIRS = ((1, 2), (1, 7), (3, 4), (4, 5))
SPENT = 46_000  # yuan, of class 1


def add_scanned_year(connection: Connection, policy: str, process: str, card: Scorecard, **how: Any) -> None:
    """The small year, one more cadre called twice, and what a scan found in it."""
    add_year(connection, policy, process, **how)
    connection.execute(insert(enrolment).values(case_id=2, cadre_id=1, unit="CIVIL", status="enrolled",
                                                start_date=date(2026, 10, 12), end_date=date(2026, 10, 12)))
    connection.execute(insert(settlement).values(
        case_id=1, n=1, trainees=40, staff=0, half_days=10, arrival_half_days=0, departure_half_days=0,
        actual_fen=SPENT * YUAN, by=1, at=AT))
    connection.execute(insert(likeness_mark), [{"case_id": number, "body": b""} for number in (1, 2, 3, 4, 5, 7)])
    add_pair(connection, 4, 3, verdict="DISTINCT")  # told from the other side
    add_scan(connection, card)


def add_scan(connection: Connection, card: Scorecard, **changes: Any) -> int:
    """A finished scan of all history with ``PAIRS``; its id."""
    weights = {"prior": card.prior, "bits": {name: dict(levels) for name, levels in card.bits.items()}}
    values = {"engine": "index", "began_at": AT, "finished_at": AT, "stamp": ZERO, "scorecard": ZERO, "lexicon": ZERO,
              "terms": 1, "weights": weights, "slices": 1, "classes": 6, "pairs": len(PAIRS), **changes}
    scan_id: int = connection.execute(insert(scan).values(values).returning(scan.c.id)).scalar_one()
    connection.execute(insert(scan_pair), [
        {"scan_id": scan_id, "one": one, "other": other, "tenths": 40 + other, "levels": LEVELS,
         "verdict": "REPEAT", "reasons": "same_topic,same_people"} for one, other in PAIRS])
    return scan_id
