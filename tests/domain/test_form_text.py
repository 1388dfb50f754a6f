"""One reader per kind of answer: what it takes, what it refuses and by which word, and that nothing blows it up."""

from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workflow.domain import form_text
from workflow.domain.form_text import Unreadable

MOST = 100_000_00  # fen


def refused(reader: Any, *arguments: Any) -> str:
    with pytest.raises(Unreadable) as caught:
        reader(*arguments)
    return caught.value.code


@pytest.mark.parametrize(("typed", "fen"), [
    ("18000", 18_000_00), ("18000.5", 18_000_50), ("18000.05", 18_000_05), ("18,000.00", 18_000_00), ("0", 0),
    ("0.00", 0), (" 180 元", 180_00), ("¥180", 180_00), ("￥１８０．５０", 180_50), ("007", 7_00), (180, 180_00),
    (180.25, 180_25), ("100000", MOST)])
def test_money_is_read_in_yuan_and_kept_in_fen(typed: object, fen: int) -> None:
    assert form_text.yuan(typed, MOST) == fen


@pytest.mark.parametrize(("typed", "code"), [
    ("1.234", "field_money_form"), ("1.", "field_money_form"), (".5", "field_money_form"), ("NaN", "field_money_form"),
    ("Infinity", "field_money_form"), ("1e3", "field_money_form"), ("一百", "field_money_form"),
    ("1 000", "field_money_form"),
    ("1,00", "field_money_form"), ("٣", "field_money_form"), ("²", "field_money_too_much"), ("+5", "field_money_form"),
    ("-1", "field_money_negative"), ("−1.50", "field_money_negative"), ("－１", "field_money_negative"),
    ("100000.01", "field_money_too_much"), ("9" * 39, "field_money_too_much"), ("9" * 5000, "field_money_form"),
    (float("nan"), "field_not_a_text"), (float("inf"), "field_not_a_text"), ({"a": 1}, "field_not_a_text"),
    (["1", "2"], "field_not_a_text"), (b"1", "field_not_a_text"), ("5万", "field_money_form")])
def test_money_refused(typed: object, code: str) -> None:
    assert refused(form_text.yuan, typed, 1) == code


def test_a_number_of_5000_digits_is_not_even_converted() -> None:
    assert refused(form_text.yuan, 10 ** 5000, 1) == "field_not_a_text"
    assert refused(form_text.whole, -(10 ** 5000), 1, 2) == "field_not_a_text"


@pytest.mark.parametrize(("typed", "number"), [
    ("60", 60), ("６０", 60), (" 60 ", 60), ("1,200", 1200), ("1，200", 1200), (60, 60), (60.0, 60),
    ("1", 1), ("5000", 5000)])
def test_whole_numbers(typed: object, number: int) -> None:
    assert form_text.whole(typed, 1, 5000) == number


@pytest.mark.parametrize("typed", [
    "0", "5001", "-5", "6.0", "6.5", "六", "1e2", "NaN", "0x10", "1_000", "9" * 5000, 60.5, "६०"])
def test_whole_numbers_refused(typed: object) -> None:
    assert refused(form_text.whole, typed, 1, 5000) == "field_whole_number"


@pytest.mark.parametrize(("typed", "day"), [
    ("2026-9-5", date(2026, 9, 5)), ("2026-09-05", date(2026, 9, 5)), ("2026.9.5", date(2026, 9, 5)),
    ("2026/9/5", date(2026, 9, 5)), ("2026年9月5日", date(2026, 9, 5)), ("2026 年 9 月 5 日", date(2026, 9, 5)),
    ("２０２６年９月５日", date(2026, 9, 5)), ("2028-2-29", date(2028, 2, 29)), ("2000-1-1", date(2000, 1, 1)),
    ("2098-12-31", date(2098, 12, 31))])
def test_days(typed: str, day: date) -> None:
    assert form_text.day(typed) == day


@pytest.mark.parametrize(("typed", "code"), [
    ("2026-2-29", "field_no_such_day"), ("2026-13-1", "field_no_such_day"), ("2026-0-1", "field_no_such_day"),
    ("2026-6-31", "field_no_such_day"), ("9999-12-31", "field_date_year"), ("1999-12-31", "field_date_year"),
    ("2099-1-1", "field_date_year"), ("0000-1-1", "field_date_year"), ("26-9-5", "field_date_form"),
    ("5.9.2026", "field_date_form"), ("九月五日", "field_date_form"), ("20260905", "field_date_form"),
    ("2026-9-5 10:00", "field_date_form"), ("2026-9", "field_date_form"), ("1" * 5000, "field_date_form")])
def test_days_refused(typed: str, code: str) -> None:
    assert refused(form_text.day, typed) == code


@pytest.mark.parametrize(("typed", "halves"), [
    ("3", 6), ("2.5", 5), ("0.5", 1), ("3.0", 6), ("3天", 6), ("２．５", 5), (2.5, 5), (3, 6), ("2.50", 5),
    ("366", 732)])
def test_days_in_steps_of_a_half(typed: object, halves: int) -> None:
    assert form_text.half_days(typed, 1, 732) == halves


