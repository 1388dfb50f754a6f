"""What one person laid before a second: found, put in force or taken back, each once and told by the year's book."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, select

from workflow.acts.books import Book
from workflow.acts.notes import words
from workflow.acts.transaction import Work, in_one_go
from workflow.domain.people import Actor, Post
from workflow.office import Office
from workflow.office.entitled import MAY_CONFIRM, MAY_PROPOSE, roles_that
from workflow.office.gather import GREATEST_ID
from workflow.refusals import NotFound, Refusal, Refused
from workflow.store.cases import case
from workflow.store.policy_writing import PROPOSED, WITHDRAWN
from workflow.store.posts import with_posts
from workflow.store.prepared import Statement


def entitled_post(work: Work, path: str) -> tuple[Post | None, list[Refusal]]:
    """The post by which the actor may, or why they may not (``policy_role_missing``); ``path``: of the policy."""
    roles = roles_that(work.office, path)
    if found := with_posts(work.connection, work.actor, work.office.today()).holds_one_of(roles):
        return found, []
    labels = tuple(work.office.rulebook.roles[role].label for role in roles)
    return None, [Refusal("policy_role_missing", {"roles": labels}, who=labels)]


@dataclass(frozen=True)
class Proposals:
    """One kind of them. ``decided``: the refusal of what was decided already; ``taking_back``: the name of that act."""

    table: Table
    deciding: Statement
    decided: str
    taking_back: str

    def find(self, work: Work, number: int) -> Any:
        """Its row, with the ``number`` of the book that tells of it; raises ``NotFound``."""
        of = self.table.c
        wanted = select(self.table, case.c.number).join(case, case.c.id == of.case_id)
        row = work.connection.execute(wanted.where(of.id == min(number, GREATEST_ID))).one_or_none()
        if row is None:
            raise NotFound(self.table.name, number)
        return row

    def waits(self, row: Any) -> list[Refusal]:
        """Why nothing can be decided any more."""
        return [] if row.status == PROPOSED else [Refusal(self.decided, {"at": row.decided_at})]

    def decide(self, work: Work, row: Any, act: str, status: str, post: Post | None, said: str, **more: Any) -> None:
        """Write what became of it; ``more``: columns that only this kind has."""
        told = {"status": status, "decided_by": work.actor.id, "decided_at": work.now, "opinion": said or None, **more}
        work.write(self.deciding, key_id=row.id, key_status=PROPOSED, **told)
        Book(work, row.number).enter(
            act, post=post, opinion=said, rows={self.table.name: [{"id": row.id, **told}]},
            given={"proposal": row.id, "hash": row.hash})

    def take_back(self, office: Office, actor: Actor, number: int, reason: str, **more: Any) -> None:
        """By who made it; or declined, by who might have put it in force. With the reason."""
        def do(work: Work) -> None:
            row = self.find(work, number)
            post, refusals = entitled_post(work, MAY_PROPOSE if row.proposed_by == actor.id else MAY_CONFIRM)
            refusals += self.waits(row)
            if refusals:
                raise Refused(refusals)
            self.decide(work, row, self.taking_back, WITHDRAWN, post, words(reason, "reason_missing"), **more)

        in_one_go(office, actor, None, self.taking_back, do)
