"""What becomes of the demo's units in its year: one is renamed, one goes into another with what it had open."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import partial
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

from workflow.acts.change_units import rename_unit
from workflow.acts.end_unit import end_unit
from workflow.acts.keep_posts import give_post
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.wording import Label
from workflow.wording.catalogue import CHINA

Event = tuple[datetime, Callable[[Office], None]]
People = Callable[[str], Actor]


def unit_events(people: People) -> Iterator[Event]:
    """Every change of units and posts, in the words of the file."""
    told = YAML(typ="safe").load((files("definitions") / "demo" / "units.yaml").read_text("utf-8"))
    for one in told["changes"]:
        yield datetime.fromisoformat(str(one["at"])).replace(tzinfo=CHINA), partial(CHANGES[one["do"]], people, one)


def _rename(people: People, told: Mapping[str, Any], office: Office) -> None:
    rename_unit(office, people(told["who"]), told["unit"], Label(told["zh"], told["en"]), _day(told["from"]),
                told["grounds"])


def _fill(people: People, told: Mapping[str, Any], office: Office) -> None:
    give_post(office, people(told["who"]), people(told["person"]).id, told["role"], told["unit"],
              from_day=_day(told["from"]))


def _end(people: People, told: Mapping[str, Any], office: Office) -> None:
    end_unit(office, people(told["who"]), told["unit"], _day(told["last"]), told["successors"], told["grounds"])


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


CHANGES: Mapping[str, Callable[[People, Mapping[str, Any], Office], None]] = {
    "rename": _rename, "fill": _fill, "end": _end}
