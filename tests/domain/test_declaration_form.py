"""The form as a whole: all faults at once, good answers kept, rows without JavaScript, and the way back to text."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.samples import choices, samples
from workflow.domain.declaration import ClassDeclaration, Lecturer, Session, Share
from workflow.domain.declaration_form import (
    FIELDS,
    STEPS,
    Choices,
    fields_of,
    flatten,
    form_from_raw,
    options,
    read_step,
    to_raw,
)
from workflow.wording import LANGUAGES, keys, say

WHEN = {"start_date": "2026-9-15", "end_date": "2026-9-17", "half_days": "3", "mode": "full_time", "venue": "区委党校",
        "venue_kind": "party_school", "province": "QH", "city": "西宁市", "meals": "yes"}
BLANK = ClassDeclaration()


def read(step: int, raw: dict[str, Any], form: ClassDeclaration = BLANK) -> tuple[ClassDeclaration, dict[str, str]]:
    """The form and the code of the fault of each field."""
    got, faults = read_step(step, raw, form, choices())
    found = {fault.field or "": fault.code for fault in faults}
    assert len(found) == len(faults), "one fault per field"
    return got, found


def test_a_step_is_read() -> None:
    form, faults = read(3, WHEN)
    assert faults == {}
    assert (form.start_date, form.end_date, form.half_days) == (date(2026, 9, 15), date(2026, 9, 17), 6)
    assert (form.venue_kind, form.meals, form.lodging) == ("party_school", True, False)


def test_all_faults_at_once_and_good_answers_kept() -> None:
    before = BLANK.with_(start_date=date(2026, 5, 1), city="旧")
    form, faults = read(3, {**WHEN, "start_date": "2026-2-30", "half_days": "2.3", "venue": "x" * 121,
                            "venue_kind": "palace", "province": "??", "city": "西宁\u202e"}, before)
    assert faults == {"start_date": "field_no_such_day", "half_days": "field_half_day_steps", "venue": "field_too_long",
                      "venue_kind": "field_not_in_list", "province": "field_not_in_list",
                      "city": "field_hidden_character"}
    assert (form.start_date, form.city, form.end_date) == (date(2026, 5, 1), "旧", date(2026, 9, 17))
    assert form.mode == "full_time"


@pytest.mark.parametrize(("step", "name", "typed", "code"), [
    (1, "class_name", "班" * 81, "field_too_long"), (1, "class_name", "a\x00b", "field_hidden_character"),
    (1, "class_name", ["a", "b"], "field_not_a_text"), (1, "topic_code", "NO_SUCH_TOPIC", "field_not_in_list"),
    (1, "plan_item", "2026-999", "field_not_in_list"), (1, "batch_no", "0", "field_whole_number"),
    (1, "co_hosts", ["OD", "NOWHERE"], "field_not_in_list"), (2, "audience_codes", ["MARTIANS"], "field_not_in_list"),
    (2, "audience_codes", "x\u200by", "field_hidden_character"), (2, "other_system", "perhaps", "field_yes_or_no"),
    (3, "organiser", "HARVARD", "field_not_in_list"), (3, "organiser", "OD", "field_not_in_list"),
    (3, "start_date", "9999-1-1", "field_date_year"), (4, "trainee_count", "1e3", "field_whole_number"),
    (4, "trainee_count", float("nan"), "field_not_a_text"), (4, "charge", "-5", "field_money_negative"),
    (4, "rates-meals", "1.234", "field_money_form"), (4, "rates-meals", "9" * 5000, "field_money_form"),
    (4, "lecturers-0-fee", "NaN", "field_money_form"), (4, "fund_shares-0-owner", "NOWHERE", "field_not_in_list"),
    (5, "syllabus-0-hours", "201", "field_whole_number"), (5, "similar_statement", "无" * 1001, "field_too_long")])
def test_a_single_fault_names_its_field(step: int, name: str, typed: object, code: str) -> None:
    others = {"lecturers-0-name": "赵慧", "lecturers-0-title": "senior", "lecturers-0-hours": "2",
              "lecturers-0-fee": "500", "fund_shares-0-owner": "OD", "fund_shares-0-source": "special",
              "fund_shares-0-amount": "5", "syllabus-0-title": "课", "syllabus-0-hours": "2"}
    table = name.split("-")[0]
    row = {key: value for key, value in others.items() if key.startswith(table)}
    provided = BLANK.with_(meals=True)
    form, faults = read(step, {**row, name: typed}, provided)
    assert faults == {name: code}
    if table in ("lecturers", "fund_shares", "syllabus"):
        assert getattr(form, table) == ()
    fault, = read_step(step, {**row, name: typed}, provided, choices())[1]
    for language in LANGUAGES:
        assert say(f"refusal.{fault.code}", language, **fault.values)


def test_an_end_before_the_start_is_not_kept() -> None:
    form, faults = read(3, {**WHEN, "end_date": "2026-9-14"})
    assert faults == {"end_date": "end_before_start"}
    assert form.end_date is None
    earlier = BLANK.with_(start_date=date(2026, 9, 1), end_date=date(2026, 9, 30))
    form, _ = read(3, {**WHEN, "end_date": "2026-9-14"}, earlier)
    assert form.end_date == date(2026, 9, 30)
    assert read(3, {**WHEN, "end_date": "2026-9-15", "half_days": "1"})[1] == {}


@pytest.mark.parametrize(("days", "faults"), [("3", {}), ("3.5", {"half_days": "days_beyond_span"})])
def test_days_must_fit_their_span(days: str, faults: dict[str, str]) -> None:
    assert read(3, {**WHEN, "half_days": days})[1] == faults


def test_what_was_not_sent_is_left_alone_except_ticks() -> None:
    before = BLANK.with_(venue="旧地点", lodging=True, audience_codes=("COMM_SEC",))
    assert read(3, {}, before)[0] == before.with_(lodging=False)
    assert read(2, {}, before)[0] == before.with_(audience_codes=())
    assert read(1, {"host_unit": "OD"}, before)[0].host_unit == ""  # not a question of the step


def test_an_answer_can_be_emptied() -> None:
    full = samples()["D04"].form
    emptied, faults = read(4, {"trainee_count": "", "rates-meals": "", "charge": "", "fund_shares-0-owner": ""}, full)
    assert faults == {}
    assert (emptied.trainee_count, emptied.charge_fen, emptied.fund_shares) == (None, 0, ())
    assert "meals" not in emptied.rates
    assert emptied.rates["venue"] == full.rates["venue"]


ROW = {"lecturers-0-name": " 赵慧 ", "lecturers-0-title": "senior", "lecturers-0-hours": "６",
       "lecturers-0-fee": "1,000.50", "lecturers-0-max_hours_half_day": "4", "lecturers-0-home": ""}


def test_rows_are_read_and_empty_ones_left_out() -> None:
    spare = {f"lecturers-{n}-{name}": "4" if name == "max_hours_half_day" else " " for n in (1, 2)
             for name in ("name", "title", "hours", "fee", "max_hours_half_day", "home")}
    form, faults = read(4, {**ROW, **spare})
    assert faults == {}
    assert form.lecturers == (Lecturer("赵慧", "senior", 6, 1000_50, 4),)


def test_rows_keep_the_order_of_their_numbers_whatever_order_they_come_in() -> None:
    raw = {f"syllabus-{n}-{cell}": value for n in (10, 2, 0) for cell, value in (("title", f"课{n}"), ("hours", "2"))}
    form, faults = read(5, raw)
    assert faults == {}
    assert [session.title for session in form.syllabus] == ["课0", "课2", "课10"]
    assert form.syllabus[0] == Session("课0", 2, "lecture")


def test_each_cell_of_a_row_has_its_fault_and_the_row_is_counted_as_seen() -> None:
    raw = {**ROW, "lecturers-3-name": "乙", "lecturers-3-hours": "0", "lecturers-3-title": "king"}
    kept = BLANK.with_(lecturers=(Lecturer("旧", "senior", 1, 1),))
    form, faults = read(4, raw, kept)
    assert faults == {"lecturers-3-hours": "field_whole_number", "lecturers-3-title": "field_not_in_list",
                      "lecturers-3-fee": "field_missing"}
    assert form.lecturers == kept.lecturers
    fault = next(f for f in read_step(4, raw, kept, choices())[1] if f.field == "lecturers-3-fee")
    assert say("refusal.field_missing", "zh", **fault.values) == "填写第 2 行的每学时讲课费（元，税后）。"


def test_too_many_rows() -> None:
    raw = {f"fund_shares-{n}-owner": "OD" for n in range(11)}
    assert read(4, raw)[1] == {"fund_shares": "field_too_many_rows"}


@pytest.mark.parametrize("name", ["lecturers-1000-name", "lecturers--1-name", "lecturers-x-name", "lecturers-0-name-x",
                                  "lecturers-" + "9" * 5000 + "-name", "lecturers", "-0-name"])
def test_names_that_are_no_rows_are_passed_over_by_a_step(name: str) -> None:
    assert read(4, {name: "x"}) == (BLANK, {})


def test_a_rate_for_what_is_not_provided() -> None:
    assert read(4, {"rates-lodging": "340"})[1] == {"rates-lodging": "rate_without_item"}
    assert read(4, {"rates-lodging": "340"}, BLANK.with_(lodging=True))[1] == {}
    assert read(4, {"rates-lodging": "0"})[1] == {}
    assert read(3, {**WHEN, "meals": ""}, BLANK.with_(rates={"meals": 1}))[1] == {}  # told where the money is typed


@pytest.mark.parametrize(("amounts", "code"), [
    (("380.00",), ""), (("379.99",), "shares_too_little"), (("380.01",), "shares_too_much"), (("180", "200"), "")])
def test_shares_add_up(amounts: tuple[str, ...], code: str) -> None:
    counted = BLANK.with_(half_days=4)
    raw = {"trainee_count": "10", "rates-venue": "19"}
    for n, amount in enumerate(amounts):
        raw |= {f"fund_shares-{n}-owner": "OD", f"fund_shares-{n}-source": ("special", "unit_training")[n],
                f"fund_shares-{n}-amount": amount}
    assert read(4, raw, counted)[1] == ({"fund_shares": code} if code else {})


def test_one_source_twice() -> None:
    raw = {f"fund_shares-{n}-{cell}": value for n in (0, 1) for cell, value in (
        ("owner", "OD"), ("source", "special"), ("amount", "1"))}
    assert read(4, raw)[1] == {"fund_shares-1-source": "share_twice"}


def test_lists_of_ticks() -> None:
    form, _ = read(2, {"audience_codes": ["COMM_SEC", "COMM_DIR", "COMM_SEC", ""]})
    assert form.audience_codes == ("COMM_SEC", "COMM_DIR")
    assert read(2, {"audience_codes": "COMM_SEC"})[0].audience_codes == ("COMM_SEC",)
    many = list(choices().audiences)[:21]
    assert read(2, {"audience_codes": many})[1] == {"audience_codes": "field_too_many"}
    assert read(2, {"audience_codes": ["COMM_SEC"] * 501})[1] == {"audience_codes": "field_too_many"}


def test_a_flat_record_may_hold_no_stranger() -> None:
    raw = {**to_raw(samples()["D04"].form), "csrf_token": "x", "colour": "red", "lecturers-0-shoe": "43",
           "rates-wine": "5", "class_name-0": "x", "a\u202eb" * 50: "y"}
    form, faults = form_from_raw(raw, choices())
    assert form == samples()["D04"].form
    assert {fault.code for fault in faults} == {"field_unknown"}
    assert sorted(str(fault.values["given"])[:8] for fault in faults) == ["a�ba�ba�", "class_na", "colour", "lecturer",
                                                                         "rates-wi"]
    assert all("\u202e" not in str(fault.values["given"]) and len(str(fault.values["given"])) <= 41 for fault in faults)


def test_a_nested_record_is_flattened() -> None:
    nested = {"class_name": "班", "audience_codes": ["COMM_SEC"], "rates": {"meals": "5"}, "syllabus": [],
              "lecturers": [{"name": "赵", "hours": 2}, {"name": "钱"}]}
    assert flatten(nested) == {"class_name": "班", "audience_codes": ["COMM_SEC"], "rates-meals": "5", "syllabus": [],
                               "lecturers-0-name": "赵", "lecturers-0-hours": 2, "lecturers-1-name": "钱"}


@pytest.mark.parametrize("id_", ["D01", "D02", "D12", "D19", "D29"])
def test_a_sample_comes_back_from_its_own_text(id_: str) -> None:
    form = samples()[id_].form
    again = BLANK
    for step in (0, *STEPS):
        again, faults = read_step(step, to_raw(form), again, choices())
        assert [f for f in faults if f.code != "rate_without_item"] == []
    assert again == form


amount = st.integers(0, 9_999_99)
letters = st.text(st.sampled_from("甲乙丙丁 abc，“”（）"), min_size=1, max_size=20)
word = letters.map(lambda text: " ".join(text.split()) or "甲")
codes = st.sampled_from
units_ = st.lists(codes(sorted(choices().units)), unique=True, max_size=10).map(tuple)
people = st.lists(codes(sorted(choices().audiences)), unique=True, max_size=20).map(tuple)
lecturer = st.builds(Lecturer, word, codes(("senior", "other")), st.integers(1, 500), amount, st.integers(1, 12), word)
session = st.builds(Session, word, st.integers(1, 200), codes(("lecture", "visit")), word, word, word)
forms = st.builds(
    ClassDeclaration, class_name=word, batch_no=st.none() | st.integers(1, 99),
    topic_code=codes(sorted(choices().topics)), host_unit=codes(sorted(choices().units)), co_hosts=units_,
    audience_codes=people,
    purpose=word, other_system=st.booleans(), start_date=st.dates(date(2000, 1, 1), date(2050, 1, 1)),
    end_date=st.dates(date(2050, 1, 1), date(2098, 12, 31)), half_days=st.none() | st.integers(1, 732),
    trainee_count=st.none() | st.integers(1, 5000), lodging=st.booleans(), meals=st.booleans(),
    rates=st.dictionaries(codes(("venue", "other", "meals")), st.integers(1, 9_999_99)), charge_fen=amount,
    lecturers=st.lists(lecturer, max_size=4).map(tuple), syllabus=st.lists(session, max_size=4).map(tuple),
    fund_shares=st.lists(st.builds(Share, codes(sorted(choices().units)), codes(("special", "unit_training")), amount),
                         max_size=3).map(tuple))


@given(forms)
def test_every_form_comes_back_from_its_own_text(form: ClassDeclaration) -> None:
    """What can be kept can be shown and typed again: nothing is lost or moved by the way through the page."""
    assert form_from_raw(to_raw(form), choices())[0] == form


texts = st.one_of(st.text(max_size=30), st.none(), st.integers(), st.floats(),
                  st.lists(st.text(max_size=5), max_size=3))
names = st.sampled_from([*(f.name for f in FIELDS), *to_raw(samples()["D11"].form), "lecturers-7-fee",
                         "fund_shares-1-x"])


@given(st.dictionaries(names, texts, max_size=12), st.integers(0, 6))
def test_no_text_upsets_a_step(raw: dict[str, Any], step: int) -> None:
    form, faults = read_step(step, raw, samples()["D11"].form, choices())
    assert isinstance(form, ClassDeclaration)
    for fault in faults:
        assert fault.field
        for language in LANGUAGES:
            assert say(f"refusal.{fault.code}", language, **fault.values)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_and_choice_has_its_words(language: str) -> None:
    wanted = {key for asked in FIELDS for one in (asked, *asked.columns)
              for key in (one.label.key, f"{one.label.key}.the")}
    wanted |= {f"{one.words}.{code}" for asked in FIELDS for one in (asked, *asked.columns)
               if not isinstance(one.options, str) for code in one.options}
    wanted |= {f"form.step.{step}" for step in (*STEPS, 6)}
    assert wanted <= keys(language)


def test_every_answer_of_the_declaration_is_asked_once() -> None:
    asked = [one.attribute for step in (0, *STEPS) for one in fields_of(step)]
    assert sorted(asked) == sorted(BLANK.__dataclass_fields__)
    assert options(FIELDS[0], Choices()) == {}
