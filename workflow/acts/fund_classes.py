"""Money of classes that two persons move: what a class still holds goes to the next year's line, or its cost is mended.

Such entries stand in the chain of the class, because what a class holds is the sum of its own entries.
"""

from typing import Any

from sqlalchemy import select

from workflow.acts.case_change import CaseChange
from workflow.acts.fund_lines import Line, Sitting
from workflow.acts.notes import noted, opened
from workflow.domain.funding import AVAILABLE, COMMITTED, OUTSIDE, RESERVED, SPENT
from workflow.refusals import Refusal, Refused
from workflow.store.act_writing import NEW_SHARE, SET_SHARE
from workflow.store.funding import fund_share
from workflow.store.line_writing import NEW_CORRECTION
from workflow.wording.values import Fen

CARRY, MEND = "carry_over", "correct_entry"
ACCOUNTS = (RESERVED, COMMITTED, SPENT)
AT_ONCE = 20  # classes whose entries are sent together


def carry_classes(sitting: Sitting, line: Line, to: Line) -> None:
    """Everything that classes still hold on ``line`` is held on ``to`` from now on, in the same accounts."""
    work, held = sitting.work, fund_share.c.reserved + fund_share.c.committed
    wanted = select(fund_share.c.case_id).where(fund_share.c.line_id == line.id, held > 0).order_by(
        fund_share.c.case_id)
    for place, case_id in enumerate(work.connection.execute(wanted).scalars().all(), 1):
        change = opened(work, case_id)
        old, new = _holding(sitting, case_id, line), _holding(sitting, case_id, to)
        for account in (RESERVED, COMMITTED):
            fen = (old or {}).get(account, 0)
            if fen:
                _enter(sitting, change, line, "transfer", account, OUTSIDE, fen)
                _enter(sitting, change, to, "transfer", OUTSIDE, account, fen)
        moved = {name: (old or {}).get(name, 0) for name in (RESERVED, COMMITTED)}
        _keep(change, line, old, {name: -fen for name, fen in moved.items()})
        _keep(change, to, new, moved)
        noted(change, CARRY, sitting.post, opinion=sitting.reason, given=sitting.told)
        if place % AT_ONCE == 0:
            work.finish()
    work.finish()


def correct_class(sitting: Sitting, case_id: int, line: Line, more: int, named: dict[str, Any], *, late: bool) -> None:
    """The cost of a class becomes ``more`` fen higher (or lower, below nothing) on a line.

    ``late``: the line of its year no longer takes entries; less cost is money that comes back to the next year.
    """
    change, old = opened(sitting.work, case_id), _holding(sitting, case_id, line)
    if more > 0:
        _enter(sitting, change, line, "adjust", AVAILABLE, SPENT, more)
    elif late:
        _enter(sitting, change, line, "refund", OUTSIDE, AVAILABLE, -more)
    else:
        _enter(sitting, change, line, "adjust", SPENT, AVAILABLE, -more)
    spent = 0 if late and more < 0 else more
    if (old or {}).get(SPENT, 0) + spent < 0:
        raise Refused(Refusal("correct_below_nothing", {"fen": Fen((old or {}).get(SPENT, 0))}, field="fen"))
    _keep(change, line, old, {SPENT: spent})
    row = {"trail_n": change.n, "k": 0, **named}
    change.rows["correction"] = [row]
    noted(change, MEND, sitting.post, opinion=sitting.reason, given=sitting.told)
    sitting.work.write(NEW_CORRECTION, case_id=case_id, **row)


def _enter(sitting: Sitting, change: CaseChange, line: Line, kind: str, origin: str, target: str, fen: int) -> None:
    change.ledger.append({"line": line.id, "kind": kind, "from": origin, "to": target, "fen": fen})
    sitting.moved(line, origin, target, fen)


def _holding(sitting: Sitting, case_id: int, line: Line) -> dict[str, int] | None:
    wanted = select(*(fund_share.c[name] for name in ACCOUNTS)).where(
        fund_share.c.case_id == case_id, fund_share.c.line_id == line.id)
    row = sitting.work.connection.execute(wanted).one_or_none()
    return None if row is None else dict(row._mapping)


def _keep(change: CaseChange, line: Line, old: dict[str, int] | None, more: dict[str, int]) -> None:
    """What the class holds on the line from now on."""
    new = {name: (old or {}).get(name, 0) + more.get(name, 0) for name in ACCOUNTS}
    if old is None:
        change.work.write(NEW_SHARE, case_id=change.id, line_id=line.id, **new)
    elif new != old:
        change.work.write(SET_SHARE, key_case_id=change.id, key_line_id=line.id, **new)
