"""Cases, their contents, rounds, seats and findings."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, and_

from workflow.store.types import Body, Day, Hash, Id, Moment, metadata

case = Table(
    "case",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(32), nullable=False),  # class_declaration | annual_plan | form | book
    Column("process_hash", Hash),  # null only for a book (decision 0004)
    Column("policy_hash", Hash),
    Column("state", String(64), nullable=False),  # a projection of the trail; written by one statement only
    Column("version", Integer, nullable=False),  # raised by every act
    Column("rounds", Integer, nullable=False),  # number of the last round
    Column("chain_n", Integer, nullable=False),
    Column("chain_head", Hash, nullable=False),
    Column("number", String(64), unique=True),  # CX-2026-0001
    Column("host_unit", String(64), ForeignKey("unit.code")),
    Column("created_by", Id, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("entered_at", Moment, nullable=False),  # since when in this state
    Column("due_at", Moment),
    Column("remembered", Body, nullable=False),
    Column("form_n", Integer, nullable=False),  # effective content; 0 = nothing frozen yet
    Column("form_hash", Hash),
    Column("proposed_n", Integer),  # a content that waits for adoption
    Column("findings_n", Integer, nullable=False),  # generation of the stored findings
    Column("findings_hash", Hash),
    Column("stamp_seen", Integer, nullable=False),  # sum of the audience stamps when the findings were made
)
Index("ix_case_state_due", case.c.state, case.c.due_at)
Index("ix_case_host", case.c.host_unit, case.c.state)

content = Table(  # frozen contents of a subject; never changed
    "content",
    metadata,
    Column("case_id", Id, ForeignKey("case.id"), primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("hash", Hash, nullable=False),
    Column("body", Text, nullable=False),  # canonical JSON, the bytes that were hashed
    Column("by", Id, nullable=False),
    Column("at", Moment, nullable=False),
)

working_copy = Table(  # what somebody is typing; not evidence, listed as such by verify
    "working_copy",
    metadata,
    Column("case_id", Id, ForeignKey("case.id"), primary_key=True),
    Column("version", Integer, nullable=False),  # raised by every save
    Column("body", Body, nullable=False),
    Column("steps_done", Body, nullable=False),
    Column("by", Id, nullable=False),
    Column("at", Moment, nullable=False),
)

seat_round = Table(
    "seat_round",
    metadata,
    Column("case_id", Id, ForeignKey("case.id"), primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("action", String(64), nullable=False),
    Column("verb", String(16), nullable=False),
    Column("state", String(64), nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("closed_at", Moment),
    Column("outcome", String(16)),  # done | left
)

seat = Table(
    "seat",
    metadata,
    Column("case_id", Id, primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("action", String(64), nullable=False),
    Column("act", String(64), nullable=False),
    Column("role", String(32), nullable=False),
    Column("unit", String(64)),  # null = any holder in the district
    Column("state", String(64), nullable=False),
    Column("gate", String(32)),
    Column("status", String(8), nullable=False),  # waiting | open | signed | closed
    Column("opened_at", Moment),
    Column("due_at", Moment),
    Column("closed_at", Moment),
    Column("signed_by", Id),
    Column("signed_at", Moment),
    Column("acting_for", Id),
    Column("form_hash", Hash),
    Column("findings_hash", Hash),
    Column("opinion", Text),
    Column("trail_n", Integer),
)
# The inbox is the open seats; these two partial indexes are all it reads.
Index("ix_seat_open_unit", seat.c.unit, seat.c.role, seat.c.due_at, seat.c.case_id,
      sqlite_where=seat.c.status == "open", postgresql_where=seat.c.status == "open")
_of_the_district = and_(seat.c.status == "open", seat.c.unit.is_(None))
Index("ix_seat_open_role", seat.c.role, seat.c.due_at, seat.c.case_id,
      sqlite_where=_of_the_district, postgresql_where=_of_the_district)

finding = Table(
    "finding",
    metadata,
    Column("case_id", Id, ForeignKey("case.id"), primary_key=True),
    Column("n", Integer, primary_key=True),  # generation
    Column("rule", String(8), primary_key=True),
    Column("part", String(64), primary_key=True),
    Column("severity", String(8), nullable=False),
    Column("gate", String(32), nullable=False),
    Column("form_hash", Hash, nullable=False),
    Column("policy_hash", Hash, nullable=False),
    Column("body", Body, nullable=False),  # values, over, clause, wording (see gather.finding_of)
    Column("at", Moment, nullable=False),
    Column("explanation", Text),  # the unit's words
    Column("explained_by", Id),
    Column("overridden_by", Id),
    Column("override_reason", Text),
)

pair = Table(  # a duplicate pair of block level, settled once by a person
    "pair",
    metadata,
    Column("case_id", Id, ForeignKey("case.id"), primary_key=True),
    Column("other_id", Id, ForeignKey("case.id"), primary_key=True),
    Column("facts_hash", Hash, nullable=False),  # of what was compared; another hash re-opens the pair
    Column("shown", Body, nullable=False),
    Column("verdict", String(16)),
    Column("reason", Text),
    Column("decided_by", Id),
    Column("decided_at", Moment),
    Column("consulted", Boolean, nullable=False),  # one consultation per pair
    Column("facts", Body),  # what was compared, of both sides; null of pairs found before this was kept
    Column("former", Body),  # an earlier verdict with the facts it was given on; they have changed since
)

paper = Table(
    "paper",
    metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", Id, ForeignKey("case.id"), nullable=False, index=True),
    Column("kind", String(32), nullable=False),
    Column("name", String(255), nullable=False),
    Column("sha256", Hash, nullable=False),
    Column("size", Integer, nullable=False),
    Column("by", Id, nullable=False),
    Column("at", Moment, nullable=False),
    Column("removed_at", Moment),
)

class_declaration = Table(  # the subject: columns for lists and searches, all derived from the effective content
    "class_declaration",
    metadata,
    Column("case_id", Id, ForeignKey("case.id"), primary_key=True),
    Column("class_name", String(200), nullable=False),
    Column("topic_code", String(64), nullable=False),
    Column("class_kind", String(32), nullable=False),
    Column("plan_type", String(16), nullable=False),
    Column("plan_item", String(64)),
    Column("tier", String(32), nullable=False),
    Column("channel", String(8), nullable=False),
    Column("venue", String(200), nullable=False),
    Column("start_date", Day),
    Column("end_date", Day),
    Column("half_days", Integer),
    Column("trainee_count", Integer),
    Column("staff_count", Integer),
    Column("total_fen", Id, nullable=False),
    Column("approved_fen", Id),
    Column("declared_on", Day),
    Column("reply_no", String(64), unique=True),
    Column("receipt_no", String(64), unique=True),
    Column("merged_into", Id, ForeignKey("case.id")),
)
Index("ix_class_start", class_declaration.c.start_date)

annual_plan = Table(
    "annual_plan",
    metadata,
    Column("case_id", Id, ForeignKey("case.id"), primary_key=True),
    Column("unit", String(64), ForeignKey("unit.code"), nullable=False),
    Column("year", Integer, nullable=False),
    Column("filed_on", Day),
    Column("total_fen", Id, nullable=False),
)

plan_item = Table(
    "plan_item",
    metadata,
    Column("code", String(64), primary_key=True),  # 2026-031
    Column("case_id", Id, ForeignKey("case.id"), nullable=False, index=True),
    Column("unit", String(64), ForeignKey("unit.code"), nullable=False),
    Column("year", Integer, nullable=False),
    Column("class_name", String(200), nullable=False),
    Column("topic_code", String(64), nullable=False),
    Column("class_kind", String(32), nullable=False),
    Column("tier", String(32), nullable=False),
    Column("channel", String(8), nullable=False),
    Column("month", Integer, nullable=False),
    Column("trainee_count", Integer, nullable=False),
    Column("half_days", Integer, nullable=False),
    Column("total_fen", Id, nullable=False),
    Column("cancelled_on", Day),  # given up by an adjustment; the number stays taken
)
Index("ix_plan_item_year_unit", plan_item.c.year, plan_item.c.unit)

form = Table(  # plain JSON subjects of foreign processes
    "form",
    metadata,
    Column("case_id", Id, ForeignKey("case.id"), primary_key=True),
    Column("title", String(200), nullable=False),
)

NO_LEAF = "#"  # before a topic's code, and before "out" of the province, where a leaf of an audience might stand
class_audience = Table(  # live classes by audience leaf, topic and journey
    "class_audience",
    metadata,
    Column("leaf", String(64), primary_key=True),
    Column("case_id", Id, ForeignKey("case.id"), primary_key=True, index=True),
    Column("start_date", Day, nullable=False),
    Column("end_date", Day, nullable=False),
)
Index("ix_class_audience_leaf_start", class_audience.c.leaf, class_audience.c.start_date)

audience_stamp = Table(  # raised by every act that adds or changes a class for these people, on this topic
    "audience_stamp",
    metadata,
    Column("leaf", String(64), primary_key=True),
    Column("n", Integer, nullable=False),
)

