"""Every guard of the vocabulary refuses at least once through an act, with its own words, on both databases."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from tests.district import LINE_FEN, YUAN, District
from tests.stories.walking import NEW_DATES, Walker
from workflow.acts.confirm_topic import confirm_topic
from workflow.acts.declare import begin, save_copy
from workflow.acts.take_action import take_action
from workflow.domain.declaration import Share
from workflow.domain.people import system_actor
from workflow.engine.guards import GUARDS
from workflow.office import Office
from workflow.queries.trail_check import verify_all
from workflow.refusals import Refused

CIVIL, HEAD = "CIVIL.declarant", "CIVIL.unit_head"
Story = Callable[[Walker], tuple[int, str, str, dict[str, Any]]]  # case, action, who, what is stated
STORIES: dict[str, tuple[str, Story]] = {}


@pytest.fixture
def w(office: Office) -> Iterator[Walker]:
    with office.database.in_haste():
        yield Walker(District(office))


def story(guard: str, code: str) -> Callable[[Story], Story]:
    def told(teller: Story) -> Story:
        STORIES[guard] = (code, teller)
        return teller

    return told


def at_once(guard: str, code: str, state: str, action: str, who: str, **given: Any) -> None:
    """A refusal that a state of the straight road has in store for anybody."""
    STORIES[guard] = (code, lambda w: (w.at(state), action, who, given))


def with_a_form(guard: str, code: str, state: str, action: str, who: str, **changes: Any) -> None:
    """The same for a class that differs from the small clean one."""
    STORIES[guard] = (code, lambda w: (w.at(state, w.form(**changes)), action, who, {}))


def on_a_day(guard: str, code: str, state: str, day: str, action: str, who: str, **given: Any) -> None:
    """The same on another day."""

    def tell(w: Walker) -> tuple[int, str, str, dict[str, Any]]:
        case_id = w.at(state)
        w.d.office.clock.set(day)  # type: ignore[attr-defined]
        return case_id, action, who, given

    STORIES[guard] = (code, tell)


LONG = {"class_kind": "business", "half_days": 12, "end_date": date(2026, 11, 28)}  # explained or not passed
EXTRA = {"plan_type": "extra", "extra_reason": "上级新要求。"}
with_a_form("form_complete", "field_missing", "draft", "send_unit", CIVIL, class_name="")
with_a_form("papers_complete", "papers_missing", "unit_review", "unit_submit", HEAD, syllabus=())
at_once("papers_present", "papers_missing", "closing", "submit_closing", CIVIL)
at_once("attendance_complete", "attendance_incomplete", "closing", "submit_closing", CIVIL)
at_once("head_count_fits", "attended_differs", "closing", "submit_closing", CIVIL, attended=39)
at_once("roster_complete", "roster_short", "approved", "issue_notice", CIVIL)
at_once("content_changed", "nothing_changed", "approved", "amend", CIVIL)
at_once("authority_route", "other_route", "authority_review", "refer_up", "od_head")
with_a_form("no_open_block", "open_block", "authority_review", "authority_pass", "od_section", venue_kind="scenic")
with_a_form("warnings_explained", "warning_unexplained", "authority_review", "authority_pass", "od_section", **LONG)
with_a_form(
    "filing_route_allowed", "not_a_filing", "submitted", "accept_filing", "od_section", trainee_count=60, staff_count=6
)
at_once("errand_open", "nobody_is_asked", "funding_review", "decline_cut", HEAD)
at_once("survivor_is_pair", "no_pair", "duplicate_review", "propose_merge", "od_section2", survivor=1)
at_once("cut_is_lower", "cut_not_lower", "funding_review", "propose_cut", "finance", cut_to_fen=LINE_FEN)
at_once("actual_within_approved", "over_approved", "settling", "settle", "CIVIL.unit_finance", actual_fen=LINE_FEN)
at_once("accounts_filed", "accounts_missing", "settling", "settle", "CIVIL.unit_finance", actual_fen=YUAN)
on_a_day("line_takes_settlement", "line_past_closing", "settling", "2027-04-01 09:00", "settle", "CIVIL.unit_finance",
         actual_fen=YUAN)
at_once("overrun_within_line", "fund_short", "settling", "approve_overrun", HEAD, overrun_fen=LINE_FEN)
on_a_day("notice_still_possible", "notice_impossible", "leader_approval", "2026-11-20 09:00", "approve", "od_deputy")
on_a_day("amendment_in_time", "amendment_late", "approved", "2026-11-20 09:00", "amend", CIVIL)
at_once(
    "new_date_allowed",
    "new_date_wrong",
    "approved",
    "postpone",
    HEAD,
    new_start_date=date(2027, 3, 1),
    new_end_date=date(2027, 3, 2),
)
on_a_day("opens_as_approved", "opening_not_now", "noticed", "2026-11-20 09:00", "open", CIVIL)
on_a_day("class_is_over", "class_not_over", "in_session", "2026-11-24 09:00", "end_class", CIVIL)
on_a_day("lapse_is_due", "still_running", "approved", "2026-12-23 09:00", "lapse", "")


@story("notice_in_time", "notice_late")
def _(w: Walker) -> tuple[int, str, str, dict[str, Any]]:
    case_id = w.at("approved")
    w.d.call(case_id)
    w.d.office.clock.set("2026-11-20 09:00")  # type: ignore[attr-defined]
    return case_id, "issue_notice", CIVIL, {}


@story("pairs_judged", "pairs_open")
def _(w: Walker) -> tuple[int, str, str, dict[str, Any]]:
    form = w.form()
    w.at("submitted", form)
    return w.at("duplicate_review", form.with_(purpose="别的短板。")), "dup_clear", "od_section2", {}


@story("topic_agreed", "topic_disputed")
def _(w: Walker) -> tuple[int, str, str, dict[str, Any]]:
    case_id = w.at("duplicate_review")
    confirm_topic(w.d.office, w.d.actor("od_section2"), case_id, "GRID_WORK", "课程讲的是网格化管理。")
    return case_id, "dup_clear", "od_section2", {}


@story("fund_lines_exist", "fund_line_missing")
def _(w: Walker) -> tuple[int, str, str, dict[str, Any]]:
    total = w.form().total_fen
    form = w.form(fund_shares=(Share("CIVIL", "special", total),))
    return w.at("unit_review", form), "unit_finance_sign", "CIVIL.unit_finance", {}


@story("own_line_only", "other_line")
def _(w: Walker) -> tuple[int, str, str, dict[str, Any]]:
    form = w.form(fund_shares=(Share("OD", "unit_training", w.form().total_fen),))
    return w.at("submitted", form), "accept_filing", "od_section", {}


@story("fund_covers_total", "fund_short")
def _(w: Walker) -> tuple[int, str, str, dict[str, Any]]:
    dear = w.form(
        trainee_count=90,
        staff_count=9,
        rates={"meals": 120 * YUAN, "venue": 40 * YUAN},
        half_days=20,
        end_date=date(2026, 12, 4),
    )
    form = dear.with_(fund_shares=(Share("CIVIL", "unit_training", dear.total_fen),))
    return w.at("funding_review", form), "funding_pass", "finance", {}


@story("late_closing_explained", "late_without_reason")
def _(w: Walker) -> tuple[int, str, str, dict[str, Any]]:
    case_id = w.at("closing")
    w.d.office.clock.set("2027-01-15 09:00")  # type: ignore[attr-defined]
    return case_id, "submit_closing", CIVIL, {}


@story("at_most", "too_often")
def _(w: Walker) -> tuple[int, str, str, dict[str, Any]]:
    case_id = w.at("submitted")
    for _ in range(3):
        w.d.take(case_id, "return", "od_section")
        w.d.take(case_id, "resubmit", CIVIL)
        w.d.take(case_id, "resubmit", HEAD)
    return case_id, "return", "od_section", {}


@story("within", "too_late")
def _(w: Walker) -> tuple[int, str, str, dict[str, Any]]:
    case_id = w.at("funding_review")
    w.d.take(case_id, "reject", "finance", ground="money")
    w.d.take(case_id, "reject", "od_head")
    w.d.office.clock.advance(days=8)  # type: ignore[attr-defined]
    return case_id, "appeal", HEAD, {}


@story("approved_before_held", "not_reimbursed_before")
def _(w: Walker) -> tuple[int, str, str, dict[str, Any]]:
    case_id = w.at("submitted", w.form())
    w.d.office.clock.set("2026-11-24 09:00")  # type: ignore[attr-defined]
    w.d.take(case_id, "accept_filing", "od_section")
    w.d.take(case_id, "allow_short_notice", "od_deputy")
    w.d.call(case_id)
    w.d.take(case_id, "issue_notice", CIVIL)
    w.d.take(case_id, "open", CIVIL, opened_on=date(2026, 11, 23))
    w.d.take(case_id, "abort", HEAD)
    return case_id, "settle", "CIVIL.unit_finance", {"actual_fen": YUAN}


@story("due_passed", "still_running")
def _(w: Walker) -> tuple[int, str, str, dict[str, Any]]:
    return w.consulting()[0], "close_consultation", "od_deputy", {}


def test_every_guard_has_a_story() -> None:
    assert set(STORIES) == set(GUARDS)


def test_every_guard_refuses_in_its_own_words(w: Walker) -> None:
    """And nothing is left behind of what was refused: the case stands as before, and the house verifies."""
    for guard, (code, tell) in STORIES.items():
        case_id, action, who, given = tell(w)
        before = w.d.state(case_id)
        actor = w.d.actor(who) if who else system_actor()
        opinion = "" if code == "late_without_reason" else "照办。"
        with pytest.raises(Refused) as why:
            take_action(w.d.office, actor, case_id, action, opinion=opinion, given=given)
        assert code in why.value.codes, f"{guard}: {why.value.codes}"
        assert w.d.state(case_id) == before
    found = verify_all(w.d.office)
    assert found.ok, found.first_bad


def test_an_empty_case_has_nothing_to_send(w: Walker) -> None:
    case_id = begin(w.d.office, w.d.actor(CIVIL), "CIVIL").case_id
    with pytest.raises(Refused) as why:
        w.d.take(case_id, "send_unit", CIVIL)
    assert {"field_missing", "field_not_chosen"} <= set(why.value.codes)
    assert len(why.value.codes) > 15  # everything that is missing, at once
    assert save_copy(w.d.office, w.d.actor(CIVIL), case_id, w.form(), version=1) == 2
    w.d.take(case_id, "send_unit", CIVIL)
    assert w.d.state(case_id) == "unit_review"


def test_the_dates_of_a_postponement_are_both_asked_for(w: Walker) -> None:
    case_id = w.at("approved")
    with pytest.raises(Refused) as why:
        w.d.take(case_id, "postpone", HEAD, new_start_date=NEW_DATES["new_start_date"])
    assert why.value.codes == ("input_missing",)
