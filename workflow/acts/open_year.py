"""Open the lines of a year's training money, and add to them; always by two persons.

A line is (owner unit, fiscal year, source).  The floor of R-01 is tested here, when the
year begins, and never against a class: below it both persons that the policy names must
take part and say why.
"""

from datetime import date
from typing import Any

from sqlalchemy import or_, select

from workflow.acts.books import Book
from workflow.acts.transaction import Work, in_one_go
from workflow.domain.declaration import SOURCES
from workflow.domain.funding import AVAILABLE, OUTSIDE, year_faults
from workflow.domain.inputs import MAX_FEN
from workflow.domain.people import Actor, Post
from workflow.engine.rules.funding import FLOORED
from workflow.office import Office
from workflow.refusals import NotFound, Refusal, Refused
from workflow.rulebook.policy import Policy
from workflow.store.act_writing import NEW_LEDGER_ENTRY
from workflow.store.funding import fund_line
from workflow.store.identity import next_id
from workflow.store.line_writing import ADD_TO_LINE, NEW_LINE
from workflow.store.people import post, unit
from workflow.wording.values import Fen, Term

OPEN = "open"


def open_line(office: Office, actor: Actor, second: Actor, owner: str, year: int, source: str, fen: int,
              *, reason: str = "") -> int:
    """Open a line with its appropriation; the line's id.

    Refusals: ``fund_persons_missing``, ``second_person_same``, ``unit_unknown``, ``line_source_unknown``,
    ``line_year_wrong``, ``line_amount_wrong``, ``line_known``, ``below_floor``.
    """
    return in_one_go(office, actor, None, "open_line", lambda work: _open(
        work, second, owner, year, source, fen, reason.strip()))


def add_to_line(office: Office, actor: Actor, second: Actor, line_id: int, fen: int, *, reason: str) -> None:
    """Add an appropriation to an open line (the way out of a short balance, ruling 29).

    Refusals: the persons' as above, ``line_amount_wrong``, ``line_not_open``, ``reason_missing``.
    """
    in_one_go(office, actor, None, "add_to_line", lambda work: _add(work, second, line_id, fen, reason.strip()))


def _open(work: Work, second: Actor, owner: str, year: int, source: str, fen: int, reason: str) -> int:
    policy = work.office.rulebook.policy_on(work.office.today())
    posts = _posts(work, second)
    faults = [*_person_faults(work, policy, posts, second), *_line_faults(work, owner, year, source, fen)]
    if not faults and source == FLOORED and fen < policy["fund.annual_floor_fen"]:
        faults += _floor_faults(policy, posts, reason)
    if faults:
        raise Refused(faults)
    book, line_id = Book(work, _number(year)), next_id(work.connection, fund_line)
    closes = date.fromisoformat(f"{year + 1}-{policy['fund.closing_day']}")
    line = {"id": line_id, "owner": owner, "year": year, "source": source, "state": OPEN, "closes_on": closes}
    work.write(NEW_LINE, case_id=book.id, appropriated=fen, reserved=0, committed=0, spent=0, indicator=None, **line)
    _appropriate(work, book, "open_line", line_id, fen, reason, second, posts, rows={"fund_line": [line]})
    return line_id


def _add(work: Work, second: Actor, line_id: int, fen: int, reason: str) -> None:
    policy = work.office.rulebook.policy_on(work.office.today())
    posts = _posts(work, second)
    row = work.connection.execute(select(fund_line).where(fund_line.c.id == line_id)).one_or_none()
    if row is None:
        raise NotFound("fund_line", line_id)
    faults = [*_person_faults(work, policy, posts, second), *_amount_faults(fen)]
    if not reason:
        faults.append(Refusal("reason_missing", field="reason"))
    not_open = Refusal("line_not_open", {"year": str(row.year), "source": Term(f"source.{row.source}")})
    if row.state != OPEN:
        faults.append(not_open)
    if faults:
        raise Refused(faults)
    work.demand(not_open, ADD_TO_LINE, line_id=line_id, more=fen)
    _appropriate(work, Book(work, _number(row.year)), "add_to_line", line_id, fen, reason, second, posts)


