"""Every action of every process file is fired at least once, on both databases, in its shortest story."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import select

from tests.district import YUAN, District
from tests.stories import plan_stories
from tests.stories.walking import NEW_DATES, OPENING, Walker
from workflow.acts.declare import save_copy
from workflow.office import Office
from workflow.queries.trail_check import verify_all
from workflow.rulebook.rulebook import Rulebook
from workflow.store.trail import trail
from workflow.trail.record import read_record

Story = Callable[[Walker], int]
STORIES: dict[tuple[str, str], Story] = {}
CIVIL, HEAD = "CIVIL.declarant", "CIVIL.unit_head"


def story(*codes: str, process: str = "class_declaration") -> Callable[[Story], Story]:
    """The story in which these actions happen."""

    def told(teller: Story) -> Story:
        STORIES.update({(process, code): teller for code in codes})
        return teller

    return told


def on_the_way(state: str, action: str, *who: str, **given: Any) -> Story:
    """From a state of the straight road, one action signed by each of these in turn."""

    def tell(w: Walker) -> int:
        case_id = w.at(state)
        for signer in who:
            w.d.take(case_id, action, signer, **given)
        return case_id

    return tell


SHORT: dict[str, tuple[Any, ...]] = {
    "send_unit": ("draft", CIVIL),
    "discard": ("draft", CIVIL),
    "recall": ("unit_review", CIVIL),
    "unit_finance_sign": ("unit_review", "CIVIL.unit_finance"),
    "unit_return": ("unit_review", "CIVIL.unit_finance"),
    "accept": ("submitted", "od_section"),
    "accept_filing": ("submitted", "od_section"),
    "return": ("submitted", "od_section"),
    "withdraw": ("authority_review", HEAD),
    "ask": ("duplicate_review", "od_section2"),
    "authority_pass": ("authority_review", "od_section"),
    "dup_clear": ("duplicate_review", "od_section2"),
    "funding_pass": ("funding_review", "finance"),
    "approve": ("leader_approval", "od_deputy", "od_head"),
    "cancel": ("approved", HEAD),
    "allow_short_notice": ("approved", "od_deputy"),
    "end_class": ("in_session", CIVIL),
    "abort": ("in_session", "od_head"),
    "closing_return": ("closure_review", "od_section"),
    "closing_pass": ("closure_review", "od_section"),
    "return_accounts": ("settling", "finance"),
    "reopen": ("completed", "od_head"),
}
for _code, (_state, *_who) in SHORT.items():
    STORIES["class_declaration", _code] = on_the_way(_state, _code, *_who)
STORIES["class_declaration", "propose_cut"] = on_the_way(
    "funding_review", "propose_cut", "finance", cut_to_fen=1_000 * YUAN
)
STORIES["class_declaration", "reject"] = on_the_way("funding_review", "reject", "finance", "od_head", ground="money")
STORIES["class_declaration", "postpone"] = on_the_way("approved", "postpone", HEAD, "od_section", **NEW_DATES)
FURTHER = "unit_submit submitted issue_notice in_session open in_session submit_closing closure_review settle completed"
for _code, _state in zip(FURTHER.split()[::2], FURTHER.split()[1::2], strict=True):
    STORIES["class_declaration", _code] = lambda w, state=_state: w.at(state)


@story("resubmit")
def _(w: Walker) -> int:
    case_id = w.at("funding_review")
    w.d.take(case_id, "return", "finance")
    w.d.take(case_id, "resubmit", CIVIL)
    w.d.take(case_id, "resubmit", HEAD)
    return case_id


@story("answer")
def _(w: Walker) -> int:
    case_id = w.at("authority_review")
    w.d.take(case_id, "ask", "od_section")
    w.d.take(case_id, "answer", CIVIL)
    return case_id


@story("refer_up", "higher_ok")
def _(w: Walker) -> int:
    case_id = referred(w, "DIST_PC")
    w.d.take(case_id, "higher_ok", "od_section", higher_reply_no="宁组干教〔2026〕8号")
    return case_id


@story("higher_no")
def _(w: Walker) -> int:
    case_id = referred(w, "DIST_CPPCC")
    w.d.take(case_id, "higher_no", "od_section", higher_reply_no="宁组干教〔2026〕9号")
    return case_id


def referred(w: Walker, audience: str) -> int:
    case_id = w.at(
        "authority_review", w.form(audience_codes=(audience,), audience_tier="leading", managing_level="city")
    )
    w.d.take(case_id, "refer_up", "od_head")
    w.d.paper(case_id, "od_section", "higher_reply")
    return case_id


@story("propose_merge", "accept_merge")
def _(w: Walker) -> int:
    case_id, _ = w.consulting()
    w.d.take(case_id, "accept_merge", HEAD)
    w.d.take(case_id, "accept_merge", "PLC.unit_head")
    return case_id


@story("absorb")
def _(w: Walker) -> int:
    case_id, survivor = w.consulting()
    w.d.take(case_id, "accept_merge", "PLC.unit_head")
    w.d.take(case_id, "accept_merge", HEAD)
    return survivor


@story("decline_merge")
def _(w: Walker) -> int:
    case_id, _ = w.consulting()
    w.d.take(case_id, "decline_merge", "PLC.unit_head")
    return case_id


@story("close_consultation")
def _(w: Walker) -> int:
    case_id, _ = w.consulting()
    w.d.office.clock.advance(days=9)  # type: ignore[attr-defined]
    w.d.take(case_id, "close_consultation", "od_deputy")
    return case_id


@story("accept_cut")
def _(w: Walker) -> int:
    case_id = on_the_way("funding_review", "propose_cut", "finance", cut_to_fen=1_000 * YUAN)(w)
    w.d.take(case_id, "accept_cut", HEAD)
    return case_id


@story("decline_cut")
def _(w: Walker) -> int:
    case_id = on_the_way("funding_review", "propose_cut", "finance", cut_to_fen=1_000 * YUAN)(w)
    w.d.take(case_id, "decline_cut", HEAD)
    return case_id


@story("appeal")
def _(w: Walker) -> int:
    case_id = on_the_way("funding_review", "reject", "finance", "od_head", ground="money")(w)
    w.d.take(case_id, "appeal", HEAD)
    return case_id


def amending(w: Walker) -> int:
    form = w.form()
    case_id = w.at("approved", form)
    save_copy(w.d.office, w.d.actor(CIVIL), case_id, form.with_(purpose="另一种短板。"), version=0)
    w.d.take(case_id, "amend", CIVIL)
    w.d.take(case_id, "amend", HEAD)
    return case_id


@story("amend", "amend_ok")
def _(w: Walker) -> int:
    case_id = amending(w)
    w.d.take(case_id, "amend_ok", "od_section")
    return case_id


@story("amend_no")
def _(w: Walker) -> int:
    case_id = amending(w)
    w.d.take(case_id, "amend_no", "od_section")
    return case_id


@story("withdraw_amendment")
def _(w: Walker) -> int:
    case_id = amending(w)
    w.d.take(case_id, "withdraw_amendment", HEAD)
    return case_id


@story("lapse")
def _(w: Walker) -> int:
    case_id = w.at("approved")
    w.d.office.clock.set("2026-12-31 10:00")  # type: ignore[attr-defined]
    w.by_the_system(case_id, "lapse")
    return case_id


@story("approve_overrun")
def _(w: Walker) -> int:
    case_id = w.at("settling")
    w.d.take(case_id, "approve_overrun", HEAD, overrun_fen=100 * YUAN)
    w.d.take(case_id, "approve_overrun", "finance")
    return case_id


STORIES.update(plan_stories.STORIES)


def test_every_action_has_a_story(rulebook: Rulebook) -> None:
    assert set(STORIES) == {(one.code, action) for one in rulebook.processes.values() for action in one.actions}


@pytest.fixture
def w(office: Office) -> Iterator[Walker]:
    with office.database.in_haste():
        yield Walker(District(office))


@pytest.mark.parametrize("process", ["class_declaration", "plan_filing"])
def test_every_action_is_fired(w: Walker, process: str) -> None:
    """Fired: all its signatures are given, so the record says *moved* or *recorded*; then the whole house verifies."""
    office = w.d.office
    for code in office.rulebook.process(process).actions:
        case_id = STORIES[process, code](w)
        with office.database.read() as connection:
            texts = connection.execute(select(trail.c.record).where(trail.c.case_id == case_id)).scalars().all()
        fired = {record.act for record in map(read_record, texts) if record.what in ("moved", "recorded")}
        assert code in fired, f"{code}: only {sorted(fired)}"
    found = verify_all(office)
    assert found.ok, found.first_bad


def test_a_class_that_opens_late_says_so_in_its_record(w: Walker) -> None:
    """Ruling 27: entered up to three working days later, with the true day claimed and a reason."""
    office, case_id = w.d.office, w.at("noticed")
    office.clock.set("2026-11-25 09:00")  # type: ignore[attr-defined]
    done = w.d.take(case_id, "open", CIVIL, "网络中断，今日补登。", opened_on=w.form().start_date)
    with office.database.read() as connection:
        text = connection.execute(
            select(trail.c.record).where(trail.c.case_id == case_id, trail.c.n == done.n)
        ).scalar_one()
    late = read_record(text).late
    assert late is not None
    assert late.astimezone(office.clock().tzinfo).isoformat()[:16] == f"{OPENING[:10]}T00:00"
