"""Accounts against vouchers and quota, on both sides of every number."""

from datetime import date
from typing import Any

import pytest

from tests.district import a_class
from workflow.domain.settlement import Accounts, Measure, Voucher, approved_by_item, compare, faults_of

DAY = date(2026, 11, 30)
MEASURE = Measure(cap=550_00, deductions={"lodging": 340_00, "meals": 130_00}, after_half_days=60,
                  after_permille=700, travel_each=2)  # fmt: skip


def accounts(items: dict[str, int], **changes: Any) -> Accounts:
    vouchers = tuple(Voucher(f"{place:04d}", DAY, item, fen) for place, (item, fen) in enumerate(items.items()) if fen)
    return Accounts(**{"items": items, "vouchers": vouchers, "trainees": 40, "staff": 3, "half_days": 6, **changes})


def codes(found: Accounts) -> list[str]:
    return [fault.code for fault in faults_of(found, DAY)]


@pytest.mark.parametrize(("items", "cap"), [
    ({"lodging": 1, "meals": 1}, 550_00), ({"meals": 1}, 210_00), ({"lodging": 1}, 420_00), ({"venue": 1}, 80_00),
    ({"lodging": 0, "meals": 0, "venue": 1}, 80_00),
])  # fmt: skip
def test_what_was_not_incurred_is_taken_off_the_ceiling(items: dict[str, int], cap: int) -> None:
    found = compare(accounts(items), MEASURE)
    assert found is not None and (found.cap, found.allowed) == (cap, cap * 40 * 3)


@pytest.mark.parametrize(("half_days", "allowed"), [
    (59, 550_00 * 40 * 59 // 2), (60, 550_00 * 40 * 30), (61, 550_00 * 40 * 30 + 550_00 * 40 * 7 // 20),
    (70, 550_00 * 40 * 30 + 550_00 * 40 * 5 * 7 // 10),
])  # fmt: skip
def test_days_beyond_the_thirtieth_count_at_seventy_per_cent(half_days: int, allowed: int) -> None:
    found = compare(accounts({"lodging": 1, "meals": 1}, half_days=half_days), MEASURE)
    assert found is not None and found.allowed == allowed


@pytest.mark.parametrize(("arrival", "departure", "together", "travel"), [
    (0, 0, None, 0), (1, 2, None, 3), (2, 2, None, 4), (3, 2, None, 4), (2, 2, 2, 2), (1, 0, 2, 1), (9, 9, None, 4),
])  # fmt: skip
def test_coming_and_going_count_as_far_as_the_policy_says(
    arrival: int, departure: int, together: int | None, travel: int
) -> None:
    measure = Measure(cap=100, deductions={}, travel_each=2, travel_sum=together)
    found = compare(accounts({"meals": 1}, arrival_half_days=arrival, departure_half_days=departure), measure)
    assert found is not None and (found.travel, found.full) == (travel, 6 + travel)
    assert found.allowed == 100 * 40 * (6 + travel) // 2


@pytest.mark.parametrize(("with_staff", "people"), [(False, 40), (True, 43)])
def test_staff_count_where_the_policy_says(with_staff: bool, people: int) -> None:
    found = compare(accounts({"meals": 1}), Measure(cap=100, deductions={}, with_staff=with_staff))
    assert found is not None and found.people == people


def test_the_ceiling_is_rounded_down_once() -> None:
    found = compare(accounts({"meals": 5}, trainees=1, half_days=1), Measure(cap=11, deductions={}))
    assert found is not None and (found.allowed, found.over, found.rate) == (5, 0, 10)
    more = compare(accounts({"meals": 6}, trainees=1, half_days=1), Measure(cap=11, deductions={}))
    assert more is not None and more.over == 1


@pytest.mark.parametrize(("inside", "spent"), [(False, 7), (True, 16)])
def test_lecturers_stand_outside_the_quota_but_under_the_older_measure(inside: bool, spent: int) -> None:
    found = compare(accounts({"meals": 7, "lecturers": 9}), Measure(cap=1, deductions={}, with_lecturers=inside))
    assert found is not None and found.spent == spent


def test_a_class_that_was_not_held_has_no_quota() -> None:
    assert compare(accounts({"venue": 9}, trainees=0, half_days=0), MEASURE) is None
    assert compare(accounts({"venue": 9}), Measure(cap=0, deductions={})) is None


def test_the_approved_items_come_to_the_declared_total() -> None:
    for halves in (1, 5, 6, 7):
        form = a_class(half_days=halves, trainee_count=33, rates={"meals": 33_33, "venue": 1, "other": 7})
        assert sum(approved_by_item(form).values()) == form.total_fen


def test_good_accounts_have_no_fault() -> None:
    assert codes(accounts({"meals": 5, "lecturers": 9})) == []
    assert codes(accounts({"venue": 9}, trainees=0, staff=0, half_days=0)) == []


@pytest.mark.parametrize(("changes", "code"), [
    ({"items": {"meals": -1}}, "account_amount"), ({"items": {"meals": 10**18}}, "account_amount"),
    ({"items": {"meals": True}}, "account_amount"), ({"items": {"golf": 5}}, "item_unknown"),
    ({"items": {}}, "accounts_empty"), ({"trainees": -1}, "count_wrong"), ({"half_days": 801}, "count_wrong"),
    ({"trainees": 0}, "held_by_halves"), ({"half_days": 0}, "held_by_halves"), ({"vouchers": ()}, "vouchers_differ"),
    ({"vouchers": (Voucher("1", DAY, "meals", 4),)}, "vouchers_differ"),
    ({"vouchers": (Voucher("", DAY, "meals", 5),)}, "voucher_number"),
    ({"vouchers": (Voucher("1" * 65, DAY, "meals", 5),)}, "voucher_number"),
    ({"vouchers": (Voucher("1", date(2026, 12, 1), "meals", 5),)}, "voucher_later"),
    ({"vouchers": (Voucher("1", DAY, "golf", 5),)}, "voucher_item"),
    ({"vouchers": (Voucher("1", DAY, "meals", 0),)}, "account_amount"),
    ({"vouchers": (Voucher("1", DAY, "meals", 2), Voucher("1", DAY, "meals", 3))}, "voucher_twice"),
    ({"vouchers": (Voucher("1", DAY, "meals", 5), Voucher("2", DAY, "venue", 3))}, "vouchers_differ"),
    ({"vouchers": tuple(Voucher(str(n), DAY, "meals", 1) for n in range(201))}, "vouchers_many"),
])  # fmt: skip
def test_each_fault_is_named(changes: dict[str, Any], code: str) -> None:
    found = accounts({"meals": 5})
    assert code in codes(Accounts(**{"items": found.items, "vouchers": found.vouchers, "trainees": 40, "staff": 3,
                                     "half_days": 6, **changes}))  # fmt: skip


def test_all_faults_of_vouchers_at_once() -> None:
    bad = (Voucher("", DAY, "golf", 5), Voucher("2", date(2027, 1, 1), "meals", 0))
    found = accounts({"meals": 5})
    assert codes(Accounts(found.items, bad, 40, 3, 6)) == [
        "voucher_number", "voucher_item", "voucher_later", "account_amount"]  # fmt: skip
