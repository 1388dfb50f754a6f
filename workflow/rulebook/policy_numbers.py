"""The closed list of numbers that every policy holds, and what kind each is.

A policy that lacks one, or holds one nobody knows, is refused: a misspelt number would
otherwise be found only when a class is judged by it.  Money stands in yuan in the file
(``_yuan``) and in whole fen for the program (``_fen``).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from workflow.rulebook.roles import Roles

LARGEST = 10**12


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of number: the test that a value passes, and the word of the catalogue that says what is wanted."""

    name: str
    passes: Callable[[Any], bool]
    nullable: bool = False


def _whole(value: Any) -> bool:
    return type(value) is int and 0 <= value <= LARGEST


def _yuan(value: Any) -> bool:
    if type(value) not in (int, float) or not 0 <= value <= LARGEST:
        return False
    return Decimal(str(value)) * 100 % 1 == 0


def _month_day(value: Any) -> bool:
    return (
        isinstance(value, str)
        and bool(re.fullmatch(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])", value))
        and value not in ("02-29", "02-30", "02-31", "04-31", "06-31", "09-31", "11-31")
    )


def _words(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(word, str) and word for word in value)


def _pattern(value: Any) -> bool:
    """A numbering pattern that only knows prefix, year and n, and holds n."""
    if not isinstance(value, str):
        return False
    try:
        return value.format(prefix="X", year=2026, n=1) != value.format(prefix="X", year=2026, n=2)
    except (KeyError, IndexError, ValueError, AttributeError):
        return False


def _one_of(*allowed: Any) -> Callable[[Any], bool]:
    return lambda value: any(value == one and type(value) is type(one) for one in allowed)


WHOLE = Kind("whole", _whole)
WHOLE_OR_NONE = Kind("whole", _whole, nullable=True)
YUAN = Kind("yuan", _yuan)
YUAN_OR_NONE = Kind("yuan", _yuan, nullable=True)
FLAG = Kind("boolean", lambda value: type(value) is bool)
DAY = Kind("month_day", _month_day)
WORDS = Kind("words", _words)
ROLES = Kind("roles", _words)
PATTERN = Kind("pattern", _pattern)
PREFIX = Kind("prefix", lambda value: isinstance(value, str) and bool(re.fullmatch(r"[A-Z]{1,8}", value)))
OUT = Kind("out_allowed", _one_of(True, "exception", False))
PROVINCE = Kind("province", lambda value: isinstance(value, str) and bool(re.fullmatch(r"[A-Z]{2}", value)))
PER = Kind("per", _one_of("hour", "half_day"))
BASE = Kind("quota_base", _one_of("trainees", "trainees_plus_staff"))

_QUOTA = ("total", "lodging", "meals", "venue_materials_transport", "other")


def _group(prefix: str, kind: Kind, names: str) -> dict[str, Kind]:
    return {f"{prefix}.{name}": kind for name in names.split()}


