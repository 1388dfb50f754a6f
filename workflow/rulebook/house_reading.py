"""The house's own lists: what is wrong with them, and the values they make."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from workflow.rulebook.audiences import Audience, Audiences
from workflow.rulebook.closure import closure
from workflow.rulebook.faults import Fault, fault, unknown
from workflow.rulebook.house_shapes import AudiencesShape, CalendarShape, LexiconShape, RolesShape
from workflow.rulebook.lexicon import Topic
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


def build_topics(shape: LexiconShape) -> Mapping[str, Topic]:
    return {
        code: Topic(
            code,
            Label(topic.zh, topic.en),
            tuple(topic.wordings.zh),
            tuple(topic.wordings.en),
            topic.mandatory_stage,
        )
        for code, topic in shape.topics.items()
    }


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
