"""A scan finds exactly what the single check raises, by either engine; it is shown whole or not at all."""

import shutil
import signal
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.clocks import SetClock
from tests.engine.likeness.classes import START, class_, comparer
from tests.scan.small_world import COUNT, SLICES, SMALL, fill, history, small_world
from workflow.acts.scan_repeats import ENGINES, scan_history, scan_repeats
from workflow.bench.likeness_world import Likeworld
from workflow.engine.likeness.comparing import People
from workflow.engine.likeness.signature import FIRST_DAY
from workflow.office import Office
from workflow.office.likeness import check
from workflow.refusals import Refused
from workflow.rulebook.rulebook import Rulebook
from workflow.scan import history as reading
from workflow.scan import splinked
from workflow.scan.history import History
from workflow.scan.repeats import coded, decoded, repeats, worth_comparing
from workflow.store import scan_results as results
from workflow.store.database import Database
from workflow.store.scan import scan, scan_pair

ROOT = Path(__file__).resolve().parents[2]
YEAR = 2021
Pairs = dict[tuple[int, int], tuple[int, str]]


@pytest.fixture
def world(office: Office, monkeypatch: pytest.MonkeyPatch) -> Likeworld:
    for name, value in SMALL.items():
        monkeypatch.setattr(name, value)
    return small_world(office)


def scanned(office: Office, told: History, engine: str, **how: Any) -> Pairs:
    given = {"year": None, "resume": False, "progress": lambda done, slices: None, **how}
    return kept(office, scan_history(office, told, engine=engine, **given).scan_id)


def kept(office: Office, scan_id: int) -> Pairs:
    with office.database.read() as connection:
        rows = connection.execute(select(scan_pair).where(scan_pair.c.scan_id == scan_id))
        return {(row.one, row.other): (row.tenths, row.verdict) for row in rows}


def raised_by_check(office: Office, told: History) -> Pairs:
    found: Pairs = {}
    with office.database.read() as connection:
        for one in told.signatures(told.marks(connection, 0, len(told.ids))):
            for other in check(connection, told.known, one, told.below(one.scope)).raised:
                first, second = sorted((one.id, other.case_id))
                found[first, second] = (other.likeness.tenths, other.suggestion.verdict)
    return found


@pytest.mark.parametrize("engine", ENGINES)
def test_a_scan_finds_what_the_single_check_raises(office: Office, world: Likeworld, engine: str) -> None:
    told = history(office, world)
    wanted = raised_by_check(office, told)
    assert told.slices == SLICES and len(wanted) > 100
    assert {"SPLIT", "REPEAT"} <= {verdict for _, verdict in wanted.values()}
    assert scanned(office, told, engine) == wanted
    with office.database.read() as connection:
        for row in connection.execute(select(scan_pair, scan.c.weights).join(scan)):
            parts = (row.weights["bits"][field][level] for field, level in decoded(row.levels).items())
            assert row.weights["prior"] + sum(parts) == row.tenths


@pytest.mark.parametrize("engine", ENGINES)
def test_a_year_is_the_pairs_with_a_class_in_it(office: Office, world: Likeworld, engine: str) -> None:
    told = history(office, world)
    with office.database.read() as connection:
        rows = told.marks(connection, 0, len(told.ids))
        inside = {one.id for one in told.signatures(rows) if reading.days_of_year(YEAR)[0] <= one.start
                  <= reading.days_of_year(YEAR)[1]}
    whole = scanned(office, told, engine)
    of_year = scanned(office, history(office, world, YEAR), engine, year=YEAR)
    assert of_year == {pair: found for pair, found in whole.items() if inside & set(pair)}
    assert 0 < len(of_year) < len(whole)


class Killed(Exception):
    pass


def killed_after(slices: int) -> Any:
    def progress(done: int, _all: int) -> None:
        if done == slices:
            raise Killed

    return progress


@pytest.mark.parametrize("engine", ENGINES)
def test_a_scan_that_was_cut_short_is_not_shown_and_goes_on(office: Office, world: Likeworld, engine: str) -> None:
    told = history(office, world)
    with pytest.raises(Killed):
        scanned(office, told, engine, progress=killed_after(2))
    with office.database.read() as connection:
        assert results.shown_scan(connection, YEAR) is None
    steps: list[int] = []
    found = scan_history(office, history(office, world), year=None, engine=engine, resume=True,
                         progress=lambda done, slices: steps.append(done))
    assert (found.resumed, steps) == (2, [2, 3, 4])
    assert kept(office, found.scan_id) == raised_by_check(office, told)
    with office.database.read() as connection:
        shown = results.shown_scan(connection, YEAR)
        assert (shown.id, shown.pairs, shown.classes) == (found.scan_id, found.pairs, COUNT)
        assert not results.done_slices(connection, found.scan_id)


