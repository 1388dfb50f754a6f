"""The one page: what each role sees and can do, who holds the case, what an action would lead to."""

from datetime import date

import pytest

from tests.district import PLANNED, District, a_class, signed_in
from workflow.acts.explain_finding import explain_finding, override_finding
from workflow.acts.take_action import Seen
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.office.gather import gather
from workflow.queries.decision_page import decision_page
from workflow.queries.declaration_page import DeclarationPage, declaration_page
from workflow.queries.visible import Sight
from workflow.refusals import NotFound
from workflow.wording import Fen

SHORT = 16


@pytest.fixture
def district(office: Office) -> District:
    return District(office)


def person(district: District, who: str) -> Actor:
    return signed_in(district.office, district.actor(who).id)


def page(district: District, case_id: int, who: str) -> DeclarationPage:
    return declaration_page(district.office, person(district, who), case_id)


def can(found: DeclarationPage) -> list[str]:
    return [choice.action for choice in found.can]


def test_a_draft_is_the_units_own(district: District) -> None:
    case_id = district.begin()
    found = page(district, case_id, "CIVIL.declarant")
    assert found.sight is Sight.FULL
    assert can(found) == ["send_unit", "discard"]
    assert found.head.title == "社区工作者能力提升培训班"
    assert found.head.total == Fen(2_610_000)
    assert found.findings == ()
    assert [holder.people[0].zh for holder in found.holders] == ["CIVIL.declarant"]
    with pytest.raises(NotFound):
        page(district, case_id, "od_section")
    with pytest.raises(NotFound):
        page(district, case_id, "PLC.declarant")


def test_what_the_gate_sees(district: District) -> None:
    case_id = district.at("authority_review")
    found = page(district, case_id, "od_section")
    assert found.head.number == "CX-2026-0001"
    assert found.head.state.zh == "权限审核中"
    assert can(found)[0] == "authority_pass"
    assert {"authority_pass", "return", "reject", "ask"} <= set(can(found))
    assert [step.look for step in found.steps] == ["done"] * 3 + ["current"] + [""] * 8
    assert found.steps[2].word == found.trail[0].act
    assert found.holders[0].days == 2
    assert found.holders[0].since is not None
    assert sum(cost.fen for cost in found.money) == found.head.total
    assert {view.finding.severity for view in found.findings} == {"clear"}
    assert found.next is not None
    assert found.next.state.zh == "重复审核中"


def test_the_one_who_passed_before_is_told_why_not(district: District) -> None:
    """Separation: the gate after is another person's, and the page says so instead of hiding the action."""
    case_id = district.at("duplicate_review")
    found = page(district, case_id, "od_section")
    assert "dup_clear" not in can(found)
    barred = next(one for one in found.cannot if one.action == "dup_clear")
    assert [refusal.code for refusal in barred.refusals] == ["signed_gate_before"]
    assert found.cannot[0].action == "dup_clear"
    assert "dup_clear" in can(page(district, case_id, "od_section2"))


def test_what_only_the_system_does_is_not_listed(district: District) -> None:
    found = page(district, district.at("authority_review"), "finance")
    listed = {one.action for one in found.cannot}
    assert "absorb" not in listed
    assert "authority_pass" in listed
    assert found.can == ()


@pytest.mark.parametrize(
    ("action", "who", "kind", "state"),
    [
        ("authority_pass", "od_section", "moves", "重复审核中"),
        ("return", "od_section", "moves", "退回补正"),
        ("withdraw", "CIVIL.unit_head", "ends", "已撤回"),
        ("reject", "od_section", "signs", "权限审核中"),
        ("ask", "od_section", "asks", "权限审核中"),
    ],
)
def test_what_an_action_leads_to(district: District, action: str, who: str, kind: str, state: str) -> None:
    found = page(district, district.at("authority_review"), who)
    choice = next(one for one in found.can if one.action == action)
    assert (choice.leads.kind, choice.leads.state.zh) == (kind, state)


def test_several_open_seats_are_all_named(district: District) -> None:
    """Professional staff: the HR bureau holds the second seat of the gate (ruling 28)."""
    form = a_class(audience_tier="professional", audience_codes=("PRO_TECH",), class_kind="continuing")
    found = page(district, district.at("authority_review", form), "od_section")
    assert [holder.act.zh for holder in found.holders] == ["权限通过", "权限通过"]
    assert len({holder.post.zh for holder in found.holders}) == 2


def test_the_road_of_a_refusal_is_told(district: District) -> None:
    case_id = district.at("authority_review")
    district.take(case_id, "return", "od_section", opinion="附件不齐。")
    found = page(district, case_id, "CIVIL.declarant")
    assert found.head.look == "mend"
    assert found.marks[found.trail[0].n] == "back"
    assert found.trail[0].opinion == "附件不齐。"
    assert "resubmit" in can(found)


