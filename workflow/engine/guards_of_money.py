"""Guards about money: the lines, the cut, the actual cost."""

from workflow.engine.situation import Situation
from workflow.refusals import Refusal
from workflow.wording.values import Fen, Term

Answer = Refusal | None


def fund_lines_exist(s: Situation) -> Answer:
    """Each share names a line of the class's year that is open or expected (ruling 8)."""
    found = {(line.owner, line.source) for line in s.lines if line.state in ("open", "expected")}
    gone = [share for share in s.form.fund_shares if (share.owner, share.source) not in found]
    if gone or not s.form.fund_shares:
        return Refusal("fund_line_missing", {"lines": tuple(Term(f"source.{share.source}") for share in gone)})
    return None


def own_line_only(s: Situation) -> Answer:
    """A filing draws on the host's own line only (ruling 28)."""
    others = [share for share in s.form.fund_shares if share.owner != s.case.host]
    return Refusal("other_line") if others else None


def fund_covers_total(s: Situation) -> list[Refusal]:
    """R-39: each line still covers its share; what the case already holds counts as covered."""
    form = s.proposed if s.proposed is not None else s.form
    lines = {(line.owner, line.source): line for line in s.lines}
    refusals = []
    for share in form.fund_shares:
        line = lines.get((share.owner, share.source))
        if line is None or line.state == "closed":
            refusals.append(Refusal("fund_line_missing", {"lines": (Term(f"source.{share.source}"),)}))
        elif share.fen > line.available + line.held:
            short = share.fen - line.available - line.held
            refusals.append(Refusal("fund_short", {"short": Fen(short), "left": Fen(line.available + line.held)}))
    return refusals


def cut_is_lower(s: Situation) -> Answer:
    """A cut names a sum above zero and below the declared total."""
    cut = s.given.get("cut_to_fen")
    if isinstance(cut, int) and 0 < cut < s.form.total_fen:
        return None
    return Refusal("cut_not_lower", {"total": Fen(s.form.total_fen)}, field="cut_to_fen")


def actual_within_approved(s: Situation) -> Answer:
    """Actual cost within what was approved, or within an over-run that two persons approved (ruling 29)."""
    actual = s.given.get("actual_fen")
    limit = approved_fen(s) + int(s.case.remembered.get("overrun_fen", 0))
    if not isinstance(actual, int) or actual <= limit:
        return None
    return Refusal("over_approved", {"limit": Fen(limit), "over": Fen(actual - limit)}, field="actual_fen")


def overrun_within_line(s: Situation) -> Answer:
    """An over-run must be covered by the first line of the class."""
    wanted, left = s.given.get("overrun_fen"), s.lines[0].available if s.lines else 0
    if not isinstance(wanted, int) or 0 < wanted <= left:
        return None
    return Refusal("fund_short", {"short": Fen(max(wanted - left, 0)), "left": Fen(left)}, field="overrun_fen")


def approved_fen(s: Situation) -> int:
    """What was approved: the declared total, or the amount cut to."""
    return int(s.case.remembered.get("cut_to_fen", s.form.total_fen))
