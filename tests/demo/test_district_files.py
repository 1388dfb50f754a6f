"""The demo's files name only what there is, and tell a year that could have happened."""

import json
from collections import Counter
from datetime import date
from importlib.resources import files

import pytest
from ruamel.yaml import YAML

from webapp.cli.demo_cadres import made_up_cadres
from webapp.cli.demo_files import District, Step
from webapp.cli.demo_load import MORNING
from webapp.cli.demo_papers import paper
from workflow.domain.cadres import MANAGING_LEVELS, RANKS
from workflow.domain.days import office_day
from workflow.rulebook.rulebook import Rulebook
from workflow.wording.catalogue import CHINA

DEMO = files("definitions") / "demo"
NOTES = {"begin", "edit", "attach", "enrol", "give_places", "answer_places", "explain", "override", "judge", "position",
         "file_accounts", "enter_paper", "count_paper"}
OPENING, CLOSING = 8, 18  # hours of the office


def steps(district: District) -> list[tuple[str, Step]]:
    plans = [(f"plan/{planned.unit}", step) for planned in district.plans for step in planned.steps]
    return [*plans, *((script.ref, step) for script in district.scripts for step in script.steps)]


def test_every_code_is_known(district: District, rulebook: Rulebook) -> None:
    units = {unit.code for unit in district.units}
    assert all(unit.parent is None or unit.parent in units for unit in district.units)
    for account in district.accounts:
        assert account.unit in units, account
        assert account.role in rulebook.roles and rulebook.roles[account.role].user, account
    for script in district.scripts:
        answers = script.answers
        assert answers["host_unit"] in units, script.ref
        assert answers["topic_code"] in rulebook.lexicon, script.ref
        assert set(answers["audience_codes"]) <= set(rulebook.audiences), script.ref
    for planned in district.plans:
        assert planned.unit in units
        assert {item.topic_code for item in planned.items} <= set(rulebook.lexicon)


def test_every_step_is_taken_by_somebody_and_is_an_action(district: District, rulebook: Rulebook) -> None:
    people = {account.username for account in district.accounts} | {"system"}
    actions = {*rulebook.process("class_declaration").actions, *rulebook.process("plan_filing").actions, *NOTES}
    assert {step.who for _, step in steps(district)} <= people
    assert {step.do for _, step in steps(district)} <= actions


def test_each_story_is_in_order_and_ends_before_the_morning(district: District) -> None:
    last: dict[str, Step] = {}
    for ref, step in steps(district):
        assert ref not in last or last[ref].at < step.at, (ref, step.at)
        assert step.at < MORNING, (ref, step.at)
        last[ref] = step


def test_people_work_in_working_hours_on_working_days(district: District, rulebook: Rulebook) -> None:
    for at in [*(step.at for _, step in steps(district)), *(opening.at for opening in district.openings)]:
        assert rulebook.workdays.is_workday(office_day(at)), at
        assert OPENING <= at.astimezone(CHINA).hour < CLOSING, at


def test_no_two_things_happen_at_the_same_minute(district: District) -> None:
    times = Counter(step.at for _, step in steps(district))
    assert [at for at, count in times.items() if count > 1] == []


def test_a_sample_is_declared_on_its_day(district: District) -> None:
    samples = [json.loads(line) for line in (DEMO / "samples.jsonl").read_text("utf-8").splitlines()]
    days = {script.ref: next(office_day(step.at) for step in script.steps if step.do == "unit_submit")
            for script in district.scripts if script.ref.startswith("D")}
    assert days == {sample["id"]: date.fromisoformat(sample["declared_on"]) for sample in samples}


def test_the_papers_of_a_sample_are_attached_before_it_is_submitted(district: District) -> None:
    wanted = YAML(typ="safe").load((DEMO / "completions.yaml").read_text("utf-8"))["forms"]
    for script in district.scripts:
        before = []
        for step in script.steps:
            if step.do == "unit_submit":
                break
            before += step.given if step.do == "attach" else ()
        if script.ref in wanted:
            assert set(wanted[script.ref]["papers"]) <= set(before), script.ref


def test_every_role_of_every_process_has_an_account(district: District, rulebook: Rulebook) -> None:
    held = Counter(account.role for account in district.accounts)
    assert {role.code for role in rulebook.roles.values() if role.user} == set(held)
    assert held["od_section"] == held["od_deputy"] == held["finance"] == 2
    hosts = {script.answers["host_unit"] for script in district.scripts}
    for role in ("declarant", "unit_finance", "unit_head"):
        assert hosts <= {account.unit for account in district.accounts if account.role == role}


def test_one_town_and_six_sub_districts(district: District) -> None:
    kinds = Counter(unit.kind for unit in district.units)
    assert (kinds["town"], kinds["subdistrict"], kinds["district"]) == (1, 6, 1)


def test_the_cadres_are_always_the_same_twelve_hundred(district: District, rulebook: Rulebook) -> None:
    cadres = made_up_cadres(district.cadres)
    assert cadres == made_up_cadres(district.cadres)
    assert len(cadres) == len({cadre.staff_no for cadre in cadres}) == 1200
    units = {unit.code for unit in district.units}
    for cadre in cadres:
        assert cadre.unit in units and cadre.rank in RANKS and cadre.managing_level in MANAGING_LEVELS
        assert rulebook.audiences[cadre.audience].managed == cadre.managing_level, cadre
    assert {cadre.rank for cadre in cadres} == set(RANKS)


def test_the_district_fund_reaches_the_floor(district: District, rulebook: Rulebook) -> None:
    policy = rulebook.policy_on(date(2026, 1, 5))
    district_lines = [opening for opening in district.openings if opening.source == "cadre_education"]
    assert [opening.fen >= policy["fund.annual_floor_fen"] for opening in district_lines] == [True]
    assert all(opening.who != opening.second for opening in district.openings)


@pytest.mark.parametrize("lines", [("培训方案",), ("Programme", "科级领导干部履职能力提升培训班")])
def test_a_demo_paper_is_a_pdf_whose_table_finds_its_objects(lines: tuple[str, ...]) -> None:
    data = paper(*lines)
    assert data.startswith(b"%PDF-") and data.endswith(b"%%EOF\n")
    table = int(data.rsplit(b"startxref\n", 1)[1].split()[0])
    entries = data[table:].split(b"trailer")[0].splitlines()[3:]
    assert len(entries) == 7
    for number, entry in enumerate(entries, 1):
        assert data[int(entry.split()[0]):].startswith(b"%d 0 obj" % number)
