"""The demo district as it is written down in ``definitions/demo``: read into values, nothing done yet.

Local times, yuan and names of the files become instants, fen and codes here.  A fault in
these files is a fault of the program, not of its user: it raises as it is.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, reduce
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

from webapp.cli.demo_forms import Answers, sample_answers
from webapp.cli.demo_planning import Around, around_of
from workflow.domain.inputs import INPUTS
from workflow.domain.people import Unit
from workflow.domain.plan import PlanItem
from workflow.wording import Label
from workflow.wording.catalogue import CHINA

FOLDER = "demo"
READS_FIRST = ("units", "people", "fund", "plan")


@dataclass(frozen=True, slots=True)
class Step:
    """Who does what when; ``given`` is stated with it.  ``refused``: the refusal that an attempt meets."""

    at: datetime
    who: str
    do: str
    given: Mapping[str, Any]
    opinion: str
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Script:
    """One declaration and its way.  ``edits``: the answers that the ``edit`` steps change, in their order."""

    ref: str
    answers: Answers
    edits: tuple[Answers, ...]
    steps: tuple[Step, ...]

    @property
    def last_answers(self) -> Answers:
        """The answers as the last edit leaves them."""
        return reduce(lambda answers, edit: {**answers, **edit}, self.edits, self.answers)


@dataclass(frozen=True, slots=True)
class Account:
    """A person with one post."""

    username: str
    name: Label
    role: str
    unit: str


@dataclass(frozen=True, slots=True)
class Planned:
    """A unit's annual plan; ``refs`` names the declaration of each item, or ``None``."""

    unit: str
    year: int
    items: tuple[PlanItem, ...]
    refs: tuple[str | None, ...]
    steps: tuple[Step, ...]
    around: Around = Around()


@dataclass(frozen=True, slots=True)
class Opening:
    """The opening of a fund line by two persons."""

    at: datetime
    who: str
    second: str
    owner: str
    year: int
    source: str
    fen: int


@dataclass(frozen=True, slots=True)
class Lent:
    """The post of ``holder`` lent to ``person``, both end days included."""

    at: datetime
    holder: str
    person: str
    from_day: date
    to_day: date


@dataclass(frozen=True, slots=True)
class District:
    """Everything the demo is made of."""

    units: tuple[Unit, ...]
    accounts: tuple[Account, ...]
    password: str
    posts_from: date
    cadres: Mapping[str, Any]  # see demo_cadres
    lent: tuple[Lent, ...]
    openings: tuple[Opening, ...]
    plans: tuple[Planned, ...]
    scripts: tuple[Script, ...] = ()


@cache
def read_district(*, with_classes: bool = True) -> District:
    """The district; read once per process.  A demo that stands needs no classes, and starts the sooner for it."""
    units, people, fund, plan = (_yaml(name) for name in READS_FIRST)
    return District(
        units=tuple(_unit(body) for body in units["units"]),
        accounts=tuple(Account(a["username"], _label(a), a["role"], a["unit"]) for a in people["accounts"]),
        password=people["password"],
        posts_from=_day(people["posts_from"]),
        cadres=people["cadres"],
        lent=tuple(Lent(_instant(one["at"]), one["holder"], one["person"], _day(one["from"]), _day(one["until"]))
                   for one in people["stand_ins"]),
        openings=tuple(
            Opening(_instant(o["at"]), o["who"], o["second"], o["owner"], fund["year"], o["source"], o["yuan"] * 100)
            for o in fund["lines"]
        ),
        plans=tuple(_planned(body, plan["year"]) for body in plan["plans"]),
        scripts=(*_samples(), *(_in_flight(body) for body in _yaml("inflight")["classes"])) if with_classes else (),
    )


def _samples() -> tuple[Script, ...]:
    """The thirty samples: what the list says, completed by the answers it leaves open, with their scripts."""
    lines = (files("definitions") / FOLDER / "samples.jsonl").read_text("utf-8").splitlines()
    samples = {sample["id"]: sample for sample in map(json.loads, filter(None, lines))}
    completions = _yaml("completions")
    scripts = _yaml("scripts")["scripts"]
    return tuple(_script(body, sample_answers(samples[body["ref"]], completions)) for body in scripts)


def _in_flight(body: Mapping[str, Any]) -> Script:
    return _script(body, body["form"])


def _script(body: Mapping[str, Any], answers: Answers) -> Script:
    return Script(body["ref"], answers, tuple(body.get("edits", ())), tuple(_step(step) for step in body["steps"]))


def _planned(body: Mapping[str, Any], year: int) -> Planned:
    refs = tuple(item.get("ref") for item in body["items"])
    later = [step for adjustment in body.get("adjustments", ()) for step in adjustment["steps"]]
    return Planned(body["unit"], year, tuple(map(_item, body["items"])), refs,
                   tuple(_step(step) for step in (*body["steps"], *later)), around_of(body, year, _instant, _item))


def _item(i: Mapping[str, Any]) -> PlanItem:
    return PlanItem(i["name"], i["topic"], i["kind"], i["tier"], i["channel"], i["month"], i["trainees"],
                    i["half_days"], i["yuan"] * 100)


def _step(body: Mapping[str, Any]) -> Step:
    given = dict(_given(name, value) for name, value in body.get("with", {}).items())
    return Step(_instant(body["at"]), body["who"], body["do"], given, body.get("opinion", ""), body.get("refused", ""))


def _given(name: str, value: Any) -> tuple[str, Any]:
    if name.endswith("_yuan"):
        return name.removesuffix("_yuan") + "_fen", value * 100
    return name, _day(value) if INPUTS.get(name, ("",))[0] == "day" else value


def _unit(body: Mapping[str, Any]) -> Unit:
    return Unit(body["code"], _label(body), body["kind"], body["level"], body.get("parent"), body["system"])


def _label(body: Mapping[str, Any]) -> Label:
    return Label(body["zh"], body["en"])


def _instant(text: Any) -> datetime:
    """A local time of the office as an instant."""
    return datetime.fromisoformat(str(text)).replace(tzinfo=CHINA)


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _yaml(name: str) -> Any:
    text = (files("definitions") / FOLDER / f"{name}.yaml").read_text("utf-8")
    return YAML(typ="safe").load(text)
