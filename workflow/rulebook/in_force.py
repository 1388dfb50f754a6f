"""Which policies stand in force when: bases that follow one another, and the overlays laid over each.

A later version of a base or an overlay begins where it says and ends the earlier one. What was published in a
house is added to what ships with the program in the order in which it was published.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from workflow.rulebook.file_reading import digest_of
from workflow.rulebook.policy import Overlay, Policy
from workflow.rulebook.policy_reading import laid_over
from workflow.rulebook.rulebook import Rulebook

DAY = timedelta(days=1)


def laid_policies(bases: Sequence[Policy], overlays: Sequence[Overlay]) -> Iterator[Policy]:
    """Every base with every set of overlays that lie over it on some day; each as long as all of it holds."""
    on = sorted((one for one in _ending(overlays) if one.on and not one.is_empty),
                key=lambda one: (one.effective_from, one.code))
    for base in _until_the_next(bases):
        found = [base]
        for overlay in on:
            if overlay.base != base.code or base["district.code"] not in overlay.districts:
                continue
            laid = [laid_over(under, overlay, digest_of({"base": under.hash, "over": overlay.hash})) for under in found]
            found += [one for one in laid if one.effective_to is None or one.effective_from <= one.effective_to]
        yield from found[1:]


def with_published(rulebook: Rulebook, published: Iterable[Policy | Overlay]) -> Rulebook:
    """The rulebook with what a house has published added to it; what is there already changes nothing.

    A laid policy that no day sees any more stays readable: a case may keep it.
    """
    bases = {one.hash: one for one in rulebook.policies.values() if one.is_base and one.hash not in rulebook.former}
    overlays = {one.hash: one for one in rulebook.overlays}
    for one in published:
        if isinstance(one, Policy):
            bases[one.hash] = one
        else:
            overlays[one.hash] = one
    laid = laid_policies(tuple(bases.values()), tuple(overlays.values()))
    standing = {**bases, **{one.hash: one for one in laid}}
    kept = {digest: one for digest, one in rulebook.policies.items() if digest not in standing}
    return replace(rulebook, policies={**kept, **standing}, overlays=tuple(overlays.values()),
                   former=(rulebook.former | frozenset(kept)) - frozenset(standing))


def _until_the_next(bases: Sequence[Policy]) -> Iterator[Policy]:
    """Each base with the last day before a later one takes its place; of two that begin together the later published
    holds, and the other is left out."""
    for place, base in enumerate(bases):
        later = [one.effective_from for n, one in enumerate(bases)
                 if one.effective_from > base.effective_from or one.effective_from == base.effective_from and n > place]
        last = min((day - DAY for day in later), default=None)
        if last is None or last >= base.effective_from:
            yield replace(base, effective_to=_sooner(base.effective_to, last))


def _ending(overlays: Sequence[Overlay]) -> Iterator[Overlay]:
    """Each overlay until a later published version of it begins."""
    for place, overlay in enumerate(overlays):
        later = [one.effective_from for one in overlays[place + 1:] if one.code == overlay.code]
        last = min((day - DAY for day in later), default=None)
        if last is None or last >= overlay.effective_from:
            yield replace(overlay, effective_to=_sooner(overlay.effective_to, last))


def _sooner(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day is not None), default=None)
