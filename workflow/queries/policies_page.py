"""Versions of the policy, what differs between two, what was proposed, and which open classes it would change."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from workflow.domain.people import Actor
from workflow.office import Office
from workflow.office.entitled import MAY_CONFIRM, MAY_PROPOSE, may
from workflow.office.published import known_policies, read_candidate
from workflow.office.rejudging import Changed, would_change
from workflow.queries.labels import names
from workflow.queries.proposed import Proposed, all_proposed, one_proposed
from workflow.queries.rules_page import number_name, shown
from workflow.refusals import NotFound
from workflow.rulebook.faults import Fault
from workflow.rulebook.file_reading import read_policy
from workflow.rulebook.in_force import with_published
from workflow.rulebook.policy import Overlay, Policy
from workflow.rulebook.policy_diff import NUMBER, PERIOD, RULE, Change, policy_changes
from workflow.rulebook.policy_reading import laid_over
from workflow.rulebook.rulebook import Rulebook
from workflow.store.policies import policy_proposal
from workflow.store.policy_writing import PROPOSED
from workflow.wording import Label, Term


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs, as it can be said. ``rule``: its id, where it is about one."""

    kind: str
    what: Term | Label | str
    part: Term
    old: Any
    new: Any
    rule: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version of the policy; ``state``: in_force, coming, past (it still judges days before another began)."""

    hash: str
    code: str
    label: Label
    effective_from: date
    effective_to: date | None
    state: Term
    confirmed: int
    numbers: int


@dataclass(frozen=True, slots=True)
class PoliciesPage:
    """All versions, the newest first, and all proposals."""

    versions: tuple[VersionLine, ...]
    proposals: tuple[Proposed, ...]
    may_propose: bool


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """An open class of which the policy would say something else; ``state`` and ``host`` as people read them."""

    case_id: int
    number: str | None
    name: str
    host: Label | None
    state: Label
    shifts: tuple[tuple[str, Term, Term, Term], ...]  # rule, its name, now, then


@dataclass(frozen=True, slots=True)
class Preview:
    """What a policy would change: against the one it follows, and of the classes that are open."""

    differences: tuple[Difference, ...]
    open_classes: int
    changed: tuple[ChangedLine, ...]  # declared ones; what is still typed in a unit is only counted
    drafts: int = 0


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Two versions and every number and term in which they differ."""

    old: Label
    new: Label
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """One proposal, what it would change, and what this actor may do with it."""

    line: Proposed
    preview: Preview | None  # only while it waits: what was decided can change nothing more
    may_publish: bool
    may_withdraw: bool
    text: str


def policies_page(office: Office, actor: Actor) -> PoliciesPage:
    """Every version that judges some day, and every proposal."""
    book, today = office.rulebook, office.today()
    standing = [one for one in book.policies.values() if one.hash not in book.former]
    now = book.policy_on(today)
    with office.database.read() as connection:
        proposals = all_proposed(connection, office, policy_proposal, "code")
    versions = sorted(standing, key=lambda one: (one.effective_from, one.code), reverse=True)
    return PoliciesPage(tuple(_version(one, now, today) for one in versions), proposals,
                        may(office, actor, MAY_PROPOSE))


def proposal_page(office: Office, actor: Actor, number: int) -> ProposalPage:
    """One proposal with everything that a second person must know; ``NotFound`` if there is none."""
    with office.database.read() as connection:
        line = one_proposed(connection, office, policy_proposal, "code", number)
        row = connection.execute(select(policy_proposal).where(policy_proposal.c.id == number)).one()
        candidate = known_policies(office.rulebook).get(row.hash) or read_policy(row.text, row.hash[:12])
        preview = preview_of(connection, office, candidate) if line.status == PROPOSED else None
    mine = row.proposed_by == actor.id
    waits, entitled = line.status == PROPOSED, may(office, actor, MAY_CONFIRM)
    return ProposalPage(line, preview, waits and entitled and not mine,
                        waits and (entitled or mine and may(office, actor, MAY_PROPOSE)), row.text)


def compare_page(office: Office, old: str, new: str) -> ComparePage:
    """Two versions of this house by their hashes or codes; ``NotFound`` for an unknown one."""
    first, second = version_named(office.rulebook, old), version_named(office.rulebook, new)
    return ComparePage(first.label, second.label, differences(office.rulebook, first, second))


