"""Drafts the next revision from what the tables say and the history does not yet: ``python -m migrations WORDS``.

Read the draft before you keep it: a rename looks like a drop and an add, and triggers and
CHECK constraints are not seen.
"""

import re
import sys
import tempfile
from pathlib import Path

from alembic import command

from workflow.store.database import Database
from workflow.store.migrating import config_for, newest_revision, upgrade

LONGEST = 32  # characters of a revision's name that Alembic's own table has room for


def draft(words: str) -> Path:
    """Write the next revision into ``migrations/versions``; its path."""
    slug = "_".join(re.findall(r"[a-z0-9]+", words.lower()))
    revision = f"{int(newest_revision()[:4]) + 1:04d}_{slug}"[:LONGEST].rstrip("_")
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/draft.db")
        upgrade(database)
        with database.write() as connection:
            made = command.revision(config_for(connection), words, autogenerate=True, rev_id=revision)
        database.close()
    assert made is not None and not isinstance(made, list)
    return Path(made.path)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit('Say in a few words what changes: python -m migrations "add a colour to units"')
    print(draft(sys.argv[1]))
