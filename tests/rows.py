"""Smallest rows that the tables accept, for tests below the acts."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert

from workflow.store.cases import case, content
from workflow.store.completion import hour_entry
from workflow.store.funding import fund_line, ledger_entry
from workflow.store.people import cadre, unit
from workflow.store.trail import refused_attempt, trail

AT = datetime(2026, 10, 14, 1, 0, tzinfo=UTC)
ZERO = "0" * 64


def a_case(**changes: Any) -> dict[str, Any]:
    """A case without a subject."""
    return {
        "kind": "form", "state": "draft", "version": 1, "rounds": 0, "chain_n": 0, "chain_head": ZERO,
        "created_by": 1, "created_at": AT, "entered_at": AT, "remembered": {}, "form_n": 0, "findings_n": 0,
        "stamp_seen": 0, **changes,
    }  # fmt: skip


def a_trail_row(**changes: Any) -> dict[str, Any]:
    """A record that proves nothing but its own existence."""
    return {"hash": ZERO, "prev": ZERO, "record": "{}", "at": AT, "actor_id": 1, "act": "begin", **changes}


def one_of_each(connection: Connection) -> None:
    """One row in every table that only grows, and what those rows refer to."""
    connection.execute(
        insert(unit).values(code="OD", name_zh="组织部", name_en="Organisation", kind="department", level="district",
                            system="", active=True)
    )  # fmt: skip
    connection.execute(insert(case).values(a_case(id=1)))
    connection.execute(insert(content).values(case_id=1, n=1, hash=ZERO, body="{}", by=1, at=AT))
    connection.execute(insert(trail).values(a_trail_row(case_id=1, n=1)))
    connection.execute(
        insert(refused_attempt).values(id=1, at=AT, actor_id=1, case_id=1, act="begin", codes=[], hash=ZERO)
    )
    connection.execute(
        insert(fund_line).values(id=1, case_id=1, owner="OD", year=2026, source="special", state="open",
                                 appropriated=100, reserved=0, committed=0, spent=0)
    )  # fmt: skip
    connection.execute(
        insert(ledger_entry).values(case_id=1, trail_n=1, k=0, line_id=1, kind="appropriate", from_account="outside",
                                    to_account="available", fen=100, at=AT)
    )  # fmt: skip
    connection.execute(
        insert(cadre).values(id=1, staff_no="N1", name="王丽", unit="OD", rank="staff", managing_level="unit",
                             audience="STAFF")
    )  # fmt: skip
    connection.execute(
        insert(hour_entry).values(case_id=1, k=1, cadre_id=1, hours=18, result="passed", present_half_days=6,
                                  leave_half_days=0, absent_half_days=0, at=AT)
    )  # fmt: skip
