"""Each person of a roster against other classes: one row a person, only with something, masked by right."""

from datetime import date

import pytest

from tests.district import a_class
from tests.webapp.cases.conftest import Clients, House
from workflow.acts.enrol import enrol


@pytest.fixture
def called(house: House, cases: dict[str, int]) -> tuple[int, tuple[int, ...]]:
    """A class of the commission with five people of the bureau, of whom two are called twice on the same days, and
    two of its own; one more class of another topic in spring."""
    shared, own = house.cadres(5, "CIVIL"), house.cadres(2, "PLC")
    enrol(house.office, house.actor("PLC.declarant"), cases["duplicate"], (*shared, *own))
    enrol(house.office, house.actor("CIVIL.declarant"), cases["authority"], shared[:2])
    later = house.submitted(a_class(class_name="基层治理专题班", topic_code="PETITIONS", start_date=date(2026, 12, 14),
                                    end_date=date(2026, 12, 16), audience_codes=("VILL_ACCT",)))
    enrol(house.office, house.actor("CIVIL.declarant"), later, shared[1:3])
    return cases["duplicate"], (*shared, *own)


def rows_of(text: str) -> list[str]:
    return text.split("<tbody")[1].split('<tr role="row">')[1:] if "<tbody" in text else []


def test_the_section_sees_everybody_with_something_first(
    client_as: Clients, called: tuple[int, tuple[int, ...]]
) -> None:
    text = client_as("hejie").get(f"/rosters/{called[0]}/persons").text
    rows = rows_of(text)
    assert len(rows) == 7
    assert ["社区工作者能力提升培训班" in row for row in rows] == [True, True] + [False] * 5
    assert all(row.count("社区工作者能力提升培训班") == 2 for row in rows[:2]), "it clashes, and is on the same topic"
    assert "1 次，3 天" in rows[0] and "2 次，6 天" in rows[1]
    assert sum("1 次，3 天" in row for row in rows[2:]) == 1, "a class of another topic only counts"
    only = client_as("hejie").get(f"/rosters/{called[0]}/persons?only=1").text
    assert len(rows_of(only)) == 2
    assert "只看有情况的 2 人" in only


def test_a_unit_sees_its_own_people_and_the_number_of_others(
    client_as: Clients, called: tuple[int, tuple[int, ...]]
) -> None:
    text = client_as("liqiang").get(f"/rosters/{called[0]}/persons").text
    assert len(rows_of(text)) == 2
    assert "另有 5 人由其他单位派出，其中 2 人有情况" in text
    assert client_as("maxiaoyan").get(f"/rosters/{called[0]}/persons").status_code == 404


def test_an_empty_roster_says_so(client_as: Clients, cases: dict[str, int]) -> None:
    assert "名单上还没有人" in client_as("hejie").get(f"/rosters/{cases['funding']}/persons").text
    assert "Nobody is on the roster" in client_as("hejie", "en").get(f"/rosters/{cases['funding']}/persons").text
