"""The process file of the class declaration says what the tables of the field say.

Written off from the domain's tables of roles, states and transitions, as the rulings complete
them, not from the file.  ``create`` is no action of the file: it is the first record of a case
(``acts/declare.begin``); ``delegate`` is an act on people.
"""

import pytest

from workflow.acts.declare import CREATE
from workflow.rulebook.process import Action, Process, Target
from workflow.rulebook.rulebook import Rulebook

ROLES = {
    "declarant": ("经办人", "Declarant", "unit"),
    "unit_finance": ("单位财务", "Unit finance officer", "unit"),
    "unit_head": ("单位主要负责人", "Unit head", "unit"),
    "od_section": ("干教科", "Cadre Education Section officer", "district"),
    "od_deputy": ("组织部分管副部长", "Organisation deputy head", "district"),
    "od_head": ("组织部部长", "Organisation head", "district"),
    "hrss": ("人社局", "HR & Social Security reviewer", "district"),
    "finance": ("财政局", "Finance Bureau reviewer", "district"),
    "leader": ("分管区领导", "District leader in charge", "district"),
}
WITHOUT_A_SEAT = {
    "higher_od": ("上级组织部", "Higher (city) organisation department"),
    "institution": ("施教机构", "Training institution"),
    "auditor": ("审计/纪检", "Auditor"),
    "admin": ("系统管理员", "Administrator"),
}

STAGES = "起草 单位审核 受理 权限 重复 经费 领导 待开班 办班 结班 结算 已办结".split()

STATES = {  # code: 中文, English, stage, gate, days by policy
    "draft": ("草稿", "Draft", "起草", "", ""),
    "unit_review": ("单位审核中", "Under unit review", "单位审核", "", "unit_review"),
    "submitted": ("待受理", "Submitted, awaiting acceptance", "受理", "", "gates.accept"),
    "returned": ("退回补正", "Returned for correction", "受理", "", "return_reply_workdays"),
    "authority_review": ("权限审核中", "Authority check", "权限", "authority", "gates.authority"),
    "higher_referral": ("报上级审批中", "Referred to higher authority", "权限", "", "higher_reply"),
    "duplicate_review": ("重复审核中", "Duplicate check", "重复", "duplicate", "gates.duplicate"),
    "consultation": ("合并会商中", "Merge consultation", "重复", "", "consultation"),
    "funding_review": ("经费审核中", "Funding review", "经费", "funding", "gates.funding"),
    "leader_approval": ("领导审批中", "Leader approval", "领导", "leader", "gates.leader"),
    "approved": ("已批复", "Approved (reply issued)", "待开班", "", ""),
    "filed": ("已备案", "Filed", "待开班", "", ""),
    "amendment_review": ("变更审核中", "Amendment under review", "待开班", "", "amendment"),
    "postponed": ("已延期", "Postponed", "待开班", "", ""),
    "noticed": ("已发通知", "Training notice issued", "待开班", "", ""),
    "in_session": ("办班中", "In session", "办班", "", ""),
    "closing": ("待结班", "Awaiting closing papers", "结班", "", "closing_workdays"),
    "closure_review": ("结班审核中", "Closing review", "结班", "", None),
    "settling": ("经费结算中", "Settling accounts", "结算", "", "settle_workdays"),
}
ENDS = {
    "completed": ("已办结", "Completed and archived"),
    "rejected": ("不予批准", "Rejected"),
    "withdrawn": ("已撤回", "Withdrawn"),
    "merged": ("已并班", "Merged into another class"),
    "cancelled": ("已取消", "Cancelled"),
    "lapsed": ("已失效", "Lapsed (approval unused)"),
    "aborted": ("已中止", "Stopped in session"),
}

