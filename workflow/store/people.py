"""Units with their former names and successors, accounts, posts and cadres.

The rows of units and posts are told by the books of the house (``case_id``); where it is null they stood here before
the trail told of any.
"""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table

from workflow.store.types import Day, Id, Moment, metadata

unit = Table(
    "unit",
    metadata,
    Column("code", String(64), primary_key=True),
    Column("name_zh", String(100), nullable=False),
    Column("name_en", String(200), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("level", String(16), nullable=False),
    Column("parent", String(64), ForeignKey("unit.code")),
    Column("system", String(64), nullable=False),
    Column("active", Boolean, nullable=False),  # false from the moment the end is entered
    Column("from_day", Day),  # null = from before this house kept its list
    Column("to_day", Day),  # inclusive; null = until further notice
    Column("case_id", Id),  # the book; no foreign key: a case names its host unit already
)

unit_name = Table(  # what a unit was called before; what it is called now stands with the unit
    "unit_name",
    metadata,
    Column("case_id", Id, ForeignKey("case.id"), nullable=False),
    Column("unit", String(64), ForeignKey("unit.code"), primary_key=True),
    Column("to_day", Day, primary_key=True),  # the last day of the name
    Column("name_zh", String(100), nullable=False),
    Column("name_en", String(200), nullable=False),
)

succession = Table(  # who follows a unit that has ended, also by way of others
    "succession",
    metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", Id, ForeignKey("case.id"), nullable=False),
    Column("unit", String(64), ForeignKey("unit.code"), nullable=False, index=True),
    Column("successor", String(64), ForeignKey("unit.code"), nullable=False, index=True),
    Column("from_day", Day, nullable=False),
    Column("takes", Boolean, nullable=False),  # holds the chairs of the unit: its open cases go on there
)

person = Table(  # an account; log-ins use real time (ruling 47)
    "person",
    metadata,
    Column("id", Id, primary_key=True),
    Column("username", String(64), nullable=False, unique=True),
    Column("name_zh", String(64), nullable=False),
    Column("name_en", String(128), nullable=False),
    Column("password_hash", String(255), nullable=False),
    Column("language", String(2), nullable=False),
    Column("session_key", String(64), nullable=False),  # changes with the password: ends other sessions
    Column("failures", Integer, nullable=False),
    Column("locked_until", Moment),
    Column("disabled_at", Moment),
)

post = Table(
    "post",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", Id, ForeignKey("person.id"), nullable=False, index=True),
    Column("role", String(32), nullable=False),
    Column("unit", String(64), ForeignKey("unit.code"), nullable=False),
    Column("from_day", Day, nullable=False),
    Column("to_day", Day),  # inclusive; null = until further notice
    Column("case_id", Id),  # the book
)
Index("ix_post_role_unit", post.c.role, post.c.unit)

stand_in = Table(  # a post lent for some days: its holder and the stand-in may both sign
    "stand_in",
    metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", Id, ForeignKey("case.id"), nullable=False),  # the book whose chain tells of it
    Column("post_id", Id, ForeignKey("post.id"), nullable=False, index=True),
    Column("person_id", Id, ForeignKey("person.id"), nullable=False, index=True),  # who stands in
    Column("from_day", Day, nullable=False),
    Column("to_day", Day, nullable=False),  # inclusive; the day before from_day = taken back before it began
)

cadre = Table(  # trainees; personal data, never in the trail
    "cadre",
    metadata,
    Column("id", Id, primary_key=True),
    Column("staff_no", String(32), nullable=False, unique=True),
    Column("name", String(64), nullable=False),
    Column("unit", String(64), ForeignKey("unit.code"), nullable=False, index=True),
    # county_division section deputy_section staff village community professional
    Column("rank", String(32), nullable=False),
    Column("managing_level", String(16), nullable=False),  # city district unit town
    Column("audience", String(64), nullable=False),  # the audience leaf this person counts in
)
