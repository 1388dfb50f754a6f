"""The demo district as it stands: every state has something to show, and all of it is true."""

import json
from importlib.resources import files
from typing import Any

from sqlalchemy import func, select

from tests.demo.conftest import Demo
from tests.district import signed_in
from webapp.cli.demo import make_ready
from webapp.cli.demo_files import District
from workflow.acts.demo_house import is_whole
from workflow.domain.plan_progress import STEPS
from workflow.queries.fund_motions import motions_page
from workflow.queries.ledger_totals import totals
from workflow.queries.likeness_check import check_index
from workflow.queries.plan_board import Wish, plan_board
from workflow.queries.plan_filings import filings
from workflow.queries.plan_needs import Wish as NeedsWish
from workflow.queries.plan_needs import needs_page
from workflow.queries.reconcile_page import reconcile_page
from workflow.queries.reports import report, wished
from workflow.queries.trail_check import verify_all
from workflow.store.cases import case, class_declaration, finding, pair, plan_item, seat
from workflow.store.funding import fund_line, ledger_entry
from workflow.store.people import cadre, person, unit
from workflow.store.schema import metadata
from workflow.store.settlement import voucher
from workflow.store.trail import refused_attempt

PAIRS = json.loads((files("definitions") / "demo" / "expected_pairs.json").read_text("utf-8"))
GATES = ("authority", "duplicate", "funding", "leader")


def rows(demo: Demo, statement: Any) -> list[Any]:
    with demo.office.database.read() as connection:
        return list(connection.execute(statement).all())


def states(demo: Demo) -> dict[str, str]:
    by_id = {row.id: row.state for row in rows(demo, select(case.c.id, case.c.state))}
    return {ref: by_id[case_id] for ref, case_id in demo.loaded.cases.items()}


def test_every_state_of_the_process_has_something_to_show(demo: Demo) -> None:
    process = demo.office.rulebook.process("class_declaration")
    shown = {state for ref, state in states(demo).items() if not ref.startswith("plan/")}
    assert set(process.states) - shown == set()


def test_every_plan_is_filed_and_numbered_in_the_order_of_filing(demo: Demo, district: District) -> None:
    plans = {ref: state for ref, state in states(demo).items() if ref.startswith("plan/")}
    assert set(plans.values()) == {"filed", "adjustment_review"}
    assert plans["plan/CAC"] == "adjustment_review", "an adjustment waits for the office"
    found = rows(demo, select(plan_item.c.code, plan_item.c.class_name).order_by(plan_item.c.code))
    planned = [item.class_name for plan in district.plans for item in plan.items]
    planned += [item.class_name for plan in district.plans for one in plan.around.adjustments for item in one.added]
    assert [row.class_name for row in found] == planned
    assert [row.code for row in found] == [f"2026-{n:03d}" for n in range(1, len(planned) + 1)]


def test_the_trail_proves_all_of_it(demo: Demo) -> None:
    found = verify_all(demo.office)
    assert found.ok, found.first_bad
    assert found.records > 800


def test_everybody_is_there(demo: Demo) -> None:
    counts = [rows(demo, select(func.count()).select_from(table))[0][0] for table in (unit, person, cadre)]
    assert counts == [demo.loaded.units, demo.loaded.accounts, 1200]


def test_only_the_attempts_of_the_script_were_refused(demo: Demo, district: District) -> None:
    steps = [step for script in district.scripts for step in script.steps]
    told = sorted((step.at, step.do, step.refused) for step in steps if step.refused)
    kept = rows(demo, select(refused_attempt.c.at, refused_attempt.c.act, refused_attempt.c.codes))
    assert told and [(at, act) for at, act, _ in told] == sorted((row.at, row.act) for row in kept)
    assert all(code in row.codes for (_, _, code), row in zip(told, sorted(kept, key=lambda row: row.at), strict=True))


def blocked(demo: Demo, one: str, other: str) -> bool:
    """Whether a finding of block level, of any generation, named the pair."""
    ids = demo.case(one), demo.case(other)
    wanted = select(finding.c.case_id).where(finding.c.rule == "R-25", finding.c.severity == "block")
    return any(rows(demo, wanted.where(finding.c.case_id == mine, finding.c.part == str(theirs)))
               for mine, theirs in (ids, ids[::-1]))


def test_all_eight_pairs_were_flagged_and_none_of_the_look_alikes(demo: Demo) -> None:
    assert [pair for pair in PAIRS["duplicates"] if not blocked(demo, *pair)] == []
    assert [pair for pair in PAIRS["look_alikes"] if blocked(demo, *pair)] == []


