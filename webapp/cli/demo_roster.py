"""Chooses whom a class of the demo calls: people of its audience who were called least, free on its days."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from workflow.domain.cadres import Cadre
from workflow.office import Office
from workflow.queries.cadre_list import numbered

MOST_CALLS = 2  # of one person in the year


@dataclass
class Calls:
    """``cadres`` are all people of the district; what each was called to fills as rosters are made."""

    cadres: Sequence[Cadre]
    _called: dict[str, list[tuple[date, date, bool]]] = field(default_factory=lambda: defaultdict(list))
    _numbers: Mapping[str, int] = field(default_factory=dict)

    def choose(self, office: Office, codes: Collection[str], count: int, days: tuple[date, date],
               out: bool, without: frozenset[int] = frozenset()) -> tuple[int, ...]:
        """The ids of so many people; those of other audiences come last, where the audience is too small."""
        if not self._numbers:
            self._numbers = numbered(office)
        leaves = office.rulebook.audiences.leaves(codes)
        tiers = {office.rulebook.audiences[code].tier for code in codes}
        free = [one for one in self.cadres
                if self._may_come(one, days, out) and self._numbers[one.staff_no] not in without]
        free.sort(key=lambda one: (one.audience not in leaves, office.rulebook.audiences[one.audience].tier not in
                                   tiers, len(self._called[one.staff_no]), one.staff_no))
        chosen = free[:count]
        if len(chosen) < count:
            raise ValueError(f"only {len(chosen)} people are free from {days[0]} on")
        for one in chosen:
            self._called[one.staff_no].append((*days, out))
        return tuple(self._numbers[one.staff_no] for one in chosen)

    def _may_come(self, one: Cadre, days: tuple[date, date], out: bool) -> bool:
        before = self._called[one.staff_no]
        clash = any(start <= days[1] and days[0] <= end for start, end, _ in before)
        return not clash and len(before) < MOST_CALLS and not (out and any(away for *_, away in before))
