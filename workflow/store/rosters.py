"""Who is called to which class, what their units answered, and what they learnt elsewhere.

Personal data stays in ``cadre``; here and in the trail a person is an id.
"""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, false

from workflow.store.types import Day, Hash, Id, Moment, metadata

enrolment = Table(  # a trainee's place in a class
    "enrolment",
    metadata,
    Column("case_id", Id, ForeignKey("case.id"), primary_key=True),
    Column("cadre_id", Id, ForeignKey("cadre.id"), primary_key=True),
    Column("unit", String(64), nullable=False),  # the unit that sends them, as it was when they were enrolled
    Column("status", String(16), nullable=False),  # enrolled | on_leave | replaced | removed | attended | absent
    Column("replaced_by", Id),  # cadre id
    Column("reason", Text),  # of a replacement, a leave, an absence
    Column("start_date", Day, nullable=False),  # the class's days, copied: one range read finds a person's classes
    Column("end_date", Day, nullable=False),
    Column("out_of_province", Boolean, nullable=False, default=False, server_default=false()),  # copied likewise
    Column("leave_half_days", Integer),  # after the class
    Column("hours", Integer),  # class hours credited
    Column("report_on", Day),  # the day the learning report was handed in
    Column("result", String(16)),  # passed | failed | no_credit
    Column("appraisal", Text),  # the class teacher's words
)
# On PostgreSQL a check of a roster reads nothing but this index: the places of one person lie far apart in the table.
Index("ix_enrolment_person", enrolment.c.cadre_id, enrolment.c.start_date,
      postgresql_include=["case_id", "end_date", "status", "out_of_province", "hours"])

place_quota = Table(  # places in a class that a unit may fill, and what it answered (名额、回执)
    "place_quota",
    metadata,
    Column("case_id", Id, ForeignKey("case.id"), primary_key=True),
    Column("unit", String(64), ForeignKey("unit.code"), primary_key=True),
    Column("places", Integer, nullable=False),
    Column("answer", String(16)),  # filled | declined
    Column("reason", Text),
    Column("answered_at", Moment),
)

outside_training = Table(  # what a cadre learnt in classes that were not declared here: higher calls, older years
    "outside_training",
    metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", Id, ForeignKey("case.id"), nullable=False, index=True),  # the book whose chain tells of it
    Column("cadre_id", Id, ForeignKey("cadre.id"), nullable=False),
    Column("class_name", String(200), nullable=False),
    Column("class_kind", String(32), nullable=False),
    Column("topic_code", String(64)),
    Column("level", String(16), nullable=False),  # who called: district | city | province | central
    Column("start_date", Day, nullable=False),
    Column("end_date", Day, nullable=False),
    Column("hours", Integer, nullable=False),
    Column("out_of_province", Boolean, nullable=False),
    Column("source", Hash, nullable=False),  # SHA-256 of the file it was read from
)
Index("ix_outside_training_person", outside_training.c.cadre_id, outside_training.c.start_date)
Index("ix_outside_training_start", outside_training.c.start_date)  # how far back the records reach

person_view = Table(  # who looked at whose training record, and when; itself no evidence of a decision
    "person_view",
    metadata,
    Column("id", Id, primary_key=True),
    Column("cadre_id", Id, ForeignKey("cadre.id"), nullable=False),
    Column("person_id", Id, nullable=False),
    Column("at", Moment, nullable=False),
)
Index("ix_person_view_cadre", person_view.c.cadre_id, person_view.c.id)
