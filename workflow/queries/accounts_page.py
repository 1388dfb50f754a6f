"""The accounts of one class: what was filed, what was approved, and the sum against the quota."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from workflow.domain.declaration import ClassDeclaration
from workflow.domain.people import Actor
from workflow.domain.seats import OPEN
from workflow.domain.settlement import ITEMS, Accounts, Comparison, Voucher, approved_by_item, compare
from workflow.engine.guards_of_money import approved_fen
from workflow.engine.settling import measure_of, settles
from workflow.engine.situation import Situation
from workflow.office import Office
from workflow.office.gather import gather
from workflow.queries.declaration_page import Choice, DeclarationPage, declaration_page
from workflow.queries.labels import names
from workflow.queries.visible import Sight
from workflow.refusals import NotFound
from workflow.store.settlement import settlement, settlement_item, voucher
from workflow.wording import Fen, Label, Term

COUNTS = ("trainees", "staff", "half_days", "arrival_half_days", "departure_half_days")


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item: declared, spent, and the difference."""

    item: str
    approved: Fen
    actual: Fen

    @property
    def less(self) -> Fen:
        return Fen(self.approved - self.actual)


@dataclass(frozen=True, slots=True)
class AccountsPage:
    """``filed``: the accounts as last filed (``n`` times by now), or what the form begins with.

    ``limit`` is what may be settled (approved, and an over-run that was agreed); ``may_file`` and ``settle`` say what
    this actor is asked for now.
    """

    page: DeclarationPage
    n: int
    by: Label | Term | None
    at: datetime | None
    items: tuple[ItemRow, ...]
    accounts: Accounts
    comparison: Comparison | None
    limit: Fen
    may_file: bool
    settle: Choice | None

    @property
    def total(self) -> Fen:
        return Fen(self.accounts.total_fen)

    @property
    def deducted(self) -> tuple[Term, ...]:
        """The items that lowered the ceiling, by name."""
        return tuple(Term(f"accounts.{item}") for item in (self.comparison.deducted if self.comparison else ()))

    @staticmethod
    def money(fen: int) -> Fen:
        """An amount of the sum as it is spoken."""
        return Fen(fen)

    @property
    def left(self) -> Fen:
        """What goes back to the fund; below nothing where the accounts are over the limit."""
        return Fen(self.limit - self.accounts.total_fen)


def accounts_page(office: Office, actor: Actor, case_id: int) -> AccountsPage:
    """The accounts of a class; ``NotFound`` for a case this actor may not see in full, or that is no class."""
    page = declaration_page(office, actor, case_id)
    if page.sight is not Sight.FULL:
        raise NotFound("case", case_id)
    with office.database.read() as connection:
        s = gather(connection, office, actor, case_id).situation
        if not isinstance(s.form, ClassDeclaration):
            raise NotFound("case", case_id)
        head = connection.execute(select(settlement).where(settlement.c.case_id == case_id)).one_or_none()
        filed = _filed(connection, case_id, head) if head else _begun(s.form, s)
        known = names(connection, office.rulebook.roles, people=[head.by] if head else [])
    approved = approved_by_item(s.form)
    actions = settles(s.process, s.case.state)
    return AccountsPage(
        page, head.n if head else 0, known.person(head.by) if head else None, head.at if head else None,
        tuple(ItemRow(item, Fen(approved[item]), Fen(filed.items.get(item, 0))) for item in ITEMS), filed,
        compare(filed, measure_of(s.policy)) if head else None,
        Fen(approved_fen(s) + int(s.case.remembered.get("overrun_fen", 0))), _asked(s, actions),
        next((choice for choice in page.can if choice.action in actions), None))


def _asked(s: Situation, actions: tuple[str, ...]) -> bool:
    return any(seat.status == OPEN and seat.action in actions and seat.unit == s.case.host
               and s.actor.holds(seat.role, seat.unit) is not None for seat in s.seats)


def _filed(connection: Connection, case_id: int, head: Any) -> Accounts:
    items = connection.execute(select(settlement_item).where(settlement_item.c.case_id == case_id)).all()
    vouchers = connection.execute(select(voucher).where(voucher.c.case_id == case_id).order_by(voucher.c.k)).all()
    counts: Mapping[str, Any] = {name: getattr(head, name) for name in COUNTS}
    return Accounts({row.item: row.actual_fen for row in items},
                    tuple(Voucher(row.number, row.day, row.item, row.fen) for row in vouchers), **counts)


def _begun(form: ClassDeclaration, s: Situation) -> Accounts:
    """What the form begins with: the people and the time as declared, no cost."""
    came = s.held.attended if s.held is not None else form.trainee_count
    return Accounts({}, (), came or 0, form.staff_count or 0, form.half_days or 0)
