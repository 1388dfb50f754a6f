"""A policy is put in force by two persons, from a coming day, on the record; never by who keeps the accounts."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from tests.clocks import SetClock
from tests.district import District
from workflow.acts.publish_policy import propose_policy, publish_policy, renew_rules, withdraw_policy
from workflow.bootstrap import written_rules
from workflow.office import Office
from workflow.office.published import rules_of_house
from workflow.queries.trail_check import verify_all
from workflow.refusals import NotFound, Refused
from workflow.store.cases import case
from workflow.store.house import policy_version
from workflow.store.policies import policy_proposal

BEGINS = date(2026, 12, 1)
REASON = "市里下达了新的申报时限。"


def a_file(lead: int = 20, begins: date = BEGINS) -> bytes:
    text = written_rules().policy_on(date(2026, 1, 1)).text
    text = text.replace("effective_from: 2017-01-01", f"effective_from: {begins}")
    return text.replace("declare_lead_workdays: {value: 15", f"declare_lead_workdays: {{value: {lead}").encode()


def propose(d: District, data: bytes | None = None, who: str = "od_section", reason: str = REASON) -> int:
    return propose_policy(d.office, d.actor(who), "new.yaml", a_file() if data is None else data, reason)


def codes(refused: pytest.ExceptionInfo[Refused]) -> tuple[str, ...]:
    return refused.value.codes


def test_two_persons_put_a_policy_in_force(d: District, clock: SetClock) -> None:
    number = propose(d)
    assert d.office.rulebook.policy_on(BEGINS)["timing.declare_lead_workdays"] == 15
    publish_policy(d.office, d.actor("od_head"), number, "同意。")
    assert d.office.rulebook.policy_on(BEGINS)["timing.declare_lead_workdays"] == 20
    assert d.office.rulebook.policy_on(BEGINS - timedelta(days=1))["timing.declare_lead_workdays"] == 15
    with d.office.database.read() as connection:
        row = connection.execute(select(policy_proposal)).one()
        kept = set(connection.execute(select(policy_version.c.hash)).scalars())
        book = connection.execute(select(case).where(case.c.number == "policy-2026")).one()
    assert (row.status, row.decided_by, row.opinion) == ("published", d.actor("od_head").id, "同意。")
    assert row.hash in kept and book.chain_n == 3
    assert verify_all(d.office).ok


def test_another_office_of_the_house_takes_it_up(d: District) -> None:
    """A house opened anew reads it from the database; one that runs already takes it up when it looks."""
    other = Office(database=d.office.database, rulebook=written_rules(), clock=d.office.clock, home=d.office.home)
    assert not renew_rules(other)
    publish_policy(d.office, d.actor("od_head"), propose(d))
    with d.office.database.read() as connection:
        opened = rules_of_house(connection, written_rules(), d.office.today())
    assert opened.policy_on(BEGINS)["timing.declare_lead_workdays"] == 20
    assert other.rulebook.policy_on(BEGINS)["timing.declare_lead_workdays"] == 15
    assert renew_rules(other) and not renew_rules(other)
    assert other.rulebook.policy_on(BEGINS)["timing.declare_lead_workdays"] == 20


def test_drafts_are_judged_by_it_from_its_day(d: District, clock: SetClock) -> None:
    publish_policy(d.office, d.actor("od_head"), propose(d))
    declared = d.submitted()
    clock.set(f"{BEGINS} 09:00")
    later = d.begin()
    with d.office.database.read() as connection:
        kept = dict(connection.execute(select(case.c.id, case.c.policy_hash)).all())
    assert d.office.rulebook.policies[kept[declared]]["timing.declare_lead_workdays"] == 15
    assert d.office.rulebook.policy_on(d.office.today())["timing.declare_lead_workdays"] == 20
    assert kept[later] in (None, d.office.rulebook.policy_on(d.office.today()).hash)


@pytest.mark.parametrize("who", ["CIVIL.declarant", "auditor", "admin", "finance", "od_head"])
def test_who_may_propose(d: District, who: str) -> None:
    with pytest.raises(Refused) as refused:
        propose(d, who=who)
    assert codes(refused) == ("policy_role_missing",)


@pytest.mark.parametrize("who", ["od_section", "od_section2", "auditor", "admin", "leader"])
def test_who_may_confirm(d: District, who: str) -> None:
    number = propose(d)
    with pytest.raises(Refused) as refused:
        publish_policy(d.office, d.actor(who), number)
    assert "policy_role_missing" in codes(refused)


def test_nobody_confirms_their_own(office: Office) -> None:
    """Whoever comes to hold the other chair still needs a second person."""
    d = District(office)
    number = propose(d)
    with d.office.database.write() as connection:
        connection.execute(update(policy_proposal).values(proposed_by=d.actor("od_head").id))
        connection.commit()
    with pytest.raises(Refused) as refused:
        publish_policy(d.office, d.actor("od_head"), number)
    assert codes(refused) == ("second_person_same",)


def test_everything_wrong_is_said_at_once(d: District) -> None:
    data = a_file().replace(b"source: S21", b"source: S99").replace(b"declare_lead_workdays", b"declare_lead_workday")
    with pytest.raises(Refused) as refused:
        propose(d, data, who="auditor", reason=" ")
    assert codes(refused).count("policy_fault") >= 3
    assert {"policy_role_missing", "reason_missing"} <= set(codes(refused))
    with d.office.database.read() as connection:
        assert connection.execute(select(policy_proposal.c.id)).first() is None


def test_a_policy_begins_on_a_coming_day(d: District, clock: SetClock) -> None:
    today = d.office.today()
    with pytest.raises(Refused) as refused:
        propose(d, a_file(begins=today))
    assert codes(refused) == ("policy_too_early",)
    number = propose(d, a_file(begins=today + timedelta(days=1)))
    clock.advance(days=1)
    with pytest.raises(Refused) as refused:
        publish_policy(d.office, d.actor("od_head"), number)
    assert codes(refused) == ("policy_too_early",)


def test_the_same_rules_are_proposed_once(d: District) -> None:
    number = propose(d)
    with pytest.raises(Refused) as refused:
        propose(d)
    assert codes(refused) == ("policy_known",)
    withdraw_policy(d.office, d.actor("od_section"), number, "时限写错。")
    publish_policy(d.office, d.actor("od_head"), propose(d))
    for decide in (lambda: publish_policy(d.office, d.actor("od_head"), number),
                   lambda: withdraw_policy(d.office, d.actor("od_head"), number, "重复。")):
        with pytest.raises(Refused) as refused:
            decide()
        assert codes(refused) == ("proposal_decided",)
    with pytest.raises(NotFound):
        publish_policy(d.office, d.actor("od_head"), 99)


def test_who_may_put_it_in_force_may_decline_it(d: District) -> None:
    number = propose(d)
    with pytest.raises(Refused) as refused:
        withdraw_policy(d.office, d.actor("finance"), number, "不妥。")
    assert codes(refused) == ("policy_role_missing",)
    withdraw_policy(d.office, d.actor("od_head"), number, "不妥。")
    assert verify_all(d.office).ok


def test_a_changed_text_is_not_relied_on(office: Office) -> None:
    d = District(office)
    publish_policy(d.office, d.actor("od_head"), propose(d))
    with d.office.database.write() as connection:
        connection.execute(update(policy_proposal).values(text=a_file(lead=1).decode()))
        connection.commit()
    with d.office.database.read() as connection, pytest.raises(Refused) as refused:
        rules_of_house(connection, written_rules(), d.office.today())
    assert codes(refused) == ("published_policy_changed",)
    found = verify_all(d.office).first_bad
    assert found is not None and found.table == "policy_proposal"
