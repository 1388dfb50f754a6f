"""What the declaration form asks, as data: pages draw it, readers check against it.

One table for the page, the API and the imports, so that they ask and refuse alike.
Words stand in the catalogue: ``form.<field>`` (label), ``form.<field>.the`` (the same in the
middle of a sentence), ``form.<field>.hint``; choices under ``<words>.<code>``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from workflow.domain import declaration as d
from workflow.wording.values import Label, Term

STEPS = (1, 2, 3, 4, 5)  # step 6 is check-your-answers and asks nothing
GIVEN = 0  # answered by the post of the declarant, not by a step
PROVINCES = ("BJ", "TJ", "HE", "SX", "NM", "LN", "JL", "HL", "SH", "JS", "ZJ", "AH", "FJ", "JX", "SD", "HA", "HB",
             "HN", "GD", "GX", "HI", "CQ", "SC", "GZ", "YN", "XZ", "SN", "GS", "QH", "NX", "XJ", "TW", "HK", "MO")
MOST_FEN = 100_000_000_00  # no class of a district costs a hundred million yuan: a slip of the hand
FIRST_YEAR, LAST_YEAR = 2000, 2098  # the calendar of working days can count these, and a little beyond


@dataclass(frozen=True, slots=True)
class Field:
    """One question.

    ``kind``: text, long_text, choice, many_choice, whole, yuan, day, half_days, yes_no, rates
    (one amount per column) or rows (a list of records, one input per column and row).
    ``most`` counts characters (text), rows, fen (yuan) or is the greatest number; ``least`` the least.
    ``options``: fixed codes, or the name of a list of :class:`Choices`.  ``standing`` is what an
    untouched column of an empty row holds; ``spare`` rows are drawn empty, so that rows can be
    added without JavaScript.  ``kept_as``: the attribute, where it is not the name.
    """

    name: str
    step: int
    kind: str
    most: int = 0
    least: int = 0
    required: bool = False
    options: tuple[str, ...] | str = ()
    words: str = ""
    columns: tuple["Field", ...] = ()
    standing: str = ""
    spare: int = 0
    kept_as: str = ""

    @property
    def attribute(self) -> str:
        """Where the declaration (or a row's record) keeps the answer; amounts are typed in yuan and kept in fen."""
        return self.kept_as or self.name.rpartition(".")[2]

    @property
    def label(self) -> Term:
        """What to call it; the budget's items are also called so in tables elsewhere."""
        return Term(self.name.replace("rates.", "budget.") if self.kind == "yuan" and self.name.startswith("rates.")
                    else f"form.{self.name}")


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen today, by code; gathered by whoever knows the database and the rulebook.

    ``units`` may co-host and own fund lines, ``organisers`` undertake classes (schools,
    universities), ``plan_items`` are the host's items of the year's plan.
    """

    units: Mapping[str, Label] = field(default_factory=dict)
    organisers: Mapping[str, Label] = field(default_factory=dict)
    topics: Mapping[str, Label] = field(default_factory=dict)
    audiences: Mapping[str, Label] = field(default_factory=dict)
    plan_items: Mapping[str, Label] = field(default_factory=dict)


def options(asked: Field, choices: Choices) -> dict[str, Label | Term]:
    """The codes one may choose for a question, each with what to call it, in the order to show."""
    if isinstance(asked.options, str):
        return dict(getattr(choices, asked.options))
    return {code: Term(f"{asked.words}.{code}") for code in asked.options}


def _column(table: str, name: str, kind: str, **more: object) -> Field:
    return Field(f"{table}.{name}", GIVEN, kind, **more)  # type: ignore[arg-type]


SYLLABUS = (
    _column("syllabus", "title", "text", most=120, required=True),
    _column("syllabus", "hours", "whole", least=1, most=200, required=True),
    _column("syllabus", "form", "choice", options=d.SESSION_FORMS, words="session", standing="lecture"),
    _column("syllabus", "lecturer", "text", most=60),
    _column("syllabus", "site", "text", most=120),
    _column("syllabus", "reason", "text", most=300),
)
LECTURERS = (
    _column("lecturers", "name", "text", most=60, required=True),
    _column("lecturers", "title", "choice", options=d.TITLES, words="title", required=True),
    _column("lecturers", "hours", "whole", least=1, most=500, required=True),
    _column("lecturers", "fee", "yuan", most=100_000_00, required=True, kept_as="fee_fen"),
    _column("lecturers", "max_hours_half_day", "whole", least=1, most=12, standing="4"),
    _column("lecturers", "home", "text", most=120),
)
SHARES = (
    _column("fund_shares", "owner", "choice", options="units", required=True),
    _column("fund_shares", "source", "choice", options=d.SOURCES, words="source", required=True),
    _column("fund_shares", "amount", "yuan", most=MOST_FEN, required=True, kept_as="fen"),
)
VILLAGES = (
    _column("villages", "name", "text", most=60, required=True),
    _column("villages", "day", "day", required=True),
    _column("villages", "half_days", "half_days", least=1, most=20, required=True),
    _column("villages", "people", "whole", least=1, most=2000, required=True),
)
RATES = tuple(_column("rates", item, "yuan", most=100_000_00) for item in d.BUDGET_ITEMS)

FIELDS: tuple[Field, ...] = (
    Field("host_unit", GIVEN, "choice", options="units", required=True),
    # 1 Class
    Field("plan_type", 1, "choice", options=d.PLAN_TYPES, words="plan", required=True),
    Field("plan_item", 1, "choice", options="plan_items"),
    Field("extra_reason", 1, "long_text", most=1000),
    Field("class_name", 1, "text", most=80, required=True),
    Field("batch_no", 1, "whole", least=1, most=99),
    Field("topic_code", 1, "choice", options="topics", required=True),
    Field("class_kind", 1, "choice", options=d.KINDS, words="kind", required=True),
    Field("purpose", 1, "long_text", most=1000, required=True),
    Field("basis", 1, "long_text", most=500),
    Field("co_hosts", 1, "many_choice", options="units", most=10),
    # 2 Audience and channel
    Field("audience_tier", 2, "choice", options=d.TIERS, words="tier", required=True),
    Field("audience_codes", 2, "many_choice", options="audiences", most=20, required=True),
    Field("audience_text", 2, "text", most=300),
    Field("managing_level", 2, "choice", options=d.LEVELS, words="level", required=True),
    Field("other_system", 2, "yes_no"),
    Field("lower_leaders", 2, "yes_no"),
    Field("channel", 2, "choice", options=d.CHANNELS, words="channel", required=True),
    # 3 When and where
    Field("start_date", 3, "day", required=True),
    Field("end_date", 3, "day", required=True),
    Field("half_days", 3, "half_days", least=1, most=2 * 366, required=True),
    Field("mode", 3, "choice", options=d.MODES, words="mode", required=True),
    Field("venue", 3, "text", most=120, required=True),
    Field("venue_kind", 3, "choice", options=d.VENUES, words="venue", required=True),
    Field("province", 3, "choice", options=PROVINCES, words="province", required=True),
    Field("city", 3, "text", most=60, required=True),
    Field("organiser", 3, "choice", options="organisers"),
    Field("partner", 3, "text", most=120),
    Field("contract_no", 3, "text", most=60),
    Field("villages", 3, "rows", most=60, columns=VILLAGES, spare=2),
    Field("lodging", 3, "yes_no"),
    Field("meals", 3, "yes_no"),
    # 4 People and cost
    Field("trainee_count", 4, "whole", least=1, most=5000, required=True),
    Field("staff_count", 4, "whole", least=0, most=500, required=True),
    Field("rates", 4, "rates", columns=RATES),
    Field("lecturers", 4, "rows", most=40, columns=LECTURERS, spare=3),
    Field("charge", 4, "yuan", most=MOST_FEN, kept_as="charge_fen"),
    Field("fund_shares", 4, "rows", most=10, columns=SHARES, spare=2),
    # 5 Papers
    Field("syllabus", 5, "rows", most=100, columns=SYLLABUS, spare=4),
    Field("discussion", 5, "yes_no"),
    Field("report_required", 5, "yes_no"),
    Field("similar_statement", 5, "long_text", most=1000, required=True),
)
FIELD: Mapping[str, Field] = {asked.name: asked for asked in FIELDS}


def fields_of(step: int) -> tuple[Field, ...]:
    """The questions of one step, in the order to ask them."""
    return tuple(asked for asked in FIELDS if asked.step == step)


def input_name(column: Field, row: int | None = None) -> str:
    """The name of a column's input: ``lecturers-0-name``, or ``rates-meals`` where there are no rows."""
    table, name = column.name.split(".")
    return f"{table}-{name}" if row is None else f"{table}-{row}-{name}"
