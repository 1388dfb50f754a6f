"""Whose people are called, and who may say yes to that (routes A0 to A7; R-20, R-26, R-27, R-29, R-30, R-31)."""

from workflow.domain.declaration import ClassDeclaration
from workflow.domain.people import Unit
from workflow.engine.rules.facts import Facts
from workflow.engine.rules.place import out_of_province
from workflow.engine.rules.voice import Findings, Voice, rule
from workflow.rulebook.audiences import Audience
from workflow.rulebook.policy import Policy
from workflow.wording.values import Term

COMPANIES = ("company", "association")
INSTITUTION = "institution"  # a Party school or a training base: undertakes classes, never declares them
HIGHER_REPLY, CONSENT, CALL_PROOF = "higher_reply", "basis", "call_proof"  # kinds of papers


def authority_route(facts: Facts) -> str:
    """The route of the authority check, A0 to A7 (docs/rulings.md); the strictest situation that applies wins.

    A2 takes whatever is neither filed (A0, A1) nor barred nor the higher level's: the
    organisation department approves. ``route.<code>`` of the catalogue says what each means.
    """
    form = facts.form
    if _companies(facts):
        return "A7"
    if _is_institution(_host(facts)):
        return "A6"
    called = _called(facts)
    if form.managing_level == "city" or any(audience.city_managed for audience in called):
        return "A4"
    if out_of_province(form, facts.policy) and any(audience.county_division for audience in called):
        return "A5"
    if form.lower_leaders or any(audience.lower_leaders for audience in called):
        return "A3"
    if form.other_system or any(audience.section_level for audience in called):
        return "A2"
    return "A0" if form.managing_level == "unit" else "A1"


def filing_hindrances(form: ClassDeclaration, route: str, policy: Policy) -> tuple[str, ...]:
    """Why this class cannot simply be filed (ruling 28): route, extra, out_of_district, total, people; or it is the
    competent department's own, which would file it with itself; empty = can."""
    found = {
        "route": route not in policy.get("filing.codes", ()),
        "extra": form.plan_type != "in_plan",
        "out_of_district": form.channel == "out" or out_of_province(form, policy),
        "total": form.total_fen > policy.get("filing.max_total_fen", 0),
        "people": (form.trainee_count or 0) > policy.get("filing.max_people", 0),
        "own": form.host_unit in policy.get("district.competent_units", ()),
    }
    return tuple(name for name, hinders in found.items() if hinders)


@rule("R-20")
def who_may_host(facts: Facts, voice: Voice) -> Findings:
    """A company may not host or co-host; a training institution may not declare."""
    host, companies = _host(facts), _companies(facts)
    if companies:
        return voice.fails("company", hosts=tuple(unit.label for unit in companies))
    if host is None:
        return None
    if _is_institution(host):
        return voice.fails("institution", host=host.label)
    return voice.clear(host=host.label)


@rule("R-31")
def city_managed_people(facts: Facts, voice: Voice) -> Findings:
    """City-managed cadres: the district cannot approve, the class goes up."""
    people = tuple(audience.label for audience in _called(facts) if audience.city_managed)
    if not people and facts.form.managing_level != "city":
        return None
    how = "" if people else "told"  # the audience itself, or what the unit says of it
    return voice.clear(how, people=people) if HIGHER_REPLY in facts.papers else voice.fails(how, people=people)


@rule("R-29", "district.competent_units")
def other_systems_people(facts: Facts, voice: Voice) -> Findings:
    """Section level or above from another system: the organisation department agrees before the plan takes it in.

    An item of the filed plan has had that consent; an extra class shows it as a paper. The
    organisation department's own classes need nobody else's.
    """
    form = facts.form
    people = tuple(audience.label for audience in _called(facts) if audience.section_level)
    if not people or not form.other_system or authority_route(facts) in ("A4", "A6", "A7"):
        return None
    if is_competent(_host(facts), facts.policy):
        return voice.clear("own", people=people)
    if form.plan_type == "in_plan" and form.plan_item and facts.plan_item_known:
        return voice.clear("plan", people=people, item=form.plan_item)
    if CONSENT in facts.papers:
        return voice.clear("paper", people=people)
    return voice.fails(people=people)


@rule("R-30")
def lower_leaders_called(facts: Facts, voice: Voice) -> Findings:
    """Lower leading-team members: a paper must say that they have to attend."""
    form = facts.form
    people = tuple(audience.label for audience in _called(facts) if audience.lower_leaders)
    if not (people or form.lower_leaders) or authority_route(facts) in ("A4", "A6", "A7"):
        return None
    how = "" if people else "told"
    return voice.clear(how, people=people) if CALL_PROOF in facts.papers else voice.fails(how, people=people)


@rule("R-26", "district.province")
def out_of_province_class(facts: Facts, voice: Voice) -> Findings:
    """Out of the province: the leader signs; mainly county-division level: the higher department replies first."""
    form = facts.form
    if not out_of_province(form, facts.policy):
        return None
    place = Term(f"province.{form.province}") if form.province else Term("channel.out")
    if authority_route(facts) != "A5":
        return voice.tells("leader", place=place)
    if HIGHER_REPLY in facts.papers:
        return voice.clear(place=place)
    return voice.fails(place=place)


@rule("R-27", "channel.out_allowed")
def out_of_province_allowed(facts: Facts, voice: Voice) -> Findings:
    """Whether the policy lets classes leave the province at all: ``true``, or ``exception``."""
    form, allowed = facts.form, facts.policy.get("channel.out_allowed", True)
    if not out_of_province(form, facts.policy):
        return None
    if allowed is True:
        return voice.clear()
    return voice.fails("exception" if allowed == "exception" else "")


def is_competent(unit: Unit | None, policy: Policy) -> bool:
    """Is this unit the competent department (主管部门) for cadre training?"""
    return unit is not None and unit.code in policy.get("district.competent_units", ())


def _host(facts: Facts) -> Unit | None:
    return facts.units.get(facts.form.host_unit)


def _companies(facts: Facts) -> tuple[Unit, ...]:
    named = (facts.units.get(code) for code in (facts.form.host_unit, *facts.form.co_hosts))
    return tuple(unit for unit in named if unit is not None and unit.kind in COMPANIES)


def _is_institution(unit: Unit | None) -> bool:
    return unit is not None and unit.kind == INSTITUTION


def _called(facts: Facts) -> tuple[Audience, ...]:
    return tuple(facts.audiences[code] for code in facts.audiences.known(facts.form.audience_codes))
