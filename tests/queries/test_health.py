"""What the doctor sees: a well house, a broken trail, a lost paper, too few people, a clock that is wrong."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from sqlalchemy import text

from tests.clocks import SetClock
from tests.district import District
from tests.tampering import unguarded
from workflow.office import Office
from workflow.office.clock import real_clock
from workflow.queries.health import ILL, WARNING, WELL, Health, look_over
from workflow.store.people import post
from workflow.wording import Label


def looks(office: Office) -> Mapping[str, Health]:
    """The last look of each name: one is enough where there are several."""
    return {look.name: look for look in look_over(replace(office, real_clock=real_clock))}


@pytest.fixture
def district(office: Office) -> District:
    return District(office)


def test_an_empty_house_is_well_but_nobody_is_in(office: Office) -> None:
    seen = looks(office)
    assert {name: look.grade for name, look in seen.items() if look.grade != WELL} == {
        "calendar": WARNING, "posts_none": WARNING,
    }  # fmt: skip
    assert seen["database"].values["kind"] == office.database.dialect


def test_a_house_at_work_is_well(office: Office, district: District) -> None:
    case_id = district.submitted()
    district.paper(case_id, "CIVIL.declarant", "programme")
    seen = looks(office)
    assert seen["trail"].grade == WELL
    assert seen["trail"].values["count"] > 3
    assert seen["papers"].values["count"] >= 1
    assert seen["posts"].grade == WELL


def test_a_changed_record_makes_the_house_ill(office: Office, district: District) -> None:
    case_id = district.submitted()
    with unguarded(office.database) as connection:
        connection.execute(text("UPDATE trail SET act = 'other' WHERE case_id = :id AND n = 2"), {"id": case_id})
    look = looks(office)["trail"]
    assert look.grade == ILL
    assert (look.values["case"], look.values["n"]) == (str(case_id), "2")


def test_a_lost_paper_makes_the_house_ill(office: Office, district: District) -> None:
    district.paper(district.submitted(), "CIVIL.declarant", "programme")
    next(path for path in office.papers.rglob("*") if path.is_file()).unlink()
    assert looks(office)["papers"].grade == ILL


def test_too_few_people_are_a_warning_that_names_the_chair(office: Office, district: District) -> None:
    with office.database.write() as connection:
        connection.execute(post.delete().where(post.c.role == "hrss"))
        connection.commit()
    look = looks(office)["posts"]
    assert look.grade == WARNING
    assert look.values["role"] == office.rulebook.roles["hrss"].label


def test_a_signature_that_nobody_can_give_is_a_warning(office: Office, district: District) -> None:
    district.begin()
    assert looks(office)["seats"].grade == WELL
    with office.database.write() as connection:
        connection.execute(post.delete().where(post.c.role == "declarant", post.c.unit == "CIVIL"))
        connection.commit()
    look = looks(office)["seats"]
    assert (look.grade, look.values["count"]) == (WARNING, 1)
    assert look.values["unit"] == Label("区CIVIL", "CIVIL")


def test_a_next_year_without_an_official_list_is_a_warning(office: Office) -> None:
    assert looks(office)["calendar"].values["year"] == "2027"
    assert {look.values["year"] for look in look_over(office) if look.name == "calendar"} == {"2026", "2027"}


def test_a_clock_far_from_the_servers_is_a_warning(office: Office) -> None:
    wrong = replace(office, real_clock=SetClock())
    grades = {look.name: look.grade for look in look_over(wrong)}
    assert grades["clock"] == (WELL if office.database.dialect == "sqlite" else WARNING)


def test_a_demo_says_its_own_time(office: Office) -> None:
    assert looks(replace(office, demo=True))["clock_demo"].values["now"] == office.clock()