def _appropriate(work: Work, book: Book, act: str, line_id: int, fen: int, reason: str, second: Actor,
                 posts: dict[int, tuple[Post, ...]], **told: Any) -> None:
    """The ledger entry and the record of money that comes from outside."""
    entry = {"line": line_id, "kind": "appropriate", "from": OUTSIDE, "to": AVAILABLE, "fen": fen}
    n = book.enter(act, post=posts[work.actor.id][0], opinion=reason, ledger=[entry],
                   given={"second": second.id, "fen": fen}, **told)
    work.write(NEW_LEDGER_ENTRY, case_id=book.id, trail_n=n, k=0, line_id=line_id, kind=entry["kind"],
               from_account=OUTSIDE, to_account=AVAILABLE, fen=fen, at=work.now)


def _posts(work: Work, second: Actor) -> dict[int, tuple[Post, ...]]:
    """The posts of both persons that are in force today and that the policy wants at the opening of a year."""
    today = work.office.today()
    roles = tuple(work.office.rulebook.policy_on(today)["fund.floor_persons"])
    in_force = or_(post.c.to_day.is_(None), post.c.to_day >= today)
    wanted = select(post.c.person_id, post.c.role, post.c.unit).where(
        post.c.person_id.in_((work.actor.id, second.id)), post.c.role.in_(roles), post.c.from_day <= today, in_force)
    found: dict[int, tuple[Post, ...]] = {work.actor.id: (), second.id: ()}
    for row in work.connection.execute(wanted):
        found[row.person_id] = (*found[row.person_id], Post(row.role, row.unit))
    return found


def _person_faults(work: Work, policy: Policy, posts: dict[int, tuple[Post, ...]], second: Actor) -> list[Refusal]:
    """Two different persons, each holding one of the roles that keep the fund."""
    faults = []
    if second.id == work.actor.id:
        faults.append(Refusal("second_person_same", field="second"))
    if not all(posts.values()):
        faults.append(_missing(work.office, policy["fund.floor_persons"]))
    return faults


def _floor_faults(policy: Policy, posts: dict[int, tuple[Post, ...]], reason: str) -> list[Refusal]:
    """R-01: a year below the floor needs every person the policy names, and a reason."""
    held = {held.role for chairs in posts.values() for held in chairs}
    if reason and held.issuperset(policy["fund.floor_persons"]):
        return []
    return [Refusal("below_floor", {"floor": Fen(policy["fund.annual_floor_fen"])}, field="fen")]


def _missing(office: Office, roles: tuple[str, ...]) -> Refusal:
    labels = tuple(office.rulebook.roles[role].label for role in roles)
    return Refusal("fund_persons_missing", {"roles": labels}, who=labels)


def _line_faults(work: Work, owner: str, year: int, source: str, fen: int) -> list[Refusal]:
    faults = _amount_faults(fen)
    if not work.connection.execute(select(unit.c.active).where(unit.c.code == owner)).scalar_one_or_none():
        faults.append(Refusal("unit_unknown", {"unit": owner[:64]}, field="owner"))
    if source not in SOURCES:
        sources = tuple(Term(f"source.{known}") for known in SOURCES)
        faults.append(Refusal("line_source_unknown", {"source": source[:64], "sources": sources}, field="source"))
    faults += year_faults(year)
    known = select(fund_line.c.id).where(
        fund_line.c.owner == owner, fund_line.c.year == year, fund_line.c.source == source)
    if not faults and work.connection.execute(known).first() is not None:
        faults.append(Refusal("line_known", {"year": str(year), "source": Term(f"source.{source}")}, field="source"))
    return faults


def _amount_faults(fen: int) -> list[Refusal]:
    good = isinstance(fen, int) and not isinstance(fen, bool) and 0 < fen <= MAX_FEN
    return [] if good else [Refusal("line_amount_wrong", {"most": Fen(MAX_FEN)}, field="fen")]


def _number(year: int) -> str:
    return f"fund-{year}"
