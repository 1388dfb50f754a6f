"""A process that writes acts until it is killed, and says after each that it is done.

Run as ``python -m tests.acts.writing_child DATABASE_FILE SEED``; each line on its output is
``case record``, printed when the act has returned, so when the commit is behind it.
"""

import itertools
import random
import sys
from pathlib import Path

from tests.clocks import SetClock
from tests.district import HOSTS, a_class
from workflow.acts.declare import begin, save_copy
from workflow.acts.take_action import Done, take_action
from workflow.bootstrap import written_rules
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.store.database import Database
from workflow.store.people import person


def main(path: str, seed: str) -> None:
    database = Database(f"sqlite:///{path}")
    office = Office(database=database, rulebook=written_rules(), clock=SetClock(), home=Path(path).parent)
    with database.read() as connection:
        people = {row.username: Actor(row.id) for row in connection.execute(person.select())}
    dice = random.Random(int(seed))
    print("ready", flush=True)
    for turn in itertools.count():
        one_class(office, people, dice.choice(HOSTS), f"第{seed}-{turn}班")


def one_class(office: Office, people: dict[str, Actor], host: str, name: str) -> None:
    """From the draft to the withdrawal, each act told when it is done."""
    declarant, head = people[f"{host}.declarant"], people[f"{host}.unit_head"]
    begun = tell(begin(office, declarant, host))
    save_copy(office, declarant, begun.case_id, a_class(host_unit=host, class_name=name), version=1)
    road = (("send_unit", declarant), ("unit_finance_sign", people[f"{host}.unit_finance"]), ("unit_submit", head),
            ("accept", people["od_section"]), ("return", people["od_section"]), ("withdraw", head))  # fmt: skip
    for action, who in road:
        tell(take_action(office, who, begun.case_id, action, opinion="同意。"))


def tell(done: Done) -> Done:
    print(done.case_id, done.n, flush=True)
    return done


if __name__ == "__main__":
    main(*sys.argv[1:])
