"""What happens around the plans of the demo: needs stated, matched, taken back; adjustments; reports on last year."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from workflow.acts.file_plan import begin_plan, save_plan
from workflow.acts.needs import match_need, state_need, withdraw_need
from workflow.acts.report_execution import report_execution
from workflow.acts.take_action import Done
from workflow.domain.execution import Execution, Held
from workflow.domain.needs import Need
from workflow.domain.people import Actor
from workflow.domain.plan import AnnualPlan, PlanItem
from workflow.office import Office
from workflow.queries.plan_page import plan_page

Event = tuple[datetime, Callable[[Office], None]]


@dataclass(frozen=True, slots=True)
class Told:
    """Something done once: when, by whom, about what."""

    at: datetime
    who: str
    what: str


@dataclass(frozen=True, slots=True)
class NeedTold:
    """A need, the planned classes of its unit that meet it, and what became of it."""

    at: datetime
    who: str
    need: Need
    items: tuple[str, ...]
    matched: Told | None
    withdrawn: Told | None


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A new version of a filed plan, by the names of its classes; its steps are the plan's own."""

    at: datetime
    who: str
    changed: Mapping[str, Mapping[str, Any]]
    dropped: Mapping[str, str]
    added: tuple[PlanItem, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The report of a unit on the year before its plan."""

    at: datetime
    who: str
    report: Execution


@dataclass(frozen=True, slots=True)
class Around:
    """Everything around one unit's plan."""

    needs: tuple[NeedTold, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    report: Report | None = None


@dataclass
class Planning:
    """Does it, with the actors by name; keeps which need is which."""

    actor: Callable[[str], Actor]
    codes: Mapping[str, str]  # the number of a planned class by the ref of its declaration
    needs: dict[NeedTold, int] = field(default_factory=dict)

    def events(self, around: Around, case: Callable[[], int]) -> Iterator[Event]:
        """In no order; ``case`` answers the plan once it began."""
        for told in around.needs:
            yield told.at, partial(self._state, told=told)
            if told.matched:
                yield told.matched.at, partial(self._match, told=told)
            if told.withdrawn:
                yield told.withdrawn.at, partial(self._withdraw, told=told)
        for adjustment in around.adjustments:
            yield adjustment.at, partial(self._adjust, case=case, one=adjustment)
        if around.report:
            yield around.report.at, partial(self._report, one=around.report)

    def begin(self, office: Office, who: Actor, unit: str, year: int, items: tuple[PlanItem, ...],
              around: Around) -> Done:
        """Begin a unit's plan; its classes name the needs that were stated for them."""
        drawn = tuple(replace(item, needs=tuple(
            self.needs[told] for told in around.needs if item.class_name in told.items)) for item in items)
        return begin_plan(office, who, unit, year, drawn)

    def _state(self, office: Office, told: NeedTold) -> None:
        self.needs[told] = state_need(office, self.actor(told.who), told.need)

    def _match(self, office: Office, told: NeedTold) -> None:
        if told.matched and told.matched.what in self.codes:  # a smaller district may lack the other unit's plan
            match_need(office, self.actor(told.matched.who), self.needs[told], self.codes[told.matched.what])

    def _withdraw(self, office: Office, told: NeedTold) -> None:
        if told.withdrawn:
            withdraw_need(office, self.actor(told.withdrawn.who), self.needs[told], told.withdrawn.what)

    def _adjust(self, office: Office, case: Callable[[], int], one: Adjustment) -> None:
        who, case_id = self.actor(one.who), case()
        page = plan_page(office, who, case_id)
        items = [replace(item, **one.changed.get(item.class_name, {}), dropped=one.dropped.get(item.class_name, ""))
                 for item in page.plan.items]
        save_plan(office, who, case_id, AnnualPlan(page.unit_code, page.year, (*items, *one.added)), version=0)

    def _report(self, office: Office, one: Report) -> None:
        report_execution(office, self.actor(one.who), one.report)


def around_of(body: Mapping[str, Any], year: int, instant: Callable[[Any], datetime],
              item: Callable[[Mapping[str, Any]], PlanItem]) -> Around:
    """What the file tells around one unit's plan."""
    unit = body["unit"]
    return Around(
        tuple(_need(unit, year, told, instant) for told in body.get("needs", ())),
        tuple(Adjustment(
            instant(one["at"]), one["who"],
            {name: _changes(changes) for name, changes in one.get("changed", {}).items()}, one.get("dropped", {}),
            tuple(item(added) for added in one.get("added", ()))) for one in body.get("adjustments", ())),
        _report(unit, year - 1, body["report"], instant) if "report" in body else None,
    )


def _need(unit: str, year: int, body: Mapping[str, Any], instant: Callable[[Any], datetime]) -> NeedTold:
    need = Need(unit, year, body["topic"], body["audience"], body["heads"], body["lack"], body["reason"], body["month"])
    return NeedTold(instant(body["at"]), body["who"], need, tuple(body.get("items", ())),
                    _told(body.get("matched"), "item", instant), _told(body.get("withdrawn"), "why", instant))


def _told(body: Mapping[str, Any] | None, what: str, instant: Callable[[Any], datetime]) -> Told | None:
    return None if body is None else Told(instant(body["at"]), body["who"], body[what])


def _changes(body: Mapping[str, Any]) -> dict[str, Any]:
    """The changed answers by the names of a planned class; money in fen."""
    names = {"trainees": "trainee_count", "yuan": "total_fen"}
    return {names.get(name, name): value * 100 if name == "yuan" else value for name, value in body.items()}


def _report(unit: str, year: int, body: Mapping[str, Any], instant: Callable[[Any], datetime]) -> Report:
    rows = tuple(Held(**{name: value for name, value in row.items() if name != "yuan"}, fen=row["yuan"] * 100)
                 for row in body.get("rows", ()))
    return Report(instant(body["at"]), body["who"], Execution(unit, year, rows, body.get("remarks", "")))
