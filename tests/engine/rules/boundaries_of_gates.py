"""Both sides of the numbers that decide who looks and who signs (R-25 to R-29, R-L1, R-A1, R-S1)."""

from dataclasses import replace

from tests.engine.likeness.classes import weighed
from tests.engine.rules.boundary import DAY, OUT, boundary, other_class, total
from tests.engine.rules.clean_class import START, YUAN, a_class, facts
from workflow.domain.findings import INFO
from workflow.engine.likeness.comparing import People
from workflow.engine.rules.voice import Judged
from workflow.engine.rules.window import months_after
from workflow.rulebook.policy import Policy


@boundary("R-25", "duplicate.window_months")
def window(p: Policy) -> tuple[Judged, Judged]:
    start = months_after(START, p["duplicate.window_months"])
    good, bad = (facts(policy=p, similar=other_class(start_date=day, end_date=day)) for day in (start, start - DAY))
    return good, bad


@boundary("R-25", "duplicate.audience_permille")
def audience(p: Policy) -> tuple[Judged, Judged]:
    """A half of the smaller audience, and a third of it."""
    assert p["duplicate.audience_permille"] == 500
    codes = ("COMM_SEC", "COMM_DIR", "COMM_DEPUTY"), ("COMM_SEC", "VILL_SEC", "VILL_DIR")
    good, bad = (facts(policy=p, audience_codes=codes[0][:count], similar=other_class(audience_codes=codes[1][:count]))
                 for count in (3, 2))
    return good, bad


@boundary("R-25", "duplicate.roster_permille")
def roster(p: Policy) -> tuple[Judged, Judged]:
    """On another topic: so many of a thousand on both rosters, and one fewer."""
    line, (other,) = p["duplicate.roster_permille"], other_class(topic_code="RURAL_REVIVAL")
    good, bad = (weighed(a_class(), other, People(count, 1000)) for count in (line - 1, line))
    return facts(policy=p, similar=(good,)), facts(policy=p, similar=(bad,))


@boundary("R-25", "duplicate.same_topic")
def same_topic(p: Policy) -> tuple[Judged, Judged]:
    return facts(policy=p, similar=other_class(topic_code="RURAL_REVIVAL")), facts(policy=p, similar=other_class())


@boundary("R-25", "duplicate.both_out_of_province")
def both_out(p: Policy) -> tuple[Judged, Judged]:
    topic = {"topic_code": "RURAL_REVIVAL"}
    good, bad = (facts(policy=p, **OUT, similar=other_class(**topic, **where)) for where in ({}, OUT))
    return good, bad


@boundary("R-26", "district.province", severity=INFO)
def province(p: Policy) -> tuple[Judged, Judged]:
    return facts(policy=p, province=p["district.province"]), facts(policy=p, province="GS")


@boundary("R-28", "host.offline_per_year")
def offline(p: Policy) -> tuple[Judged, Judged]:
    most = p["host.offline_per_year"]
    good, bad = (facts(policy=p, class_kind="topic", offline_classes=tuple("甲乙丙丁戊己"[:count]))
                 for count in (most - 1, most))
    return good, bad


@boundary("R-28", "host.comprehensive_kinds")
def comprehensive(p: Policy) -> tuple[Judged, Judged]:
    held = ("甲",) * p["host.offline_per_year"]
    good, bad = (facts(policy=p, class_kind=kind, offline_classes=held) for kind in ("initial", "rotation"))
    return good, bad


@boundary("R-29", "district.competent_units")
def competent(p: Policy) -> tuple[Judged, Judged]:
    people = {"audience_codes": ("SEC_NEW",), "plan_type": "extra", "plan_item": "", "other_system": True}
    own = p["district.competent_units"][0]
    return facts(policy=p, host_unit=own, **people), facts(policy=p, host_unit="CIVIL", **people)


@boundary("R-L1", "leader.total_fen", severity=INFO)
def leadertotal(p: Policy) -> tuple[Judged, Judged]:
    line_fen = p["leader.total_fen"]
    return facts(policy=p, **total(line_fen - 1)), facts(policy=p, **total(line_fen))


@boundary("R-L1", "leader.people", severity=INFO)
def leader_people(p: Policy) -> tuple[Judged, Judged]:
    heads = p["leader.people"]
    good, bad = (facts(policy=p, trainee_count=count, **total(YUAN)) for count in (heads - 1, heads))
    return good, bad


@boundary("R-L1", "leader.reasons", severity=INFO)
def leader_reasons(p: Policy) -> tuple[Judged, Judged]:
    fewer = replace(p, entries={**p.entries, "leader.reasons": replace(p.entries["leader.reasons"], value=("total",))})
    return facts(policy=fewer, plan_type="extra"), facts(policy=p, plan_type="extra")


@boundary("R-L1", "district.competent_units", severity=INFO)
def leader_of_the_competent(p: Policy) -> tuple[Judged, Judged]:
    return facts(policy=p, host_unit="CIVIL"), facts(policy=p, host_unit=p["district.competent_units"][0])


@boundary("R-A1", "amendment.days")
def more_days(p: Policy) -> tuple[Judged, Judged]:
    more = 2 * p["amendment.days"]
    good, bad = (facts(policy=p, former=a_class(rates={}), rates={}, half_days=6 + extra)
                 for extra in (more - 1, more))
    return good, bad


@boundary("R-A1", "amendment.people_permille")
def more_people(p: Policy) -> tuple[Judged, Judged]:
    more = 1000 * p["amendment.people_permille"] // 1000
    good, bad = (facts(policy=p, former=a_class(rates={}, trainee_count=1000), rates={}, trainee_count=1000 + extra)
                 for extra in (more - 1, more))
    return good, bad


@boundary("R-A1", "amendment.money_permille")
def more_money(p: Policy) -> tuple[Judged, Judged]:
    more = 1000 * YUAN * p["amendment.money_permille"] // 1000
    former = a_class(**total(1000 * YUAN))
    good, bad = (facts(policy=p, former=former, **total(1000 * YUAN + extra)) for extra in (more - 1, more))
    return good, bad


@boundary("R-S1", "duplicate.split_gap_days")
def gap(p: Policy) -> tuple[Judged, Judged]:
    half = total(p["leader.total_fen"] // 2)
    ends, gap_days = START + 2 * DAY, p["duplicate.split_gap_days"]
    good, bad = (facts(policy=p, **half, similar=other_class(host_unit="CIVIL", start_date=day, end_date=day, **half))
                 for day in (ends + gap_days * DAY, ends + (gap_days - 1) * DAY))
    return good, bad


@boundary("R-S1", "leader.total_fen")
def splittotal(p: Policy) -> tuple[Judged, Judged]:
    half = p["leader.total_fen"] // 2
    theirs = other_class(host_unit="CIVIL", **total(half))
    good, bad = (facts(policy=p, **total(half + extra), similar=theirs) for extra in (-1, 0))
    return good, bad


@boundary("R-S1", "duplicate.audience_permille")
def split_audience(p: Policy) -> tuple[Judged, Judged]:
    half = total(p["leader.total_fen"] // 2)
    codes = ("COMM_SEC", "COMM_DIR", "COMM_DEPUTY"), ("COMM_SEC", "VILL_SEC", "VILL_DIR")
    theirs = {count: other_class(host_unit="CIVIL", audience_codes=codes[1][:count], **half) for count in (3, 2)}
    good, bad = (facts(policy=p, audience_codes=codes[0][:n], **half, similar=theirs[n]) for n in theirs)
    return good, bad
