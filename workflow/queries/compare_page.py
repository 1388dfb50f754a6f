"""Two classes side by side: how alike and why, what differs first, then what is the same, people, the verdict.

Any class may be compared with any that this actor may see.  Of another unit's class a clerk learns title, host,
dates, audience and counts, never names or money (ruling 37), and only where the two are alike at all.
"""

import json
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from workflow.domain.declaration import ClassDeclaration, from_json
from workflow.domain.findings import Finding
from workflow.domain.people import Actor
from workflow.engine.likeness.comparing import People
from workflow.office import Office
from workflow.queries.case_findings import PairView, Part, Parts, parts_of
from workflow.queries.compared_lines import Compared, compared_lines
from workflow.queries.declaration_page import DeclarationPage, Head, declaration_page
from workflow.queries.labels import names
from workflow.queries.pair_likeness import pair_likeness, people_in_common
from workflow.queries.person_checks import PersonChecks, person_checks
from workflow.queries.visible import Sight, sight_of
from workflow.refusals import NotFound
from workflow.rulebook.policy import Policy
from workflow.store.cases import case, class_audience, content, working_copy
from workflow.store.roster_reading import in_both
from workflow.wording import Label

UNSEEN_PARTS = frozenset({"content", "place", "channel"})  # rest on what a clerk of another unit may not read
NEITHER = "apart"  # band of two classes that are not alike


@dataclass(frozen=True, slots=True)
class Hint:
    """Another class that the rules named beside this declaration; ``kind``: open | weak | settled."""

    other: int
    title: str
    kind: str


@dataclass(frozen=True, slots=True)
class ComparePage:
    """``alike`` is ``None`` while one of the two has no days. ``parts``: the addends this actor may see; ``rest``:
    those of other facts in one sum, ``None`` where all are shown. ``common`` and ``people``: who is on both rosters.
    ``into_theirs``, ``into_ours``: the action, on our class or on theirs, by which this actor can propose now to merge
    the two and the other one leads; "" = none.
    ``pair`` is empty where the rules asked for no verdict; ``finding`` says why the other class was named."""

    page: DeclarationPage
    other: int
    other_number: str | None
    other_title: str
    other_host: Label | None
    other_head: Head | None
    alike: Parts | None
    parts: tuple[Part, ...]
    rest: int | None
    pair: PairView | None
    finding: Finding | None
    lines: tuple[Compared, ...]
    common: People
    people: PersonChecks
    hints: tuple[Hint, ...]
    into_theirs: str
    into_ours: str

    def hinted(self, kind: str) -> tuple[Hint, ...]:
        return tuple(hint for hint in self.hints if hint.kind == kind)


def compare_page(office: Office, actor: Actor, case_id: int, other_id: int) -> ComparePage:
    """The two classes; raises ``NotFound`` unless the actor may see the first in full and anything of the second."""
    page = declaration_page(office, actor, case_id)
    if page.sight is not Sight.FULL or case_id == other_id:
        raise NotFound("pair", other_id)
    pair = next((found for found in page.pairs if found.other == other_id), None)
    finding = next((view.finding for view in page.findings if view.other == other_id), None)
    with office.database.read() as connection:
        ours, theirs = _form(connection, case_id, typed=page.of_unit), _form(connection, other_id)
        policy = _policy(connection, office, case_id)
        alike = parts_of(finding) if finding else None  # as it was when the rules looked
        alike = alike or pair_likeness(connection, office, policy, (case_id, ours), (other_id, theirs))
        sight = sight_of(connection, actor, office.rulebook.roles, other_id)
        if sight < Sight.SIMILAR and not (_searched(connection, other_id) and _near(alike)):
            raise NotFound("pair", other_id)
        whole = sight is Sight.FULL
        known = names(connection, office.rulebook.roles, units=(ours.host_unit, theirs.host_unit))
        lines = compared_lines(office.rulebook, known, ours, theirs, whole=whole)
        common = people_in_common(connection, case_id, other_id)
        both = frozenset(connection.execute(in_both(case_id, other_id)).scalars())
        people = person_checks(connection, office, actor, policy, case_id, ours, both) if both else PersonChecks()
        number = connection.execute(select(case.c.number).where(case.c.id == other_id)).scalar_one()
    parts, rest = _parts(alike, whole=whole)
    theirs_page = declaration_page(office, actor, other_id) if whole else None
    return ComparePage(
        page=page, other=other_id, other_number=number, other_title=theirs.class_name,
        other_host=known.unit(theirs.host_unit),
        other_head=theirs_page.head if theirs_page else None,
        alike=alike, parts=parts, rest=rest, pair=pair, finding=finding, lines=lines, common=common, people=people,
        hints=_hints(page, other_id), into_theirs=_proposes(page, other_id),
        into_ours=_proposes(theirs_page, case_id) if theirs_page else "",
    )


def _proposes(page: DeclarationPage, other_id: int) -> str:
    """The action by which its class can be merged into the other now."""
    if not any(pair.other == other_id and not pair.consulted for pair in page.pairs):
        return ""
    return next((one.action for one in page.can if "survivor" in one.inputs), "")


def _form(connection: Connection, case_id: int, *, typed: bool = False) -> ClassDeclaration:
    """What the class is compared by: the content that waits, else the one in force; ``typed``: else what its own unit
    is writing."""
    number = func.coalesce(case.c.proposed_n, case.c.form_n)
    row = connection.execute(
        select(case.c.kind, content.c.body, working_copy.c.body.label("typed"))
        .outerjoin(content, (content.c.case_id == case.c.id) & (content.c.n == number))
        .outerjoin(working_copy, working_copy.c.case_id == case.c.id)
        .where(case.c.id == case_id)
    ).one_or_none()
    body = None if row is None else json.loads(row.body) if row.body else row.typed if typed else None
    if row is None or body is None or row.kind != "class_declaration":
        raise NotFound("case", case_id)
    return from_json(body)


def _policy(connection: Connection, office: Office, case_id: int) -> Policy:
    """By which the case is judged; today's while it was not sent."""
    kept = connection.execute(select(case.c.policy_hash).where(case.c.id == case_id)).scalar_one()
    return office.rulebook.policies.get(kept) or office.rulebook.policy_on(office.today())


def _searched(connection: Connection, case_id: int) -> bool:
    """Whether searches know the class at all (ruling 36)."""
    found = select(class_audience.c.case_id).where(class_audience.c.case_id == case_id).limit(1)
    return connection.execute(found).first() is not None


def _near(alike: Parts | None) -> bool:
    return alike is not None and alike.band != NEITHER


def _parts(alike: Parts | None, *, whole: bool) -> tuple[tuple[Part, ...], int | None]:
    if alike is None:
        return (), None
    if whole:
        return alike.parts, None
    hidden = [part for part in alike.parts if part.code in UNSEEN_PARTS]
    return tuple(part for part in alike.parts if part not in hidden), sum(part.tenths for part in hidden)


def _hints(page: DeclarationPage, other_id: int) -> tuple[Hint, ...]:
    """The other classes named with this one: those to settle, those settled, those only told of."""
    found = [Hint(pair.other, pair.title, "settled" if pair.verdict else "open") for pair in page.pairs]
    there = {hint.other for hint in found}
    for view in page.findings:
        if view.other is not None and view.other not in there:
            found.append(Hint(view.other, str(view.finding.values.get("name", "")), "weak"))
            there.add(view.other)
    return tuple(hint for hint in found if hint.other != other_id)
