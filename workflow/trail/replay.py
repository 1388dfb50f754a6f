"""What must stand in the tables, re-derived from the records of one case and nothing else.

A case is folded record by record: ``Replay.apply`` for each, in order.  Every derived
value keeps the number of the record that told it, so that a table which says something
else can be answered with that record's number.  No process, state or role is named
here: the records carry the seats, the entries and the columns they changed.

Instants are whole microseconds since 1970 UTC, as the tables keep them; days are ISO text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from workflow.trail.verify import GENESIS

Key = tuple[Any, ...]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
SIDE_TABLES: Mapping[str, tuple[str, ...]] = {  # whose rows a record may tell whole, and what names a row
    "attendance": ("day", "half", "cadre_id"),
    "class_note": ("k",),
    "closing": ("k",),
    "enrolment": ("cadre_id",),
    "correction": ("trail_n", "k"),
    "finding": ("n", "rule", "part"),
    "execution_report": ("unit",),
    "fund_line": ("id",),
    "fund_motion": ("id",),
    "hour_entry": ("k", "cadre_id"),
    "learnt_version": ("id",),
    "learnt_wording": ("id",),
    "need_link": ("need_id", "code"),
    "paper": ("id",),
    "paper_seat": ("id",),
    "outside_training": ("id",),
    "pair": ("other_id",),
    "policy_proposal": ("id",),
    "place_quota": ("unit",),
    "plan_item": ("code",),
    "reconcile": ("id",),
    "reconcile_line": ("reconcile_id", "indicator"),
    "settlement": (),
    "settlement_item": ("item",),
    "trainee_evaluation": ("k",),
    "training_need": ("id",),
    "voucher": ("k",),
    "stand_in": ("id",),
    "post": ("id",),
    "succession": ("id",),
    "unit": ("code",),
    "unit_name": ("unit", "to_day"),
}
SIGNED_ROWS = frozenset({"paper"})  # whose rows keep, from their record, who added them and when


class Contradiction(ValueError):
    """A record that does not follow from those before it; ``why`` is a key of the texts."""

    def __init__(self, n: int, why: str):
        self.n, self.why = n, why
        super().__init__(f"record {n}: {why}")


@dataclass(slots=True)
class Told:
    """Columns as the records tell them, and the last record that told one of them."""

    n: int
    values: dict[str, Any]
    gone: bool = False


@dataclass(slots=True)
class Derived:
    """One case as its records tell it.

    ``case``: columns of the case, each with the record that told it.  ``generations``: the digest of each
    generation of findings, with the record that made it.  ``assigned``: columns
    of the subject that acts assigned (a reply number, the day of declaration).  ``tables``:
    the rows of the other tables by table and key, the case's own id left out.  ``accounts``: per
    fund line the change of every account by this case's entries, fen.
    """

    n: int = 0
    head: str = GENESIS
    kind: str = ""
    case: dict[str, tuple[int, Any]] = field(default_factory=dict)
    remembered: Mapping[str, Any] = field(default_factory=dict)
    generations: dict[int, tuple[int, str]] = field(default_factory=dict)
    assigned: dict[str, tuple[int, Any]] = field(default_factory=dict)
    tables: dict[str, dict[Key, Told]] = field(default_factory=dict)
    accounts: dict[int, dict[str, int]] = field(default_factory=dict)

    @property
    def state(self) -> str | None:
        told: str | None = self.case["state"][1] if "state" in self.case else None
        return told

    def rows(self, table: str) -> dict[Key, Told]:
        """The rows of one table by key; empty where no record told of any."""
        return self.tables.get(table, {})


class Replay:
    """The fold itself; ``derived`` is the case after the records applied so far.

    Records come with their hash, as ``verify.walk`` yields them.
    """

    def __init__(self) -> None:
        self.derived = Derived()

    def apply(self, record: Mapping[str, Any], digest: str) -> None:
        """One more record; ``Contradiction`` where its shape is wrong or it does not follow from the present state."""
        try:
            self._apply(record, digest)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as fault:
            if isinstance(fault, Contradiction):
                raise
            raise Contradiction(self.derived.n + 1, "unreadable") from fault

    def _apply(self, record: Mapping[str, Any], digest: str) -> None:
        derived, n, at = self.derived, record["n"], micros(record["at"])
        if n == 1:
            self._create(record, at)
        elif record["from"] != derived.state:
            raise Contradiction(n, "other_state")
        told = derived.case
        if record["to"] is not None:
            told["state"], told["entered_at"] = (n, record["to"]), (n, at)
        self._tell(n, process_hash=record["process"], policy_hash=record["policy"],
                   due_at=_due(record))
        self._contents(record, n, at)
        if "remembered" in record:
            derived.remembered, told["remembered"] = record["remembered"], (n, None)
        if "findings" in record:
            self._findings(record, n, at)
        if "seats" in record:
            self._seats(record, n, at)
        for k, entry in enumerate(record.get("ledger", ())):
            self._entry(entry, n, k, at)
        for column, value in record.get("set", {}).items():
            derived.assigned[column] = (n, value)
        for table, rows in record.get("rows", {}).items():
            for row in rows:
                self._row(table, row, record, at)
        derived.n, derived.head = n, digest

    def _create(self, record: Mapping[str, Any], at: int) -> None:
        if record["from"] is not None or record["to"] is None:
            raise Contradiction(1, "no_beginning")
        self.derived.kind = record["kind"]
        self._tell(1, created_by=record["actor"]["id"], created_at=at, rounds=0, form_n=0, findings_n=0,
                   form_hash=None, proposed_n=None, findings_hash=None)

    def _tell(self, n: int, **columns: Any) -> None:
        """Note the columns that changed; a value told again keeps the record that first told it."""
        told = self.derived.case
        for column, value in columns.items():
            if column not in told or told[column][1] != value:
                told[column] = (n, value)

    def _contents(self, record: Mapping[str, Any], n: int, at: int) -> None:
        form, proposed = record["form"], record.get("proposed")
        if form:
            self._tell(n, form_n=form["n"], form_hash=form["hash"])
        self._tell(n, proposed_n=proposed["n"] if proposed else None)
        for named in (form, proposed):
            if named:
                known = self.derived.tables.setdefault("content", {})
                told = known.get((named["n"],))
                if told is None:
                    known[(named["n"],)] = Told(n, {"hash": named["hash"], "by": record["actor"]["id"], "at": at})
                elif told.values["hash"] != named["hash"]:
                    raise Contradiction(n, "other_content")

    def _findings(self, record: Mapping[str, Any], n: int, at: int) -> None:
        """Every record names the generation it showed; the first to show one made it, and lists it."""
        shown = record["findings"]
        self._tell(n, findings_n=shown["n"], findings_hash=shown["hash"])
        known = self.derived.tables.setdefault("finding", {})
        if shown["n"] in self.derived.generations:
            return
        self.derived.generations[shown["n"]] = (n, shown["hash"])
        made = {"policy_hash": record["policy"], "at": at, "form_hash": shown["form"]}
        for rule, part, severity in shown.get("list", ()):
            known[(shown["n"], rule, part)] = Told(n, {"severity": severity, **made})

    def _seats(self, record: Mapping[str, Any], n: int, at: int) -> None:
        seats = self.derived.tables.setdefault("seat", {})
        rounds = self.derived.tables.setdefault("seat_round", {})
        moves = record["seats"]
        for opened in moves.get("opened", ()):
            self._open_seat(opened, record, n, at)
        for number, place in moves.get("signed", ()):
            self._sign_seat(seats[(number, place)], record, n, at)
        for number, place in moves.get("asked", ()):
            seat = seats[(number, place)]
            seat.n = n
            seat.values.update(status="open", opened_at=at, due_at=_due(record))
        for number, place in moves.get("closed", ()):
            seat = seats[(number, place)]
            seat.n = n
            seat.values.update(status="closed", closed_at=at)
        for number, outcome in moves.get("ended", ()):
            rounds[(number,)].n = n
            rounds[(number,)].values.update(closed_at=at, outcome=outcome)

    def _open_seat(self, opened: Mapping[str, Any], record: Mapping[str, Any], n: int, at: int) -> None:
        tables, number, place = self.derived.tables, opened["round"], opened["place"]
        if (number,) not in tables["seat_round"]:
            tables["seat_round"][(number,)] = Told(n, {
                "action": opened["action"], "verb": opened["verb"], "state": opened["state"],
                "opened_at": at, "closed_at": None, "outcome": None,
            })  # fmt: skip
            self._tell(n, rounds=max(self.derived.case["rounds"][1], number))
        if (number, place) in tables["seat"]:
            raise Contradiction(n, "seat_twice")
        tables["seat"][(number, place)] = Told(n, {
            "action": opened["action"], "act": opened["act"], "role": opened["role"], "unit": opened["unit"],
            "state": opened["state"], "gate": opened["gate"], "status": opened["status"],
            "opened_at": None if opened["status"] == "waiting" else at, "due_at": _due(record),
            "closed_at": None, "signed_by": None, "signed_at": None, "acting_for": None, "form_hash": None,
            "findings_hash": None, "opinion": None, "trail_n": None,
        })  # fmt: skip
        if opened["status"] == "signed":  # who begins an errand signs its first seat at once
            self._sign_seat(tables["seat"][(number, place)], record, n, at)

    def _sign_seat(self, seat: Told, record: Mapping[str, Any], n: int, at: int) -> None:
        if seat.values["trail_n"] is not None:
            if seat.values["trail_n"] == n:
                return  # signed as it was opened
            raise Contradiction(n, "signed_twice")
        seat.n = n
        seat.values.update(
            status="signed", signed_by=record["actor"]["id"], signed_at=at, closed_at=at,
            acting_for=record["actor"].get("for"), trail_n=n, opinion=record.get("opinion"),
            form_hash=_seen(record),
            findings_hash=record.get("findings", {}).get("hash"),
        )  # fmt: skip

    def _entry(self, entry: Mapping[str, Any], n: int, k: int, at: int) -> None:
        line, source, target, fen = entry["line"], entry["from"], entry["to"], entry["fen"]
        self.derived.tables.setdefault("ledger_entry", {})[(n, k)] = Told(n, {
            "line_id": line, "kind": entry["kind"], "from_account": source, "to_account": target, "fen": fen, "at": at,
        })  # fmt: skip
        accounts = self.derived.accounts.setdefault(line, {})
        accounts[source] = accounts.get(source, 0) - fen
        accounts[target] = accounts.get(target, 0) + fen

    def _row(self, table: str, row: Mapping[str, Any], record: Mapping[str, Any], at: int) -> None:
        """A row of a side table as it stands now; columns not named stay as they were told before."""
        n, new = record["n"], {"by": record["actor"]["id"], "at": at} if table in SIGNED_ROWS else {}
        rows = self.derived.tables.setdefault(table, {})
        key = tuple(row[column] for column in SIDE_TABLES[table])
        values = {column: value for column, value in row.items() if column not in (*SIDE_TABLES[table], "gone")}
        told = rows.setdefault(key, Told(n, new))
        told.n, told.gone = n, bool(row.get("gone"))
        told.values.update(values)


def _seen(record: Mapping[str, Any]) -> str | None:
    """The hash of the content the actor had before him."""
    seen: str | None = record.get("seen") or (record["form"] or {}).get("hash")
    return seen


def _due(record: Mapping[str, Any]) -> int | None:
    return micros(record["due"]) if record["due"] else None


def micros(text: str) -> int:
    """An instant of a record as whole microseconds since 1970 UTC."""
    return (datetime.fromisoformat(text) - EPOCH) // MICROSECOND
