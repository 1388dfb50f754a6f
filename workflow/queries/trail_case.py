"""One case against its own records: the chain first, then every table that its records tell of."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from workflow.domain.findings import Finding
from workflow.engine.rules.register import findings_digest
from workflow.queries.trail_tables import (
    ASSIGNED,
    KEYS,
    READ,
    SHOWN,
    SHOWN_ONCE,
    SUBJECTS,
    TOLD_TABLES,
    Raw,
    compared,
    reader_of,
)
from workflow.store.cases import case, content, finding
from workflow.store.funding import fund_share, ledger_entry
from workflow.store.trail import trail
from workflow.trail.record import canonical
from workflow.trail.replay import Contradiction, Derived, Key, Replay, Told, micros
from workflow.trail.verify import GENESIS, Broken, link, record_hash
from workflow.wording import unpack

Rows = Mapping[str, Iterator[Any]]  # the rows of one case, by table
HELD = ("reserved", "committed", "spent")
RECORD_COLUMNS = ("at", "actor_id", "role", "act", "from_state", "to_state", "request_id")
CASE_COLUMNS = (
    "kind", "process_hash", "policy_hash", "state", "rounds", "chain_n", "chain_head", "number", "host_unit",
    "created_by", "created_at", "entered_at", "due_at", "remembered", "form_n", "form_hash", "proposed_n", "findings_n",
    "findings_hash",
)  # fmt: skip
_NAMES = {table.name: tuple(column.name for column in compared(table)) for table in TOLD_TABLES}
_READERS = {table.name: tuple(reader_of(column) for column in compared(table)) for table in TOLD_TABLES}


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that the trail does not bear out: its table, its case, the record that tells otherwise, and why.

    ``why`` is a key of the texts under ``trail.why``.
    """

    table: str
    case: Any  # the case's id; whatever stands there if it was tampered with
    n: Any
    why: str

    @property
    def place(self) -> tuple[tuple[int, Any], tuple[int, Any]]:
        """By case, then by record; what is no number comes last."""
        return order(self.case), order(self.n)


def _printable(value: Any) -> Any:
    """A number as it is; anything else that an intruder put there as text that can be printed."""
    return value if isinstance(value, int | float) else str(value).encode(errors="replace").decode()


def order(value: Any) -> tuple[int, Any]:
    """The order in which a database hands out a column's values, also where one was tampered with."""
    return (0, value) if isinstance(value, int | float) else (1, str(value))


