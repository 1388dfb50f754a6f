"""The shapes of the house's own lists: roles, audiences, topics, working days, sources."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from workflow.rulebook.policy_shape import Day
from workflow.rulebook.shape import MARK, SPAN, WORDS, Code, Name, Shape, Words


class RoleShape(Shape):
    """A role; ``user: false`` = only recorded, gets no account; ``keeps_people``: keeps accounts and posts."""

    zh: Words
    en: Words
    scope: Literal["unit", "district"]
    user: bool = True
    keeps_people: bool = False


class RolesShape(Shape):
    """roles.yaml. ``exclusive``: a role -> the roles that no holder of it may hold."""

    roles: Annotated[dict[Name, RoleShape], Field(min_length=1)]
    exclusive: dict[Name, list[Name]] = {}


class AudienceShape(Shape):
    """A coded audience; see the head of audiences.yaml for the words."""

    zh: Words
    en: Words
    tier: Literal["leading", "reserve", "rural", "community", "professional", "civil_servant"]
    level: Literal[
        "county_division", "section", "deputy_section", "staff", "professional", "village", "community", "other"
    ]
    managed: Literal["city", "district", "unit", "town"]
    lower_leaders: bool = False
    contains: list[Code] = []


class AudiencesShape(Shape):
    """audiences.yaml."""

    audiences: Annotated[dict[Code, AudienceShape], Field(min_length=1)]


Wording = Annotated[str, StringConstraints(min_length=2, max_length=60, pattern=WORDS)]
Wordings = Annotated[list[Wording], Field(min_length=1)]


class WordingsShape(Shape):
    """The words people use for a topic; the first of each language is the official one."""

    zh: Wordings
    en: Wordings


class TopicShape(Shape):
    """A topic; ``mandatory_stage``: a stage that the rules demand, alike classes are no repetition."""

    zh: Words
    en: Words
    mandatory_stage: bool = False
    wordings: WordingsShape


class FocusShape(Shape):
    """What a class makes of its topic: policy, practice, cases."""

    zh: Words
    en: Words
    wordings: WordingsShape


class LexiconShape(Shape):
    """A file of the lexicon; ``cut``: words of any title, which tell two classes apart nowhere."""

    topics: Annotated[dict[Code, TopicShape], Field(min_length=1)] = {}
    focuses: Annotated[dict[Code, FocusShape], Field(min_length=1)] = {}
    cut: Annotated[list[Words], Field(min_length=1)] = []


Span = Annotated[str, StringConstraints(pattern=SPAN)]
"""A day or a span of days: 2026-02-15..2026-02-23."""


class CalendarShape(Shape):
    """Corrections of one year's working days."""

    year: Annotated[int, Field(ge=1950, le=2099)]
    official: bool
    source: Words
    off: list[Span] = []
    work: list[Day] = []


class SourceShape(Shape):
    """A source of numbers."""

    zh: Words
    en: Words
    strength: Literal["strong", "medium", "weak"]


class SourcesShape(Shape):
    """sources.yaml."""

    sources: Annotated[dict[Annotated[str, StringConstraints(pattern=MARK)], SourceShape], Field(min_length=1)]
