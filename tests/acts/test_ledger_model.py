"""The fund against a plain model of it: whatever people do, alone or two at once, both say the same to the fen.

Hypothesis makes up the acts.  Classes reserve, are cut, commit, settle and release by the
program's own guards and effects; everything else goes through the two persons.  After each step
the lines and what the classes hold are compared, and at the end the trail with all of it.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import insert, select

from tests.acts.ledger_house import LINES, SOURCE, Act, Fund, answered, listed
from tests.acts.ledger_model import ALL, HELD, NOTHING, Entry, Line, Model
from tests.district import a_class
from workflow.acts.carry_out import carry_out
from workflow.acts.declare import begin
from workflow.acts.notes import noted, opened
from workflow.acts.open_year import open_line
from workflow.acts.transaction import Work, in_one_go
from workflow.domain.declaration import Share
from workflow.domain.motions import AddMoney, CloseLine, Correct, OpenLine, Transfer
from workflow.engine.effects import EFFECTS
from workflow.engine.guards import GUARDS
from workflow.engine.situation import Situation
from workflow.office import Office
from workflow.queries.ledger_totals import totals
from workflow.queries.trail_check import verify_all
from workflow.refusals import Refused
from workflow.store.act_writing import NEW_SHARE
from workflow.store.funding import fund_line, fund_share, ledger_entry

CLASSES, FEN = 3, st.integers(0, 900)
LINE, CLASS = st.integers(0, 5), st.integers(0, CLASSES - 1)


def machine(fund: Fund) -> type[RuleBasedStateMachine]:
    """The machine over one house; a class of its own, because Hypothesis makes the instances."""

    class Ledger(RuleBasedStateMachine):
        @initialize(money=st.lists(st.integers(1, 1500), min_size=LINES, max_size=LINES),
                    shares=st.lists(st.tuples(st.permutations(range(LINES)), FEN, FEN), min_size=CLASSES,
                                    max_size=CLASSES))  # fmt: skip
        def begin_year(self, money: list[int], shares: list[Any]) -> None:
            self.year, self.codes = next(fund.places)
            past = f"{self.year + 1}-03-31" < fund.office.today().isoformat()
            first, second = fund.d.actor("finance"), fund.d.actor("od_head")
            self.ids = [open_line(fund.office, first, second, code, self.year, SOURCE, fen)
                        for code, fen in zip(self.codes, money, strict=True)]
            drawn = {place: [(order[0], one + 1), (order[1], two)][: 1 + (two > 0)]
                     for place, (order, one, two) in enumerate(shares)}
            self.model = Model([Line(fen, past) for fen in money], drawn)
            self.cases = [begin(fund.office, fund.d.actor("CIVIL.declarant"), "CIVIL").case_id for _ in drawn]
            self.seen: set[tuple[int, int, int]] = set()
            with fund.office.database.write() as connection:
                connection.execute(insert(fund_share), [
                    {"case_id": case_id, "line_id": self.ids[line], "reserved": 0, "committed": 0, "spent": 0}
                    for place, case_id in enumerate(self.cases) for line, _ in drawn[place]])
                connection.commit()

        # --- what classes do ----------------------------------------------------------------------------------------

        @rule(one=CLASS)
        def reserve(self, one: int) -> None:
            if not self.model.spent_of(one):
                self.check(self._reserve(one), lambda model: model.reserve(one))

        @rule(one=CLASS, fen=FEN)
        def cut(self, one: int, fen: int) -> None:
            """A lower amount is agreed, and reserved anew."""
            if not self.model.spent_of(one) and 0 < fen < sum(share for _, share in self.model.shares[one]):
                self.model.cut[one] = fen
                self.reserve(one)

        @rule(one=CLASS)
        def commit(self, one: int) -> None:
            if self.model.kept_of(one):
                self.check(self._do(one, (), "commit_fund"), lambda model: model.commit(one))

        @rule(one=CLASS, actual=FEN)
        def settle(self, one: int, actual: int) -> None:
            if self.model.kept_of(one) or self.model.spent_of(one):
                self.check(self._settle(one, actual), lambda model: model.settle(one, actual))

        @rule(one=CLASS)
        def release(self, one: int) -> None:
            self.check(self._do(one, (), "release_fund"), lambda model: model.release(one))

        # --- what two persons do ------------------------------------------------------------------------------------

        @rule(line=LINE, fen=st.integers(1, 900))
        def add(self, line: int, fen: int) -> None:
            line %= len(self.ids)
            self.check(lambda: fund.agreed(AddMoney(self.ids[line], fen)), lambda model: model.add(line, fen))

        @rule(line=LINE, to=LINE, fen=st.integers(1, 900))
        def transfer(self, line: int, to: int, fen: int) -> None:
            line, to = line % LINES, to % LINES
            self.check(self._transfer(line, to, fen), lambda model: model.transfer(line, to, fen))

        @rule(line=st.integers(0, LINES - 1), fen=st.integers(1, 900))
        def open_next_year(self, line: int, fen: int) -> None:
            if self.model.lines[line].following is not None and fen % 5:
                return
            motion = OpenLine(self.codes[line], self.year + 1, SOURCE, fen)
            self.check(lambda: fund.agreed(motion), lambda model: model.open_next(line, fen))

        @precondition(lambda self: self.model.entries)
        @rule(place=st.integers(0, 40), fen=st.just(0) | st.integers(0, 1500))
        def correct(self, place: int, fen: int) -> None:
            place %= len(self.model.entries)
            named = self.model.entries[place].name
            self.check(lambda: fund.agreed(Correct(*named, fen)), lambda model: model.correct(place, fen))

        @rule(line=st.integers(0, LINES - 1), carry=st.sampled_from((NOTHING, HELD, ALL)), sure=st.booleans())
        def close(self, line: int, carry: str, sure: bool) -> None:
            if not sure:  # not too often: little happens on a closed line
                return
            self.check(lambda: fund.agreed(CloseLine(self.ids[line], carry)), lambda model: model.close(line, carry))

        # --- two at once --------------------------------------------------------------------------------------------

        @rule(one=CLASS, other=CLASS, line=LINE, to=LINE, fen=st.integers(1, 900))
        def at_once(self, one: int, other: int, line: int, to: int, fen: int) -> None:
            """A reservation beside another, or beside a transfer: as if one came after the other, in either order."""
            line, to = line % LINES, to % LINES
            if self.model.spent_of(one) or self.model.spent_of(other):
                return
            acts: list[tuple[Act, Callable[[Model], str]]] = [(self._reserve(one), lambda model: model.reserve(one))]
            if one == other:
                acts.append((self._transfer(line, to, fen), lambda model: model.transfer(line, to, fen)))
            else:
                acts.append((self._reserve(other), lambda model: model.reserve(other)))
            with ThreadPoolExecutor(2) as pool:
                said = list(pool.map(answered, [act for act, _ in acts]))
            stands, possible = self.stands(), []
            for order in ((0, 1), (1, 0)):
                model = deepcopy(self.model)
                answers = {place: acts[place][1](model) for place in order}
                possible.append(([answers[0], answers[1]], self.expected(model)))
                if possible[-1] == (said, stands):
                    self.model = model
                    fund.steps += 1
                    self.learn()
                    return
            raise AssertionError(f"{said} {stands} is neither of {possible}")

        # --- comparing ----------------------------------------------------------------------------------------------

        def check(self, act: Act, told: Callable[[Model], str]) -> None:
            expected = told(self.model)
            assert answered(act) == expected
            fund.steps += 1
            self.learn()

        def learn(self) -> None:
            """What the program calls the lines and entries that are new."""
            of = ledger_entry.c
            with fund.office.database.read() as connection:
                if len(self.ids) < len(self.model.lines):
                    self._learn_lines(connection)
                found = connection.execute(select(ledger_entry).where(
                    of.line_id.in_(self.ids), of.kind.in_(("appropriate", "spend"))).order_by(of.case_id, of.trail_n))
                for row in found:
                    name = (row.case_id, row.trail_n, row.k)
                    if name not in self.seen:
                        self.seen.add(name)
                        of_class = self.cases.index(row.case_id) if row.case_id in self.cases else -1
                        self.model.entries.append(
                            Entry(name, row.kind, self.ids.index(row.line_id), row.fen, of_class))

        def _learn_lines(self, connection: Any) -> None:
            for place, line in enumerate(self.model.lines[:LINES]):
                if line.following == len(self.ids):
                    self.ids.append(connection.execute(select(fund_line.c.id).where(
                        fund_line.c.owner == self.codes[place], fund_line.c.year == self.year + 1)).scalar_one())
                    year = f"{self.year + 2}-03-31"
                    self.model.lines[line.following].past = year < fund.office.today().isoformat()

        @invariant()
        def both_say_the_same(self) -> None:
            if hasattr(self, "model"):
                assert self.stands() == self.expected(self.model)

        def stands(self) -> Any:
            of, held = fund_line.c, fund_share.c
            with fund.office.database.read() as connection:
                lines = connection.execute(select(
                    of.state, of.appropriated, of.reserved, of.committed, of.spent).where(
                        of.owner.in_(self.codes), of.year.in_((self.year, self.year + 1))).order_by(of.id)).all()
                shares = connection.execute(select(fund_share).where(held.case_id.in_(self.cases))).all()
            ids = {line: place for place, line in enumerate(self.ids)}
            return [tuple(row) for row in lines], {
                (self.cases.index(row.case_id), ids.get(row.line_id, -1)): (row.reserved, row.committed, row.spent)
                for row in shares if row.reserved or row.committed or row.spent}

        def expected(self, model: Model) -> Any:
            lines = [(line.state, line.given, line.reserved, line.committed, line.spent) for line in model.lines]
            return lines, {key: tuple(now) for key, now in model.held.items() if any(now)}

        # --- the acts -----------------------------------------------------------------------------------------------

        def _reserve(self, one: int) -> Act:
            return self._do(one, ("fund_covers_total",), "reserve_fund")

        def _settle(self, one: int, actual: int) -> Act:
            return self._do(one, ("line_takes_settlement",), "settle_fund", actual_fen=actual)

        def _transfer(self, line: int, to: int, fen: int) -> Act:
            return lambda: fund.agreed(Transfer(self.ids[line], self.ids[to], fen))

        def _do(self, one: int, guards: tuple[str, ...], effect: str, **given: Any) -> Act:
            """The guards and the effect of an action on a class, as a transition runs them."""
            form, cut, case_id = self.form(one), self.model.cut.get(one), self.cases[one]

            def write(work: Work) -> None:
                change = opened(work, case_id)
                kept = {"cut_to_fen": cut} if cut is not None else {}
                case = replace(change.situation.case, remembered=kept)
                s: Situation = change.situation.with_(form=form, given=given, case=case)
                refusals = [found for guard in guards for found in listed(GUARDS[guard](s))]
                if refusals:
                    raise Refused(refusals)
                wanted = EFFECTS[effect](s, "")
                held = {line.id for line in s.lines}
                for intent in wanted:
                    if hasattr(intent, "line") and intent.line not in held:
                        work.write(NEW_SHARE, case_id=case_id, line_id=intent.line, reserved=0, committed=0, spent=0)
                carry_out(change, [intent for intent in wanted if hasattr(intent, "holding")], None)
                noted(change, "hold", None)

            return lambda: in_one_go(fund.office, fund.d.actor("finance"), case_id, "hold", write, at_once=True)

        def form(self, one: int) -> Any:
            shares = self.model.shares[one]
            return a_class(
                start_date=date(self.year, 5, 4), end_date=date(self.year, 5, 4), trainee_count=1, half_days=2,
                lecturers=(), rates={"other": sum(fen for _, fen in shares)},
                fund_shares=tuple(Share(self.codes[line], SOURCE, fen) for line, fen in shares))  # fmt: skip

    return Ledger


def run(office: Office, *, examples: int, steps: int) -> int:
    fund = Fund(office)
    with office.database.in_haste():
        run_state_machine_as_test(machine(fund), settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, derandomize=True, database=None,
            suppress_health_check=list(HealthCheck)))
    found = totals(office)
    assert found.agree, [line for line in found.lines if not line.agrees]
    proved = verify_all(office)
    assert proved.ok, proved.first_bad
    return fund.steps


def test_the_fund_is_as_its_model_says(office: Office) -> None:
    assert run(office, examples=16, steps=50) > 300


@pytest.mark.thorough
def test_a_hundred_thousand_steps(office: Office) -> None:
    assert run(office, examples=960, steps=200) >= 100_000
