"""The index of repeated classes: finds what stands in it, and after any sequence of acts is what a rebuild makes."""

import random
from collections.abc import Iterable
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from tests.engine.likeness.classes import START, class_, comparer, reader, sample_signatures
from tests.samples import expected_pairs, units
from workflow.engine.likeness.comparing import Comparer, Limits, People
from workflow.engine.likeness.packing import asked, pack, postings
from workflow.engine.likeness.signature import Signature
from workflow.engine.likeness.titles import token_of
from workflow.office.likeness import Likenesses, check, keep, ranges_of, reach_of, rebuild, region_of
from workflow.store import likeness_index as index
from workflow.store import migrating
from workflow.store.database import Database

TITLES = ("消防安全培训班", "火灾防控实务培训班", "信访工作培训班（第1期）", "信访工作培训班（第2期）", "档案管理班",
          "Fire Safety Training Course", "培训班", "𠮷", "")
Rows = tuple[dict[int, bytes], frozenset[tuple[int, int]]]


def likenesses(connection: Connection) -> Likenesses:
    kept = index.snapshot(connection)
    by = Comparer(comparer().card, index.term_weights(connection), Limits())
    return Likenesses(reader(), by, kept[0] if kept else 0)


def rows(connection: Connection) -> Rows:
    return dict(index.all_marks(connection)), index.all_postings(connection)


def wanted(classes: Iterable[Signature], weights: dict[int, int]) -> Rows:
    classes = list(classes)
    return ({one.id: pack(one) for one in classes},
            frozenset(posting for one in classes for posting in postings(one, weights)))


def any_class(chance: random.Random, id_: int) -> Signature:
    return class_(chance.choice(TITLES), id_, start=START + timedelta(days=chance.randrange(-400, 400)),
                  host=chance.choice(("A", "B")), out=chance.random() < 0.2,
                  content=chance.choice(("", "灭火器使用；疏散")),
                  tiers=frozenset(chance.choice((("community",), ("rural", "community"), ()))))


def test_after_any_sequence_the_index_is_what_a_rebuild_makes(database: Database) -> None:
    chance = random.Random(5)
    with database.write() as connection:
        rebuild(connection, sample_signatures().values(), reader().lexicon.version)
        known = likenesses(connection)
        weights = index.term_weights(connection)
        kept = {one.id: one for one in sample_signatures().values()}
        assert rows(connection) == wanted(kept.values(), weights)
        for step in range(150):
            id_ = chance.randrange(1, 60)
            new = any_class(chance, id_) if chance.random() < 0.7 else None
            changed = keep(connection, known, id_, new)
            assert bool(changed) == (kept.get(id_) != new), step
            kept.pop(id_, None)
            kept |= {id_: new} if new is not None else {}
        assert rows(connection) == wanted(kept.values(), weights)
        assert known.is_current(connection)
        assert rebuild(connection, list(kept.values()), reader().lexicon.version) == len(kept)
        assert rows(connection) == wanted(kept.values(), index.term_weights(connection))
        assert not known.is_current(connection)
        connection.rollback()


def test_places_of_an_older_program_are_reckoned_anew_when_the_house_is_upgraded(bare_database: Database) -> None:
    migrating.upgrade(bare_database, "0019_scan")
    with bare_database.write() as connection:
        rebuild(connection, sample_signatures().values(), reader().lexicon.version)
        before = rows(connection)
        index.clear_postings(connection)
        index.fill_postings(connection, [(1, 1), (2, 1)])
        connection.commit()
    migrating.upgrade(bare_database)
    with bare_database.read() as connection:
        assert rows(connection) == before


def test_a_change_and_its_undo_leave_the_index_as_it_was(database: Database) -> None:
    with database.write() as connection:
        rebuild(connection, sample_signatures().values(), reader().lexicon.version)
        known, before = likenesses(connection), rows(connection)
        one = sample_signatures()["D04"]
        assert keep(connection, known, one.id, class_("社区治理班", one.id)) > 1
        assert rows(connection) != before
        assert keep(connection, known, one.id, one) > 1
        assert rows(connection) == before
        assert keep(connection, known, one.id, one) == 0
        connection.rollback()


