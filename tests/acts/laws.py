"""What must hold of a house after any act by anybody, read from its tables past the engine."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, select

from workflow.domain.declaration import ClassDeclaration
from workflow.domain.people import system_actor
from workflow.domain.seats import CLOSED, OPEN, SIGNED, WAITING
from workflow.engine.proposals import begun
from workflow.engine.situation import Situation
from workflow.office import Office
from workflow.office.gather import gather
from workflow.queries.likeness_check import check_index
from workflow.queries.trail_check import verify_all
from workflow.rulebook.process import Process
from workflow.store.cases import NO_LEAF, case, class_audience, content, paper, seat, seat_round
from workflow.store.funding import fund_line, fund_share, ledger_entry
from workflow.store.trail import trail

LISTED = {
    "submitted",
    "returned",
    "authority_review",
    "higher_referral",
    "duplicate_review",
    "consultation",
    "funding_review",
    "leader_approval",
    "approved",
    "filed",
    "amendment_review",
    "postponed",
    "noticed",
    "in_session",
    "closing",
    "closure_review",
}
UNLISTED = {"draft", "unit_review", "rejected", "withdrawn", "merged", "cancelled", "lapsed"}


def hold(office: Office) -> None:
    """Every law of the house: the trail bears out the tables, and then law by law."""
    assert check_index(office).ok, check_index(office)
    found = verify_all(office)
    assert found.ok, found.first_bad
    with office.database.read() as connection:
        lines_add_up(connection)
        for row in connection.execute(select(case.c.id, case.c.process_hash).where(case.c.process_hash.is_not(None))):
            s = gather(connection, office, system_actor(), row.id).situation
            assert s.case.state in s.process.states
            somebody_is_asked(s)
            seats_stand_in_order(connection, s)
            duties_are_apart(connection, s)
            money_is_held_only_while_it_is_needed(s)
            a_content_waits_only_where_it_may(s)
            if s.case.kind == "class_declaration":
                searches_find_it(connection, office, s)


def lines_add_up(connection: Connection) -> None:
    """Σ shares = the line = Σ entries, by account; never below zero."""
    told: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for entry in connection.execute(select(ledger_entry)):
        told[entry.line_id][entry.from_account] -= entry.fen
        told[entry.line_id][entry.to_account] += entry.fen
    held: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for share in connection.execute(select(fund_share)):
        for account in ("reserved", "committed", "spent"):
            held[share.line_id][account] += getattr(share, account)
    for line in connection.execute(select(fund_line)):
        left = line.appropriated - line.reserved - line.committed - line.spent
        assert left >= 0
        assert told[line.id]["available"] == left
        for account in ("reserved", "committed", "spent"):
            assert getattr(line, account) == told[line.id][account] == held[line.id][account]


def somebody_is_asked(s: Situation) -> None:
    """An open state waits for its decision: one round of it is open, with a seat whose turn it is."""
    deciding = s.process.deciding(s.case.state)
    pending = [one for one in s.seats if one.pending]
    if s.process.states[s.case.state].kind == "end":
        assert not pending
        return
    assert deciding is not None
    rounds = {one.round for one in pending if one.action == deciding.code}
    assert len(rounds) == 1, f"{s.case.state}: rounds {rounds}"
    assert any(one.status == OPEN for one in pending if one.round in rounds)
    assert all(one.state == s.case.state for one in pending)


def seats_stand_in_order(connection: Connection, s: Situation) -> None:
    """A closed round has no pending seat; of a round in order, one is asked and the later ones wait."""
    rows = connection.execute(
        select(seat).where(seat.c.case_id == s.case.id).order_by(seat.c.round, seat.c.place)
    ).all()
    closed = {
        row.n
        for row in connection.execute(
            select(seat_round).where(seat_round.c.case_id == s.case.id, seat_round.c.closed_at.is_not(None))
        )
    }
    verbs = {row.n: row.verb for row in connection.execute(select(seat_round).where(seat_round.c.case_id == s.case.id))}
    by_round: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        by_round[row.round].append(row)
    for number, seats in by_round.items():
        states = [row.status for row in seats]
        assert number in closed or {OPEN, WAITING} & set(states)
        assert number not in closed or not {OPEN, WAITING} & set(states)
        if verbs[number] == "in_order" and CLOSED not in states:
            assert states == sorted(states, key=[SIGNED, OPEN, WAITING].index)
            assert states.count(OPEN) <= 1
        signers = [row.signed_by for row in seats if row.status == SIGNED and row.signed_by]
        assert len(signers) == len(set(signers))


def duties_are_apart(connection: Connection, s: Situation) -> None:
    """Nobody signs for the district what they wrote or signed for the unit, nor two gates that follow each other."""
    query = select(seat).where(seat.c.case_id == s.case.id, seat.c.status == SIGNED)
    signed = [row for row in connection.execute(query) if row.signed_by]
    district = {row.signed_by for row in signed if row.unit is None}
    ours = {row.signed_by for row in signed if row.unit is not None}
    wrote = {row.by for row in connection.execute(select(content.c.by).where(content.c.case_id == s.case.id))} - {0}
    assert not district & (ours | wrote | {s.case.created_by} | set(s.case.remembered.get("editors", ())))
    roles: dict[int, set[str]] = defaultdict(set)
    for row in signed:
        if row.unit is not None:
            roles[row.signed_by].add(row.role)
    assert all(len(worn) == 1 for worn in roles.values())
    _successive_gates(s.process, signed)


def _successive_gates(process: Process, signed: list[Any]) -> None:
    gates = list(dict.fromkeys(state.gate for state in process.states.values() if state.gate))
    last: dict[str, set[int]] = {}
    rounds = sorted({row.round for row in signed if row.gate and process.actions[row.action].decides})
    for number in rounds:
        here = [row for row in signed if row.round == number]
        gate, people = here[0].gate, {row.signed_by for row in here}
        before = gates[gates.index(gate) - 1] if gates.index(gate) else None
        assert not people & last.get(before or "", set()), f"round {number} at {gate}"
        last[gate] = people


def money_is_held_only_while_it_is_needed(s: Situation) -> None:
    """An end holds nothing but what was spent."""
    if s.process.states[s.case.state].kind == "end":
        assert all(reserved == committed == 0 for reserved, committed, _ in s.holdings.values()), s.case.state


def a_content_waits_only_where_it_may(s: Situation) -> None:
    """A proposed content belongs to a round that began on it, or to the state that looks at it."""
    if s.proposed is not None:
        assert begun(s) or s.process.states[s.case.state].remember == "before_amendment", s.case.state
    assert s.case.remembered.get("given", {}).keys() <= {str(one.round) for one in s.seats if one.pending}
    assert s.process.states[s.case.state].kind == "open" or not s.case.remembered.get("paused_at")


def searches_find_it(connection: Connection, office: Office, s: Situation) -> None:
    """A live class is listed under the people it calls now, on its days; an ended one under none."""
    rows = connection.execute(select(class_audience).where(class_audience.c.case_id == s.case.id)).all()
    if s.case.state in UNLISTED:
        assert not rows, s.case.state
    elif s.case.state in LISTED and not begun(s):
        form = s.form if s.proposed is None else s.proposed
        assert isinstance(form, ClassDeclaration)
        people = {row.leaf for row in rows if not row.leaf.startswith(NO_LEAF)}
        assert people == office.rulebook.audiences.leaves(form.audience_codes), s.case.state
        assert {row.leaf for row in rows} - people >= {f"{NO_LEAF}{form.topic_code}"}
        assert {(row.start_date, row.end_date) for row in rows} == {(form.start_date, form.end_date)}


def everything_of(office: Office, case_id: int) -> list[Any]:
    """The rows of a case and of the money, to compare before and after what was refused."""
    with office.database.read() as connection:
        tables = (seat, seat_round, content, paper, trail, fund_share, ledger_entry)
        found = [connection.execute(select(case).where(case.c.id == case_id)).all()]
        found += [connection.execute(select(table).where(table.c.case_id == case_id)).all() for table in tables]
        return [*found, connection.execute(select(fund_line)).all()]
