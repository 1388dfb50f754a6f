"""What of two classes is set side by side: line by line, with the places where texts differ."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from workflow.domain.declaration import ClassDeclaration
from workflow.domain.text_difference import Piece, differing, rows_differing
from workflow.queries import case_facts as told
from workflow.queries.labels import Names, Said
from workflow.rulebook.rulebook import Rulebook
from workflow.wording import Fen, Term

Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of the comparison; the values are spoken in the language of the page.

    ``pieces``: of texts that differ, both sides in pieces; ``rows``: a piece is a row of its own.
    """

    name: Term
    ours: Any
    theirs: Any
    pieces: tuple[Pieces, Pieces] | None = None
    rows: bool = False
    note: Said | None = None  # by how much they differ

    @property
    def same(self) -> bool:
        return bool(self.ours == self.theirs)


def compared_lines(rulebook: Rulebook, known: Names, ours: ClassDeclaration, theirs: ClassDeclaration, *,
                   whole: bool) -> tuple[Compared, ...]:
    """The public lines; with the right to the other case also place, courses and money."""
    def each(key: str, value: Callable[[ClassDeclaration], Any], note: Said | None = None) -> Compared:
        return Compared(Term(key), value(ours), value(theirs), note=note)

    lines = [
        _text("form.class_name", ours.class_name, theirs.class_name),
        each("form.host_unit", lambda form: known.unit(form.host_unit)),
        each("form.audience_codes", lambda form: told.audience(rulebook, form)),
        each("form.topic_code", lambda form: told.topic(rulebook, form.topic_code) or None),
        each("case.when", told.when, _apart(ours, theirs)),
        each("form.trainee_count", lambda form: form.trainee_count),
    ]
    if whole:
        lines += [
            _rows("form.syllabus", *(tuple(row.title for row in form.syllabus) for form in (ours, theirs))),
            each("case.hours", lambda form: form.class_hours or None),
            _text("form.purpose", ours.purpose, theirs.purpose),
            each("form.class_kind", lambda form: Term(f"kind.{form.class_kind}") if form.class_kind else None),
            each("form.channel", lambda form: Term(f"channel.{form.channel}") if form.channel else None),
            each("form.venue", lambda form: form.venue or None),
            each("case.per_day", lambda form: Said("case.yuan", {"fen": Fen(form.rate_fen)})),
            each("case.total_money", lambda form: Said("case.yuan", {"fen": Fen(form.total_fen)})),
        ]
    return tuple(lines)


def _text(key: str, ours: str, theirs: str) -> Compared:
    pieces = differing(ours, theirs) if ours != theirs and ours and theirs else None
    return Compared(Term(key), ours or None, theirs or None, pieces)


def _rows(key: str, ours: tuple[str, ...], theirs: tuple[str, ...]) -> Compared:
    pieces = rows_differing(ours, theirs) if ours != theirs else None
    return Compared(Term(key), ours or None, theirs or None, pieces, rows=True)


def _apart(ours: ClassDeclaration, theirs: ClassDeclaration) -> Said | None:
    if ours.start_date is None or theirs.start_date is None or ours.start_date == theirs.start_date:
        return None
    return Said("pairs.days_apart", {"count": abs((ours.start_date - theirs.start_date).days)})
