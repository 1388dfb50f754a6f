"""The record of one act: who, when, what, on what, with what result; and its hash.

A record is the canonical JSON text that is hashed and kept.  Every act writes one.
What a later reader must be able to re-derive stands in it; names of persons do not:
people are ids, so that a name can be corrected or erased and the chain still holds.

Always present: ``v alg case kind n prev at act what actor from to process policy form due``.
The rest stands only where there is something to say:

``opinion``     the actor's words
``proposed``    a content that waits for adoption after this act, ``{n, hash}``
``seen``        the hash of the content the signer had before him, where it is not ``form``
``findings``    as shown: ``{n, hash}``; where this act made generation ``n`` of them also ``list``
                ([[rule, part, severity], ...]) and ``form``, the hash of the content judged
``changes``     names of the changed fields
``seats``       ``opened`` (whole seats), ``asked`` (seats whose turn has come), ``signed`` and ``closed``
                ([[round, place], ...]), ``ended`` rounds ([[round, outcome], ...])
``remembered``  the whole new value of what the case remembers
``ledger``      entries in order: ``{line, kind, from, to, fen}``
``set``         columns of the case or its subject that this act assigned (number, reply_no, host_unit, ...)
``rows``        rows of side tables as they stand after this act, by table: ``{"paper": [{"id": 3, ...}]}``;
                a row with ``"gone": true`` was removed
``request``     the request id;  ``given``  what the actor stated with the action;  ``late``  a claimed earlier time
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from workflow.trail.verify import ALGORITHM, GENESIS, VERSION, Broken, canonical, read, record_hash

__all__ = ["GENESIS", "Record", "canonical", "instant", "make_record", "moment_text", "read_record", "record_hash",
           "refusal_hash"]


def make_record(
    *,
    case: int,
    kind: str,
    n: int,
    prev: str,
    at: datetime,
    act: str,
    what: str,
    actor: int,
    role: str | None,
    unit: str | None,
    from_state: str | None,
    to_state: str | None,
    process: str | None,
    policy: str | None,
    form: tuple[int, str] | None = None,
    due: datetime | None = None,
    acting_for: int | None = None,
    opinion: str = "",
    proposed: tuple[int, str] | None = None,
    seen: str | None = None,
    findings: tuple[int, str, Sequence[Sequence[str]]] | None = None,
    judged: str | None = None,
    changes: Sequence[str] = (),
    opened: Sequence[Mapping[str, Any]] = (),
    asked: Sequence[tuple[int, int]] = (),
    signed: Sequence[tuple[int, int]] = (),
    closed: Sequence[tuple[int, int]] = (),
    ended: Sequence[tuple[int, str]] = (),
    remembered: Mapping[str, Any] | None = None,
    ledger: Sequence[Mapping[str, Any]] = (),
    set_: Mapping[str, Any] | None = None,
    rows: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
    request: str | None = None,
    given: Mapping[str, Any] | None = None,
    late: datetime | None = None,
) -> tuple[str, str]:
    """The text of a record and its hash.

    ``n`` counts from 1 within the case, ``prev`` is the hash before (``GENESIS`` for the first).
    ``what``: created, moved, signed (others must follow) or recorded (the state stays).
    ``from_state`` is ``None`` for a creation, ``to_state`` where the state stays.  ``form`` and
    ``due`` are the content in force and the deadline *after* this act.  ``remembered``: ``None``
    = unchanged, ``{}`` = emptied.  Money in fen.  Dates and moments anywhere in ``opened``,
    ``set_``, ``rows`` and ``given`` become ISO text.  A float raises ``ValueError``.
    """
    record: dict[str, Any] = {
        "v": VERSION,
        "alg": ALGORITHM,
        "case": case,
        "kind": kind,
        "n": n,
        "prev": prev,
        "at": moment_text(at),
        "act": act,
        "what": what,
        "actor": {"id": actor, "role": role, "unit": unit},
        "from": from_state,
        "to": to_state,
        "process": process,
        "policy": policy,
        "form": None if form is None else {"n": form[0], "hash": form[1]},
        "due": None if due is None else moment_text(due),
    }
    if acting_for is not None:
        record["actor"]["for"] = acting_for
    if proposed is not None:
        record["proposed"] = {"n": proposed[0], "hash": proposed[1]}
    if findings is not None:
        record["findings"] = {"n": findings[0], "hash": findings[1]}
        if findings[2]:
            record["findings"]["list"] = findings[2]
        if judged is not None:
            record["findings"]["form"] = judged
    seats = {name: list(part) for name, part in _parts(opened, asked, signed, closed, ended) if part}
    if seats:
        record["seats"] = seats
    if remembered is not None:
        record["remembered"] = remembered
    for name, value in (("opinion", opinion), ("seen", seen), ("changes", changes), ("ledger", ledger),
                        ("set", set_), ("rows", rows), ("request", request), ("given", given)):
        if value:
            record[name] = value
    if late is not None:
        record["late"] = moment_text(late)
    try:
        text = canonical(record)
    except TypeError:  # a date somewhere: rare, and not worth a look at every value of every record
        text = canonical(_plain(record))
    return text, record_hash(text)


def _parts(opened: Any, asked: Any, signed: Any, closed: Any, ended: Any) -> tuple[tuple[str, Any], ...]:
    return ("opened", opened), ("asked", asked), ("signed", signed), ("closed", closed), ("ended", ended)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, datetime):
        return moment_text(value)
    return value.isoformat() if isinstance(value, date) else value


def refusal_hash(*, at: datetime, actor: int, case: int | None, act: str, codes: Sequence[str]) -> str:
    """The hash of a refused attempt, which stands outside every chain."""
    told = {"v": VERSION, "alg": ALGORITHM, "at": moment_text(at), "actor": actor, "case": case, "act": act}
    return record_hash(canonical({**told, "codes": list(codes)}))


def moment_text(at: datetime) -> str:
    """An aware instant as it stands in a record: UTC, microseconds, ``Z``."""
    if at.tzinfo is None:
        raise ValueError("an instant in a record needs a time zone")
    return at.astimezone(UTC).isoformat("T", "microseconds")[:26] + "Z"


def instant(text: str) -> datetime:
    """The instant that :func:`moment_text` wrote; ``ValueError`` for another text."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Record:
    """One record, read. The fields are the keys of the record; ``to_state`` ``None`` = the state stayed."""

    case: int
    kind: str
    n: int
    prev: str
    hash: str
    at: datetime
    act: str
    what: str
    actor: int
    role: str | None
    unit: str | None
    acting_for: int | None
    from_state: str | None
    to_state: str | None
    process: str | None
    policy: str | None
    form: tuple[int, str] | None
    due: datetime | None
    opinion: str
    proposed: tuple[int, str] | None
    findings: tuple[tuple[str, str, str], ...]  # empty where an earlier act made this generation
    findings_n: int | None
    findings_hash: str | None
    changes: tuple[str, ...]
    ledger: tuple[Mapping[str, Any], ...]
    set: Mapping[str, Any]
    given: Mapping[str, Any]
    request: str | None
    late: datetime | None
    plain: Mapping[str, Any] = field(repr=False)  # the whole record as it was written


