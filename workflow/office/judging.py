"""Judges one content: gathers the world around it, lets every rule speak, keeps what writing needs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from workflow.domain.declaration import ClassDeclaration, from_text
from workflow.domain.findings import Finding
from workflow.engine.rules.authority import authority_route
from workflow.engine.rules.class_shape import is_comprehensive
from workflow.engine.rules.facts import Facts, Line, OtherLecture, SimilarClass
from workflow.engine.rules.persons import history_window
from workflow.engine.rules.place import out_of_province
from workflow.engine.rules.register import findings_digest, judge
from workflow.office.gather import unit_of
from workflow.office.histories import roster_of
from workflow.office.neighbours import Neighbours, neighbours
from workflow.office.office import Office
from workflow.rulebook.policy import Policy
from workflow.store.cases import NO_LEAF
from workflow.store.judging_reading import WORLD, places
from workflow.store.prepared import Row
from workflow.wording.values import Label

LONGEST = timedelta(days=100)  # more than a class may last: who begins earlier does not meet ours


@dataclass(frozen=True)
class Judged:
    """What the rules say of a content, and the rows that the act will need.

    ``stamps``: n by leaf of the content's audience, and by topic, as read (0 = none yet); ``listed``: those under
    which the case is found now, with its days; ``beside``: the classes around it and the pairs known of them;
    ``lines``: the fund lines it draws on; ``shared``: those on which a share row stands; ``of_proposed``: the
    content judged waits for adoption; ``policy_hash``: what it was judged by.
    """

    findings: tuple[Finding, ...]
    digest: str
    route: str
    leaves: frozenset[str] = frozenset()
    stamps: Mapping[str, int] = field(default_factory=dict)
    listed: Mapping[str, tuple[date, date]] = field(default_factory=dict)
    similar: Mapping[int, SimilarClass] = field(default_factory=dict)
    beside: Neighbours = field(default_factory=Neighbours)
    lines: tuple[Line, ...] = ()
    shared: frozenset[int] = frozenset()
    of_proposed: bool = False
    policy_hash: str = ""


def judge_form(
    connection: Connection,
    office: Office,
    form: ClassDeclaration,
    *,
    policy: Policy,
    declared_on: date,
    case_id: int = 0,
    papers: frozenset[str] = frozenset(),
    former: ClassDeclaration | None = None,
) -> Judged:
    """Every finding on a class as it stands in the world of this moment.

    A half-filled form is judged as far as it goes. ``former``: the content that was decided, where ``form`` is a
    change of it (R-A1).
    """
    facts, rows, beside = _gathered(connection, office, form, policy, declared_on, case_id, papers, former)
    findings = judge(facts)
    leaves = _marks(office, form, policy)
    return Judged(
        findings=findings,
        digest=findings_digest(findings),
        route=authority_route(facts),
        leaves=leaves,
        stamps={leaf: next((r["n"] for r in rows["stamps"] if r["leaf"] == leaf), 0) for leaf in sorted(leaves)},
        listed={row["leaf"]: (row["start_date"], row["end_date"]) for row in rows["listed"]},
        similar={found.case_id: found for found in facts.similar},
        beside=beside,
        lines=facts.lines,
        shared=frozenset(row["id"] for row in rows["lines"] if row["share_of"] is not None),
        policy_hash=policy.hash,
    )


def facts_of_form(connection: Connection, office: Office, form: ClassDeclaration, *, policy: Policy, declared_on: date,
                  case_id: int = 0, papers: frozenset[str] = frozenset()) -> Facts:
    """What the rules look at, without asking them: for judging one class by several policies."""
    return _gathered(connection, office, form, policy, declared_on, case_id, papers, None)[0]


def _marks(office: Office, form: ClassDeclaration, policy: Policy) -> frozenset[str]:
    """Under what a class is listed: its audience's leaves, its topic, its journey. Two that may repeat one another
    share one of them, so that of two at once the second sees the first (decision 0005)."""
    audiences = office.rulebook.audiences
    topic = {f"{NO_LEAF}{form.topic_code}"} if form.topic_code else set()
    journey = {f"{NO_LEAF}out"} if out_of_province(form, policy) else set()
    return audiences.leaves(audiences.known(form.audience_codes)) | topic | journey


def _gathered(connection: Connection, office: Office, form: ClassDeclaration, policy: Policy, declared_on: date,
              case_id: int, papers: frozenset[str],
              former: ClassDeclaration | None) -> tuple[Facts, dict[str, list[Row]], Neighbours]:
    audiences = office.rulebook.audiences
    rows = _world(connection, form, _marks(office, form, policy), case_id, policy, declared_on)
    roster = roster_of(rows)
    beside = neighbours(connection, office, form, policy, rows, roster, case_id)
    hosted = (from_text(row["body"]) for row in sorted(rows["hosted"], key=lambda row: int(row["id"])))
    facts = Facts(
        form=form,
        declared_on=declared_on,
        policy=policy,
        workdays=office.rulebook.workdays,
        audiences=audiences,
        lexicon=office.rulebook.lexicon,
        units={row["code"]: unit_of(row) for row in rows["units"]},
        similar=beside.similar,
        lines=tuple(_line(row) for row in rows["lines"]),
        papers=papers,
        plan_item_known=not form.plan_item or any(row["unit"] == form.host_unit for row in rows["plan"]),
        roster=roster,
        former=former,
        lectures=tuple(_lecture(row) for row in rows["lectures"]),
        offline_classes=tuple(one.class_name for one in hosted if is_comprehensive(one, policy)),
    )
    return facts, rows, beside


def _world(connection: Connection, form: ClassDeclaration, leaves: frozenset[str], case_id: int, policy: Policy,
           declared_on: date) -> dict[str, list[Row]]:
    start = form.start_date or declared_on
    near = LONGEST + timedelta(days=int(policy.get("duplicate.split_gap_days", 0)))
    units = {form.host_unit, form.organiser, *form.co_hosts}
    lines = {f"{share.owner}/{share.source}" for share in form.fund_shares}
    history_from, history_to = history_window(start, int(policy.get("load.long_course_years", 3)))
    lecturers = {lecturer.name for lecturer in form.lecturers} if policy.terms("R-12") else set()
    asked = form.host_unit if policy.terms("R-28") and policy.get("host.offline_per_year") is not None else ""
    binds: dict[str, Any] = {**places("leaves", leaves), **places("units", units), **places("lines", lines),
                             **places("lecturers", lecturers)}
    return WORLD.run(connection, case_id=case_id, host=form.host_unit, near_from=start - near,
                     near_to=(form.end_date or start) + near, year=start.year, plan_item=form.plan_item,
                     lectures_from=start - LONGEST, lectures_to=form.end_date or start, host_of_year=asked,
                     year_from=date(start.year, 1, 1), year_to=date(start.year, 12, 31),
                     history_from=history_from, history_to=history_to, **binds)


def _line(row: Row) -> Line:
    return Line(row["id"], row["owner"], row["year"], row["source"], row["state"], row["appropriated"], row["reserved"],
                row["committed"], row["spent"], row["held"], last_year=row["last_year"])


def _lecture(row: Row) -> OtherLecture:
    host = Label(row["name_zh"], row["name_en"])
    return OtherLecture(row["case_id"], row["number"] or "", row["class_name"] or "", host, row["name"],
                        row["home"], tuple(row["topics"].splitlines()), row["start_date"], row["end_date"],
                        row["fee_fen"], row["hours"])
