"""Rows of a plan as typed or out of a spreadsheet: words or codes, every fault at its cell, empty rows are none."""

from dataclasses import replace
from typing import Any

import pytest

from tests.district import ITEM
from workflow.domain.plan_form import field_name, read_rows, to_row
from workflow.wording import Label

TOPICS = {"COMMUNITY_WORK": Label("社区工作", "Community work")}
ROW = {"class_name": "社区班", "topic_code": "社区工作", "class_kind": "轮训", "tier": "社区干部", "channel": "请进来",
       "month": "11月", "trainee_count": "40", "half_days": "2.5", "total_fen": "1,234.50 元"}


def test_words_of_either_language_are_as_good_as_codes() -> None:
    (chinese,), faults = read_rows([ROW], TOPICS)
    assert not faults
    assert (chinese.topic_code, chinese.class_kind, chinese.tier, chinese.channel, chinese.month, chinese.half_days,
            chinese.total_fen) == ("COMMUNITY_WORK", "rotation", "community", "in", 11, 5, 123_450)
    (coded,), faults = read_rows([to_row(chinese)], TOPICS)
    assert not faults and coded == chinese
    (english,), faults = read_rows([{**ROW, "topic_code": "Community work"}], TOPICS)
    assert not faults and english == chinese


def test_a_filed_class_comes_back_from_its_own_row() -> None:
    item = replace(ITEM, code="2026-001", needs=(3, 5), dropped="不办。", total_fen=1)
    assert read_rows([to_row(item)], TOPICS) == ((item,), ())


def test_empty_rows_are_none_even_with_a_choice_made() -> None:
    chosen = {"tier": "community", "topic_code": "COMMUNITY_WORK"}
    assert read_rows([{}, chosen, {"class_name": "  "}], TOPICS) == ((), ())


@pytest.mark.parametrize(("column", "given", "code"), [
    ("class_name", "", "plan_cell_missing"), ("class_name", "班" * 201, "field_too_long"),
    ("class_name", "班\u202e次", "field_hidden_character"), ("topic_code", "占星", "field_not_in_list"),
    ("class_kind", "=1+1", "field_not_in_list"), ("tier", "", "plan_cell_missing"),
    ("month", "13", "field_whole_number"), ("month", "十一", "field_whole_number"),
    ("trainee_count", "0", "field_whole_number"),
    ("trainee_count", "1e9", "field_whole_number"), ("half_days", "0.3", "field_half_day_steps"),
    ("half_days", "9" * 50, "field_half_day_steps"), ("total_fen", "-3", "field_money_negative"),
    ("total_fen", "1.234", "field_money_form"), ("needs", "x", "field_whole_number"),
    ("dropped", "字" * 501, "field_too_long"),
])  # fmt: skip
def test_each_fault_is_told_at_its_cell(column: str, given: Any, code: str) -> None:
    items, faults = read_rows([{}, {**ROW, column: given}], TOPICS)
    assert items == ()
    assert [(fault.place, fault.refusal.code, fault.refusal.field) for fault in faults] == [
        (1, code, field_name(1, column))]