GATES = ("authority_review", "duplicate_review", "funding_review", "leader_approval")
BEFORE_OPENING = ("approved", "filed", "postponed", "noticed")
RETURNING = ("submitted", *GATES)
WITHDRAWING = ("submitted", "returned", "higher_referral", "consultation", *GATES)
LAPSING = ("returned", "amendment_review", *BEFORE_OPENING)
STAYS = "·"
# code: 中文, from, to (· stays; <key> recalled), roles in order ("a,b" both, "a|b" any one, "a>b" in order)
ACTIONS = {
    "send_unit": ("送单位审核", ("draft",), "unit_review", "declarant"),
    "discard": ("删除草稿", ("draft",), "withdrawn", "declarant"),
    "recall": ("取回", ("unit_review",), "draft", "declarant"),
    "unit_finance_sign": ("财务会签", ("unit_review",), STAYS, "unit_finance"),
    "unit_submit": ("单位负责人签报", ("unit_review",), "submitted", "unit_finance>unit_head"),
    "unit_return": ("单位退回", ("unit_review",), "draft", "unit_finance|unit_head"),
    "accept": ("受理", ("submitted",), "authority_review", "od_section"),
    "accept_filing": ("备案受理", ("submitted",), "filed", "od_section"),
    "return": ("退回补正", RETURNING, "returned", "gate"),
    "resubmit": ("补正重报", ("returned",), "<returned_from>", "declarant>unit_head"),
    "withdraw": ("撤回", WITHDRAWING, "withdrawn", "unit_head"),
    "ask": ("提问", GATES, STAYS, "od_section>finance>od_head>declarant"),
    "answer": ("答复", GATES, STAYS, "declarant"),
    "authority_pass": ("权限通过", ("authority_review",), "duplicate_review", "od_section,hrss"),
    "refer_up": ("报上级", ("authority_review",), "higher_referral", "od_head"),
    "higher_ok": ("上级同意", ("higher_referral",), "duplicate_review", "od_section"),
    "higher_no": ("上级不同意", ("higher_referral",), "rejected", "od_section"),
    "dup_clear": ("不构成重复", ("duplicate_review",), "funding_review", "od_section,od_deputy"),
    "propose_merge": ("建议合并", ("duplicate_review",), "consultation", "od_section"),
    "accept_merge": ("同意并班", ("consultation",), "merged", "unit_head,unit_head"),
    "decline_merge": ("不同意并班", ("consultation",), "duplicate_review", "unit_head|unit_head"),
    "close_consultation": ("结束会商", ("consultation",), "duplicate_review", "od_deputy"),
    "funding_pass": ("经费通过", ("funding_review",), "leader_approval", "finance"),
    "propose_cut": ("建议核减", ("funding_review",), STAYS, "finance>unit_head"),
    "accept_cut": ("同意核减", ("funding_review",), STAYS, "unit_head"),
    "decline_cut": ("不同意核减", ("funding_review",), STAYS, "unit_head"),
    "approve": ("批复", ("leader_approval",), "approved", "od_deputy>od_head>leader"),
    "reject": ("不予批准", GATES, "rejected", "od_section>finance>od_head>leader"),
    "appeal": ("申诉", ("rejected",), "<rejected_from>", "unit_head"),
    "amend": ("申请变更", BEFORE_OPENING, "amendment_review", "declarant>unit_head"),
    "amend_ok": ("同意变更", ("amendment_review",), "<before_amendment>", "reopened: od_section,od_deputy,leader"),
    "amend_no": ("不同意变更", ("amendment_review",), "<before_amendment>", "od_section|od_deputy"),
    "withdraw_amendment": ("撤回变更", ("amendment_review",), "<before_amendment>", "unit_head"),
    "postpone": ("延期", ("approved", "filed", "noticed"), "amendment_review/postponed", "unit_head>od_section"),
    "cancel": ("取消", (*BEFORE_OPENING, "amendment_review"), "settling/cancelled", "unit_head|od_head"),
    "lapse": ("自动失效", LAPSING, "lapsed", "system"),
    "allow_short_notice": ("同意缩短通知期", ("approved", "filed", "postponed"), STAYS, "od_deputy"),
    "issue_notice": ("发通知", ("approved", "filed", "postponed"), "noticed", "declarant"),
    "open": ("开班", ("noticed",), "in_session", "declarant"),
    "abort": ("中止", ("in_session",), "settling", "unit_head|od_head"),
    "end_class": ("授课结束", ("in_session",), "closing", "declarant"),
    "submit_closing": ("报结班", ("closing",), "closure_review", "declarant"),
    "closing_return": ("结班退回", ("closure_review",), "closing", "gate"),
    "closing_pass": ("结班通过", ("closure_review",), "settling", "od_section"),
    "approve_overrun": ("同意超支", ("settling",), STAYS, "unit_head>finance"),
    "settle": ("结算", ("settling",), "<outcome>", "unit_finance>finance"),
    "return_accounts": ("退回结算", ("settling",), "settling", "finance"),
    "reopen": ("取消结班", ("completed",), "closing", "od_head"),
}
ABSORB = {  # ruling 23: the survivor of a merge looks at its new content again, wherever it stands
    **dict.fromkeys((*BEFORE_OPENING, "amendment_review"), "amendment_review"),
    **dict.fromkeys(RETURNING, "authority_review"),
    "returned": "returned",
    "higher_referral": "higher_referral",
    "consultation": "consultation",
}
DECIDING = {  # what each open state waits for
    "draft": "send_unit",
    "unit_review": "unit_submit",
    "submitted": "accept",
    "returned": "resubmit",
    "authority_review": "authority_pass",
    "higher_referral": "higher_ok",
    "duplicate_review": "dup_clear",
    "consultation": "accept_merge",
    "funding_review": "funding_pass",
    "leader_approval": "approve",
    "approved": "issue_notice",
    "filed": "issue_notice",
    "postponed": "issue_notice",
    "amendment_review": "amend_ok",
    "noticed": "open",
    "in_session": "end_class",
    "closing": "submit_closing",
    "closure_review": "closing_pass",
    "settling": "settle",
}
REASON_NEEDED = set(
    "unit_return return withdraw ask answer refer_up higher_no propose_merge decline_merge "
    "close_consultation propose_cut decline_cut reject appeal "
    "amend amend_no postpone cancel allow_short_notice abort closing_return approve_overrun return_accounts "
    "reopen".split()
)


