"""Anybody does anything at any time: after every act, and every refusal, all laws of the house hold."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from random import Random
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sqlalchemy import select

from tests.acts.laws import everything_of, hold
from tests.acts.prepared_house import Prepared, forms
from tests.clocks import SetClock
from tests.district import LINE_FEN, YUAN
from workflow.acts.attach import attach, remove_paper
from workflow.acts.declare import begin, save_copy
from workflow.acts.explain_finding import explain_finding, override_finding
from workflow.acts.judge_again import WorldMoved
from workflow.acts.judge_pair import judge_pair
from workflow.acts.take_action import take_action
from workflow.bootstrap import written_rules
from workflow.domain.days import office_day
from workflow.domain.declaration import PAPERS
from workflow.domain.inputs import GROUNDS, INPUTS
from workflow.domain.pairs import VERDICTS
from workflow.domain.people import Actor, system_actor
from workflow.engine.decide import explain
from workflow.office import Office
from workflow.office.gather import gather
from workflow.queries.trail_check import verify_all
from workflow.refusals import NotFound, Refused
from workflow.store.cases import case, working_copy
from workflow.store.database import Database
from workflow.store.people import person

DATES = tuple(date(2026, *day) for day in ((11, 23), (11, 25), (12, 1), (12, 3), (12, 21), (12, 31))) + (
    date(2027, 1, 11),
)
MERGING = "absorb"
TURNS = {"act": 60, "err": 4, "declare": 2, "type": 8, "attach": 1, "take_off": 1, "judge": 6, "speak": 4, "wait": 2}
DULL = ("ask", "unit_return", "approve_overrun", "allow_short_notice", "recall", "return", "withdraw_amendment")
MOST_CASES = 8
AMOUNTS = (0, 1, 1_000 * YUAN, 20_000 * YUAN, 26_100 * YUAN, LINE_FEN, 10 * LINE_FEN)


class AnyRoad(RuleBasedStateMachine):
    """Acts on one house; every rule does one thing as somebody and then asks all laws."""

    folder: ClassVar[Path]

    @initialize()
    def move_in(self) -> None:
        self.path = self.folder / "house.db"
        shutil.copy(Prepared.path, self.path)
        self.clock = SetClock()
        self.office = Office(Database(f"sqlite:///{self.path}"), written_rules(), self.clock, self.folder)
        self.leaving = ExitStack()
        self.leaving.enter_context(self.office.database.in_haste())
        with self.office.database.read() as connection:
            self.people = [
                Actor(row.id, row.username) for row in connection.execute(person.select().order_by(person.c.id))
            ]
            self.cases = [row.id for row in connection.execute(case.select().where(case.c.kind == "class_declaration"))]
        self.process = self.office.rulebook.process("class_declaration")
        self.people += [system_actor(), Actor(10**6, "nobody")]

    def teardown(self) -> None:
        if hasattr(self, "leaving"):
            self.leaving.close()
            self.office.database.close()
            for left in self.folder.glob("house.db*"):
                left.unlink()

    def doing(self, case_id: int, act: Callable[[], Any]) -> None:
        """Do it; what is refused leaves nothing behind, unless the world moved and the findings were made anew."""
        before = everything_of(self.office, case_id)
        try:
            act()
        except WorldMoved:
            pass
        except (Refused, NotFound):
            assert everything_of(self.office, case_id) == before
        found = verify_all(self.office, case_id=case_id)
        assert found.ok, found.first_bad

    def one(self, of: Any) -> Any:
        return self.dice.choice(list(of))

    @rule(dice=st.randoms(use_true_random=True))
    def go_on(self, dice: Random) -> None:
        """A few things in a row, mostly acts: one thing a rule would leave most examples at their beginning."""
        self.dice = dice
        for turn in dice.choices(list(TURNS), list(TURNS.values()), k=8):
            getattr(self, turn)()
        hold(self.office)

    def act(self) -> None:
        """Something that somebody can do now: mostly what the case waits for, seldom what ends it."""
        case_id = self.one(self.cases)
        able: dict[str, list[Actor]] = {}
        with self.office.database.read() as connection:
            for actor in self.people:
                for one in explain(gather(connection, self.office, actor, case_id).situation).can:
                    able.setdefault(one.action, []).append(actor)
            s = gather(connection, self.office, system_actor(), case_id).situation
        for action in s.process.actions_from(s.case.state):
            if "working_copy" in action.inputs:  # what is typed is not explained before it is sent
                able.setdefault(action.code, []).append(self.named(f"{s.case.host}.declarant"))
        able.pop(MERGING, None)  # which only a merge brings about
        if able:
            (action,) = self.dice.choices(list(able), [self.weight(code) for code in able])
            if "working_copy" in s.process.actions[action].inputs:
                self.type(case_id, self.one(able[action]))
            self.take(case_id, self.one(able[action]), action, stranger=False)

    def named(self, name: str) -> Actor:
        return next(one for one in self.people if one.name == name)

    def weight(self, code: str) -> int:
        action = self.process.actions[code]
        ends = any(road.target.state and self.process.states[road.target.state].kind == "end" for road in action.roads)
        return 12 if action.decides else 1 if ends or code in DULL else 4

    def err(self) -> None:
        """Anything by anybody."""
        self.take(self.one(self.cases), self.one(self.people), self.one(self.process.actions), stranger=True)

    def take(self, case_id: int, actor: Actor, action: str, *, stranger: bool) -> None:
        names = set(self.process.actions[action].inputs) - {"working_copy"}
        names |= {self.one(INPUTS)} if stranger else set()
        given = {name: self.stated(name, stranger) for name in sorted(names)}
        opinion = self.one(("照办。", "", "字" * 2001, "零\u200b宽", "断\x00")) if stranger else "照办。"
        self.doing(case_id, lambda: take_action(self.office, actor, case_id, action, opinion=opinion, given=given))

    def stated(self, name: str, stranger: bool) -> Any:
        usual = {"day": DATES, "fen": AMOUNTS, "count": (0, 39), "case": self.cases, "text": GROUNDS}.get(
            INPUTS[name][0], ()
        )
        return self.one((*usual, None, "字", -1, 10**30, "\ud800") if stranger else usual)

    def declare(self) -> None:
        host = self.one(("CIVIL", "PLC"))
        if len(self.cases) < MOST_CASES:
            begun = begin(self.office, self.named(f"{host}.declarant"), host, form=self.one(forms(host)))
            self.cases.append(begun.case_id)

    def type(self, case_id: int = 0, actor: Actor | None = None) -> None:
        """Mostly somebody who may types another class over the one that is there."""
        case_id = case_id or self.one(self.cases)
        with self.office.database.read() as connection:
            host = gather(connection, self.office, system_actor(), case_id).situation.case.host
            at = (
                connection.execute(select(working_copy.c.version).where(working_copy.c.case_id == case_id)).scalar()
                or 0
            )
        who = actor or self.one(
            [one for one in self.people if one.name in (f"{host}.declarant", "x2", "x4", "finance")]
        )
        form, version = self.one(forms(str(host))), self.one((at, at, at, 7))
        self.doing(case_id, lambda: save_copy(self.office, who, case_id, form, version=version))

    def attach(self) -> None:
        case_id, actor = self.one(self.cases), self.one(self.people)
        for kind in PAPERS if self.one((True, False)) else PAPERS[:3]:
            self.doing(case_id, lambda kind=kind: attach(self.office, actor, case_id, kind, "a.pdf", b"%PDF"))  # type: ignore[misc]

    def take_off(self) -> None:
        case_id, actor, number = self.one(self.cases), self.one(self.people), self.one(range(1, 30))
        self.doing(case_id, lambda: remove_paper(self.office, actor, case_id, number))

    def judge(self) -> None:
        """Mostly one of a case's own pairs, by whoever."""
        case_id, actor = self.one(self.cases), self.one(self.people)
        with self.office.database.read() as connection:
            pairs = gather(connection, self.office, actor, case_id).situation.pairs
        other = self.one([*(pair.other for pair in pairs), *self.cases][: len(pairs) + 1])
        verdict = self.one(("DISTINCT", "BATCH", "DISTINCT", *VERDICTS, ""))
        self.doing(case_id, lambda: judge_pair(self.office, actor, case_id, other, verdict, "比较过。"))

    def speak(self) -> None:
        case_id, actor = self.one(self.cases), self.one(self.people)
        with self.office.database.read() as connection:
            findings = gather(connection, self.office, actor, case_id).situation.findings
        if findings:
            found, how = self.one(findings), self.one((explain_finding, override_finding))
            self.doing(case_id, lambda: how(self.office, actor, case_id, found.rule, found.part, "情况属实。"))

    def wait(self) -> None:
        """Some days, or until a class begins or is over."""
        with self.office.database.read() as connection:
            form = gather(connection, self.office, system_actor(), self.one(self.cases)).situation.form
        day = self.one((getattr(form, "start_date", None), getattr(form, "end_date", None)))
        if day is not None and day > office_day(self.clock()):
            self.clock.set(f"{day} 18:00")
        elif self.clock().year < 2028:
            self.clock.advance(days=self.one((0.1, 1, 3, 8)))


@pytest.fixture
def any_road(sqlite_template: Path, tmp_path: Path) -> Iterator[type[AnyRoad]]:
    Prepared.make(sqlite_template, tmp_path)
    AnyRoad.folder = tmp_path
    yield AnyRoad


CALM = settings(
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    print_blob=False,
    phases=(Phase.generate,),
    report_multiple_bugs=False,
)


def test_whatever_anybody_does_the_laws_hold(any_road: type[AnyRoad]) -> None:
    quick = settings(CALM, max_examples=6, stateful_step_count=5, derandomize=True)
    run_state_machine_as_test(any_road, settings=quick)


@pytest.mark.thorough
def test_whatever_anybody_does_for_long_the_laws_hold(any_road: type[AnyRoad]) -> None:
    run_state_machine_as_test(any_road, settings=settings(CALM, max_examples=200, stateful_step_count=25))
