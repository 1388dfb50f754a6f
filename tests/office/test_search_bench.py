"""The bench of the search in small: nothing missed at any level, and a roster is checked by reading its own rows."""

import pytest
from sqlalchemy import func, select

from tests.district import District
from tests.office.filled_house import fill
from workflow.bench import likeness, persons
from workflow.bench.likeness import LEVELS, bench_duplicates
from workflow.bench.persons import plan_of_histories
from workflow.office import Office
from workflow.refusals import Refused
from workflow.store.rosters import enrolment


def test_the_bench_tells_all_that_is_asked_of_it(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(persons, "CHECKS", 20)
    monkeypatch.setattr(likeness, "WRITTEN", 20)
    told = bench_duplicates(office, 3_000, enrolments=2_000)
    assert set(told["checks"]) == set(LEVELS)
    assert all(level["missed"] == 0 and level["recall"] == 1 for level in told["checks"].values())
    assert sum(level["flagged_by_scoring_all"] for level in told["checks"].values()) > 10, "else nothing was proved"
    assert {"p50_ms", "p95_ms", "cpu_p95_ms", "candidates_p50"} <= set(told["checks"]["county"])
    assert told["persons"]["enrolments"] >= 2_000 and told["persons"]["classes_read_p50"] > 60
    assert told["upkeep"]["p95_ms"] > 0
    # Half-full pages weigh more among few classes, on PostgreSQL as its cleaner goes; a million: docs/performance.md.
    assert told["index_mb_per_million"] < (270 if office.database.dialect == "sqlite" else 2_000)
    with office.database.read() as connection:
        assert connection.execute(select(func.count()).select_from(enrolment)).scalar_one() > 2_000
    with pytest.raises(Refused, match="bench_not_empty"):
        bench_duplicates(office, 10)


def test_a_check_of_a_roster_reads_its_peoples_rows_and_no_others(office: Office) -> None:
    """By person and day, and each class by its key: nothing in the plan grows with the house."""
    District(office)
    fill(office, 2_000, 3_000, each=10)
    with office.database.read() as connection:
        plan = "\n".join(plan_of_histories(connection, 1_000_001, office.today()))
    if office.database.dialect == "sqlite":
        assert "SCAN" not in plan.replace("SCALAR", "")
        assert "SEARCH enrolment USING INDEX ix_enrolment_person (cadre_id=? AND start_date>? AND start_date<?)" in plan
    else:
        assert "Seq Scan on enrolment" not in plan and "Seq Scan on class_" not in plan, plan
        within = plan[plan.index("Index Only Scan using ix_enrolment_person"):].splitlines()[1]
        assert "Index Cond: ((cadre_id = " in within and "(start_date >= " in within, plan
