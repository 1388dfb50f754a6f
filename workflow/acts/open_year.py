"""Open the lines of a year's training money, and add to them; both persons at one table.

What :mod:`workflow.acts.fund_motions` does in two sittings, for who sets up a house or
enters a year that was decided on paper: the same faults, entries and records.  The floor of
R-01 is tested here, when the year begins, and never against a class: below it both persons that
the policy names must take part and say why.
"""

from workflow.acts.books import Book
from workflow.acts.fund_lines import Sitting
from workflow.acts.fund_motions import below_floor, book_number
from workflow.acts.fund_moves import all_faults, carry_out, year_of
from workflow.acts.fund_persons import floor_faults, fund_posts, person_faults
from workflow.acts.transaction import Work, in_one_go
from workflow.domain.motions import AddMoney, OpenLine, kind_of
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.refusals import Refusal, Refused


def open_line(office: Office, actor: Actor, second: Actor, owner: str, year: int, source: str, fen: int,
              *, reason: str = "") -> int:
    """Open a line with its appropriation; the line's id.

    Refusals: ``fund_persons_missing``, ``second_person_same``, ``unit_unknown``, ``line_source_unknown``,
    ``line_year_wrong``, ``line_amount_wrong``, ``line_known``, ``below_floor``.
    """
    return in_one_go(office, actor, None, "open_line", lambda work: _together(
        work, second, OpenLine(owner, year, source, fen), reason.strip()))


def add_to_line(office: Office, actor: Actor, second: Actor, line_id: int, fen: int, *, reason: str) -> None:
    """Add an appropriation to an open line (the way out of a short balance, ruling 29).

    Refusals: the persons' as above, ``line_amount_wrong``, ``line_not_open``, ``reason_missing``.
    """
    in_one_go(office, actor, None, "add_to_line", lambda work: _together(
        work, second, AddMoney(line_id, fen), reason.strip(), asked=True))


def _together(work: Work, second: Actor, motion: OpenLine | AddMoney, reason: str, *, asked: bool = False) -> int:
    """Carry out a motion with both persons present; the line's id."""
    posts = fund_posts(work, work.actor.id, second.id)
    faults = [*person_faults(work, posts, second.id), *all_faults(motion, work)]
    if asked and not reason:
        faults.append(Refusal("reason_missing", field="reason"))
    if not faults and below_floor(work, motion):
        faults += floor_faults(work, posts, reason)
    if faults:
        raise Refused(faults)
    book = Book(work, book_number(year_of(motion, work)))
    sitting = Sitting(work, book, posts[work.actor.id][0], reason, {"second": second.id, "fen": motion.fen})
    carry_out(motion, sitting)
    sitting.finish(kind_of(motion))
    return next(iter(sitting.lines))
