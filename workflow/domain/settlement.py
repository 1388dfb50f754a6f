"""The accounts of a class: what was spent item by item, the vouchers for it, and the quota it is held against.

Money in fen, spans in half-days.  Items trade freely inside the approved total (ruling 29); the
quota is a ceiling on what the person-days cost, rounded down to the fen once, at the end (ruling 3).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from workflow.domain import form_text
from workflow.domain.declaration import BUDGET_ITEMS, ClassDeclaration
from workflow.domain.inputs import MAX_FEN
from workflow.refusals import Refusal
from workflow.wording.values import Fen, Term

LECTURERS = "lecturers"
ITEMS = (*BUDGET_ITEMS, LECTURERS)
DEDUCTED = ("lodging", "meals")  # items that lower the ceiling where nothing was spent on them
MOST_PEOPLE, MOST_HALF_DAYS, MOST_VOUCHERS, MOST_LETTERS = 100_000, 800, 200, 64


@dataclass(frozen=True, slots=True)
class Voucher:
    """One invoice or receipt; ``number`` as printed on it."""

    number: str
    day: date
    item: str
    fen: int


@dataclass(frozen=True, slots=True)
class Accounts:
    """``items`` fen by item; ``trainees`` who came, ``half_days`` taught, and the half-days of coming and going.

    No trainees means that the class was not held and only costs already owed are paid.
    """

    items: Mapping[str, int]
    vouchers: tuple[Voucher, ...]
    trainees: int
    staff: int
    half_days: int
    arrival_half_days: int = 0
    departure_half_days: int = 0

    @property
    def total_fen(self) -> int:
        return sum(self.items.values())


@dataclass(frozen=True, slots=True)
class Measure:
    """The quota as the policy in force for the class has it; per person and day, fen.

    ``deductions``: what an item that was not incurred takes off; ``travel_each`` and ``travel_sum``: half-days of
    coming and going that count at most (``None`` = no limit); ``with_lecturers``: the fees stand inside the ceiling.
    """

    cap: int
    deductions: Mapping[str, int]
    after_half_days: int | None = None
    after_permille: int = 1000
    with_staff: bool = False
    with_lecturers: bool = False
    travel_each: int | None = None
    travel_sum: int | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Spent against allowed, with every term of the sum.

    ``travel`` half-days that count; ``full`` and ``beyond`` half-days at the full and at the lower ceiling.
    """

    cap: int
    deducted: tuple[str, ...]
    people: int
    travel: int
    full: int
    beyond: int
    permille: int
    allowed: int
    spent: int

    @property
    def over(self) -> int:
        return max(self.spent - self.allowed, 0)

    @property
    def rate(self) -> int:
        """What one person cost on one day, rounded down to the fen; 0 where there were no person-days."""
        person_halves = self.people * (self.full + self.beyond)
        return self.spent * 2 // person_halves if person_halves else 0


def compare(accounts: Accounts, measure: Measure) -> Comparison | None:
    """The accounts against the quota; ``None`` where there is no quota or the class was not held."""
    people = accounts.trainees + (accounts.staff if measure.with_staff else 0)
    if not measure.cap or not accounts.trainees:
        return None
    deducted = tuple(item for item in measure.deductions if not accounts.items.get(item))
    cap = measure.cap - sum(measure.deductions[item] for item in deducted)
    travel = _travel(accounts, measure)
    halves = accounts.half_days + travel
    full = halves if measure.after_half_days is None else min(halves, measure.after_half_days)
    allowed = cap * people * (full * 1000 + (halves - full) * measure.after_permille) // 2000
    spent = sum(fen for item, fen in accounts.items.items() if measure.with_lecturers or item != LECTURERS)
    return Comparison(cap, deducted, people, travel, full, halves - full, measure.after_permille, allowed, spent)


