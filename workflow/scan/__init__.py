"""Re-reads all classes at once for repeated training: candidates by an engine, then the scorecard of the single check.

Two engines find the candidates and give the same pairs: ``splink`` (Splink on DuckDB, an extra) and
``index`` (the postings of the single check, class by class).
"""
