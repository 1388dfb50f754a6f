"""The house's own lists: what is wrong with them, and the values they make."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from workflow.rulebook.audiences import Audience, Audiences
from workflow.rulebook.closure import closure
from workflow.rulebook.faults import Fault, fault, unknown
from workflow.rulebook.house_shapes import (
    AudiencesShape,
    CalendarShape,
    FocusShape,
    LexiconShape,
    RolesShape,
    TopicShape,
)
from workflow.rulebook.lexicon import Lexicon, Topic, plain
from workflow.rulebook.roles import Role, Roles
from workflow.rulebook.workdays import Calendar
from workflow.rulebook.yaml_text import Lines
from workflow.wording.values import Label

_RANKS = ("staff", "deputy_section", "section", "county_division")


def role_faults(shape: RolesShape, lines: Lines) -> Iterator[Fault]:
    """Exclusive pairs name roles of the file, and two different ones."""
    for role, others in shape.exclusive.items():
        if role not in shape.roles:
            yield unknown(lines.file, lines.of(("exclusive", role)), "unknown_house_role", role, shape.roles)
        for place, other in enumerate(others):
            path = ("exclusive", role, place)
            if other not in shape.roles:
                yield unknown(lines.file, lines.of(path), "unknown_house_role", other, shape.roles)
            elif other == role:
                yield fault(lines.file, lines.of(path), "excludes_itself", role=role)


def build_roles(shape: RolesShape) -> Roles:
    return Roles(
        {
            code: Role(code, Label(one.zh, one.en), one.scope, one.user, one.keeps_people)
            for code, one in shape.roles.items()
        },
        frozenset(frozenset((role, other)) for role, others in shape.exclusive.items() for other in others),
    )


def audience_faults(shape: AudiencesShape, lines: Lines) -> Iterator[Fault]:
    """Contained sets exist, none contains itself, and a set is never of lower rank than what it contains."""
    def inside(code: str) -> list[str]:
        return shape.audiences[code].contains if code in shape.audiences else []

    for code, audience in shape.audiences.items():
        for place, part in enumerate(audience.contains):
            line = lines.of(("audiences", code, "contains", place))
            inner = shape.audiences.get(part)
            if inner is None:
                yield unknown(lines.file, line, "unknown_audience", part, shape.audiences)
                continue
            if code in closure((part,), inside):
                yield fault(lines.file, line, "contains_itself", code=code, part=part)
            if _rank(inner.level) > _rank(audience.level) or (inner.lower_leaders and not audience.lower_leaders):
                yield fault(lines.file, line, "part_outranks", code=code, part=part)


def _rank(level: str) -> int:
    return _RANKS.index(level) if level in _RANKS else -1


def build_audiences(shape: AudiencesShape) -> Audiences:
    return Audiences(
        {
            code: Audience(
                code,
                Label(one.zh, one.en),
                one.tier,
                one.level,
                one.managed,
                one.lower_leaders,
                tuple(one.contains),
            )
            for code, one in shape.audiences.items()
        }
    )


@dataclass(frozen=True, slots=True)
class Claim:
    """A wording that a topic or focus claims for itself, and where."""

    kind: str  # topics | focuses
    wording: str
    code: str
    file: str
    line: int


def claims(shape: LexiconShape, lines: Lines) -> Iterator[Claim]:
    """Every wording of a file of the lexicon, plainly written."""
    listed: tuple[tuple[str, Mapping[str, TopicShape | FocusShape]], ...] = (
        ("topics", shape.topics), ("focuses", shape.focuses))
    for kind, concepts in listed:
        for code, concept in concepts.items():
            for language in ("zh", "en"):
                for place, wording in enumerate(getattr(concept.wordings, language)):
                    line = lines.of((kind, code, "wordings", language, place))
                    yield Claim(kind, plain(wording), code, lines.file, line)


def claimed_twice(claimed: Iterable[Claim]) -> Iterator[Fault]:
    """A wording of two topics would make of one class two things: refused, with both places named."""
    owners: dict[tuple[str, str], Claim] = {}
    for claim in claimed:
        owner = owners.setdefault((claim.kind, claim.wording), claim)
        if owner.code != claim.code:
            yield fault(claim.file, claim.line, "wording_twice", wording=claim.wording, code=claim.code,
                        other=owner.code, place=f"{owner.file}:{owner.line}")


def build_lexicon(shape: LexiconShape) -> Lexicon:
    def built(code: str, one: TopicShape | FocusShape, stage: bool = False) -> Topic:
        return Topic(code, Label(one.zh, one.en), tuple(one.wordings.zh), tuple(one.wordings.en), stage)

    return Lexicon(
        {code: built(code, topic, topic.mandatory_stage) for code, topic in shape.topics.items()},
        {code: built(code, focus) for code, focus in shape.focuses.items()},
        tuple(shape.cut),
    )


def calendar_faults(shape: CalendarShape, lines: Lines) -> Iterator[Fault]:
    """Every day exists, lies in the year, and is either off or worked."""
    off: set[date] = set()
    for place, span in enumerate(shape.off):
        line = lines.of(("off", place))
        days = _span(span)
        if not days:
            yield fault(lines.file, line, "no_span", span=span)
        elif {day.year for day in days} != {shape.year}:
            yield fault(lines.file, line, "other_year", year=str(shape.year), day=span)
        off |= days
    for place, day in enumerate(shape.work):
        line = lines.of(("work", place))
        if day.year != shape.year:
            yield fault(lines.file, line, "other_year", year=str(shape.year), day=day.isoformat())
        if day in off:
            yield fault(lines.file, line, "off_and_worked", day=day)


def build_calendar(shape: CalendarShape) -> Calendar:
    off = frozenset(day for span in shape.off for day in _span(span))
    return Calendar(shape.year, shape.official, off, frozenset(shape.work), shape.source)


def _span(text: str) -> set[date]:
    """The days of ``2026-02-15`` or ``2026-02-15..2026-02-23``; empty when there are none."""
    first, _, last = text.partition("..")
    try:
        start, end = date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError:
        return set()
    return {start + timedelta(days=step) for step in range(min((end - start).days, 366) + 1)}
