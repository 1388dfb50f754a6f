"""How like ours another class is, as values that a finding keeps: the parts that add up, and what each compared.

Only what a clerk of any unit may know stands beside the levels: titles, hosts, dates, audiences, counts (ruling 37).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from workflow.domain.declaration import ClassDeclaration
from workflow.domain.findings import RECKONED
from workflow.engine.likeness.comparing import People
from workflow.engine.rules.facts import Facts, SimilarClass
from workflow.rulebook.audiences import Audiences
from workflow.rulebook.lexicon import Lexicon, plain
from workflow.wording.values import Label, Term

# Why a look-alike is none: worth a line of its own (domain 4.3).
LEGITIMATE = frozenset({"tier", "new_year", "series", "stage", "other_people", "rosters_apart"})


def told(facts: Facts, other: SimilarClass) -> Mapping[str, Any]:
    """``alike``: prior, parts, sum, band, suggested verdicts and reasons, all plain values; ``reckoned``: by which
    versions, so that it can be again. Nothing where the other class is in no index."""
    if other.alike is None:
        return {}
    likeness, suggestion = other.alike.likeness, other.alike.suggestion
    ours = facts.units.get(facts.form.host_unit)
    values = compared(facts.lexicon, facts.audiences, facts.form, other.form,
                      (ours.label if ours else facts.form.host_unit, other.host), other.alike.people, likeness.levels)
    parts = tuple({"field": part.field, "level": part.level, "tenths": part.tenths,
                   "values": values.get(part.field, {})} for part in likeness.parts)
    alike = {"prior": likeness.prior, "parts": parts, "tenths": likeness.tenths, "band": suggestion.band,
             "verdicts": suggestion.verdicts, "reasons": suggestion.reasons}
    reasons = tuple(Term(f"likeness.reason.{reason}") for reason in suggestion.reasons)
    return {"alike": alike, RECKONED: other.alike.reckoned, "reasons": reasons}


def bits(other: SimilarClass) -> Mapping[str, Any]:
    """The score in bits as it is written, and how many people stand on both rosters, where that is known."""
    if other.alike is None:
        return {}
    people = other.alike.people
    rosters = {"on_both": people.common, "on_smaller": people.smaller} if people.smaller else {}
    tenths = other.alike.likeness.tenths
    return {"bits": f"{'−' if tenths < 0 else '+'}{abs(tenths) // 10}.{abs(tenths) % 10}", **rosters}


def band(other: SimilarClass) -> str:
    """``raised``, ``related`` or ``apart``; empty where the class is in no index."""
    return other.alike.suggestion.band if other.alike else ""


def legitimate(other: SimilarClass) -> bool:
    """A look-alike, by its topic or its title, that is none for a reason that the rules know."""
    if other.alike is None or LEGITIMATE.isdisjoint(other.alike.suggestion.reasons):
        return False
    levels = other.alike.likeness.levels
    return levels["topic"] == "same" or levels["title"] in ("much", "partly")


def is_batch(other: SimilarClass) -> bool:
    """The next batch of our class, and both rosters are there and share nobody (同班分期)."""
    reasons = other.alike.suggestion.reasons if other.alike else ()
    return "series" in reasons and "rosters_apart" in reasons


def listed(others: Iterable[SimilarClass]) -> tuple[Mapping[str, Any], ...]:
    """Related classes in public words, for the line that folds them."""
    return tuple({"case": str(other.case_id), "number": other.number, "name": other.form.class_name,
                  "host": other.host, "start": other.form.start_date, **bits(other)} for other in others)


def compared(lexicon: Lexicon, audiences: Audiences, ours: ClassDeclaration, theirs: ClassDeclaration,
             hosts: tuple[Label | str, Label | str], people: People,
             levels: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """What was compared, by field, as the sentences of its levels ask for it."""
    common, smaller = audiences.overlap(*(audiences.known(form.audience_codes) for form in (ours, theirs)))
    return {
        "topic": _topic(lexicon, ours, theirs, levels["topic"]),
        "focus": {"focus": _focuses(lexicon, ours, theirs)} if levels["focus"] == "same" else {},
        "audience": {"common": common, "smaller": smaller},
        "title": {"ours": ours.class_name, "theirs": theirs.class_name},
        "host": {"ours": hosts[0], "theirs": hosts[1]},
        "dates": {"count": _apart(ours, theirs), "ours": ours.start_date, "theirs": theirs.start_date},
        "roster": {"common": people.common, "smaller": people.smaller},
        "series": {"ours": ours.batch_no, "theirs": theirs.batch_no} if ours.batch_no or theirs.batch_no else {},
    }


def _topic(lexicon: Lexicon, form: ClassDeclaration, theirs: ClassDeclaration, level: str) -> dict[str, Any]:
    """The topics of both; of a common one the wordings by which the titles name it, where they are other words."""
    ours, others = _topics(lexicon, form), _topics(lexicon, theirs)
    if level != "same":
        return {"ours": _labels(lexicon, ours), "theirs": _labels(lexicon, others)}
    common = [code for code in ours if code in others]
    words = tuple(dict.fromkeys(word for code in common for one in (form, theirs)
                                if (word := _wording(lexicon, code, one.class_name))))
    return {"topic": _labels(lexicon, common), **({"wordings": words} if words else {})}


def _topics(lexicon: Lexicon, form: ClassDeclaration) -> tuple[str, ...]:
    """The topic that was chosen, else those that the title names."""
    return (form.topic_code,) if form.topic_code else lexicon.concepts(plain(form.class_name)).topics


def _wording(lexicon: Lexicon, code: str, title: str) -> str:
    """The longest wording of a topic in a title; empty where it is the topic's own name, or there is none."""
    if code not in lexicon:
        return ""
    topic, text = lexicon[code], plain(title)
    found = [word for word in (*topic.wordings_zh, *topic.wordings_en) if plain(word) in text]
    word = max(found, key=lambda one: (len(one), one), default="")
    return "" if word in (topic.label.zh, topic.label.en) else word


def _focuses(lexicon: Lexicon, form: ClassDeclaration, theirs: ClassDeclaration) -> tuple[Label, ...]:
    ours, others = (lexicon.concepts(plain(one.class_name)).focuses for one in (form, theirs))
    return tuple(lexicon.focuses[code].label for code in ours if code in others)


def _labels(lexicon: Lexicon, codes: Iterable[str]) -> tuple[Label | str, ...]:
    return tuple(lexicon[code].label if code in lexicon else code for code in codes) or ("–",)


def _apart(form: ClassDeclaration, theirs: ClassDeclaration) -> int:
    return abs((form.start_date - theirs.start_date).days) if form.start_date and theirs.start_date else 0
