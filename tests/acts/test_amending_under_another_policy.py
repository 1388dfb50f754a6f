"""A class keeps the policy of its declaration; what changes it later is judged by the policy of that day."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from tests.acts.test_publish_policy import a_file
from tests.clocks import SetClock
from tests.district import YUAN, District, a_class
from workflow.acts.declare import save_copy
from workflow.acts.publish_policy import propose_policy, publish_policy
from workflow.domain.findings import BLOCK, CLEAR, INFO, WARN
from workflow.office.gather import gather
from workflow.refusals import Refused
from workflow.store.cases import case, finding, working_copy

BEGINS = date(2026, 10, 20)
CLASS = a_class(start_date=date(2026, 12, 21), end_date=date(2026, 12, 23))


@pytest.fixture
def approved(d: District, clock: SetClock) -> int:
    """Approved under 550 yuan a person-day; from 20 October on the ceiling is 200."""
    case_id = d.at("approved", CLASS)
    text = a_file(begins=BEGINS).decode().replace("total_yuan: {value: 550", "total_yuan: {value: 200")
    lodging = "lodging_yuan: {value: %d, bound: max, source: K"
    text = text.replace(lodging % 340, lodging % 0)
    number = propose_policy(d.office, d.actor("od_section"), "tight.yaml", text.encode(), "从严。")
    publish_policy(d.office, d.actor("od_head"), number)
    clock.set(f"{BEGINS} 09:00")
    return case_id


def policy_of(d: District, case_id: int) -> str:
    with d.office.database.read() as connection:
        kept: str = connection.execute(select(case.c.policy_hash).where(case.c.id == case_id)).scalar_one()
    return kept


def found(d: District, case_id: int, rule: str) -> tuple[str, str]:
    """Severity, and the policy it was judged by, of the newest finding of a rule."""
    with d.office.database.read() as connection:
        rows = connection.execute(select(finding.c.severity, finding.c.policy_hash).where(
            finding.c.case_id == case_id, finding.c.rule == rule).order_by(finding.c.n.desc())).first()
    assert rows is not None
    return rows.severity, rows.policy_hash


def amend(d: District, case_id: int, **changes: object) -> None:
    declarant = d.actor("CIVIL.declarant")
    with d.office.database.read() as connection:
        version = connection.execute(select(working_copy.c.version).where(working_copy.c.case_id == case_id)).scalar()
    form = gather_form(d, case_id).with_(**changes)
    form = form.with_(fund_shares=(replace(form.fund_shares[0], fen=form.total_fen),))
    save_copy(d.office, declarant, case_id, form, version=version or 0)
    d.take(case_id, "amend", "CIVIL.declarant")
    d.take(case_id, "amend", "CIVIL.unit_head")


def gather_form(d: District, case_id: int) -> Any:
    with d.office.database.read() as connection:
        return gather(connection, d.office, d.actor("auditor"), case_id).situation.form


def test_an_amendment_is_judged_by_the_new_policy(d: District, approved: int) -> None:
    old, new = policy_of(d, approved), d.office.rulebook.policy_on(BEGINS).hash
    assert old != new
    amend(d, approved, rates={"meals": 150 * YUAN, "venue": 60 * YUAN})
    assert policy_of(d, approved) == new
    assert found(d, approved, "R-07") == (BLOCK, new)
    assert found(d, approved, "R-A1") == (INFO, new)
    with pytest.raises(Refused) as refused:
        d.take(approved, "amend_ok", "finance")
    assert "open_block" in refused.value.codes


def test_what_is_given_up_leaves_the_class_under_its_own(d: District, approved: int) -> None:
    old = policy_of(d, approved)
    amend(d, approved, rates={"meals": 150 * YUAN, "venue": 60 * YUAN})
    d.take(approved, "withdraw_amendment", "CIVIL.unit_head")
    assert policy_of(d, approved) == old
    assert found(d, approved, "R-07")[1] == old
    assert found(d, approved, "R-07")[0] != BLOCK
    assert d.state(approved) == "approved"


def test_a_small_amendment_says_so_and_keeps_the_new_policy(d: District, approved: int) -> None:
    new = d.office.rulebook.policy_on(BEGINS).hash
    amend(d, approved, venue="区委党校二楼")
    assert found(d, approved, "R-A1") == (CLEAR, new)
    d.take(approved, "amend_ok", "od_section")
    assert d.state(approved) == "approved" and policy_of(d, approved) == new
    with d.office.database.read() as connection:
        remembered = connection.execute(select(case.c.remembered).where(case.c.id == approved)).scalar_one()
    assert "former_policy" not in remembered


def test_without_a_change_of_policy_nothing_is_remembered(d: District) -> None:
    case_id = d.at("approved", CLASS)
    old = policy_of(d, case_id)
    amend(d, case_id, trainee_count=50)
    assert policy_of(d, case_id) == old
    assert found(d, case_id, "R-A1") == (INFO, old)


def test_what_only_stands_there_keeps_its_policy(d: District, approved: int) -> None:
    """No act but a change of the class itself brings another policy."""
    old = policy_of(d, approved)
    d.take(approved, "allow_short_notice", "od_deputy")
    assert policy_of(d, approved) == old
    assert found(d, approved, "R-07")[0] in (CLEAR, WARN)