def preview_file(office: Office, file: str, data: bytes) -> tuple[Preview | None, tuple[Fault, ...]]:
    """What the policy of a file would change, or what is wrong with the file."""
    candidate, faults = read_candidate(office.rulebook, file, data)
    if candidate is None:
        return None, faults
    with office.database.read() as connection:
        return preview_of(connection, office, candidate), ()


def preview_of(connection: Connection, office: Office, candidate: Policy | Overlay) -> Preview:
    """Against the policy that would otherwise stand on its first day."""
    book = office.rulebook
    begins = max(candidate.effective_from, office.today())
    laid = with_published(book, (candidate,)).policy_on(begins)
    count, changed = would_change(connection, office, laid)
    known = names(connection, book.roles, units=[one.host for one in changed])
    lines = tuple(_changed(office, known, one) for one in changed if one.keeps)
    return Preview(differences(book, book.policy_on(begins), laid), count, lines, len(changed) - len(lines))


def version_named(rulebook: Rulebook, name: str) -> Policy:
    """A version by its code (the one that began last) or the beginning of its hash; ``NotFound`` for neither."""
    found = [one for one in rulebook.policies.values() if one.code == name]
    found += [one for one in rulebook.policies.values() if len(name) >= 6 and one.hash.startswith(name)]
    if not found:
        raise NotFound("policy", name)
    return max(found, key=lambda one: one.effective_from)


def file_or_version(rulebook: Rulebook, name: str, data: bytes | None) -> tuple[Policy | None, tuple[Fault, ...]]:
    """What a name on the command line means: a file's policy (an overlay laid over its base), or a version."""
    if data is None:
        return version_named(rulebook, name), ()
    found, faults = read_candidate(rulebook, name, data)
    if isinstance(found, Overlay):
        return laid_over(version_named(rulebook, found.base), found, found.hash), ()
    return found, faults


def differences(rulebook: Rulebook, old: Policy, new: Policy) -> tuple[Difference, ...]:
    """Every changed number and term, as it can be said in both languages."""
    return tuple(_difference(rulebook, one) for one in policy_changes(old, new))


def _difference(rulebook: Rulebook, one: Change) -> Difference:
    part = Term(f"rule.part.{one.what}")
    if one.kind == NUMBER:
        old, new = (shown(one.where, value, rulebook.roles) if one.what == "value" else _plain(value)
                    for value in (one.old, one.new))
        return Difference(NUMBER, number_name(one.where), part, old, new, path=one.where)
    if one.kind == RULE:
        old, new = (_term(rulebook, one.what, value) for value in (one.old, one.new))
        return Difference(RULE, Term(f"finding.{one.where}.name"), part, old, new, rule=one.where)
    return Difference(PERIOD, Term("rule.policy"), part, _plain(one.old), _plain(one.new))


def _term(rulebook: Rulebook, what: str, value: Any) -> Any:
    if what == "severity":
        return Term(f"rule.severity.{value}")
    if what == "gate":
        return Term(f"rule.gate.{value}")
    if what == "over":
        return tuple(rulebook.roles[role].label for role in value) or Term("rule.nobody")
    return _plain(value)


def _plain(value: Any) -> Any:
    return Term("rule.none") if value is None or value == "" else value


def _version(one: Policy, now: Policy, today: date) -> VersionLine:
    state = "in_force" if one is now else "coming" if one.effective_from > today else "past"
    return VersionLine(one.hash, one.code, one.label, one.effective_from, one.effective_to,
                       Term(f"rule.version.{state}"), sum(bool(entry.confirmed_by) for entry in one.entries.values()),
                       len(one.entries))


def _changed(office: Office, known: Any, one: Changed) -> ChangedLine:
    state = office.rulebook.processes[one.process_hash].states[one.state].label
    shifts = tuple((shift.rule, Term(f"finding.{shift.rule}.name"), _severity(shift.before), _severity(shift.after))
                   for shift in one.shifts)
    return ChangedLine(one.case_id, one.number, one.class_name, known.unit(one.host), state, shifts)


def _severity(code: str) -> Term:
    return Term(f"rule.severity.{code or 'clear'}")
