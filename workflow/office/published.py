"""The rules of one house: what ships with the program, and what this house has published and learnt."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection

from workflow.office.learnt import with_learnt
from workflow.refusals import Refusal, Refused
from workflow.rulebook.faults import DefinitionFaults, Fault
from workflow.rulebook.file_reading import faults_of_policy, read_policy
from workflow.rulebook.in_force import with_published
from workflow.rulebook.overlays import overlay_faults
from workflow.rulebook.policy import Overlay, Policy
from workflow.rulebook.rulebook import Rulebook
from workflow.store.policy_writing import published_texts


def rules_of_house(connection: Connection, written: Rulebook, today: date) -> Rulebook:
    """The written rules with the published policies in force, and the scorecard and the words in force ``today``.

    Raises ``Refused`` (``published_policy_changed``, ``learnt_version_changed``) when a published text can no longer
    be read or is not the one that was published: a house must not go on by other rules than it thinks.
    """
    published = with_published(written, published_policies(connection, known_policies(written)))
    return with_learnt(connection, published, today)


def published_policies(connection: Connection,
                       known: Mapping[str, Policy | Overlay] | None = None) -> tuple[Policy | Overlay, ...]:
    """The policies published here, in the order of publication; those ``known`` by hash are not read again."""
    return tuple((known or {}).get(row.hash) or _read(row.hash, row.text) for row in published_texts(connection))


def read_candidate(rulebook: Rulebook, file: str, data: bytes) -> tuple[Policy | Overlay | None, tuple[Fault, ...]]:
    """The policy of a file that this house may take up, or everything that is wrong with it here."""
    policy, faults, lines = faults_of_policy(data, file, rulebook.roles, rulebook.sources)
    if isinstance(policy, Overlay):
        bases = (one for one in rulebook.policies.values() if one.is_base and one.hash not in rulebook.former)
        faults = [*faults, *overlay_faults(policy, bases, lines)]
    return (None if faults else policy), tuple(faults)


def known_policies(rulebook: Rulebook) -> dict[str, Policy | Overlay]:
    """Every policy and overlay of a rulebook by its hash."""
    return {**rulebook.policies, **{one.hash: one for one in rulebook.overlays}}


def _read(digest: str, text: str) -> Policy | Overlay:
    try:
        policy = read_policy(text, digest[:12])
    except DefinitionFaults:
        raise Refused(Refusal("published_policy_changed", {"hash": digest[:12]})) from None
    if policy.hash != digest:
        raise Refused(Refusal("published_policy_changed", {"hash": digest[:12]}))
    return policy
