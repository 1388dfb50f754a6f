"""The written processes are sound, and where an action may lead is worked out rightly."""

import pytest

from tests.rulebook.small import PROCESS, changed, read
from workflow.rulebook.process import Process
from workflow.rulebook.rulebook import Rulebook
from workflow.rulebook.soundness import check, possible_targets

OUTCOMES = {"completed", "aborted", "cancelled"}


def targets(process: Process, action: str, source: str) -> set[str]:
    road = process.actions[action].road_from(source)
    assert road is not None
    return set(possible_targets(process, road, source))


@pytest.fixture
def declaration(rulebook: Rulebook) -> Process:
    return rulebook.process("class_declaration")


def test_both_written_processes_are_sound(rulebook: Rulebook) -> None:
    assert {process.code for process in rulebook.processes.values()} == {"class_declaration", "plan_filing"}
    for process in rulebook.processes.values():
        assert check(process) == ()


def test_a_fixed_target_and_one_that_stays(declaration: Process) -> None:
    assert targets(declaration, "accept", "submitted") == {"authority_review"}
    assert targets(declaration, "unit_finance_sign", "unit_review") == {"unit_review"}


def test_a_recall_leads_to_whatever_was_left(declaration: Process) -> None:
    gates = {"authority_review", "duplicate_review", "funding_review", "leader_approval"}
    assert targets(declaration, "amend_ok", "amendment_review") == {"approved", "filed", "postponed", "noticed"}
    assert targets(declaration, "resubmit", "returned") == gates | {"submitted"}
    assert targets(declaration, "appeal", "rejected") >= gates
    assert "withdrawn" not in targets(declaration, "appeal", "rejected")


def test_an_outcome_remembered_by_effects(declaration: Process) -> None:
    assert targets(declaration, "settle", "settling") == OUTCOMES


def test_a_fork_leads_both_ways(declaration: Process) -> None:
    assert targets(declaration, "postpone", "approved") == {"amendment_review", "postponed"}
    assert targets(declaration, "cancel", "noticed") == {"settling", "cancelled"}


def test_roads_depend_on_where_one_stands(declaration: Process) -> None:
    assert targets(declaration, "absorb", "approved") == {"amendment_review"}
    assert targets(declaration, "absorb", "funding_review") == {"authority_review"}
    assert targets(declaration, "absorb", "consultation") == {"consultation"}


def test_every_target_of_a_written_process_is_one_of_its_states(rulebook: Rulebook) -> None:
    for process in rulebook.processes.values():
        for action in process.actions.values():
            for road in action.roads:
                for source in road.sources:
                    found = possible_targets(process, road, source)
                    assert found and found <= set(process.states), (action.code, source)


def test_a_state_behind_a_closed_fork_side_counts_as_reached() -> None:
    process, faults = read(
        changed(
            ("    to: done\n", "    to: {if: large, then: done, else: returned}\n"),
            ("    to: returned\n", "    to: draft\n"),
        )
    )
    assert process is not None and not faults


def test_memory_grows_until_nothing_is_added() -> None:
    """A recall may itself lead into a state that remembers: what is kept there must be found too."""
    text = changed(
        ("  done: {", "  paused: {stage: work, zh: 暂停, en: Paused, remember: paused_at}\n  done: {"),
        (
            "  reopen:\n",
            """  pause:
    zh: 暂停
    en: Pause
    from: [review, returned]
    to: paused
    signers: {one: [{role: head}]}
  resume:
    zh: 恢复
    en: Resume
    from: paused
    to: {recall: paused_at}
    decides: true
    signers: {one: [{role: head}]}
  reopen:
""",
        ),
    )
    process, faults = read(text)
    assert process is not None and not faults
    assert targets(process, "resume", "paused") == {"review", "returned"}
    assert targets(process, "resubmit", "returned") == {"review", "paused"}


def test_soundness_names_the_line_of_the_state(declaration: Process) -> None:
    process, faults = read(PROCESS.replace("    to: returned\n", "    to: draft\n"))
    assert process is not None
    assert [fault.line for fault in faults if fault.message_key.endswith("unreachable")] == [
        process.states["returned"].line
    ]
