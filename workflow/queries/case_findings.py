"""The findings of a case with what people said to them, and its pairs of similar classes with their verdicts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from workflow.domain.findings import BLOCK, SEVERITIES, WARN, Finding
from workflow.domain.seats import OPEN
from workflow.engine.separation import separation
from workflow.engine.situation import Situation
from workflow.office import Office
from workflow.queries.labels import Names, Said, look, names, span
from workflow.queries.pair_changes import PairChange, pair_changes
from workflow.store.cases import case, class_declaration, finding, pair
from workflow.wording import Label, Term


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody said to a finding: the unit's explanation, or the reason of an override."""

    text: str
    by: Label | Term


@dataclass(frozen=True, slots=True)
class Part:
    """One addend of a likeness: what is compared, which level it reaches in words, its weight in tenths of a bit, and
    what stood on both sides (``None`` where only the level may be told, ruling 37)."""

    code: str
    field: Term
    level: Said
    tenths: int
    ours: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Parts:
    """Why two classes are alike: ``tenths`` *is* ``prior`` and the parts added up. ``band``: ``raised``, ``related``
    or ``apart``; ``verdicts`` are suggested, the most fitting first, for ``reasons``; ``scorecard``, ``lexicon`` and
    ``terms`` say by what it was reckoned."""

    prior: int
    parts: tuple[Part, ...]
    tenths: int
    band: str
    verdicts: tuple[str, ...]
    reasons: tuple[Term, ...]
    scorecard: str
    lexicon: str
    terms: int


@dataclass(frozen=True, slots=True)
class FindingView:
    """One stored finding, with the words said to it and what this actor may say."""

    finding: Finding
    at: datetime
    explanation: Remark | None
    override: Remark | None
    may_explain: bool
    may_override: bool
    over: tuple[Label, ...]  # who may override it
    other: int | None  # the other case of a pair
    policy: str  # hash of the policy it was judged by


@dataclass(frozen=True, slots=True)
class PairView:
    """A similar class found by the rules: the other one in public words, and the verdict if there is one.
    ``former``: a verdict that counts no longer, since ``changes``."""

    other: int
    number: str | None
    title: str
    host: Label | None
    when: Said | date | None
    people: int | None
    state: Label
    look: str
    verdict: str
    reason: str
    by: Label | Term | None
    at: datetime | None
    consulted: bool
    may_judge: bool
    former: str = ""
    changes: tuple[PairChange, ...] = ()


def findings(connection: Connection, s: Situation, generation: int, known: Names) -> tuple[FindingView, ...]:
    """The findings that stand now, hardest first; ``generation`` is the case's own count of them."""
    rows = {
        (row.rule, row.part): row
        for row in connection.execute(select(finding).where(finding.c.case_id == s.case.id, finding.c.n == generation))
    }
    speakers = [number for row in rows.values() for number in (row.explained_by, row.overridden_by)]
    people = names(connection, known.roles, people=speakers)
    ordered = sorted(s.findings, key=lambda found: (SEVERITIES.index(found.severity), found.rule, found.part))
    return tuple(_view(s, found, rows[found.rule, found.part], people) for found in ordered)


def parts_of(finding: Finding) -> Parts | None:
    """How alike the two classes of a finding were when it was made; ``None`` where nothing was reckoned."""
    told, by = finding.values.get("alike"), finding.values.get("reckoned")
    if told is None or by is None:
        return None
    return Parts(
        prior=told["prior"],
        parts=tuple(_part(part) for part in told["parts"]),
        tenths=told["tenths"],
        band=told["band"],
        verdicts=told["verdicts"],
        reasons=tuple(Term(f"likeness.reason.{reason}") for reason in told["reasons"]),
        scorecard=by["scorecard"],
        lexicon=by["lexicon"],
        terms=by["terms"],
    )


def pairs(connection: Connection, office: Office, s: Situation) -> tuple[PairView, ...]:
    """The pairs of this case, unsettled first; each named as any unit may know it (ruling 37)."""
    of = class_declaration.c
    rows = connection.execute(
        select(pair, case.c.number, case.c.state, case.c.process_hash, case.c.host_unit, of.class_name, of.start_date,
               of.end_date, of.trainee_count)
        .join_from(pair, case, case.c.id == pair.c.other_id)
        .outerjoin(class_declaration, of.case_id == case.c.id)
        .where(pair.c.case_id == s.case.id)
        .order_by(pair.c.verdict.is_not(None), pair.c.other_id)
    ).all()  # fmt: skip
    roles = office.rulebook.roles
    hosts = [facts[side]["host_unit"] for row in rows for facts in (row.facts, (row.former or {}).get("facts"))
             if facts for side in ("ours", "theirs")]
    known = names(connection, roles, units=[*hosts, *(row.host_unit for row in rows)],
                  people=[row.decided_by for row in rows])
    return tuple(_pair(office, s, known, row) for row in rows)


def may_judge(s: Situation) -> bool:
    """Verdicts are given by those of the district who are asked to decide now and did not sign for the unit."""
    return any(
        seat.status == OPEN
        and seat.unit is None
        and (post := s.actor.holds(seat.role))
        and not separation(s, s.process.actions[seat.action], replace(seat, gate=None), post)
        for seat in s.seats
    )


def _view(s: Situation, found: Finding, row: Any, people: Names) -> FindingView:
    host = s.case.host
    answers = found.severity in (WARN, BLOCK) and not found.overridden
    open_ = s.process.states[s.case.state].kind == "open"
    of_unit = any(post.unit == host and people.roles[post.role].scope == "unit" for post in s.actor.posts
                  if post.role in people.roles)  # fmt: skip
    return FindingView(
        finding=found,
        at=row.at,
        explanation=_remark(row.explanation, row.explained_by, people),
        override=_remark(row.override_reason, row.overridden_by, people),
        may_explain=answers and open_ and of_unit,
        may_override=answers and open_ and any(s.actor.holds(role) for role in found.over),
        over=tuple(people.role(role) for role in found.over),
        other=int(found.part) if found.part.isdecimal() and "case" in found.values else None,
        policy=row.policy_hash,
    )


def _part(told: Mapping[str, Any]) -> Part:
    code, values = told["field"], told["values"]
    level = f"likeness.level.{code}.{told['level']}"
    spoken = f"{level}.known" if "wordings" in values else level
    return Part(code, Term(f"likeness.field.{code}"), Said(spoken, values),
                told["tenths"], values.get("ours"), values.get("theirs"))


def _remark(text: str | None, by: int | None, people: Names) -> Remark | None:
    return Remark(text, people.person(by)) if text and by is not None else None


def _pair(office: Office, s: Situation, known: Names, row: Any) -> PairView:
    process = office.rulebook.processes[row.process_hash]
    return PairView(
        other=row.other_id,
        number=row.number,
        title=row.class_name or "",
        host=known.unit(row.host_unit),
        when=span(row.start_date, row.end_date),
        people=row.trainee_count,
        state=process.states[row.state].label,
        look=look(process, row.state),
        verdict=row.verdict or "",
        reason=row.reason or "",
        by=None if row.decided_by is None else known.person(row.decided_by),
        at=row.decided_at,
        consulted=bool(row.consulted),
        may_judge=not row.verdict and may_judge(s),
        former=(row.former or {}).get("verdict", ""),
        changes=pair_changes(office.rulebook, known, row.former, row.facts),
    )