NUMBERS: Mapping[str, Kind] = {
    **_group(
        "timing",
        WHOLE,
        """declare_lead_workdays filing_lead_workdays referral_lead_workdays return_reply_workdays
        unit_review consultation amendment amend_before_workdays higher_reply appeal_workdays notice_workdays
        filing_notice_workdays open_late_workdays closing_workdays learning_report_days settle_workdays lapse_days
        postpone_max_days postpone_max_times reopen_months recall_minutes ask_pauses ask_pause_days remind_permille
        escalate_permille""",
    ),
    **_group("timing.gates", WHOLE, "accept authority duplicate funding leader accept_filing"),
    "fund.annual_floor_yuan": YUAN,
    "fund.floor_persons": ROLES,
    "fund.closing_day": DAY,
    **_group("plan", DAY, "filing_day report_day"),
    **{f"quota.class{number}.{item}_yuan": YUAN_OR_NONE for number in (1, 2, 3) for item in _QUOTA},
    "quota.deduct_unused": FLAG,
    **_group("quota", WHOLE_OR_NONE, "after_days after_permille"),
    "quota.base": BASE,
    **_group("travel_days", WHOLE_OR_NONE, "each_max sum_max"),
    "lecturer.per": PER,
    **_group("lecturer", YUAN_OR_NONE, "deputy_senior_yuan senior_yuan academician_yuan other_yuan"),
    "lecturer.max_hours_half_day": WHOLE_OR_NONE,
    **_group("staff", WHOLE_OR_NONE, "ratio_permille absolute_max"),
    "trips.no_visit_days": WHOLE_OR_NONE,
    "meeting.max_half_days": WHOLE_OR_NONE,
    **_group("class", WHOLE_OR_NONE, "max_months special_max_days"),
    "charge.max_yuan": YUAN,
    "channel.out_allowed": OUT,
    "district.code": PREFIX,
    "district.province": PROVINCE,
    "district.competent_units": WORDS,
    "venue.scenic_words": WORDS,
    "host.offline_per_year": WHOLE_OR_NONE,
    "host.comprehensive_kinds": WORDS,
    "closing.papers": WORDS,
    **_group("publishing", ROLES, "propose confirm"),
    **_group("paper_seats", ROLES, "enter check"),
    **_group(
        "load",
        WHOLE_OR_NONE,
        """calls_per_year out_province_per_year long_course_months long_course_max
        long_course_years untrained_months""",
    ),
    **_group(
        "hours",
        WHOLE_OR_NONE,
        """per_day per_half_day year_hours year_days county_5y_hours county_5y_months
        month_days leave_one_in""",
    ),
    "coverage.leaders_permille": WHOLE_OR_NONE,
    **_group("duplicate", WHOLE, "window_months audience_permille roster_permille split_gap_days"),
    **_group("duplicate", FLAG, "same_topic both_out_of_province"),
    "filing.codes": WORDS,
    "filing.max_total_yuan": YUAN,
    "filing.max_people": WHOLE,
    "leader.total_yuan": YUAN,
    "leader.people": WHOLE,
    "leader.reasons": WORDS,
    **_group("amendment", WHOLE, "days people_permille money_permille"),
    "total.not_above_last_year": FLAG,
    "rounds.max_returns": WHOLE,
    "separation.successive_gates": FLAG,
    "numbering.prefix": PREFIX,
    **_group("numbering", PATTERN, "declaration_pattern reply_pattern receipt_pattern"),
}


def program_path(path: str) -> str:
    """The path by which the program asks: ``filing.max_total_yuan`` -> ``filing.max_total_fen``."""
    return f"{path.removesuffix('_yuan')}_fen" if path.endswith("_yuan") else path


PATHS: frozenset[str] = frozenset(map(program_path, NUMBERS))
"""Every path that a policy answers, as the program writes it."""


def program_value(path: str, value: Any) -> Any:
    """The value as the program sees it: whole fen, tuples for lists."""
    if path.endswith("_yuan") and value is not None:
        return int(Decimal(str(value)) * 100)
    return tuple(value) if isinstance(value, list) else value


def acceptable(path: str, value: Any) -> bool:
    """May this value stand at this path?"""
    kind = NUMBERS[path]
    return kind.nullable if value is None else kind.passes(value)


def unknown_roles(path: str, value: Any, roles: Roles) -> tuple[str, ...]:
    """The names in a list of roles that roles.yaml does not know."""
    if NUMBERS[path] is not ROLES or not _words(value):
        return ()
    return tuple(name for name in value if name not in roles)


def keepers(path: str, value: Any, roles: Roles) -> tuple[str, ...]:
    """The roles in a list that keep accounts: they decide nothing, neither money nor rules."""
    if NUMBERS[path] is not ROLES or not _words(value):
        return ()
    return tuple(name for name in value if name in roles and roles[name].keeps_people)
