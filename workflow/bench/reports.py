"""Times every report of the year on a world of many enrolments, as a reader waits for it."""

from statistics import median
from time import perf_counter
from typing import Any

from workflow.bench.measure import refuse_used
from workflow.bench.year import Progress, fill_year
from workflow.domain.people import Actor, Post
from workflow.office import Office
from workflow.queries.reports import REPORTS, report, wished

READER = Actor(1, posts=(Post("od_section", "U00"),))
TIMES = 3  # of which the middle one is told


def bench_reports(office: Office, *, enrolments: int, years: int, progress: Progress | None = None) -> dict[str, Any]:
    """Fill the empty house and read each report; milliseconds by report, from the question to the frozen answer.

    Refused (``bench_not_empty``) on a database that holds anything.
    """
    refuse_used(office)
    filled = fill_year(office, enrolments, years=years, progress=progress)
    return {"database": office.database.dialect, "enrolments": filled, "years": years, "ms": times(office)}


def times(office: Office) -> dict[str, int]:
    """The middle of some readings of each report of this year."""
    found = {}
    for name in REPORTS:
        taken = []
        for _ in range(TIMES):
            begun = perf_counter()
            report(office, READER, wished(office, name, office.today().year, ""))
            taken.append(perf_counter() - begun)
        found[name] = round(median(taken) * 1000)
    return found
