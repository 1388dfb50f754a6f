"""How the wizard arranges the questions of a step: cards, and how each question is drawn.

The questions themselves, their limits and their words are the domain's
(``workflow.domain.form_fields``); here is only where they stand.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from workflow.domain.declaration_form import FIELD, Field

STEP_NUMBERS = (1, 2, 3, 4, 5, 6)
LAST_ASKED = 5


@dataclass(frozen=True, slots=True)
class Card:
    """One card of a step: its heading's key and the questions on it; ``side_by_side`` = short ones in a row."""

    heading: str
    names: tuple[str, ...]
    side_by_side: bool = False

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(FIELD[name] for name in self.names)


CARDS: Mapping[int, tuple[Card, ...]] = {
    1: (
        Card("draft.card.plan", ("plan_type", "plan_item", "extra_reason")),
        Card("draft.card.class", ("class_name", "batch_no", "topic_code", "class_kind")),
        Card("draft.card.why", ("purpose", "basis", "co_hosts")),
    ),
    2: (
        Card("draft.card.who", ("audience_tier", "audience_codes", "audience_text")),
        Card("draft.card.managed", ("managing_level", "other_system", "lower_leaders")),
        Card("draft.card.channel", ("channel",)),
    ),
    3: (
        Card("draft.card.when", ("start_date", "end_date", "half_days"), side_by_side=True),
        Card("draft.card.where", ("venue", "venue_kind", "province", "city"), side_by_side=True),
        Card("draft.card.who_teaches", ("organiser", "partner", "contract_no")),
        Card("form.villages", ("villages",)),
        Card("draft.card.how", ("mode", "lodging", "meals")),
    ),
    4: (
        Card("draft.card.people", ("trainee_count", "staff_count"), side_by_side=True),
        Card("form.rates", ("rates",)),
        Card("form.lecturers", ("lecturers",)),
        Card("form.fund_shares", ("charge", "fund_shares")),
    ),
    5: (
        Card("form.syllabus", ("syllabus", "discussion", "report_required")),
        Card("draft.card.before", ("similar_statement",)),
    ),
}
UPLOADS = ("programme", "timetable", "minutes", "basis", "call_proof", "roster", "other")  # papers of a declaration
