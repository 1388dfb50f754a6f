"""Is the money there (R-39), and did the year begin with enough of it (R-01)."""

from workflow.domain.declaration import Share
from workflow.engine.rules.facts import Facts, Line
from workflow.engine.rules.voice import Findings, Voice, rule
from workflow.wording.values import Fen, Label, Term

FLOORED = "cadre_education"  # the fund that the floor is about: the district's own


@rule("R-39")
def fund_balance(facts: Facts, voice: Voice) -> Findings:
    """Every share against what its line still has; what this class already holds counts as there.

    One finding per share out of reach, one clear line when all are covered. An *expected* line
    (ruling 8) cannot be counted yet and says so.
    """
    shares = [(place, share, _line(facts, share)) for place, share in enumerate(facts.form.fund_shares)]
    found = []
    for place, share, line in shares:
        part = str(place)
        told = {"owner": _owner(facts, share), "source": Term(f"source.{share.source}"), "share": Fen(share.fen)}
        if line is None:
            found.append(voice.fails("none", part, **told))
        elif line.state == "closed":
            found.append(voice.fails("closed", part, **told, year=str(line.year)))
        elif line.state == "expected":
            found.append(voice.tells("expected", part, **told, year=str(line.year)))
        elif share.fen > line.available + line.held:
            left = line.available + line.held
            found.append(voice.fails("", part, **told, left=Fen(left), short=Fen(share.fen - left)))
    if found or not shares:
        return tuple(found)
    left = sum(line.available + line.held for _, _, line in shares if line is not None)
    total = sum(share.fen for _, share, _ in shares)
    return voice.clear(left=Fen(left), share=Fen(total), after=Fen(left - total))


@rule("R-01", "fund.annual_floor_fen")
def annual_floor(facts: Facts, voice: Voice) -> Findings:
    """The year's cadre-education line was opened with at least the floor; a floor on the year, never on a class."""
    floor = facts.policy.get("fund.annual_floor_fen")
    lines = [line for _, line in _drawn(facts) if line.source == FLOORED and line.state != "expected"]
    if floor is None or not lines:
        return None
    line = lines[0]
    values = {"fund": Fen(line.appropriated), "floor": Fen(floor), "year": str(line.year)}
    if line.appropriated >= floor:
        return voice.clear(**values)
    return voice.fails(**values, short=Fen(floor - line.appropriated))


@rule("R-40", "total.not_above_last_year")
def total_not_above_last_year(facts: Facts, voice: Voice) -> Findings:
    """Every line drawn on, against what the same line was opened with the year before: training money only goes down.

    A line without a year before is compared with nothing.
    """
    if not facts.policy.get("total.not_above_last_year", False):
        return None
    found = []
    for place, (share, line) in enumerate(_drawn(facts)):
        if line.last_year is None or line.state == "expected":
            continue
        told = {"owner": _owner(facts, share), "source": Term(f"source.{share.source}"), "year": str(line.year),
                "total": Fen(line.appropriated), "before": Fen(line.last_year)}
        over = line.appropriated - line.last_year
        found.append(voice.fails("", str(place), **told, over=Fen(over)) if over > 0
                     else voice.clear("", str(place), **told))
    return tuple(found)


def _drawn(facts: Facts) -> list[tuple[Share, Line]]:
    return [(share, line) for share in facts.form.fund_shares if (line := _line(facts, share)) is not None]


def _line(facts: Facts, share: Share) -> Line | None:
    """The line of the share; its year is the opening's (ruling 8)."""
    start = facts.form.start_date
    return next((line for line in facts.lines if (line.owner, line.source) == (share.owner, share.source)
                 and (start is None or line.year == start.year)), None)


def _owner(facts: Facts, share: Share) -> Label | str:
    unit = facts.units.get(share.owner)
    return unit.label if unit is not None else share.owner
