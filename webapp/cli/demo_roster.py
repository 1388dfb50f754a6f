"""Calls people to the classes of the demo: of the class's audience, not taught the topic yet, least called before,
free on its days.

Also the places that units get and what they answer, and what people learnt elsewhere (``earlier.yaml``).
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

from webapp.cli.demo_files import Script, Step
from workflow.acts.enrol import enrol
from workflow.acts.enrol_places import answer_places, give_places
from workflow.acts.import_history import add_history
from workflow.domain.cadres import Cadre
from workflow.domain.people import Actor, system_actor
from workflow.domain.trainings import Learnt
from workflow.office import Office
from workflow.queries.cadre_list import numbered
from workflow.queries.roster_page import roster_page
from workflow.wording.catalogue import CHINA

MOST_CALLS = 2  # of one person in the year
CALLING = ("enrol", "give_places", "answer_places")
WITHOUT = "without"
FILE = "earlier.yaml"


@dataclass
class Calls:
    """``cadres`` are all people of the district; what each was called to fills as rosters are made."""

    cadres: Sequence[Cadre]
    _called: dict[str, list[tuple[date, date, bool, str]]] = field(default_factory=lambda: defaultdict(list))
    _numbers: Mapping[str, int] = field(default_factory=dict)

    def take(self, office: Office, who: Actor, case_id: int, script: Script, step: Step) -> None:
        """One step of a script: put people on the roster, give places, answer for them."""
        if step.do == "enrol":
            self._enrol(office, who, case_id, script, step.given)
        elif step.do == "give_places":
            give_places(office, who, case_id, dict(step.given))
        else:
            for unit, answer in step.given.items():
                answer_places(office, who, case_id, unit, answer, step.opinion)

    def earlier(self) -> Iterator[tuple[datetime, Callable[[Office], None]]]:
        """The import of what was learnt elsewhere, at its time; nothing where there is no register."""
        if self.cadres:
            text = (files("definitions") / "demo" / FILE).read_text("utf-8")
            told = YAML(typ="safe").load(text)
            at = datetime.fromisoformat(str(told["at"])).replace(tzinfo=CHINA)
            yield at, lambda office: self._learn(office, told["classes"], hashlib.sha256(text.encode()).hexdigest())

    def _enrol(self, office: Office, who: Actor, case_id: int, script: Script, wanted: Mapping[str, Any]) -> None:
        """As many people as the class declared, of its audience; or so many of each unit that the step names.
        ``without``: an audience whose people another class will call."""
        page = roster_page(office, who, case_id)
        if page.start is None or page.end is None:
            raise ValueError(f"{script.ref} has no days")
        answers = script.last_answers
        chosen: list[int] = []
        # Some are there already, where a class grew after its first notice.
        there = frozenset(one.cadre_id for part in page.parts for one in part.people if one.comes)
        enrolled = len(there)
        units = {unit: count for unit, count in wanted.items() if unit != WITHOUT}
        there |= {self._id(office, one) for one in self.cadres if one.audience == wanted.get(WITHOUT)}
        for unit, count in (units or {"": page.declared - enrolled}).items():
            chosen += self._choose(office, answers["audience_codes"], count, (page.start, page.end),
                                   answers["channel"] == "out", answers["topic_code"], unit, there)
        enrol(office, who, case_id, chosen)

    def _choose(self, office: Office, codes: Collection[str], count: int, days: tuple[date, date], out: bool,
                topic: str, unit: str, there: Collection[int]) -> list[int]:
        """The ids of so many people; those of other audiences come last, where the audience is too small."""
        audiences = office.rulebook.audiences
        leaves, tiers = audiences.leaves(codes), {audiences[code].tier for code in codes}
        free = [one for one in self.cadres if unit in ("", one.unit) and self._may_come(one, days, out)
                and self._id(office, one) not in there]
        free.sort(key=lambda one: (one.audience not in leaves, topic in {of for *_, of in self._called[one.staff_no]},
                                   audiences[one.audience].tier not in tiers, len(self._called[one.staff_no]),
                                   one.staff_no))
        if len(free) < count:
            raise ValueError(f"only {len(free)} people are free from {days[0]} on")
        for one in free[:count]:
            self._called[one.staff_no].append((*days, out, topic))
        return [self._id(office, one) for one in free[:count]]

    def _learn(self, office: Office, classes: Sequence[Mapping[str, Any]], source: str) -> None:
        learnt = []
        for one in classes:
            of = one["of"]
            went = [cadre for cadre in self.cadres
                    if of["audience"] == cadre.audience and of.get("unit", cadre.unit) == cadre.unit][:of["count"]]
            learnt += [Learnt(self._id(office, cadre), one["name"], one["kind"], one.get("topic"), one["level"],
                              one["start"], one["end"], one["hours"], one["out"]) for cadre in went]
        add_history(office, system_actor(), learnt, source)

    def _id(self, office: Office, one: Cadre) -> int:
        if not self._numbers:
            self._numbers = numbered(office)
        return self._numbers[one.staff_no]

    def _may_come(self, one: Cadre, days: tuple[date, date], out: bool) -> bool:
        before = self._called[one.staff_no]
        clash = any(start <= days[1] and days[0] <= end for start, end, *_ in before)
        return not clash and len(before) < MOST_CALLS and not (out and any(away for _, _, away, _ in before))
