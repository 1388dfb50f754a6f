"""Take in finance's own figures of a day and keep them beside ours, line by line; no money moves (ruling 60)."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import case, func, select

from workflow.acts.books import Book
from workflow.acts.fund_motions import book_number
from workflow.acts.fund_persons import fund_posts, person_faults
from workflow.acts.transaction import Work, in_one_go
from workflow.domain.days import first_moment
from workflow.domain.funding import OUTSIDE, SPENT, Figure, year_faults
from workflow.domain.motions import LINE_EXPECTED
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.refusals import Refusal, Refused
from workflow.store.funding import fund_line, ledger_entry
from workflow.store.funding import reconcile as table
from workflow.store.identity import next_id
from workflow.store.line_writing import NEW_RECONCILE, NEW_RECONCILE_LINE

ACT = "reconcile"
UNNAMED = "#"  # before the id of a line of ours that has no indicator code


def reconcile(office: Office, actor: Actor, year: int, as_of: date, name: str, sha256: str,
              figures: Sequence[Figure]) -> int:
    """Keep finance's figures of ``as_of`` beside ours of that day's end; the id.

    Refused: ``fund_persons_missing``, ``line_year_wrong``, ``reconcile_later``, ``reconcile_empty``.
    """

    def do(work: Work) -> int:
        posts = fund_posts(work, actor.id)
        faults = [*person_faults(work, posts), *year_faults(year)]
        if as_of > office.today():
            faults.append(Refusal("reconcile_later", {"day": as_of}, field="as_of"))
        if not figures:
            faults.append(Refusal("reconcile_empty", field="file"))
        if faults:
            raise Refused(faults)
        book, reconcile_id = Book(work, book_number(year)), next_id(work.connection, table)
        head = {"id": reconcile_id, "as_of": as_of, "name": name[-200:], "sha256": sha256, "by": actor.id,
                "at": work.now}
        rows = [{"reconcile_id": reconcile_id, **row} for row in _beside(work, year, as_of, figures)]
        work.write(NEW_RECONCILE, case_id=book.id, **head)
        for row in rows:
            work.write(NEW_RECONCILE_LINE, case_id=book.id, **row)
        book.enter(ACT, post=posts[actor.id][0], rows={"reconcile": [head], "reconcile_line": rows},
                   given={"as_of": as_of, "lines": len(figures)})
        return reconcile_id

    return in_one_go(office, actor, None, ACT, do)


def _beside(work: Work, year: int, as_of: date, figures: Sequence[Figure]) -> list[dict[str, Any]]:
    """Their rows with ours beside them; then our lines of which they say nothing."""
    ours = _ours(work, year, as_of)
    by_code = {row["indicator"]: row for row in ours if row["indicator"]}
    found = [{"indicator": one.indicator, "theirs_given": one.given, "theirs_spent": one.spent,
              **_told(by_code.get(one.indicator))} for one in figures]
    named = {one.indicator for one in figures}
    return found + [{"indicator": row["indicator"] or f"{UNNAMED}{row['id']}", "theirs_given": None,
                     "theirs_spent": None, **_told(row)} for row in ours if row["indicator"] not in named]


def _told(row: dict[str, Any] | None) -> dict[str, Any]:
    if row is None:
        return {"line_id": None, "ours_given": None, "ours_spent": None}
    return {"line_id": row["id"], "ours_given": row["given"], "ours_spent": row["spent"]}


def _ours(work: Work, year: int, as_of: date) -> list[dict[str, Any]]:
    """The lines of the year with what the ledger says at the end of that day."""
    of = ledger_entry.c

    def account(name: str) -> Any:
        moved = case((of.to_account == name, of.fen), (of.from_account == name, -of.fen), else_=0)
        return func.coalesce(func.sum(moved), 0)

    before = (of.line_id == fund_line.c.id) & (of.at < first_moment(as_of + timedelta(days=1)))
    wanted = (
        select(fund_line.c.id, fund_line.c.indicator, account(OUTSIDE).label("outside"), account(SPENT).label("spent"))
        .outerjoin(ledger_entry, before)
        .where(fund_line.c.year == year, fund_line.c.state != LINE_EXPECTED)
        .group_by(fund_line.c.id, fund_line.c.indicator).order_by(fund_line.c.id)
    )  # fmt: skip
    return [{"id": row.id, "indicator": row.indicator, "given": -int(row.outside), "spent": int(row.spent)}
            for row in work.connection.execute(wanted)]
