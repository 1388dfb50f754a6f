"""What two persons decide about the demo's fund lines, and finance's figures beside them."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

from workflow.acts.fund_motions import confirm, decline, propose
from workflow.acts.reconcile import reconcile
from workflow.domain.days import office_day
from workflow.domain.funding import Figure
from workflow.domain.motions import AddMoney, Correct, ExpectLine, Indicate, Motion, Transfer
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.queries.fund_motions import motions_page
from workflow.queries.ledger_entries import Wish
from workflow.queries.ledger_page import ledger
from workflow.wording.catalogue import CHINA

Event = tuple[datetime, Callable[[Office], None]]
BETWEEN_CODES = timedelta(minutes=4)


@dataclass
class FundStory:
    """``lines`` and ``cases`` are ids by name (``OD/cadre_education``, ``D03``), filled while the year goes on."""

    actor: Callable[[str], Actor]
    cases: Mapping[str, int]
    lines: dict[str, int] = field(default_factory=dict)
    asked: dict[int, int] = field(default_factory=dict)  # the motion that was proposed for each line of the file

    def events(self) -> Iterator[Event]:
        """Every proposal, every answer to one, and the file of finance."""
        told = YAML(typ="safe").load((files("definitions") / "demo" / "fund_motions.yaml").read_text("utf-8"))
        codes = told["indicators"]
        for place, (line, code) in enumerate(codes["codes"].items()):
            at = _instant(codes["at"]) + place * BETWEEN_CODES
            yield at, partial(self._name, codes, line, code)
        for place, motion in enumerate(told["motions"]):
            yield _instant(motion["at"]), partial(self._propose, place, motion)
            if "then" in motion:
                yield _instant(motion["then"]), partial(self._answer, place, motion)
        yield _instant(told["reconcile"]["at"]), partial(self._reconcile, told["reconcile"])

    def _name(self, told: Mapping[str, Any], line: str, code: str, office: Office) -> None:
        motion = propose(office, self.actor(told["who"]), Indicate(self.lines[line], code), told["reason"])
        confirm(office, self.actor(told["second"]), motion)

    def _propose(self, place: int, told: Mapping[str, Any], office: Office) -> None:
        self.asked[place] = propose(office, self.actor(told["who"]), self._motion(told, office), told["reason"])

    def _answer(self, place: int, told: Mapping[str, Any], office: Office) -> None:
        second = self.actor(told["second"])
        if "declined" in told:
            decline(office, second, self.asked[place], told["declined"])
        else:
            confirm(office, second, self.asked[place])

    def _motion(self, told: Mapping[str, Any], office: Office) -> Motion:
        fen = told.get("yuan", 0) * 100
        match told["kind"]:
            case "transfer":
                return Transfer(self.lines[told["line"]], self.lines[told["to"]], fen)
            case "add_to_line":
                return AddMoney(self.lines[told["line"]], fen)
            case "expect_line":
                return ExpectLine(told["owner"], told["year"], told["source"])
            case "correct_entry":
                return Correct(*self._entry(told, office), fen)
        raise ValueError(f"the demo knows no motion {told['kind']}")

    def _entry(self, told: Mapping[str, Any], office: Office) -> tuple[int, int, int]:
        """The spending of a class by its ref, or an appropriation by its amount."""
        entries = motions_page(office, self.actor(told["who"])).mendable
        if "spent" in told:
            found = next(one for one in entries if one.place.startswith(f"{self.cases[told['spent']]}."))
        else:
            found = next(one for one in entries if one.fen == told["appropriated"] * 100)
        case_id, n, k = map(int, found.place.split("."))
        return case_id, n, k

    def _reconcile(self, told: Mapping[str, Any], office: Office) -> None:
        """Finance's system says what the ledger says at that hour, but for one payment it has not booked."""
        actor, day = self.actor(told["who"]), office_day(office.clock())
        codes = {line.id: line.indicator for line in motions_page(office, actor).lines}
        figures = [
            Figure(codes[line.id], int(line.appropriated),
                   int(line.spent) - (told["yuan"] * 100 if line.id == self.lines[told["unpaid"]] else 0))
            for line in ledger(office, actor, Wish(year=day.year)).lines if codes.get(line.id)
        ]  # fmt: skip
        data = "\n".join(f"{one.indicator},{one.given},{one.spent}" for one in figures).encode()
        reconcile(office, actor, day.year, day, told["name"], hashlib.sha256(data).hexdigest(), figures)


def _instant(text: Any) -> datetime:
    at = text if isinstance(text, datetime) else datetime.fromisoformat(text)
    return at.replace(tzinfo=CHINA)
