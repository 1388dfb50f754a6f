"""Units state what their people need to learn, and take it back; planned classes are found for it.

Needs of a year stand in that year's book (``needs-2026``), so that every one of them is proved by
the trail.  What a plan itself names is linked by its filing (``acts.list_plan``).
"""

from dataclasses import asdict
from typing import Any

from sqlalchemy import select

from workflow.acts.books import Book
from workflow.acts.plan_roles import of_the_district, of_the_unit, post_of
from workflow.acts.transaction import Work, in_one_go
from workflow.domain.days import office_day
from workflow.domain.funding import year_faults
from workflow.domain.needs import Need, complete
from workflow.domain.people import Actor, Post
from workflow.domain.words import read_words
from workflow.engine.decide import MAX_OPINION
from workflow.office import Office
from workflow.refusals import NotFound, Refusal, Refused
from workflow.store.cases import plan_item
from workflow.store.identity import next_id
from workflow.store.needs import need_link, training_need
from workflow.store.needs_writing import DROP_LINK, NEW_LINK, NEW_NEED, WITHDRAW_NEED
from workflow.wording.values import Label

GREATEST = 2**63 - 1


def state_need(office: Office, actor: Actor, need: Need) -> int:
    """State a need of one's own unit; its id.

    Refused (``unit_not_yours``, ``line_year_wrong``, and one refusal per wrong answer) with everything at once.
    """
    return in_one_go(office, actor, None, "state_need", lambda work: _state(work, need))


def withdraw_need(office: Office, actor: Actor, need_id: int, why: str) -> None:
    """Take a need of one's own unit back, with a reason (``need_reason_missing`` without one)."""
    in_one_go(office, actor, None, "withdraw_need", lambda work: _withdraw(work, need_id, why))


def match_need(office: Office, actor: Actor, need_id: int, code: str) -> None:
    """Say that a planned class meets a need: the office for any class, a unit for a class of its own plan.

    Refused: ``unit_not_yours``, ``need_withdrawn``, ``plan_item_given_up``, ``need_matched``.
    """
    in_one_go(office, actor, None, "match_need", lambda work: _match(work, need_id, code))


def unmatch_need(office: Office, actor: Actor, need_id: int, code: str) -> None:
    """Take such a match back; what a plan itself names is changed only by adjusting the plan (``need_not_matched``)."""
    in_one_go(office, actor, None, "unmatch_need", lambda work: _unmatch(work, need_id, code))


def _state(work: Work, need: Need) -> int:
    book = work.office.rulebook
    faults = [*complete(need, frozenset(book.lexicon), frozenset(book.audiences)), *year_faults(need.year)]
    by = post_of(work, of_the_unit(work.office), need.unit)
    if by is None:
        faults.append(Refusal("unit_not_yours"))
    if faults:
        raise Refused(faults)
    number = next_id(work.connection, training_need)
    row = {**asdict(need), "id": number, "stated_on": _today(work), "withdrawn_on": None, "withdrawn_why": None}
    kept = Book(work, _book(need.year))
    kept.enter("state_need", post=by, rows={"training_need": [row]})
    work.write(NEW_NEED, case_id=kept.id, **row)
    return number


def _withdraw(work: Work, need_id: int, why: str) -> None:
    need = _need(work, need_id)
    by = post_of(work, of_the_unit(work.office), need.unit)
    if by is None:
        raise Refused(Refusal("unit_not_yours"))
    reason = read_words(why, MAX_OPINION)
    if not reason:
        raise Refused(Refusal("need_reason_missing", field="reason"))
    if need.withdrawn_on is not None:
        raise Refused(Refusal("need_withdrawn", {"day": need.withdrawn_on}))
    changed = {"withdrawn_on": _today(work), "withdrawn_why": reason}
    Book(work, _book(need.year)).enter(
        "withdraw_need", post=by, opinion=reason, rows={"training_need": [{"id": need_id, **changed}]})
    work.write(WITHDRAW_NEED, key_id=need_id, **changed)


def _match(work: Work, need_id: int, code: str) -> None:
    need, item = _need(work, need_id), _item(work, code)
    by = _matcher(work, item.unit)
    faults = []
    if need.withdrawn_on is not None:
        faults.append(Refusal("need_withdrawn", {"day": need.withdrawn_on}))
    if item.cancelled_on is not None:
        faults.append(Refusal("plan_item_given_up", {"name": _plain(item.class_name), "day": item.cancelled_on}))
    if _links(work, need_id, code):
        faults.append(Refusal("need_matched", {"name": _plain(item.class_name)}))
    if faults:
        raise Refused(faults)
    book = Book(work, _book(need.year))
    book.enter("match_need", post=by, rows={"need_link": [{"need_id": need_id, "code": code}]})
    work.write(NEW_LINK, case_id=book.id, need_id=need_id, code=code)


def _unmatch(work: Work, need_id: int, code: str) -> None:
    need, item = _need(work, need_id), _item(work, code)
    by = _matcher(work, item.unit)
    book = Book(work, _book(need.year))
    if book.id not in _links(work, need_id, code):
        raise Refused(Refusal("need_not_matched", {"name": _plain(item.class_name)}))
    book.enter("unmatch_need", post=by, rows={"need_link": [{"need_id": need_id, "code": code, "gone": True}]})
    work.write(DROP_LINK, key_case_id=book.id, key_need_id=need_id, key_code=code)


def _need(work: Work, need_id: int) -> Any:
    row = work.connection.execute(select(training_need).where(
        training_need.c.id == need_id)).one_or_none() if 0 < need_id <= GREATEST else None
    if row is None:
        raise NotFound("need", need_id)
    return row


def _item(work: Work, code: str) -> Any:
    row = work.connection.execute(select(plan_item).where(
        plan_item.c.code == code)).one_or_none() if code.isprintable() else None
    if row is None:
        raise NotFound("plan_item", code)
    return row


def _links(work: Work, need_id: int, code: str) -> set[int]:
    """The cases that tell of this link."""
    wanted = select(need_link.c.case_id).where(need_link.c.need_id == need_id, need_link.c.code == code)
    return set(work.connection.execute(wanted).scalars())


def _matcher(work: Work, unit: str) -> Post:
    found = post_of(work, of_the_district(work.office), None) or post_of(
        work, of_the_unit(work.office), unit)
    if found is None:
        raise Refused(Refusal("unit_not_yours"))
    return found


def _today(work: Work) -> Any:
    return office_day(work.now)


def _plain(text: str) -> Label:
    return Label(text, text)


def _book(year: int) -> str:
    return f"needs-{year}"
