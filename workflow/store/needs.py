"""What units need to be taught, which planned classes meet it, and what they report of a past year."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from workflow.store.types import Body, Day, Id, metadata

training_need = Table(  # 缺什么补什么: who lacks what, how many, why, wanted by when
    "training_need",
    metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", Id, ForeignKey("case.id"), nullable=False, index=True),  # the year's book
    Column("unit", String(64), ForeignKey("unit.code"), nullable=False),
    Column("year", Integer, nullable=False),
    Column("topic_code", String(64), nullable=False),
    Column("audience_code", String(64), nullable=False),
    Column("heads", Integer, nullable=False),
    Column("lack", Text, nullable=False),  # what they lack
    Column("reason", Text, nullable=False),  # how the unit knows
    Column("month", Integer, nullable=False),  # wanted by the end of this month of the year
    Column("stated_on", Day, nullable=False),
    Column("withdrawn_on", Day),
    Column("withdrawn_why", Text),
)
Index("ix_training_need_year_unit", training_need.c.year, training_need.c.unit)

need_link = Table(  # a planned class that meets a need: named in the plan itself, or found by the office
    "need_link",
    metadata,
    Column("case_id", Id, ForeignKey("case.id"), primary_key=True),  # the plan, or the book of needs
    Column("need_id", Id, ForeignKey("training_need.id"), primary_key=True),
    Column("code", String(64), ForeignKey("plan_item.code"), primary_key=True),
)
Index("ix_need_link_need_id", need_link.c.need_id)

execution_report = Table(  # how the plan of a past year was carried out
    "execution_report",
    metadata,
    Column("case_id", Id, ForeignKey("case.id"), primary_key=True),  # the book of the year reported
    Column("unit", String(64), ForeignKey("unit.code"), primary_key=True),
    Column("year", Integer, nullable=False),  # the year reported, not the year of filing
    Column("filed_on", Day, nullable=False),
    Column("remarks", Text, nullable=False),
    Column("body", Body, nullable=False),  # the rows (domain.execution)
)
Index("ix_execution_report_year_unit", execution_report.c.year, execution_report.c.unit, unique=True)
