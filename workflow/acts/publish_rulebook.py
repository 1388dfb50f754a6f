"""Keeps the text of every version of the written rules that this house has worked by."""

from workflow.acts.transaction import transaction
from workflow.domain.people import system_actor
from workflow.office import Office
from workflow.store.rulebook_versions import keep, unkept


def keep_written_rules(office: Office) -> int:
    """Keep the processes and policies in force under their hashes; how many were new. Safe to run at every start."""
    with office.database.read() as connection:
        new = unkept(connection, office.rulebook)
    if new:
        with transaction(office, system_actor()) as work:
            for version in unkept(work.connection, office.rulebook):
                keep(work.connection, version, work.now)
    return len(new)
