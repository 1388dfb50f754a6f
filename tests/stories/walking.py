"""Brings cheap classes, each for people of its own, to any state of the straight road, as many as a test needs."""

from datetime import date
from typing import Any

from tests.clocks import MORNING
from tests.district import YUAN, District, a_class, straight_road
from workflow.domain.declaration import ClassDeclaration, Lecturer
from workflow.domain.people import system_actor
from workflow.rulebook.rulebook import Rulebook

OPENING, LAST_DAY = "2026-11-23 08:30", "2026-11-25 17:30"
CLOCKS = {"noticed": OPENING, "in_session": LAST_DAY}


class Walker:
    """``walker.at("noticed")`` answers a case in that state, of people whom no other class calls."""

    def __init__(self, d: District):
        self.d, self._made = d, 0
        self._people = [
            (topic, leaf) for topic in sorted(d.office.rulebook.lexicon) for leaf in plain_audiences(d.office.rulebook)
        ]

    def form(self, **changes: Any) -> ClassDeclaration:
        """A class of 20 people for 1,650 yuan; for people whom no other class calls on its topic."""
        self._made += 1
        lecturer = Lecturer(f"王老师{self._made}", "deputy_senior", 9, 50 * YUAN, 3)  # nobody teaches twice
        small: dict[str, Any] = {
            "trainee_count": 20,
            "staff_count": 2,
            "rates": {"meals": 20 * YUAN},
            "lecturers": (lecturer,),
        }
        if "audience_codes" not in changes:
            topic, leaf = self._people.pop()
            small |= {"topic_code": topic, "audience_codes": (leaf,)}
        return a_class(**(small | changes))

    def at(self, state: str, form: ClassDeclaration | None = None, host: str = "CIVIL") -> int:
        """A case in this state, its papers attached, the clock where the next step can be taken."""
        d, form = self.d, form or self.form(host_unit=host)
        d.office.clock.set(MORNING)  # type: ignore[attr-defined]
        if state == "draft":
            return d.begin(form, host)
        if state == "unit_review":
            case_id = d.begin(form, host)
            d.take(case_id, "send_unit", f"{host}.declarant")
            return case_id
        case_id = d.submitted(form, host)
        for reached, action, who, papers, given in straight_road(host):
            if reached in CLOCKS:
                d.office.clock.set(CLOCKS[reached])  # type: ignore[attr-defined]
            if reached == state:
                return case_id
            if action == "issue_notice":
                d.call(case_id, host)
            if action == "submit_closing":
                d.attend(case_id, host)
            if papers:
                d.paper(case_id, f"{host}.declarant", *papers)
            given = {**given, **({"actual_fen": 1_000 * YUAN} if action == "settle" else {})}
            for signer in who:
                d.take(case_id, action, signer, **given)
        raise LookupError(state)

    def consulting(self) -> tuple[int, int]:
        """A class under consultation and the one it may be merged into, for the same people."""
        form = self.form(host_unit="PLC")
        survivor = self.at("approved", form, host="PLC")
        case_id = self.at("duplicate_review", self.form(audience_codes=form.audience_codes, topic_code=form.topic_code))
        self.d.take(case_id, "propose_merge", "od_section2", survivor=survivor)
        return case_id, survivor

    def by_the_system(self, case_id: int, action: str) -> Any:
        from workflow.acts.take_action import take_action

        return take_action(self.d.office, system_actor(), case_id, action)


def plain_audiences(rulebook: Rulebook) -> list[str]:
    """Sets of staff that hold no other set and stand at no leading level: nobody is called twice."""
    plain = [
        code
        for code in rulebook.audiences
        if not (
            rulebook.audiences[code].contains
            or rulebook.audiences[code].city_managed
            or rulebook.audiences[code].section_level
            or rulebook.audiences[code].lower_leaders
        )
    ]
    return sorted(plain, reverse=True)


NEW_DATES = {"new_start_date": date(2026, 12, 7), "new_end_date": date(2026, 12, 9)}
