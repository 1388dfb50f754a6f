"""The engine ``splink``: Splink on DuckDB finds and sorts the candidates, chunk by chunk; an extra (``shenbao[scan]``).

Splink is given the weights of the scorecard in force for the fields that need no look at the texts, and a
threshold that leaves room for all that texts can still add: nothing is lost that the single check would
raise.  A class without a topic meets others under no key; it is asked about as the single check asks.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from typing import Any

from sqlalchemy import Connection

from workflow.engine.likeness.comparing import HALF, HALF_YEAR, QUARTER, Comparer
from workflow.refusals import Refusal, Refused
from workflow.rulebook.scorecard import Scorecard
from workflow.scan.duck import JOURNEY, Duck
from workflow.scan.history import History
from workflow.scan.indexed import asked_one_by_one
from workflow.scan.repeats import Candidate

NAME = "splink"
NEEDED = ("splink", "duckdb", "pyarrow")
TEXTS = ("title", "content", "series")  # fields that Splink is not asked about
ROUNDED = 1  # tenths: Splink adds floating-point numbers
SURE = 1_000  # tenths: one title by one host passes whatever the score, as in the single check
_SAME = "list_has_any(topics_l, topics_r)"
_COMMON = "len(list_intersect(leaves_l, leaves_r))"
_SMALLER = "least(len(leaves_l), len(leaves_r))"
_APART = "abs(start_l - start_r)"
# Field -> its levels as conditions, asked in this order; "" = all others (engine/likeness/comparing.py).
_LEVELS: dict[str, tuple[tuple[str, str], ...]] = {
    "topic": ((_SAME, "same"), ("out_l AND out_r", "journey"),
              ("len(topics_l) > 0 AND len(topics_r) > 0", "different"), ("", "unknown")),
    "focus": ((f"NOT {_SAME}", "unknown"), ("list_has_any(focuses_l, focuses_r)", "same"),
              ("len(focuses_l) > 0 AND len(focuses_r) > 0", "different"), ("NOT known_l OR NOT known_r", "unknown"),
              ("len(focuses_l) > 0 OR len(focuses_r) > 0", "one_general"), ("", "general")),
    "audience": (("len(leaves_l) = 0 OR len(leaves_r) = 0", "unknown"), (f"{_COMMON} = {_SMALLER}", "contained"),
                 (f"{_COMMON} * 1000 >= {_SMALLER} * {HALF}", "half"), (f"{_COMMON} > 0", "some"), ("", "none")),
    "host": (("host_l = host_r", "same"), ("", "other")),
    "place": (("place_l = 0 OR place_r = 0", "unknown"), ("place_l = place_r", "same"), ("", "other")),
    "channel": (("channel_l = channel_r", "same"), ("", "other")),
    "dates": (("start_l <= until_r AND start_r <= until_l", "meet"), (f"{_APART} <= {QUARTER}", "quarter"),
              (f"{_APART} <= {HALF_YEAR}", "half_year"), ("", "window")),
    "stage": ((f"(stage_l OR stage_r) AND NOT {_SAME}", "other"), ("", "no")),
}


class Splinked:
    """The slices are Splink's chunks of the rows of ``own``; each runs by itself."""

    def __init__(self, connection: Connection, history: History):
        demand_installed()
        self._duck, self._history = Duck(connection, history), history
        self._linker = _linker(self._duck, history.known.comparer)
        self._least = _least(history.known.comparer.card)

    def candidates(self, connection: Connection, n: int) -> Iterator[Candidate]:
        """The candidates of slice ``n``, counted from 0."""
        slices = self._history.slices
        found = self._linker.inference.predict_chunk(
            (n + 1, slices), (1, 1), threshold_match_weight=self._least / 10, warning_mode="never")
        pairs = self._duck.duck.execute(f"SELECT case_id_l, case_id_r FROM {found.physical_name}").fetchall()
        found.drop_table_from_database_and_remove_from_cache()
        yield from self._read(pairs)
        alone = self._duck.bodies(self._duck.unknown[n::slices])
        yield from asked_one_by_one(connection, self._history, self._history.signatures(sorted(alone.items())))

    def close(self) -> None:
        """Give the memory back."""
        self._duck.close()

    def _read(self, pairs: Sequence[tuple[int, int]]) -> Iterator[Candidate]:
        bodies = self._duck.bodies({case_id for pair in pairs for case_id in pair})
        read = {case_id: self._history.signature(case_id, body) for case_id, body in bodies.items()}
        return ((read[one], read[other]) for one, other in pairs)


def demand_installed() -> None:
    """Refuses, saying how to get them, unless Splink and DuckDB are there."""
    if any(find_spec(name) is None for name in NEEDED):
        raise Refused(Refusal("scan_extra"))


def _linker(duck: Duck, comparer: Comparer) -> Any:
    from splink import Linker, SettingsCreator
    from splink.backends.duckdb import DuckDBAPI
    from splink.blocking_rule_library import CustomRule

    logging.getLogger("splink").setLevel(logging.ERROR)  # it warns of what is meant so: no nulls, nothing trained
    odds = 2 ** (comparer.card.prior / 10)
    settings = SettingsCreator(
        link_type="link_only", comparisons=_comparisons(comparer.card),
        blocking_rules_to_generate_predictions=[CustomRule(_meeting(comparer))],
        probability_two_random_records_match=odds / (1 + odds), additional_columns_to_retain=["case_id"],
        retain_matching_columns=False)
    api = DuckDBAPI(duck.duck)  # both tables are registered first: Splink 5 takes them no other way
    tables = [api.register(name, dataset_display_name=name) for name in ("own", "reaching")]
    return Linker(tables, settings, log_level=logging.ERROR, validate_settings=False)


def _meeting(comparer: Comparer) -> str:
    """The gates between a class at its own place (l) and one that reaches it (r); each pair passes once a key."""
    limits = comparer.limits
    return f"""
        l.key = r.key AND l.spot = r.spot AND l.case_id <> r.case_id AND (l.scope <> r.scope OR l.case_id < r.case_id)
        AND (l.tiers & r.tiers) <> 0 AND abs(l.start - r.start) <= {limits.window} AND (l.asks OR r.asks)
        AND (l.key >= {JOURNEY} OR (l.part <> r.part AND abs(l.start - r.start) < {limits.split_gap}))"""


def _comparisons(card: Scorecard) -> list[Any]:
    from splink.comparison_library import CustomComparison

    told = {field: [(condition, card.bits[field][level]) for condition, level in levels]
            for field, levels in _LEVELS.items()}
    told["alike"] = [("host_l = host_r AND core_l = core_r", SURE), ("", 0)]
    return [CustomComparison(list(_levels(levels)), field) for field, levels in told.items()]


def _levels(levels: Iterable[tuple[str, int]]) -> Iterator[Any]:
    """Conditions as Splink's levels: their m and u are such that log2(m/u) is the weight, in tenths of a bit."""
    from splink.comparison_level_library import CustomLevel, ElseLevel

    for condition, tenths in levels:
        less = 2 ** (-abs(tenths) / 10)
        m, u = (0.9, 0.9 * less) if tenths >= 0 else (0.9 * less, 0.9)
        yield (CustomLevel(condition) if condition else ElseLevel()).configure(m_probability=m, u_probability=u)


def _least(card: Scorecard) -> int:
    """Tenths of a bit that the quick fields must reach for a pair to be worth a look at its texts."""
    left = sum(max(card.bits[field].values()) for field in TEXTS) + card.bits["roster"]["unknown"]
    return card.related - left - ROUNDED