@pytest.fixture(scope="module")
def process(rulebook: Rulebook) -> Process:
    return rulebook.process("class_declaration")


def told(target: Target) -> str:
    if target.stays:
        return STAYS
    if target.recall:
        return f"<{target.recall}>"
    if target.then is not None and target.otherwise is not None:
        return f"{told(target.then)}/{told(target.otherwise)}"
    return str(target.state)


def signing(action: Action) -> str:
    signs = {"one": "|", "all": ",", "in_order": ">", "reopened": ","}
    verb, roles = action.signers.verb, [signer.role for signer in action.signers.members]
    if verb not in signs:
        return verb
    return ("reopened: " if verb == "reopened" else "") + signs[verb].join(roles)


def test_the_roles_are_those_of_the_field(rulebook: Rulebook, process: Process) -> None:
    assert set(process.roles) == set(ROLES)
    for code, (zh, en, scope) in ROLES.items():
        role = rulebook.roles[code]
        assert (role.label.zh, role.label.en, role.scope) == (zh, en, scope)
    for code, (zh, en) in WITHOUT_A_SEAT.items():
        assert (rulebook.roles[code].label.zh, rulebook.roles[code].label.en) == (zh, en)
    assert set(rulebook.roles) == {*ROLES, *WITHOUT_A_SEAT}


def test_the_stages_stand_in_order(process: Process) -> None:
    assert [stage.label.zh for stage in process.stages] == STAGES


def test_the_states_are_those_of_the_field(process: Process) -> None:
    assert set(process.states) == {*STATES, *ENDS}
    stages = {stage.code: stage.label.zh for stage in process.stages}
    for code, (zh, en, stage, gate, _) in STATES.items():
        state = process.states[code]
        assert (state.label.zh, state.label.en, stages[state.stage]) == (zh, en, stage)
        assert (state.kind, state.gate or "") == ("open", gate)
    for code, (zh, en) in ENDS.items():
        state = process.states[code]
        assert (state.label.zh, state.label.en, state.kind, state.due) == (zh, en, "end", None)


