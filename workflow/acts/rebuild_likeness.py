"""Writes the index of repeated classes anew from all contents, with fresh weights of words."""

from workflow.acts.transaction import transaction
from workflow.domain.days import office_day
from workflow.domain.people import system_actor
from workflow.office import Office
from workflow.office.likeness import Likenesses, rebuild
from workflow.office.likeness_contents import listed_signatures, units_of


def rebuild_likeness(office: Office) -> int:
    """How many classes it holds now.  The index is a working copy: nothing of it is told by the trail."""
    policy = office.rulebook.policy_on(office_day(office.clock()))
    with transaction(office, system_actor()) as work:
        units = units_of(work.connection)
        names = (unit.label.zh for unit in units.values())
        known = Likenesses.of(work.connection, office.rulebook, policy, names)
        classes = list(listed_signatures(work.connection, known, office.rulebook, policy, units))
        return rebuild(work.connection, classes, office.rulebook.lexicon.version)
