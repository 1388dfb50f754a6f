"""Is the index of repeated classes what the contents make of it?"""

from dataclasses import dataclass

from workflow.domain.days import office_day
from workflow.engine.likeness.packing import pack, postings
from workflow.office import Office
from workflow.office.likeness_contents import listed_signatures, units_of
from workflow.office.likeness_known import likenesses
from workflow.store import likeness_index as index

SHOWN = 20  # cases named


@dataclass(frozen=True, slots=True)
class IndexChecked:
    """``missing``: cases that searches know and the index does not; ``foreign``: the other way round; ``changed``:
    whose content is another by now. ``stray`` postings lead to no class, ``lost`` ones are not there;
    ``same_lexicon``: it was built with the words in force."""

    classes: int
    missing: tuple[int, ...]
    foreign: tuple[int, ...]
    changed: tuple[int, ...]
    stray: int
    lost: int
    same_lexicon: bool

    @property
    def ok(self) -> bool:
        return self.same_lexicon and not (self.missing or self.foreign or self.changed or self.stray or self.lost)


def check_index(office: Office) -> IndexChecked:
    """Compare the index with the contents, read by the words it was built with; reads everything, changes nothing."""
    policy = office.rulebook.policy_on(office_day(office.clock()))
    with office.database.read() as connection:
        units = units_of(connection)
        snapshot = index.snapshot(connection)
        known = likenesses(connection, office, snapshot[0] if snapshot else 0, policy)
        wanted = {one.id: one for one in listed_signatures(connection, known, office.rulebook, policy, units)}
        kept = dict(index.all_marks(connection))
        there = index.all_postings(connection)
    due = {posting for one in wanted.values() for posting in postings(one, known.comparer.weights)}
    changed = sorted(id_ for id_ in wanted.keys() & kept.keys() if pack(wanted[id_]) != kept[id_])
    return IndexChecked(
        len(wanted), tuple(sorted(wanted.keys() - kept.keys())), tuple(sorted(kept.keys() - wanted.keys())),
        tuple(changed), len(there - due), len(due - there),
        snapshot is None and not wanted or snapshot is not None and snapshot[1] == office.rulebook.lexicon.version,
    )
