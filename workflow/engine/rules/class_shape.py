"""Is it a class at all, and one that may be held so (R-13, R-16, R-17, R-18, R-19, R-28)."""

from workflow.domain.days import days_of
from workflow.domain.declaration import ClassDeclaration, Session
from workflow.engine.rules.facts import Facts
from workflow.engine.rules.place import scenic_names
from workflow.engine.rules.voice import Findings, Voice, rule
from workflow.engine.rules.window import percent_of
from workflow.rulebook.policy import Policy
from workflow.wording.values import Fen, Term

FORBIDDEN_VENUES = ("high_grade_hotel", "scenic")
PROGRAMME = "programme"  # the paper


@rule("R-13", "staff.ratio_permille", "staff.absolute_max")
def staff_count(facts: Facts, voice: Voice) -> Findings:
    """Staff: a part of the trainees, and never more than so many."""
    form, policy = facts.form, facts.policy
    ratio, absolute = policy.get("staff.ratio_permille"), policy.get("staff.absolute_max")
    if ratio is None or absolute is None or form.trainee_count is None or form.staff_count is None:
        return None
    by_ratio = form.trainee_count * ratio // 1000
    most = min(by_ratio, absolute)
    values = {"staff": form.staff_count, "people": form.trainee_count, "percent": percent_of(ratio),
              "absolute": absolute, "ratio_most": by_ratio, "most": most}
    if form.staff_count <= most:
        return voice.clear(**values)
    return voice.fails("absolute" if form.staff_count <= by_ratio else "", **values)


@rule("R-16", "meeting.max_half_days")
def meeting_as_training(facts: Facts, voice: Voice) -> Findings:
    """A day or less without programme, syllabus and lecturers is a meeting (以会代训)."""
    form, most = facts.form, facts.policy.get("meeting.max_half_days")
    if most is None or not form.half_days or form.half_days > most:
        return None
    held = {"form.programme.the": PROGRAMME in facts.papers, "form.syllabus.the": bool(form.syllabus),
            "form.lecturers.the": bool(form.lecturers)}
    missing = tuple(Term(key) for key, there in held.items() if not there)
    values = {"days": days_of(form.half_days), "most": days_of(most)}
    return voice.fails(**values, missing=missing) if missing else voice.clear(**values)


@rule("R-17", "trips.no_visit_days")
def visits(facts: Facts, voice: Voice) -> Findings:
    """Short classes make no visits; teaching on site needs its reason."""
    form, days = facts.form, facts.policy.get("trips.no_visit_days")
    if days is None or not form.half_days or form.half_days > 2 * days:
        return None
    visits_ = tuple(s for s in form.syllabus if s.form == "visit")
    on_site = tuple(s for s in form.syllabus if s.form == "on_site")
    bare = tuple(s for s in on_site if not s.reason)
    values = {"days": days_of(form.half_days), "most": days}
    if visits_:
        return voice.fails(**values, sessions=_told(visits_), hours=sum(s.hours for s in visits_))
    if bare:
        return voice.fails("reason", **values, sessions=_told(bare))
    return voice.clear("on_site", **values, sessions=_told(on_site)) if on_site else None


@rule("R-18", "venue.scenic_words")
def scenic_or_costly(facts: Facts, voice: Voice) -> Findings:
    """No scenic spot and no high-grade hotel, neither as venue nor as the site of a session."""
    form = facts.form
    names = scenic_names(form, facts.policy)
    if form.venue_kind in FORBIDDEN_VENUES:
        return voice.fails("venue", venue=form.venue, kind=Term(f"venue.{form.venue_kind}"))
    if names:
        return voice.fails(names=names)
    if not form.venue_kind:
        return None
    return voice.clear(venue=form.venue, kind=Term(f"venue.{form.venue_kind}"))


@rule("R-19", "charge.max_fen")
def charging(facts: Facts, voice: Voice) -> Findings:
    """Neither trainees nor lower bodies pay."""
    most = facts.policy.get("charge.max_fen", 0)
    if facts.form.charge_fen <= most:
        return None  # nothing is charged: the usual case
    return voice.fails(fen=Fen(facts.form.charge_fen), most=Fen(most))


@rule("R-28", "host.offline_per_year", "host.comprehensive_kinds")
def offline_classes_of_host(facts: Facts, voice: Voice) -> Findings:
    """Comprehensive classes held in a room: so many per host and year, this one counted."""
    form, most = facts.form, facts.policy.get("host.offline_per_year")
    if most is None or form.start_date is None or not is_comprehensive(form, facts.policy):
        return None
    count = len(facts.offline_classes) + 1
    values = {"count": count, "most": most, "year": str(form.start_date.year), "classes": facts.offline_classes}
    return voice.fails(**values) if count > most else voice.clear(**values)


def is_comprehensive(form: ClassDeclaration, policy: Policy) -> bool:
    """A class of a kind that the policy calls comprehensive, not held online."""
    return form.mode != "online" and form.class_kind in policy.get("host.comprehensive_kinds", ())


def _told(sessions: tuple[Session, ...]) -> tuple[str, ...]:
    return tuple(session.title + (f"（{session.site}）" if session.site else "") for session in sessions)
