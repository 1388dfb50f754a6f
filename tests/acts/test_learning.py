"""What a house learns: words and weights from decisions, put in force by two people, never silently."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from tests.acts.decided_house import a_titled, classes_stand, many_decisions, settled
from tests.clocks import SetClock
from tests.district import District
from workflow.acts.learn import judge_wording, propose_lexicon, propose_scorecard
from workflow.acts.publish_learnt import publish_learnt, withdraw_learnt
from workflow.acts.publish_policy import renew_rules
from workflow.bootstrap import written_rules
from workflow.office import Office
from workflow.office.learnt import with_learnt
from workflow.queries.likeness_check import check_index
from workflow.queries.trail_check import verify_all
from workflow.refusals import NotFound, Refused
from workflow.store.learning import learnt_version, learnt_wording
from workflow.wording import say

REASON = "依据今年的判定。"
NEW = "火险隐患治理"


def accept(d: District, wording: str = NEW, code: str = "FIRE_SAFETY", kind: str = "topics", *, accept: bool = True,
           who: str = "od_section") -> int:
    return judge_wording(d.office, d.actor(who), kind, code, wording, accept=accept)


def codes(refused: pytest.ExceptionInfo[Refused]) -> tuple[str, ...]:
    return refused.value.codes


def spoken(refused: pytest.ExceptionInfo[Refused]) -> str:
    first = refused.value.refusals[0]
    return say(f"refusal.{first.code}", "en", **first.values)


def test_two_persons_put_new_words_in_force(d: District) -> None:
    before = d.office.rulebook.lexicon
    accept(d)
    number = propose_lexicon(d.office, d.actor("od_section"), REASON)
    assert d.office.rulebook.lexicon is before
    with pytest.raises(Refused) as refused:
        publish_learnt(d.office, d.actor("od_section"), number)
    assert codes(refused) == ("policy_role_missing", "learnt_second_person")
    assert publish_learnt(d.office, d.actor("od_head"), number, "同意。")
    lexicon = d.office.rulebook.lexicon
    assert NEW in lexicon["FIRE_SAFETY"].wordings_zh and lexicon.version != before.version
    assert [topic.code for topic in lexicon.suggest("火险隐患治理培训班")] == ["FIRE_SAFETY"]
    assert check_index(d.office).ok
    assert verify_all(d.office).ok
    assert not renew_rules(d.office)


def test_words_outlive_the_program_and_yield_to_its_own(d: District) -> None:
    accept(d)
    publish_learnt(d.office, d.actor("od_head"), propose_lexicon(d.office, d.actor("od_section"), REASON))
    shipped = written_rules().lexicon
    taken = replace(shipped["PETITIONS"], wordings_zh=(*shipped["PETITIONS"].wordings_zh, NEW))
    newer = type(shipped)({**shipped.topics, "PETITIONS": taken}, shipped.focuses, shipped.cut)
    with d.office.database.read() as connection:
        grown = with_learnt(connection, replace(written_rules(), lexicon=newer), d.office.today())
    assert grown.lexicon.version == newer.version


@pytest.mark.parametrize(("wording", "code", "kind", "wanted"), [
    ("火", "FIRE_SAFETY", "topics", "wording_length"),
    ("长" * 61, "FIRE_SAFETY", "topics", "wording_length"),
    (NEW, "NO_SUCH", "topics", "concept_unknown"),
    (NEW, "FIRE_SAFETY", "words", "concept_unknown"),
    ("  消防安全 ", "FIRE_SAFETY", "topics", "wording_known"),
    ("信访工作", "FIRE_SAFETY", "topics", "wording_claimed"),
])
def test_what_is_wrong_with_a_wording_is_said(d: District, wording: str, code: str, kind: str, wanted: str) -> None:
    with pytest.raises(Refused) as refused:
        accept(d, wording, code, kind)
    assert codes(refused) == (wanted,)
    with d.office.database.read() as connection:
        assert connection.execute(select(learnt_wording)).first() is None


def test_a_wording_of_two_topics_is_refused_with_both_places(d: District) -> None:
    with pytest.raises(Refused) as refused:
        accept(d, "信访工作", "FIRE_SAFETY")
    said = spoken(refused)
    assert "definitions/lexicon/governance.yaml:" in said and "FIRE_SAFETY:信访工作" in said
    accept(d)
    with pytest.raises(Refused) as refused:
        accept(d, NEW, "PETITIONS")
    assert codes(refused) == ("wording_claimed",) and "accepted:" in spoken(refused)


def test_a_declined_wording_is_in_no_version(d: District) -> None:
    accept(d)
    accept(d, accept=False)
    with pytest.raises(Refused) as refused:
        propose_lexicon(d.office, d.actor("od_section"), " ")
    assert codes(refused) == ("reason_missing", "wordings_none_new")


def test_evidence_is_kept_with_the_wording(office: Office) -> None:
    d = District(office)
    one, other, third = classes_stand(d.office, [
        a_titled("消防安全培训班"), a_titled("火险隐患治理培训班"), a_titled("信访工作培训班", topic="PETITIONS")])
    settled(d.office, [(one, other, "REPEAT"), (one, third, "DISTINCT")])
    accept(d, accept=False)
    accept(d)
    accept(d, "群众来信办理", "PETITIONS")
    with d.office.database.read() as connection:
        found = connection.execute(select(learnt_wording).order_by(learnt_wording.c.id)).all()
    assert [(row.source, row.evidence, row.verdict) for row in found] == [
        ("decision", [[one, other]], "declined"), ("decision", [[one, other]], "accepted"), ("person", [], "accepted")]
    assert {row.judged_by for row in found} == {d.actor("od_section").id}


def test_a_scorecard_needs_two_hundred_decisions(office: Office) -> None:
    d = District(office)
    many_decisions(d.office, 199)
    with pytest.raises(Refused) as refused:
        propose_scorecard(d.office, d.actor("od_section"), REASON)
    assert codes(refused) == ("decisions_few",)
    assert refused.value.refusals[0].values == {"count": 199, "least": 200}


def test_a_scorecard_begins_on_the_next_day_and_the_old_one_stays(office: Office, clock: SetClock) -> None:
    d = District(office)
    many_decisions(d.office, 260)
    old = d.office.rulebook.scorecard
    number = propose_scorecard(d.office, d.actor("od_section"), REASON)
    with pytest.raises(Refused) as refused:
        propose_scorecard(d.office, d.actor("od_section"), REASON)
    assert codes(refused) == ("learnt_waiting",)
    with d.office.database.read() as connection:
        row = connection.execute(select(learnt_version)).one()
    assert (row.version, row.figures["decisions"], row.figures["held_back"]) == (old.version + 1, 208, 52)
    assert row.figures["after"]["average"] >= row.figures["before"]["average"]
    publish_learnt(d.office, d.actor("od_head"), number)
    assert d.office.rulebook.scorecard is old
    clock.now += timedelta(days=1)
    assert renew_rules(d.office)
    new = d.office.rulebook.scorecard
    assert new.version == old.version + 1 and new.decisions == 208
    assert new.bits["host"]["same"] - new.bits["host"]["other"] > old.bits["host"]["same"] - old.bits["host"]["other"]
    assert d.office.rulebook.scorecards[old.hash] is old


def test_a_decided_proposal_is_decided_once_and_no_other_text_is_relied_on(office: Office) -> None:
    d = District(office)
    accept(d)
    number = propose_lexicon(d.office, d.actor("od_section"), REASON)
    with d.office.database.write() as connection:
        connection.execute(update(learnt_version).values(text=learnt_version.c.text + " "))
        connection.commit()
    with pytest.raises(Refused) as refused:
        publish_learnt(d.office, d.actor("od_head"), number)
    assert codes(refused) == ("learnt_version_changed",)
    found = verify_all(d.office).first_bad
    assert found is not None and found.table == "learnt_version"
    withdraw_learnt(d.office, d.actor("od_section"), number, "写错了。")
    with pytest.raises(Refused) as refused:
        withdraw_learnt(d.office, d.actor("od_section"), number, "又一次。")
    assert codes(refused) == ("learnt_decided",)
    with pytest.raises(NotFound):
        publish_learnt(d.office, d.actor("od_head"), 10 ** 30)


def test_only_who_is_named_by_the_policy_may(d: District) -> None:
    with pytest.raises(Refused) as refused:
        accept(d, who="CIVIL.declarant")
    assert codes(refused) == ("policy_role_missing",)