def test_a_killed_process_leaves_its_whole_slices(sqlite_template: Path, rulebook: Rulebook, clock: SetClock,
                                                  tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On SQLite alone: PostgreSQL's own processes outlive a killed client."""
    path = tmp_path / "shenbao.db"
    shutil.copy(sqlite_template, path)
    office = Office(database=Database(f"sqlite:///{path}"), rulebook=rulebook, clock=clock, home=tmp_path)
    for name, value in SMALL.items():
        monkeypatch.setattr(name, value)
    told = history(office, small_world(office))
    for engine in ENGINES:
        child = subprocess.run([sys.executable, "-m", "tests.scan.killed_child", str(path), engine, "3"], cwd=ROOT)
        assert child.returncode == -signal.SIGKILL
        found = scan_history(office, told, year=None, engine=engine, resume=True, progress=lambda done, slices: None)
        assert found.resumed == 3 and kept(office, found.scan_id) == raised_by_check(office, told)
    office.close()


def test_a_half_scan_does_not_go_on_among_other_classes(office: Office, world: Likeworld) -> None:
    with pytest.raises(Killed):
        scanned(office, history(office, world), "index", progress=killed_after(1))
    fill(office, [class_("消防安全培训班", 1), class_("火灾防控培训班", 2, start=START + timedelta(days=30))])
    assert scan_history(office, history(office, world), year=None, engine="index", resume=True,
                        progress=lambda done, slices: None).resumed == 0


def test_a_new_scan_takes_the_place_of_the_old(office: Office, world: Likeworld) -> None:
    told = history(office, world)
    first = scan_history(office, told, year=None, engine="index", resume=False, progress=lambda done, slices: None)
    of_year = scan_history(office, history(office, world, YEAR), year=YEAR, engine="index", resume=False,
                           progress=lambda done, slices: None)
    with office.database.read() as connection:
        assert results.shown_scan(connection, YEAR).id == of_year.scan_id
        assert results.shown_scan(connection, YEAR + 1).id == first.scan_id
    again = scan_history(office, told, year=None, engine="index", resume=False, progress=lambda done, slices: None)
    assert kept(office, first.scan_id) == kept(office, of_year.scan_id) == {}
    assert len(kept(office, again.scan_id)) == again.pairs == first.pairs


def test_a_scan_that_another_one_overtook_is_refused(office: Office, world: Likeworld) -> None:
    told = history(office, world)

    def overtaken(done: int, _slices: int) -> None:
        if done == 1:
            scanned(office, told, "index")

    with pytest.raises(Refused) as refused:
        scanned(office, told, "index", progress=overtaken)
    assert refused.value.codes == ("scan_overtaken",)
    with office.database.read() as connection:
        assert results.shown_scan(connection, YEAR).pairs > 0


def test_without_the_extra_it_is_said_how_to_get_it(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(splinked, "find_spec", lambda name: None)
    with pytest.raises(Refused) as refused:
        scan_repeats(office)
    assert refused.value.codes == ("scan_extra",)
    assert scan_repeats(office, engine="index").pairs == 0


def test_a_pair_is_compared_once_and_its_common_people_count() -> None:
    one, other = class_("消防安全培训班", 1), class_("火灾防控培训班", 2, host="B")
    by = comparer()
    pairs = worth_comparing(by, [(other, one), (one, other)])
    assert list(pairs) == [(1, 2)]
    unseen, = repeats(by, pairs.values(), {})
    common, = repeats(by, pairs.values(), {(1, 2): People(9, 10)})
    much, unknown = (by.card.bits["roster"][level] for level in ("much", "unknown"))
    assert common.tenths - unseen.tenths == much - unknown > 0
    assert decoded(common.levels) == {**decoded(unseen.levels), "roster": "much"}


def test_levels_are_kept_as_digits() -> None:
    likeness = comparer().compare(class_("消防安全培训班", 1), class_("火灾防控培训班", 2, host="B"))
    assert decoded(coded(likeness)) == likeness.levels


def test_a_year_begins_and_ends_where_marks_count_it() -> None:
    assert [FIRST_DAY + timedelta(days=day) for day in reading.days_of_year(2026)] == [
        date(2026, 1, 1), date(2026, 12, 31)]
