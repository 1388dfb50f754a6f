"""Cases written straight into the tables with their records, as acts would write them: for tests of the trail alone.

The rows are noted here by hand, not by replaying: a fault of the replay shows as a difference.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, insert

from workflow.domain.declaration import ClassDeclaration, to_json
from workflow.domain.findings import Finding
from workflow.engine.rules.register import findings_digest
from workflow.store.cases import case, class_declaration, content, finding, paper, seat, seat_round
from workflow.store.funding import fund_line, fund_share, ledger_entry
from workflow.store.people import unit
from workflow.store.trail import refused_attempt, trail
from workflow.trail.record import GENESIS, canonical, make_record, refusal_hash
from workflow.wording import Fen, pack

START = datetime(2026, 10, 14, 1, 0, tzinfo=UTC)
PROCESS, POLICY = "c" * 64, "d" * 64
FINDINGS = (Finding("R-05", "block", "funding", {"limit": Fen(12_300), "days": 2}),
            Finding("R-08", "clear", "funding", {"limit": Fen(100)}, "3"))
FINDINGS_HASH = findings_digest(FINDINGS)
STEPS = 6  # records of a whole case
GIVEN_FEN = 10_000_000
BOOK = 1  # the case that keeps the fund line


@dataclass
class World:
    """Collects rows by table and inserts them at once."""

    rows: dict[Table, list[dict[str, Any]]] = field(default_factory=dict)
    reserved: int = 0
    committed: int = 0

    def add(self, table: Table, **row: Any) -> dict[str, Any]:
        self.rows.setdefault(table, []).append(row)
        return row

    def insert(self, connection: Connection) -> None:
        order = (unit, case, content, seat_round, seat, finding, paper, class_declaration, trail, refused_attempt,
                 fund_line, fund_share, ledger_entry)  # fmt: skip
        for table in order:
            if rows := self.rows.get(table):
                names = {name for row in rows for name in row}
                connection.execute(insert(table), [{name: row.get(name) for name in names} for row in rows])


class Chain:
    """The records of one case, and its row."""

    def __init__(self, world: World, number: int, kind: str, host: str | None, by: int):
        self.world, self.n, self.head, self.by = world, 0, GENESIS, by
        self.at = START + timedelta(seconds=number)
        self.row = world.add(
            case, id=number, kind=kind, process_hash=PROCESS, policy_hash=POLICY, state="new", version=1, rounds=0,
            chain_n=0, chain_head=GENESIS, number=None, host_unit=host, created_by=by, created_at=self.at,
            entered_at=self.at, due_at=None, remembered={}, form_n=0, form_hash=None, proposed_n=None, findings_n=0,
            findings_hash=None, stamp_seen=0,
        )  # fmt: skip

    @property
    def form(self) -> tuple[int, str] | None:
        return (self.row["form_n"], self.row["form_hash"]) if self.row["form_n"] else None

    def record(self, act: str, what: str, to: str | None, *, actor: int | None = None, role: str | None = "clerk",
               **told: Any) -> int:
        """One record; answers its number. The case's row follows."""
        self.n += 1
        self.at += timedelta(minutes=7)
        if self.n == 1:
            self.row.update(created_at=self.at)
        origin = None if self.n == 1 else self.row["state"]
        actor = self.by if actor is None else actor
        text, digest = make_record(
            case=self.row["id"], kind=self.row["kind"], n=self.n, prev=self.head, at=self.at, act=act, what=what,
            actor=actor, role=role, unit=self.row["host_unit"], from_state=origin, to_state=to,
            process=self.row["process_hash"], policy=self.row["policy_hash"], form=self.form, due=self.row["due_at"],
            **told,
        )  # fmt: skip
        self.world.add(trail, case_id=self.row["id"], n=self.n, hash=digest, prev=self.head, record=text, at=self.at,
                       actor_id=actor, role=role, act=act, from_state=origin, to_state=to,
                       request_id=told.get("request"))
        self.head = digest
        self.row.update(chain_n=self.n, chain_head=digest)
        if to is not None:
            self.row.update(state=to, entered_at=self.at)
        return self.n