def approved_by_item(form: ClassDeclaration) -> dict[str, int]:
    """The declared total item by item; what rounding takes stands with the last item that has money."""
    halves = (form.trainee_count or 0) * (form.half_days or 0)
    found = {item: form.rates.get(item, 0) * halves // 2 for item in BUDGET_ITEMS}
    rest = form.quota_fen - sum(found.values())
    last = next((item for item in reversed(BUDGET_ITEMS) if found[item]), BUDGET_ITEMS[-1])
    found[last] += rest
    return {**found, LECTURERS: form.lecturer_fen}


def faults_of(accounts: Accounts, today: date) -> list[Refusal]:
    """All that is wrong with the accounts by themselves, each with the field it stands in."""
    found = [_amount(f"item.{item}") for item, fen in accounts.items.items() if not _fen(fen)]
    found += [Refusal("item_unknown", {"item": item[:40]}) for item in accounts.items if item not in ITEMS]
    for name, most in (("trainees", MOST_PEOPLE), ("staff", MOST_PEOPLE), ("half_days", MOST_HALF_DAYS),
                       ("arrival_half_days", MOST_HALF_DAYS), ("departure_half_days", MOST_HALF_DAYS)):
        if not 0 <= getattr(accounts, name) <= most:
            found.append(Refusal("count_wrong", {"label": Term(f"accounts.{name}"), "most": most}, field=name))
    if bool(accounts.trainees) != bool(accounts.half_days):
        found.append(Refusal("held_by_halves", field="half_days" if accounts.trainees else "trainees"))
    if not found and not accounts.total_fen:
        found.append(Refusal("accounts_empty", field="item.lodging"))
    return [*found, *_voucher_faults(accounts, today)] if not found else found


def to_rows(accounts: Accounts) -> list[dict[str, Any]]:
    """The vouchers as rows, numbered from 1."""
    return [{"k": k, **asdict(voucher)} for k, voucher in enumerate(accounts.vouchers, 1)]


def _voucher_faults(accounts: Accounts, today: date) -> list[Refusal]:
    """Each voucher by itself, none twice, and together they bear out each item to the fen."""
    found: list[Refusal] = []
    if len(accounts.vouchers) > MOST_VOUCHERS:
        return [Refusal("vouchers_many", {"count": len(accounts.vouchers), "most": MOST_VOUCHERS})]
    numbers = Counter(voucher.number for voucher in accounts.vouchers)
    for place, voucher in enumerate(accounts.vouchers):
        told = {"row": place + 1, "number": voucher.number[:MOST_LETTERS]}
        if not voucher.number or not form_text.is_text(voucher.number, MOST_LETTERS):
            found.append(Refusal("voucher_number", told, field=f"voucher.{place}.number"))
        elif numbers[voucher.number] > 1:
            found.append(Refusal("voucher_twice", told, field=f"voucher.{place}.number"))
        if voucher.day > today:
            found.append(Refusal("voucher_later", {**told, "day": voucher.day}, field=f"voucher.{place}.day"))
        if voucher.item not in ITEMS:
            found.append(Refusal("voucher_item", told, field=f"voucher.{place}.item"))
        if not _fen(voucher.fen) or not voucher.fen:
            found.append(_amount(f"voucher.{place}.fen"))
    if found:
        return found
    borne: Counter[str] = Counter()
    for voucher in accounts.vouchers:
        borne[voucher.item] += voucher.fen
    for item in ITEMS:
        stated = accounts.items.get(item, 0)
        if borne[item] != stated:
            found.append(Refusal("vouchers_differ", {"item": Term(f"accounts.{item}"), "stated": Fen(stated),
                                                     "borne": Fen(borne[item])}, field=f"item.{item}"))
    return found


def _travel(accounts: Accounts, measure: Measure) -> int:
    """The half-days of coming and going that count."""
    halves = [accounts.arrival_half_days, accounts.departure_half_days]
    if measure.travel_each is not None:
        halves = [min(each, measure.travel_each) for each in halves]
    return sum(halves) if measure.travel_sum is None else min(sum(halves), measure.travel_sum)


def _fen(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_FEN


def _amount(field: str) -> Refusal:
    return Refusal("account_amount", {"most": Fen(MAX_FEN)}, field=field)
