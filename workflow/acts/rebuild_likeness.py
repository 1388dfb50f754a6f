"""Writes the index of repeated classes anew from all contents, with fresh weights of words."""

from workflow.acts.transaction import transaction
from workflow.domain.days import office_day
from workflow.domain.people import system_actor
from workflow.engine.likeness.past import pack_past
from workflow.office import Office
from workflow.office.likeness import Likenesses, rebuild
from workflow.office.likeness_contents import listed_signatures, units_of
from workflow.store.likeness_index import snapshot, term_weights
from workflow.store.likeness_writing import alone, keep_past


def rebuild_likeness(office: Office) -> int:
    """How many classes it holds now.  The index is a working copy: nothing of it is told by the trail.

    Names, wordings and weights are fixed until the next rebuild, and kept for good. Acts that list a class wait
    meanwhile, and are then done by the new terms.
    """
    policy = office.rulebook.policy_on(office_day(office.clock()))
    with transaction(office, system_actor()) as work:
        alone(work.connection)
        units = units_of(work.connection)
        names = (unit.label.zh for unit in units.values())
        known = Likenesses.of(work.connection, office.rulebook, policy, names)
        classes = list(listed_signatures(work.connection, known, office.rulebook, policy, units))
        count = rebuild(work.connection, classes, office.rulebook.lexicon.version)
        kept = snapshot(work.connection)
        assert kept is not None
        keep_past(work.connection, kept[0], pack_past(known.reader, term_weights(work.connection)))
    return count