@pytest.mark.parametrize("typed", ["0", "0.0", "2.4", "2.55", "-1", "367", "NaN", "半天", "1/2", "9" * 5000, "2.5.5"])
def test_other_steps_refused(typed: str) -> None:
    assert refused(form_text.half_days, typed, 1, 732) == "field_half_day_steps"


@pytest.mark.parametrize("empty", ["", "   ", "　", None])
def test_nothing_is_no_answer(empty: object) -> None:
    assert form_text.whole(empty, 1, 2) is None
    assert form_text.yuan(empty, 1) is None
    assert form_text.half_days(empty, 1, 2) is None
    assert form_text.day(empty) is None
    assert form_text.text(empty, 5) == ""
    assert form_text.yes_no(empty) is False


@pytest.mark.parametrize(("typed", "yes"), [
    ("yes", True), ("on", True), ("是", True), ("TRUE", True), (True, True), ("1", True), ("no", False), ("否", False),
    (False, False), ("0", False), (0, False)])
def test_yes_or_no(typed: object, yes: bool) -> None:
    assert form_text.yes_no(typed) is yes
    assert refused(form_text.yes_no, "maybe") == "field_yes_or_no"


def test_prose_keeps_its_punctuation_and_loses_stray_space() -> None:
    assert form_text.text("  社区　书记， “能力”班（第1期） ", 80) == "社区 书记， “能力”班（第1期）"
    assert form_text.text("cafe\u0301", 80) == "café"
    assert form_text.text("一\r\n二  三 \r四", 80, lines=True) == "一\n二 三\n四"
    assert form_text.text("一\n二", 80) == "一 二"


@pytest.mark.parametrize(("letter", "code"), [
    ("\x00", "field_hidden_character"), ("\x07", "field_hidden_character"), ("\u202e", "field_hidden_character"),
    ("\u2066", "field_hidden_character"), ("\u200b", "field_hidden_character"), ("\u200d", "field_hidden_character"),
    ("\ufeff", "field_hidden_character"), ("\u00ad", "field_hidden_character"), ("\u3164", "field_hidden_character"),
    ("\u2800", "field_hidden_character"), ("\ud800", "field_hidden_character"), ("\ufdd0", "field_hidden_character"),
    ("\uffff", "field_hidden_character"), ("\U0001fffe", "field_hidden_character"),
    ("\ufffd", "field_broken_character")])
def test_what_cannot_be_seen_is_refused_with_its_place(letter: str, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        form_text.text(f"社区{letter}班", 80)
    assert caught.value.code == code
    assert caught.value.values["place"] == 3
    assert refused(form_text.code, f"A{letter}B") == code


def test_rare_characters_of_names_are_fine() -> None:
    assert form_text.text("𠮷𱁬龘·阿卜杜拉", 80) == "𠮷𱁬龘·阿卜杜拉"


@pytest.mark.parametrize(("length", "code"), [(80, ""), (81, "field_too_long"), (100_000, "field_too_long")])
def test_length_is_counted_in_characters(length: int, code: str) -> None:
    typed = "班" * length
    assert refused(form_text.text, typed, 80) == code if code else form_text.text(typed, 80) == typed


def test_codes_are_compared_after_nfkc() -> None:
    assert form_text.code(" ＣＯＭＭ＿ＳＥＣ ") == "COMM_SEC"
    assert refused(form_text.code, "x" * 201) == "field_too_long"


anything = st.one_of(st.text(st.characters()), st.none(), st.booleans(), st.integers(), st.floats(),
                     st.binary(max_size=3), st.lists(st.text(max_size=3), max_size=3),
                     st.dictionaries(st.text(max_size=2), st.integers(), max_size=2))


@given(anything)
@example("9" * 5000)
@example("ﷺ" * 40)  # grows eighteenfold under NFKC
@example("\ud800")
def test_no_input_does_more_than_be_refused(raw: object) -> None:
    readers = [lambda: form_text.text(raw, 20), lambda: form_text.text(raw, 20, lines=True),
               lambda: form_text.code(raw), lambda: form_text.whole(raw, 0, 99), lambda: form_text.yuan(raw, MOST),
               lambda: form_text.day(raw), lambda: form_text.half_days(raw, 1, 9), lambda: form_text.yes_no(raw)]
    for reader in readers:
        try:
            reader()
        except Unreadable as fault:
            assert fault.code.startswith("field_")


@given(st.integers(0, MOST))
def test_every_amount_is_read_back_to_the_fen(fen: int) -> None:
    assert form_text.yuan(f"{fen // 100}.{fen % 100:02d}", MOST) == fen
    assert form_text.yuan(f"{fen // 100:,}.{fen % 100:02d}", MOST) == fen


@given(st.dates(date(2000, 1, 1), date(2098, 12, 31)))
def test_every_day_is_read_in_every_way_of_writing(day: date) -> None:
    for written in (day.isoformat(), f"{day.year}年{day.month}月{day.day}日", f"{day.year}.{day.month}.{day.day}"):
        assert form_text.day(written) == day
