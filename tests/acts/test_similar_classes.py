"""Similar classes come and go while a case is on its way; pairs, listings, answers to findings, merges."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.acts.looking import B1, B2, CIVIL, HEAD, acts_of, look, refused, resubmitted, seats
from tests.district import District, a_class
from workflow.acts.declare import save_copy
from workflow.acts.explain_finding import explain_finding, override_finding
from workflow.acts.judge_pair import judge_pair
from workflow.acts.take_action import Seen, take_action
from workflow.domain.declaration import ClassDeclaration
from workflow.office.gather import gather
from workflow.refusals import Refused
from workflow.store.cases import NO_LEAF, class_audience


def test_a_pair_that_appears_at_the_gate_can_be_settled_there_and_needs_two(d: District) -> None:
    """The refusal keeps what it found: the pair to settle and the second seat are there afterwards."""
    case_id = d.at("duplicate_review")
    other = d.submitted(a_class(host_unit="PLC"), "PLC")
    assert seats(d, case_id, "dup_clear") == [("od_section", "open")]
    assert refused(d, case_id, "dup_clear", "od_section2") == ("pairs_open", "open_block")
    assert acts_of(d, case_id)[-1] == "look_again"
    assert seats(d, case_id, "dup_clear") == [("od_section", "open"), ("od_deputy", "open")]
    judge_pair(d.office, d.actor("od_section2"), case_id, other, "DISTINCT", "课程和对象的需要不同。")
    d.take(case_id, "dup_clear", "od_section2")
    assert look(d, case_id).case.state == "duplicate_review"
    d.take(case_id, "dup_clear", "od_deputy")
    assert look(d, case_id).case.state == "funding_review"


def test_a_verdict_alone_does_not_spare_the_second_seat(d: District) -> None:
    """Settled, returned and sent again unchanged: the pair is still cleared by two (ruling 19)."""
    other = d.submitted(a_class(host_unit="PLC"), "PLC")
    case_id = d.at("duplicate_review")
    judge_pair(d.office, d.actor("od_section2"), case_id, other, "BATCH", "分期。")
    d.take(case_id, "return", "od_section2")
    resubmitted(d, case_id)
    assert look(d, case_id).case.state == "duplicate_review"
    assert seats(d, case_id, "dup_clear") == [("od_section", "open"), ("od_deputy", "open")]


def test_a_settled_pair_comes_back_only_when_what_was_compared_changes(d: District) -> None:
    other = d.submitted(a_class(host_unit="PLC"), "PLC")
    case_id = d.at("duplicate_review")
    judge_pair(d.office, d.actor("od_section2"), case_id, other, "DISTINCT", "不同。")
    d.take(case_id, "return", "od_section2")
    save_copy(d.office, d.actor(CIVIL), case_id, a_class(purpose="另写。"), version=0)
    resubmitted(d, case_id)
    assert [pair.verdict for pair in look(d, case_id).pairs] == ["DISTINCT"]
    d.take(case_id, "return", "od_section2")
    save_copy(d.office, d.actor(CIVIL), case_id, a_class(class_name="换了名称的班"), version=0)
    resubmitted(d, case_id)
    assert [pair.verdict for pair in look(d, case_id).pairs] == [""]
    assert any(f.rule == "R-25" and f.blocks for f in look(d, case_id).findings)


def test_the_unit_s_own_people_never_settle_its_pairs(d: District) -> None:
    """Not even while they are asked something: by a question, or to mend and send again."""
    other = d.submitted(a_class(host_unit="PLC"), "PLC")
    case_id = d.at("duplicate_review")
    d.take(case_id, "ask", "od_section2")
    for who in (CIVIL, HEAD, "PLC.unit_head", "finance", "admin"):
        with pytest.raises(Refused, match="not_asked"):
            judge_pair(d.office, d.actor(who), case_id, other, "DISTINCT", "不同。")
    with pytest.raises(Refused, match="pair_unknown"):
        judge_pair(d.office, d.actor("od_section2"), case_id, 10**30, "DISTINCT", "不同。")


def test_a_similar_class_that_is_withdrawn_stands_in_nobody_s_way(d: District) -> None:
    other = d.submitted(a_class(host_unit="PLC"), "PLC")
    case_id = d.at("duplicate_review")
    assert any(f.rule == "R-25" and f.blocks for f in look(d, case_id).findings)
    d.take(other, "withdraw", "PLC.unit_head")
    d.take(case_id, "dup_clear", "od_section2")
    assert not any(f.blocks for f in look(d, case_id).findings)


@pytest.mark.parametrize("how", ["resubmit", "postpone", "amend", "appeal"])
def test_a_class_is_found_where_it_stands_after_a_change(d: District, how: str) -> None:
    """The second signature of a change lists the class anew, though it brings nothing."""
    days, people = (date(2026, 11, 23), date(2026, 11, 25)), B1
    if how == "resubmit":
        case_id, people = d.at("authority_review"), B2
        d.take(case_id, "return", "od_section")
        save_copy(d.office, d.actor(CIVIL), case_id, a_class(audience_codes=B2), version=0)
        resubmitted(d, case_id)
    elif how == "postpone":
        case_id, days = d.at("approved"), (date(2026, 12, 1), date(2026, 12, 3))
        d.take(case_id, "postpone", HEAD, new_start_date=days[0], new_end_date=days[1])
        d.take(case_id, "postpone", "od_section")
    elif how == "amend":
        case_id, people = d.at("approved"), B2
        save_copy(d.office, d.actor(CIVIL), case_id, a_class(audience_codes=B2), version=0)
        d.take(case_id, "amend", CIVIL)
        d.take(case_id, "amend", HEAD)
    else:
        case_id = d.at("funding_review")
        for signer in ("finance", "od_head"):
            d.take(case_id, "reject", signer, **({"ground": "money"} if signer == "finance" else {}))
        d.take(case_id, "appeal", HEAD)
    with d.office.database.read() as connection:
        rows = connection.execute(select(class_audience).where(class_audience.c.case_id == case_id)).all()
    assert {(row.leaf, row.start_date, row.end_date) for row in rows} == {
        (leaf, *days) for leaf in (people[0], f"{NO_LEAF}COMMUNITY_WORK")}
    other = d.submitted(a_class(host_unit="PLC", audience_codes=people), "PLC")
    assert [pair.other for pair in look(d, other).pairs] == [case_id]


def test_what_was_explained_or_overridden_stays_so_while_nothing_of_it_changes(d: District) -> None:
    long = {"class_kind": "business", "half_days": 12, "end_date": date(2026, 11, 28)}
    case_id = d.at("authority_review", a_class(start_date=date(2026, 11, 2), **{**long, "end_date": date(2026, 11, 7)}))
    assert refused(d, case_id, "authority_pass", "od_section") == ("open_block", "warning_unexplained")
    explain_finding(d.office, d.actor(CIVIL), case_id, "R-15", "", "两段授课，中间实操。")
    override_finding(d.office, d.actor("od_head"), case_id, "R-02", "", "省里统一部署，来不及。")
    d.submitted(a_class(host_unit="PLC"), "PLC")  # another class for the same people: everything is judged again
    seen = look(d, case_id).case.findings_hash
    d.take(case_id, "authority_pass", "od_section")
    s = look(d, case_id)
    assert s.case.findings_hash != seen
    answered = {f.rule: (f.explained, f.overridden) for f in s.findings if f.rule in ("R-02", "R-15")}
    assert answered == {"R-02": (False, True), "R-15": (True, False)}


def short_of_time(start: date) -> ClassDeclaration:
    """Declared on 14 October; too large to be filed, so 15 working days are asked for."""
    return a_class(start_date=start, end_date=start.replace(day=start.day + 2), trainee_count=60, staff_count=6)


def test_an_override_does_not_outlive_its_numbers(d: District) -> None:
    case_id = d.at("authority_review", short_of_time(date(2026, 11, 2)))
    override_finding(d.office, d.actor("od_head"), case_id, "R-02", "", "省里统一部署。")
    d.take(case_id, "return", "od_section")
    save_copy(d.office, d.actor(CIVIL), case_id, short_of_time(date(2026, 10, 28)), version=0)
    resubmitted(d, case_id)
    assert "open_block" in refused(d, case_id, "authority_pass", "od_section")


def test_a_signature_on_what_was_seen_is_refused_when_the_world_moved(d: District) -> None:
    case_id = d.at("duplicate_review")
    with d.office.database.read() as connection:
        shown = Seen.of(gather(connection, d.office, d.actor("auditor"), case_id))
    d.submitted(a_class(host_unit="PLC"), "PLC")
    refused(d, case_id, "dup_clear", "od_section2")
    with pytest.raises(Refused, match="changed_meanwhile"):
        take_action(d.office, d.actor("od_section2"), case_id, "dup_clear", opinion="同意。", seen=shown)


def test_a_postponement_into_another_class_s_way_is_looked_at(d: District) -> None:
    """Ruling 21: with a block-level pair the new dates are proposed, not adopted, until the pair is settled."""
    case_id = d.at("approved")
    other = d.submitted(a_class(host_unit="PLC"), "PLC")
    dates = (date(2026, 12, 1), date(2026, 12, 3))
    d.take(case_id, "postpone", HEAD, new_start_date=dates[0], new_end_date=dates[1])
    d.take(case_id, "postpone", "od_section")
    s = look(d, case_id)
    assert (s.case.state, s.form.start_date, s.proposed.start_date) == (
        "amendment_review",
        a_class().start_date,
        dates[0],
    )
    assert seats(d, case_id, "amend_ok") == [("od_section", "open"), ("od_deputy", "open")]
    assert "pairs_open" in refused(d, case_id, "amend_ok", "od_section")
    judge_pair(d.office, d.actor("od_deputy"), case_id, other, "DISTINCT", "不同。")
    for who in ("od_deputy", "od_section"):
        d.take(case_id, "amend_ok", who)
    s = look(d, case_id)
    assert (s.case.state, s.form.start_date, s.proposed) == ("approved", dates[0], None)
    later = d.submitted(a_class(host_unit="OD"), "OD")
    assert {pair.other for pair in look(d, later).pairs} == {case_id, other}