@dataclass(slots=True)
class CaseCheck:
    """The check of one case; ``bad`` are its faults in no order, ``derived`` what its standing records tell."""

    case_id: Any
    bad: list[Bad] = field(default_factory=list)
    records: int = 0
    broken: int | None = None  # the first record that does not stand
    replaying: Replay = field(default_factory=Replay)

    @property
    def derived(self) -> Derived:
        return self.replaying.derived

    def run(self, rows: Rows) -> None:
        """Walk the chain, then compare; behind a broken record only what came before it can be judged."""
        self.walk(rows[trail.name])
        self.compare_case(list(rows[case.name]))
        bodies = self.compare_contents(list(rows[content.name]))
        self.compare_findings(list(rows[finding.name]))
        for table in TOLD_TABLES:
            if table not in (content, finding):
                self.compare_rows(table.name, rows[table.name])
        self.compare_shares(rows[fund_share.name])
        self.compare_subject({table.name: list(rows[table.name]) for table in SUBJECTS}, bodies)

    # --- the chain --------------------------------------------------------------------------------------------------

    def walk(self, rows: Iterator[Any]) -> None:
        """Check each record in its place; after the first that does not stand the rest are only counted."""
        prev, n = GENESIS, 0
        for row in rows:
            self.records += 1
            if self.broken is None:
                n += 1
                prev = self._step(row, n, prev)

    def _step(self, row: Any, n: int, prev: str) -> str:
        found, digest, before, text, *beside = row[1:]
        if found != n:
            self._break(found if isinstance(found, int) and found < n else n, "missing")
            return prev
        try:
            record, told = link(text, n, prev, self.case_id)
        except Broken as broken:
            self._break(n, broken.why)
            return prev
        if told != digest:
            self._break(n, "changed")
        elif before != prev:
            self._break(n, "not_linked")
        elif beside != _columns(record):
            self._break(n, "column")
        else:
            try:
                self.replaying.apply(record, told)
            except Contradiction as contradiction:
                self._break(n, contradiction.why)
        return told

    def _break(self, n: int, why: str) -> None:
        self.broken = n
        self._note(trail.name, n, why)

    def _note(self, table: str, n: Any, why: str) -> None:
        self.bad.append(Bad(table, _printable(self.case_id), _printable(n), why))

    # --- the tables -------------------------------------------------------------------------------------------------

    def compare_case(self, rows: list[Any]) -> None:
        derived = self.derived
        if not rows:
            if derived.n:
                self._note(case.name, derived.n, "lost")
        elif self.broken is None and _counts_more(rows[0], derived.n):
            self._break(derived.n + 1, "cut_off")
        elif self.broken is None and not derived.n:
            self._break(1, "missing")
        elif self.broken is None:
            told = {**derived.case, "kind": (1, derived.kind), "chain_n": (derived.n, derived.n),
                    "chain_head": (derived.n, derived.head),
                    "remembered": (derived.case.get("remembered", (1, None))[0], canonical(derived.remembered)),
                    "number": derived.assigned.get("number", (derived.n, None)),
                    "host_unit": derived.assigned.get("host_unit", (derived.n, None))}  # fmt: skip
            for column, found in zip(CASE_COLUMNS, rows[0][1:], strict=True):
                n, value = told[column]
                if found != value:
                    self._note(case.name, n, "differs")

    def compare_contents(self, rows: list[Any]) -> dict[int, str]:
        """Contents are what their hash says, and each was named by a record.  Answers the bodies by number."""
        self.compare_rows(content.name, iter([row[:-1] for row in rows]))
        bodies = {}
        for row in rows:
            told = self.derived.rows(content.name).get((row[1],))
            if told is not None:
                bodies[row[1]] = row[-1]
                if record_hash(_bytes(row[-1])) != told.values["hash"]:
                    self._note(content.name, told.n, "changed")
        return bodies

    def compare_findings(self, rows: list[Any]) -> None:
        """Findings stand as told, and what each said adds up to the digest of its generation."""
        self.compare_rows(finding.name, iter([row[:-1] for row in rows]))
        generations: dict[Any, list[Any]] = {}
        for row in rows:
            generations.setdefault(row[1], []).append(row)
        for number, found in generations.items():
            n, digest = self.derived.generations.get(number, (0, ""))
            if digest and _digest(found) != digest:
                self._unless_broken(finding.name, n, "changed")

    def compare_rows(self, table: str, rows: Iterator[Any]) -> None:
        """Every told row stands as told, and no other row stands."""
        width = 1 + len(KEYS[table])
        left: dict[Key, Told] = {key: told for key, told in self.derived.rows(table).items() if not told.gone}
        for row in rows:
            told = left.pop(tuple(row[1:width]), None)
            if told is None:
                self._extra(table, row)
            elif _differs(table, tuple(row[width:]), told):
                self._unless_broken(table, told.n, "differs")
        for told in left.values():
            self._unless_broken(table, told.n, "lost")

    def _extra(self, table: str, row: Any) -> None:
        if table == ledger_entry.name:
            self._unless_broken(table, row[1], "untold")
        elif self.broken is None:
            self._note(table, self.derived.n, "untold")

    def _unless_broken(self, table: str, n: Any, why: str) -> None:
        """Rows that only grow can be judged up to the broken record, the others only while the chain is whole."""
        grows = table in (ledger_entry.name, content.name) and isinstance(n, int)
        if self.broken is None or grows and n < self.broken:
            self._note(table, n, why)

    def compare_shares(self, rows: Iterator[Any]) -> None:
        """What the case holds on each line; a row of noughts and no row say the same."""
        if self.broken is not None:
            list(rows)  # taken all the same, so that the next case is reached
            return
        derived = self.derived
        told = {line: tuple(held.get(account, 0) for account in HELD) for line, held in derived.accounts.items()}
        found = {row[1]: tuple(row[2:]) for row in rows}
        for line in {**told, **found}:
            if told.get(line, (0, 0, 0)) != found.get(line, (0, 0, 0)):
                last = max((n for (n, _), e in derived.rows(ledger_entry.name).items() if e.values["line_id"] == line),
                           default=derived.n)  # fmt: skip
                self._note(fund_share.name, last, "differs")

    def compare_subject(self, rows: Mapping[str, list[Any]], bodies: Mapping[int, str]) -> None:
        """The subject's row: columns that acts assigned, and those copied from the content in force."""
        if self.broken is not None or not self.derived.n:
            return
        derived = self.derived
        for table, found in rows.items():
            if found and table != derived.kind:
                self._note(table, derived.n, "untold")
            elif not found and table == derived.kind:
                self._note(table, derived.n, "lost")
            elif found:
                self._compare_assigned(table, found[0])
        if rows.get(derived.kind):
            self._compare_shown(rows[derived.kind][0], bodies)

    def _compare_assigned(self, table: str, row: Any) -> None:
        for value, column in zip(row[1:], ASSIGNED[table], strict=False):
            n, told = self.derived.assigned.get(column, (self.derived.n, None))
            if value != told:
                self._note(table, n, "differs")

    def _compare_shown(self, row: Any, bodies: Mapping[int, str]) -> None:
        """The columns copied from the content in force; before one is frozen they follow what is being typed."""
        kind, (n, form_n) = self.derived.kind, self.derived.case["form_n"]
        once = SHOWN_ONCE.get(kind)
        if kind not in READ or form_n not in bodies or once and once not in self.derived.assigned:
            return
        try:
            form = READ[kind](json.loads(bodies[form_n]))
            told = [show(form) for show in SHOWN[kind].values()]
        except (ValueError, TypeError, KeyError, AttributeError):
            return self._note(content.name, n, "unreadable")
        if list(row[1 + len(ASSIGNED[kind]) :]) != told:
            self._note(kind, n, "differs")


