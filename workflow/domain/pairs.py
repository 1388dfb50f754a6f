"""Verdicts on a pair of similar classes (domain.md 4.2)."""

VERDICTS = ("REPEAT", "MULTI_HEAD", "PERSON_OVERLOAD", "HIGHER_CALLED", "TIME_CLASH", "SPLIT", "MERGEABLE", "BATCH",
            "DISTINCT")
CLEARING = ("BATCH", "DISTINCT")  # the pair stands in nobody's way; every other verdict keeps the block
