"""Lets duplicate searches find a class, or no longer; raises the stamps that make others search again."""

import json
from dataclasses import replace
from datetime import date

from workflow.acts.case_change import CaseChange
from workflow.domain.declaration import ClassDeclaration
from workflow.engine.likeness.packing import pack, postings, unpack
from workflow.engine.likeness.past import pack_past
from workflow.engine.likeness.signature import Signature, day_number
from workflow.office.judging import Judged
from workflow.office.likeness import Likenesses
from workflow.office.likeness_known import likenesses
from workflow.store.act_writing import (
    CUT_LISTED,
    LIST_LEAF,
    MOVE_LEAF,
    RAISE_STAMP,
    TOUCH_LISTED,
    TOUCH_STAMP,
    UNLIST,
    UNLIST_LEAF,
)
from workflow.store.likeness_writing import BEGIN, KEEP_FIRST, MARK, POST, UNMARK, UNPOST


def list_class(change: CaseChange, judged: Judged | None) -> None:
    """List the class under every leaf of its audience, its topic and journey, on its present days, and in the index.

    The stamps are raised only if they stand as they were read: of two acts that bring classes
    for the same people, or on the same topic, at once, the second must look again and so sees the first.
    """
    form = change.present
    if judged is None or not isinstance(form, ClassDeclaration) or form.start_date is None or form.end_date is None:
        return
    days = (form.start_date, form.end_date)
    for leaf in sorted(set(judged.listed) - judged.leaves):
        change.work.write(UNLIST_LEAF, case_id=change.id, leaf=leaf)
        change.work.write(TOUCH_STAMP, leaf=leaf)
    for leaf in sorted(judged.leaves):
        _list_leaf(change, leaf, days, judged.listed.get(leaf))
        change.work.write(RAISE_STAMP, leaf=leaf, seen=judged.stamps.get(leaf, 0))
    change.new["stamp_seen"] = sum(judged.stamps.values()) + len(judged.leaves)
    if judged.beside.known is not None and judged.beside.mark is not None:
        _mark(change, judged.beside.known, judged.beside.mark)


def unlist_class(change: CaseChange) -> None:
    """Take the class out of the searches; those who were flagged by it look again at their next signature."""
    change.work.write(TOUCH_LISTED, case_id=change.id)
    change.work.write(UNLIST, case_id=change.id)
    change.new["stamp_seen"] = 0
    body, terms = change.row["mark"], change.row["terms"]
    if body is not None:
        known = likenesses(change.work.connection, change.work.office, terms, change.situation.policy)
        _unpost(change, frozenset(place for place, _ in postings(unpack(change.id, body), known.comparer.weights)))
        change.work.write(UNMARK, case_id=change.id, terms=terms)


def cut_short(change: CaseChange, last: date) -> None:
    """A class that was stopped counts for the days that it was held (ruling 36)."""
    change.work.write(CUT_LISTED, key_case_id=change.id, end_date=last)
    body, terms = change.row["mark"], change.row["terms"]
    if body is not None:
        change.work.write(MARK, case_id=change.id, body=pack(replace(unpack(change.id, body), end=day_number(last))),
                          terms=terms)


def _mark(change: CaseChange, known: Likenesses, mark: Signature) -> None:
    """Rewrite what the index holds of the class; of what stays the same nothing is touched."""
    weights, body = known.comparer.weights, change.row["mark"]
    packed, terms = pack(mark), known.terms
    if packed == body:
        return
    if not terms:
        terms = _begin(change, known)
    before = postings(unpack(change.id, body), weights) if body is not None else frozenset()
    after = postings(mark, weights)
    _unpost(change, frozenset(place for place, _ in before - after))
    if come := sorted(place for place, _ in after - before):
        change.work.write(POST, case_id=change.id, come=json.dumps(come))
    change.work.write(MARK, case_id=change.id, body=packed, terms=terms)


def _begin(change: CaseChange, known: Likenesses) -> int:
    """The first class of the house: by what it is read here, all are until a rebuild."""
    change.work.write(BEGIN, lexicon=known.reader.lexicon.version)
    change.work.write(KEEP_FIRST, body=pack_past(known.reader, {}))
    change.work.hold()
    change.work.finish()
    return 1


def _unpost(change: CaseChange, places: frozenset[int]) -> None:
    if places:
        change.work.write(UNPOST, case_id=change.id, gone=json.dumps(sorted(places)))


def _list_leaf(change: CaseChange, leaf: str, days: tuple[date, date], before: tuple[date, date] | None) -> None:
    if before is None:
        change.work.write(LIST_LEAF, case_id=change.id, leaf=leaf, start_date=days[0], end_date=days[1])
    elif before != days:
        change.work.write(MOVE_LEAF, key_case_id=change.id, key_leaf=leaf, start_date=days[0], end_date=days[1])
