"""The settled pairs of a house as labels to learn from, and random pairs of it that nobody is asked about.

A pair is read as it was judged (its facts are kept with it) and weighed with the words known today.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any
from zlib import crc32

from sqlalchemy import Connection, func, select

from workflow.calibration.fit import Decision
from workflow.calibration.labelled import meeting
from workflow.calibration.wordings import Confirmed, Wording, proposed
from workflow.domain.declaration import ClassDeclaration, from_json, from_text, to_json
from workflow.domain.pairs import CLEARING, COMPARED
from workflow.engine.likeness.comparing import People
from workflow.engine.likeness.signature import Signature
from workflow.office.likeness import Likenesses
from workflow.office.likeness_contents import units_of
from workflow.office.office import Office
from workflow.rulebook.added import Added, with_added
from workflow.store.cases import case, class_audience, content, pair
from workflow.store.learning_writing import ACCEPTED, judged_wordings

AT_ONCE = 500  # cases read by one statement
SAMPLED_CLASSES, SAMPLED_PAIRS = 1_500, 5_000
MOST = 5_000  # decisions learnt from, the latest
ABOUT_DAYS = "TIME_CLASH"  # says nothing of what is taught
ONE_THEME = ("REPEAT", "MULTI_HEAD", "SPLIT", "MERGEABLE")  # verdicts that say: both are about the same


@dataclass(frozen=True, slots=True)
class Settled:
    """A pair that a person settled: cases, titles as they were judged, the levels it shows."""

    case_id: int
    other_id: int
    verdict: str
    at: datetime
    titles: tuple[str, str]
    levels: Mapping[str, str]

    @property
    def decision(self) -> Decision:
        return Decision(self.levels, self.verdict not in CLEARING)


def likenesses_of(connection: Connection, office: Office) -> Likenesses:
    """How classes are compared with the words known today, accepted ones that nobody has published yet included."""
    names = (unit.label.zh for unit in units_of(connection).values())
    rulebook = office.rulebook
    known = Likenesses.of(connection, rulebook, rulebook.policy_on(office.today()), names)
    reader = type(known.reader)(with_added(rulebook.lexicon, accepted_words(connection)), known.reader.names)
    return Likenesses(reader, known.comparer, known.terms)


def accepted_words(connection: Connection) -> tuple[Added, ...]:
    """The wordings that stand accepted by their latest judgement."""
    latest = {(row.kind, row.wording): row for row in judged_wordings(connection)}
    return tuple(Added(row.kind, row.code, row.wording, row.source, row.judged_by) for row in latest.values()
                 if row.verdict == ACCEPTED)


def settled_pairs(connection: Connection, office: Office, known: Likenesses, most: int = MOST) -> tuple[Settled, ...]:
    """The latest settled pairs in the order of their decisions, each once; those about days alone are left out."""
    asked = select(pair).where(pair.c.verdict.is_not(None), pair.c.verdict != ABOUT_DAYS)
    rows = connection.execute(asked.order_by(pair.c.decided_at.desc(), pair.c.case_id).limit(most)).all()
    forms = _forms(connection, {number for row in rows for number in (row.case_id, row.other_id)})
    once = {frozenset((row.case_id, row.other_id)): row for row in reversed(rows)
            if row.case_id in forms and row.other_id in forms}
    read = _Reading(connection, office, known)
    return tuple(read.settled(row, forms) for row in once.values())


def random_levels(connection: Connection, office: Office, known: Likenesses) -> list[Mapping[str, str]]:
    """Levels of random pairs that meet, at most 5,000, among 1,500 classes; always the same ones of a house."""
    listed = connection.execute(select(class_audience.c.case_id).distinct()).scalars()
    chosen = sorted(listed, key=lambda case_id: crc32(str(case_id).encode()))[:SAMPLED_CLASSES]
    read = _Reading(connection, office, known)
    signatures = [read.signature(case_id, form) for case_id, form in sorted(_forms(connection, chosen).items())]
    comparer = known.comparer
    pairs = [(signatures[one], signatures[other]) for one, other in meeting(signatures, comparer.limits.window)]
    met = [both for both in pairs if not comparer.gates(*both)]
    chance = Random(len(met))
    return [comparer.levels(*both, People()) for both in chance.sample(met, min(SAMPLED_PAIRS, len(met)))]


def proposed_wordings(connection: Connection, known: Likenesses, settled: Iterable[Settled]) -> tuple[Wording, ...]:
    """Wordings that confirmed pairs propose and nobody has judged; evidence: places in ``settled``."""
    judged = {(row.kind, row.wording) for row in judged_wordings(connection)}
    return tuple(one for one in spoken_wordings(known, settled) if (one.kind, one.wording) not in judged)


def spoken_wordings(known: Likenesses, settled: Iterable[Settled]) -> tuple[Wording, ...]:
    """The same with those that somebody has declined."""
    pairs = (Confirmed(place, *one.titles) for place, one in enumerate(settled) if one.verdict in ONE_THEME)
    return proposed(known.reader, pairs)


def _forms(connection: Connection, ids: Iterable[int]) -> dict[int, ClassDeclaration]:
    """The present contents of cases, those without dates left out."""
    found, wanted = {}, sorted(ids)
    present = (content.c.case_id == case.c.id) & (content.c.n == func.coalesce(case.c.proposed_n, case.c.form_n))
    asked = select(case.c.id, content.c.body).join(content, present)
    for first in range(0, len(wanted), AT_ONCE):
        part = wanted[first:first + AT_ONCE]
        for case_id, body in connection.execute(asked.where(case.c.id.in_(part))):
            form = from_text(body)
            if form.start_date is not None and form.end_date is not None:
                found[case_id] = form
    return found


class _Reading:
    """Reads forms as signatures."""

    def __init__(self, connection: Connection, office: Office, known: Likenesses):
        self.office, self.known, self.units = office, known, units_of(connection)
        self.policy = office.rulebook.policy_on(office.today())

    def signature(self, case_id: int, form: ClassDeclaration) -> Signature:
        return self.known.read(case_id, form, self.office.rulebook, self.policy, self.units)

    def settled(self, row: Any, forms: Mapping[int, ClassDeclaration]) -> Settled:
        facts = row.facts or {}
        ours, theirs = (_as_judged(forms[number], facts.get(side)) for number, side in
                        ((row.case_id, "ours"), (row.other_id, "theirs")))
        one, other = self.signature(row.case_id, ours), self.signature(row.other_id, theirs)
        people = People(1, 1) if facts.get("people") else People()
        return Settled(row.case_id, row.other_id, row.verdict, row.decided_at, (ours.class_name, theirs.class_name),
                       self.known.comparer.levels(one, other, people))


def _as_judged(form: ClassDeclaration, facts: Mapping[str, Any] | None) -> ClassDeclaration:
    """The form with what the verdict rested on, whatever was amended since."""
    if not facts or not facts.get("start_date") or not facts.get("end_date"):
        return form
    return from_json({**to_json(form), **{name: facts[name] for name in COMPARED if name in facts}})
