"""A case keeps the process it began with, also when the shipped file has changed since."""

from dataclasses import replace
from pathlib import Path

from sqlalchemy import update

from tests.district import District
from workflow.acts.publish_rulebook import keep_written_rules
from workflow.bootstrap import open_office
from workflow.office import Office
from workflow.office.gather import gather
from workflow.store.cases import case
from workflow.store.house import process_version


def test_an_older_version_is_read_from_the_house(office: Office, tmp_path: Path) -> None:
    """The file's text of yesterday stands in the house; today's begins new cases, yesterday's keeps its own."""
    yesterday = office.rulebook.process("plan_filing")
    text = yesterday.text.replace("编制中", "起草中")
    older = replace_text(office, text)
    d = District(office)
    plan = 2  # the first unit's plan; its book is 1
    with office.database.write() as connection:
        connection.execute(update(case).where(case.c.id == plan).values(process_hash=older))
        connection.commit()
    url = office.database.url.render_as_string(hide_password=False)
    again = open_office(url, tmp_path)
    try:
        with again.database.read() as connection:
            process = gather(connection, again, d.actor("auditor"), plan).situation.process
        assert process.states["draft"].label.zh == "起草中"
        assert again.rulebook.process("plan_filing").states["draft"].label.zh == "编制中"
        assert keep_written_rules(again) == 0
    finally:
        again.close()


def replace_text(office: Office, text: str) -> str:
    """Put another text among the kept versions; its hash."""
    from workflow.engine.vocabulary import vocabulary
    from workflow.rulebook.file_reading import read_process

    paths = frozenset(path for policy in office.rulebook.policies.values() for path in policy.entries)
    older = read_process(text, "yesterday", vocabulary(office.rulebook.roles, paths))
    keep_written_rules(replace(office, rulebook=replace(office.rulebook, processes={older.hash: older})))
    with office.database.read() as connection:
        assert connection.execute(process_version.select().where(process_version.c.hash == older.hash)).first()
    return older.hash