def test_the_pairs_met_different_fates(demo: Demo) -> None:
    fates = {second: states(demo)[second] for _, second in PAIRS["duplicates"]}
    assert set(fates.values()) >= {"rejected", "merged", "withdrawn", "completed", "aborted", "duplicate_review"}
    verdicts = {row.verdict for row in rows(demo, select(pair.c.verdict).where(pair.c.verdict.is_not(None)))}
    assert verdicts == {"REPEAT", "MULTI_HEAD", "MERGEABLE", "BATCH", "DISTINCT"}


def test_the_searches_know_every_class_and_a_pair_came_back(demo: Demo) -> None:
    """The index is what a rebuild would make; a verdict given before the rosters were there is asked for again."""
    assert check_index(demo.office).ok
    back = rows(demo, select(pair.c.verdict, pair.c.former).where(pair.c.former.is_not(None)))
    assert [(row.verdict, row.former["verdict"]) for row in back] == [(None, "DISTINCT")]


def test_a_different_person_stands_at_each_gate(demo: Demo) -> None:
    signed = rows(demo, select(seat.c.case_id, seat.c.gate, seat.c.round, seat.c.signed_by).where(
        seat.c.gate.is_not(None), seat.c.status == "signed", seat.c.action.in_(
            ("authority_pass", "dup_clear", "funding_pass", "approve"))))
    at_gate: dict[tuple[int, str], set[int]] = {}
    for row in signed:
        at_gate.setdefault((row.case_id, row.gate), set()).add(row.signed_by)
    assert len(at_gate) > 100
    for (case_id, gate), people in at_gate.items():
        following = GATES[GATES.index(gate) + 1:][:1]
        assert not any(people & at_gate.get((case_id, after), set()) for after in following), (case_id, gate)


def test_the_numbers_are_dense_in_the_order_of_submission(demo: Demo) -> None:
    joined = select(case.c.number, class_declaration.c.declared_on).join(
        class_declaration, class_declaration.c.case_id == case.c.id)
    found = rows(demo, joined.where(case.c.number.is_not(None)).order_by(case.c.number))
    assert [row.number for row in found] == [f"CX-2026-{n:04d}" for n in range(1, len(found) + 1)]
    assert [row.declared_on for row in found] == sorted(row.declared_on for row in found)


def test_the_money_is_used_in_every_way(demo: Demo) -> None:
    accounts = ("appropriated", "reserved", "committed", "spent")
    totals = rows(demo, select(*(func.sum(fund_line.c[name]) for name in accounts)))
    assert all(total > 0 for total in totals[0])


def test_a_second_run_changes_nothing(demo: Demo, district: District) -> None:
    def everything() -> dict[str, Any]:
        return {table.name: rows(demo, select(func.count()).select_from(table))[0][0]
                for table in metadata.sorted_tables}

    before = everything()
    assert is_whole(demo.office)
    assert make_ready(demo.office, district) == (None, 0.0)
    assert everything() == before


def test_needs_plans_and_reports_have_something_to_show(demo: Demo) -> None:
    """Needs in every standing, something late, a late and a missing report, classes outside the plan."""
    row = next(iter(rows(demo, select(person.c.id).where(person.c.username == "hejie"))))
    office, actor = demo.office, signed_in(demo.office, row.id)
    board = plan_board(office, actor, Wish())
    assert [board.counts[step] for step in STEPS] == sorted(board.counts.values(), reverse=True)
    assert board.counts["closed"] > 0 and board.late["not_declared"] > 0 and board.unmet >= 3 and board.extras
    assert {item.step for item in board.items if item.cancelled is None} == set(STEPS)
    told = report(office, actor, wished(office, "plan", 2026, "")).tables[0].total
    assert told is not None
    assert {step: told.values[step] for step in STEPS} == board.counts, "the report and the board count alike"
    assert told.values["overdue"] == board.late["not_declared"]
    needs = needs_page(office, actor, NeedsWish())
    assert all(needs.counts.values())
    filed = filings(office, actor, 2026)
    assert {finding.severity for one in filed.rows if (finding := one.report)} == {"clear", "warn"}


def test_the_fund_has_something_to_show(demo: Demo) -> None:
    """A transfer, corrections, one motion that waits and one declined; accounts by item; one difference to finance."""
    row = next(iter(rows(demo, select(person.c.id).where(person.c.username == "chengang"))))
    office, actor = demo.office, signed_in(demo.office, row.id)
    page = motions_page(office, actor)
    assert len(page.waiting) == 1 and {one.status for one in page.settled} == {"done", "declined"}
    kinds = {one.kind for one in rows(demo, select(ledger_entry.c.kind).distinct())}
    assert {"appropriate", "transfer", "adjust", "reserve", "commit", "spend", "release"} <= kinds
    assert rows(demo, select(func.count()).select_from(voucher))[0][0] > 20
    found = reconcile_page(office, 2026)
    assert [line.indicator for line in found.lines if line.known_to_both and not line.agrees] == ["城财教〔2026〕13号"]
    assert totals(office).agree
