"""The house in which the fund is compared with its model: units, years and persons, as many as examples need."""

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from sqlalchemy import insert

from tests.district import District
from workflow.acts.fund_motions import confirm, propose
from workflow.domain.motions import Motion
from workflow.office import Office
from workflow.refusals import Refused
from workflow.store.people import unit

LINES, SOURCE = 3, "special"
YEARS = range(2013, 2041, 2)  # of half of them the closing day is over
Act = Callable[[], Any]


class Fund:
    """The house that all examples share; each example takes a year and units of its own."""

    def __init__(self, office: Office):
        self.office, self.d, self.steps = office, District(office), 0
        self.places = self._places()

    def _places(self) -> Iterator[tuple[int, list[str]]]:
        for block in count():
            codes = [f"M{block}-{place}" for place in range(LINES)]
            with self.office.database.write() as connection:
                for code in codes:
                    connection.execute(insert(unit).values(
                        code=code, name_zh=code, name_en=code, kind="department", level="district", parent=None,
                        system="", active=True))
                connection.commit()
            for year in YEARS:
                yield year, codes

    def agreed(self, motion: Motion) -> None:
        confirm(self.office, self.d.actor("od_head"), propose(self.office, self.d.actor("finance"), motion, "x"))


def listed(answer: Any) -> list[Any]:
    return list(answer) if isinstance(answer, list) else [answer] if answer else []


def answered(act: Act) -> str:
    """How it ended: "" or the first code of the refusal; who is told to come again does."""
    for _ in range(40):
        try:
            act()
        except Refused as refused:
            if refused.codes != ("busy",):
                return refused.codes[0]
        else:
            return ""
    return "busy"
