"""The trail of one case: every record, newest first, and what verification says of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, LargeBinary, cast, select

from workflow.domain.days import office_day
from workflow.domain.declaration import PAPERS
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.queries.case_facts import Fact, stated
from workflow.queries.labels import Names, names
from workflow.queries.paper_seats import people_in, told_in
from workflow.queries.trail_check import Verification, verify_all
from workflow.queries.visible import demand
from workflow.rulebook.process import Process
from workflow.rulebook.rulebook import Rulebook
from workflow.store.cases import case, class_declaration
from workflow.store.trail import trail
from workflow.trail.record import Record, read_record
from workflow.trail.verify import Broken
from workflow.wording import Fen, Label, Term, keys

# Acts on units, posts and accounts: what they were about stands in what was given with them.
OF_THE_HOUSE = frozenset({"rename_unit", "move_unit", "end_unit", "follow_unit", "fill_post", "end_post", "end_posts",
                          "set_first_password", "close_account", "open_account_again"})
SHORT = 12  # characters of a hash that a page shows
SHOWN = ("block", "warn", "info")  # findings a row tells; the clear ones are counted


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding as it stood before the signer."""

    rule: str
    part: str
    severity: str


@dataclass(frozen=True, slots=True)
class Posting:
    """A ledger entry of a record: what was done with how much, from which account to which."""

    kind: Term
    origin: Term
    target: Term
    fen: Fen


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One record.  ``post`` = the chair it was done from, ``None`` for the system; ``origin``/``target`` = the
    states it led from and to, ``None`` where the state stayed; ``form_n`` = the content in force after it;
    ``clear`` counts the findings that were satisfied; ``facts`` = what was stated with it, and the papers it
    brought or took off; ``stands`` = the record and its chain up to here hold."""

    n: int
    at: datetime
    who: Label | Term
    post: Label | None
    acting_for: Label | Term | None
    act: Label | Term
    what: str  # created | moved | signed | recorded
    origin: Label | None
    target: Label | None
    opinion: str
    form_n: int | None
    changes: tuple[Term, ...]
    findings: tuple[Shown, ...]
    clear: int
    postings: tuple[Posting, ...]
    facts: tuple[Fact, ...]
    late: datetime | None
    hash: str
    stands: bool

    @property
    def short(self) -> str:
        return self.hash[:SHORT]


@dataclass(frozen=True, slots=True)
class TrailPage:
    """The page: the case by its number and title, its records newest first, and the verdict on this case."""

    case_id: int
    kind: str
    number: str | None
    title: str
    rows: tuple[TrailRow, ...]
    verification: Verification

    @property
    def count(self) -> int:
        return len(self.rows)


def trail_page(office: Office, actor: Actor, case_id: int) -> TrailPage:
    """The trail of a case that this actor may see; raises ``NotFound`` for any other.

    A record that cannot be read any more is left out of the rows; the verdict names it.
    """
    with office.database.read() as connection:
        demand(connection, actor, office.rulebook.roles, case_id)
        head = _head(connection, case_id)
    verification = verify_all(office, case_id=case_id)
    first_bad = verification.first_bad
    broken = first_bad.n if first_bad is not None and first_bad.table == trail.name else None
    with office.database.read() as connection:
        rows = trail_rows(connection, office.rulebook, case_id, broken)
    return TrailPage(case_id, head.kind, head.number, head.title or "", rows, verification)


def trail_rows(
    connection: Connection, rulebook: Rulebook, case_id: int, broken: int | None = None
) -> tuple[TrailRow, ...]:
    """Every record of a case that can be read, newest first; from record ``broken`` on they do not stand."""
    records = _records(connection, case_id)
    known = names(
        connection,
        rulebook.roles,
        units=[code for record in records for code in (record.unit, *_about(record, "unit", "successor"))],
        people=[number for record in records for number in (
            record.actor, record.acting_for, *people_in(record.given), *_about(record, "person"))],
    )
    papers: dict[int, Fact] = {}
    made = {record.findings_n: record.findings for record in records if record.findings}
    rows = [_row(record, known.on(office_day(record.at)), rulebook, broken, papers, made.get(record.findings_n, ()))
            for record in records]
    return tuple(reversed(rows))


def _head(connection: Connection, case_id: int) -> Any:
    return connection.execute(
        select(case.c.kind, case.c.number, class_declaration.c.class_name.label("title"))
        .outerjoin(class_declaration, class_declaration.c.case_id == case.c.id)
        .where(case.c.id == case_id)
    ).one()


def _records(connection: Connection, case_id: int) -> list[Record]:
    """The records that can still be read, oldest first."""
    found = []
    record: ColumnElement[Any] = trail.c.record
    if connection.dialect.name == "sqlite":  # as bytes: broken text must not stop the page
        record = cast(record, LargeBinary)
    texts = select(record).where(trail.c.case_id == case_id).order_by(trail.c.n)
    for text in connection.execute(texts).scalars():
        try:
            found.append(read_record(text))
        except Broken:
            continue
    return found


def _row(record: Record, known: Names, rulebook: Rulebook, broken: int | None, papers: dict[int, Fact],
         findings: Sequence[tuple[str, str, str]]) -> TrailRow:
    process = rulebook.processes.get(record.process or "")
    return TrailRow(
        n=record.n,
        at=record.at,
        who=known.person(record.actor),
        post=known.post(record.role, record.unit) if record.role else None,
        acting_for=None if record.acting_for is None else known.person(record.acting_for),
        act=act_label(process, record.act),
        what=record.what,
        origin=_state(process, record.from_state) if record.to_state else None,
        target=_state(process, record.to_state),
        opinion=record.opinion,
        form_n=record.form[0] if record.form else None,
        changes=tuple(Term(f"form.{name}") for name in record.changes),
        findings=tuple(Shown(*finding) for finding in findings if finding[2] in SHOWN),
        clear=sum(finding[2] not in SHOWN for finding in findings),
        postings=tuple(_posting(entry) for entry in record.ledger),
        facts=(*stated({record.act: record.given}), *told_in(record.given, known), *_papers(record, papers),
               *_subjects(record, known)),
        late=record.late,
        hash=record.hash,
        stands=broken is None or record.n < broken,
    )


def act_label(process: Process | None, act: str) -> Label | Term:
    """What was done: the process's own word for it, else the catalogue's for acts of every case."""
    if process is not None and act in process.actions:
        return process.actions[act].label
    key = f"trail.act.{act}"
    return Term(key) if key in keys("zh") else Label(act, act)


def _state(process: Process | None, state: str | None) -> Label | None:
    if state is None:
        return None
    return process.states[state].label if process is not None and state in process.states else Label(state, state)


def _papers(record: Record, papers: dict[int, Fact]) -> list[Fact]:
    """The papers of a record by kind and name; ``papers`` keeps them by id, since a removal tells the id only."""
    told = record.plain.get("rows", {}).get("paper", ())
    papers.update((row["id"], Fact(Term(f"paper.{row['kind']}"), row["name"])) for row in told
                  if row.get("kind") in PAPERS)  # fmt: skip
    return [papers[row["id"]] for row in told if row.get("id") in papers]


def _about(record: Record, *wanted: str) -> list[Any]:
    """Which units or people an act on the house's lists was about."""
    return [record.given[name] for name in wanted if record.act in OF_THE_HOUSE and record.given.get(name)]


def _subjects(record: Record, known: Names) -> list[Fact]:
    """The same by name."""
    called: Mapping[str, Callable[[Any], Any]] = {
        "person": known.person, "role": known.role, "unit": known.unit, "successor": known.unit}
    return [Fact(Term(f"trail.{key}"), name(value)) for key, name in called.items() for value in _about(record, key)]


def _posting(entry: Mapping[str, Any]) -> Posting:
    origin, target = (Term(f"trail.account.{entry[name]}") for name in ("from", "to"))
    return Posting(Term(f"trail.kind.{entry['kind']}"), origin, target, Fen(entry["fen"]))
