"""Marks a house as a demo: what may be erased and lived through anew, and whose clock is an offset one (ruling 47).

Two marks: *being made* stands from before the first row until the demo is whole, so that a
half-made one is known as such; the demo's clock stands from then on.  A house without a
mark is a real one and is never erased.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import delete, select

from workflow.acts.transaction import transaction
from workflow.domain.people import system_actor
from workflow.files import forget_all
from workflow.office import Office
from workflow.office.clock import DEMO_BEING_MADE, OffsetClock, demo_clock, mark_demo
from workflow.refusals import Refusal, Refused
from workflow.store.house import setting
from workflow.store.migrating import downgrade, upgrade
from workflow.store.people import person
from workflow.store.settings import read_setting, write_setting


def is_whole(office: Office) -> bool:
    """Whether a whole demo stands here."""
    with office.database.read() as connection:
        return demo_clock(connection) is not None


@contextmanager
def making_demo(office: Office, morning: datetime) -> Iterator[None]:
    """Around the making of a demo in an empty house, whose clock will run on from ``morning``.

    Refuses (``not_a_demo``) a house in which people live.  What is left when the making fails
    is a half-made demo.  Commits do not wait for the disk meanwhile: it can be made anew.
    """
    with transaction(office, system_actor()) as work:
        if work.connection.execute(select(person.c.id).limit(1)).first() or demo_clock(work.connection) is not None:
            raise Refused(Refusal("not_a_demo", {"home": str(office.home)}))
        write_setting(work.connection, DEMO_BEING_MADE, True)
    with office.database.in_haste():
        yield
    with transaction(office, system_actor()) as work:
        work.connection.execute(delete(setting).where(setting.c.name == DEMO_BEING_MADE))
        mark_demo(work.connection, OffsetClock(office.real_clock(), morning))


def is_half_made(office: Office) -> bool:
    """Whether somebody began a demo here and did not finish it."""
    with office.database.read() as connection:
        return read_setting(connection, DEMO_BEING_MADE) is not None


def erase_demo(office: Office) -> None:
    """Empty a demo house, whole or half-made, with its papers; refuses (``not_a_demo``) any other."""
    if not is_whole(office) and not is_half_made(office):
        raise Refused(Refusal("not_a_demo", {"home": str(office.home)}))
    downgrade(office.database, even_with_trail=True)
    upgrade(office.database)
    forget_all(office.papers)
