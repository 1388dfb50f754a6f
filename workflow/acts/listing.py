"""Lets duplicate searches find a class, or no longer; raises the stamps that make others search again."""

from datetime import date

from workflow.acts.case_change import CaseChange
from workflow.domain.declaration import ClassDeclaration
from workflow.office.judging import Judged
from workflow.store.act_writing import LIST_LEAF, MOVE_LEAF, RAISE_STAMP, TOUCH_LISTED, TOUCH_STAMP, UNLIST, UNLIST_LEAF


def list_class(change: CaseChange, judged: Judged | None) -> None:
    """List the class under every leaf of its audience, on its present days.

    The stamps are raised only if they stand as they were read: of two acts that bring classes
    for the same people at once, the second must look again and so sees the first.
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


def unlist_class(change: CaseChange) -> None:
    """Take the class out of the searches; those who were flagged by it look again at their next signature."""
    change.work.write(TOUCH_LISTED, case_id=change.id)
    change.work.write(UNLIST, case_id=change.id)
    change.new["stamp_seen"] = 0


def _list_leaf(change: CaseChange, leaf: str, days: tuple[date, date], before: tuple[date, date] | None) -> None:
    if before is None:
        change.work.write(LIST_LEAF, case_id=change.id, leaf=leaf, start_date=days[0], end_date=days[1])
    elif before != days:
        change.work.write(MOVE_LEAF, key_case_id=change.id, key_leaf=leaf, start_date=days[0], end_date=days[1])
