"""Rows to values: one case with everything a decision looks at, read in one go."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from workflow.domain import completion
from workflow.domain.days import office_day
from workflow.domain.declaration import ClassDeclaration, changed_fields, from_json, from_text
from workflow.domain.findings import Finding
from workflow.domain.pairs import CLEARING, PAIR_RULE
from workflow.domain.people import Actor, Post, Unit
from workflow.engine.guards_of_holding import asks_sign_in
from workflow.engine.rules.facts import Line
from workflow.engine.situation import CaseView, OpenPair, Seat, Situation
from workflow.office.histories import heads_of
from workflow.office.office import Office
from workflow.refusals import NotFound, Refusal, Refused
from workflow.rulebook.policy import Policy
from workflow.rulebook.process import Process
from workflow.store.act_reading import ACT, FINDINGS, PAGE
from workflow.store.holding_reading import SIGN_IN
from workflow.store.prepared import Row
from workflow.wording.values import Label, unpack

CLASS = "class_declaration"
UNIT = ("name_zh", "name_en", "kind", "level", "parent", "system", "active")
GREATEST_ID = 2**63 - 1  # what the databases can keep as an id


@dataclass(frozen=True)
class Gathered:
    """A situation and the few row values that only writing needs.

    ``row``: the case's, with its class's ``declared_on`` and ``merged_into`` and ``stamp``, the sum of the audience
    stamps now; ``request``: the row of the trail that the same request id wrote before, if any; ``contents``: hash
    by content number.
    """

    situation: Situation
    row: Row
    request: Row | None
    contents: Mapping[int, str]
    answers: Mapping[tuple[str, str], Row]  # what people said to a finding, by rule and part


def gather(
    connection: Connection,
    office: Office,
    actor: Actor,
    case_id: int,
    *,
    now: datetime | None = None,
    request_id: str | None = None,
    given: Mapping[str, Any] | None = None,
    opinion: str = "",
    whole: bool = True,
) -> Gathered:
    """The situation of a case for an actor, by one read; the posts are those in force today.

    ``whole``: with all that the findings say, satisfied ones too; without it how the others stand, which decides.
    Raises ``NotFound`` when there is no such case, or it is a book, which nobody acts on.
    """
    if not 0 < case_id <= GREATEST_ID:
        raise NotFound("case", case_id)
    now = now or office.clock()
    today = office_day(now)
    reading = PAGE if whole else ACT
    rows = reading.run(connection, case_id=case_id, person_id=actor.id, today=today, request_id=request_id,
                       survivor=_survivor(given))
    if not rows["case"] or rows["case"][0]["process_hash"] is None:
        raise NotFound("case", case_id)
    row = rows["case"][0]
    process = _process(office, row)
    contents = {content["n"]: content for content in rows["contents"]}
    form = _content(row["kind"], contents.get(row["form_n"]))
    proposed = _content(row["kind"], contents.get(row["proposed_n"]))
    host, others = _host(row), [unit_of(unit) for unit in rows["other_host"]]
    policy = policy_of(office, row, today)
    posts = actor.posts if actor.is_system else tuple(
        Post(post["role"], post["unit"], post["acting_for"]) for post in rows["posts"])
    situation = Situation(
        case=_case(row),
        process=process,
        actor=Actor(actor.id, actor.name, posts),
        now=now,
        today=today,
        policy=policy,
        workdays=office.rulebook.workdays,
        form=form,
        proposed=proposed,
        changed=changes(form, proposed),
        seats=tuple(sorted(map(_seat, rows["seats"]), key=_in_order)),
        findings=findings_of(rows["findings"], rows["pairs"], policy),
        pairs=tuple(OpenPair(p["other_id"], p["verdict"] or "", p["consulted"]) for p in rows["pairs"]),
        lines=tuple(sorted(map(_line, rows["lines"]), key=lambda line: line.id)),
        holdings={r["id"]: (r["held_reserved"], r["held_committed"], r["held_spent"]) for r in rows["lines"]},
        papers=frozenset(paper["kind"] for paper in rows["papers"]),
        heads=heads_of(rows),
        held=held_of(connection, case_id, form) if asks_sign_in(process, row["state"]) else None,
        units={unit.code: unit for unit in (*host, *others)},
        other_host=others[0].code if others else None,
        opinion=opinion,
        given=given or {},
    )
    return Gathered(situation, row, next(iter(rows["request"]), None),
                    {n: content["hash"] for n, content in contents.items()},
                    {(f["rule"], f["part"]): f for f in rows["findings"]})


def held_of(connection: Connection, case_id: int, form: Any) -> completion.Held | None:
    """How far the sign-in of a class has come; ``None`` where no roster was kept here, so nobody could sign in."""
    rows = SIGN_IN.run(connection, case_id=case_id)
    marks = {(row["day"], row["half"], row["cadre_id"]): row["mark"] for row in rows["marks"]}
    roster = [row["cadre_id"] for row in rows["roster"]]
    return completion.held(marks, roster, form.half_days) if roster else None


def _survivor(given: Mapping[str, Any] | None) -> int | None:
    """The class that this act proposes to merge into: its host is asked by the seats the act opens."""
    named = (given or {}).get("survivor")
    return named if isinstance(named, int) and not isinstance(named, bool) and 0 < named <= GREATEST_ID else None


def changes(form: Any, proposed: Any) -> tuple[str, ...]:
    """Names of the fields in which a proposed content differs from the effective one."""
    if form is None or proposed is None:
        return ()
    if isinstance(form, ClassDeclaration):
        return changed_fields(form, proposed)
    return tuple(sorted(name for name in {*form, *proposed} if form.get(name) != proposed.get(name)))


def read_content(kind: str, body: Mapping[str, Any]) -> Any:
    """A content as the value its subject means: a declaration, or plain JSON."""
    return from_json(body) if kind == CLASS else dict(body)


def stored_content(kind: str, text: str) -> Any:
    """The same of a frozen content's text."""
    return from_text(text) if kind == CLASS else json.loads(text)


