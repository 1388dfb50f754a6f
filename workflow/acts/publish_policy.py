"""A house's own policy: one person proposes a file, another puts it in force from a coming day.

Who may do which is a value of the policy in force (``publishing.propose``, ``publishing.confirm``); the roles
that keep accounts are never among them. Both moments are records of the year's book of policies. A policy begins
on a later day than today, so that no class was judged on that day by another one.
"""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from workflow.acts.books import Book
from workflow.acts.deciding import Proposals, entitled_post
from workflow.acts.notes import words
from workflow.acts.publish_rulebook import keep_written_rules
from workflow.acts.transaction import Work, in_one_go
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.office.entitled import MAY_CONFIRM, MAY_PROPOSE
from workflow.office.published import read_candidate, rules_of_house
from workflow.refusals import Refusal, Refused
from workflow.rulebook.policy import Overlay, Policy
from workflow.rulebook.rulebook import Rulebook
from workflow.store.identity import next_id
from workflow.store.policies import policy_proposal
from workflow.store.policy_writing import DECIDE_PROPOSAL, NEW_PROPOSAL, PROPOSED, PUBLISHED
from workflow.wording.values import Label

PROPOSE, PUBLISH, WITHDRAW = "propose_policy", "publish_policy", "withdraw_policy"
UPLOAD = "upload"  # the field of a form in which the policy comes
_POLICIES = Proposals(policy_proposal, DECIDE_PROPOSAL, "proposal_decided", WITHDRAW)


def propose_policy(office: Office, actor: Actor, file: str, data: bytes, reason: str) -> int:
    """Lay a policy file before the second person; the proposal's id.

    Refused with every reason at once: ``policy_fault`` for each fault of the file, ``policy_role_missing``,
    ``policy_too_early``, ``policy_known``, ``reason_missing``.
    """
    def do(work: Work) -> int:
        post, refusals = entitled_post(work, MAY_PROPOSE)
        policy, faults = read_candidate(office.rulebook, file, data)
        refusals += [Refusal("policy_fault", {"fault": Label(one.say("zh"), one.say("en"))}, UPLOAD) for one in faults]
        if policy is not None:
            refusals += _early(office, policy.effective_from) + _known(work, policy)
        try:
            said = words(reason, "reason_missing")
        except Refused as refused:
            refusals += refused.refusals
        if refusals or policy is None:
            raise Refused(refusals)
        book, number = _book(work), next_id(work.connection, policy_proposal)
        row: dict[str, Any] = {
            "id": number, "hash": policy.hash, "code": policy.code,
            "kind": policy.kind if isinstance(policy, Overlay) else "base", "text": policy.text, "reason": said,
            "status": PROPOSED, "proposed_by": actor.id, "proposed_at": work.now, "decided_by": None,
            "decided_at": None, "opinion": None, "effective_from": policy.effective_from}
        work.write(NEW_PROPOSAL, case_id=book.id, **row)
        book.enter(PROPOSE, post=post, opinion=said, rows={"policy_proposal": [row]}, given={"proposal": number})
        return number

    return in_one_go(office, actor, None, PROPOSE, do)


def publish_policy(office: Office, actor: Actor, proposal: int, opinion: str = "") -> None:
    """Put a proposed policy in force from its day; every later act of this office goes by it.

    Refused: ``policy_role_missing``, ``second_person_same``, ``proposal_decided``, ``policy_too_early``.
    """
    def do(work: Work) -> None:
        post, refusals = entitled_post(work, MAY_CONFIRM)
        row = _POLICIES.find(work, proposal)
        if row.proposed_by == actor.id:
            refusals.append(Refusal("second_person_same"))
        refusals += _POLICIES.waits(row) + _early(office, row.effective_from)
        if refusals:
            raise Refused(refusals)
        _POLICIES.decide(work, row, PUBLISH, PUBLISHED, post, opinion.strip())

    in_one_go(office, actor, None, PUBLISH, do)
    renew_rules(office)


def withdraw_policy(office: Office, actor: Actor, proposal: int, reason: str) -> None:
    """Take a proposal back, by who made it, or decline it, by who might have put it in force; with the reason."""
    _POLICIES.take_back(office, actor, proposal, reason)


def renew_rules(office: Office) -> bool:
    """Take up what was published since this office was opened; whether there was anything. Cheap when not."""
    with office.database.read() as connection:
        renewed = rules_of_house(connection, office.rulebook, office.today())
    if _versions(renewed) == _versions(office.rulebook):
        return False
    office.adopt(renewed)
    keep_written_rules(office)
    return True


def _versions(rulebook: Rulebook) -> set[str]:
    return {*rulebook.policies, *(one.hash for one in rulebook.overlays), rulebook.scorecard.hash,
            rulebook.lexicon.version}


def _early(office: Office, begins: date) -> list[Refusal]:
    earliest = office.today() + timedelta(days=1)
    if begins >= earliest:
        return []
    return [Refusal("policy_too_early", {"day": begins, "earliest": earliest}, UPLOAD)]


def _known(work: Work, policy: Policy | Overlay) -> list[Refusal]:
    """The very same rules are in force or proposed already."""
    of = policy_proposal.c
    asked = select(of.id).where(of.hash == policy.hash, of.status == PROPOSED)
    book = work.office.rulebook
    standing = {*book.policies, *(one.hash for one in book.overlays)} - book.former
    if policy.hash not in standing and work.connection.execute(asked).first() is None:
        return []
    return [Refusal("policy_known", {"code": policy.code}, UPLOAD)]


def _book(work: Work) -> Book:
    return Book(work, f"policy-{work.office.today().year}")
