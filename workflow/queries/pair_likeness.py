"""How alike two given classes are: the parts that add up, the verdicts they suggest and why.

The same reckoning as the search makes (``office.likeness``), asked of two classes instead of all; who is on both
rosters is counted in.
"""

from collections.abc import Mapping

from sqlalchemy import Connection, func, select

from workflow.domain.declaration import ClassDeclaration
from workflow.domain.people import Unit
from workflow.engine.likeness.comparing import People
from workflow.engine.likeness.verdicts import compare_and_suggest
from workflow.engine.rules.alike import compared
from workflow.office import Office
from workflow.office.likeness import Likenesses
from workflow.office.likeness_contents import units_of
from workflow.office.likeness_known import likenesses
from workflow.queries.case_findings import Part, Parts
from workflow.queries.labels import Said
from workflow.rulebook.policy import Policy
from workflow.store.likeness_index import snapshot
from workflow.store.roster_reading import COUNTING, in_both
from workflow.store.rosters import enrolment
from workflow.wording import Label, Term


def pair_likeness(connection: Connection, office: Office, policy: Policy, ours: tuple[int, ClassDeclaration],
                  theirs: tuple[int, ClassDeclaration]) -> Parts | None:
    """Compare two classes, each by its case's number and content; ``None`` while one has no dates."""
    if any(form.start_date is None or form.end_date is None for _, form in (ours, theirs)):
        return None
    book, units, known = office.rulebook, units_of(connection), known_likenesses(connection, office, policy)
    one, other = (known.read(number, form, book, policy, units) for number, form in (ours, theirs))
    people = people_in_common(connection, ours[0], theirs[0])
    likeness, suggestion = compare_and_suggest(known.comparer, one, other, people)
    hosts = (_host(units, ours[1]), _host(units, theirs[1]))
    values = compared(book.lexicon, book.audiences, ours[1], theirs[1], hosts, people, likeness.levels)
    parts = tuple(
        Part(part.field, Term(f"likeness.field.{part.field}"),
             Said(f"likeness.level.{part.field}.{part.level}", values.get(part.field, {})), part.tenths, None, None)
        for part in likeness.parts)
    return Parts(
        likeness.prior, parts, likeness.tenths, suggestion.band, suggestion.verdicts,
        tuple(Term(f"likeness.reason.{reason}") for reason in suggestion.reasons),
        known.comparer.card.hash, known.reader.lexicon.version, known.terms)


def known_likenesses(connection: Connection, office: Office, policy: Policy) -> Likenesses:
    """By what the house compares its classes now."""
    kept = snapshot(connection)
    return likenesses(connection, office, kept[0] if kept else 0, policy)


def people_in_common(connection: Connection, one: int, other: int) -> People:
    """How many stand on both rosters, and on the smaller of them."""
    e = enrolment.c
    counted = dict.fromkeys((one, other), 0)
    for case_id, count in connection.execute(
            select(e.case_id, func.count()).where(e.case_id.in_((one, other)), e.status.in_(COUNTING))
            .group_by(e.case_id)):
        counted[case_id] = count
    return People(len(connection.execute(in_both(one, other)).all()), min(counted.values()))


def _host(units: Mapping[str, Unit], form: ClassDeclaration) -> Label | str:
    return units[form.host_unit].label if form.host_unit in units else form.host_unit
