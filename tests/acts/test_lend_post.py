"""Stand-ins: a lent post signs, the record names both, and what bars the holder bars the stand-in."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.district import District, add_person, signed_in
from workflow.acts.lend_post import LONGEST, lend_post, take_back
from workflow.acts.needs import state_need
from workflow.acts.take_action import take_action
from workflow.domain.needs import Need
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.queries.account import account_of
from workflow.queries.inbox import badge
from workflow.queries.stand_ins import stand_in_page
from workflow.queries.trail_check import verify_all
from workflow.queries.trail_page import trail_page
from workflow.refusals import Refused
from workflow.store.people import post
from workflow.wording import Label

LIU = 900  # id of the newcomer


@pytest.fixture
def d(office: Office) -> District:
    return District(office)


def newcomer(d: District, *posts: tuple[str, str]) -> Actor:
    """Somebody with these posts, beside the people of the district."""
    with d.office.database.write() as connection:
        add_person(connection, LIU, "刘伟", *posts)
        connection.commit()
    return signed_in(d.office, LIU)


def post_of(d: District, who: str) -> int:
    with d.office.database.read() as connection:
        return int(connection.execute(
            select(post.c.id).where(post.c.person_id == d.actor(who).id).order_by(post.c.id)).scalars().first() or 0)


def lend(d: District, who: str, to: Actor, days: int = 5) -> int:
    today = d.office.today()
    return lend_post(d.office, d.actor(who), post_of(d, who), to.id, today, today + timedelta(days=days))


def refused(act: object, *args: object) -> tuple[str, ...]:
    with pytest.raises(Refused) as caught:
        act(*args)  # type: ignore[operator]
    return caught.value.codes


def test_a_stand_in_signs_and_the_record_names_both(d: District) -> None:
    case_id, liu = d.at("authority_review"), newcomer(d, ("finance", "CIVIL"))
    assert "not_your_seat" in refused(take_action, d.office, liu, case_id, "authority_pass")
    number = lend(d, "od_section", liu)
    account = account_of(d.office, liu.id)
    assert account is not None and [chair.until is not None for chair in account.chairs] == [False, True]
    assert badge(d.office, account.actor) == 1
    # Liu Wei sits in the host unit: what his unit declares is not for him.
    assert "stand_in_own_unit" in refused(take_action, d.office, liu, case_id, "authority_pass")
    other = d.at("authority_review", host="PLC")
    take_action(d.office, liu, other, "authority_pass", opinion="同意。")
    newest = trail_page(d.office, signed_in(d.office, d.actor("auditor").id), other).rows[0]
    assert newest.acting_for is not None and isinstance(newest.who, Label) and newest.who.zh == "刘伟"
    assert verify_all(d.office).ok
    take_back(d.office, d.actor("od_section"), number)
    assert refused(take_back, d.office, liu, number) == ("stand_in_over",)
    assert badge(d.office, signed_in(d.office, liu.id)) == 0
    assert verify_all(d.office).ok


def test_a_stand_in_speaks_for_the_unit_where_no_case_is_open_yet(d: District) -> None:
    liu = newcomer(d, ("od_clerk", "CIVIL"))
    need = Need("CIVIL", 2026, "COMMUNITY_WORK", "COMM_WORKER_B1", 40, "不会处置突发事件。", "应急演练暴露。", 11)
    assert refused(state_need, d.office, liu, need) == ("unit_not_yours",)
    lend(d, "CIVIL.declarant", liu)
    state_need(d.office, liu, need)
    assert verify_all(d.office).ok


def test_what_bars_the_holder_bars_the_stand_in(d: District) -> None:
    case_id, liu = d.at("duplicate_review", host="PLC"), newcomer(d, ("hrss", "OD"))
    with d.office.database.read() as connection:
        signer = connection.execute(select(post.c.id).where(post.c.role == "od_deputy")).scalars().first()
    assert signer
    lend(d, "od_section", liu)
    # whoever passed the authority check lends the post: the stand-in would sign the next gate in the same name
    assert "signed_gate_before" in refused(take_action, d.office, liu, case_id, "dup_clear")


def test_who_may_lend_what_to_whom_and_how_long(d: District) -> None:
    liu, today = newcomer(d, ("hrss", "OD")), d.office.today()
    section, mine = d.actor("od_section"), post_of(d, "od_section")

    def tried(post_id: int, person: int, first: int = 0, last: int = 3, who: Actor = section) -> tuple[str, ...]:
        return refused(lend_post, d.office, who, post_id, person, today + timedelta(days=first),
                       today + timedelta(days=last))

    assert tried(mine, liu.id, who=d.actor("od_head")) == ("not_your_post",)
    assert tried(mine, section.id) == ("stand_in_self",)
    assert tried(mine, d.actor("auditor").id) == ("posts_exclude",)
    assert tried(mine, liu.id, first=-1) == ("stand_in_past",)
    assert tried(mine, liu.id, last=-1) == ("stand_in_days",)
    assert tried(mine, liu.id, last=LONGEST) == ("stand_in_days",)
    assert tried(post_of(d, "CIVIL.declarant"), liu.id, who=d.actor("CIVIL.declarant")) == ("stand_in_other_unit",)
    lend(d, "od_section", liu)
    assert tried(mine, liu.id, first=2, last=9) == ("stand_in_known",)
    page = stand_in_page(d.office, section)
    assert [row.standing for row in page.lent] == ["now"] and page.lent[0].mine and page.posts
    assert refused(take_back, d.office, d.actor("od_head"), page.lent[0].id) == ("not_your_post",)
