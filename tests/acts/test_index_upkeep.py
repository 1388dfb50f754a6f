"""The index of repeated classes after any sequence of acts is what a rebuild makes; titles of every kind go through."""

from contextlib import suppress
from datetime import date, timedelta
from random import Random
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from tests.acts.looking import B1, B2, CIVIL, HEAD, look, resubmitted
from tests.district import District, a_class
from workflow.acts.declare import save_copy
from workflow.acts.rebuild_likeness import rebuild_likeness
from workflow.domain.declaration import ClassDeclaration
from workflow.office.gather import gather
from workflow.queries.likeness_check import check_index
from workflow.refusals import Refused
from workflow.store import likeness_index as index
from workflow.store.likeness_writing import past

TITLES = ("社区工作者能力提升培训班", "社区工作者能力提升培训班（第2期）", "消防安全培训班（上）",
          "Fire Safety Course", "班")
# Thrown by a number drawn beforehand: what there is to choose from depends on what earlier sequences left behind.
DICE = st.integers(0, 2**32).map(Random)
Rows = tuple[dict[int, bytes], frozenset[tuple[int, int]]]


def rows(d: District) -> Rows:
    with d.office.database.read() as connection:
        return dict(index.all_marks(connection)), index.all_postings(connection)


class AnySequence(RuleBasedStateMachine):
    """Acts of one unit on its classes, one rule for each road on which the searches learn or forget a class."""

    d: ClassVar[District]
    cases: ClassVar[list[int]]
    most: ClassVar[int] = 0  # classes that the searches knew at the end of a sequence

    def some(self, dice: Random, **changed: Any) -> ClassDeclaration:
        start = date(2026, 11, 16) + timedelta(days=7 * dice.randrange(4))
        return a_class(class_name=dice.choice(TITLES), audience_codes=dice.choice((B1, B2, B1 + B2)), start_date=start,
                       end_date=start + timedelta(days=2), **changed)

    @rule(dice=DICE)
    def submit(self, dice: Random) -> None:
        with suppress(Refused):
            self.cases.append(self.d.submitted(self.some(dice)))

    @rule(dice=DICE)
    def change(self, dice: Random) -> None:
        """Sent back and sent again with another content, or, where it was approved, a change asked for."""
        case_id = self.one(dice)
        with suppress(Refused):
            self.d.take(case_id, "return", "od_section")
        with suppress(Refused):
            save_copy(self.d.office, self.d.actor(CIVIL), case_id, self.some(dice), version=0)
        for action, who in (("resubmit", CIVIL), ("resubmit", HEAD), ("amend", CIVIL), ("amend", HEAD)):
            if dice.random() < 0.8:
                with suppress(Refused):
                    self.d.take(case_id, action, who)

    @rule(dice=DICE,
          action=st.sampled_from(["withdraw", "withdraw_amendment", "cancel", "accept"]))
    def act(self, dice: Random, action: str) -> None:
        with suppress(Refused):
            self.d.take(self.one(dice), action, "od_section" if action == "accept" else HEAD, costs_fen=0)

    @rule()
    def rebuild(self) -> None:
        rebuild_likeness(self.d.office)

    def one(self, dice: Random) -> int:
        return dice.choice(self.cases)

    def teardown(self) -> None:
        found = check_index(self.d.office)
        assert found.ok, found
        AnySequence.most = max(AnySequence.most, found.classes)


@pytest.mark.parametrize("examples", [4, pytest.param(100, marks=pytest.mark.thorough)])
def test_after_any_sequence_of_acts_it_is_what_a_rebuild_makes(d: District, examples: int) -> None:
    AnySequence.most = 0
    AnySequence.d, AnySequence.cases = d, [d.at("approved"), d.submitted(a_class(audience_codes=B2))]
    run_state_machine_as_test(AnySequence, settings=settings(
        deadline=None, database=None, suppress_health_check=list(HealthCheck), phases=(Phase.generate,),
        max_examples=examples, stateful_step_count=6, derandomize=examples < 10, print_blob=False))
    assert AnySequence.most > 1, "else nothing was proved"


def test_an_amendment_and_its_undo_leave_the_index_as_it_was(d: District) -> None:
    case_id = d.at("approved")
    before = rows(d)
    save_copy(d.office, d.actor(CIVIL), case_id, a_class(class_name="消防安全培训班", audience_codes=B2), version=0)
    d.take(case_id, "amend", CIVIL)
    assert rows(d) == before, "what the unit has not signed yet is not proposed"
    d.take(case_id, "amend", HEAD)
    assert rows(d) != before
    d.take(case_id, "withdraw_amendment", HEAD)
    assert rows(d) == before


def test_a_rebuild_keeps_what_it_was_made_by_and_changes_no_finding(d: District) -> None:
    other = d.submitted(a_class(host_unit="PLC"), "PLC")
    case_id = d.at("duplicate_review")
    seen = look(d, case_id).case.findings_hash
    rebuild_likeness(d.office)
    with d.office.database.read() as connection:
        kept = index.snapshot(connection)
        assert kept is not None and kept[0] == 2 and past(connection, 1) and past(connection, 2)
    d.take(case_id, "return", "od_section2")
    resubmitted(d, case_id)
    s = look(d, case_id)
    assert s.case.findings_hash == seen
    finding = next(f for f in s.findings if f.part == str(other))
    assert finding.values["reckoned"]["terms"] == 2
    assert sum(part["tenths"] for part in finding.values["alike"]["parts"]) + finding.values["alike"]["prior"] == (
        finding.values["alike"]["tenths"])


ODD_TITLES = ("班", "培训班", "字" * 80, "社區工作者能力提升培訓班", "ＣＰＲ社区工作者培训班",
              "社区 community 工作者 training", "🔥社区工作者🚒培训班")


@pytest.mark.parametrize("title", ODD_TITLES)
def test_any_title_is_listed_found_and_taken_out_again(d: District, title: str) -> None:
    """One character, only words of any title, the longest, Traditional, full-width, two languages, signs."""
    other = d.submitted(a_class(class_name=title, host_unit="PLC"), "PLC")
    case_id = d.submitted(a_class(class_name=title))
    assert [pair.other for pair in look(d, case_id).pairs] == [other]
    d.take(other, "withdraw", "PLC.unit_head")
    assert check_index(d.office).classes == 1


@pytest.mark.parametrize("changed", [{"class_name": "字" * 5000}, {"topic_code": ""}, {"class_name": ""}])
def test_what_the_form_does_not_take_never_comes_to_the_index(d: District, changed: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        d.submitted(a_class(**changed))
    assert check_index(d.office).classes == 0


@pytest.mark.parametrize("years", [1, 40])
def test_classes_far_apart_in_time_do_not_meet(d: District, years: int) -> None:
    d.submitted(a_class(host_unit="PLC"), "PLC")
    start = date(2026 + years, 11, 23)
    case_id = d.begin(a_class(start_date=start, end_date=start + timedelta(days=2)))
    for action, who in (("send_unit", CIVIL), ("unit_finance_sign", "CIVIL.unit_finance"), ("unit_submit", HEAD)):
        with suppress(Refused):
            d.take(case_id, action, who)
    with d.office.database.read() as connection:
        assert not gather(connection, d.office, d.actor("auditor"), case_id).situation.pairs