def test_an_ended_case_stays_readable(district: District) -> None:
    case_id = district.at("authority_review")
    district.take(case_id, "withdraw", "CIVIL.unit_head", opinion="不办了。")
    found = page(district, case_id, "auditor")
    assert found.head.look == "stop"
    assert found.holders == ()
    assert found.open is False
    assert [step.look for step in found.steps][-1] == "current"
    assert "passed" in {step.look for step in found.steps}
    assert len(found.trail) == found.trail[0].n


def test_the_completed_case_has_a_done_end(district: District) -> None:
    case_id = district.at("authority_review")
    assert page(district, case_id, "auditor").can == ()


def test_masks(district: District) -> None:
    """The administrator sees where it stands; another unit sees nothing until a pair joins the two classes."""
    case_id = district.at("authority_review")
    listed = page(district, case_id, "admin")
    assert listed.sight is Sight.LIST
    assert (listed.findings, listed.trail, listed.money, listed.can, listed.papers) == ((), (), (), (), ())
    assert listed.head.total is None
    assert listed.holders
    with pytest.raises(NotFound):
        page(district, case_id, "PLC.declarant")
    twin = a_class(host_unit="PLC", class_name="社区工作者轮训班", plan_item=PLANNED["PLC"])
    other = district.submitted(twin, host="PLC")
    assert [pair.other for pair in page(district, other, "PLC.declarant").pairs] == [case_id]
    masked = page(district, case_id, "PLC.declarant")
    assert masked.sight is Sight.SIMILAR
    assert [fact.name.key for fact in masked.facts] == [
        "form.host_unit", "form.audience_codes", "case.when", "form.trainee_count",
    ]  # fmt: skip
    assert (masked.head.total, masked.steps, masked.trail) == (None, (), ())


def test_words_said_to_a_finding(district: District) -> None:
    """A late declaration: the unit explains, and only the role the policy names may set it aside."""
    form = a_class(start_date=date(2026, 10, 19), end_date=date(2026, 10, 21))
    case_id = district.at("authority_review", form)
    found = page(district, case_id, "CIVIL.declarant")
    view = next(one for one in found.findings if one.finding.rule == "R-02")
    assert view.finding.severity == "block"
    assert (view.may_explain, view.may_override) == (True, False)
    explain_finding(district.office, district.actor("CIVIL.declarant"), case_id, "R-02", "", "上级临时部署。")
    assert page(district, case_id, "od_head").findings[0].may_override
    assert not page(district, case_id, "od_section").findings[0].may_override
    override_finding(district.office, district.actor("od_head"), case_id, "R-02", "", "同意。")
    view = next(one for one in page(district, case_id, "od_section").findings if one.finding.rule == "R-02")
    assert view.explanation is not None
    assert view.explanation.text == "上级临时部署。"
    assert view.override is not None
    assert view.override.text == "同意。"
    assert not view.may_explain


def test_the_shown_content_is_what_a_signature_binds_to(district: District) -> None:
    case_id = district.at("authority_review")
    shown = page(district, case_id, "od_section").shown
    assert shown is not None
    with district.office.database.read() as connection:
        seen = Seen.of(gather(connection, district.office, person(district, "od_section"), case_id))
    assert seen == Seen(shown.state, shown.form_hash[:SHORT], shown.findings_hash[:SHORT])


def test_the_decision_names_stage_and_who_agreed(district: District) -> None:
    case_id = district.at("funding_review")
    found = decision_page(district.office, person(district, "finance"), case_id)
    assert found.stage.zh == "经费"
    agreed = ["送单位审核", "财务会签", "单位负责人签报", "受理", "权限通过", "不构成重复"]
    assert [one.act.zh for one in found.agreed] == agreed
    assert found.agreed[-1].opinion == "同意。"


def test_the_annual_plan_has_the_same_page(district: District) -> None:
    """A second process with a second subject: nothing of the page knows a class."""
    with district.office.database.read() as connection:
        from sqlalchemy import select

        from workflow.store.cases import case

        plan = connection.execute(select(case.c.id).where(case.c.kind == "annual_plan").limit(1)).scalar_one()
    found = page(district, plan, "od_section")
    assert found.head.state.zh == "已报备"
    assert found.head.look == "done"
    assert len(found.plan) == 1
    assert [step.look for step in found.steps][-1] == "done"


def test_what_an_action_asks_to_state_does_not_bar_it(district: District) -> None:
    """A lower amount, a new date: they are typed on the form, so that their absence is no reason yet."""
    found = page(district, district.at("funding_review"), "finance")
    assert "propose_cut" in can(found)
    assert next(one.inputs for one in found.can if one.action == "propose_cut") == ("cut_to_fen",)


def test_a_book_has_no_page(district: District) -> None:
    from sqlalchemy import select

    from workflow.store.funding import fund_line

    with district.office.database.read() as connection:
        book = connection.execute(select(fund_line.c.case_id).limit(1)).scalar_one()
    with pytest.raises(NotFound):
        page(district, book, "finance")


def test_who_is_barred_from_a_seat_is_not_named_for_it(district: District) -> None:
    case_id = district.at("duplicate_review")  # od_section passed the gate before
    found = page(district, case_id, "od_head")
    assert [person.zh for holder in found.holders for person in holder.people] == ["od_section2"]