def a_world(cases: int, *, first: int = 2) -> World:
    """``cases`` whole cases, a book with one fund line that all draw on, and two refused attempts."""
    world = World()
    world.add(unit, code="U1", name_zh="区民政局", name_en="Civil Affairs", kind="department", level="district",
              parent=None, system="", active=True)
    for number in range(first, first + cases):
        a_case(world, number)
    a_book(world, GIVEN_FEN * cases)
    for number in (1, 2):
        told: dict[str, Any] = {"at": START, "act": "pass", "case": first, "actor": 40 + number, "codes": ["not_yours"]}
        world.add(refused_attempt, id=number, at=START, actor_id=40 + number, case_id=first, act="pass",
                  codes=["not_yours"], hash=refusal_hash(**told))
    return world


def a_case(world: World, number: int) -> Chain:
    """A class from creation to a number, through an ordered round and a round of any one."""
    chain = Chain(world, number, "class_declaration", "U1", by=7)
    chain.record("begin", "created", "new", set_={"host_unit": "U1"}, request=f"{number:08x}-begin")
    form = ClassDeclaration(class_name=f"社区治理班{number}", host_unit="U1", audience_tier="community", channel="in",
                            trainee_count=50, half_days=4, rates={"meals": 10_000}, start_date=START.date(),
                            end_date=START.date())  # fmt: skip
    body = canonical(to_json(form))
    digest = hashlib.sha256(body.encode()).hexdigest()
    chain.row.update(number=f"CX-2026-{number:04d}", form_n=1, form_hash=digest, rounds=1,
                     due_at=chain.at + timedelta(days=2))
    first = [_seat(1, 0, "head", "open", "in_order"), _seat(1, 1, "second", "waiting", "in_order")]
    chain.record("send", "moved", "checked", opened=first, set_={"number": chain.row["number"]}, opinion="报送")
    world.add(content, case_id=number, n=1, hash=digest, body=body, by=7, at=chain.at)
    world.add(class_declaration, case_id=number, class_name=form.class_name, topic_code="", class_kind="",
              plan_type="", plan_item=None, tier="community", channel="in", venue="", start_date=START.date(),
              end_date=START.date(), half_days=4, trainee_count=50, staff_count=None, total_fen=form.total_fen,
              approved_fen=form.total_fen, declared_on=None, reply_no=f"号{number}", receipt_no=None,
              merged_into=None)
    world.add(seat_round, case_id=number, n=1, action="pass", verb="in_order", state="checked", opened_at=chain.at,
              closed_at=None, outcome=None)
    seats = [_seat_row(number, told, chain.at, chain.row["due_at"]) for told in first]
    shown = (1, FINDINGS_HASH, [[f.rule, f.part, f.severity] for f in FINDINGS])
    chain.row.update(findings_n=1, findings_hash=FINDINGS_HASH)
    chain.record("pass", "signed", None, actor=11, role="head", signed=[(1, 0)], asked=[(1, 1)], findings=shown,
                 judged=digest, opinion="同意")
    for found in FINDINGS:
        said = {"values": {name: pack(value) for name, value in found.values.items()}, "wording": found.wording}
        world.add(finding, case_id=number, n=1, rule=found.rule, part=found.part, severity=found.severity,
                  gate=found.gate, form_hash=digest, policy_hash=POLICY, body=said, at=chain.at, explanation=None,
                  explained_by=None, overridden_by=None, override_reason=None)
    _sign(seats[0], chain, 11, "同意")
    seats[1].update(status="open", opened_at=chain.at)
    entry = {"line": 1, "kind": "reserve", "from": "available", "to": "reserved", "fen": form.total_fen}
    second = [_seat(2, 0, "leader", "open", "one"), _seat(2, 1, "deputy", "open", "one")]
    chain.row.update(rounds=2, remembered={"came_from": "checked", "times": {"pass": 1}})
    n = chain.record("pass", "moved", "weighed", actor=12, role="second", signed=[(1, 1)], ended=[(1, "done")],
                     opened=second, ledger=[entry], findings=shown, remembered=chain.row["remembered"])
    _sign(seats[1], chain, 12, None)
    world.rows[seat_round][-1].update(closed_at=chain.at, outcome="done")
    world.add(seat_round, case_id=number, n=2, action="approve", verb="one", state="weighed", opened_at=chain.at,
              closed_at=None, outcome=None)
    seats += [_seat_row(number, told, chain.at, chain.row["due_at"]) for told in second]
    world.add(ledger_entry, case_id=number, trail_n=n, k=0, line_id=1, kind="reserve", from_account="available",
              to_account="reserved", fen=form.total_fen, at=chain.at)
    attached = {"id": number, "kind": "programme", "name": "方案.pdf", "sha256": "f" * 64, "size": 1000 + number}
    chain.record("attach", "recorded", None, rows={"paper": [attached]}, request=f"{number:08x}-paper")
    world.add(paper, case_id=number, by=7, at=chain.at, removed_at=None, **attached)
    entry = {"line": 1, "kind": "commit", "from": "reserved", "to": "committed", "fen": form.total_fen}
    chain.row.update(due_at=None)
    n = chain.record("approve", "moved", "done", actor=13, role="leader", signed=[(2, 0)], closed=[(2, 1)],
                     ended=[(2, "done")], ledger=[entry], findings=shown, opinion="同意办班",
                     set_={"reply_no": f"号{number}", "approved_fen": form.total_fen})
    _sign(seats[2], chain, 13, "同意办班")
    seats[3].update(status="closed", closed_at=chain.at)
    world.rows[seat_round][-1].update(closed_at=chain.at, outcome="done")
    world.add(ledger_entry, case_id=number, trail_n=n, k=0, line_id=1, kind="commit", from_account="reserved",
              to_account="committed", fen=form.total_fen, at=chain.at)
    world.add(fund_share, case_id=number, line_id=1, reserved=0, committed=form.total_fen, spent=0)
    world.committed += form.total_fen
    for row in seats:
        world.add(seat, **row)
    return chain


