"""What happens while a class is held and when it closes: sign-in, notes, evaluation, closings, hours.

A person is an id here and in the trail.  What a trainee answers in the evaluation is kept without any person at all.
"""

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Integer, String, Table, Text

from workflow.domain.completion import ASKED
from workflow.store.types import Day, Hash, Id, Moment, metadata

attendance = Table(  # whether somebody was there, per half-day
    "attendance",
    metadata,
    Column("case_id", Id, ForeignKey("case.id"), primary_key=True),
    Column("day", Day, primary_key=True),
    Column("half", String(8), primary_key=True),  # am | pm | evening
    Column("cadre_id", Id, ForeignKey("cadre.id"), primary_key=True),
    Column("mark", String(8), nullable=False),  # present | absent | leave
)

class_note = Table(  # a change of the timetable with its reason, or what a group talked about
    "class_note",
    metadata,
    Column("case_id", Id, ForeignKey("case.id"), primary_key=True),
    Column("k", Integer, primary_key=True),  # counts from 1 within the class
    Column("kind", String(16), nullable=False),  # timetable | discussion
    Column("day", Day, nullable=False),
    Column("half", String(8)),
    Column("title", String(200), nullable=False),  # what is taught instead; the group and its topic
    Column("text", Text, nullable=False),  # the reason; what was said
    Column("by", Id, nullable=False),
    Column("at", Moment, nullable=False),
)

trainee_evaluation = Table(  # one answered form; nothing in it tells whose
    "trainee_evaluation",
    metadata,
    Column("case_id", Id, ForeignKey("case.id"), primary_key=True),
    Column("k", Integer, primary_key=True),
    Column("source", String(8), nullable=False),  # link | paper
    Column("day", Day, nullable=False),
    *(Column(item, Integer, nullable=False) for item in ASKED),  # 1 to 5
    Column("remark", Text),
    *(CheckConstraint(f"{item} BETWEEN 1 AND 5", name=item) for item in ASKED),
)

evaluation_code = Table(  # one slip each; which answer came by which slip is not kept
    "evaluation_code",
    metadata,
    Column("case_id", Id, ForeignKey("case.id"), nullable=False, index=True),
    Column("hash", Hash, primary_key=True),  # SHA-256 of the code: whoever reads the table cannot answer
    Column("used", Boolean, nullable=False),
)

closing = Table(  # the closing papers as they were handed in, each time; an older one stays as it was
    "closing",
    metadata,
    Column("case_id", Id, ForeignKey("case.id"), primary_key=True),
    Column("k", Integer, primary_key=True),
    Column("people", Integer, nullable=False),  # on the roster
    Column("attended", Integer, nullable=False),  # who were there at least one half-day
    Column("late", Boolean, nullable=False),
    Column("note", Text),  # what was said with it; of a late one the delay note
    Column("submitted_by", Id, nullable=False),
    Column("submitted_at", Moment, nullable=False),
    Column("outcome", String(16)),  # passed | sent_back
    Column("decided_by", Id),
    Column("decided_at", Moment),
    Column("hours", Integer),  # credited to all together when it was passed
    Column("reason", Text),  # what was said when it was passed or sent back
    Column("reopened_by", Id),
    Column("reopened_why", Text),
    Column("reopened_at", Moment),
)

hour_entry = Table(  # class hours credited by a closing; a later closing corrects by a further entry
    "hour_entry",
    metadata,
    Column("case_id", Id, ForeignKey("case.id"), primary_key=True),
    Column("k", Integer, primary_key=True),  # the closing
    Column("cadre_id", Id, ForeignKey("cadre.id"), primary_key=True),
    Column("hours", Integer, nullable=False),  # more or, below zero, fewer than credited before
    Column("result", String(16), nullable=False),  # passed | failed | no_credit
    Column("present_half_days", Integer, nullable=False),
    Column("leave_half_days", Integer, nullable=False),
    Column("absent_half_days", Integer, nullable=False),
    Column("at", Moment, nullable=False),
)