def read_record(text: str | bytes) -> Record:
    """A record's text as values; raises ``verify.Broken`` if it is no canonical record of this shape.

    Whether it stands in its place in the chain is for ``verify.walk`` to say.
    """
    plain = read(text)
    try:
        return _record(text, plain)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Broken(0, "unreadable") from None


def _record(text: str | bytes, plain: dict[str, Any]) -> Record:
    actor, findings = plain["actor"], plain.get("findings") or {}
    return Record(
        case=plain["case"],
        kind=plain["kind"],
        n=plain["n"],
        prev=plain["prev"],
        hash=record_hash(text, plain["alg"]),
        at=instant(plain["at"]),
        act=plain["act"],
        what=plain["what"],
        actor=actor["id"],
        role=actor["role"],
        unit=actor["unit"],
        acting_for=actor.get("for"),
        from_state=plain["from"],
        to_state=plain["to"],
        process=plain["process"],
        policy=plain["policy"],
        form=_content(plain["form"]),
        due=instant(plain["due"]) if plain["due"] else None,
        opinion=plain.get("opinion", ""),
        proposed=_content(plain.get("proposed")),
        findings=tuple((rule, part, severity) for rule, part, severity in findings.get("list", ())),
        findings_n=findings.get("n"),
        findings_hash=findings.get("hash"),
        changes=tuple(plain.get("changes", ())),
        ledger=tuple(plain.get("ledger", ())),
        set=plain.get("set", {}),
        given=plain.get("given", {}),
        request=plain.get("request"),
        late=instant(plain["late"]) if plain.get("late") else None,
        plain=plain,
    )


def _content(named: Mapping[str, Any] | None) -> tuple[int, str] | None:
    return (named["n"], named["hash"]) if named else None
