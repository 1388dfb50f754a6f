"""Middle and near-worst of a row of times."""

import math
from collections.abc import Collection
from statistics import quantiles


def spread(times: Collection[float]) -> dict[str, float]:
    """Half of the times (seconds) are within ``p50_ms``, nineteen of twenty within ``p95_ms``."""
    cuts = quantiles(times, n=100) if len(times) > 1 else [math.nan] * 99
    return {"p50_ms": round(cuts[49] * 1000, 2), "p95_ms": round(cuts[94] * 1000, 2)}
