"""A unit reports how it carried out the plan of a past year (R-41); the report stands in that year's book.

A report filed once more replaces the row; the record of the first stays in the chain.
"""

from sqlalchemy import select

from workflow.acts.books import Book
from workflow.acts.plan_roles import post_of, writers
from workflow.acts.transaction import Work, in_one_go
from workflow.domain.days import office_day
from workflow.domain.execution import MAX_REMARKS, MAX_ROWS, Execution, to_json
from workflow.domain.funding import year_faults
from workflow.domain.people import Actor
from workflow.domain.words import read_words
from workflow.engine.rules.year import report_due
from workflow.office import Office
from workflow.refusals import Refusal, Refused
from workflow.store.needs import execution_report
from workflow.store.needs_writing import NEW_REPORT, RENEW_REPORT

FILE, FILE_AGAIN = "file_report", "renew_report"


def report_execution(office: Office, actor: Actor, report: Execution) -> bool:
    """File the report of one's own unit; whether it was filed in time (R-41).

    Refused: ``unit_not_yours``, ``line_year_wrong``, ``report_too_early`` (the year is not over),
    ``report_too_long``, ``report_empty`` (no class and no word why).
    """
    return in_one_go(office, actor, None, FILE, lambda work: _file(work, report))


def _file(work: Work, report: Execution) -> bool:
    today = office_day(work.now)
    remarks = read_words(report.remarks, MAX_REMARKS)
    faults = list(year_faults(report.year))
    if report.year >= today.year:
        faults.append(Refusal("report_too_early", {"year": str(report.year)}))
    if len(report.rows) > MAX_ROWS or len(remarks) > MAX_REMARKS:
        faults.append(Refusal("report_too_long", {"rows": MAX_ROWS, "letters": MAX_REMARKS}))
    if not report.rows and not remarks:
        faults.append(Refusal("report_empty", field="remarks"))
    by = post_of(work, writers(work.office), report.unit)
    if by is None:
        faults.append(Refusal("unit_not_yours"))
    if faults:
        raise Refused(faults)
    book = Book(work, f"execution-{report.year}")
    again = work.connection.execute(select(execution_report.c.unit).where(
        execution_report.c.case_id == book.id, execution_report.c.unit == report.unit)).first() is not None
    columns = {"filed_on": today, "remarks": remarks, "body": to_json(report.rows)}
    told = {"unit": report.unit, **columns, **({} if again else {"year": report.year})}
    book.enter(FILE_AGAIN if again else FILE, post=by, rows={"execution_report": [told]})
    if again:
        work.write(RENEW_REPORT, key_case_id=book.id, key_unit=report.unit, **columns)
    else:
        work.write(NEW_REPORT, case_id=book.id, unit=report.unit, year=report.year, **columns)
    return today <= report_due(work.office.rulebook.policy_on(today), report.year)