def policy_of(office: Office, row: Mapping[str, Any], today: Any) -> Policy:
    """The policy a case is judged by: the one it keeps, or today's while it is a draft."""
    kept = row["policy_hash"]
    if kept is None:
        return office.rulebook.policy_on(today)
    try:
        return office.rulebook.policies[kept]
    except KeyError:
        raise Refused(Refusal("policy_unknown", {"hash": kept[:12]})) from None


def with_whole_findings(connection: Connection, gathered: Gathered) -> Gathered:
    """The same, with all that the stored findings say: what a new judgement is compared with."""
    s = gathered.situation
    rows = FINDINGS.run(connection, case_id=s.case.id)["findings"]
    cleared = {str(pair.other) for pair in s.pairs if pair.verdict in CLEARING}
    findings = _by_rule(finding_of(row, s.policy, _is_pair(row) and row["part"] in cleared) for row in rows)
    return replace(gathered, situation=s.with_(findings=findings), answers={(f["rule"], f["part"]): f for f in rows})


def findings_of(rows: list[Row], pairs: list[Row], policy: Policy) -> tuple[Finding, ...]:
    """Stored findings as values; a pair settled by a clearing verdict no longer blocks."""
    cleared = {str(pair["other_id"]) for pair in pairs if pair["verdict"] in CLEARING}
    return _by_rule(finding_of(row, policy, _is_pair(row) and row["part"] in cleared) for row in rows)


def _is_pair(row: Row) -> bool:
    return bool(row["rule"] == PAIR_RULE)


def _by_rule(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: (finding.rule, finding.part)))


def finding_of(row: Row, policy: Policy, cleared: bool = False) -> Finding:
    """One stored finding, as much of it as was read; who may override it is the policy's to say."""
    terms, body = policy.rules.get(row["rule"]), row.get("body")
    values = {name: unpack(value) for name, value in body["values"].items()} if body else {}
    return Finding(
        row["rule"], row["severity"], row["gate"], values, row["part"], terms.over if terms else (),
        body["clause"] if body else "", body["wording"] if body else "",
        overridden=row["overridden_by"] is not None or cleared, explained=row["explained_by"] is not None,
    )


def _host(row: Row) -> tuple[Unit, ...]:
    """The host of a case, from the columns that the reading of a case joins."""
    if row["host_kind"] is None:
        return ()
    return (unit_of({"code": row["host_unit"], **{name: row[f"host_{name}"] for name in UNIT}}),)


def unit_of(row: Mapping[str, Any]) -> Unit:
    """A row of ``unit`` as a value."""
    return Unit(row["code"], Label(row["name_zh"], row["name_en"]), row["kind"], row["level"], row["parent"],
                row["system"], bool(row["active"]))


def _process(office: Office, row: Row) -> Process:
    try:
        return office.rulebook.processes[row["process_hash"]]
    except KeyError:
        raise Refused(Refusal("process_unknown", {"hash": row["process_hash"][:12]})) from None


def _content(kind: str, row: Row | None) -> Any:
    return None if row is None else stored_content(kind, row["body"])


def _case(row: Row) -> CaseView:
    return CaseView(
        id=row["id"], kind=row["kind"], state=row["state"], version=row["version"], rounds=row["rounds"],
        host=row["host_unit"], created_by=row["created_by"], created_at=row["created_at"],
        entered_at=row["entered_at"], due_at=row["due_at"], number=row["number"], remembered=row["remembered"],
        form_n=row["form_n"], form_hash=row["form_hash"], findings_hash=row["findings_hash"],
    )


def _in_order(seat: Seat) -> tuple[int, int]:
    return seat.round, seat.place


def _seat(row: Row) -> Seat:
    return Seat(row["round"], row["place"], row["action"], row["act"], row["role"], row["unit"], row["status"],
                row["state"], row["gate"], row["signed_by"], row["signed_at"], row["opened_at"], row["form_hash"],
                row["acting_for"])


def _line(row: Row) -> Line:
    return Line(row["id"], row["owner"], row["year"], row["source"], row["state"], row["appropriated"], row["reserved"],
                row["committed"], row["spent"], row["held_reserved"] + row["held_committed"] + row["held_spent"],
                row["closes_on"])