def a_book(world: World, fen: int) -> None:
    """The book that opened the fund line."""
    book = Chain(world, BOOK, "book", None, by=3)
    book.row.update(process_hash=None, policy_hash=None)
    line = {"id": 1, "owner": "U1", "year": 2026, "source": "special", "state": "open", "closes_on": None}
    entry = {"line": 1, "kind": "appropriate", "from": "outside", "to": "available", "fen": fen}
    n = book.record("open_line", "created", "open", role="finance", ledger=[entry], rows={"fund_line": [line]})
    world.add(fund_line, case_id=BOOK, appropriated=fen, reserved=0, committed=world.committed, spent=0, **line)
    world.add(ledger_entry, case_id=BOOK, trail_n=n, k=0, line_id=1, kind="appropriate", from_account="outside",
              to_account="available", fen=fen, at=book.at)


def _seat(number: int, place: int, role: str, status: str, verb: str) -> dict[str, Any]:
    action = "pass" if number == 1 else "approve"
    return {"round": number, "place": place, "action": action, "act": action, "role": role, "unit": None,
            "state": "checked" if number == 1 else "weighed", "gate": None, "status": status, "verb": verb}


def _seat_row(number: int, told: dict[str, Any], at: datetime, due: datetime | None) -> dict[str, Any]:
    row = {name: value for name, value in told.items() if name != "verb"}
    opened_at = at if told["status"] == "open" else None
    return {"case_id": number, **row, "opened_at": opened_at, "due_at": due, "closed_at": None}


def _sign(row: dict[str, Any], chain: Chain, by: int, opinion: str | None) -> None:
    row.update(status="signed", signed_by=by, signed_at=chain.at, closed_at=chain.at, form_hash=chain.row["form_hash"],
               findings_hash=FINDINGS_HASH, opinion=opinion, trail_n=chain.n)
