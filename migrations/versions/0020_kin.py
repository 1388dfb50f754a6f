"""Places of topics tell the kin of a class too: every class of the index is posted anew, as its mark says.

The places are not data of their own but reckoned from the marks, by the program that is to read them.
"""

from alembic import op

from workflow.office.likeness import post_anew

revision = "0020_kin"
down_revision: str | None = "0019_scan"
branch_labels = None
depends_on = None


def upgrade() -> None:
    post_anew(op.get_bind())


def downgrade() -> None:
    """An older program rebuilds the index (``shenbao duplicates rebuild``)."""