def test_every_sample_finds_its_repetition_and_is_told_of_its_series(database: Database) -> None:
    ids = {one.id: id_ for id_, one in sample_signatures().items()}
    with database.write() as connection:
        rebuild(connection, sample_signatures().values(), reader().lexicon.version)
        known = likenesses(connection)
        for pair in expected_pairs()["duplicates"]:
            for one, other in (pair, reversed(pair)):
                found = check(connection, known, sample_signatures()[one])
                assert other in {ids[raised.case_id] for raised in found.raised}
        series = check(connection, known, sample_signatures()["D18"])
        assert [(ids[one.case_id], one.suggestion.verdict) for one in series.said] == [("D19", "BATCH")]
        assert (series.scorecard, series.lexicon, series.terms) == (known.comparer.card.hash,
                                                                    reader().lexicon.version, 1)
        connection.rollback()


def test_rosters_decide_what_titles_cannot(database: Database) -> None:
    with database.write() as connection:
        rebuild(connection, sample_signatures().values(), reader().lexicon.version)
        known, one, other = likenesses(connection), sample_signatures()["D18"], sample_signatures()["D19"]
        alone = check(connection, known, one, people={other.id: People(0, 70)}).said
        assert [found.suggestion.reasons for found in alone] == [("series", "rosters_apart")]
        shared = check(connection, known, one, people={other.id: People(60, 70)})
        assert [(found.case_id, found.suggestion.verdict) for found in shared.raised] == [(other.id, "REPEAT")]
        connection.rollback()


def test_only_classes_of_the_window_and_the_places_are_found(database: Database) -> None:
    """Though places of the index know weeks only."""
    one = class_(id_=1)
    days = {2: -365, 3: -366, 4: 365, 5: 366}
    others = [class_(id_=n, start=START + timedelta(days=away)) for n, away in days.items()]
    with database.write() as connection:
        rebuild(connection, [one, *others, class_(id_=6, region=("QH", "XN", "CZ"))], reader().lexicon.version)
        found = check(connection, likenesses(connection), one)
        connection.rollback()
    assert {other.case_id for other in (*found.raised, *found.related)} == {2, 4}


@pytest.mark.parametrize("rows_kept", [3000])
def test_the_search_walks_ranges_of_the_index_and_nothing_else(database: Database, rows_kept: int) -> None:
    chance = random.Random(7)
    with database.write() as connection:
        rebuild(connection, [any_class(chance, n) for n in range(1, rows_kept)], reader().lexicon.version)
        if database.dialect == "postgresql":
            connection.exec_driver_sql("ANALYZE likeness_posting")
            connection.exec_driver_sql("ANALYZE likeness_mark")
        one = class_()
        sought = asked(one, index.term_weights(connection), one.reach, 365, elsewhere=True, strangers=False)
        plan = index.plan_of_candidates(connection, *ranges_of(sought), 600)
        connection.rollback()
    assert "Seq Scan" not in plan and "SCAN p" not in plan and "SCAN m" not in plan, plan
    if database.dialect == "sqlite":
        assert plan.count("SEARCH p USING PRIMARY KEY (place>? AND place<?)") == 2
        assert plan.index("SCAN a") < plan.index("SEARCH p") < plan.index("SEARCH m")
    else:
        assert "pk_likeness_posting" in plan and "pk_likeness_mark" in plan


def test_a_unit_lies_in_places_and_reaches_those_below() -> None:
    tree = units()
    host = next(code for code, unit in tree.items() if (unit.kind, unit.level) == ("department", "district"))
    assert region_of(tree, host) and tree[region_of(tree, host)[-1]].kind == "district"
    town = next(code for code, unit in tree.items() if unit.kind in ("town", "subdistrict"))
    assert token_of(town, "scope") in reach_of(tree, host)
    assert region_of(tree, "nobody") == ()
