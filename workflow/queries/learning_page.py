"""How good the search for repeated classes is now, by the decisions of people, and what it could learn from them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from workflow.calibration.fit import LEAST
from workflow.calibration.measuring import score
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.office.decisions import Settled, likenesses_of, proposed_wordings, settled_pairs
from workflow.office.entitled import MAY_PROPOSE, may
from workflow.queries.labels import names
from workflow.queries.proposed import Proposed, all_proposed
from workflow.rulebook.added import FOCUSES, TOPICS, concepts
from workflow.rulebook.rulebook import Rulebook
from workflow.rulebook.scorecard import Scorecard
from workflow.store.learning import learnt_version
from workflow.store.learning_writing import LEXICON, PUBLISHED, SCORECARD, judged_wordings
from workflow.wording import Label, Term

LATEST = 200  # decisions that the figures count
LOOKED_AT = 1_000  # decisions that wordings are looked for in
WORST = 5


@dataclass(frozen=True, slots=True)
class Figures:
    """Of so many judged pairs: how many were called repetitions, how many a scorecard raises, how many are both."""

    pairs: int
    repetitions: int
    raised: int
    both: int

    @property
    def precision(self) -> int | None:
        """Of the raised ones so many per cent are repetitions; ``None`` of none."""
        return round(100 * self.both / self.raised) if self.raised else None

    @property
    def recall(self) -> int | None:
        """Of the repetitions so many per cent are raised; ``None`` of none."""
        return round(100 * self.both / self.repetitions) if self.repetitions else None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two classes that somebody settled; ``tenths`` of a bit by the scorecard in force."""

    case_id: int
    other_id: int
    titles: tuple[str, str]
    verdict: Term
    tenths: int


@dataclass(frozen=True, slots=True)
class CardLine:
    """One version of the scorecard: since when, from how many decisions, what it was measured by when it was proposed
    (``before`` and ``after``: per-mille over the decisions held back), and what it makes of the latest decisions."""

    version: int
    hash: str
    since: date | None
    decisions: int
    before: dict[str, int] | None
    after: dict[str, int] | None
    latest: Figures
    in_force: bool


@dataclass(frozen=True, slots=True)
class WordingLine:
    """A wording that confirmed pairs propose, and the pairs."""

    wording: str
    kind: str
    code: str
    concept: Label
    evidence: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class JudgedLine:
    """A wording that somebody judged. ``in_force``: it stands in the lexicon by now."""

    wording: str
    kind: str
    code: str
    concept: Label
    accepted: bool
    source: Term
    pairs: int
    by: Label | Term
    at: datetime
    in_force: bool


@dataclass(frozen=True, slots=True)
class LearningPage:
    """``decisions``: all that can be learnt from, of ``least`` that a scorecard needs; ``missed`` and ``wrong``: the
    worst of the latest; ``may_propose``: this actor may judge wordings and propose versions, of
    which there is something to propose and none waits."""

    decisions: int
    least: int
    latest: Figures
    missed: tuple[Pair, ...]
    wrong: tuple[Pair, ...]
    cards: tuple[CardLine, ...]
    wordings: tuple[WordingLine, ...]
    judged: tuple[JudgedLine, ...]
    versions: tuple[Proposed, ...]
    concepts: tuple[tuple[str, str, Label], ...]
    may_propose: bool
    words_to_propose: bool
    card_to_propose: bool


def learning_page(office: Office, actor: Actor) -> LearningPage:
    """Everything of it; reads the latest thousand decisions."""
    book = office.rulebook
    with office.database.read() as connection:
        known = likenesses_of(connection, office)
        settled = settled_pairs(connection, office, known, LOOKED_AT)
        fresh = proposed_wordings(connection, known, settled)
        versions = all_proposed(connection, office, learnt_version, "version")
        rows = connection.execute(select(learnt_version).where(
            learnt_version.c.status == PUBLISHED, learnt_version.c.kind == SCORECARD)).all()
        judged = _judged(connection, book)
    latest, card = settled[-LATEST:], book.scorecard
    pairs = [_pair(one, card) for one in latest]
    missed = [one for one, its in zip(pairs, latest, strict=True)
              if its.decision.duplicate and one.tenths < card.raised]
    wrong = [one for one, its in zip(pairs, latest, strict=True)
             if not its.decision.duplicate and one.tenths >= card.raised]
    waiting = {one.kind for one in versions if one.status == "proposed"}
    return LearningPage(
        len(settled), LEAST, figures_of(latest, card),
        tuple(sorted(missed, key=lambda one: one.tenths)[:WORST]),
        tuple(sorted(wrong, key=lambda one: -one.tenths)[:WORST]),
        tuple(_cards(book, rows, latest)),
        tuple(WordingLine(one.wording, one.kind, one.code, _label(book, one.kind, one.code),
                          tuple(_pair(settled[place], card) for place in one.evidence)) for one in fresh),
        judged, versions, tuple((kind, code, one.label) for kind in (TOPICS, FOCUSES)
                                for code, one in concepts(book.lexicon, kind).items()),
        may(office, actor, MAY_PROPOSE),
        LEXICON not in waiting and any(one.accepted and not one.in_force for one in judged),
        SCORECARD not in waiting and len(settled) >= LEAST)


def figures_of(settled: Sequence[Settled], card: Scorecard) -> Figures:
    """What a scorecard makes of settled pairs."""
    told = [(one.decision.duplicate, score(card, one.levels) >= card.raised) for one in settled]
    return Figures(len(told), sum(same for same, _ in told), sum(raised for _, raised in told),
                   sum(same and raised for same, raised in told))


def _label(book: Rulebook, kind: str, code: str) -> Label:
    concept = concepts(book.lexicon, kind).get(code)
    return concept.label if concept else Label(code, code)


def _pair(one: Settled, card: Scorecard) -> Pair:
    return Pair(one.case_id, one.other_id, one.titles, Term(f"verdict.{one.verdict}"), score(card, one.levels))


def _cards(book: Rulebook, rows: Sequence[Any], latest: Sequence[Settled]) -> Iterable[CardLine]:
    """The versions of the scorecard, the newest first; a shipped one has no figures of this house."""
    told = {row.version: row for row in rows}
    for card in sorted(book.scorecards.values(), key=lambda one: -one.version):
        row = told.get(card.version)
        figures = row.figures if row else {}
        yield CardLine(card.version, card.hash, row.effective_from if row else None, card.decisions,
                       figures.get("before"), figures.get("after"), figures_of(latest, card), card is book.scorecard)


def _judged(connection: Connection, book: Rulebook) -> tuple[JudgedLine, ...]:
    """The latest judgement of every wording, the newest first."""
    latest = {(row.kind, row.wording): row for row in judged_wordings(connection)}
    known = names(connection, book.roles, people=[row.judged_by for row in latest.values()])
    return tuple(JudgedLine(
        row.wording, row.kind, row.code, _label(book, row.kind, row.code), row.verdict == "accepted",
        Term(f"learning.source_{row.source}"), len(row.evidence), known.person(row.judged_by), row.judged_at,
        (row.kind, row.wording) in book.lexicon.places,
    ) for row in sorted(latest.values(), key=lambda row: (row.judged_at, row.id), reverse=True))
