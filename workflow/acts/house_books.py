"""The books that tell of the house's units and of its posts, and who may keep them."""

from collections.abc import Mapping

from sqlalchemy import Table, select

from workflow.acts.books import Book
from workflow.acts.transaction import Work
from workflow.domain.people import Actor, Post
from workflow.office import Office
from workflow.refusals import Refusal
from workflow.store.people import post, unit
from workflow.store.people_writing import CLAIM
from workflow.wording import Term

UNITS, POSTS = "units", "posts"  # the numbers of the two books
LISTS: Mapping[str, Table] = {UNITS: unit, POSTS: post}


def house_book(work: Work, number: str) -> Book:
    """One of the two books; its first record tells of every row that stood before the trail told of any."""
    book, table = Book(work, number), LISTS[number]
    told = [column for column in table.c if column.name != "case_id"]
    found = work.connection.execute(select(*told).where(table.c.case_id.is_(None)).order_by(told[0])).all()
    if found:
        book.enter("found", post=None, rows={table.name: [row._asdict() for row in found]})
        work.write(CLAIM[table.name], book=book.id)
        work.finish()
    return book


def keeper_faults(office: Office, actor: Actor) -> tuple[Refusal, ...]:
    """Whether this actor may keep the house's lists: the command line, or a role that roles.yaml says so of."""
    roles = office.rulebook.roles
    if actor.is_system or keeper_post(office, actor):
        return ()
    keepers = tuple(role.label for role in roles.values() if role.keeps_people)
    return (Refusal("not_yours", {"action": Term("people.keep")}, who=keepers),)


def keeper_post(office: Office, actor: Actor) -> Post | None:
    """The post by which this actor keeps the house's lists."""
    roles = office.rulebook.roles
    return next((held for held in actor.posts if held.role in roles and roles[held.role].keeps_people), None)

