"""The texts of processes and policies by hash: a case keeps the versions it began with."""

from datetime import datetime

from sqlalchemy import Connection, insert, select

from workflow.rulebook.policy import Policy
from workflow.rulebook.process import Process
from workflow.rulebook.rulebook import Rulebook
from workflow.store.house import policy_version, process_version


def unkept(connection: Connection, rulebook: Rulebook) -> list[Process | Policy]:
    """The versions of the rulebook whose text is not kept yet."""
    known = set(connection.execute(select(process_version.c.hash).union(select(policy_version.c.hash))).scalars())
    versions: list[Process | Policy] = [*rulebook.processes.values(), *rulebook.policies.values()]
    return [version for version in versions if version.hash not in known]


def keep(connection: Connection, version: Process | Policy, at: datetime) -> None:
    """Keep one version's text, in the caller's transaction."""
    row = {"hash": version.hash, "code": version.code, "text": version.text, "at": at}
    if isinstance(version, Process):
        connection.execute(insert(process_version).values(version=version.version, **row))
    else:
        connection.execute(insert(policy_version).values(**row))


def kept_texts(connection: Connection, rulebook: Rulebook) -> tuple[dict[str, str], dict[str, str]]:
    """Texts by hash of the processes and of the policies that the rulebook does not hold."""
    processes = connection.execute(select(process_version.c.hash, process_version.c.text)).all()
    policies = connection.execute(select(policy_version.c.hash, policy_version.c.text)).all()
    return ({digest: text for digest, text in processes if digest not in rulebook.processes},
            {digest: text for digest, text in policies if digest not in rulebook.policies})
