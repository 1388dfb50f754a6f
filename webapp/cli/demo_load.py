"""Makes the demo district in an empty house: its units and people, then its year by the diary."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from webapp.cli.demo_cadres import made_up_cadres
from webapp.cli.demo_diary import Diary
from webapp.cli.demo_files import District
from webapp.cli.demo_learning import teach_a_word
from webapp.cli.demo_policy import think_of_next_year
from webapp.cli.demo_roster import Calls
from workflow.acts.demo_house import making_demo
from workflow.acts.keep_people import NewPerson, add_people
from workflow.acts.keep_units import add_cadres, add_units
from workflow.acts.scan_repeats import scan_repeats
from workflow.domain.people import Actor, Post, system_actor
from workflow.office import Office
from workflow.wording.catalogue import CHINA

MORNING = datetime(2026, 10, 14, 9, 0, tzinfo=CHINA)  # where the demo's clock starts (ruling 47)
PROPOSER = "od_section"  # who may propose a policy
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Loaded:
    """How much of everything the district holds; ``cases`` are the ids by ref (``D01``, ``plan/OD``)."""

    units: int
    accounts: int
    cadres: int
    classes: int
    cases: Mapping[str, int]


def load(office: Office, district: District, progress: Progress = lambda done, total: None) -> Loaded:
    """Live through the district's year up to the demo's morning.  The house must be empty and migrated."""
    people = [NewPerson(a.username, a.name, ((a.role, a.unit),)) for a in district.accounts]
    with making_demo(office, MORNING):
        founding = replace(office, clock=lambda: datetime.combine(district.posts_from, MORNING.timetz()))
        add_units(founding, system_actor(), district.units)
        ids = add_people(founding, system_actor(), people, district.password, from_day=district.posts_from)
        register = made_up_cadres(district.cadres)
        cadres = add_cadres(founding, system_actor(), register)
        calls = Calls(register)
        diary = Diary({person.username: _actor(person, ids[person.username]) for person in people}, calls=calls)
        diary.live(office, district, progress)
        proposer = next(one for one in people if any(role == PROPOSER for role, _ in one.posts))
        think_of_next_year(office, _actor(proposer, ids[proposer.username]))
        teach_a_word(office, _actor(proposer, ids[proposer.username]))
        morning = replace(office, clock=lambda: MORNING)
        scan_repeats(morning, engine="index")  # finds what Splink finds, and nobody must install it for a demo
    return Loaded(len(district.units), len(people), cadres, len(district.scripts), diary.cases)


def _actor(person: NewPerson, number: int) -> Actor:
    return Actor(number, person.name.zh, tuple(Post(role, unit) for role, unit in person.posts))
