"""An over-run (超支) as those see it who approve it: item by item, the line that would bear it, and the other way out.

Items trade freely inside the approved total (ruling 29), so only what is over the total needs anybody's yes.
"""

from dataclasses import dataclass

from workflow.domain.people import Actor
from workflow.engine.guards_of_money import line_of
from workflow.engine.settling import overruns
from workflow.office import Office
from workflow.office.gather import gather
from workflow.queries.accounts_page import AccountsPage, ItemRow, accounts_page
from workflow.queries.declaration_page import Barred, Choice
from workflow.queries.labels import names
from workflow.wording import Fen, Label, Term


@dataclass(frozen=True, slots=True)
class Bearer:
    """The line that bears an over-run: what it has left now and after."""

    id: int
    owner: Label
    source: Term
    year: int
    available: Fen
    after: Fen

    @property
    def short(self) -> Fen:
        """What the line lacks; nothing where it covers the over-run."""
        return Fen(max(0, -self.after))


@dataclass(frozen=True, slots=True)
class Overrun:
    """``over``: what the accounts are over what may be settled now; ``asked``: what the first signer asked for, while
    the second is waited for; ``allowed`` before.  ``choice`` and ``barred``: whether this actor may sign it."""

    accounts: AccountsPage
    approved: Fen
    allowed: Fen
    asked: Fen | None
    over: Fen
    bearer: Bearer | None
    choice: Choice | None
    barred: Barred | None

    @property
    def items(self) -> tuple[ItemRow, ...]:
        """The items that were approved or spent on."""
        return tuple(row for row in self.accounts.items if row.approved or row.actual)

    @property
    def cut(self) -> Fen:
        """By how much the approved total is below the items of the form."""
        return Fen(sum(row.approved for row in self.accounts.items) - self.approved)

    @property
    def traded(self) -> Fen:
        """What items over theirs took from items under theirs, within the approved total."""
        over = sum(max(0, -row.less) for row in self.accounts.items)
        return Fen(max(0, over - max(0, self.accounts.total - self.approved)))


def overrun(office: Office, actor: Actor, case_id: int) -> Overrun | None:
    """The over-run of a class whose accounts can be settled now; ``None`` in every other state.

    ``NotFound`` for a case that this actor may not see in full.
    """
    accounts = accounts_page(office, actor, case_id)
    with office.database.read() as connection:
        s = gather(connection, office, actor, case_id).situation
        actions = overruns(s.process, s.case.state)
        if not actions:
            return None
        line = line_of(s, s.form.fund_shares[0], s.form) if s.form.fund_shares else None
        known = names(connection, office.rulebook.roles, units=[line.owner] if line else [])
    allowed = int(s.case.remembered.get("overrun_fen", 0))
    asked = next((fact.value.values["fen"] for fact in accounts.page.stated
                  if fact.name == Term("input.overrun_fen")), None)
    over = max(0, accounts.total - accounts.limit) if accounts.n else 0
    bearer = None if line is None else Bearer(
        line.id, known.unit(line.owner) or Label(line.owner, line.owner), Term(f"source.{line.source}"), line.year,
        Fen(line.available), Fen(line.available - (over if asked is None else asked)))
    return Overrun(accounts, Fen(accounts.limit - allowed), Fen(allowed), asked, Fen(over), bearer,
                   next((one for one in accounts.page.can if one.action in actions), None),
                   next((one for one in accounts.page.cannot if one.action in actions), None))
