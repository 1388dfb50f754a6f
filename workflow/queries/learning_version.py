"""One proposed scorecard or lexicon: what it would change, by what it was measured, and what this actor may do."""

from dataclasses import dataclass

from sqlalchemy import select

from workflow.domain.people import Actor
from workflow.office import Office
from workflow.office.entitled import MAY_CONFIRM, MAY_PROPOSE, may
from workflow.queries.labels import names
from workflow.queries.proposed import Proposed, one_proposed
from workflow.rulebook.added import concepts, read_added
from workflow.rulebook.file_reading import read_scorecard
from workflow.rulebook.scorecard import LEVELS
from workflow.store.learning import learnt_version
from workflow.store.learning_writing import LEXICON, PROPOSED
from workflow.wording import Label, Term


@dataclass(frozen=True, slots=True)
class Weight:
    """A level whose weight would be another; tenths of a bit."""

    field: Term
    level: Term
    old: int
    new: int


@dataclass(frozen=True, slots=True)
class Word:
    """A wording of the version. ``new``: the lexicon in force does not know it."""

    wording: str
    concept: Label
    source: Term
    approved_by: Label | Term
    new: bool


@dataclass(frozen=True, slots=True)
class LearntPage:
    """``figures``: what it was measured by when it was proposed (per-mille); weights or words, as its kind is."""

    line: Proposed
    figures: dict[str, dict[str, int] | int]
    weights: tuple[Weight, ...]
    words: tuple[Word, ...]
    text: str
    may_publish: bool
    may_withdraw: bool


def learnt_page(office: Office, actor: Actor, number: int) -> LearntPage:
    """One proposal; ``NotFound`` if there is none."""
    book = office.rulebook
    with office.database.read() as connection:
        line = one_proposed(connection, office, learnt_version, "version", number)
        row = connection.execute(select(learnt_version).where(learnt_version.c.id == number)).one()
        added = read_added(row.text) if row.kind == LEXICON else ()
        known = names(connection, book.roles, people=[one.approved_by for one in added])
    weights = () if row.kind == LEXICON else _weights(office, row.text)
    words = tuple(Word(
        one.wording, found.label if (found := concepts(book.lexicon, one.kind).get(one.code)) else
        Label(one.code, one.code), Term(f"learning.source_{one.source}"), known.person(one.approved_by),
        (one.kind, one.wording) not in book.lexicon.places) for one in added)
    mine = actor.id in {row.proposed_by, *(one.approved_by for one in added)}
    waits, entitled = row.status == PROPOSED, may(office, actor, MAY_CONFIRM)
    return LearntPage(line, row.figures, weights, words, row.text, waits and entitled and not mine,
                      waits and (entitled or actor.id == row.proposed_by and may(office, actor, MAY_PROPOSE)))


def _weights(office: Office, text: str) -> tuple[Weight, ...]:
    """Every level whose weight differs from the scorecard in force."""
    old, new = office.rulebook.scorecard, read_scorecard(text, "")
    return tuple(Weight(Term(f"likeness.field.{name}"), Term(f"learning.level.{level}"), old.bits[name][level],
                        new.bits[name][level])
                 for name, levels in LEVELS.items() for level in levels
                 if old.bits[name][level] != new.bits[name][level])
