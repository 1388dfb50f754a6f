"""A year to report on: as many enrolments as are wanted, written by the database, in a house that is thrown away.

Forty people a class and ten classes a person; the openings are spread over the years, the people over the units, ranks
and audiences, and each class has gone through its gates.  No act made it, so nothing of it is proved by the trail.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, insert, literal, select
from sqlalchemy import case as when
from sqlalchemy.exc import ProgrammingError

from workflow.domain.cadres import RANKS
from workflow.domain.declaration import CHANNELS, TIERS
from workflow.office import Office
from workflow.office.gather import CLASS
from workflow.store.cases import case, class_audience, class_declaration, seat, seat_round
from workflow.store.people import cadre, unit
from workflow.store.rosters import enrolment
from workflow.store.teaching import teaching
from workflow.store.trail import trail

HEADS = 40  # people of one class
CLASSES_EACH = 10  # classes of one person
UNITS = 50
REASON = '{"given":{"ground":"repeat"},"opinion":"-"}'
STEPS = 9  # that a class waits in
RECORDS = 12  # records of one class
LISTED = "bench"  # under what a class stands that searches know
BATCH = 250  # classes written at a time: on a busy machine a statement of more may take too long
Progress = Callable[[int, int], None]


def fill_year(office: Office, enrolments: int, *, years: int, each: int = CLASSES_EACH, gates: bool = True,
              progress: Progress | None = None) -> int:
    """Write the world, ``each`` classes a person; answers the number of its enrolments, rounded up to whole classes.

    Without ``gates`` no class has rounds, lecturers and records, which only reports read.
    """
    classes = max(-(-enrolments // HEADS), each * HEADS)
    people = classes * HEADS // each
    with office.database.write() as connection:
        _units(connection)
        _people(connection, office, people)
        connection.commit()
    for first in range(1, classes + 1, BATCH):
        last = min(first + BATCH - 1, classes)
        with office.database.write() as connection:
            fill_classes(connection, office, range(first, last + 1), years, people // HEADS, gates)
            _places(connection, first, last, people)
            connection.commit()
        if progress:
            progress(last, classes)
    tidy(office)
    return classes * HEADS


def tidy(office: Office, *tables: str) -> None:
    """Let the database gather its statistics of these tables (none named: of all), as it does by itself overnight, and
    write out what it was given, where it lets us ask for that."""
    postgres = office.database.dialect == "postgresql"
    with office.database.read() as connection:
        for table in tables or ("",):
            connection.exec_driver_sql(f"{'VACUUM ANALYZE' if postgres else 'ANALYZE'} {table}")
        if postgres:
            with suppress(ProgrammingError):
                connection.exec_driver_sql("CHECKPOINT")


def fill_classes(connection: Connection, office: Office, numbers: Sequence[int], years: int, round_: int,
                 gates: bool) -> None:
    """The classes of these numbers, without people; everybody has one in a ``round_``, and each is a year earlier."""
    live: tuple[Table, ...] = (case, class_declaration, class_audience)
    for table, rows in _classes(office, numbers, years, round_):
        if gates or table in live:
            connection.execute(insert(table), rows)


def _units(connection: Connection) -> None:
    connection.execute(insert(unit), [
        {"code": f"U{place:02d}", "name_zh": f"单位{place}", "name_en": f"Unit {place}", "kind": "department",
         "level": "district", "parent": None, "system": "bench", "active": True} for place in range(UNITS)])


def _people(connection: Connection, office: Office, count: int) -> None:
    audiences = sorted(office.rulebook.audiences)
    for first in range(1, count + 1, 10_000):
        connection.execute(insert(cadre), [
            {
                "id": number, "staff_no": f"B{number:07d}", "name": f"学员{number}", "unit": f"U{number % UNITS:02d}",
                "rank": RANKS[number % len(RANKS)], "managing_level": "district",
                "audience": audiences[number % len(audiences)]}
            for number in range(first, min(first + 10_000, count + 1))])


def _classes(office: Office, numbers: Sequence[int], years: int,
             round_: int) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    """The rows of these classes, table by table."""
    policy, process = office.rulebook.policy_on(office.today()).hash, office.rulebook.process(CLASS)
    steps = [(code, deciding.code) for code, state in process.states.items()
             if state.due is not None and (deciding := process.deciding(code))][:STEPS]
    cases, declared, listed, rounds, seats, taught, records = [], [], [], [], [], [], []
    for number in numbers:
        start = date(office.today().year - number // round_ % years, 1 + number % 9, 1 + number % 28)
        begun = datetime(start.year, start.month, start.day, tzinfo=UTC) - timedelta(days=40)
        cases.append({
            "id": number, "kind": CLASS, "process_hash": process.hash, "policy_hash": policy, "state": "completed",
            "version": 1, "rounds": len(steps), "chain_n": 0, "chain_head": "0" * 64, "number": f"B-{number:07d}",
            "host_unit": f"U{number % UNITS:02d}", "created_by": 1, "created_at": begun, "entered_at": begun,
            "remembered": {}, "form_n": 0, "findings_n": 0, "stamp_seen": 0})
        declared.append({
            "case_id": number, "class_name": f"班次{number}", "topic_code": "", "class_kind": "topic",
            "plan_type": "in_plan", "tier": TIERS[number % len(TIERS)], "channel": CHANNELS[number % 3], "venue": "",
            "start_date": start, "end_date": start, "half_days": 4 + number % 7, "trainee_count": HEADS,
            "total_fen": 1_000_000 + number, "approved_fen": 1_000_000})
        listed.append({"leaf": LISTED, "case_id": number, "start_date": start, "end_date": start})
        taught.append({"case_id": number, "place": 0, "name": f"教师{number % 500}", "title": "senior", "home": "",
                       "topics": "", "hours": 4, "fee_fen": 50_000, "start_date": start, "end_date": start})
        for place, (state, action) in enumerate(steps, 1):
            opened, closed = begun + timedelta(days=place), begun + timedelta(days=place + (number * place) % 6)
            rounds.append({"case_id": number, "n": place, "action": action, "verb": "one", "state": state,
                           "opened_at": opened, "closed_at": closed, "outcome": "done"})
            seats.append({"case_id": number, "round": place, "place": 0, "action": action, "act": action,
                          "role": process.roles[place % len(process.roles)], "state": state, "status": "signed",
                          "opened_at": opened, "due_at": opened + timedelta(days=2), "signed_at": closed})
        for n in range(1, RECORDS + 1):
            back = n == RECORDS and number % 10 == 0
            records.append({"case_id": number, "n": n, "hash": "0" * 64, "prev": "0" * 64,
                            "at": begun + timedelta(days=n), "record": REASON, "actor_id": 1, "role": None,
                            "act": "reject" if back else "sign", "from_state": steps[n % len(steps)][0],
                            "to_state": "rejected" if back else None})
    yield from ((case, cases), (class_declaration, declared), (class_audience, listed), (teaching, taught),
                (seat_round, rounds), (seat, seats), (trail, records))


def _places(connection: Connection, first: int, last: int, people: int) -> None:
    """Forty people of each class, one after another over all people, so that everybody has as many classes."""
    first_people, of = cadre.alias("first_people"), class_declaration.c  # numbers from 1 on, wherever they stand
    place = first_people.c.id - 1
    person = ((of.case_id - 1) * HEADS + place) % people + 1
    row = {"case_id": of.case_id, "cadre_id": person, "unit": literal("U00"), "status": when(
        (place % 20 == 0, "absent"), else_="attended"), "start_date": of.start_date, "end_date": of.end_date,
        "hours": of.half_days * 3}
    connection.execute(insert(enrolment).from_select(
        list(row), select(*row.values()).select_from(class_declaration.join(first_people, first_people.c.id <= HEADS))
        .where(of.case_id.between(first, last))))
