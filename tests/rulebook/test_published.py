"""What a house publishes stands in force from its day; overlays lie over each version; nothing older is lost."""

from datetime import date, timedelta

import pytest

from workflow.rulebook.file_reading import read_policy
from workflow.rulebook.in_force import laid_policies, with_published
from workflow.rulebook.policy import Overlay, Policy
from workflow.rulebook.rulebook import Rulebook

BEGINS = date(2026, 12, 1)
BEFORE = BEGINS - timedelta(days=1)
LONG_AFTER = date(2035, 1, 1)


def base(rulebook: Rulebook, begins: date = BEGINS, lead: int = 20) -> Policy:
    """The policy of 2017 with another lead time, from a day on."""
    text = rulebook.policy_on(date(2026, 1, 1)).text
    text = text.replace("effective_from: 2017-01-01", f"effective_from: {begins}")
    text = text.replace("declare_lead_workdays: {value: 15", f"declare_lead_workdays: {{value: {lead}")
    policy = read_policy(text, "x")
    assert isinstance(policy, Policy)
    return policy


def overlay(rulebook: Rulebook, begins: date, *, on: bool = True, ends: date | None = None) -> Overlay:
    """The austerity of 2025, switched on (or off) here from a day on."""
    text = next(one.text for one in rulebook.overlays if one.code == "2025-overlay")
    for old, new in (("on: false\n", f"on: {str(on).lower()}\n"), ("districts: []", "districts: [CX]"),
                     ("effective_from: 2025-06-05", f"effective_from: {begins}"),
                     ("effective_to: null", f"effective_to: {ends or 'null'}")):
        assert old in text
        text = text.replace(old, new, 1)
    found = read_policy(text, "x")
    assert isinstance(found, Overlay)
    return found


def test_a_published_base_begins_on_its_day(rulebook: Rulebook) -> None:
    newer = base(rulebook)
    book = with_published(rulebook, (newer,))
    assert book.policy_on(BEFORE).hash == rulebook.policy_on(BEFORE).hash
    assert book.policy_on(BEGINS) is book.policy_on(LONG_AFTER) is newer
    assert rulebook.policy_on(BEGINS)["timing.declare_lead_workdays"] == 15


def test_of_two_that_begin_together_the_later_published_holds(rulebook: Rulebook) -> None:
    first, second = base(rulebook, lead=20), base(rulebook, lead=25)
    lead = "timing.declare_lead_workdays"
    assert with_published(rulebook, (first, second)).policy_on(BEGINS)[lead] == 25
    assert with_published(rulebook, (second, first)).policy_on(BEGINS)[lead] == 20
    tight = overlay(rulebook, BEGINS)
    assert with_published(rulebook, (first, second, tight)).policy_on(BEGINS)[lead] == 25


def test_an_overlay_lies_over_every_version_of_its_base(rulebook: Rulebook) -> None:
    tight, newer = overlay(rulebook, date(2026, 11, 1)), base(rulebook)
    for published in ((tight, newer), (newer, tight)):
        book = with_published(rulebook, published)
        assert book.policy_on(date(2026, 10, 31)).terms("R-28") is None
        for day, lead in ((date(2026, 11, 1), 15), (BEFORE, 15), (BEGINS, 20), (LONG_AFTER, 20)):
            policy = book.policy_on(day)
            assert policy.terms("R-28") is not None, day
            assert policy["timing.declare_lead_workdays"] == lead


def test_an_overlay_that_begins_later_does_not_bring_back_an_older_base(rulebook: Rulebook) -> None:
    book = with_published(rulebook, (base(rulebook), overlay(rulebook, date(2027, 3, 1))))
    policy = book.policy_on(date(2027, 3, 1))
    assert policy["timing.declare_lead_workdays"] == 20 and policy.terms("R-40") is not None
    assert book.policy_on(date(2027, 2, 28)).terms("R-40") is None


@pytest.mark.parametrize("off", ["ended", "switched off"])
def test_an_overlay_ends(rulebook: Rulebook, off: str) -> None:
    begins, last = date(2026, 11, 1), date(2027, 6, 30)
    if off == "ended":
        published = (overlay(rulebook, begins, ends=last),)
    else:
        published = (overlay(rulebook, begins), overlay(rulebook, last + timedelta(days=1), on=False))
    book = with_published(rulebook, published)
    assert book.policy_on(last).terms("R-28") is not None
    assert book.policy_on(last + timedelta(days=1)).terms("R-28") is None


def test_publishing_again_changes_nothing(rulebook: Rulebook) -> None:
    published = (base(rulebook), overlay(rulebook, BEGINS))
    once = with_published(rulebook, published)
    twice = with_published(once, published)
    assert list(twice.policies) == list(once.policies) and twice.former == once.former
    assert twice.policy_on(BEGINS).hash == once.policy_on(BEGINS).hash


def test_what_a_case_kept_stays_readable(rulebook: Rulebook) -> None:
    """A laid policy that a correction took out of force before its day is not lost."""
    tight = overlay(rulebook, BEGINS)
    once = with_published(rulebook, (base(rulebook, lead=20), tight))
    kept = once.policy_on(BEGINS)
    corrected = with_published(once, (base(rulebook, lead=25),))
    assert kept.hash in corrected.policies and kept.hash in corrected.former
    assert corrected.policy_on(BEGINS)["timing.declare_lead_workdays"] == 25


def test_two_overlays_are_laid_together(rulebook: Rulebook) -> None:
    bases = (rulebook.policy_on(BEGINS),)
    text = overlay(rulebook, date(2026, 6, 1)).text.replace("policy: 2025-overlay", "policy: 2026-overlay")
    second = read_policy(text.replace("2026-06-01", "2026-08-01"), "x")
    assert isinstance(second, Overlay)
    laid = list(laid_policies(bases, (overlay(rulebook, date(2026, 6, 1)), second)))
    assert sorted(one.code for one in laid) == ["2017-plus+2025-overlay", "2017-plus+2025-overlay+2026-overlay",
                                                "2017-plus+2026-overlay"]
