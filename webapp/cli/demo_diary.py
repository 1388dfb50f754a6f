"""Lives through the demo's year: every line of its diary is an act, at its own time of the office."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from webapp.cli.demo_accounts import accounts_of
from webapp.cli.demo_files import District, Lent, Opening, Planned, Script, Step
from webapp.cli.demo_forms import Answers, form_of
from webapp.cli.demo_fund import FundStory
from webapp.cli.demo_holding import held_events
from webapp.cli.demo_papers import paper
from webapp.cli.demo_planning import Planning
from webapp.cli.demo_roster import CALLING, Calls
from webapp.cli.demo_units import unit_events
from workflow.acts.attach import attach
from workflow.acts.declare import begin, save_copy
from workflow.acts.explain_finding import explain_finding, override_finding
from workflow.acts.file_accounts import file_accounts
from workflow.acts.judge_pair import judge_pair
from workflow.acts.lend_post import lend_post
from workflow.acts.open_year import open_line
from workflow.acts.paper_seats import count_paper, enter_paper
from workflow.acts.state_position import state_position
from workflow.acts.take_action import take_action
from workflow.domain.paper_seats import Sheet
from workflow.domain.people import Actor, system_actor
from workflow.office import Office
from workflow.queries.draft_page import choices, draft
from workflow.queries.paper_seats import chairs, corner
from workflow.queries.stand_ins import stand_in_page
from workflow.refusals import Refused

SYSTEM = "system"
BETWEEN_PAPERS = timedelta(seconds=7)
Event = tuple[datetime, Callable[[Office], None]]


@dataclass
class Diary:
    """``people`` are the actors by username; ``cases`` fills with the case of each ref as it begins."""

    people: Mapping[str, Actor]
    cases: dict[str, int] = field(default_factory=dict)
    plan_items: dict[str, str] = field(default_factory=dict)
    officers: dict[int, int] = field(default_factory=dict)  # case -> who files its accounts: the first to settle
    calls: Calls = field(default_factory=lambda: Calls(()))

    def __post_init__(self) -> None:
        self.planning = Planning(self.actor, self.plan_items)
        self.fund = FundStory(self.actor, self.cases)

    def live(self, office: Office, district: District, progress: Callable[[int, int], None]) -> None:
        """Everything that happened, in the order of time; ``progress(done, total)`` after each act."""
        events = sorted(self._events(district), key=lambda event: event[0])
        for done, (at, act) in enumerate(events, 1):
            act(replace(office, clock=_standing(at)))
            progress(done, len(events))

    def actor(self, username: str) -> Actor:
        return system_actor() if username == SYSTEM else self.people[username]

    def _events(self, district: District) -> Iterator[Event]:
        yield from self.calls.earlier()
        for opening in district.openings:
            yield opening.at, _bound(self._open, opening)
        if district.openings and district.scripts:
            yield from self.fund.events()
            yield from unit_events(self.actor)
        for lent in district.lent:
            yield lent.at, _bound(self._lend, lent)
        for planned in district.plans:
            for step in planned.steps:
                yield step.at, _bound(self._plan, planned, step)
            yield from self.planning.events(planned.around, partial(self.cases.__getitem__, f"plan/{planned.unit}"))
        for script in district.scripts:
            typing = iter((script.answers, *script.edits))
            for step in script.steps:
                yield step.at, _bound(self._declare, script, step, typing)
            yield from held_events(script, partial(self.cases.__getitem__, script.ref), self.actor)

    def _open(self, office: Office, opening: Opening) -> None:
        who, second = self.actor(opening.who), self.actor(opening.second)
        line = open_line(office, who, second, opening.owner, opening.year, opening.source, opening.fen)
        self.fund.lines[f"{opening.owner}/{opening.source}"] = line

    def _lend(self, office: Office, lent: Lent) -> None:
        who, other = self.actor(lent.holder), self.actor(lent.person)
        own = stand_in_page(office, who).posts[0][0]
        lend_post(office, who, own, other.id, lent.from_day, lent.to_day)

    def _plan(self, office: Office, planned: Planned, step: Step) -> None:
        who, key = self.actor(step.who), f"plan/{planned.unit}"
        if step.do == "begin":
            begun = self.planning.begin(office, who, planned.unit, planned.year, planned.items, planned.around)
            self.cases[key] = begun.case_id
            return
        done = take_action(office, who, self.cases[key], step.do, opinion=step.opinion)
        if done.moved and step.do == "file":
            first = len(self.plan_items) + 1
            for place, ref in enumerate(planned.refs, first):
                self.plan_items[ref or f"{planned.unit}/{place}"] = f"{planned.year}-{place:03d}"

    def _declare(self, office: Office, script: Script, step: Step, typing: Iterator[Answers]) -> None:
        who = self.actor(step.who)
        if step.do == "begin":
            host = script.answers["host_unit"]
            form = form_of(self._typed(script, next(typing)), choices(office, host))
            self.cases[script.ref] = begin(office, who, host, form=form).case_id
        elif step.do in CALLING:
            self.calls.take(office, who, self.cases[script.ref], script, step)
        elif step.do == "edit":
            self._edit(office, who, script, step, next(typing))
        elif step.do == "settle":
            self._settle(office, who, script, step)
        elif step.do == "file_accounts":
            self._file(office, who, script, step)
        elif step.refused:
            self._in_vain(office, who, self.cases[script.ref], step)
        else:
            self._act(office, who, self.cases[script.ref], step)

    def _in_vain(self, office: Office, who: Actor, case_id: int, step: Step) -> None:
        """An attempt that must be refused, and is kept as such."""
        try:
            self._act(office, who, case_id, step)
        except Refused as refused:
            if step.refused in refused.codes:
                return
            raise
        raise ValueError(f"{step.at:%m-%d %H:%M} {step.who} {step.do}: was not refused")

    def _edit(self, office: Office, who: Actor, script: Script, step: Step, changes: Answers) -> None:
        case_id = self.cases[script.ref]
        open_ = draft(office, who, case_id)
        answers = {**self._typed(script, script.answers), **changes}
        form = form_of(answers, choices(office, script.answers["host_unit"]))
        save_copy(office, who, case_id, form, version=open_.version, steps_done=step.given.get("steps", ()))

    def _settle(self, office: Office, who: Actor, script: Script, step: Step) -> None:
        """The unit's officer files the accounts and signs them; the next to settle only signs."""
        if self.officers.setdefault(self.cases[script.ref], who.id) == who.id:
            self._file(office, who, script, step)
        self._act(office, who, self.cases[script.ref], step)

    def _file(self, office: Office, who: Actor, script: Script, step: Step) -> None:
        """The accounts of a class, together what the step says."""
        form = form_of(self._typed(script, script.last_answers), choices(office, script.answers["host_unit"]))
        held = any(one.do == "open" for one in script.steps)
        accounts = accounts_of(script.ref, form, step.given["actual_fen"], step.at.date(), held=held)
        file_accounts(office, who, self.cases[script.ref], accounts)

    def _act(self, office: Office, who: Actor, case_id: int, step: Step) -> None:
        given: dict[str, Any] = {name: self.cases[value] if name in ("other", "part", "survivor") else value
                                 for name, value in step.given.items()}
        match step.do:
            case "attach":
                for place, (kind, name) in enumerate(given.items()):
                    then = replace(office, clock=_standing(step.at + place * BETWEEN_PAPERS))
                    attach(then, who, case_id, kind, name, paper(name.rpartition(".")[0]))
            case "explain":
                explain_finding(office, who, case_id, given["rule"], str(given["part"]), step.opinion)
            case "override":
                override_finding(office, who, case_id, given["rule"], str(given.get("part", "")), step.opinion)
            case "judge":
                judge_pair(office, who, case_id, given["other"], given["verdict"], step.opinion)
            case "position":
                state_position(office, who, case_id, step.opinion)
            case "enter_paper":
                [chair] = chairs(office, who, case_id)
                sheet = Sheet(chair.round, chair.place, chair.sayings[0].action, self.actor(given["signer"]).id,
                              given["day"], step.opinion)
                enter_paper(office, who, case_id, sheet, given["scan"], paper(given["scan"].rpartition(".")[0]))
            case "count_paper":
                count_paper(office, who, corner(office, who, case_id).waiting[0].id)
            case _:
                take_action(office, who, case_id, step.do, opinion=step.opinion, given=given)

    def _typed(self, script: Script, answers: Answers) -> Answers:
        """The answers with the number of the plan's item, which the plan's filing gave."""
        in_plan = answers.get("plan_type") == "in_plan"
        return {**answers, "plan_item": self.plan_items[script.ref]} if in_plan else answers


def _standing(at: datetime) -> Callable[[], datetime]:
    return lambda: at


def _bound(act: Callable[..., None], *told: Any) -> Callable[[Office], None]:
    return lambda office: act(office, *told)
