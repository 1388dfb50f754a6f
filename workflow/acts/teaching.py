"""Keeps the register of lecturers as the contents in force say: who teaches what, in which class, when."""

from workflow.acts.case_change import CaseChange
from workflow.domain.declaration import ClassDeclaration, Lecturer
from workflow.store.teaching_writing import FORGET_LINES, TEACH


def register_lecturers(change: CaseChange) -> None:
    """Copy the lecturers of the content that is in force after this act; what is only proposed waits."""
    adopted = change.new["form_n"] != change.row["form_n"]
    form = change.situation.proposed if adopted else change.situation.form
    if not isinstance(form, ClassDeclaration) or form.start_date is None or form.end_date is None:
        return
    for place, lecturer in enumerate(form.lecturers):
        change.work.write(TEACH, case_id=change.id, place=place, name=lecturer.name, title=lecturer.title,
                          home=lecturer.home, topics=_topics(form, lecturer), hours=lecturer.hours,
                          fee_fen=lecturer.fee_fen, start_date=form.start_date, end_date=form.end_date)
    change.work.write(FORGET_LINES, case_id=change.id, least=len(form.lecturers))


def strike_lecturers(change: CaseChange) -> None:
    """The class will not be held: its lecturers taught nothing in it."""
    change.work.write(FORGET_LINES, case_id=change.id, least=0)


def _topics(form: ClassDeclaration, lecturer: Lecturer) -> str:
    """The titles of this lecturer's sessions; the class's name where the syllabus does not name them."""
    own = [session.title for session in form.syllabus if lecturer.name and lecturer.name in session.lecturer]
    return "\n".join(dict.fromkeys(own)) or form.class_name