def test_the_deadlines_are_the_policy_s(rulebook: Rulebook, process: Process) -> None:
    for code, (*_, path) in STATES.items():
        due = process.states[code].due
        if path:
            assert due is not None and due.policy == f"timing.{path}"
        elif path == "":
            assert due is None
    policy = next(policy for policy in rulebook.policies.values() if policy.code == "2017-plus")
    gates = [policy[f"timing.gates.{gate}"] for gate in ("accept", "authority", "duplicate", "funding", "leader")]
    assert gates == [1, 2, 2, 2, 3]  # ruling 18: ten working days, and five for the notice fit into fifteen
    assert sum(gates) + policy["timing.notice_workdays"] <= policy["timing.declare_lead_workdays"] == 15


def test_the_actions_are_those_of_the_field(process: Process) -> None:
    assert set(process.actions) == {*ACTIONS, "absorb"}
    assert not {CREATE, "delegate", "cut_budget"} & set(process.actions)


@pytest.mark.parametrize("code", ACTIONS)
def test_an_action_leads_where_the_table_says_and_is_signed_by_whom_it_says(process: Process, code: str) -> None:
    zh, sources, target, roles = ACTIONS[code]
    action = process.actions[code]
    assert action.label.zh == zh
    assert action.label.en
    assert sorted(action.sources) == sorted(sources)
    assert {told(road.target) for road in action.roads} == {target}
    assert signing(action) == roles


def test_a_survivor_is_looked_at_anew_wherever_it_stands(process: Process) -> None:
    absorb = process.actions["absorb"]
    assert {source: told(road.target) for road in absorb.roads for source in road.sources} == ABSORB
    assert absorb.signers.verb == "system"


def test_each_open_state_waits_for_its_own_decision(process: Process) -> None:
    assert {code: action.code for code in process.states if (action := process.deciding(code))} == DECIDING


def test_an_end_is_left_only_by_what_reopens_it(process: Process) -> None:
    exits = {
        (action.code, source) for action in process.actions.values() for source in action.sources if source in ENDS
    }
    assert exits == {("appeal", "rejected"), ("reopen", "completed")}
    assert {action.code for action in process.actions.values() if action.reopens} == {"appeal", "reopen"}


def test_a_reason_is_asked_where_somebody_must_read_it(process: Process) -> None:
    assert {action.code for action in process.actions.values() if action.opinion == "required"} == REASON_NEEDED


def test_the_gate_s_own_seats_have_their_conditions(process: Process) -> None:
    def conditions(code: str) -> list[str]:
        return [signer.when.name for signer in process.actions[code].signers.members if signer.when]

    assert conditions("authority_pass") == ["hrss_must_sign"]  # ruling 28
    assert conditions("dup_clear") == ["has_finding"]  # ruling 19
    assert conditions("approve") == ["leader_must_sign"]  # R-L1
    assert conditions("reject") == ["at_gate", "at_gate", "unflagged", "flagged"]  # rulings 20 and 24


def test_both_heads_are_asked_about_a_merge(process: Process) -> None:
    for code in ("accept_merge", "decline_merge"):
        assert [signer.of for signer in process.actions[code].signers.members] == ["host", "other_host"]


def test_what_decides_money_and_people_relies_on_it(process: Process) -> None:
    """A later change of these facts re-opens the decision (ruling 26)."""
    relied = {
        code: set(process.actions[code].relies_on)
        for code in ("authority_pass", "dup_clear", "funding_pass", "approve")
    }
    assert {"audience_codes", "audience_tier", "managing_level", "channel", "province", "host_unit"} <= relied[
        "authority_pass"
    ]
    assert {"topic_code", "audience_codes", "start_date", "end_date", "class_name"} <= relied["dup_clear"]
    assert {"rates", "trainee_count", "half_days", "lecturers", "fund_shares"} <= relied["funding_pass"]
    assert {"plan_type", "trainee_count", "rates"} <= relied["approve"]