def _differs(table: str, found: Raw, told: Told) -> bool:
    """Whether a row says something else; quick first, then exactly: told moments and JSON values are text."""
    wanted = tuple(map(told.values.get, _NAMES[table]))
    if found == wanted:
        return False
    try:
        exact = (value if read is None else read(value) for value, read in zip(wanted, _READERS[table], strict=True))
        return found != tuple(exact)
    except (ValueError, TypeError):
        return True


def _digest(rows: list[Any]) -> str:
    """The digest of one generation as the rules made it, before anybody answered."""
    try:
        return findings_digest([_finding(rule, part, severity, body) for _, _, rule, part, severity, *_, body in rows])
    except (ValueError, TypeError, KeyError, AttributeError):
        return "unreadable"


def _finding(rule: str, part: str, severity: str, body: str) -> Finding:
    said = json.loads(body)
    values = {name: unpack(value) for name, value in said["values"].items()}
    return Finding(rule, severity, "", values, part, wording=said["wording"])


def _columns(record: Mapping[str, Any]) -> list[Any]:
    """What the columns beside a record must hold; ``RECORD_COLUMNS`` in order."""
    try:
        actor = record["actor"]
        return [micros(record["at"]), actor["id"], actor["role"], record["act"], record["from"], record["to"],
                record.get("request")]  # fmt: skip
    except (KeyError, TypeError, ValueError):
        return []


def _bytes(text: Any) -> bytes:
    return text if isinstance(text, bytes) else str(text).encode(errors="surrogateescape")


def _counts_more(row: Any, n: int) -> bool:
    """Whether the case counts more records than there are: the last ones were cut off."""
    found = row[1 + CASE_COLUMNS.index("chain_n")]
    return isinstance(found, int) and found > n
