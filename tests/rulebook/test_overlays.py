"""Overlays may only tighten; a local standard wants a name behind each number."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow.rulebook.faults import DefinitionFaults, Fault
from workflow.rulebook.file_reading import read_policy
from workflow.rulebook.overlays import overlay_faults, tightens
from workflow.rulebook.policy import Entry, Overlay, Policy
from workflow.rulebook.policy_reading import laid_over
from workflow.rulebook.rulebook import Rulebook
from workflow.rulebook.yaml_text import Lines

FOLDER = Path("definitions/policies")
BASE = (FOLDER / "2017-plus.yaml").read_text(encoding="utf-8")
OVERLAY = (FOLDER / "2025-overlay.yaml").read_text(encoding="utf-8")


def base(text: str = BASE) -> Policy:
    policy = read_policy(text, "base.yaml")
    assert isinstance(policy, Policy)
    return policy


def overlay(text: str) -> tuple[Overlay, list[Fault]]:
    policy = read_policy(text, "over.yaml")
    assert isinstance(policy, Overlay)
    return policy, overlay_faults(policy, [base()], Lines("over.yaml"))


def replaced(text: str, old: str, new: str) -> str:
    assert old in text, old
    return text.replace(old, new, 1)


def test_the_2025_overlay_is_off_and_tightens(rulebook: Rulebook) -> None:
    found = next(one for one in rulebook.overlays if one.code == "2025-overlay")
    assert not found.on and found.districts == () and found.effective_from == date(2025, 6, 5)
    assert rulebook.policy_on(date(2026, 1, 1))["channel.out_allowed"] is True
    assert overlay(OVERLAY)[1] == []


def test_the_local_profile_is_empty_and_says_so(rulebook: Rulebook) -> None:
    found = next(one for one in rulebook.overlays if one.code == "qinghai-xining")
    assert found.kind == "local" and found.is_empty and not found.on
    assert "空" in found.remark.zh and "empty" in found.remark.en


def test_an_overlay_laid_on_holds_from_its_day_and_keeps_the_rest() -> None:
    over, _ = overlay(OVERLAY)
    joined = laid_over(base(), over, "f" * 64)
    assert joined["channel.out_allowed"] == "exception" and joined["host.offline_per_year"] == 1
    assert joined["timing.declare_lead_workdays"] == 15
    assert joined.terms("R-28") and joined.terms("R-40") and not base().terms("R-28")
    assert joined.in_force(date(2025, 6, 5)) and not joined.in_force(date(2025, 6, 4))
    assert joined.entries["host.offline_per_year"].bound == "max"


LOOSER = [
    ("timing: {declare_lead_workdays: {value: 14, source: S19}}", "loosens", "min"),
    ("lecturer: {senior_yuan: {value: 1000.01, source: S19}}", "loosens", "max"),
    ("staff: {absolute_max: {value: null, source: S19}}", "loosens", "max"),
    ("duplicate: {same_topic: {value: false, source: S19}}", "loosens", "order"),
    ("channel: {out_allowed: {value: true, source: S19}}", None, ""),
    ("lecturer: {senior_yuan: {value: 999.99, source: S19}}", None, ""),
    ("timing: {declare_lead_workdays: {value: 20, source: S19}}", None, ""),
    ("timing: {recall_minutes: {value: 5, source: S19}}", "not_for_overlays", "mend"),
]


@pytest.mark.parametrize(("numbers", "what", "mend"), LOOSER)
def test_an_overlay_that_loosens_is_refused(numbers: str, what: str | None, mend: str) -> None:
    head = OVERLAY[: OVERLAY.index("\nnumbers:")]
    _, found = overlay(f"{head}\nnumbers: {{{numbers}}}\nrules: {{}}\n")
    assert [fault.message_key for fault in found] == ([f"rulebook.{what}"] if what else [])
    for fault in found:
        assert fault.mend.endswith(f".{mend}")
        assert fault.say("zh") and fault.say("en")


@pytest.mark.parametrize(
    ("rules", "what"),
    [
        ("R-02: {on: false, source: S19}", "rule_loosened"),
        ("R-02: {severity: warn, source: S19}", "rule_loosened"),
        ("R-02: {over: [od_head, finance], source: S19}", "rule_loosened"),
        ("R-02: {over: [], source: S19}", None),
        ("R-01: {severity: block, source: S19}", None),
    ],
)
def test_an_overlay_may_harden_rules_only(rules: str, what: str | None) -> None:
    head = OVERLAY[: OVERLAY.index("\nnumbers:")]
    _, found = overlay(f"{head}\nnumbers: {{}}\nrules: {{{rules}}}\n")
    assert [fault.message_key.removeprefix("rulebook.") for fault in found] == ([what] if what else [])


def test_an_overlay_needs_a_known_base_and_a_place() -> None:
    _, found = overlay(replaced(OVERLAY, "base: 2017-plus", "base: 2017-pus"))
    assert found[0].message_key == "rulebook.unknown_base" and found[0].values["near"] == "2017-plus"
    _, found = overlay(replaced(OVERLAY, "on: false", "on: true"))
    assert [fault.message_key for fault in found] == ["rulebook.nowhere"]
    _, found = overlay(replaced(OVERLAY, "effective_from: 2025-06-05", "effective_from: 2016-06-05"))
    assert [fault.message_key for fault in found] == ["rulebook.before_base"]


def test_a_local_number_wants_a_name() -> None:
    local = (FOLDER / "qinghai-xining.yaml").read_text(encoding="utf-8")
    filled = replaced(local, "numbers: {}", "numbers: {quota: {class3: {total_yuan: {value: 400, source: P}}}}")
    with pytest.raises(DefinitionFaults) as raised:
        overlay(filled)
    assert [fault.message_key for fault in raised.value.faults] == ["rulebook.unconfirmed"]
    named = replaced(filled, "source: P", "source: P, confirmed_by: 区财政局 某某")
    assert overlay(named)[1] == []
    joined = laid_over(base(), overlay(named)[0], "0" * 64)
    assert joined["quota.class3.total_fen"] == 40_000
    assert joined.entries["quota.class3.total_fen"].confirmed_by == "区财政局 某某"


@settings(deadline=None)
@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_tighter_is_down_from_a_ceiling_and_up_from_a_floor(old: int, new: int) -> None:
    assert tightens(Entry(old, bound="max"), new) == (new <= old)
    assert tightens(Entry(old, bound="min"), new) == (new >= old)
    assert tightens(Entry(None, bound="max"), new) and tightens(Entry(old, bound="max"), old)
    assert tightens(Entry(old), new) == (old == new)
