"""A second person puts a learnt scorecard or lexicon in force, or it is withdrawn.

A scorecard begins on the next office day, so that no two classes of one day are weighed by two. A lexicon's words
are known from its day on; classes are read with them from the next rebuild of the index on, which this act does at
once in a house of up to 5,000 classes and leaves to ``shenbao duplicates rebuild`` in a larger one.
"""

from datetime import timedelta

from workflow.acts.deciding import Proposals, entitled_post
from workflow.acts.publish_policy import renew_rules
from workflow.acts.rebuild_likeness import rebuild_likeness
from workflow.acts.transaction import Work, in_one_go
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.office.entitled import MAY_CONFIRM
from workflow.office.learnt import hash_of
from workflow.refusals import Refusal, Refused
from workflow.rulebook.added import read_added
from workflow.store.learning import learnt_version
from workflow.store.learning_writing import DECIDE_VERSION, LEXICON, PUBLISHED, SCORECARD
from workflow.store.likeness_index import count_marks

PUBLISH, WITHDRAW = "publish_learnt", "withdraw_learnt"
AT_ONCE = 5_000  # classes of which the index is rebuilt with the act; about two seconds
_VERSIONS = Proposals(learnt_version, DECIDE_VERSION, "learnt_decided", WITHDRAW)


def publish_learnt(office: Office, actor: Actor, proposal: int, opinion: str = "") -> bool:
    """Put a proposed version in force; whether classes are read by it from now on without a rebuild to come.

    Refused: ``policy_role_missing``, ``learnt_second_person`` (who proposed it, or accepted one of its wordings),
    ``learnt_decided``, ``learnt_version_changed``.
    """
    def do(work: Work) -> str:
        post, refusals = entitled_post(work, MAY_CONFIRM)
        row = _VERSIONS.find(work, proposal)
        judges = {one.approved_by for one in read_added(row.text)} if row.kind == LEXICON else set()
        if actor.id in judges | {row.proposed_by}:
            refusals.append(Refusal("learnt_second_person"))
        if hash_of(row.text) != row.hash:
            refusals.append(Refusal("learnt_version_changed", {"hash": row.hash[:12]}))
        refusals += _VERSIONS.waits(row)
        if refusals:
            raise Refused(refusals)
        begins = office.today() + timedelta(days=row.kind == SCORECARD)
        _VERSIONS.decide(work, row, PUBLISH, PUBLISHED, post, opinion.strip(), effective_from=begins)
        return str(row.kind)

    kind = in_one_go(office, actor, None, PUBLISH, do)
    renew_rules(office)
    return kind == SCORECARD or _rebuilt(office)


def withdraw_learnt(office: Office, actor: Actor, proposal: int, reason: str) -> None:
    """Take a proposal back, by who made it, or decline it, by who might have put it in force; with the reason."""
    _VERSIONS.take_back(office, actor, proposal, reason, effective_from=None)


def _rebuilt(office: Office) -> bool:
    with office.database.read() as connection:
        small = count_marks(connection) <= AT_ONCE
    if small:
        rebuild_likeness(office)
    return small
