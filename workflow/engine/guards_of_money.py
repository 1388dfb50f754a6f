"""Guards about money: the lines, the cut, the actual cost."""

from typing import Any

from workflow.domain.declaration import Share
from workflow.domain.funding import spread
from workflow.engine.rules.facts import Line
from workflow.engine.situation import Situation
from workflow.refusals import Refusal
from workflow.wording.values import Fen, Term

Answer = Refusal | None
ACCOUNTS = "accounts_fen"  # remembered: the sum of the accounts as last filed


def fund_lines_exist(s: Situation) -> Answer:
    """Each share names a line of the class's year that is open or expected (ruling 8)."""
    lines = [(share, line_of(s, share, s.form)) for share in s.form.fund_shares]
    gone = [share for share, line in lines if line is None or line.state not in ("open", "expected")]
    if gone or not s.form.fund_shares:
        return Refusal("fund_line_missing", {"lines": tuple(Term(f"source.{share.source}") for share in gone)})
    return None


def own_line_only(s: Situation) -> Answer:
    """A filing draws on the host's own line only (ruling 28)."""
    others = [share for share in s.form.fund_shares if share.owner != s.case.host]
    return Refusal("other_line") if others else None


def fund_covers_total(s: Situation) -> list[Refusal]:
    """R-39: each line still covers what is to be held on it; what the case already holds counts as covered."""
    refusals = []
    for share, fen in shares_to_hold(s.content, approved_fen(s, s.content)):
        line = line_of(s, share, s.content)
        if line is None or line.state == "closed":
            refusals.append(Refusal("fund_line_missing", {"lines": (Term(f"source.{share.source}"),)}))
        elif fen > line.available + line.held:
            short = fen - line.available - line.held
            refusals.append(Refusal("fund_short", {"short": Fen(short), "left": Fen(line.available + line.held)}))
    return refusals


def cut_is_lower(s: Situation) -> Answer:
    """A cut names a sum above zero and below the declared total."""
    cut = s.given.get("cut_to_fen")
    if not isinstance(cut, int) or 0 < cut < s.form.total_fen:
        return None  # a missing or unreadable sum is refused by its own words
    return Refusal("cut_not_lower", {"total": Fen(s.form.total_fen)}, field="cut_to_fen")


def actual_within_approved(s: Situation) -> Answer:
    """Actual cost within what was approved, or within an over-run that two persons approved (ruling 29)."""
    actual = s.given.get("actual_fen")
    limit = approved_fen(s) + int(s.case.remembered.get("overrun_fen", 0))
    if not isinstance(actual, int) or actual <= limit:
        return None
    return Refusal("over_approved", {"limit": Fen(limit), "over": Fen(actual - limit)}, field="actual_fen")


def accounts_filed(s: Situation) -> Answer:
    """The accounts are filed item by item, and come to the sum that is settled; of no cost there is nothing to file."""
    filed, actual = s.case.remembered.get(ACCOUNTS), s.given.get("actual_fen")
    if filed is None:
        return None if actual == 0 else Refusal("accounts_missing")
    if not isinstance(actual, int) or actual == filed:
        return None  # a missing or unreadable sum is refused by its own words
    return Refusal("accounts_differ", {"sum": Fen(filed), "actual": Fen(actual)}, field="actual_fen")


def line_takes_settlement(s: Situation) -> list[Refusal]:
    """A settlement posts to a line until its closing day (ruling 8); what was held then is carried over first."""
    actual = s.given.get("actual_fen")
    if not isinstance(actual, int):
        return []
    late = []
    for share, fen in shares_to_hold(s.form, actual):
        line = line_of(s, share, s.form)
        if line is None or line.closes_on is None or line.closes_on >= s.today:
            continue
        if s.holdings.get(line.id, (0, 0, 0)) != (0, 0, fen):
            late.append(Refusal("line_past_closing", {"year": str(line.year), "day": line.closes_on,
                                                      "source": Term(f"source.{line.source}")}))
    return late


def overrun_within_line(s: Situation) -> Answer:
    """An over-run must be covered by the class's first line, which will bear it (``domain.funding.spread``)."""
    wanted = s.given.get("overrun_fen")
    line = line_of(s, s.form.fund_shares[0], s.form) if s.form.fund_shares else None
    left = line.available if line is not None else 0
    if not isinstance(wanted, int) or 0 < wanted <= left:
        return None
    if wanted <= 0:
        return Refusal("overrun_nothing", field="overrun_fen")
    return Refusal("fund_short", {"short": Fen(wanted - left), "left": Fen(left)}, field="overrun_fen")


def approved_fen(s: Situation, form: Any = None) -> int:
    """What is or may be approved: the declared total, or the amount cut to; another total makes the cut void."""
    total = int(s.form.total_fen if form is None else form.total_fen)
    return total if total != s.form.total_fen else int(s.case.remembered.get("cut_to_fen", total))


def line_of(s: Situation, share: Share, form: Any) -> Line | None:
    """The line that a share draws on: of its owner and source, in the year of the opening (ruling 8).

    What was carried over when that line closed is found on the later line where it is held now.
    """
    year = form.start_date.year if form.start_date else None
    lines = [line for line in s.lines if (line.owner, line.source) == (share.owner, share.source)]
    own = next((line for line in lines if line.year == year), None)
    if own is None or own.state != "closed" or any(s.holdings.get(own.id, ())):
        return own
    return next((line for line in lines if line.year > own.year and any(s.holdings.get(line.id, ()))), own)


def shares_to_hold(form: Any, total: int) -> tuple[tuple[Share, int], ...]:
    """A total over the shares of a form, fen by share."""
    shares: tuple[Share, ...] = form.fund_shares
    return tuple(zip(shares, spread(total, [share.fen for share in shares]), strict=True))
