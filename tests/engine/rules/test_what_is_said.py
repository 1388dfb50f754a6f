"""Every finding can be said in both languages, and no sentence of the catalogue is left unsaid."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.engine.likeness.classes import weighed
from tests.engine.rules.clean_class import PAPERS, START, YUAN, a_class, a_lecture, a_lecturer, facts, tell
from tests.engine.rules.other_facts import a_cadre, a_closing, a_credit, a_notice, a_year, the_leaders
from tests.engine.rules.test_persons import called, training
from tests.samples import policy, rulebook, units
from workflow.domain.declaration import Session, Share
from workflow.domain.findings import BLOCK, CLEAR, WARN, Finding
from workflow.domain.people import Unit
from workflow.engine.likeness.comparing import People
from workflow.engine.rules.facts import Facts, Line, SimilarClass
from workflow.engine.rules.histories import Roster
from workflow.engine.rules.register import (
    CADRE_RULES,
    LEADER_RULES,
    RULES,
    ask,
    judge,
    judge_closing,
    judge_credit,
    judge_notice,
    judge_year,
)
from workflow.rulebook.policy import Policy
from workflow.rulebook.policy_reading import laid_over
from workflow.wording import LANGUAGES, Label, keys, say

OUT = {"channel": "out", "province": "JS"}
CITY = {"audience_codes": ("DIST_DEPUTY",), "managing_level": "city"}
SECTION = {"audience_codes": ("SEC_NEW",)}
OWN = {"other_system": False, "managing_level": "unit", "audience_codes": ("FOOD_ENFORCER",), "rates": {"venue": 1000}}
DAY = {"half_days": 2, "end_date": START}
LONG = {"lodging": True, "half_days": 80, "end_date": date(2026, 9, 1)}
HALF = {"lodging": True, "rates": {"lodging": 340 * YUAN, "meals": 130 * YUAN}, "trainee_count": 50, "lecturers": ()}
FUND = Line(1, "OD", 2026, "cadre_education", "open", 200_000 * YUAN, 0, 0, 0)
DRAWN = {"fund_shares": (Share("OD", "cadre_education", 100 * YUAN),)}


def with_numbers(**numbers: object) -> Policy:
    entries = dict(policy().entries)
    for name, value in numbers.items():
        path = name.replace("__", ".")
        entries[path] = replace(entries[path], value=value)
    return replace(policy(), entries=entries)


def old_quota(cap: int) -> Policy:
    rules = {**policy().rules, "R-06": replace(policy().rules["R-06"], on=True)}
    return replace(with_numbers(quota__class3__total_fen=cap), rules=rules)


def tightened() -> Policy:
    """The rules with the austerity of 2025 laid over them."""
    overlay = next(one for one in rulebook().overlays if one.code == "2025-overlay")
    return laid_over(policy(), overlay, "laid")


def county(allowed: frozenset[str]) -> Facts:
    given = facts(**OUT, audience_codes=("COUNTY_RANK",), managing_level="district", papers=allowed)
    people = dict(given.audiences.by_code)
    people["COUNTY_RANK"] = replace(people["COUNTY_RANK"], managed="district")
    return replace(given, audiences=replace(given.audiences, by_code=people))


def beside(verdict: str = "", **changes: Any) -> tuple[SimilarClass, ...]:
    form = a_class(**{"host_unit": "PLC", "class_name": "另一个班", **changes})
    return (SimilarClass(9, "CX-2026-0009", form, units()["PLC"].label, "submitted", verdict),)


def alike(people: People = People(), verdict: str = "", former: str = "", **changes: Any) -> Facts:  # noqa: B008
    """Ours beside a class that was weighed; what begins with ``our_`` is changed in ours."""
    ours = {name[4:]: changes.pop(name) for name in list(changes) if name.startswith("our_")}
    given = facts(**ours)
    other, = beside(verdict, **changes)
    other = replace(other, former=former, changed=("class_name", "people") if former else ())
    return replace(given, similar=(weighed(given.form, other, people),), roster=Roster(since=date(2026, 1, 5)))


def hosted_by(kind: str) -> dict[str, Any]:
    return {"host_unit": "X", "units": {**units(), "X": Unit("X", Label("某机构", "A body"), kind)}}


def scenes() -> list[Facts]:
    """Facts that make every rule say everything it can."""
    taught = (Session("现场教学", 4, "on_site", site="政务中心", reason="看分工"),)
    return [
        facts(), facts(lines=()), facts(similar=beside()), facts(similar=beside("REPEAT")),
        facts(similar=beside("BATCH")), facts(similar=beside(topic_code="RURAL_REVIVAL")),
        facts(**OUT, similar=beside(topic_code="RURAL_REVIVAL", **OUT)),
        facts(batch_no=1, similar=beside(host_unit="CIVIL", batch_no=2, audience_codes=("VILL_SEC",))),
        alike(People(40, 60), topic_code="RURAL_REVIVAL"), alike(former="DISTINCT"),
        alike(audience_codes=("COMM_SEC", "VILL_SEC", "VILL_DIR"), class_name=a_class().class_name,
              our_audience_codes=("COMM_SEC", "COMM_DIR", "COMM_DEPUTY")),
        alike(audience_codes=("VILL_SEC",), host_unit="CIVIL", class_name=a_class().class_name),
        alike(audience_codes=("VILL_SEC",), topic_code="RURAL_REVIVAL"),
        alike(People(0, 30), host_unit="CIVIL", class_name="社区工作实务班", batch_no=2, our_batch_no=1,
              our_class_name="社区工作实务班"),
        alike(host_unit="CIVIL", class_name="社区工作实务班（下）", our_class_name="社区工作实务班（上）"),
        alike(audience_codes=("COMM_SEC", "VILL_SEC", "VILL_DIR"),
              our_audience_codes=("COMM_SEC", "COMM_DIR", "COMM_DEPUTY")),
        facts(**HALF, similar=beside(host_unit="CIVIL", **HALF)),
        facts(START - timedelta(days=5)), facts(START), facts(date(2026, 5, 18), **CITY), facts(**CITY),
        facts(**CITY, papers=PAPERS | {"higher_reply"}), facts(**OWN),
        facts(date(2031, 3, 3), start_date=date(2031, 3, 10), end_date=date(2031, 3, 12)),
        facts(plan_type="extra", extra_reason=""), facts(plan_type="extra", extra_reason="新任务"),
        facts(plan_item_known=False), facts(lodging=True, rates={"lodging": 340 * YUAN, "meals": 130 * YUAN}),
        facts(lodging=True, rates={"lodging": 600 * YUAN, "meals": 130 * YUAN}), facts(rates={"meals": 300 * YUAN}),
        facts(policy=old_quota(450 * YUAN)), facts(policy=old_quota(100 * YUAN)),
        facts(**LONG, rates={"lodging": 400 * YUAN, "meals": 150 * YUAN}),
        facts(**LONG, rates={"lodging": 300 * YUAN, "meals": 100 * YUAN}),
        facts(end_date=START + timedelta(days=3), half_days=1), facts(end_date=date(2026, 10, 1), half_days=100),
        facts(lecturers=(a_lecturer(fee_fen=501 * YUAN, max_hours_half_day=5), a_lecturer(hours=30))),
        facts(policy=with_numbers(lecturer__per="half_day")), facts(staff_count=4),
        facts(trainee_count=200, staff_count=11), facts(class_kind="business"),
        facts(class_kind="business", half_days=11, end_date=date(2026, 6, 30)), facts(**DAY), facts(**DAY, syllabus=()),
        facts(syllabus=(Session("考察", 6, "visit", site="青海湖"),)), facts(syllabus=taught),
        facts(syllabus=(replace(taught[0], reason=""),)), facts(venue_kind="scenic"), facts(charge_fen=1),
        facts(**hosted_by("company")), facts(**hosted_by("institution")), facts(**OUT),
        facts(**OUT, policy=with_numbers(channel__out_allowed=False)),
        facts(**OUT, policy=with_numbers(channel__out_allowed="exception")), county(PAPERS),
        county(PAPERS | {"higher_reply"}), facts(**SECTION), facts(**SECTION, plan_type="extra"),
        facts(**SECTION, plan_type="extra", papers=PAPERS | {"basis"}), facts(**SECTION, host_unit="OD"),
        facts(lower_leaders=True), facts(lower_leaders=True, papers=PAPERS | {"call_proof"}),
        facts(audience_codes=("TOWN_HEAD",)), facts(audience_codes=("TOWN_HEAD",), papers=PAPERS | {"call_proof"}),
        facts(managing_level="city"), facts(managing_level="city", papers=PAPERS | {"higher_reply"}),
        facts(**DRAWN, lines=(FUND,)), facts(**DRAWN, lines=(replace(FUND, appropriated=50 * YUAN),)),
        facts(**DRAWN, lines=(replace(FUND, state="closed"),)),
        facts(**DRAWN, lines=(replace(FUND, state="expected"),)),
        facts(former=a_class()), facts(former=a_class(trainee_count=20, topic_code="RURAL_REVIVAL")),
        facts(lecturers=(a_lecturer(),), lectures=(a_lecture(),)),
        facts(lecturers=(a_lecturer(hours=24),), lectures=(a_lecture(hours=4),)),
        facts(lecturers=(a_lecturer(),), lectures=(a_lecture(topics=("基层治理",)),),
              syllabus=(Session("基层治理", 6, lecturer="赵慧"),)),
        facts(policy=tightened(), offline_classes=("甲班",)), facts(policy=tightened()),
        facts(**DRAWN, policy=tightened(), lines=(replace(FUND, last_year=100 * YUAN),)),
        facts(**DRAWN, policy=tightened(), lines=(replace(FUND, last_year=FUND.appropriated),)),
    ]


def other_things() -> Iterator[Finding]:
    """What is said of a year, a closing, a notice, an attendance, a cadre, the leaders."""
    old = next(one for one in rulebook().policies.values() if one.code == "2009-2013")
    for days in (date(2026, 4, 2), None):
        yield from judge_year(a_year(plan_filed_on=days, report_filed_on=days))
    yield from judge_year(a_year(plan_filed_on=None, report_filed_on=None, today=date(2026, 3, 1)))
    yield from judge_year(a_year())
    for closing in (a_closing(), a_closing(papers=frozenset(("agenda",)), held_on=date(2026, 5, 1)),
                    a_closing(approved_on=None)):
        yield from judge_closing(closing)
    for number in ("", "12"):
        yield from judge_notice(a_notice(number=number))
    for away in (2, 3):
        yield from judge_credit(a_credit(away=away))
    for county in (False, True):
        for policy_ in (policy(), old):
            yield from ask(CADRE_RULES, a_cadre(policy=policy_, county=county, half_days=24))
            yield from ask(CADRE_RULES, a_cadre(policy=policy_, county=county, hours=1, half_days=1,
                                                five_year_hours=1, five_year_half_days=1))
    for trained in (1, 2):
        yield from ask(LEADER_RULES, the_leaders(trained=trained))


def on_the_roster() -> Iterator[Finding]:
    """What is said of people: out of line, in line, and in line as far as the records reach."""
    long = {**OUT, "end_date": date(2026, 8, 14), "half_days": 80}
    call = {"level": "city", "kind": facts().form.class_kind}
    busy = (training(date(2026, 1, 2), 60, topic="", out_of_province=True, **call), training(START))
    for given in (called(*busy, **long), called(training(date(2026, 1, 2), **call)), called(**long),
                  called(**long, since=START), called(since=START + timedelta(days=1)),
                  called(training(date(2026, 1, 2)))):
        yield from judge(given)


@pytest.fixture(scope="module")
def said() -> list[Finding]:
    return [finding for scene in scenes() for finding in judge(scene)] + [*other_things(), *on_the_roster()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_speaks(said: list[Finding], language: str) -> None:
    for finding in said:
        told = tell(finding, language)
        assert told.name and told.gist
        assert bool(told.clears) == (finding.severity in (BLOCK, WARN)), finding
        for text in (told.name, told.gist, told.sum, told.clears):
            assert "{" not in text and not re.search(r"None(?! of )", text)
            if language == "zh":
                assert not re.search(r"(?<!申)请(?!进来)|非法|无效|违规|[,;:!?](?!\d)", strip_names(text)), text


def strip_names(text: str) -> str:
    """Ratios like 10:30 and the codes of plan items are not punctuation."""
    return re.sub(r"\d+[:,]\d+", "", text)


def test_no_sentence_is_left_unsaid(said: list[Finding]) -> None:
    """Each catalogued sentence of a rule is the one said in some scene."""
    used = {f"finding.{rule}.name" for rule in RULES}
    for finding in said:
        variants = [f"finding.{finding.rule}.{finding.wording}", f"finding.{finding.rule}"]
        kind = "clear" if finding.severity == CLEAR else "gist"
        used.add(next(f"{key}.{kind}" for key in variants if f"{key}.{kind}" in keys("zh")))
        sums = [f"{variants[0]}.sum", f"{variants[1]}.clear.sum", f"{variants[1]}.sum"]
        if finding.severity != CLEAR:
            del sums[1]
        used.add(next((key for key in sums if key in keys("zh")), ""))
        used.add(next((f"{key}.clears" for key in variants if f"{key}.clears" in keys("zh")), ""))
    catalogued = {key for key in keys("zh") if re.match(r"finding\.R-", key)}
    assert catalogued - used == set()


def test_all_rules_are_heard(said: list[Finding]) -> None:
    assert {finding.rule for finding in said} == set(RULES)


def test_the_words_of_the_mock_ups() -> None:
    """The fact, then the line, then what would clear it."""
    staff, = (f for f in judge(facts(trainee_count=60, staff_count=8)) if f.rule == "R-13")
    told = tell(staff, "zh")
    assert told.gist == "工作人员 8 人，超过学员的 10%（6 人）"
    assert told.clears == "工作人员改为 6 人及以下"
    quota, = (f for f in judge(facts(trainee_count=60, staff_count=5)) if f.rule == "R-07")
    assert "180 元 × 60 人 × 3 天 = 32,400 元" in tell(quota, "zh").sum


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_used_as_a_value_is_there(language: str) -> None:
    routes = [f"route.A{n}" for n in range(8)]
    hindrances = [f"filing_hindrance.{name}" for name in (
        "route", "extra", "out_of_district", "total", "people", "own")]
    for key in (*routes, *hindrances):
        assert say(key, language)
